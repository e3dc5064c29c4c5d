"""Literals as terms, against pySHACL over rdflib: numerals in several forms, tags in both cases, long paths, queries.

Each seed draws shapes, with rules and targets that are queries, and data in which blank nodes have several forms of a
value too. What pySHACL gets wrong (``test_pyshacl_faults.py``) is not drawn; rdflib takes a 0 at the start of a path
for no term at all.
"""

from __future__ import annotations

import logging
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyshacl
import pytest
import rdflib

from tcgraph.engine.literal_forms import TermEngine
from tcgraph.rdf import GraphFormat, NamedNode, parse
from tcgraph.shacl.reference import graph_from_rdflib, graph_to_rdflib
from tcgraph.shacl.report_graph import read_report
from tcgraph.shacl.rules import apply_rules
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validate import validate
from tcgraph.shacl.validation_report import Report
from tests.conftest import mostly_at_size
from tests.shacl.generated import PREFIXES, rows

NUMERALS = [
    "1", "01", "+1", '"1"^^xsd:int', '"01"^^xsd:int', '"1"^^xsd:nonNegativeInteger', "1.0", "1.00", "01.0",
    "10", "010", "10.0", "10.50", "10.5", "2", "02", "2.0", '"2"^^xsd:short', "-0", "0", "0.0", "1e0", "1.0E0", "10e-1",
]  # fmt: skip
TEXTS = ['"a"@en', '"a"@EN', '"a"@en-GB', '"a"@en-gb', '"b"@fr', '"b"@FR', '"a"', '"01"', '"1"']
NODES = ["ex:a", "ex:b", "ex:c", "_:d", "_:e"]
PATHS = [
    "ex:p", "ex:q", "ex:p", "( ex:r ex:p )", "( ex:r ex:r ex:q )", "( [ sh:zeroOrMorePath ex:r ] ex:p )",
    "[ sh:alternativePath ( ex:p ex:q ) ]", "( [ sh:inversePath ex:r ] ex:p )", "( [ sh:oneOrMorePath ex:r ] ex:q )",
    "( ex:r [ sh:zeroOrOnePath ex:r ] [ sh:alternativePath ( ex:p ex:q ) ] )", "( ex:p [ sh:inversePath ex:p ] ex:q )",
]  # fmt: skip
QUERIES = [
    "$this ex:p ?value FILTER(STRLEN(STR(?value)) > 2)",
    "$this ex:p|ex:q ?value FILTER(DATATYPE(?value) = xsd:int)",
    "$this ex:p ?value . ?other ex:q ?value",
    "$this ex:p ?value ; ex:q ?other FILTER(?value = ?other && !sameTerm(?value, ?other))",
    "$this ex:r/ex:p ?value FILTER(?value = 1)",
    "$this ex:p ?value FILTER(REGEX(STR(?value), '^0|0$'))",
    "$this ex:p ?value FILTER NOT EXISTS { ?other ex:q ?value }",
    '$this ex:q ?value FILTER(LANGMATCHES(LANG(?value), "EN"))',
    "$this ex:r ?next . ?next ex:r* ?node . ?node ex:p ?value FILTER(isNumeric(?value) && ?value > 1)",
]


@pytest.fixture(autouse=True)
def _as_written() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = True
    logging.disable(logging.NOTSET)


def drawn_data(draw: random.Random) -> str:
    said = []
    for _ in range(draw.randrange(6, 26)):
        node = draw.choice(NODES)
        if draw.random() < 0.3:
            said.append(f"{node} ex:r {draw.choice(NODES)} .")
        else:
            said.append(f"{node} ex:{draw.choice('pq')} {draw.choice(NUMERALS * 2 + TEXTS)} .")
    return " ".join(said)


def about_value(draw: random.Random) -> str:
    """A constraint on the value node alone."""
    literal = draw.choice(NUMERALS + TEXTS)
    return draw.choice([
        f"sh:in ( {literal} {draw.choice(NUMERALS)} )",
        f"sh:datatype xsd:{draw.choice(['int', 'integer', 'decimal', 'double', 'string'])}",
        f"sh:{draw.choice(['min', 'max'])}Length {draw.randrange(1, 5)}",
        f"sh:pattern '{draw.choice(['^0', '0$', '^1', '[.]'])}'",
        "sh:nodeKind sh:IRI",
        'sh:languageIn ( "en" )',
    ])  # fmt: skip


def drawn_shape(draw: random.Random, number: int, *, ruled: bool) -> str:
    """A shape, the first of them with a rule, if any has: SHACL-AF §8.4 leaves open whether earlier ones follow again.

    No target rests on what is inferred: pySHACL looks for it before.
    """
    declared = "sh:prefixes ex:"
    query = draw.choice(QUERIES).replace("$this", "?this")
    asked = f'sh:target [ a sh:SPARQLTarget ; {declared} ; sh:select """SELECT ?this WHERE {{ {query} }}""" ]'
    target = draw.choice([
        f"sh:targetNode {draw.choice(NODES[:3])} , {draw.choice(NUMERALS)}",
        "sh:targetSubjectsOf ex:p",
        "sh:targetObjectsOf ex:p",
        *(["sh:targetSubjectsOf ex:r"] if ruled else ["sh:targetSubjectsOf ex:q", asked]),
    ])  # fmt: skip
    nested = f"[ {about_value(draw)} ] [ {about_value(draw)} ]"
    inner = draw.choice([
        f"sh:maxCount {draw.randrange(3)}",
        f"sh:minCount {draw.randrange(1, 4)}",
        f"sh:hasValue {draw.choice(NUMERALS + TEXTS)}",
        "sh:equals ex:q",
        "sh:disjoint ex:q",
        "sh:uniqueLang true",
        f"sh:or ( {nested} )",
        f"sh:and ( {nested} )",
        f"sh:xone ( {nested} )",
        f"sh:not [ {about_value(draw)} ]",
        f"sh:node [ {about_value(draw)} ]",
        f"sh:qualifiedValueShape [ {about_value(draw)} ] ; sh:qualifiedMinCount 2",
        *(about_value(draw) for _ in range(5)),
    ])  # fmt: skip
    parts = [target, f"sh:property [ sh:path {draw.choice(PATHS)} ; {inner} ]"]
    if draw.random() < 0.4:
        query = draw.choice(QUERIES)
        parts.append(f'sh:sparql [ {declared} ; sh:select """SELECT $this ?value WHERE {{ {query} }}""" ]')
    if ruled and number == 0:
        # Which of two nodes a rule that asks for what is not there sees first is open (SHACL-AF §8.4).
        asked = draw.choice([query for query in QUERIES if "NOT EXISTS" not in query])
        made = f"CONSTRUCT {{ $this ex:q ?value }} WHERE {{ {asked} }}"
        parts.append(f'sh:rule [ a sh:SPARQLRule ; {declared} ; sh:construct """{made}""" ]')
    return f"ex:S{number} a sh:NodeShape ; {' ; '.join(parts)} ."


def as_written(text: str) -> rdflib.Graph:
    """A graph of rdflib's, whose own reader would make 10 of 010."""
    return graph_to_rdflib(quad.triple for quad in parse(text.encode(), GraphFormat.TURTLE))


def compared(seed: int, folder: Path) -> None:
    draw = random.Random(seed)
    names = {"ex": "http://example.org/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    prefixes = " , ".join(
        f'[ sh:prefix "{prefix}" ; sh:namespace "{iri}"^^xsd:anyURI ]' for prefix, iri in names.items()
    )
    text = f"{PREFIXES} ex: sh:declare {prefixes} . " + " ".join(
        drawn_shape(draw, n, ruled=bool(seed % 2)) for n in range(3)
    )
    data = f"{PREFIXES} {drawn_data(draw)}"
    path = folder / "shapes.ttl"
    path.write_text(text, encoding="utf-8")
    engine, shapes = TermEngine(), Shapes.of_files([path])
    engine.load(data.encode(), GraphFormat.TURTLE, graph=NamedNode("urn:data"))
    shapes.ruled = True
    apply_rules(engine, shapes)
    ours = validate(engine, shapes)
    _, report, told = pyshacl.validate(
        as_written(data),
        shacl_graph=as_written(text),
        advanced=True,
        iterate_rules=True,
        inplace=True,
    )
    assert isinstance(report, rdflib.Graph), told
    theirs = read_report(TripleIndex(graph_from_rdflib(report)))
    found, wanted = told_of(ours), told_of(theirs)
    assert found == wanted, f"seed {seed}\n{text}\n{data}\nours: {found - wanted}\ntheirs: {wanted - found}"


def told_of(report: Report) -> Counter[tuple[str, ...]]:
    """The rows of a report, language tags in lower case; what queries find, once (SHACL §5.3.2 makes none two)."""
    found = Counter({tuple(map(_lower, row)): number for row, number in rows(report).items()})
    return Counter({row: 1 if "SPARQL" in row[2] else number for row, number in found.items()})


def _lower(text: str) -> str:
    return re.sub(r"(?<=\")@[\w-]+$", lambda tag: tag[0].lower(), text)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("first", mostly_at_size(range(0, 150, 30)))
def test_the_same_results_by_terms(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + 30):
        compared(seed, tmp_path)
