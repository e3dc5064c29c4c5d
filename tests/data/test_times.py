"""The ontology's rules about times: each date of a thing is when it is; a period holds each year between."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.owl.reason import reason
from tcgraph.project import Project
from tcgraph.rdf import GraphFormat, NamedNode, Quad, parse
from tcgraph.terms import TC

DATA = NamedNode("http://example.org/data")
PREFIXES = f"""@prefix tc: <{TC}> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ex: <http://example.org/> . """


def years(project: Project, facts: str) -> list[int]:
    """The years that follow for ``ex:a`` from the rules beside the ontology."""
    engine = EmbeddedEngine()
    rules = (project.root / "ontology" / "shortcuts.ttl").read_bytes()
    for text in (rules, (PREFIXES + facts).encode()):
        engine.insert([Quad(q.subject, q.predicate, q.object, DATA) for q in parse(text, GraphFormat.TURTLE)])
    reason(engine)
    asked = f"SELECT ?y {{ GRAPH {application().inferred} {{ <http://example.org/a> <{TC}year> ?y }} }} ORDER BY ?y"
    return [int(row[0].value) for row in engine.select(asked)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "date",
    [
        'dcterms:issued "2006-06"^^xsd:gYearMonth',
        'dcterms:date "2006-10-11"^^xsd:date',
        'tc:due "2006"^^xsd:gYear',
        'tc:signedOn "2006-03-01"^^xsd:date',
        'tc:adoptedYear "2006"^^xsd:gYear',
        'tc:hasObservation [ tc:since "2006-01"^^xsd:gYearMonth ]',
    ],
)
def test_every_kind_of_date_is_in_its_year(project: Project, date: str) -> None:
    assert years(project, f"ex:a {date} .") == [2006]


def test_the_day_on_which_something_was_looked_at_is_no_time_of_it(project: Project) -> None:
    assert years(project, 'ex:a tc:asOf "2006-10-11"^^xsd:date .') == []


@pytest.mark.parametrize(("opens", "closes"), [("periodStart", "periodEnd"), ("startDate", "endDate")])
def test_a_period_holds_every_year_between_however_long_it_is(project: Project, opens: str, closes: str) -> None:
    told = f'ex:a tc:{opens} "1990"^^xsd:gYear ; tc:{closes} "2030-12-31"^^xsd:date .'
    assert years(project, told) == list(range(1990, 2031))
