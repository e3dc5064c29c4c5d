"""A plain statement has the triples that the parser finds, at the same places; any other is left to the parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.rdf import GraphFormat
from tcgraph.turtle.plain_statements import PlainReader
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tree import PlacedTriple, Statement, moved, triples
from tests.conftest import ROOT

PREFIXES = {"ex": "https://example.org/", "": "https://example.org/none/", "xsd": "http://www.w3.org/2001/XMLSchema#"}


def parsed(text: str, at: int, prefixes: dict[str, str]) -> list[PlacedTriple]:
    parser = TurtleParser(SourceText(f"{text}."), GraphFormat.TURTLE)
    parser.prefixes = dict(prefixes)
    return [moved(t, at) for item in parser.items() if isinstance(item, Statement) for t in triples(item)]


@pytest.mark.parametrize(
    "text",
    [
        "ex:a a ex:B",
        "<urn:a>\n\t<urn:b> <urn:c> , ex:d,ex:e ;; ex:f-1 :g ;\n",
        'ex:a ex:b "text"@EN-gb, "", "o ne"^^xsd:date, "two"^^<urn:type> ',
        "ex:a ex:b 1, -2, +3.5, .5, true, false",
        'ex:a ex:b "x"@en;a ex:true, ex:a',
        "ex:a ex:b ex:c # why\n, ex:d#e\n;#f\n",
        r"ex:a\/b ex:b ex:c\,d, ex:c%20d, ex:c.d, ex:c:d, ex:, :é.é",
        r'''ex:a ex:b "a\"b\n\u00e9\\", """long
 "" and \""""@en, """"""''',
    ],
)
def test_a_plain_statement_is_read_as_the_parser_reads_it(text: str) -> None:
    found = PlainReader(PREFIXES).read(text, 7)
    assert found is not None
    expected = parsed(text, 7, PREFIXES)
    assert found.triples() == expected
    for predicate in {triple.predicate for triple in expected}:
        assert found.triples(predicate) == [triple for triple in expected if triple.predicate == predicate]


@pytest.mark.parametrize(
    "text",
    [
        "ex:a ex:b [ ex:c ex:d ]", "ex:a ex:b ( 1 2 )", "_:a ex:b ex:c", "ex:a ex:b _:c", "[] ex:b ex:c",
        "ex:a ex:b 'one'", "ex:a ex:b <relative>", "ex:a ex:b 1e3",
        'ex:a ex:b "x"@ar--rtl', 'ex:a ex:b "x" ^^xsd:date', "ex:a ex:b ex:c {| ex:d ex:e |}", "other:a ex:b ex:c",
        "a ex:b ex:c", "ex:a ex:b", "ex:a ex:b ex:c ; ex:d", "ex:a ex:b , ex:c", "ex:a",
        "ex:a 1 ex:c", "ex:a ex:b a", "",
    ],
)  # fmt: skip
def test_what_the_grammar_alone_can_tell_is_left_to_it(text: str) -> None:
    assert PlainReader(PREFIXES).read(text, 0) is None


def test_what_is_shipped_is_read_as_the_parser_reads_it() -> None:
    plain = seen = 0
    for path in sorted((ROOT / "data").rglob("*.ttl")):
        source = SourceText(path.read_text(encoding="utf-8"))
        parser = TurtleParser(source, GraphFormat.TURTLE)
        for item in parser.items():
            if isinstance(item, Statement):
                text = source.text[item.start : item.end].removesuffix(".")
                found = PlainReader(parser.prefixes).read(text, item.start)
                seen += 1
                if found is not None:
                    plain += 1
                    assert found.triples() == list(triples(item)), Path(path).name
    assert plain > seen / 2 > 1000
