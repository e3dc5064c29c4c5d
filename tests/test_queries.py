"""Parameters are data: whatever a reader writes into one, the query that runs has the shape that its author gave it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BadParameter
from tcgraph.pages.site import tidy
from tcgraph.queries import NamedQuery, Parameter, read_queries, read_query
from tcgraph.rdf import plain
from tcgraph.sparql import tokens
from tcgraph.terms import PREFIXES
from tests.conftest import many

QUERIES = read_queries(Path(__file__).parents[1] / "queries")
WITH_PARAMETERS = [query for query in QUERIES.values() if query.parameters]
KNOWN = {
    "integer": "12",
    "decimal": "0.5",
    "date": "2006-11-30",
    "boolean": "true",
    "language": "fr",
    "iri": "https://w3id.org/tcgraph/id/recommendation/12",
}
OF_SYNTAX = (
    '"', "'", '"""', "\\", "\n", "\r", "\t", "\u2028", "\x85", "\x0b",
    "{", "}", "(", ")", "#", ";", ".", "<", ">", "?", "$",
    "UNDEF", "FILTER(false)", "\\u0022", "\\g<1>", "\n#+ summary: other\n", '" } } #', "VALUES ?x {",
    "VALUES ?words { }",
)  # fmt: skip


def hostile(query: NamedQuery) -> st.SearchStrategy[dict[str, str]]:
    """Values for all parameters of a query, in any order; texts are put together from its own syntax."""
    own = [f"VALUES ?{parameter.name} {{ " for parameter in query.parameters]
    text = st.lists(st.sampled_from([*OF_SYNTAX, *own]) | st.text(max_size=5), min_size=1, max_size=8).map("".join)
    # A reader's value is read without white space around it, and there must be one.
    text = text.filter(str.strip)
    values = {parameter.name: _values(parameter, text) for parameter in query.parameters}
    return st.permutations(list(values)).flatmap(lambda names: st.fixed_dictionaries({n: values[n] for n in names}))


def _values(parameter: Parameter, text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just(KNOWN[parameter.type]) if parameter.type in KNOWN else text.filter(_has_no_surrogate)


def _has_no_surrogate(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def shape(text: str, names: Mapping[str, object]) -> tuple[list[str], dict[str, list[str]]]:
    """A query's tokens, and apart from them what stands in the clause of each parameter."""
    cut, clauses = [token.text for token in tokens(text)], {}
    kept: list[str] = []
    while cut:
        word = cut.pop(0)
        kept.append(word)
        if word.upper() == "VALUES" and cut[0].startswith("?") and cut[0][1:] in names and cut[1] == "{":
            end = cut.index("}")
            clauses[cut[0][1:]] = cut[2:end]
            kept += cut[:2]
            cut = cut[end:]
    return kept, clauses


def values_of(query: str) -> list[str]:
    """What the one row of a query's answer says."""
    (row,) = EmbeddedEngine().select(query)
    return [plain(term) for term in row]


@pytest.mark.parametrize("query", WITH_PARAMETERS, ids=lambda query: query.name)
@settings(max_examples=many(25, few=8), deadline=None)
@given(st.data())
def test_no_value_changes_the_shape_of_a_query(query: NamedQuery, data: st.DataObject) -> None:
    values = data.draw(hostile(query))
    bound = query.bind(values)
    pyoxigraph.Store().query(bound, prefixes=PREFIXES)
    kept, clauses = shape(bound, values)
    assert kept == shape(query.text, values)[0]
    for parameter in query.parameters:
        if parameter.type in ("string", "code"):
            (written,) = clauses[parameter.name]
            assert values_of(f"SELECT ({written} AS ?value) {{}}") == [values[parameter.name].strip()]


@settings(deadline=None)
@given(st.data())
def test_values_come_back_as_they_were_given(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("queries") / "both.rq"
    path.write_text(
        "#+ summary: two texts\n#+ params:\n#+   a: {type: string}\n#+   b: {type: string}\n"
        "SELECT ?a ?b { VALUES ?b { UNDEF } VALUES ?a { UNDEF } }",
        encoding="utf-8",
    )
    query = read_query(path)
    values = data.draw(hostile(query))
    assert values_of(query.bind(values)) == [values["a"].strip(), values["b"].strip()]


def test_a_value_that_holds_another_parameters_clause_stays_a_value() -> None:
    words = "UNDEF } FILTER(?number = 9) #"
    bound = QUERIES["actions-about"].bind({"theme": "VALUES ?words { }", "words": words})
    assert "FILTER(?number = 9)" not in bound.replace(f'"{words}"', "")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "١٢"),
        ("integer", "9" * 5000),
        ("decimal", "٠.٥"),
        ("date", "2006-W01-1"),
        ("date", "20061130"),
        ("string", "half a character: \udcff"),
    ],
    ids=ascii,
)
def test_what_no_literal_can_hold_is_refused(kind: str, text: str) -> None:
    with pytest.raises(BadParameter):
        Parameter("value", kind, "a value").term(text)


def test_the_text_of_a_page_keeps_every_line_of_a_value() -> None:
    query = QUERIES["actions-about"]
    text = tidy(query, query.bind({"theme": "a\u2028#+ b\x85c"}))
    assert '"a\u2028#+ b\x85c"' in text
    assert "#+ summary" not in text
