"""A rewritten query has the answers of the one that was written, on any graph."""

from __future__ import annotations

from collections import Counter

import pyoxigraph
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tcgraph.engine.rewrite import rewrite

NODES = st.sampled_from(["<urn:n0>", "<urn:n1>", "<urn:n2>", "1", '"a"'])
SUBJECTS = st.sampled_from(["<urn:n0>", "<urn:n1>", "<urn:n2>"])
PREDICATES = st.sampled_from(["<urn:p>", "<urn:q>"])
GRAPHS = st.sets(st.tuples(SUBJECTS, PREDICATES, NODES), max_size=9)
VARIABLES = st.sampled_from(["?a", "?b", "?c", "?d"])
TRIPLES = st.tuples(
    st.one_of(VARIABLES, VARIABLES, SUBJECTS),
    st.one_of(PREDICATES, PREDICATES, VARIABLES, st.just("<urn:p>/<urn:q>"), st.just("^<urn:p>")),
    st.one_of(VARIABLES, VARIABLES, NODES),
).map(" ".join)
PATTERNS = st.lists(TRIPLES, min_size=1, max_size=3).map(" . ".join)
PAIRS = st.lists(TRIPLES, min_size=2, max_size=3).map(" . ".join)
OTHERS = st.one_of(
    st.just(""),
    PATTERNS.map(lambda pattern: f"OPTIONAL {{ {pattern} }}"),
    PATTERNS.map(lambda pattern: f"MINUS {{ {pattern} }}"),
    st.tuples(VARIABLES, NODES).map(lambda pair: f"VALUES {pair[0]} {{ {pair[1]} UNDEF }}"),
    st.tuples(PATTERNS, PATTERNS).map(lambda pair: f"{{ {pair[0]} }} UNION {{ {pair[1]} }}"),
    PAIRS.map(lambda pattern: f"FILTER EXISTS {{ {pattern} }}"),
    PAIRS.map(lambda pattern: f"FILTER NOT EXISTS {{ {pattern} }}"),
)
FILTERS = st.tuples(st.sampled_from(["FILTER EXISTS", "FILTER NOT EXISTS"]), PAIRS).map(
    lambda pair: f"{pair[0]} {{ {pair[1]} }}"
)
GROUPS = st.tuples(PATTERNS, OTHERS, FILTERS, OTHERS, st.booleans()).map(
    lambda parts: (
        f"{parts[0]} . {parts[1]} {parts[2]} {parts[3]}"
        if parts[4]
        else f"{parts[2]} {parts[1]} {{ {parts[0]} }} {parts[3]}"
    )
)


def answers(triples: set[tuple[str, str, str]], query: str) -> Counter[tuple[str, ...]]:
    """How often each solution comes."""
    store = pyoxigraph.Store()
    content = "\n".join(" ".join(triple) + " ." for triple in sorted(triples))
    store.load(content.encode(), pyoxigraph.RdfFormat.TURTLE)
    found = store.query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return Counter(tuple(str(value) for value in row) for row in found)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(triples=GRAPHS, group=GROUPS)
@example(triples={("<urn:n0>", "<urn:p>", "1")}, group="?a ?b ?c FILTER NOT EXISTS { ?a <urn:p> ?d . ?d <urn:q> ?a }")
def test_the_answers_stay_the_same(triples: set[tuple[str, str, str]], group: str) -> None:
    query = f"SELECT ?a ?b ?c ?d WHERE {{ {group} }}"
    assert answers(triples, rewrite(query)) == answers(triples, query)


def test_something_is_rewritten() -> None:
    """Else the test above would compare each query with itself."""
    for word in ("EXISTS", "NOT EXISTS"):
        query = f"SELECT ?a {{ ?a <urn:p> ?b FILTER {word} {{ ?b <urn:q> ?c . ?c <urn:p> ?a }} }}"
        assert rewrite(query) != query
