"""What is off in a query is told; what is well written is left in peace."""

from __future__ import annotations

import pytest

from tcgraph.engine.protocol import Row
from tcgraph.errors import EngineError, TcgraphError
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.questions.warnings.looked_graph import LookCache, LookedGraph
from tcgraph.questions.warnings.query_warnings import QueryWarnings
from tests.conftest import many
from tests.questions.conftest import Select


@pytest.fixture(scope="module")
def warnings(select: Select) -> QueryWarnings:
    return QueryWarnings(select)


OFF = [
    # What is read is not told from what is stated unless it is asked for.
    (
        "SELECT ?a ?b { ?a tc:sameDeedAs ?b }",
        "2 of these have tc:sameDeedAs by our reading: action:17-2-a tc:sameDeedAs action:4-4-b, action:4-4-b",
    ),
    (
        "SELECT ?a { ?a tc:agent organisation:act-emp }",
        "1 of these has tc:agent by our reading: action:14-2-b; tc:inferredAgent tells which",
    ),
    (
        "SELECT DISTINCT ?d { ?f tc:donor ?d }",
        "Not all that tc:donor tells is stated: 3 hedged, 8 inferred; tc:certaintyCode",
    ),
    # A wider way is told of however the thing is named, and along each way of a path that forks.
    ("SELECT ?a { ?a tc:where ?p VALUES ?p { region:africa } }", "more have something within ?p as tc:where"),
    ("SELECT ?a { ?a tc:where ?p FILTER(?p IN (region:africa)) }", "more have something within ?p as tc:where"),
    ("SELECT ?a { ?a tc:where|tc:names region:africa }", "more have something within region:africa as tc:where"),
    ("SELECT ?x { ?x tc:names instrument:world-summit-outcome-2005 }", "1 more names such a thing by our reading"),
    # A wider property tells of things of another class, or of more of the same.
    (
        "SELECT ?p { ?p a tc:Product ; tc:madeFor organisation:employers-organizations ; tc:stateCode 'planned' }",
        "5 more have it as tc:serves and are no tc:Product; tc:serves asks for them too.",
    ),
    ("SELECT ?p { ?p tc:madeFor ?w VALUES ?w { organisation:workers-organizations } }", "and are no tc:Product; tc:se"),
    ("SELECT ?a { ?a a tc:ReportedItem ; tc:waitsFor ?c }", "more have tc:hasCondition without tc:waitsFor; tc:hasCo"),
    # One path that is written twice may lead to two things.
    (
        "SELECT ?a ?w { ?a tc:agent organisation:committee-on-technical-cooperation ; tc:names?/tc:when ?w ; "
        "tc:names?/tc:year 2008 }",
        "tc:names? is written twice and leads to two things in 1 of 2 matches; "
        "?a tc:names? ?thing . ?thing tc:when ?w ; tc:year 2008 asks for one that has both.",
    ),
    # What is another name of something, or stands in the same list, is not what a word is a slip for.
    (
        'SELECT ?a { ?a tc:abbreviation "PRS" }',
        'Nothing has "PRS" as tc:abbreviation. framework:prsp has it as skos:al',
    ),
    # A value of another kind, nearly so, or by another property.
    ("SELECT ?t { ?t a tc:Target ; tc:value 70 }", 'Nothing has 70 as tc:value. Did you mean "70"^^xsd:decimal?'),
    ('SELECT ?a { ?a tc:year "2008"^^xsd:gYear }', 'Nothing has "2008"^^xsd:gYear as tc:year. Did you mean 2008?'),
    ('SELECT ?g { ?g a tc:Agreement ; tc:stateCode "signed" }', 'Its values are "announced", '),
    ('SELECT ?c { ?c rdfs:label "C87" }', "instrument:C087 has it as tc:code."),
    (
        "SELECT ?a { ?a a tc:Action ; tc:certaintyCode 'hedged' }",
        "How sure a deed is: tc:hasObservation/tc:certaintyCode",
    ),
    ('SELECT ?p { ?p tc:abbreviation "PPP" }', "tcs:matches searches all names and texts."),
    # The source's own words are not searched, and a search that finds nothing says nothing of it.
    (
        'SELECT ?a { ?a tcs:matches ("pooling" "en") }',
        'Nothing is found by "pooling": what is searched is in our words',
    ),
    ('SELECT ?a { ?a tcs:matches "steerring" }', 'Did you mean "steering"?'),
    (
        "SELECT ?a { ?a a tc:Action ; tc:who organisation:fao }",
        "1 more has the class tc:StateOfAffairs and tells of no",
    ),
    *(
        (
            f"SELECT ?r {{ ?r a tc:Recommendation {block} }}",
            "Nothing that has tc:addresses has tc:donor; tc:Funding has it",
        )
        for block in (
            "FILTER NOT EXISTS { ?a tc:addresses ?r ; tc:donor ?d }",
            "MINUS { ?a tc:addresses ?r ; tc:donor ?d }",
            "OPTIONAL { ?a tc:addresses ?r ; tc:donor ?d } FILTER(!BOUND(?d))",
        )
    ),
    (
        "SELECT ?o { ?o a tc:Obligation FILTER NOT EXISTS { ?o tc:metBy ?a } }",
        "which is not taken yet for 1; tc:status",
    ),
    ("SELECT ?x { ?x tc:names event:ilo-donor-meeting-2006 }", "3 more name the same event otherwise, by our reading"),
    ('SELECT ?c { ?c rdfs:label "Turkey"@en }', "country:TUR has it as skos:altLabel."),
    (
        "SELECT ?a { ?a tc:theme v-theme:social-protection }",
        "within v-theme:social-protection (v-theme:hiv-aids) as tc:",
    ),
    # What others call it, and what it is here: a property, a class, a value.
    ("SELECT ?o { ?o a tc:Organisation ; schema:name ?n }", "The graph has no schema:name. Did you mean rdfs:label?"),
    ("SELECT ?o { ?o prov:wasAssociatedWith ?w }", "Did you mean tc:agent?"),
    ("SELECT ?x { ?x a prov:Activity }", "The graph has no prov:Activity. Did you mean tc:Action?"),
    ("SELECT ?a { ?a a tc:Action ; dcterms:date ?d }", "tc:Document has it. Did you mean tc:when?"),
    ("SELECT ?a { ?a tc:hasFunding ?f }", "tc:Funding is a class: ?x tc:involves ?y . ?y a tc:Funding."),
    ("SELECT ?d { ?d a tc:Donor }", "The graph has no tc:Donor. tc:donor is a property: ?x tc:donor ?y."),
    ("SELECT ?c { ?a a tc:Action ; v-role:pilot ?c }", "v-role:pilot is a value: ?x tc:role v-role:pilot."),
    ("SELECT ?c { ?c skos:inScheme v-theme: }", "The graph has no v-theme:. Did you mean vocab:theme?"),
    ('SELECT ?p { ?p rdfs:label "SADC"@en }', "organisation:sadc has it as skos:altLabel and tc:abbreviation."),
    ('SELECT ?r { ?r tc:section "IV" }', "Sections have numbers: section:4, or"),
    ("SELECT ?p { ?p a tc:Project ; tc:inRow 11 }", "In which row a thing is named: ?x tc:names ?thing"),
    ('SELECT ?o { ?o rdfs:label ?l FILTER(LANG(?l) = "EN") }', 'rdfs:label is in "EN". Did you mean "en"?'),
    ('SELECT ?o { ?o rdfs:label ?l FILTER(STRLEN(?l) > 3 && LANG(?l) = "de") }', "Its languages are en, es, fr."),
    (
        "SELECT ?e { ?e a tc:Event ; tc:when ?w FILTER(YEAR(?w) = 2006) }",
        "YEAR(?w) has no value for 1 of the 10 values of tc:when here, which are texts. tc:year is a number.",
    ),
    (
        "SELECT ?a { ?a a tc:Action ; tc:serves organisation:workers-organizations }",
        "1 more has it in another part; tc:serves|tc:who asks for it too",
    ),
    (
        "SELECT ?x ?label { ?x tc:inRow 11 ; rdfs:label ?label FILTER(LANG(?label) = 'en') }",
        "?x is of 9 kinds, such as tc:Participation (36) and tc:Action (12).",
    ),
    ("SELECT ?a { ?a a <tc:Action> }", "Did you mean tc:Action?"),
    ('SELECT ?a { ?a a "tc:Action" }', "Did you mean tc:Action?"),
    (
        "SELECT ?a { ?a a tc:Action ; tc:firstDay ?t FILTER(?t > 2006-10-01) }",
        '2006-10-01 subtracts numbers. Did you mean "2006-10-01"^^xsd:date?',
    ),
    ("SELECT ?a FROM tc:Action { ?a a tc:Action }", "No graph is called tc:Action: without FROM the query asks of ev"),
    ("SELECT ?a { GRAPH graph:nowhere { ?a a tc:Action } }", "No graph is called graph:nowhere: without GRAPH"),
    (
        'SELECT ?a { ?a a tc:Action ; rdfs:label ?l FILTER(LANG(?l) = "en" && CONTAINS(?l, "UNDP")) }',
        "1 more names something that is called so, or has such a theme; (tc:names|tc:theme)?/(rdfs:label|",
    ),
    ("SELECT ?a { ?a tc:names instrument:C87 }", "Did you mean instrument:C087?"),
    ('SELECT ?a { ?a tc:names/tc:code "C87" }', 'Did you mean "C087"?'),
    ("SELECT (SUM(?v) AS ?n) { ?f a tc:Figure ; tc:value ?v }", "SUM(?v) adds up numbers of "),
    (
        "SELECT ?a { ?a tc:who organisation:institute-labour-studies }",
        "Did you mean organisation:international-institute-for-labour-studies?",
    ),
    (
        "SELECT ?i ?n { ?x tc:names ?i ; tc:inRow ?n . ?i a tc:Declaration }",
        "more name ?i by our reading; tc:names|tc:inferredMention",
    ),
    # A value that nothing has is a slip wherever a query lists it.
    ('SELECT ?a { ?a tc:statusCode ?c FILTER(?c IN ("planned", "ongoing")) }', 'Nothing has "ongoing" as'),
    ('SELECT ?a { ?a tc:statusCode ?c FILTER(?c NOT IN ("planned", "ongoing")) }', 'Nothing has "ongoing" as'),
    ('SELECT ?a { ?a tc:statusCode ?c VALUES ?c { "planned" "ongoing" } }', 'Nothing has "ongoing" as'),
    ('SELECT ?a { ?a tc:statusCode ?c FILTER(?c != "done") }', 'Nothing has "done" as'),
    ("SELECT ?a { ?a tc:statusCode v-status:planned }", 'such as v-status:planned. Did you mean "planned"?'),
    ("SELECT ?a { ?a tc:statusCode ?c FILTER(?c = v-status:planned) }", 'Did you mean "planned"?'),
    ("SELECT ?a { ?a tc:section ?part FILTER(?part = 4) }", "Did you mean section:4?"),
    ('SELECT ?a { ?a tc:agent "ACTRAV" }', "Did you mean organisation:actrav?"),
    ("SELECT ?a { ?a tc:hasTheme v-theme:training }", "Did you mean tc:theme?"),
    ("SELECT ?a { ?a a tc:Action ; tc:label ?l }", "Did you mean rdfs:label?"),
    ("SELECT ?a { ?a a tc:Action ; rdfs:Label ?l }", "Did you mean rdfs:label?"),
    ("SELECT ?a { ?a a tc:Action MINUS { ?b tc:statusCode 'planned' } }", "MINUS shares no variable with"),
    (
        "SELECT ?r { ?r a tc:Recommendation FILTER NOT EXISTS { ?a tc:statusCode 'planned' } }",
        "NOT EXISTS shares no variable with what is around it",
    ),
    ("SELECT ?a { ?a tc:trains organisation:workers-organizations }", "tc:trains/^org:memberOf* asks for them too"),
    # A wider term is told of where it finds more in this query, counted within its other conditions.
    ("SELECT ?a { ?a a tc:Action ; tc:where region:africa }", "9 more have something within region:africa as tc:where"),
    (
        "SELECT ?a { ?a a tc:Action FILTER NOT EXISTS { ?a tc:where region:africa } }",
        "9 of these have something within region:africa as tc:where",
    ),
    (
        "SELECT DISTINCT ?a { ?a a tc:ReportedItem ; tc:serves ?who . ?who rdfs:label ?l "
        'FILTER(LANG(?l) = "en" && CONTAINS(LCASE(?l), "employers")) }',
        "10 more have a group that holds ?who as tc:serves; tc:serves/^org:memberOf* asks for them too",
    ),
    (
        'SELECT DISTINCT ?a { ?a tc:names ?o . ?o rdfs:label ?l FILTER(LANG(?l) = "en" && CONTAINS(?l, "UNDP")) }',
        "what is sought in another name than rdfs:label; rdfs:label|skos:altLabel|tc:abbreviation|tc:code asks",
    ),
    ("SELECT ?h { ?h tc:hedges ?a . ?a a tc:Action }", "a part of ?a, as what a donor gives; tc:hedges/tc:in"),
    (
        "SELECT ?who (COUNT(DISTINCT ?n) AS ?rows) { ?a a tc:Action ; tc:agent ?who ; tc:inRow ?n } GROUP BY ?who",
        "13 more only pay, and do nothing; tc:agent|tc:involves/tc:donor asks for them too",
    ),
    ("SELECT ?a ?t { ?a a tc:ReportedItem ; tc:when ?t ; tc:firstDay ?d }", "13 more name something that has a time;"),
    (
        "SELECT ?n ?c (COUNT(DISTINCT ?a) AS ?all) "
        "{ ?a a tc:Action ; tc:section/tc:number ?n ; tc:statusCode ?c } GROUP BY ?n ?c",
        "1 deed is told in two rows of the report that are in one group here, and counted twice in it; one whose rows",
    ),
    (
        'SELECT ?a { ?a a tc:Action ; tc:when ?t FILTER(?t > "2006-10-01"^^xsd:date) }',
        "never holds: the values of tc:w",
    ),
    ("SELECT (COUNT(DISTINCT ?d) AS ?n) { ?f tc:donor ?d }", "several bodies named together: 2. FILTER NOT EXISTS"),
    ("SELECT (COUNT(?a) AS ?n) { ?a tc:addresses rec:12 }", "no deeds: 1. ?a a tc:Action leaves them out"),
    ("SELECT ?v { ?f tc:value ?v ; tc:figureOf ?a . ?a tc:serves ?who }", "same as others. SELECT DISTINCT"),
    ("SELECT (SUM(?v) AS ?n) { ?f tc:value ?v ; tc:figureOf ?a . ?a tc:serves ?who }", "13 matches are counted again."),
    (
        "SELECT ?d ?w { ?f tc:donor ?d ; tc:certaintyCode 'hedged' ; tc:inAction ?a "
        "OPTIONAL { ?h tc:hedges ?a ; tc:asPrinted ?w } }",
        '2 rows more. In one cell: (GROUP_CONCAT(DISTINCT COALESCE(STR(?w), ""); separator=", ") AS ?all) with GROUP',
    ),
    (
        "SELECT ?a { ?a a tc:Action ; tc:theme ?t FILTER(?t IN (v-theme:training, v-theme:tripartism)) }",
        "rows are the same as others. SELECT DISTINCT shows each once.",
    ),
    ("SELECT ?x ?kind { ?x a ?kind ; tc:year 2008 }", "?kind has several values for one match of the rest"),
    (
        "SELECT ?a ?t ?w { ?a a tc:Action ; tc:theme ?t ; tc:who ?w }",
        "?t and ?w have several values each for one ?a, and the ",
    ),
    ("SELECT (COUNT(?e) AS ?n) { ?e a tc:Event }", "one event under two names, by our reading: 2."),
    ("SELECT ?a { ?a a tc:Action ; tc:status v-status:planned }", "Nothing that is a tc:Action has tc:status"),
    ('SELECT ?a { ?a tc:status "planned" }', "tc:status leads to things"),
    ('SELECT ?a { ?a tc:statusCode "Planned" }', 'Did you mean "planned"?'),
    ('SELECT ?a { ?a tc:statusCode ?c FILTER(?c = "plannd") }', 'Did you mean "planned"?'),
    ('SELECT ?a { ?a tc:involves/tc:role "pilot" }', "Did you mean v-role:pilot?"),
    ("SELECT ?c ?labell { ?c a tc:Country ; tc:iso3 ?label }", "Did you mean ?label?"),
    ("SELECT ?c { ?c a tc:Country ; tc:iso3 ?code FILTER(?kode = 'SEN') }", "Nothing gives ?kode a value"),
    ('SELECT ?c { ?c rdfs:label "Senegal" }', 'Did you mean "Senegal"@en?'),
    ("SELECT ?l { ?r a tc:Recommendation ; rdfs:label ?l }", "makes a row for each of its translations (en, es, fr)"),
    ("SELECT (COUNT(*) AS ?n) { ?r a tc:Recommendation ; rdfs:label ?l }", "is counted once for each"),
    (
        'SELECT ?l { ?r a tc:Passage ; rdfs:label ?l FILTER(LANG(?l) = "fr") }',
        "that have no such text in that language",
    ),
    ("SELECT ?x { ?x tc:due ?d FILTER(?d > 2007) }", "never holds"),
    ('SELECT ?x { ?x tc:asOf ?d FILTER(?d = "2006-10-11") }', "the values of tc:asOf are dates"),
    ('SELECT ?x { ?x tc:when ?d FILTER(?d > "2007-01-01"^^xsd:date) }', "tc:firstDay and tc:lastDay are days always"),
    (
        "SELECT ?c { ?r a tc:Ratification ; tc:instrument instrument:C144 ; tc:country ?c }",
        "every ratification of C144",
    ),
    (
        "SELECT ?c { ?c a tc:Country FILTER NOT EXISTS { ?r a tc:Ratification ; tc:country ?c } }",
        "every ratification of any Convention",
    ),
    ("SELECT ?a { ?a tc:agent id:actrav }", "Did you mean organisation:actrav?"),
    ("SELECT ?a { ?a tc:agent organisation:actraw }", "Did you mean organisation:actrav?"),
    ("SELECT ?a { ?a tc:mentionz ?x }", "Did you mean tc:mentions?"),
    ("SELECT ?a { ?a tc:agents ?x }", "Did you mean tc:agent?"),
    ("SELECT ?a { ?a tc:agent organisation:ITC }", "Did you mean organisation:turin-centre?"),
    ("SELECT ?a { ?a tc:agent organisation:Turin_Centre }", "Did you mean organisation:turin-centre?"),
    ("SELECT ?a { ?a tc:theme v-theme:gender }", "Did you mean v-theme:gender-equality?"),
    ("SELECT ?a { ?a tc:where country:SNE }", "Did you mean country:SEN?"),
    ('SELECT ?a { ?a tc:statusCode "done" }', 'Its values are "planned", "standing", "taken", "under-way".'),
    ("SELECT ?a { ?a a tc:Actoin }", "Did you mean tc:Action?"),
    ("SELECT ?a { ?a tc:hasObservation ?o . ?o tc:agent ?w }", "never has tc:agent"),
    ('SELECT ?r { ?r a tc:Recommendation ; tc:number "12" }', "Did you mean 12?"),
    (
        "SELECT ?t (COUNT(*) AS ?n) { ?a tc:theme ?t } GROUP BY ?t HAVING(?n > 2)",
        "Write COUNT(*) in its place.",
    ),
    (
        "SELECT ?a { ?a tc:number ?n FILTER(sameTerm(?n, 012)) }",
        "012 is kept as 12: STR, DATATYPE and sameTerm see that.",
    ),
    ("SELECT (SUM(?d) AS ?n) { ?x tc:asOf ?d }", "SUM(?d) has no value: the values of tc:asOf are dates."),
    ('SELECT ?a { ?a tc:theme ?t FILTER(CONTAINS(?t, "gender")) }', "CONTAINS reads texts"),
    (
        "SELECT ?a ?d { ?a a tc:Action OPTIONAL { ?f a tc:Funding ; tc:inAction ?a } OPTIONAL { ?f tc:donor ?d } }",
        "there it stands for anything",
    ),
    ("SELECT ?b { ?a a tc:Action { BIND(?a AS ?b) } }", "?a has no value where BIND reads it"),
    # A search is no triple pattern, whatever stands beside it.
    ('SELECT ?l { ?a tcs:matches ("donor*" "en") ; rdfs:label ?l }', "makes a row for each of its translations"),
    (
        "SELECT ?s { ?a a tc:Action { BIND(?a AS ?x) } UNION { ?a tc:names ?x } ?x tc:sector ?s }",
        "Write ?a tc:names? ?x in place of the UNION.",
    ),
    ("SELECT ?a { ?a tc:who organisation:ilo-field-offices }", "tc:who/org:subOrganizationOf* asks for them too"),
    ("SELECT ?r { ?r tc:where region:africa }", "tc:where/tc:within asks for them too"),
    ("SELECT ?b { BIND(?a AS ?b) ?a a tc:Action }", "?a has no value where BIND reads it"),
    ("SELECT ?b { ?a a tc:Action BIND(?zz AS ?b) }", "Nothing gives ?zz a value"),
    (
        "SELECT ?a { ?a tc:year ?y { ?a a tc:Action FILTER(?y > 2007) } }",
        "?y has no value where FILTER reads it",
    ),
    (
        "SELECT ?r (GROUP_CONCAT(?y) AS ?ys) { ?a tc:addresses ?r OPTIONAL { ?a tc:year ?y } } GROUP BY ?r",
        "GROUP_CONCAT is empty for",
    ),
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "This counts what is concluded, the ontology,"),
    ("SELECT ?x { ?x tc:amount ?sum }", "Nothing in the graph has tc:amount so far; it is there for what is reported"),
    ("SELECT ?r { ?r tc:number 1 OPTIONAL { ?x a tc:Allocation } }", "Nothing in the graph is a tc:Allocation so far"),
    ("SELECT ?r ?who { ?r tc:addressee ?who }", "of these have tc:addressee by our reading"),
    ("SELECT ?r (MIN(?y) AS ?first) { ?a tc:addresses ?r OPTIONAL { ?a tc:year ?y } } GROUP BY ?r", "MIN is empty for"),
]


@pytest.mark.parametrize(("text", "told"), OFF)
def test_it_is_told(text: str, told: str, warnings: QueryWarnings) -> None:
    assert told in " ".join(warning.message for warning in warnings.of(text))


WELL = [
    # A name that is compared need not lead anywhere.
    "SELECT ?o ?p ?v { ?o a tc:Obligation ; tc:inRow 19 ; ?p ?v FILTER(?p IN (tc:metBy, tc:due)) }",
    # Who lists deeds asks for deeds.
    "SELECT ?a { ?a a tc:Action }",
    # Who asks who is trained does not ask who is served; a donor and who has a role are two; what is read is asked for.
    "SELECT DISTINCT ?a ?w { ?a a tc:Action ; tc:trains ?w }",
    "SELECT DISTINCT ?a { ?a a tc:ReportedItem ; tc:involves/tc:donor ?d ; tc:involves/tc:role v-role:partner "
    "FILTER EXISTS { ?f tc:donor ?d ; tc:certaintyCode 'stated' } }",
    "SELECT DISTINCT ?p { ?p a tc:Product ; tc:madeFor ?w }",
    "SELECT ?r { ?r tc:inSection section:4 }",
    "SELECT ?o { ?o tc:governs country:NLD }",
    "SELECT DISTINCT ?p { ?x tc:inRow 11 ; tc:names ?p . ?p tc:madeFor organisation:employers-organizations }",
    "SELECT ?a ?l { ?a a tc:ReportedItem ; tc:section/tc:number 4 ; tc:section/rdfs:label ?l FILTER(LANG(?l) = 'en') }",
    "SELECT DISTINCT ?w { ?a a tc:Action ; tc:agent ?w }",
    'SELECT ?a { ?a tcs:matches ("steering" "en") }',
    # A namespace is no thing that is named.
    "SELECT DISTINCT ?p { action:3-1-a ?p ?o FILTER(STRSTARTS(STR(?p), STR(tc:))) }",
    "SELECT ?e { ?e a tc:Event ; tc:firstDay ?d FILTER(YEAR(?d) = 2006) }",
    "SELECT ?a ?l { ?a a tc:Action OPTIONAL { ?a rdfs:label ?l FILTER(LANGMATCHES(LANG(?l), 'EN')) } }",
    # An organisation may be above another without being below one, and what is prepared is of several kinds.
    "SELECT ?o { organisation:ilo org:subOrganizationOf ?o }",
    "SELECT ?x { ?x tc:stateCode 'in-preparation' }",
    # A manual of another language's name is none in English.
    'SELECT DISTINCT ?a { ?a tc:names ?x . ?x rdfs:label ?l FILTER(LANG(?l) = "en" && CONTAINS(LCASE(?l), "manual")) }',
    "SELECT DISTINCT ?t ?w { ?a a tc:ReportedItem ; tc:names? ?t . ?t tc:when ?w }",
    "SELECT (SUM(?v) AS ?n) { ?f a tc:Figure ; tc:value ?v ; tc:unit 'ILO offices'@en }",
    "SELECT ?n (COUNT(?a) AS ?c) { ?a tc:addresses/tc:number ?n } GROUP BY ?n",
    "SELECT (COUNT(?a) AS ?n) { ?a a tc:ReportedItem }",
    "SELECT (COUNT(?x) AS ?n) { ?x a tc:Element ; tc:section/tc:number 4 }",
    "SELECT ?x ?c { ?x tc:country ?c FILTER NOT EXISTS { ?x a tc:Ratification } }",
    "SELECT ?p ?n { ?p a tc:Obligation OPTIONAL { ?p tc:source ?s OPTIONAL { ?s tc:number ?n } } }",
    "SELECT ?p ?n { ?p a tc:Passage OPTIONAL { ?p tc:inRendition ?s } OPTIONAL { ?s tc:renditionOf ?n } }",
    "SELECT ?a { ?a a tc:Action OPTIONAL { ?a tc:addresses ?r FILTER(?a != ?r) } }",
    "SELECT ?a { ?a a tc:Action FILTER NOT EXISTS { ?a tc:year ?y FILTER(?a != ?y) } }",
    "SELECT ?r (GROUP_CONCAT(?y) AS ?ys) { ?a tc:addresses ?r ; tc:year ?y } GROUP BY ?r",
    "SELECT ?r (COUNT(?y) AS ?n) { ?a tc:addresses ?r OPTIONAL { ?a tc:year ?y } } GROUP BY ?r",
    "SELECT ?r (MIN(?y) AS ?first) { ?a tc:addresses ?r OPTIONAL { ?a tc:year ?y } FILTER(BOUND(?y)) } GROUP BY ?r",
    "SELECT ?a { ?a a tc:Action ; tc:statusCode 'planned' ; tc:section/tc:number 4 ; tc:who organisation:actrav }",
    "SELECT ?c (COUNT(?a) AS ?n) { ?a a tc:Action ; tc:statusCode ?c } GROUP BY ?c ORDER BY DESC(?n)",
    # Who speaks of the wider term knows of it.
    "SELECT DISTINCT ?a { ?a a tc:Action ; tc:where/tc:within region:africa "
    "FILTER NOT EXISTS { ?a tc:where region:africa } }",
    "SELECT DISTINCT ?h { ?h tc:hedges/tc:inAction? ?a . ?a a tc:Action }",
    "SELECT ?r ?l { ?r a tc:Recommendation ; rdfs:label ?l FILTER(LANG(?l) = 'en') }",
    "SELECT ?r ?l { ?r a tc:Action OPTIONAL { ?r rdfs:label ?l FILTER(LANG(?l) = 'fr') } }",
    "SELECT DISTINCT ?x { ?x a tc:Event ; tc:year ?y FILTER(?y >= 2007) }",
    "SELECT ?x { ?x a tc:Observation ; tc:asOf ?d FILTER(?d > '2006-01-01'^^xsd:date) }",
    "SELECT DISTINCT ?x { { ?x a tc:Action } UNION { ?x a tc:Recommendation } ?x tc:theme ?t }",
    "SELECT DISTINCT ?x { ?x tc:mentions* ?y . ?y a tc:Convention }",
    "SELECT ?p ?o { action:1-1-a ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT (COUNT(?o) AS ?n) { ?s ?p ?o . ?s a tc:Action }",
    "SELECT ?p (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "ASK { ?a tc:who ?w FILTER NOT EXISTS { ?a tc:where ?p } }",
    "SELECT DISTINCT ?c { VALUES ?c { 'planned' 'taken' } ?a tc:statusCode ?c }",
    "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a ?class ; rdfs:label ?l FILTER(LANG(?l) = 'en') } GROUP BY ?class",
    "CONSTRUCT { ?a schema:about ?w } WHERE { ?a tc:who ?w }",
    "SELECT ?a { ?a a tc:Action MINUS { ?a tc:statusCode 'planned' } }",
    "SELECT ?a { ?a a tc:Action FILTER NOT EXISTS { ?b tc:names ?x FILTER(?b = ?a) } }",
    "SELECT ?s { GRAPH ?g { ?s a tc:Event } } ORDER BY ?g",
    "SELECT (MAX(?n) AS ?most) { SELECT (COUNT(?a) AS ?n) { ?a a tc:Action ; tc:who ?w } GROUP BY ?w }",
    "CONSTRUCT { ?a tc:who ?w } WHERE { ?a tc:who ?w }",
    # A table of pairs is what is asked for; who has a part beside whom, too.
    "SELECT ?a ?x { ?a a tc:Action ; tc:names ?x }",
    "SELECT ?a ?w ?o { ?a a tc:Action ; tc:who ?w ; tc:who ?o FILTER(?w != ?o) }",
    "SELECT ?f ?d { ?f a tc:Funding ; tc:certaintyCode ?c ; tc:donor ?d OPTIONAL { ?f tc:earmark ?p } }",
    "not a query",
]


def test_a_word_is_no_slip_for_one_beside_it(warnings: QueryWarnings) -> None:
    for listed in ('FILTER(?c IN ("planned", "plannd"))', 'VALUES ?c { "planned" "plannd" }'):
        (told,) = warnings.of(f"SELECT ?a {{ ?a a tc:Action ; tc:statusCode ?c {listed} }}")
        assert (told.message, told.instead) == ('Nothing has "plannd" as tc:statusCode.', "")


def test_another_code_of_three_letters_is_not_put_forward(warnings: QueryWarnings) -> None:
    told = [warning.message for warning in warnings.of("SELECT ?a { ?a tc:where country:UK }")]
    assert told == ["The graph has no country:UK."]


def test_one_more_unknown_name_costs_no_further_look_at_the_things_there_are(select: Select) -> None:
    asked: list[str] = []

    def rows(text: str) -> list[Row]:
        asked.append(text)
        return select(text)

    names = ", ".join(f"organisation:nobody{number}" for number in range(9))
    QueryWarnings(rows).of(f"SELECT ?a {{ ?a tc:agent {names} }}")
    assert sum("STRSTARTS" in text for text in asked) == 1


@pytest.mark.parametrize("text", WELL)
def test_nothing_is_told(text: str, warnings: QueryWarnings) -> None:
    assert warnings.of(text) == []


def test_the_projects_own_queries_are_left_in_peace(project: Project, warnings: QueryWarnings) -> None:
    """But for what is true of them: ratifications are incomplete, and much is reported later, so columns are empty."""
    each = many(1, few=8)
    told = {}
    for query in list(read_queries(project.queries).values())[::each]:
        try:
            text = query.bind({})
        except TcgraphError:
            text = query.text
        messages = [warning.message for warning in warnings.of(text)]
        if found := [message for message in messages if "what is reported later" not in message]:
            told[query.name] = found
    known = ("every ratification", "No row has a value for", "told in two rows of the report", "tells is stated")
    true = {name for name, found in told.items() if all(any(part in message for part in known) for message in found)}
    # Pages put what answers each part, and the words that hedge an action, together themselves; a theme lists its
    # deeds; a place of its own only a later report's observation has, further columns only another body's table.
    known_by_name = {"global-compact-projects", "recommendation-elements", "hedged-actions", "theme", "report-actions"}
    known_by_name |= {"report-recommendations"}
    assert set(told) - true <= known_by_name
    assert len(told) <= 18  # of which some have a column that only a second report fills


@pytest.mark.parametrize("error", [EngineError("too large"), ValueError("no IRI"), KeyError("a fault of ours")])
def test_a_look_that_fails_is_left_out(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    def refused(query: str) -> list[Row]:
        raise error

    found = QueryWarnings(refused).of("SELECT ?labell { ?s a tc:Action ; rdfs:label ?label }", 0)
    assert [warning.message for warning in found] == ["Nothing gives ?labell a value. Did you mean ?label?"]
    assert bool(caplog.records) == isinstance(error, KeyError)


def test_a_graph_too_large_to_be_looked_at_is_not_looked_at_for_each_look_and_query() -> None:
    asked: list[str] = []

    def refused(query: str) -> list[Row]:
        asked.append(query)
        raise EngineError("too large")

    kept = LookCache()
    for _ in range(3):
        with pytest.raises(EngineError):
            _ = LookedGraph(refused, kept, 60).profile
    assert len(asked) == 1


def test_no_question_is_asked_when_the_time_is_over(select: Select) -> None:
    asked: list[str] = []

    def rows(text: str) -> list[Row]:
        asked.append(text)
        return select(text)

    warnings = QueryWarnings(rows, seconds=-1)
    found = warnings.of("SELECT ?labell { ?s a tc:Actoin ; rdfs:label ?label }", 0)
    assert [warning.message for warning in found] == ["Nothing gives ?labell a value. Did you mean ?label?"]
    assert not [text for text in asked if "tc:Actoin" in text or "ns#Actoin" in text]
    assert asked, "the look at the whole graph serves every other query"


def test_a_fix_replaces_what_is_wrong(warnings: QueryWarnings) -> None:
    text = "SELECT DISTINCT ?a { ?a tc:mentionz ?x }"
    (warning,) = warnings.of(text)
    mended = text[: warning.start] + warning.instead + text[warning.end :]
    assert mended == "SELECT DISTINCT ?a { ?a tc:mentions ?x }"
    assert warnings.of(mended) == []


@pytest.mark.parametrize(("rows", "told"), [(10, True), (9, False)])
def test_a_limit_that_was_reached_is_told(rows: int, told: bool, warnings: QueryWarnings) -> None:
    found = [warning.message for warning in warnings.of("SELECT ?s { ?s ?p ?o } LIMIT 10", rows)]
    assert found == (["The answer ends at LIMIT 10; there may be more."] if told else [])


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (10, "LIMIT 10 cuts among equals: the next row has 6 as ?n too."),
        (3, ""),  # The highest are asked for, and no other is as high.
        (37, ""),  # There are no more.
    ],
)
def test_what_a_limit_cuts_of_the_highest_is_told(limit: int, told: str, warnings: QueryWarnings) -> None:
    text = (
        "SELECT ?r (COUNT(?a) AS ?n) { ?a a tc:Action ; tc:addresses ?r } "
        f"GROUP BY ?r ORDER BY DESC(?n) ?r LIMIT {limit}"
    )
    assert [warning.message for warning in warnings.of(text, limit)] == ([told] if told else [])


EMPTY = [
    # Another property that the rest of the query fits, the same one turned round, another class.
    (
        'SELECT ?a { ?a tc:agent ?o . ?o tc:abbreviation "UNDP" }',
        "Nothing here has tc:agent; with another in its place there are rows: tc:mentions (4), tc:refersTo (4), ",
    ),
    (
        "SELECT ?a { VALUES ?o { organisation:actrav organisation:undp } ?o tc:agent ?a . ?a a tc:Action }",
        "Nothing here has tc:agent; with another in its place there are rows: ^tc:agent (11).",
    ),
    (
        "SELECT ?a { ?a a tc:StateOfAffairs ; tc:statusCode 'taken' }",
        "Nothing here is a tc:StateOfAffairs; with another in its place there are rows: tc:Action (54), ",
    ),
    (
        "SELECT ?w { agent:actrav tc:agent ?w }",
        "Nothing here has tc:agent; with another in its place there are rows: ^tc:",
    ),
    (
        "SELECT ?a { ?a tc:addresses action:1-2-a }",
        "Nothing here has tc:addresses; with another in its place there are rows: ^",
    ),
    (
        "SELECT ?m { ?m tc:memberOf organisation:social-partners }",
        "Nothing here has tc:memberOf; with another in its place there are rows: org:memberOf (2).",
    ),
    ("SELECT ?t { v-theme:capacity-building skos:narrower+ ?t }", "Nothing fits skos:narrower+ ?t, whatever stands"),
    (
        'SELECT ?a { ?a a tc:Action ; tc:statusCode "planned", "taken" }',
        'Nothing fits from tc:statusCode "planned", "taken" on; what stands before it has 159 rows. The comma asks for',
    ),
    # One who knew SPARQL asked this, and could not tell whether no sum was printed or none was modelled.
    (
        'SELECT ?f { ?f a tc:Funding ; tc:summary ?s FILTER(LANG(?s) = "en" && REGEX(?s, "dollar|euro", "i")) }',
        'No row passes REGEX(?s, "dollar|euro", "i"); without it there are 11 rows. Texts are in our',
    ),
    (
        "SELECT ?r { ?r a tc:Recommendation FILTER NOT EXISTS { ?r tc:hasElement ?e } }",
        "No row passes NOT EXISTS { ?r tc:hasElement ?e }; without it there are 37 rows.",
    ),
    (
        "SELECT ?a { ?a a tc:Action MINUS { ?a tc:addresses ?r } }",
        "No row passes MINUS { ?a tc:addresses ?r }",
    ),
    (
        "SELECT ?x { ?x a tc:Recommendation ; tc:number ?n ; tc:where country:SEN . ?x tc:theme ?t }",
        "Nothing fits from tc:where country:SEN on; what stands before it has 37 rows.",
    ),
    (
        'SELECT ?a { ?a tc:statusCode ?c FILTER(?c != "taken") ?a tc:addresses ?r FILTER(?c = "taken") }',
        'No row passes ?c = "taken"; without it there are 121 rows.',
    ),
]


@pytest.mark.parametrize(("text", "told"), EMPTY)
def test_what_leaves_no_row_is_told(text: str, told: str, warnings: QueryWarnings, select: Select) -> None:
    assert list(select(text)) == []
    found = [warning.message for warning in warnings.of(text, 0)]
    assert len(found) == 1
    assert found[0].startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT (COUNT(?a) AS ?n) { ?a tc:agent organisation:undp }", True),
        ("SELECT (COUNT(?a) AS ?n) { ?a tc:agent organisation:actrav }", False),
        ("ASK { ?a tc:agent organisation:undp }", True),
        ("ASK { ?a tc:agent organisation:actrav }", False),
    ],
)
def test_a_total_of_nothing_and_a_no_are_told_as_an_answer_without_rows(
    text: str, told: bool, warnings: QueryWarnings
) -> None:
    found = [warning.message for warning in warnings.of(text, 1)]
    assert any("with another in its place there are rows: tc:" in message for message in found) == told


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a { ?a a tc:Action } LIMIT 0",
        "SELECT ?a { ?a a tc:Action } OFFSET 9000",
    ],
)
def test_what_leaves_no_row_is_left_out_where_it_is_not_the_pattern(text: str, warnings: QueryWarnings) -> None:
    assert warnings.of(text, 0) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?a { ?a tc:names organisation:actrav ; tc:inRow 7 }", ""),
        (
            "SELECT ?a FROM graph:inferred { ?a a tc:Action ; tc:statusCode 'planned' }",
            " statements, none of tc:Action; without FROM there are 71 rows.",
        ),
        (
            "SELECT ?a { GRAPH graph:inferred { ?a tc:reportedBy ?b } }",
            " statements, none of tc:reportedBy; without GRAPH there are ",
        ),
        ("SELECT ?a { GRAPH graph:inferred { ?a tc:statusCode 'never' } }", 'Nothing has "never" as tc:statusCode'),
        ("SELECT ?a { ?a tc:names event:world-summit-2005 }", "(tc:refersTo) there are 2 rows"),
        (
            'SELECT ?a { ?a a tc:ReportedItem ; tcs:matches ("tailor-made" "en") }',
            'What is found by "tailor-made" does not fit the rest; it is of tc:Event (1).',
        ),
        (
            "SELECT ?a ?n { ?a a tc:Action ; tc:names project:tripartism-pilot-projects OPTIONAL { ?n tc:metBy ?a } }",
            "No row has a value for ?n of this OPTIONAL.",
        ),
        (
            "SELECT ?a { ?a tc:names project:tripartism-pilot-projects OPTIONAL { ?n tc:metBy ?a } FILTER(!BOUND(?n))}",
            "",
        ),
        (
            'SELECT DISTINCT ?l { ?a tc:who ?one . ?one rdfs:label ?l FILTER(LANG(?l) = "en") '
            'FILTER(CONTAINS(?l, "Tourin") || CONTAINS(?l, "Govern")) }',
            'No row passes CONTAINS(?l, "Tourin"); all that are there pass by another part',
        ),
        (
            'SELECT ?a ?b { ?a tc:hasObservation/tc:basis ?b FILTER(REGEX(?b, "the text|le texte", "i")) }',
            "?b makes a row for each of its translations",
        ),
        ('SELECT ?a ?b { ?a tc:hasObservation/tc:basis ?b FILTER(REGEX(?b, "to be", "i")) }', ""),
    ],
)
def test_what_leaves_something_out_of_an_answer_is_told(
    warnings: QueryWarnings, select: Select, query: str, told: str
) -> None:
    found = [warning.message for warning in warnings.of(query, len(list(select(query))))]
    assert any(told in message for message in found) if told else not found


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ('SELECT ?a { ?a tc:statusCode "taken" ; tc:year 2006 }', True),
        ("SELECT ?a { ?a tc:currentStatus v-status:taken ; tc:year 2006 }", True),
        ('SELECT ?a { VALUES ?code { "taken" "standing" } ?a tc:statusCode ?code ; tc:year 2006 }', False),
        ('SELECT ?a { ?a tc:statusCode "taken" ; tc:year 2004 }', False),
        ('SELECT ?a { ?a tc:statusCode "taken" }', False),
    ],
)
def test_what_is_in_force_since_then_is_told_beside_what_was_taken(
    warnings: QueryWarnings, select: Select, query: str, told: bool
) -> None:
    found = [warning.message for warning in warnings.of(query, len(list(select(query))))]
    assert any('is "standing", and not "taken"' in message for message in found) == told


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o FILTER(?o IN(1,<x>)) }",
        "SELECT * { ?s ?p <x> FILTER(?s = <y>) VALUES ?p { <z> } }",
        "SELECT ?a FROM <g> { ?a tc:where ?c FILTER(?c IN (<x>, <y>)) }",
        "SELECT ?a { GRAPH <g> { ?a tc:names <x> MINUS { ?a a <y> } } }",
        "ASK { <a> <b> <c> }",
    ],
)
@pytest.mark.parametrize("answered", [None, 0, 5])
def test_an_iri_that_only_a_base_makes_whole_keeps_no_query_from_its_answer(
    text: str, answered: int | None, warnings: QueryWarnings
) -> None:
    assert isinstance(warnings.of(text, answered), list)
