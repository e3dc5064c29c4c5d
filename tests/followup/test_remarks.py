"""Remarks on the page are in its language: those that reading a table and accepting a review make."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.followup.drafts import remarks
from tcgraph.followup.drafts.draft import make_draft
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.language import IN_ENGLISH
from tcgraph.followup.wording.parsing import how_to_install

REMARKS = tomllib.loads((Path(remarks.__file__).parents[1] / "data" / "remarks.toml").read_text(encoding="utf-8"))[
    "remark"
]
TABLE = """N°;Recommandation;Suite donnée;Statut;Service;Échéance;Cote
;;Suivi général;;;;
1;Repeindre la jetée;La jetée a été repeinte.;Réalisée;DRH;bientôt;A
2;Draguer le port;;;DRH;30/06/2025;B
2;Former les pilotes;;Inconnu au bataillon;DRH;;C
Total;3 recommandations;;;;;
"""


@pytest.mark.parametrize("remark", REMARKS, ids=lambda remark: remark["en"][:40])
def test_a_remark_says_the_same_in_each_language(remark: dict[str, str]) -> None:
    holes = {language: set(re.findall(r"\{(\w+)\}", words)) for language, words in remark.items()}
    assert set(remark) == {"en", "fr", "es"}
    assert holes["fr"] <= holes["en"]
    assert holes["es"] <= holes["en"]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_is_noticed_in_a_table_is_told_in_the_page_s_language(tmp_path: Path, language: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    draft = make_draft(path, EmbeddedEngine())
    said = [finding.message for finding in draft.findings] + [left.why for left in draft.unread]
    assert len(said) > 5
    assert [words for words in said if in_language(words, language) == words] == []


@pytest.mark.parametrize("table", sorted(IN_ENGLISH))
@pytest.mark.parametrize("language", ["fr", "es"])
def test_why_no_status_is_proposed_is_told_in_the_workbook_s_language(table: str, language: str) -> None:
    how = how_to_install(table)
    said = in_language(f"not proposed: {IN_ENGLISH[table]} sentences are not parsed here ({how})", language)
    assert how in said
    assert "not proposed" not in said
    assert "sentences" not in said


def test_places_and_what_stands_in_a_remark_are_told_too() -> None:
    said = "the same row stands at table 1, row 3, column 2; kept, but proposed for leaving out"
    assert "tableau 1, ligne 3, colonne 2" in in_language(said, "fr")
    assert in_language("a remark that nobody knows", "fr") == "a remark that nobody knows"
    assert in_language(said, "en") == said
