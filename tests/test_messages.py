"""What a syntax error says: the place where the reader should look, and what to do."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenQuery


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("SELECT ?x WHERE { ?x foo:bar ?y }", 1, 22, "the prefix foo: is not declared; declare it as PREFIX foo: <…>"),
        ("SELECT ?x WHERE {\n  ?x a bar:Thing }", 2, 8, "the prefix bar: is not declared"),
        ("SELECT ?x WHERE { ?x ?p", 1, None, ""),
        ("DROP ALL", 1, 1, "this is an update, and a query is expected"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", 1, 1, "this is an update, and a query is expected"),
        ("SELECT (COUNT(?x) AS ?n) ?y { ?x ?p ?y }", 1, 26, "?y is neither a key of GROUP BY"),
    ],
)
def test_a_broken_query_is_told_in_words(query: str, line: int, column: int | None, says: str) -> None:
    with pytest.raises(BrokenQuery) as caught:
        EmbeddedEngine().select(query)
    assert caught.value.line == line
    assert column is None or caught.value.column == column
    assert says in caught.value.reason
    assert "[" not in caught.value.reason
