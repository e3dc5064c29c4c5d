"""What a tool replies: no more than can be read, where the document tells it, in the language asked for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tcgraph.assistants.reply import written
from tcgraph.assistants.tools import Tools
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BadParameter, UnknownTerm
from tcgraph.pages import Site
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tests.conftest import mostly_at_size

LONGEST = 8_000
GIVEN = {
    "find": {"words": "training"},
    "fundamental-conventions": {"country": "Senegal"},
    "overdue-promises": {"asOf": "2009-01-01"},
    "ratified-by": {"instrument": 144},
    "status-changes": {"from": "2006-01-01", "to": "2007-01-01"},
}


class Searched:
    """An engine that looks words up, as that of a server does."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine

    def select(self, query: str, **given: object) -> object:
        return self._engine.select(self._engine.searched(query), **given)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


@pytest.fixture(scope="module")
def tools(project: Project, shipped: EmbeddedEngine) -> Tools:
    engine = Searched(shipped)
    return Tools(Site(engine=lambda: engine, project=project, queries=read_queries(project.queries)))  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("language", mostly_at_size(["en", "fr"]))
def test_no_question_is_answered_at_greater_length_than_can_be_read(
    tools: Tools, project: Project, language: str
) -> None:
    for query in read_queries(project.queries).of_kind("answer"):
        told = tools.ask_question(query.name, GIVEN.get(query.name), language)  # type: ignore[arg-type]
        assert len(written(told)) <= LONGEST, query.name
        assert told["note"]["text"], query.name
        if told["rows"] and "next_offset" in told:
            onward = tools.ask_question(query.name, GIVEN.get(query.name), language, told["next_offset"])  # type: ignore[arg-type]
            assert onward["rows"][0] != told["rows"][0]


def test_the_lists_and_the_schema_begin_with_what_can_be_read(tools: Tools) -> None:
    for language in ("en", "fr", "es"):
        listed = tools.list_questions(language=language)
        assert len(written(listed)) <= LONGEST
        assert any("donors-by-recommendation(number, donor, certainty)" in one for one in listed["by_topic"]["money"])
        assert "(nothing yet)" in written(listed)
    assert len(tools.schema()) <= LONGEST
    assert "How to ask" in tools.schema()
    assert tools.schema("How to ask").startswith("## How to ask")
    assert len(tools.schema("properties")) <= LONGEST
    (one,) = tools.list_questions("donors-by-recommendation")["questions"]
    assert {"columns", "values"} <= set(one)
    assert "Department for International Development" in one["values"]["donor"]


@pytest.mark.parametrize(
    ("name", "said", "cell"),
    [
        ("obligations", "Concept paper on PPP", "row 28, right column"),
        ("obligations", "Response to the High-level Panel", "row 22, right column"),
        ("targets", "Extra-budgetary", "row 1, right column, bullet 4"),
        ("unanswered", "element/12-3", "row 12, left column"),
        ("follow-up-matrix", "Guidelines for public-private partnerships", "row 28, right column"),
        ("nothing-taken", "Precarious work", "row 36, left column"),
        ("organisations-by-recommendation", "Delegates at ECOSOC", "row 1, right column, bullet 2"),
        ("organisations-by-recommendation", "Development partners", "row 1, left column"),
        ("convention-in-the-document", "C138", "row 34"),
    ],
)
def test_a_row_is_cited_where_what_made_it_stands(tools: Tools, name: str, said: str, cell: str) -> None:
    rows = [row for row in tools.ask_question(name)["rows"] if said in written(row)]
    assert rows
    assert cell in rows[0][-1]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Under which recommendations does ACTRAV act?", False),
        ("Which recommendations are on gender equality?", None),
    ],
)
def test_recommendations_found_by_their_actions_are_cited_by_these(tools: Tools, words: str, left: bool | None) -> None:
    told = tools.ask_in_words(words)
    rows = told["rows"] if told["sure"] else told["nearest"]["rows"]
    for row in rows:
        actions, asked = "action/" in row[-1], re.search(r"recommendation/\d+: .*left column", row[-1]) is not None
        assert actions or asked
        if left is False:
            assert not asked


def test_every_answer_in_words_tells_how_complete_it_is(tools: Tools) -> None:
    for words in ("which donors fund Africa", "under which recommendations was nothing taken", "what does ACTRAV do"):
        told = tools.ask_in_words(words)
        assert "by no means exhaustive" in (told if told["sure"] else told["nearest"])["note"]["text"]
    told = tools.ask_in_words("quels donateurs financent l’Afrique", "fr")
    assert "au 11 octobre 2006. Exhaustivité" in told["note"]["text"]
    assert re.search("ligne 17, (bloc|colonne) de droite", told["rows"][0][-1])
    assert not re.search(r"\b(donors|named|Understood)\b", told["understood"])


def test_what_is_not_sure_is_never_told_as_likelier_than_what_is(tools: Tools) -> None:
    for words in (
        "how much did it cost in dollars",
        "which donors fund Africa",
        "was the PPP guideline adopted in 2007",
    ):
        told = tools.ask_in_words(words)
        every = [*told.get("readings", ()), told.get("nearest", {}), told]
        for one in (one for one in every if "confidence" in one):
            assert (one["confidence"] >= 0.7) == told["sure"]
        assert told["sure"] or told["advice"]


def test_a_reading_is_chosen_by_its_number(tools: Tools) -> None:
    told = tools.ask_in_words("how many recommendations mention the Turin Centre")
    shown = (told.get("nearest") or told)["reading"]
    others = [one["reading"] for one in told.get("readings", ()) if one["reading"] != shown]
    for number in others[:1]:
        assert (
            tools.ask_in_words("how many recommendations mention the Turin Centre", reading=number)["nearest"][
                "reading"
            ]
            == number
        )
    with pytest.raises(BadParameter, match="counted from 1"):
        tools.ask_in_words("which donors fund Africa", reading=9)


def test_the_query_is_given_where_it_is_wanted(tools: Tools) -> None:
    assert "sparql" not in tools.ask_in_words("which donors fund Africa")
    assert "SELECT" in tools.ask_in_words("which donors fund Africa", with_query=True)["sparql"]
    longest = tools.ask_question("follow-up-matrix", with_query=True)
    assert len(written(longest)) <= LONGEST
    assert "SELECT" in longest["sparql"]


@pytest.mark.parametrize("property_", ["tc:currentStatus", "currentStatus", "current status"])
def test_explain_takes_what_people_write(tools: Tools, property_: str) -> None:
    assert tools.explain("action/17-1-a", property_, "taken")["holds"]
    told = tools.explain("action/17-1-a", property_, "planned")
    assert not told["holds"]
    assert "v-status:taken" in told["nearest_that_holds"]


@pytest.mark.parametrize("fact", [("x", "y", "z"), ("action/17-1-a", "nosuch", "taken"),
                                  ("action/17-1-a", "tc:currentStatus", "nosuch")])  # fmt: skip
def test_what_names_nothing_is_not_told_as_not_holding(tools: Tools, fact: tuple[str, str, str]) -> None:
    with pytest.raises(UnknownTerm):
        tools.explain(*fact)


def test_a_thing_is_described_by_its_name_in_one_language(tools: Tools) -> None:
    told = tools.describe("Sénégal", "fr")
    assert told["thing"] == "country/SEN (Sénégal)"
    assert [line for line in told["said"] if " @" in line] == ["skos:altLabel: Republic of Senegal @en"]
    assert len(written(tools.describe("organisation/ilo"))) <= LONGEST
    codes = [line.partition(":")[2] for line in told["said"]]
    assert len(codes) == len(set(codes)), "what wider properties say alike is told once"


def test_what_nobody_has_reported_leads_to_what_the_document_says(tools: Tools) -> None:
    assert "targets" in tools.ask_question("country-programme-share")["note"]["text"]
    with pytest.raises(BadParameter, match="targets"):
        tools.ask_question("country-programme-share", {"biennium": "2008-09"})


@pytest.mark.parametrize("language", ["xx", "english", "en-GB-oed"])
def test_a_language_that_there_is_not_is_refused(tools: Tools, language: str) -> None:
    with pytest.raises(BadParameter, match="en, fr, es"):
        tools.ask_in_words("which donors fund Africa", language)
    with pytest.raises(BadParameter, match="en, fr, es"):
        tools.search("gender", 5, language)


def test_refusals_say_what_to_do_here(tools: Tools) -> None:
    with pytest.raises(BadParameter, match="list_questions names them"):
        tools.ask_question("nosuch")
    for words, limit in (("gender", -1), ("x" * 10_000, 5)):
        with pytest.raises(BadParameter):
            tools.search(words, limit)
    with pytest.raises(BadParameter, match="ask one of 1,000"):
        tools.ask_in_words("x " * 5_000)
    assert tools.sparql("SELECT ?a { ?a a tc:Actions }")["warnings"]
    assert "beyond" in tools.ask_question("targets", offset=50)


def test_a_judgement_is_about_what_was_sent(tools: Tools) -> None:
    judged = tools.validate("@prefix tc: <https://w3id.org/tcgraph/ns#> . <urn:x:r> a tc:Recommendation .")
    assert not judged["conforms"]
    assert all(finding["line"] == 1 for finding in judged["findings"])
    with pytest.raises(BadParameter, match="line 1") as error:
        tools.validate("<urn:x:a> <urn:x:b> ")
    assert "/" not in str(error.value)
