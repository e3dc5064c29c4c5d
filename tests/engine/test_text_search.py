"""Full-text search inside SPARQL: what it finds, where it may stand, and what is said where it may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.protocol import Engine, Row
from tcgraph.engine.text_index import TextIndex, TooManyMatches
from tcgraph.engine.text_search import TextSearch, searched
from tcgraph.errors import BrokenQuery
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad

TURTLE = b"""
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <http://example.org/> .
e:audit rdfs:label "Gender audits"@en , "Audits de genre"@fr ; rdfs:comment "Audits of how an office works."@en .
e:senegal rdfs:label "Senegal"@en , "S\xc3\xa9n\xc3\xa9gal"@fr ; skos:notation "SEN" .
e:labour rdfs:label "Child labour"@en ; rdfs:comment "Children who work; an audit looked."@en .
e:enfants rdfs:label "Travail des enfants"@fr .
_:b rdfs:label "An audit without a name"@en .
"""


@pytest.fixture(scope="module")
def store() -> EmbeddedEngine:
    engine = EmbeddedEngine()
    engine.load(TURTLE, GraphFormat.TURTLE, graph=NamedNode("urn:g"))
    return engine


def names(engine: Engine, pattern: str, variable: str = "?t") -> list[str]:
    rows = engine.select(f"SELECT {variable} WHERE {{ {pattern} }}")
    return sorted(getattr(row[0], "value", "").rpartition("/")[2] for row in rows)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ('?t tcs:matches "audits"', ["audit"]),
        ('?t tcs:matches "audit"', ["labour"]),
        ('?t tcs:matches "audit*"', ["audit", "labour"]),
        ('?t tcs:matches ("audit*" "fr")', ["audit"]),
        ('?t tcs:matches "audit*"@fr', ["audit"]),
        ('?t tcs:matches ("audit*" "es")', []),
        ('?t tcs:matches ("audit*" 1)', ["audit"]),
        ('?t tcs:matches "SENEGAL"', ["senegal"]),
        ('?t tcs:matches "s\\u00e9n\\u00e9gal"', ["senegal"]),
        ('?t tcs:matches "sen"', ["senegal"]),
        ('?t tcs:matches """child\nlabour""" .', ["labour"]),
        ('?t tcs:matches "nobody"', []),
        ('?t tcs:matches "\\" OR (*"', []),
        ('?t tcs:matches "audit*", "child*"', ["labour"]),
        ('?t rdfs:label ?l ; tcs:matches "audit*" ; rdfs:comment ?s . FILTER(LANG(?l) = "fr")', ["audit"]),
        ('?t tcs:matches "audit*" ; rdfs:label "Child labour"@en', ["labour"]),
        ('{ ?t tcs:matches "genre" } UNION { ?t tcs:matches "enfants" . }', ["audit", "enfants"]),
        (
            '?t rdfs:label ?l . FILTER(LANG(?l) = "en" && isIRI(?t)) FILTER NOT EXISTS { ?t tcs:matches "audit*" }',
            ["senegal"],
        ),
        ('?t tcs:matches "audit*" MINUS { ?t tcs:matches "audits" }', ["labour"]),
        ('GRAPH ?g { ?t tcs:matches "child*" ; rdfs:label ?l }', ["labour"]),
        ('{ SELECT ?t { (?t ?s) tcs:matches "audit*" } ORDER BY DESC(?s) LIMIT 1 }', ["audit"]),
        ('VALUES ?w { "genre" "enfants" } ?t tcs:matches ?w', ["audit", "enfants"]),
        ('VALUES (?name ?w) { ("a" "genre") ("b" "enfants") } ?t tcs:matches ?w FILTER(?name = "b")', ["enfants"]),
        ('VALUES ?w { "audit*" } VALUES ?l { UNDEF } ?t tcs:matches (?w ?l)', ["audit", "labour"]),
        ('VALUES ?w { "audit*" } VALUES ?l { "fr" } ?t tcs:matches (?w ?l)', ["audit"]),
        ('BIND(1 AS ?x) ?t tcs:matches "genre" BIND(2 AS ?y)', ["audit"]),
        ('FILTER(?t != <urn:x>) ?t tcs:matches "genre"', ["audit"]),
        ('?t <urn:search:matches> "genre"', ["audit"]),
    ],
)
def test_it_finds(store: EmbeddedEngine, pattern: str, found: list[str]) -> None:
    assert names(store, pattern) == found


def test_a_prefix_of_one_s_own_and_every_form_of_query(store: EmbeddedEngine) -> None:
    prologue = "PREFIX s: <urn:search:> "
    assert store.ask(prologue + 'ASK { ?t s:matches "genre" }')
    assert not store.ask(prologue + 'ASK { ?t s:matches "nobody" }')
    built = list(store.construct(prologue + 'CONSTRUCT { ?t s:matches "it" } WHERE { ?t s:matches "genre" }'))
    assert [str(triple.predicate) for triple in built] == ["<urn:search:matches>"]


def test_score_and_words_in_place(store: EmbeddedEngine) -> None:
    rows = list(store.select('SELECT ?t ?score ?text { (?t ?score ?text) tcs:matches "audit*" } ORDER BY DESC(?score)'))
    (first, second) = (dict(zip(("t", "score", "text"), row, strict=True)) for row in rows)
    assert float(getattr(first["score"], "value", "0")) > float(getattr(second["score"], "value", "0")) > 0
    assert second["text"] == Literal("Children who work; an audit looked.", language="en")


NEW = Quad(
    NamedNode("urn:t"),
    NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
    Literal("new"),
    NamedNode("urn:g"),
)
CHANGES: dict[str, tuple[bool, Callable[[Engine], None]]] = {
    "insert": (True, lambda engine: engine.insert([NEW])),
    "load": (True, lambda engine: engine.load(f"{NEW} .".encode(), GraphFormat.N_QUADS)),
    "update": (True, lambda engine: engine.update(f"INSERT DATA {{ GRAPH <urn:g> {{ {NEW.triple} }} }}")),
    "remove": (False, lambda engine: engine.remove([NEW])),
    "drop": (False, lambda engine: engine.drop(NamedNode("urn:g"))),
    "delete": (False, lambda engine: engine.update(f"DELETE DATA {{ GRAPH <urn:g> {{ {NEW.triple} }} }}")),
}


@pytest.mark.servers
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_found_follows_every_kind_of_change(engine: Engine, change: str) -> None:
    question = 'ASK { ?t tcs:matches "new" }'
    there, make = CHANGES[change]
    if not there:
        engine.insert([NEW])
    assert engine.ask(question) is not there
    make(engine)
    assert engine.ask(question) is there


def test_a_change_that_is_broken_off_is_found_as_far_as_it_went() -> None:
    engine = EmbeddedEngine()
    engine.insert([NEW])
    assert engine.ask('ASK { ?t tcs:matches "new" }')

    def broken() -> Iterator[Quad]:
        yield NEW
        raise OSError("cut off")

    with pytest.raises(OSError, match="cut off"):
        engine.remove(broken())
    assert not engine.ask('ASK { ?t tcs:matches "new" }')


def test_an_index_made_while_the_graph_changes_is_not_kept() -> None:
    texts = [["old"], ["new"]]

    def rows(_: str) -> list[Row]:
        (text,) = texts.pop(0)
        if text == "old":
            with search.changing():  # another thread changes the graph while its texts are being read
                pass
        return [(NamedNode("urn:t"), Literal("name"), Literal(text))]

    search = TextSearch(rows)
    search.answered('SELECT * { ?t tcs:matches "old" }')
    assert "urn:t" in search.answered('SELECT * { ?t tcs:matches "new" }')


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ('SELECT * { ?t tcs:matches/rdfs:label "x" }', 1, 15, "path"),
        ("SELECT * {\n ?t a/tcs:matches 'x' }", 2, 7, "path"),
        ('SELECT * { ?t a [ tcs:matches "x" ] }', 1, 19, "path or brackets"),
        ("SELECT * { ?t tcs:matches ?w }", 1, 27, "VALUES ?w"),
        ("SELECT * { VALUES ?w { UNDEF } ?t tcs:matches ?w }", 1, 47, "no value"),
        ('SELECT * { <x:y> tcs:matches "w" }', 1, 12, "variables"),
        ('SELECT * { (?a ?a) tcs:matches "w" }', 1, 12, "different variables"),
        ('SELECT * { VALUES ?w { "x" } ?w tcs:matches ?w }', 1, 45, "twice"),
        ('SELECT * { (?a ?b ?c ?d) tcs:matches "w" }', 1, 12, "one to three"),
        ('SELECT * { ?t tcs:matches ("w" 10 "en") }', 1, 32, "how many"),
        ("SELECT * { ?t tcs:matches () }", 1, 27, "missing"),
        ("SELECT * { ?t tcs:matches 10 }", 1, 27, "as in"),
        ('SELECT * { (?a ?b) tcs:matches "w" ; a ?c }', 1, 12, "statement of its own"),
        ('CONSTRUCT WHERE { ?t tcs:matches "w" }', 1, 22, "WHERE group"),
        ('SELECT * { ?t tcs:matches "w" . ?t\n nope:x ?y }', 2, 2, "prefix nope:"),
        ('SELECT * { ?t tcs:matches "genre" . ?t ?t ?t ?t }', 1, 46, "?t stands where"),
        ('SELECT * { ?t tcs:matches "w" ', 1, 31, "the text ends"),
        ("SELECT * { " + '?t tcs:matches "w" . ' * 17 + "}", 1, 351, "16 times"),
    ],
)
def test_it_says_where_it_may_not_stand(store: EmbeddedEngine, query: str, line: int, column: int, says: str) -> None:
    with pytest.raises(BrokenQuery) as caught:
        list(store.select(query) if query.startswith("SELECT") else store.construct(query))
    assert (caught.value.line, caught.value.column) == (line, column), caught.value
    assert says in caught.value.reason


def test_an_update_does_not_search(store: EmbeddedEngine) -> None:
    with pytest.raises(BrokenQuery, match="1:31: tcs:matches is for queries"):
        store.update('DELETE WHERE { ?t ?p ?o . ?t  tcs:matches "x" }')


def test_what_does_not_search_is_left_alone() -> None:
    def nobody(*_: object) -> list[object]:
        raise AssertionError

    for text in ('SELECT * { ?s ?p "tcs:matches" }', "SELECT * { ?s ex:matches 'x' } # tcs:matches", "SELECT"):
        assert searched(text, nobody) == text  # type: ignore[arg-type]


def test_too_many_are_an_error_and_not_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcgraph.engine.text_index.MOST", 3)
    rows = [(NamedNode(f"urn:{n}"), Literal("name"), Literal("same word")) for n in range(4)]
    index = TextIndex(rows)
    with pytest.raises(TooManyMatches, match="More than 3 things"):
        index.matches("word")
    assert len(index.matches("word", None, 2)) == 2


def test_marks_are_where_the_words_are() -> None:
    [found] = (
        TextIndex([(NamedNode("urn:1"), Literal("name"), Literal("École d'été à Genève", language="fr"))])
        .search("ete geneve")
        .matches
    )
    assert [found.snippet[start:end] for start, end in found.marks] == ["été", "Genève"]


@pytest.mark.parametrize(
    ("words", "found", "read_as", "left_out"),
    [
        ("harbour lamp", ["urn:1"], {}, ()),
        ("harbuor", ["urn:1", "urn:2"], {"harbuor": "harbour"}, ()),
        ("Genéve", ["urn:3"], {}, ()),
        # The rarest word says most; what begins otherwise is another word, however alike.
        ("harbour lamp money", ["urn:1"], {}, ("money",)),
        ("harbour of the dredger", ["urn:2"], {}, ("of",)),
        ("barbour lamps", ["urn:1"], {"lamps": "lamp"}, ("barbour",)),
        ("monkeys", [], {}, ("monkeys",)),
        ("", [], {}, ()),
    ],
)
def test_what_nothing_has_as_typed_is_read_otherwise_or_left_out_and_told(
    words: str, found: list[str], read_as: dict[str, str], left_out: tuple[str, ...]
) -> None:
    texts = ("A lamp at the harbour", "The harbour and its dredger", "A wall in Genève", "The wall of a mole")
    index = TextIndex(
        (NamedNode(f"urn:{n}"), Literal("name"), Literal(text, language="en")) for n, text in enumerate(texts, 1)
    )
    search = index.search(words)
    assert ([hit.iri for hit in search.matches], search.read_as, search.left_out) == (found, read_as, left_out)
