"""What results say: every ``{$name}`` filled, the right message chosen, and all of them in the report's graph."""

from __future__ import annotations

import pytest

from tcgraph.rdf import Literal, NamedNode
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validate import report_graph, validate
from tests.shacl.generated import DECLARED, engine_with, shapes_of

EX = "http://example.org/"
DATA = [
    ("ex:n0", "a", "ex:A"),
    ("ex:n0", "ex:p", "ex:n1"),
    ("ex:n0", "ex:q", "1"),
    ("ex:n0", "ex:l", '"a"@en'),
    ("ex:n0", "ex:l", '"b"@en'),
]
AT = 'ex:S sh:targetClass ex:A ; sh:property [ sh:path {} ; {} ; sh:message "{}" ] .'
COMPONENT = """ex:C a sh:ConstraintComponent ; sh:message "of the component: {$arg}" ;
    sh:parameter [ sh:path ex:arg ], [ sh:path ex:opt ; sh:optional true ] ; """


def said(text: str, language: str = "en") -> list[str]:
    return [
        finding.message
        for finding in validate(engine_with(DATA), shapes_of(DECLARED + text), language=language).findings
    ]


@pytest.mark.parametrize(
    ("path", "constraint", "message", "filled"),
    [
        ("ex:p", "sh:minCount 2", "{$minCount} of {$PATH}, not {?count}{?value}", f"2 of <{EX}p>, not 1"),
        ("ex:p", "sh:maxCount 0", "{$maxCount} < {$count}", "0 < 1"),
        ("ex:p", "sh:nodeKind sh:Literal", "{?value}: {$nodeKind}", f"<{EX}n1>: sh:Literal"),
        ("ex:p", "sh:class ex:B", "{?value}: {$class}", f"<{EX}n1>: <{EX}B>"),
        ("ex:q", "sh:datatype xsd:date", "{?value}: {?datatype}", "1: xsd:date"),
        ("ex:q", "sh:maxExclusive 1", "{?value}: {$maxExclusive}", "1: 1"),
        ("ex:q", "sh:minLength 3", "{?value}: {$minLength}", "1: 3"),
        ("ex:q", "sh:pattern 'x+' ; sh:flags 'i'", "{?value}: {$pattern} {$flags}", "1: x+ i"),
        ("ex:q", "sh:pattern 'x+'", "{?value}: {$pattern} {$flags}", "1: x+ "),
        ("ex:q", "sh:in ( 2 ex:n0 )", "{?value}: {$in}", f"1: 2, <{EX}n0>"),
        ("ex:q", "sh:languageIn ( 'en' 'fr' )", "{?value}: {$languageIn}", "1: en, fr"),
        ("ex:q", "sh:hasValue 7", "{$hasValue}", "7"),
        ("ex:l", "sh:uniqueLang true", "{$language} twice", "en twice"),
        ("ex:q", "sh:equals ex:n0", "{$equals}", f"<{EX}n0>"),
        ("ex:q", "sh:disjoint ex:q", "{$disjoint}", f"<{EX}q>"),
        ("ex:q", "sh:lessThan ex:q", "{?value} < {$other} of {$lessThan}", f"1 < 1 of <{EX}q>"),
        ("ex:q", "sh:not ex:N", "{?value}: {$not}", "1: any"),
        ("ex:q", "sh:or ( ex:M ex:M )", "{?value}: {$or}", f"1: <{EX}M>, <{EX}M>"),
        (
            "ex:q",
            "sh:qualifiedValueShape ex:N ; sh:qualifiedMinCount 2",
            "{$qualifiedMinCount} {$qualifiedValueShape}, not {$count}",
            "2 any, not 1",
        ),
        ("ex:q", "sh:maxCount 0", "{?nothing} {maxCount}", "{?nothing} {maxCount}"),
    ],
)  # fmt: skip
def test_core_parameters(path: str, constraint: str, message: str, filled: str) -> None:
    shapes = " ex:N sh:name 'any' ; sh:nodeKind sh:Literal . ex:M sh:nodeKind sh:IRI ."
    assert said(AT.format(path, constraint, message) + shapes) == [filled]


def test_a_closed_shape() -> None:
    found = said(
        "ex:S sh:targetClass ex:A ; sh:closed true ; sh:ignoredProperties ( rdf:type ex:l ex:q ) ; "
        'sh:message "{$PATH} {?value} {$ignoredProperties}" .'
    )
    assert found == [f"<{EX}p> <{EX}n1> rdf:type, <{EX}l>, <{EX}q>"]


@pytest.mark.parametrize(("given", "filled"), [("", "[1] [] [1] []"), ("; ex:opt 'x'", "[1] [x] [1] []")])
def test_parameters_and_variables_of_a_query(given: str, filled: str) -> None:
    query = "SELECT $this ?value ?none { $this ex:q ?value OPTIONAL { $this ex:no ?none } }"
    message = "[{$arg}] [{?opt}] [{?value}] [{?none}]"
    validator = f'sh:nodeValidator [ sh:prefixes ex: ; sh:message "{message}" ; sh:select """{query}""" ]'
    assert said(f"{COMPONENT} {validator} . ex:S sh:targetClass ex:A ; ex:arg 1 {given} .") == [filled]


def test_parameters_of_a_question() -> None:
    validator = (
        'sh:validator [ sh:message "{$this} {$PATH} {?value}: {$arg} {$opt}." ; sh:ask "ASK { FILTER(false) }" ]'
    )
    text = f"{COMPONENT} {validator} . ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:q ; ex:arg ex:n0 ] ."
    assert said(text) == [f"<{EX}n0> <{EX}q> 1: <{EX}n0> ."]


def test_the_shape_itself() -> None:
    query = "sh:sparql [ sh:message 'breaks {$currentShape}' ; sh:select 'SELECT $this { FILTER(true) }' ]"
    assert said(f"ex:S sh:targetClass ex:A ; {query} .") == [f"breaks <{EX}S>"]


QUERY = "SELECT $this ('computed' AS ?message) { FILTER(true) }"


@pytest.mark.parametrize(
    ("select", "own", "chosen"),
    [
        (QUERY, "of the validator", "computed"),
        ("SELECT $this { FILTER(true) }", "of the validator", "of the validator"),
        ("SELECT $this { FILTER(true) }", None, "of the component: 1"),
    ],
)
def test_which_message_counts(select: str, own: str | None, chosen: str) -> None:
    """SHACL §5.3.2: the variable, then the validator's, then the component's."""
    message = f'sh:message "{own}" ; ' if own else ""
    text = f'{COMPONENT} sh:nodeValidator [ {message} sh:select """{select}""" ] .'
    assert said(f"{text} ex:S sh:targetClass ex:A ; ex:arg 1 ; sh:message 'of the shape' .") == [chosen]


def test_every_language_is_in_the_report() -> None:
    """SHACL §2.1.5: results have exactly the messages of the shape."""
    shapes = shapes_of(
        'ex:S sh:targetClass ex:A ; sh:nodeKind sh:Literal ; sh:message "{?value}!"@en, "¡{?value}!"@es .'
    )
    report = validate(engine_with(DATA), shapes, language="es")
    assert [finding.message for finding in report.findings] == [f"¡<{EX}n0>!"]
    written = {
        text
        for _, text in TripleIndex(report_graph(report)).pairs(NamedNode("http://www.w3.org/ns/shacl#resultMessage"))
    }
    assert written == {Literal(f"<{EX}n0>!", language="en"), Literal(f"¡<{EX}n0>!", language="es")}
