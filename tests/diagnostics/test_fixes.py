"""What a fix may write: a property of every kind of it, on random lists, datatypes and values."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.diagnostics.fixes import keeps, replacement
from tcgraph.diagnostics.suggest import Candidates, is_slip
from tcgraph.rdf import Literal, NamedNode, Term, Triple
from tcgraph.shacl.names import XSD, sh
from tcgraph.shacl.parameters import component_of
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import Finding, Severity
from tests.conftest import many

SHAPE, FOCUS = NamedNode("http://e/S"), NamedNode("http://e/a")
TYPES = [
    "string", "integer", "int", "decimal", "double", "boolean", "gYear", "gYearMonth", "date", "dateTime", "duration",
    "byte",
]  # fmt: skip
TEXTS = [
    "0", "1", "01", "7", "2004", "2005", "2004-01", "2004-05-01", "2005-04-01", "1.5", "1.50", "15", "-5",
    "5", "P1D", "P1M", "1e5", "1e-5", "true", "false", "de", "da", "P1", "P2", "USD", "AUD", "crimson",
    "crimsno", "crimsons", "Crimson", "crimson-2", "crimsno-2", "crimson-3", "", "part-ii", "part-iii",
    "unmade", "made", "completed", "uncompleted", "BRSSZ", "BRSZS",
]  # fmt: skip
literals = st.one_of(
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(XSD + kind)), st.sampled_from(TEXTS), st.sampled_from(TYPES)
    ),
    st.builds(lambda text, tag: Literal(text, language=tag), st.sampled_from(TEXTS), st.sampled_from(["en", "fr"])),
)
names = st.builds(lambda text: NamedNode(f"http://e/{text}"), st.sampled_from(TEXTS))
terms = st.one_of(literals, names)


def number(literal: Literal) -> Decimal | None:
    try:
        return Decimal({"true": "1", "false": "0"}.get(literal.value, literal.value))
    except InvalidOperation:
        return None


def is_harmless(old: Term, new: Term) -> bool:
    """The oracle, told in other words than the rule is."""
    if isinstance(old, Literal) and isinstance(new, Literal):
        if old.language and (new.language or "").lower() != old.language:
            return False
        if old.value == new.value:
            return True
        if {old.datatype, new.datatype} & {NamedNode(XSD + kind) for kind in TYPES[1:]}:
            return number(old) is not None and number(old) == number(new)
        one, other = old.value, new.value
    else:
        assert isinstance(old, NamedNode)
        assert isinstance(new, NamedNode)
        one, other = old.value.removeprefix("http://e/"), new.value.removeprefix("http://e/")
    digits = [[letter for letter in word if not letter.isalpha()] for word in (one, other)]
    letters = [Counter(filter(str.isalpha, word.lower())) for word in (one, other)]
    unlike = (letters[0] - letters[1]) + (letters[1] - letters[0])
    return digits[0] == digits[1] and unlike.total() <= 1 and len(other) >= 5 and not other.isupper()


@settings(max_examples=many(2000, few=250), deadline=None)
@given(value=terms, members=st.lists(terms, min_size=1, max_size=6, unique=True))
def test_of_a_list_or_class(value: Term, members: list[Term]) -> None:
    finding = Finding(FOCUS, SHAPE, component_of("in"), Severity.VIOLATION, "", predicate=SHAPE, value=value)
    found = None if value in members else replacement(finding, TripleIndex([]), Candidates(members))
    assert found is None or (found in members and is_harmless(value, found) and keeps(value, found))


@settings(max_examples=many(500, few=62), deadline=None)
@given(value=literals, kind=st.sampled_from([*TYPES, "anyURI"]))
def test_of_a_datatype(value: Literal, kind: str) -> None:
    shapes = TripleIndex([Triple(SHAPE, sh("datatype"), NamedNode(XSD + kind))])
    finding = Finding(FOCUS, SHAPE, component_of("datatype"), Severity.VIOLATION, "", predicate=SHAPE, value=value)
    found = replacement(finding, shapes, None)
    assert found is None or (isinstance(found, Literal) and found.value == value.value and not value.language)


def test_of_words_only_those_that_differ_by_a_slip() -> None:
    for one, other in combinations(TEXTS, 2):
        assert not is_slip(one, other) or is_harmless(NamedNode(f"http://e/{one}"), NamedNode(f"http://e/{other}"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("crimsno", "crimson"),
        ("crmson", "crimson"),
        ("crimmson", "crimson"),
        ("dark-crimsno", "dark-crimson"),
        ("CRIMSON", "crimson"),
    ],
)
def test_a_slip(wrong: str, right: str) -> None:
    assert is_slip(wrong, right)
