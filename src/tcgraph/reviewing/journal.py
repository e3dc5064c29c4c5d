"""What a person did to a review, written down before it is shown, so that nothing is lost with the process."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tcgraph.errors import BrokenInput
from tcgraph.reviewing.rows import Patch


class ReviewJournal:
    """A file of one line a deed, beside the workbook that it changes.

    Its first line has the digest of that workbook: where the workbook has become another one since, what was done to
    it before means nothing any more. Only one process at a time holds a journal.

    Args:
        path: the file.
        digest: of the workbook as it is now.

    Raises:
        BrokenInput: another process holds it, or the workbook was changed by other means while the journal has deeds.
    """

    def __init__(self, path: Path, digest: str) -> None:
        self.path = path
        self._file = path.open("a+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise BrokenInput("is being reviewed already, by another process", path=path) from error
        self.deeds: list[list[Patch]] = []
        """What was done and not taken back."""
        lines = self._lines()
        digests = [line.get("base") or line.get("saved") for line in lines if "base" in line or "saved" in line]
        if digest in digests[:1]:
            self._replay(lines)
        elif digest in digests or not any("did" in line for line in lines):
            self.begin(digest)
        else:
            self._file.close()
            message = (
                "holds work on a review whose workbook was changed by other means since; delete this file to go on "
                "with the workbook as it is"
            )
            raise BrokenInput(message, path=path)

    def begin(self, digest: str) -> None:
        """Begin anew, on a workbook that holds all that was done."""
        self._file.seek(0)
        self._file.truncate()
        self._write({"base": digest})

    def add(self, patches: Sequence[Patch]) -> None:
        """Write down what is done now."""
        self._write({"did": [patch.as_json() for patch in patches]})
        self.deeds.append(list(patches))

    def take_back(self) -> list[Patch]:
        """Write down that the last deed is taken back.

        Returns:
            The patches that do so; none where nothing is left to take back.
        """
        if not self.deeds:
            return []
        patches = [patch.reversed for patch in reversed(self.deeds.pop())]
        self._write({"undid": [patch.as_json() for patch in patches]})
        return patches

    def about_to_save(self, digest: str) -> None:
        """Write down what the workbook's digest will be once it has been replaced."""
        self._write({"saved": digest})

    def end(self) -> None:
        """Remove the journal of a review that is written down elsewhere."""
        self.path.unlink(missing_ok=True)
        self._file.close()

    def close(self) -> None:
        """Leave the journal for another time."""
        self._file.close()

    def _replay(self, lines: Iterable[dict[str, Any]]) -> None:
        for line in lines:
            if "did" in line:
                self.deeds.append([Patch(**patch) for patch in line["did"]])
            elif "undid" in line and self.deeds:
                self.deeds.pop()
            elif "undid" in line:  # what it takes back is in the workbook already
                self.deeds.append([Patch(**patch) for patch in line["undid"]])

    def _lines(self) -> list[dict[str, Any]]:
        """The lines that were written whole; what was cut off with the process is cleared away."""
        self._file.seek(0)
        found, end = [], 0
        for line in self._file:
            try:
                found.append(json.loads(line))
            except ValueError:
                break
            end += len(line)
        self._file.truncate(end)
        return found

    def _write(self, line: dict[str, Any]) -> None:
        self._file.seek(0, os.SEEK_END)
        self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
