"""Files for partners stand under the licence that their project names."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tcgraph.about import LICENCE
from tests.own_project import tcgraph_in

_OWN = "https://licences.example/own"


def test_tables_tell_the_licence_of_their_project(tmp_path: Path) -> None:
    made = tcgraph_in(tmp_path)("init", "p", "--body", "Harbour Council", "--code", "council", "--symbol", "HC/12/3")
    assert made.returncode == 0, made.stderr
    about = tmp_path / "p" / "project.toml"
    about.write_text(about.read_text(encoding="utf-8").replace(LICENCE, _OWN), encoding="utf-8")
    run = tcgraph_in(tmp_path / "p")
    for kind, target in (("csvw", "csvw"), ("cube", "cube"), ("xlsx", "t.xlsx")):
        done = run("export", kind, str(tmp_path / target))
        assert done.returncode == 0, done.stderr
    for folder in ("csvw", "cube"):
        metadata = json.loads((tmp_path / folder / "csv-metadata.json").read_text(encoding="utf-8"))
        assert metadata["dc:license"] == {"@id": _OWN}
    notes = openpyxl.load_workbook(tmp_path / "t.xlsx")["notes"].iter_rows(values_only=True)
    assert ("licence", _OWN) in [row[:2] for row in notes]
