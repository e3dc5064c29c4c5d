"""Every query and update of the W3C's suites parses, or is refused as it should be; printed it means the same."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pyoxigraph
import pytest

from tcgraph.errors import BrokenQuery
from tcgraph.rdf import canonical_quads
from tcgraph.sparql import Query, Update, parse_query, parse_update, written
from tests.conformance.w3c_sparql import SUITE, Case, cases

CASES = cases()
POSITIVE = [case for case in CASES if "Negative" not in case.kind]
NEGATIVE = [case for case in CASES if "Negative" in case.kind]
_CHANCE = re.compile(r"\b(?:RAND|UUID|STRUUID|NOW|BNODE)\s*\(", re.IGNORECASE)


def name(case: Case) -> str:
    return case.path.relative_to(SUITE).as_posix()


@pytest.fixture(autouse=True)
def _suite(conformance: Any) -> None:
    """Skips where the suite is absent."""


def parsed(case: Case, text: str | None = None) -> Query | Update:
    read = parse_update if case.path.suffix == ".ru" else parse_query
    return read(case.text if text is None else text, base=case.base)


@pytest.mark.parametrize("case", POSITIVE, ids=name)
def test_it_parses_and_prints_the_same(case: Case) -> None:
    tree = parsed(case)
    assert parsed(case, written(tree)) == tree


@pytest.mark.parametrize("case", NEGATIVE, ids=name)
def test_it_is_refused(case: Case) -> None:
    with pytest.raises(BrokenQuery) as caught:
        parsed(case)
    assert caught.value.line is not None


@pytest.mark.parametrize("case", POSITIVE, ids=name)
def test_what_is_printed_answers_the_same(case: Case) -> None:
    if _CHANCE.search(case.text):
        pytest.skip("its answer is another each time")
    if "SERVICE" in case.text.upper():
        pytest.skip("it asks another server")
    try:
        asked = answer(case, case.text)
    except SyntaxError:
        pytest.skip("this engine does not read it")
    for full in (False, True):
        assert answer(case, written(parsed(case), full=full)) == asked, full


def answer(case: Case, text: str) -> Any:
    """What the engine says to a text, blank nodes under names that are the same for the same answer."""
    store = case.store()
    try:
        if case.path.suffix == ".ru":
            store.update(text, base_iri=case.base)
            return canonical_quads(store)
        result = store.query(text, base_iri=case.base)
        if isinstance(result, pyoxigraph.QueryBoolean):
            return bool(result)
        if isinstance(result, pyoxigraph.QueryTriples):
            return canonical_quads(pyoxigraph.Quad(*triple) for triple in result)
        # Blank nodes of the data keep their names from one loading to the next only by their number.
        names = [variable.value for variable in result.variables]
        rows = Counter(tuple(re.sub(r"_:\w+", "_:b", str(term)) for term in row) for row in result)
        return names, rows
    except (OSError, RuntimeError) as error:
        return type(error), re.sub(r"\w{16,}", "", str(error))
