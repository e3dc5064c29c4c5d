"""Lines of N-Triples and N-Quads that are read by one expression have the parts and places that the grammar gives."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tcgraph.diagnostics.extracts import open_source
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tree import PlacedTriple, Statement, triples

_VALUES = (
    "<urn:b>", "_:b", '"plain"', '""', '"é <urn:no>"', r'"a \"b\""', '"tab\t"', '"A"@EN-gb', '"a"@en--rtl',
    '"07"^^<http://www.w3.org/2001/XMLSchema#integer>', r"<urn:\u0041>",
)  # fmt: skip
_SPACES = (" ", "\t ", "")
_ENDS = (".", " . # end", ".\r")


@pytest.mark.parametrize("syntax", [GraphFormat.N_TRIPLES, GraphFormat.N_QUADS])
def test_each_line_is_read_as_the_grammar_reads_it(tmp_path: Path, syntax: GraphFormat) -> None:
    graphs = ("", " <urn:g>", " _:g") if syntax is GraphFormat.N_QUADS else ("",)
    lines = [
        f"<urn:s>{space}<urn:p>{space}{value}{graph}{end}"
        for value, space, graph, end in product(_VALUES, _SPACES, graphs, _ENDS)
    ]
    text = "".join(f"{line}\n" for line in lines)
    path = tmp_path / "data"
    path.write_bytes(text.encode())

    def shown(each: PlacedTriple) -> object:
        # Offsets of a file count bytes before a line, and characters within: the two are compared line by line.
        return (
            each.subject,
            each.predicate,
            each.object,
            each.graph,
            each.verb[0] - each.head[0],
            each.value[1] - each.value[0],
        )

    source = open_source(CheckedFile(path, NamedNode("urn:file"), syntax))
    source.seek({"urn:s"})
    parser = TurtleParser(SourceText(text), syntax)
    expected = [shown(each) for item in parser.items() if isinstance(item, Statement) for each in triples(item)]
    assert len(expected) == len(lines)
    assert [shown(each) for each in source.of_node(NamedNode("urn:s"))] == expected
    assert [shown(each) for each in source.of_pair(NamedNode("urn:s"), NamedNode("urn:p"))] == expected
