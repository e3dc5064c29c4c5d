"""Formats that only an office program reads (.doc, .xls, .odt, .rtf): LibreOffice puts them into Word's or Excel's."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.followup.libreoffice import SECONDS, converted, libreoffice
from tcgraph.followup.tables.docx import read_docx
from tcgraph.followup.tables.model import CellPlace, Row, TableFile, TextCell, UnreadText
from tcgraph.followup.tables.xlsx import read_xlsx

_INTO: Final = {".doc": "docx", ".odt": "docx", ".rtf": "docx", ".xls": "xlsx", ".xlsx": "xlsx"}


def read_office(path: Path) -> TableFile:
    """Convert a file with LibreOffice, and read what comes out; places name the file that was given.

    Raises:
        BadParameter: LibreOffice is not installed.
        BrokenInput: LibreOffice cannot read the file.
    """
    into = _INTO[path.suffix.lower()]
    if not libreoffice():
        raise BadParameter(
            f"reading {path.suffix} needs LibreOffice, which is not installed; or save it as .{into} yourself"
        )
    try:
        data = converted(path, into)
    except TimeoutError as error:
        raise BrokenInput(f"LibreOffice did not convert it in {SECONDS:.0f} s", path=path) from error
    if data is None:
        raise BrokenInput("LibreOffice cannot read it", path=path)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, f"{path.stem}.{into}")
        made.write_bytes(data)
        file = _placed(read_docx(made) if into == "docx" else read_xlsx(made), path)
    file.find("converted", Level.INFO, f"converted by LibreOffice from {path.suffix} to .{into}")
    return file


def _placed(file: TableFile, path: Path) -> TableFile:
    """The same with every place in the file that was given."""

    def at(place: CellPlace) -> CellPlace:
        return replace(place, location=replace(place.location, path=path))

    sheets = [
        replace(
            sheet,
            rows=tuple(Row(tuple(TextCell(cell.text, at(cell.place)) for cell in row.cells)) for row in sheet.rows),
        )
        for sheet in file.sheets
    ]
    findings = [
        replace(one, location=replace(one.location, path=path) if one.location is not None else None)
        for one in file.findings
    ]
    unread = [UnreadText(one.text, at(one.place), one.why) for one in file.unread]
    return replace(file, path=path, sheets=sheets, findings=findings, unread=unread)
