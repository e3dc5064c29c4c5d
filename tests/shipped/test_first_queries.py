"""What the first query of somebody who learned from the pages alone gave wrongly, asked as one would now ask first."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import plain
from tcgraph.terms import ID

ASKED = {
    "in which rows is anybody trained, in whatever role they stand": (
        "SELECT DISTINCT ?n { ?a tc:trains ?who ; tc:addresses/tc:number ?n } ORDER BY ?n",
        "9 10 11 17 22 23 26 30 31 32 37",
    ),
    "in which rows is anything done for field offices, trained, told or helped": (
        "SELECT DISTINCT ?n { ?a tc:serves organisation:ilo-field-offices ; tc:addresses/tc:number ?n } ORDER BY ?n",
        "3 5 6 17 22",
    ),
    "what waits for a decision, guidance or earlier work, without criteria and needs": (
        "SELECT DISTINCT ?n { ?a tc:waitsFor/tc:summary ?says ; tc:addresses/tc:number ?n } ORDER BY ?n",
        "19 22 26 28 34",
    ),
    "how many donors are single bodies": (
        "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?f tc:donor ?d FILTER NOT EXISTS { ?f tc:donorGroup ?d } }",
        "12",
    ),
    "which groups of countries are members of an organisation": (
        "SELECT ?o { ?g tc:groupingKind v-grouping-kind:membership . ?o tc:area ?g } ORDER BY ?o",
        "organisation/cplp organisation/european-union organisation/sadc",
    ),
    "in which rows is Africa, its countries, groupings or organisations named": (
        "SELECT DISTINCT ?n { ?a tc:names/tc:within region:africa ; tc:addresses/tc:number ?n } ORDER BY ?n",
        "2 6 11 14 17 25 26 36 37",
    ),
    "why is a bullet put beside recommendation 31": (
        "SELECT DISTINCT ?g { ?e tc:respondsTo recommendation:31 ; tc:pairingGround/skos:notation ?g } ORDER BY ?g",
        "body-named order",
    ),
    "when is each event that was held and has a date": (
        "SELECT ?t { ?e a tc:Event ; tc:eventState v-event-state:held ; tc:when ?t } ORDER BY ?t",
        "2002 2004 2005 2006-06 2006-07 2006-09-28/2006-09-29",
    ),
    "which event does row 27 name": (
        "SELECT DISTINCT ?e { ?a tc:addresses recommendation:27 ; tc:names ?e . ?e a tc:Event } ORDER BY ?e",
        "event/first-ilo-donor-meeting",
    ),
    "in which sectors are steering groups bipartite": (
        "SELECT ?s { ?o tc:organisationKind v-organisation-kind:bipartite-body ; tc:sector/skos:notation ?s }",
        "education",
    ),
    "how many parts are answered wholly, in part and not": (
        "SELECT (COUNT(?e) AS ?n) { ?e a tc:Element ; tc:answerCode ?c } GROUP BY ?c ORDER BY ?c",
        "50 13 45",
    ),
    "in which rows somebody of the United Kingdom pays": (
        "SELECT DISTINCT ?n { ?f tc:donor/tc:within country:GBR ; tc:inRow ?n } ORDER BY ?n",
        "4 9 10 17",
    ),
    "which donors are new": (
        "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?f tc:newDonor true ; tc:donor ?d }",
        "6",
    ),
    "which rows are of the biennium 2006-07": (
        'SELECT DISTINCT ?n { ?a a tc:Action ; tc:when "2006/2007" ; tc:inRow ?n } ORDER BY ?n',
        "7 11 14",
    ),
    "which rows concern Asia, under whatever name": (
        "SELECT DISTINCT ?n { ?a a tc:ReportedItem ; tc:where/tc:within region:asia ; tc:inRow ?n } ORDER BY ?n",
        "11 36",
    ),
    "of which rows something is told to go on": (
        "SELECT DISTINCT ?n { ?a a tc:ReportedItem ; tc:continues true ; tc:inRow ?n } ORDER BY ?n",
        "2 4 6 7 8 11 12 15 19 24",
    ),
    "what participations of pilots are stated": (
        'SELECT (COUNT(?p) AS ?n) { ?p tc:role v-role:pilot ; tc:certaintyCode "stated" }',
        "8",
    ),
    "which rows name UNDAF, in either column, and no paragraph of the cover": (
        "SELECT DISTINCT ?n { ?x tc:names framework:undaf ; tc:inRow ?n } ORDER BY ?n",
        "2 5 6 7 9 10 13",
    ),
    "what begins in the last quarter of 2006": (
        "SELECT ?e { ?e a tc:Event ; tc:firstDay ?d "
        'FILTER(?d >= "2006-10-01"^^xsd:date && ?d < "2007-01-01"^^xsd:date) } ORDER BY ?e',
        "event/global-management-team-meeting-2006 event/governing-body-session-297 event/ppp-concept-paper-discussion",
    ),
}


@pytest.mark.parametrize("asked", ASKED)
def test_the_first_query_is_right(asked: str, shipped: EmbeddedEngine) -> None:
    query, told = ASKED[asked]
    rows = shipped.select(shipped.searched(query))
    assert " ".join(plain(row[0]).removeprefix(ID) for row in rows) == told
