"""Updates with the protocol's dataset, and without what a server does not do."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.engine.updates import LoadRefused, with_dataset, without_loads
from tcgraph.errors import BrokenQuery
from tests.conftest import many

G, H = "urn:g", "urn:h"


def store() -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.load(b"<urn:a> <urn:p> 1 <urn:g> .\n<urn:a> <urn:p> 2 <urn:h> .\n<urn:a> <urn:p> 3 .\n".replace(b" 1", b' "1"')
              .replace(b" 2", b' "2"').replace(b" 3", b' "3"'), pyoxigraph.RdfFormat.N_QUADS)  # fmt: skip
    return made


def found(made: pyoxigraph.Store) -> set[str]:
    rows = made.query("SELECT ?v { <urn:found> <urn:p> ?v }")
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return {row["v"].value for row in rows}


@pytest.mark.parametrize(
    ("text", "default", "named", "wanted"),
    [
        ("INSERT { <urn:found> <urn:p> ?v } WHERE { ?s <urn:p> ?v }", (), (), {"3"}),
        ("INSERT { <urn:found> <urn:p> ?v } WHERE { ?s <urn:p> ?v }", (G,), (), {"1"}),
        ("INSERT { <urn:found> <urn:p> ?v } WHERE { ?s <urn:p> ?v }", (G, H), (), {"1", "2"}),
        ("INSERT { <urn:found> <urn:p> ?v } WHERE { GRAPH ?g { ?s <urn:p> ?v } }", (), (H,), {"2"}),
        ("insert { <urn:found> <urn:p> ?v } where { { ?s <urn:p> ?v } }", (H,), (), {"2"}),
        ('INSERT { <urn:found> <urn:p> ?v } WHERE { ?s <urn:p> ?v FILTER(?v != "WHERE {") }', (G,), (), {"1"}),
        (
            "INSERT { <urn:found> <urn:p> ?v } WHERE { ?s <urn:p> ?v } ; "
            'INSERT { <urn:found> <urn:p> "more" } WHERE { ?s <urn:p> "1" }',
            (G,),
            (),
            {"1", "more"},
        ),
    ],
)
def test_where_looks_at_the_given_graphs(
    text: str, default: tuple[str, ...], named: tuple[str, ...], wanted: set[str]
) -> None:
    made = store()
    made.update(with_dataset(text, default, named))
    assert found(made) == wanted


def test_delete_where_takes_what_it_saw() -> None:
    """The pattern is looked for in the given graphs; what it says is taken from the default graph (Update §3.1.3.3)."""
    made = store()
    made.add(pyoxigraph.Quad(pyoxigraph.NamedNode("urn:a"), pyoxigraph.NamedNode("urn:p"), pyoxigraph.Literal("1")))
    made.update(with_dataset("DELETE WHERE { ?s <urn:p> ?v }", (G,), ()))
    left = sorted(str(quad.object) for quad in made.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()))
    assert left == ['"3"']
    assert len(made) == 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", (G,)),
        ("DELETE { ?s ?p ?o } USING <urn:h> WHERE { ?s ?p ?o }", (G,)),
        ("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ("not an iri",)),
        ("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ("urn:x> WHERE {} ; DROP ALL #",)),
    ],
)
def test_what_cannot_be_combined_is_refused(text: str, names: tuple[str, ...]) -> None:
    with pytest.raises(BrokenQuery):
        with_dataset(text, names, ())


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <file:///etc/passwd>",
        "load <urn:x> into graph <urn:y>",
        "PREFIX e: <urn:e/> LOAD e:x",
        "DROP ALL ; LOAD <urn:x>",
        "LOAD SILENT <urn:x> ; LOAD <urn:y>",
        "# nothing\nLOAD# here\n<urn:x>",
    ],
)
def test_every_spelling_of_load_is_refused(text: str) -> None:
    with pytest.raises(LoadRefused):
        without_loads(text)


@pytest.mark.parametrize("text", ["LO\\u0041D <urn:x>", "LOAD <urn:x> INTO <urn:y>", "LOAD"])
def test_a_load_that_a_server_might_read_otherwise_is_refused(text: str) -> None:
    with pytest.raises(BrokenQuery):
        without_loads(text)


@pytest.mark.parametrize(
    "text",
    [
        'INSERT DATA { <urn:a> <urn:p> "LOAD <urn:x>" }',
        "INSERT DATA { <urn:LOAD> <urn:p> <urn:x> }",
        "PREFIX LOAD: <urn:l/> INSERT DATA { LOAD:x LOAD:y LOAD:z }",
        "DROP ALL # LOAD <urn:x>",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert without_loads(text) == text


def test_a_silent_load_is_passed_over() -> None:
    made = store()
    kept = without_loads("LOAD SILENT <urn:x> ; INSERT DATA { <urn:found> <urn:p> 1 } ; LOAD SILENT <urn:y>")
    made.update(kept)
    assert found(made) == {"1"}
    assert "LOAD" not in kept


@settings(max_examples=many(200, few=25), deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            ["LOAD", "SILENT", "<urn:x>", "INTO GRAPH", ";", "DROP ALL", "INSERT DATA {", "}", '"LOAD"', "#", "\n", "{"]
        ),
        max_size=12,
    )
)
def test_nothing_that_loads_gets_through(words: list[str]) -> None:
    """A text that the engine would parse has no LOAD in it any more."""
    text = " ".join(words)
    try:
        kept = without_loads(text)
    except (LoadRefused, BrokenQuery):
        return
    try:
        pyoxigraph.Store().update(kept)
    except SyntaxError:
        return
    except OSError as error:
        pytest.fail(f"{kept!r} would have been fetched: {error}")
