"""Files of office programs put into other forms by LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120.0
"""How long a file may take."""


def libreoffice() -> str:
    """Its program; "" where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


_idle: list[tempfile.TemporaryDirectory[str]] = []
"""Profiles that nobody uses now: to make one takes LibreOffice longer than to convert a page."""


def converted(source: Path, into: str, seconds: float = SECONDS, *, own: bool = False) -> bytes | None:
    """A file in another form; None where LibreOffice cannot read it.

    Args:
        source: the file.
        into: the suffix of the form, and after a colon the filter that writes it.
        seconds: how long it may take.
        own: whether we wrote the file; one of somebody else's leaves nothing behind that the next could meet.

    Raises:
        TimeoutError: it takes longer.
    """
    with tempfile.TemporaryDirectory(prefix="tcgraph-") as folder:
        # A profile of its own: LibreOffice refuses to start a second time on one that is in use.
        kept = _profile() if own else None
        profile = Path(kept.name if kept else folder, "profile")
        command = [libreoffice(), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--norestore", "--convert-to", into, "--outdir", folder, str(source.resolve())]
        try:
            subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603 -- no shell
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        if kept:
            _idle.append(kept)
        made = Path(folder, f"{source.stem}.{into.partition(':')[0]}")
        return made.read_bytes() if made.is_file() else None


def _profile() -> tempfile.TemporaryDirectory[str]:
    try:
        return _idle.pop()
    except IndexError:
        return tempfile.TemporaryDirectory(prefix="tcgraph-", ignore_cleanup_errors=True)
