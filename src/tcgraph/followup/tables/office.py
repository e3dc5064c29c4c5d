"""Formats that only an office program reads (.doc, .xls, .odt, .rtf): LibreOffice puts them into Word's or Excel's."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.followup.tables.docx import read_docx
from tcgraph.followup.tables.model import CellPlace, Row, TableFile, TextCell, Unread
from tcgraph.followup.tables.xlsx import read_xlsx

_INTO: Final = {".doc": "docx", ".odt": "docx", ".rtf": "docx", ".xls": "xlsx", ".xlsx": "xlsx"}
_SECONDS: Final = 120


def read_office(path: Path) -> TableFile:
    """Convert a file with LibreOffice, and read what comes out; places name the file that was given.

    Raises:
        BadParameter: LibreOffice is not installed.
        BrokenInput: LibreOffice cannot read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    into = _INTO[path.suffix.lower()]
    if program is None:
        raise BadParameter(
            f"reading {path.suffix} needs LibreOffice, which is not installed; or save it as .{into} yourself"
        )
    with tempfile.TemporaryDirectory() as folder:
        # A profile of its own: LibreOffice refuses to start a second time on one that is in use.
        command = [program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", into, "--outdir", folder, str(path.resolve())]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 -- no shell
        except subprocess.TimeoutExpired as error:
            raise BrokenInput(f"LibreOffice did not convert it in {_SECONDS} s", path=path) from error
        made = Path(folder, f"{path.stem}.{into}")
        if not made.exists():
            raise BrokenInput("LibreOffice cannot read it", path=path)
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
    unread = [Unread(one.text, at(one.place), one.why) for one in file.unread]
    return TableFile(path, sheets, findings, unread, file.loose)
