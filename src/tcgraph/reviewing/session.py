"""One review being worked on: its workbook, read into rows and written back, and what was done to them."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tcgraph.diagnostics import Diagnostic
from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts import review
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.drafts.review_words import ANSWERED, in_english, said
from tcgraph.followup.drafts.take_over import AcceptOutcome, take_over
from tcgraph.followup.naming.review_names import CODED, named_in
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.tables import Sheet as TableSheet
from tcgraph.followup.tables.xlsx import read_xlsx
from tcgraph.project import Project
from tcgraph.reviewing import rows as sheets
from tcgraph.reviewing.changes import patches_of
from tcgraph.reviewing.reference_data import ReferenceData
from tcgraph.reviewing.rows import ACTIONS, ASKED, BODIES, Patch, Row, Rows, SheetRows

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def journal_beside(path: Path) -> Path:
    """Where what is done to a review is written down until it is in its workbook."""
    return path.with_name(path.name.removesuffix(".xlsx") + ".journal")


class Session:
    """A review that is open.

    Args:
        path: its workbook.
        project: what it will be accepted into.
        shown: the language of the page; "" for that of the table.

    Raises:
        BrokenInput: it is no review's workbook, or another process works on it.
    """

    def __init__(self, path: Path, project: Project, shown: str) -> None:
        self.path, self.project = path, project
        self.rows, self.aside = read_rows(path)
        language = self.rows.about.get("Language", "en") or "en"
        self.language = shown or language
        self.reference = ReferenceData(open_graph(project), language, self.language)
        names, engine = self.reference.names, self.reference.engine
        self._named = {key: named_in(engine, scheme, language) for key, scheme in CODED.items()}
        self._named["status"][ANSWERED] = said(ANSWERED, language)
        self._named["proposed"]["none"] = said("none", language)
        self._named["take"] = {answer: said(answer, language) for answer in ("yes", "no")}
        for sheet in self.rows:
            for _, row in sheet:
                row |= {key: names.code(scheme, in_english(row[key])) for key, scheme in CODED.items() if row.get(key)}
        self.journal = ReviewJournal(journal_beside(path), digest_of(path.read_bytes()))
        self.kept_otherwise: list[str] = []
        """Where the workbook was changed by other means since, and says otherwise than what was done to the review."""
        self.unsaved = len(self.journal.deeds)
        """How much was done that was not in the workbook yet."""
        if self.journal.fits:
            for deed in self.journal.deeds:
                self.rows.apply(deed)
        else:
            self.kept_otherwise = self.rows.apply_anew(self.journal.deeds)
            self.journal.deeds.clear()  # on rows by their names in another workbook: nothing that could be taken back
            self.save()

    @property
    def decided(self) -> tuple[int, int]:
        """How many proposals are decided, and how many there are."""
        taken = [bool(row.get("take")) for _, row in self.rows.actions]
        return sum(taken), len(taken)

    def do(self, deed: str, values: Mapping[str, Any]) -> list[Patch]:
        """Do something, and write it down.

        Raises:
            EditRefused: it makes no sense as things stand; nothing is changed.
        """
        patches = patches_of(self.rows, self.reference, deed, values)
        patches = [patch for patch in patches if patch.before != patch.after]
        if patches:
            self.journal.add(patches)
            self.rows.apply(patches)
        return patches

    def undo(self) -> list[Patch]:
        """Take the last deed back."""
        patches = self.journal.take_back()
        self.rows.apply(patches)
        return patches

    def problems(self, patches: list[Patch]) -> dict[str, str]:
        """What is wrong with the cells that patches filled in, by their column."""
        bodies = [row for _, row in self.rows.bodies if row.get("code")]
        new = [row.get(key, "") for row in bodies for key in ("code", "name", "short")]
        found: dict[str, str] = {}
        for patch in patches:
            before = patch.before or {}
            for key, words in (patch.after or {}).items():
                if words != before.get(key) and (problem := self.reference.problem(key, words, new)) is not None:
                    found[key] = in_language(problem, self.language)
        return found

    def save(self) -> None:
        """Write the workbook; whenever the process ends, the journal fits the workbook that is there."""
        data = written(self.path, self.rows, self._named)
        part = self.path.with_name(f".{self.path.name}.part")
        part.write_bytes(data)
        self.journal.about_to_save(digest_of(data))
        part.replace(self.path)
        self.journal.begin(digest_of(data))

    def accept(self, *, write: bool) -> AcceptOutcome:
        """Save, and see what accepting the review gives.

        Args:
            write: whether to write it into the project, where nothing is in the way.
        """
        self.save()
        return take_over(self.path, self.project, write=write)

    def rows_of(self, findings: list[Diagnostic]) -> list[dict[str, str]]:
        """Findings as a page shows them: their level and words, and the row that each is about."""
        found = []
        for finding in findings:
            cell = finding.location.cell if finding.location is not None else None
            name = in_english(cell.sheet or "") if cell is not None else ""
            sheet = self.rows[name] if name in (ACTIONS, ASKED, BODIES) else None
            row = _row_of(sheet, cell.row) if sheet is not None and cell is not None else ""
            words = in_language(finding.message, self.language)
            found.append({"level": str(finding.level), "words": words, "row": row})
        return found

    def close(self) -> None:
        """Save what is not saved, and leave."""
        if self.journal.deeds:
            self.save()
        self.journal.end()


def _row_of(sheet: SheetRows, number: int) -> str:
    """The row that stands in a line of the saved workbook, below its headings."""
    return sheet.name_at(number - 2) or ""


class ReviewJournal:
    """A file of one line a deed, beside the workbook that it changes.

    Its first line has the digest of that workbook, which tells whether that has become another one since. Only one
    process at a time holds a journal.

    Args:
        path: the file.
        digest: of the workbook as it is now.

    Raises:
        BrokenInput: another process holds it.

    Attributes:
        deeds: what was done and not taken back.
        fits: whether that was done to the workbook as it is now; else it was changed by other means since.
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
        lines = self._lines()
        digests = [line.get("base") or line.get("saved") for line in lines if "base" in line or "saved" in line]
        worked = any("did" in line or "undid" in line for line in lines)
        self.fits = digest in digests or not worked
        if digest in digests[:1] or not self.fits:
            self._replay(lines)
        else:
            self.begin(digest)

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


def take_up_journal(path: Path, project: Project) -> tuple[int, list[str]]:
    """Write into a review's workbook what was done to the review and did not get there, as when its page was killed.

    Returns:
        How much that was, and where the workbook was changed by other means since and keeps what it says.

    Raises:
        BrokenInput: it is no review's workbook, or another process works on it.
    """
    if not journal_beside(path).exists():
        return 0, []
    session = Session(path, project, "")
    session.close()
    return session.unsaved, session.kept_otherwise


_HEADINGS: Final = {
    sheets.ACTIONS: {heading: key for key, heading, _ in review.ACTIONS},
    sheets.ASKED: {heading: key for key, heading, _ in review.ASKS},
    sheets.BODIES: {heading: key for key, heading, _ in review.BODIES},
}
_NUMBERS: Final = {"confidence", "start", "end", "line", "ordinal", "number"}


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def read_rows(path: Path) -> tuple[Rows, dict[str, list[tuple[str, ...]]]]:
    """Read a review's workbook.

    Returns:
        The rows that a person changes, and those of the sheets Findings and Not read, without headings.

    Raises:
        BrokenInput: it is no review's workbook.
    """
    found = {in_english(sheet.name): sheet for sheet in read_xlsx(path).sheets}
    if not found.keys() >= {sheets.DOCUMENT, sheets.ACTIONS}:
        raise BrokenInput("not a review file: it has no sheets Document and Actions", path=path)
    about = {
        in_english(row.texts[0]): row.texts[1] if len(row.cells) > 1 else "" for row in found[sheets.DOCUMENT].rows
    }
    about = {key: value for key, value in about.items() if len(key) < 20}
    given: dict[str, list[Row]] = {sheets.DOCUMENT: [about]}
    for name, headings in _HEADINGS.items():
        given[name] = _rows(found[name], headings) if name in found else []
    aside: dict[str, list[tuple[str, ...]]] = {
        name: [row.texts for row in found[name].rows[1:]] for name in ("Findings", "Not read") if name in found
    }
    return Rows(given), aside


def written(path: Path, rows: Rows, named: Mapping[str, Mapping[str, str]]) -> bytes:
    """The bytes of a review's workbook with other rows, in which concepts stand by their names.

    Args:
        path: the workbook as it is.
        rows: what it is to hold.
        named: by column, what its codes are called.
    """
    from openpyxl import load_workbook

    book = load_workbook(path)
    there = {in_english(name): book[name] for name in book.sheetnames}
    for name, headings in _HEADINGS.items():
        if name in there:
            _rewrite(there[name], headings, [row for _, row in rows[name]], named)
    about = rows.about
    for line in there[sheets.DOCUMENT].iter_rows(max_col=2):
        key = in_english(str(line[0].value or ""))
        if key in about:
            _put(line[1], key, about[key])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(sheet: TableSheet, keys: Mapping[str, str]) -> list[Row]:
    headings = [keys.get(in_english(text), text.strip()) for text in sheet.rows[0].texts]
    rows = [
        {key: row.texts[index] if index < len(row.cells) else "" for index, key in enumerate(headings) if key}
        for row in sheet.rows[1:]
    ]
    return [{**row, **{key: in_english(row[key]) for key in ("take", "as") if key in row}} for row in rows]


def _rewrite(
    sheet: Worksheet, keys: Mapping[str, str], rows: list[Row], named: Mapping[str, Mapping[str, str]]
) -> None:
    headings = [in_english(str(cell.value or "")) for cell in sheet[1]]
    for heading, key in keys.items():
        if heading not in headings and any(row.get(key) for row in rows):
            headings.append(heading)
            sheet.cell(1, len(headings), heading)
    if sheet.max_row > 1:
        sheet.delete_rows(2, sheet.max_row)
    for number, row in enumerate(rows, start=2):
        for column, heading in enumerate(headings, start=1):
            key = keys.get(heading, heading)
            if words := row.get(key, ""):
                _put(sheet.cell(number, column), key, named.get(key, {}).get(words, words))


def _put(cell: Any, key: str, words: str) -> None:
    from openpyxl.styles import Alignment

    if key in _NUMBERS and words.replace(".", "", 1).isdigit():
        cell.value = float(words) if "." in words else int(words)
        return
    cell.value = words or None
    if words:
        # Somebody's "=1+1" is text, not a formula to run here.
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
