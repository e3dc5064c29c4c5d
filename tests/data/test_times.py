"""The ontology's rules about times: one time for each date or period, its first and last day, and each year between."""

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


def following(project: Project, facts: str, name: str) -> list[str]:
    """The values of a property that follow for ``ex:a`` from the rules beside the ontology."""
    engine = EmbeddedEngine()
    rules = (project.root / "ontology" / "shortcuts.ttl").read_bytes()
    for text in (rules, (PREFIXES + facts).encode()):
        engine.insert([Quad(q.subject, q.predicate, q.object, DATA) for q in parse(text, GraphFormat.TURTLE)])
    reason(engine)
    asked = f"SELECT ?y {{ GRAPH {application().inferred} {{ <http://example.org/a> <{TC}{name}> ?y }} }} ORDER BY ?y"
    return [row[0].value for row in engine.select(asked)]  # type: ignore[union-attr]


def years(project: Project, facts: str) -> list[int]:
    return [int(year) for year in following(project, facts, "year")]


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


@pytest.mark.parametrize(
    ("told", "when", "first", "last"),
    [
        ('tc:due "2006-11-30"^^xsd:date', "2006-11-30", "2006-11-30", "2006-11-30"),
        ('tc:due "2006-11"^^xsd:gYearMonth', "2006-11", "2006-11-01", "2006-11-30"),
        ('tc:due "2008-02"^^xsd:gYearMonth', "2008-02", "2008-02-01", "2008-02-29"),
        ('tc:due "2100-02"^^xsd:gYearMonth', "2100-02", "2100-02-01", "2100-02-28"),
        ('tc:adoptedYear "1998"^^xsd:gYear', "1998", "1998-01-01", "1998-12-31"),
        (
            'tc:startDate "2006-07"^^xsd:gYearMonth ; tc:endDate "2006-07"^^xsd:gYearMonth',
            "2006-07",
            "2006-07-01",
            "2006-07-31",
        ),
        (
            'tc:startDate "2006-09-28"^^xsd:date ; tc:endDate "2006-09-29"^^xsd:date',
            "2006-09-28/2006-09-29",
            "2006-09-28",
            "2006-09-29",
        ),
        (
            'tc:periodStart "2006"^^xsd:gYear ; tc:periodEnd "2010"^^xsd:gYear',
            "2006/2010",
            "2006-01-01",
            "2010-12-31",
        ),
        ('tc:startDate "2006"^^xsd:gYear', "2006/..", "2006-01-01", None),
        ('tc:endDate "2006"^^xsd:gYear', "../2006", None, "2006-12-31"),
        ('tc:hasObservation [ tc:since "2006-01"^^xsd:gYearMonth ]', "2006-01/..", "2006-01-01", None),
    ],
)
def test_a_time_is_one_value_with_a_first_and_a_last_day(
    project: Project, told: str, when: str, first: str | None, last: str | None
) -> None:
    facts = f"ex:a {told} ."
    assert following(project, facts, "when") == [when]
    assert following(project, facts, "firstDay") == ([first] if first else [])
    assert following(project, facts, "lastDay") == ([last] if last else [])


def test_the_end_of_its_period_is_no_second_time(project: Project) -> None:
    told = """ex:a tc:periodStart "2008"^^xsd:gYear ; tc:periodEnd "2009"^^xsd:gYear ;
        tc:hasObservation [ tc:expectedBy "2009"^^xsd:gYear ] ."""
    assert following(project, told, "when") == ["2008/2009"]


@pytest.mark.parametrize(
    ("times", "first", "last"),
    [
        (
            'tc:periodStart "2006"^^xsd:gYear ; tc:periodEnd "2009"^^xsd:gYear ; tc:periodLabel "2006-07 and 2008-09"',
            "2006-01-01",
            ["2009-12-31"],
        ),
        ('tc:due "2006"^^xsd:gYear ; tc:signedOn "2006-02-03"^^xsd:date', "2006-01-01", ["2006-12-31"]),
        ('tc:adoptedYear "2006"^^xsd:gYear ; dcterms:issued "2006-06"^^xsd:gYearMonth', "2006-06-01", ["2006-06-30"]),
        ('tc:due "2009"^^xsd:gYear ; tc:hasObservation [ tc:since "2006-02"^^xsd:gYearMonth ]', "2006-02-01", []),
    ],
)
def test_a_thing_has_one_first_and_one_last_day(project: Project, times: str, first: str, last: list[str]) -> None:
    assert following(project, f"ex:a {times} .", "firstDay") == [first]
    assert following(project, f"ex:a {times} .", "lastDay") == last
