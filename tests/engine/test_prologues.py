"""Declarations between the operations of an update: the engine does not read them, and does what they mean."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.query_trees import with_one_prologue
from tcgraph.errors import BrokenQuery
from tcgraph.namespaces import STANDARD
from tests.conftest import many

OPERATIONS = (
    "INSERT DATA { e:a e:b <c> , 'PREFIX e: <urn:no> ; e:a', 5 . }",
    "INSERT DATA { GRAPH e:g { f:a a e:b\\,c , f:%41 , <#x> } }",
    "INSERT { ?s e:seen '1'^^f:t } WHERE { ?s e:b|f:b/e:c* ?o FILTER(?o != e:x && f:y < e:z) }",
    "DELETE WHERE { ?s f:a ?o }",
    "# PREFIX e: <urn:comment>\n CLEAR SILENT GRAPH e:g",
    "",
)
PROLOGUES = (
    "", "PREFIX e: <urn:one#>", "prefix f:<x/>", "BASE <http://b.example/d/>", "BASE <up/> PREFIX e: <y#>",
    "PREFIX e: # here\n <urn:two#>\nPREFIX f: <urn:f>",
)  # fmt: skip


def run_each(parts: list[tuple[str, str]]) -> set[str] | None:
    """What the operations do one by one, each under all that was declared before it; None where one is broken."""
    store, declared = pyoxigraph.Store(), ""
    for prologue, operation in parts:
        declared += f"\n{prologue}\n"
        try:
            store.update(declared + operation, base_iri="http://a.example/", prefixes=STANDARD)
        except SyntaxError:
            return None
    return {str(quad) for quad in store}


@settings(max_examples=many(400, few=50), deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(PROLOGUES), st.sampled_from(OPERATIONS)), min_size=1, max_size=5))
def test_an_update_does_what_its_operations_do_one_by_one(parts: list[tuple[str, str]]) -> None:
    if any(not operation for _, operation in parts[:-1]):
        parts = [part for part in parts[:-1] if part[1]] + parts[-1:]
    text = "\n;".join(f"{prologue} {operation}" for prologue, operation in parts)
    expected = run_each(parts)
    store = pyoxigraph.Store()
    try:
        store.update(with_one_prologue(text), base_iri="http://a.example/", prefixes=STANDARD)
    except SyntaxError:
        assert expected is None, text
        return
    assert expected is None or {str(quad) for quad in store} == expected


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX e: <urn:e> DROP ALL ; DROP ALL",
        "INSERT DATA { <urn:a> <urn:b> '; PREFIX e: <urn:x>' }",
        "not an update ; at all",
        "",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert with_one_prologue(text) == text


def test_what_is_wrong_is_told_in_its_own_line() -> None:
    with pytest.raises(BrokenQuery) as caught:
        EmbeddedEngine().update("DROP ALL ;\nPREFIX e:\n <urn:e>\nINSERT DATA { e:a e:b }")
    assert (caught.value.line, caught.value.column) == (4, 23)


def test_the_engine_takes_an_update_so_written() -> None:
    engine = EmbeddedEngine()
    engine.update("PREFIX e: <urn:a#> INSERT DATA { e:x e:y 1 } ;\nPREFIX e: <urn:b#> INSERT DATA { e:x e:y 2 }")
    rows = engine.select("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o")
    assert [str(row[0]) for row in rows] == ["<urn:a#x>", "<urn:b#x>"]
