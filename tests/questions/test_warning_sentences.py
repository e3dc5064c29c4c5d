"""What is off in a query has one source of words: each sentence in three languages, each told of some query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import Formatter

import pytest

from tcgraph.engine import query_trees
from tcgraph.engine.protocol import Row
from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.looked_graph import LookCache, LookedGraph
from tcgraph.questions.warnings.query_warnings import LOOKS, Needs, QueryWarnings
from tcgraph.questions.warnings.warning_sentences import FilledSentence, Forms, QueryWarning, forms
from tests.questions.conftest import Select
from tests.questions.test_query_warnings import EMPTY, OFF

LANGUAGES = ("en", "fr", "es")
ENGLISH = re.compile(r"\b(the|that|which|with|there|stands|expected|is|are|has|nothing|its)\b", re.IGNORECASE)


def slots(said: Forms) -> set[str]:
    listed = [said] if isinstance(said, str) else said
    return {name for form in listed for _, name, _, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize("key", list(forms()))
def test_a_sentence_has_the_same_slots_in_each_language(key: str) -> None:
    said = forms()[key]
    assert tuple(said) == LANGUAGES
    assert slots(said["en"]) == slots(said["fr"]) == slots(said["es"])
    assert len({len(said[language]) for language in LANGUAGES if isinstance(said[language], list)}) <= 1


FURTHER = [
    *(
        f"SELECT ?x {{ ?x a tc:Country ; tc:{name} ?y }}"
        for name in (
            "certainty",
            "currentStatus",
            "donor",
            "inSection",
            "participant",
            "role",
            "stateCode",
            "statusCode",
            "theme",
        )
    ),
    "SELECT ?x { ?x a tc:Action ; tc:within ?y }",
    "SELECT ?x { ?x a tc:Action ; skos:broader ?y }",
    "SELECT ?t { ?t tc:complete ?c FILTER(?c > 3) }",
    "SELECT ?a { ?a tc:year ?y FILTER(?y > 'a') }",
    "SELECT ?a { ?a tc:agent ?w FILTER(?w > 3) }",
    "SELECT ?a { ?a tc:when ?w FILTER(?w > 2006) }",
    "SELECT ?a { ?a tc:addresses 'none' }",
    "SELECT ?a { ?a tc:summary 'planned' }",
    "SELECT ?x { ?x xsd:date ?y }",
    "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a tc:ReportedItem ; tc:section ?s }",
    "SELECT ?x { ?x a rdf:langString }",
    "SELECT ?a { ?a tc:agent organisation:government-of-nld }",
    "SELECT ?h { ?h tc:hedges action:10-1-a }",
    "SELECT ?h { GRAPH graph:inferred { ?h a tc:Agent , tc:Event } }",
    "SELECT ?a FROM graph:inferred { ?a tc:inferredAgent ?b }",
    "SELECT ?a FROM graph:inferred { ?a tc:who ?b }",
    "SELECT ?x { ?x tc:number ?y } LIMIT 5",
    "SELECT ?r (COUNT(?a) AS ?n) { ?a a tc:Action ; tc:addresses ?r } GROUP BY ?r ORDER BY DESC(?n) ?r LIMIT 10",
    "SELECT ?a { ?a a tc:Action ; tc:statusCode 'taken' ; tc:year 2006 }",
    "SELECT ?a { ?s ?p ?a . FILTER(?a = 'none') }",
    "SELECT ?a ?n { ?a tc:names project:tripartism-pilot-projects OPTIONAL { ?n tc:metBy ?a } }",
    "SELECT ?r { ?r a tc:Recommendation FILTER NOT EXISTS { ?a tc:addresses ?r ; tc:donor ?d } }",
    'SELECT DISTINCT ?l { ?a tc:who/rdfs:label ?l FILTER(CONTAINS(?l, "Tourin") || CONTAINS(?l, "Govern")) }',
    "SELECT ?x ?a ?b ?c ?d ?e ?f ?w { ?x tc:donor ?a ; tc:certaintyCode ?b ; tc:inAction ?c . "
    "?c tc:statusCode ?d ; tc:section ?e ; tc:addresses ?f OPTIONAL { ?h tc:hedges ?c ; tc:asPrinted ?w } }",
    "SELECT ?a { GRAPH graph:inferred { ?a tc:reportedBy ?b } }",
    "SELECT ?a { ?a tc:names event:world-summit-2005 }",
    'SELECT ?a { ?a a tc:ReportedItem ; tcs:matches ("tailor-made" "en") }',
]


def said_in(sentences: Iterable[FilledSentence]) -> Iterator[FilledSentence]:
    """Sentences and those that stand in their slots."""
    for sentence in sentences:
        yield sentence
        for slot in sentence.slots.values():
            parts = slot if isinstance(slot, tuple) else (slot,)
            yield from said_in(part for part in parts if isinstance(part, FilledSentence))
            if len(parts) > 1:
                yield FilledSentence("list.and", {})


@pytest.fixture(scope="module")
def told(select: Select) -> list[QueryWarning]:
    """What is told of queries with many slips, with the answers that they have and if they had none."""
    warnings, found = QueryWarnings(select), []
    for text in (*(text for text, _ in (*OFF, *EMPTY)), *FURTHER):
        for answered in {len(select(text)), 0}:
            found += warnings.of(text, answered)
    return found


def test_what_needs_the_algebra_alone_asks_the_graph_nothing() -> None:
    asked: list[str] = []

    def rows(text: str) -> list[Row]:
        asked.append(text)
        return []

    found = []
    for text in (*(text for text, _ in (*OFF, *EMPTY)), *FURTHER):
        query = AskedQuery(text, query_trees.query(text), LookedGraph(rows, LookCache(), 60), None)
        looks = (look for look in LOOKS if look.needs is Needs.ALGEBRA)
        found += [one for look in looks for one in look.of(query)]
    assert len(found) > 10
    assert asked == []


def test_no_look_fails(select: Select, caplog: pytest.LogCaptureFixture) -> None:
    warnings = QueryWarnings(select)
    for text in (*(text for text, _ in (*OFF, *EMPTY)), *FURTHER):
        warnings.of(text, 0)
    assert not caplog.records


def test_each_sentence_is_told_of_some_query(told: list[QueryWarning]) -> None:
    said = {sentence.key for warning in told for sentence in said_in(warning.sentences)}
    assert said == set(forms())


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_what_is_told_has_no_word_of_english_in_another_language(told: list[QueryWarning], language: str) -> None:
    messages = {warning.message: warning.in_language(language) for warning in told}
    left = {en: re.sub(r'\{ .*? \}|"[^"]*"|\?\w+|\w*-?\w+:\w+', "", other) for en, other in messages.items()}
    assert {en: other for en, other in left.items() if ENGLISH.search(other)} == {}


def test_a_language_that_nobody_has_said_it_in_is_english() -> None:
    assert QueryWarning((FilledSentence("answers.rows", {"n": 2}),)).in_language("de") == "2 rows"
