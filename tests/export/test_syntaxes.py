"""Our writers against parsers of others: any statement comes back from every syntax as it went in."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable

import pyoxigraph
import pytest
import rdflib
import rdflib.compare
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph import terms
from tcgraph.errors import BrokenInput
from tcgraph.export.canonical import canonical_lines
from tcgraph.export.syntaxes import document, write
from tcgraph.rdf import BlankNode, DefaultGraph, GraphFormat, Literal, NamedNode, Quad, Triple
from tests.conftest import many

XSD = terms.PREFIXES["xsd"]
PREFIXES = {**terms.PREFIXES, "e": "http://e/", "odd": "http://e/a&b/"}
TAILS = ("a", "A-1", "-a", "1", "a.b", "a/b#c", "é", "%20", "a&b/x", "x'y", "a;b?c=d&e", "_", "")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=12)
XML_TEXT = TEXT.filter(lambda text: all(c in "\t\n\r" or c >= " " for c in text))
AWKWARD = st.sampled_from(
    ['a "b" <c>', "x <http://g/>", '"^^<x>', "\\", "\\u0041", "]]>&amp;", " a ", "\r\n\t", "true"]
)
IRIS = st.builds(
    lambda start, end: NamedNode(start + end), st.sampled_from(["http://e/", terms.ID]), st.sampled_from(TAILS)
)
PROPERTIES = st.builds(
    NamedNode,
    st.sampled_from([terms.RDF_TYPE.value, terms.TC + "p", "http://e/q", "http://e/a&b/r", "http://other/s-t"]),
)
LITERALS = st.one_of(
    st.builds(Literal, TEXT | AWKWARD),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXT | AWKWARD, st.sampled_from(["en", "fr", "zh-hant"])),
    st.builds(
        lambda text, name: Literal(text, datatype=NamedNode(XSD + name)),
        st.sampled_from(["1", "+01", "-0", "true", "1.0", "x", "1 <http://g/>"]) | TEXT,
        st.sampled_from(["integer", "boolean", "decimal", "date"]),
    ),
)
NODES = IRIS | st.builds(BlankNode, st.sampled_from(["b", "c"]))
QUADS = st.lists(
    st.builds(
        Quad,
        NODES,
        PROPERTIES,
        NODES | LITERALS,
        st.sampled_from([DefaultGraph(), *map(NamedNode, ("http://g/", "http://h/"))]),
    ),
    max_size=8,
)


def sorted_(quads: Iterable[Quad]) -> list[Quad]:
    return list(pyoxigraph.parse("".join(canonical_lines(quads)), pyoxigraph.RdfFormat.N_QUADS))


def written(quads: list[Quad], syntax: GraphFormat) -> list[bytes]:
    """The document, with every prefix and with those that it uses."""
    out = io.BytesIO()
    write(quads, out, syntax, PREFIXES)
    return [out.getvalue(), document(quads, syntax, PREFIXES)]


def merged(quads: list[Quad]) -> list[str]:
    return list(canonical_lines(quads, named=False))


@settings(max_examples=many(150, few=18), deadline=None)
@given(QUADS)
def test_what_is_written_is_read_by_another_parser(quads: list[Quad]) -> None:
    lines = list(canonical_lines(quads))
    for syntax in GraphFormat:
        if syntax is GraphFormat.RDF_XML and any(
            isinstance(q.object, Literal) and any(c < " " and c not in "\t\n\r" for c in q.object.value) for q in quads
        ):
            continue
        for text in written(sorted_(quads), syntax):
            if syntax is GraphFormat.N_QUADS:
                assert text.decode() == "".join(lines)
            back = list(pyoxigraph.parse(text, syntax.codec))
            if syntax.holds_graph_names:
                assert list(canonical_lines(back)) == lines, (syntax, text)
            else:
                assert merged(back) == merged(quads), (syntax, text)
                # The same triple of two graphs is written once.
                assert len(back) == len(set(back))


@settings(max_examples=many(40, few=10), deadline=None)
@given(st.lists(st.builds(Quad, NODES, PROPERTIES, NODES | st.builds(Literal, XML_TEXT | AWKWARD)), max_size=6))
def test_rdflib_reads_the_same(quads: list[Quad]) -> None:
    lines = list(canonical_lines(quads))
    expected = rdflib.Graph().parse(data="".join(lines), format="nt")
    for syntax, name in (
        (GraphFormat.TURTLE, "turtle"),
        (GraphFormat.RDF_XML, "xml"),
        (GraphFormat.JSON_LD, "json-ld"),
    ):
        text = document(sorted_(quads), syntax, PREFIXES)
        assert rdflib.compare.isomorphic(rdflib.Graph().parse(data=text, format=name), expected), (syntax, text)


def test_turtle_is_short_where_it_can_be() -> None:
    a, p = NamedNode(terms.TC + "a"), NamedNode(terms.TC + "p")
    quads = [
        Quad(a, terms.RDF_TYPE, NamedNode(terms.TC + "Action")), Quad(a, p, Literal(12)), Quad(a, p, Literal(True)),
        Quad(a, p, NamedNode(terms.ID + "action/1")), Quad(NamedNode(terms.TC + "b"), p, Literal("x", language="en")),
    ]  # fmt: skip
    assert document(sorted_(quads), GraphFormat.TURTLE, terms.PREFIXES).decode() == (
        f"@prefix tc: <{terms.TC}> .\n"
        "tc:a a tc:Action ;\n\ttc:p 12 , true , <https://w3id.org/tcgraph/id/action/1> .\n"
        'tc:b tc:p "x"@en .\n'
    )


def test_what_has_a_type_is_found_by_it_in_json_ld() -> None:
    quads = [Quad(NamedNode("urn:a"), terms.RDF_TYPE, NamedNode(terms.TC + name)) for name in ("Action", "Deed")]
    assert json.loads(document(quads, GraphFormat.JSON_LD, PREFIXES)) == [
        {"@id": "urn:a", "@type": [f"{terms.TC}Action", f"{terms.TC}Deed"]}
    ]


@pytest.mark.parametrize(
    ("quad", "syntaxes"),
    [
        (Quad(NamedNode("urn:s"), NamedNode("http://e/1"), Literal("x")), [GraphFormat.RDF_XML]),
        (Quad(NamedNode("urn:s"), NamedNode("http://e/p"), Literal("\x07")), [GraphFormat.RDF_XML]),
        (
            Quad(
                NamedNode("urn:s"),
                NamedNode("http://e/p"),
                Triple(NamedNode("urn:s"), NamedNode("http://e/p"), Literal("x")),
            ),
            [GraphFormat.RDF_XML, GraphFormat.JSON_LD],
        ),
    ],
)
def test_what_a_syntax_cannot_hold_is_refused_not_lost(quad: Quad, syntaxes: list[GraphFormat]) -> None:
    lines = list(canonical_lines([quad]))
    for syntax in GraphFormat:
        if syntax in syntaxes:
            with pytest.raises(BrokenInput, match="export"):
                document([quad], syntax, PREFIXES)
        else:
            back = pyoxigraph.parse(document([quad], syntax, PREFIXES), syntax.codec)
            assert list(canonical_lines(back)) == lines
