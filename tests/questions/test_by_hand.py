"""What is made by clicking answers as the same question does that somebody has put as SPARQL by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tcgraph.project import Project
from tcgraph.questions.addresses import from_parameters
from tcgraph.questions.chips import columns_of, compiled
from tcgraph.questions.kinds import read_kinds
from tcgraph.rdf import plain
from tests.questions.conftest import Select

CASES = tomllib.loads((Path(__file__).parent / "by-hand.toml").read_text(encoding="utf-8"))["case"]
_PREFIXES = """PREFIX tc: <https://w3id.org/tcgraph/ns#>
PREFIX id: <https://w3id.org/tcgraph/id/>
PREFIX theme: <https://w3id.org/tcgraph/vocab/theme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["address"])
def test_a_clicked_question_answers_as_one_put_by_hand(project: Project, select: Select, case: dict[str, str]) -> None:
    kinds = read_kinds(project.queries)
    question = from_parameters(dict(parse_qsl(case["address"])), kinds)
    shown = {"recommendation": "number"}.get(question.shows, question.shows)
    at = columns_of(question, kinds).index(kinds[shown].variable if shown in kinds else shown)
    by_hand = {plain(row[0]) for row in select(f"{_PREFIXES}SELECT DISTINCT ?x WHERE {{ {case['sparql']} }}")}
    assert by_hand
    assert {plain(row[at]) for row in select(compiled(question, kinds))} == by_hand
