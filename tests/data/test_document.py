"""The hand-made graph of the document: complete, in our own words, and no surer than the source."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries

_TABLE_HEADINGS = "context and elements for action already taken or envisaged issue undertaken to be appendix"
_OURS = "tc:summary|tc:basis|tc:pairingReason|tc:reason|tc:leftOpen|tc:asTaken|tc:couldAlsoMean"
_LONGEST_SHARED_RUN = 9
"""Words in a row that a summary may share with the document; names of things are often that long."""


@pytest.fixture(scope="module")
def graph(project: Project) -> Engine:
    engine = EmbeddedEngine()
    load_project(engine, project, roles=[Role.DATA, Role.ONTOLOGY])
    return engine


def column(graph: Engine, query: str) -> list[str]:
    return [str(getattr(row[0], "value", row[0])) for row in graph.select(query)]


def test_every_recommendation_paragraph_and_section_is_there_once(graph: Engine) -> None:
    for kind, last in (("Recommendation", 37), ("CoverParagraph", 5), ("Section", 5)):
        numbers = column(graph, f"SELECT ?n {{ ?thing a tc:{kind} ; tc:number ?n }} ORDER BY ?n")
        assert [int(number) for number in numbers] == list(range(1, last + 1))


def test_a_place_that_names_a_row_has_its_number(graph: Engine) -> None:
    unnumbered = 'FILTER(REGEX(?place, "row [0-9]")) FILTER NOT EXISTS { ?p tc:row ?row }'
    assert column(graph, f"SELECT ?place {{ ?p tc:locator ?place {unnumbered} }}") == []


def test_each_section_holds_its_rows(graph: Engine) -> None:
    rows = graph.select("SELECT ?s ?n { ?r a tc:Recommendation ; tc:number ?n ; tc:inSection/tc:number ?s }")
    held: dict[int, list[int]] = {}
    for section, number in rows:
        held.setdefault(int(section.value), []).append(int(number.value))  # type: ignore[union-attr]
    assert {section: (min(numbers), max(numbers)) for section, numbers in held.items()} == {
        1: (1, 4),
        2: (5, 10),
        3: (11, 16),
        4: (17, 28),
        5: (29, 37),
    }


def test_a_part_of_a_recommendation_is_named_by_what_it_asks(graph: Engine) -> None:
    labels = column(graph, "SELECT ?l { ?e a tc:Element ; rdfs:label ?l }")
    assert [label for label in labels if re.search(r"\bpart \d|^Recommendation \d|^Do so\b", label)] == []
    assert len(labels) == len(set(labels))


def test_bullets_of_a_row_are_numbered_without_gap(graph: Engine) -> None:
    ordinals: dict[str, list[int]] = {}
    for recommendation, ordinal in graph.select("SELECT ?r ?k { ?e tc:respondsTo ?r ; tc:ordinal ?k }"):
        ordinals.setdefault(str(recommendation), []).append(int(ordinal.value))  # type: ignore[union-attr]
    assert len(ordinals) == 37
    for numbers in ordinals.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


_BELOW_THE_TABLE = ["entry/12-3", "entry/26-2", "entry/36-2"]


def test_pairings_are_inferred_exactly_where_the_copy_prints_blocks_or_bullets_below_the_table(graph: Engine) -> None:
    inferred = graph.select(
        """SELECT DISTINCT ?n ?e { ?e tc:pairing <https://w3id.org/tcgraph/vocab/pairing/inferred> ;
                                   tc:respondsTo/tc:number ?n } ORDER BY ?n"""
    )
    entries = {str(entry).strip("<>").split("/id/")[1]: int(number.value) for number, entry in inferred}  # type: ignore[union-attr]
    assert [entry for entry in entries if entries[entry] in (12, 26, 36)] == _BELOW_THE_TABLE
    assert sorted(set(entries.values()) - {12, 26, 36}) == [17, 18, 19, 20, 29, 30, 31]


def test_only_dfid_is_hedged_and_only_where_the_source_says_possibly(graph: Engine) -> None:
    rows = graph.select(
        """SELECT ?n ?certainty { ?f tc:donor <https://w3id.org/tcgraph/id/organisation/dfid> ;
             tc:certainty/skos:notation ?certainty ; tc:inAction/tc:addresses/tc:number ?n } ORDER BY ?n"""
    )
    told = [(int(number.value), certainty.value) for number, certainty in rows]  # type: ignore[union-attr]
    assert told == [(4, "hedged"), (9, "hedged"), (10, "hedged"), (17, "stated")]
    others = column(
        graph,
        """SELECT ?f { ?f tc:certainty <https://w3id.org/tcgraph/vocab/certainty/hedged> ; tc:donor ?d
             FILTER(?d != <https://w3id.org/tcgraph/id/organisation/dfid>) }""",
    )
    assert others == []


def test_who_pays_by_our_reading_is_never_stated(graph: Engine) -> None:
    inferred = column(
        graph,
        """SELECT ?f { ?f tc:inferredDonor ?d ; tc:certainty <https://w3id.org/tcgraph/vocab/certainty/inferred> }
           ORDER BY ?f""",
    )
    known = ["11-3-a-1", "11-3-b-1", "17-1-b-1", "17-1-b-2", "2-6-a-1", "2-6-b-1", "29-2-a-1", "3-1-b-1"]
    assert [one.rsplit("/", 1)[1] for one in inferred] == known
    assert column(graph, "SELECT ?f { ?f tc:inferredDonor ?d }") != []
    assert len(column(graph, "SELECT ?f { ?f tc:inferredDonor ?d }")) == len(inferred)


def test_no_part_that_another_row_answers_is_left_unanswered(graph: Engine, project: Project) -> None:
    unanswered = column(
        graph, read_queries(project.queries)["unanswered"].text.replace("?number ?element", "?element", 1)
    )
    answered = set(column(graph, "SELECT ?e { ?a tc:answersElement ?e }"))
    assert len(unanswered) == 13
    assert answered & set(unanswered) == set()


def test_a_plan_is_told_as_a_plan(graph: Engine, source_document: Path) -> None:
    """An action whose own passage has only a future verb is never said to be taken."""
    text = source_document.read_text(encoding="utf-8")
    rows = graph.select(
        """SELECT ?action ?status ?start ?end {
             ?action a tc:Action ; tc:hasObservation/tc:status/skos:notation ?status ; tc:passage ?p .
             ?p tc:start ?start ; tc:end ?end }"""
    )
    wrong = []
    for action, status, start, end in rows:
        words = text[int(start.value) : int(end.value)].lower()  # type: ignore[union-attr]
        future = re.search(r"\bwill (be|continue|undertake|prepare|follow|take|finance)\b|\benvisage[sd]\b", words)
        past = re.search(r"\b(has|have|was|were) (already )?\w+", words)
        if future and not past and status.value == "taken":  # type: ignore[union-attr]
            wrong.append(str(action))
    assert wrong == []


def test_every_code_in_the_document_is_in_the_graph_and_none_besides(graph: Engine, source_document: Path) -> None:
    text = source_document.read_text(encoding="utf-8")
    body = text[text.index("Appendix") :]
    cited = Counter(int(number) for number in re.findall(r"\(No\. (\d+)\)", body))
    in_graph = {
        int(code.rsplit("/", 1)[1][1:])
        for code in column(
            graph,
            """SELECT DISTINCT ?i { { ?r tc:cites ?i } UNION { ?a tc:mentions ?i }
                 FILTER(REGEX(STR(?i), "/id/instrument/[CR][0-9]+$")) }""",
        )
    }
    assert in_graph == set(cited)


def test_symbols_in_the_document_are_the_documents_of_the_graph(graph: Engine, source_document: Path) -> None:
    text = source_document.read_text(encoding="utf-8")
    printed = set(re.findall(r"GB\.\d+(?:/[A-Z]+)*(?:/\d+)?|ILC95-PR19", text))
    held = {symbol.removesuffix("-166") for symbol in column(graph, "SELECT ?s { ?d tc:symbol ?s }")}
    assert held == printed


def test_every_word_of_the_table_is_in_a_passage(graph: Engine, source_document: Path) -> None:
    """A cell that is split on the page keeps all its pieces; only headings and row numbers belong to nothing."""
    text = source_document.read_text(encoding="utf-8")
    left = list(text)
    for start, end in graph.select("SELECT ?start ?end { ?p a tc:Passage ; tc:start ?start ; tc:end ?end }"):
        span = range(int(start.value), int(end.value))  # type: ignore[union-attr]
        left[span.start : span.stop] = " " * len(span)
    numbers = set(map(str, range(1, 38)))
    assert set(words("".join(left[text.index("Appendix") :]))) - set(words(_TABLE_HEADINGS)) - numbers == set()


def test_no_text_of_ours_repeats_the_document(graph: Engine, source_document: Path) -> None:
    document = " ".join(words(source_document.read_text(encoding="utf-8")))
    names = {" ".join(words(name)) for name in column(graph, "SELECT ?t { ?s dcterms:title|rdfs:label ?t }")}
    repeated = []
    for text in column(
        graph,
        f"SELECT DISTINCT ?t {{ ?s {_OURS} ?t }}",
    ):
        ours = words(text)
        for start in range(len(ours) - _LONGEST_SHARED_RUN):
            run = " ".join(ours[start : start + _LONGEST_SHARED_RUN + 1])
            if run in document and not any(run in name or name in run for name in names if len(name) > 30):
                repeated.append(run)
    assert repeated == []


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without punctuation."""
    return re.findall(r"[a-z0-9]+", text.lower())


def test_what_is_told_under_a_programme_has_the_donor_of_the_programme(graph: Engine) -> None:
    """Youth employment has Norway, the support and training of rows 2 and 11 the Netherlands, be it by our reading."""
    alone = column(
        graph,
        """SELECT ?action { ?funding tc:funds ?programme . ?programme a tc:Project .
             ?action tc:mentions|tc:inferredMention ?programme
             FILTER NOT EXISTS { ?other tc:inAction ?action ; tc:funds ?programme } }""",
    )
    assert alone == []
    assert len(column(graph, "SELECT ?f { ?f tc:funds ?programme . ?programme a tc:Project }")) > 6
