"""Each rule is applied where it is proved, and left out where it is not."""

from __future__ import annotations

import pyoxigraph
import pytest

from tcgraph.sparql import parse_query, parse_update, written
from tcgraph.sparql.planner import Constant, Sample, plan, plan_update
from tcgraph.sparql.syntax import Iri

START = "SELECT ?a ?b { ?a <urn:p> ?b "


class Large:
    """A graph in which each property has many triples, whose objects are few, and ``<urn:few>`` has ten."""

    def sample(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:
        if subject is not None:
            return Sample(2, 1, 2)
        if predicate is not None and predicate.value == "urn:few":
            return Sample(10, 10, 10)
        return Sample(1000, 1000, 1) if object is not None else Sample(50_000, 50_000, 20)


def rules(text: str) -> set[str]:
    return {change.rule.name for change in plan(parse_query(text), Large()).changes}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("EXISTS by look-up", START + "FILTER EXISTS { ?a <urn:q> ?c . ?c <urn:r> 1 } }"),
        ("EXISTS by look-up", START + "BIND(EXISTS { ?a <urn:q> ?c . ?c <urn:r> 1 } AS ?d) }"),
        ("EXISTS by look-up", START + "OPTIONAL { ?a <urn:q> ?c FILTER EXISTS { ?c <urn:r> ?d . ?d <urn:s> 1 } } }"),
        ("EXISTS once", START + "FILTER NOT EXISTS { ?c <urn:q> ?b . ?c <urn:r> 1 } }"),
        ("EXISTS once", START + "FILTER EXISTS { ?c <urn:q> ?b FILTER NOT EXISTS { ?c <urn:r> ?d } } }"),
        ("EXISTS once", START + "FILTER EXISTS { ?c <urn:q> ?b OPTIONAL { ?c <urn:r> ?d } FILTER(!BOUND(?d)) } }"),
        ("EXISTS of something else", START + "FILTER EXISTS { ?c <urn:q> ?d . ?d <urn:r> 1 } }"),
        ("the largest of each", START + "FILTER NOT EXISTS { ?c <urn:q> ?b ; <urn:n> ?m FILTER(?m > ?a) } }"),
        ("EXISTS of the same", START + "FILTER NOT EXISTS { ?c <urn:q> ?b FILTER(?c = ?a) } }"),
        ("EXISTS of the same", START + "FILTER EXISTS { ?b <urn:q> ?c FILTER(?a = ?c && ?c != 1) } }"),
        (
            "the largest figure of each",
            START
            + "FILTER NOT EXISTS { { SELECT ?b (COUNT(?c) AS ?n) { ?c <urn:q> ?b } GROUP BY ?b } FILTER(?n > ?a) } }",
        ),
        (
            "the largest figure of each",
            START + "FILTER EXISTS { { SELECT ?c (SUM(?d) AS ?n) { ?c <urn:q> ?d } GROUP BY ?c } FILTER(?a <= ?n) } }",
        ),
        (
            "NOT EXISTS compared",
            START + "FILTER NOT EXISTS { ?c <urn:p> ?b ; <urn:few> ?m FILTER(?m > ?a || ?c = 1) } }",
        ),
        ("each part once", "SELECT DISTINCT ?b { ?a <urn:p> ?b . ?a <urn:q> 1 . ?c <urn:p> ?b . ?c <urn:q> 2 }"),
        ("MINUS by look-up", "SELECT ?a { ?a <urn:few> ?b MINUS { ?a <urn:q> ?c . ?c <urn:r> ?d } }"),
        ("required first", "SELECT ?a { ?a <urn:p> ?b OPTIONAL { ?a <urn:q> ?c } ?a <urn:r> 1 }"),
        ("terms instead of a filter", START + "FILTER(?b = <urn:x>) }"),
        ("terms instead of a filter", START + "FILTER(?b IN ('x', 'y'@en)) }"),
        ("join order", "SELECT ?a { ?a <urn:q> ?b . ?a <urn:p> ?d . ?b <urn:few> ?c }"),
        ("required first", "SELECT ?a { ?a <urn:few> ?b BIND(STR(?b) AS ?c) ?a <urn:q> ?d }"),
        ("another with the same", START + "FILTER NOT EXISTS { ?c <urn:p> ?b ; <urn:q> 1 FILTER(?c != ?a) } }"),
        ("another with the same", START + "FILTER EXISTS { ?c <urn:p> ?b FILTER(!SAMETERM(?c, ?a)) } }"),
        (
            "OPTIONAL left unbound",
            START + "OPTIONAL { ?c <urn:q> ?b ; <urn:n> ?m FILTER(?m > ?a) } FILTER(!BOUND(?c)) }",
        ),
        ("braces taken away", "SELECT ?a { { ?a <urn:p> ?b FILTER(?b > 1) BIND(1 AS ?c) } ?a <urn:q> ?d }"),
        ("braces taken away", "SELECT ?a { { ?a <urn:p> ?b OPTIONAL { ?b <urn:r> ?c } } ?a <urn:q> ?d }"),
        ("braces taken away", "SELECT ?a { ?a <urn:q> ?d { ?a <urn:p> ?b FILTER(?b > 1) } }"),
        ("equal, by one variable", "SELECT ?a { ?a <urn:p> ?b . ?c <urn:p> ?d FILTER(?b = ?d && ?a != ?c) }"),
        ("equal, by one variable", "SELECT ?a { ?a <urn:p> ?b . ?c <urn:few> ?d FILTER(?a = ?d) }"),
        ("the same text, by a join", "SELECT ?a { ?a <urn:p> ?b . ?c <urn:p> ?d FILTER(LCASE(?b) = LCASE(STR(?d))) }"),
        ("the same text, by a join", "SELECT ?a { ?a <urn:p> ?b . ?c <urn:p> ?d FILTER(YEAR(?b) = YEAR(?d)) }"),
        ("EXISTS early", "SELECT ?a { ?a <urn:few> ?b . ?c ?a ?d FILTER NOT EXISTS { ?a <urn:q> ?b } }"),
        (
            "EXISTS early",
            "SELECT ?a { { SELECT ?c { ?c <urn:p> ?x } } ?a <urn:few> ?b . ?c ?a ?d FILTER EXISTS { ?a <urn:q> 1 } }",
        ),
        ("EXISTS in EXISTS", START + "FILTER EXISTS { ?a <urn:q> ?c FILTER EXISTS { ?c <urn:r> 1 } } }"),
        ("MINUS by look-up", START + "FILTER EXISTS { ?a <urn:q> ?c MINUS { ?d <urn:r> ?c } } }"),
        (
            "subquery of few",
            "SELECT ?a ?n { ?a <urn:few> ?b { SELECT ?a (COUNT(?f) AS ?n) { ?a <urn:p> ?f } GROUP BY ?a } }",
        ),
        ("subquery of few", "SELECT ?a { { SELECT DISTINCT ?a { ?f <urn:p> ?a } } FILTER(?a = <urn:x>) }"),
        ("HAVING before grouping", "SELECT ?b { ?a <urn:p> ?b } GROUP BY ?b HAVING(?b = <urn:x> && COUNT(*) > 1)"),
        ("OPTIONAL that has to match", START + "OPTIONAL { ?a <urn:q> ?c } FILTER(?c = <urn:x>) }"),
        ("OPTIONAL that has to match", START + "OPTIONAL { ?a <urn:q> ?c FILTER(?c > ?b) } FILTER(BOUND(?c)) }"),
        ("terms instead of a filter", "SELECT ?b { ?a <urn:p> ?b FILTER('urn:x' = STR(?a)) }"),
        ("terms instead of a filter", START + "FILTER(?b = <urn:x> || 'y' = ?b || ?b IN (<urn:z>)) }"),
        ("join order", "SELECT ?a { { ?a <urn:p>/<urn:q> ?b } UNION { ?a <urn:p> ?b } ?b <urn:few> ?c }"),
    ],
)
def test_it_is_applied(rule: str, text: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        # The shared variable may have no value.
        (
            "EXISTS once",
            "SELECT ?a { ?a <urn:p> ?x OPTIONAL { ?a <urn:q> ?b } FILTER NOT EXISTS { ?c <urn:q> ?b . ?c <urn:r> 1 } }",
        ),
        # So may what an OPTIONAL in it looks up.
        ("EXISTS once", START + "FILTER EXISTS { ?c <urn:q> ?b OPTIONAL { ?c <urn:r> ?a } } }"),
        # A filter sees what is outside.
        ("EXISTS once", START + "FILTER NOT EXISTS { ?c <urn:q> ?b . ?c <urn:r> ?d FILTER(?d != ?a) } }"),
        # Another condition than that it be another one.
        ("the largest of each", START + "FILTER NOT EXISTS { ?c <urn:q> ?b ; <urn:n> ?m FILTER(?m > ?a && ?m < 9) } }"),
        # It shares nothing: MINUS takes nothing away.
        ("MINUS by look-up", "SELECT ?a { ?a <urn:few> ?b MINUS { ?x <urn:q> ?c . ?c <urn:r> ?d } }"),
        # The OPTIONAL may bind what the pattern asks for.
        ("required first", "SELECT ?a { ?a <urn:p> ?b OPTIONAL { ?a <urn:q> ?c } ?c <urn:r> 1 }"),
        # Equality of values, which is not identity.
        ("terms instead of a filter", START + "FILTER(?b = 1) }"),
        (
            "terms instead of a filter",
            "SELECT ?a { ?a <urn:p> ?x OPTIONAL { ?a <urn:q> ?b MINUS { ?a <urn:r> ?b } } FILTER(?b = <urn:x>) }",
        ),
        ("terms instead of a filter", START + "FILTER(?b = <urn:x> || ?a = <urn:y>) }"),
        ("terms instead of a filter", START + "FILTER(?b = <urn:x> || ?b = 1) }"),
        # Text that is no IRI's; something that may be a literal.
        ("terms instead of a filter", "SELECT ?b { ?a <urn:p> ?b FILTER(STR(?a) = 'urn:x y') }"),
        ("terms instead of a filter", "SELECT ?b { ?a <urn:p> ?b FILTER(STR(?b) = 'urn:x') }"),
        # Other groups would be left by its LIMIT; an aggregate is of a whole group.
        (
            "subquery of few",
            "SELECT ?a { ?a <urn:few> ?b { SELECT ?a (COUNT(?f) AS ?n) { ?a <urn:p> ?f } GROUP BY ?a LIMIT 9 } }",
        ),
        ("subquery of few", "SELECT * { ?n <urn:few> 1 { SELECT ?a (COUNT(*) AS ?n) { ?a <urn:p> ?f } GROUP BY ?a } }"),
        ("HAVING before grouping", "SELECT ?b { ?a <urn:p> ?b } GROUP BY ?b HAVING(COUNT(?b) > 1)"),
        (
            "HAVING before grouping",
            "SELECT ?b { ?a <urn:p> 1 OPTIONAL { ?a <urn:q> ?b } } GROUP BY ?b HAVING(!BOUND(?b))",
        ),
        # Without a value the condition is true, or may be; another pattern gives the value, too.
        ("OPTIONAL that has to match", START + "OPTIONAL { ?a <urn:q> ?c } FILTER(!BOUND(?c)) }"),
        ("OPTIONAL that has to match", START + "OPTIONAL { ?a <urn:q> ?c } FILTER(?c = 1 || ?b = 1) }"),
        ("OPTIONAL that has to match", START + "OPTIONAL { ?a <urn:q> ?c } FILTER(COALESCE(?c, 1) = 1) }"),
        ("OPTIONAL that has to match", START + "OPTIONAL { ?a <urn:q> ?c } FILTER(?c NOT IN ()) }"),
        ("OPTIONAL that has to match", START + "OPTIONAL { ?a <urn:q> ?c } { ?b <urn:r> ?c } FILTER(?c = 1) }"),
        # Its filter would see what comes after it.
        (
            "OPTIONAL that has to match",
            START + "OPTIONAL { ?a <urn:q> ?c FILTER(!BOUND(?d)) } ?a <urn:r> ?d FILTER(?c = 1) }",
        ),
        # Another value for each solution, and one for all that are joined with it.
        ("required first", "SELECT ?a { ?a <urn:few> ?b BIND(UUID() AS ?c) ?a <urn:q> ?d }"),
        # Of two variables inside, or of one outside that may have no value, nobody is another.
        ("another with the same", START + "FILTER NOT EXISTS { ?c <urn:p> ?b ; <urn:q> ?d FILTER(?c != ?d) } }"),
        ("another with the same", START + "FILTER NOT EXISTS { ?c <urn:p> ?b FILTER(?c != ?x) } }"),
        ("another with the same", START + "FILTER NOT EXISTS { ?c <urn:p> ?d FILTER(?c != ?a) } }"),
        # Both may be literals, which are equal in other words; the outer one may have no value; the path may be empty.
        ("EXISTS of the same", START + "FILTER EXISTS { ?a <urn:q> ?c FILTER(?c = ?b) } }"),
        ("EXISTS of the same", START + "OPTIONAL { ?d <urn:r> ?b } FILTER EXISTS { ?c <urn:q> ?b FILTER(?c = ?d) } }"),
        ("EXISTS of the same", START + "FILTER EXISTS { ?c <urn:q>* ?b FILTER(?c = ?a) } }"),
        # Only some are counted; what is shared is no key; another one is asked for beside.
        (
            "the largest figure of each",
            START + "FILTER EXISTS { { SELECT (COUNT(?c) AS ?n) { ?c <urn:q> ?d } GROUP BY ?d LIMIT 2 } "
            "FILTER(?n > ?a) } }",
        ),
        (
            "the largest figure of each",
            START + "FILTER EXISTS { { SELECT ?c (MAX(?d) AS ?b) { ?c <urn:q> ?d } GROUP BY ?c } FILTER(?c > ?a) } }",
        ),
        (
            "the largest figure of each",
            START + "FILTER EXISTS { { SELECT ?c (SUM(?d) AS ?n) { ?c <urn:q> ?d } GROUP BY ?c } "
            "FILTER(?n > ?a && ?c != ?b) } }",
        ),
        # What it binds is asked for, or named elsewhere; what it shares has a value only after it.
        (
            "OPTIONAL left unbound",
            START + "OPTIONAL { ?c <urn:q> ?b ; <urn:n> ?m FILTER(?m > ?a) } FILTER(!BOUND(?c)) ?x <urn:r> ?m }",
        ),
        (
            "OPTIONAL left unbound",
            "SELECT ?a { ?a <urn:p> ?x OPTIONAL { ?c <urn:q> ?b ; <urn:n> ?m FILTER(?m > ?x) } FILTER(!BOUND(?c)) "
            "?a <urn:q> ?b }",
        ),
        # Outside the braces the filter would see what is beside them.
        ("braces taken away", "SELECT ?a { { ?a <urn:p> ?b FILTER(!BOUND(?d)) } ?a <urn:q> ?d }"),
        ("braces taken away", "SELECT ?a { ?a <urn:q> ?c { ?a <urn:p> ?b OPTIONAL { ?b <urn:r> ?c } } }"),
        ("braces taken away", "SELECT ?a { ?a <urn:q> ?d { SELECT ?a { ?a <urn:p> ?b } } }"),
        # What it is about are as many as there are without it, or it is about what both bind, or about what only the
        # rest may bind; a blank node is one of several patterns.
        ("EXISTS early", "SELECT ?a { ?a <urn:p> ?b . ?a <urn:q> ?d FILTER NOT EXISTS { ?a <urn:r> ?b } }"),
        ("EXISTS early", "SELECT ?a { ?a <urn:few> ?b . ?c ?a ?d FILTER NOT EXISTS { ?a <urn:q> ?d } }"),
        ("EXISTS early", "SELECT ?a { ?a <urn:few> 1 . ?c ?a ?d OPTIONAL { ?a ?d ?e } FILTER EXISTS { ?e ?a 1 } }"),
        ("EXISTS early", "SELECT ?a { ?a <urn:few> _:b . ?c ?a _:b FILTER NOT EXISTS { ?a <urn:q> 1 } }"),
        # One of the two may have no value; they are joined by something else, too.
        ("equal, by one variable", "SELECT ?a { ?a <urn:p> ?b OPTIONAL { { ?c <urn:p> ?d } } FILTER(?b = ?d) }"),
        ("equal, by one variable", "SELECT ?a { ?a <urn:p> ?b . ?a <urn:q> ?d FILTER(?b = ?d) }"),
        # What is compared may be 2006.0, another each time, or of both sides.
        ("the same text, by a join", "SELECT ?a { ?a <urn:p> ?b . ?c <urn:p> ?d FILTER(YEAR(?b) = ?d) }"),
        ("the same text, by a join", "SELECT ?a { ?a <urn:p> ?b . ?c <urn:p> ?d FILTER(STR(?b) = STR(?d + RAND())) }"),
        ("the same text, by a join", "SELECT ?a { ?a <urn:p> ?b . ?c <urn:p> ?d FILTER(STR(?b) = CONCAT(?a, ?d)) }"),
        # What the inner one binds would be seen by the filter; whether there is none is not joined.
        (
            "EXISTS in EXISTS",
            START + "FILTER EXISTS { ?a <urn:q> ?c FILTER(!BOUND(?d)) FILTER EXISTS { ?c <urn:r> ?d } } }",
        ),
        ("EXISTS in EXISTS", START + "FILTER EXISTS { ?a <urn:q> ?c FILTER NOT EXISTS { ?c <urn:r> 1 } } }"),
        # Counted, cut short before they are a set, or told apart by what one part alone knows.
        ("each part once", "SELECT ?b { ?a <urn:p> ?b . ?a <urn:q> 1 . ?c <urn:p> ?b . ?c <urn:q> 2 }"),
        ("each part once", "SELECT DISTINCT ?b { ?a <urn:p> ?b . ?a <urn:q> 1 . ?c <urn:p> ?b FILTER(?c != ?a) }"),
        ("each part once", "SELECT DISTINCT ?b ?d { ?a <urn:p> ?b . ?c <urn:p> ?d }"),
        ("each part once", "SELECT DISTINCT ?b ?d { ?a <urn:p> ?b . ?c <urn:p> ?b ; <urn:q> ?d FILTER(?a > ?d) }"),
        # A path of no steps at a term that may be none of the graph's.
        ("join order", "SELECT ?a { VALUES ?a { <urn:x> } ?a <urn:q>* ?b }"),
    ],
)  # fmt: skip
def test_it_is_left_out(rule: str, text: str) -> None:
    assert rule not in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        # What is out of scope in EXISTS, and which the engine may see.
        "SELECT * { ?a <urn:p> ?e { ?a <urn:q> ?b BIND(EXISTS { ?a <urn:r> ?e . ?e <urn:s> 1 } AS ?x) } }",
        "SELECT ?a { ?a <urn:p> ?b FILTER EXISTS { ?c <urn:q> ?d . ?d <urn:r> 1 MINUS { ?a <urn:s> ?b } } }",
        "SELECT ?a { ?a <urn:p> ?b LATERAL { ?b <urn:q> ?c } FILTER EXISTS { ?c <urn:q> ?d . ?d <urn:r> 1 } }",
        "SELECT * { FILTER EXISTS { ?c <urn:q> ?d . ?d <urn:r> 1 } }",
    ],
)
def test_a_query_is_left_as_it_is(text: str) -> None:
    assert rules(text) == set()


def test_each_rule_names_its_clause() -> None:
    text = START + "FILTER EXISTS { ?a <urn:q> ?c . ?c <urn:r> 1 } FILTER(?b = <urn:x>) }"
    changes = plan(parse_query(text), Large()).changes
    assert len(changes) > 1
    assert all("§" in change.rule.clause and change.start >= 0 for change in changes)


def test_updates_are_planned() -> None:
    text = "DELETE { ?a <urn:p> ?b } WHERE { ?a <urn:p> ?b FILTER NOT EXISTS { ?a <urn:q> ?c . ?c <urn:r> 1 } }"
    assert "MINUS" in written(plan_update(parse_update(text)))
    data = parse_update("INSERT DATA { <urn:a> <urn:p> 1 }")
    assert plan_update(data) is data


@pytest.mark.parametrize("condition", ["?m > ?s", "?m > ?s || ?m = 77", "?g != ?p"])
def test_a_filter_is_of_the_whole_group_wherever_it_stands(condition: str) -> None:
    """What it shares may have its value only after it (§18.2.2.2); one of the two has nothing that is compared."""
    store = pyoxigraph.Store()
    store.load(
        b"<urn:a> <urn:c> <urn:x> ; <urn:s> 1 . <urn:b> <urn:c> <urn:y> ; <urn:s> 1 ."
        b"<urn:g> <urn:q> <urn:y> ; <urn:n> 5 .",
        pyoxigraph.RdfFormat.TURTLE,
    )
    asked = f"FILTER NOT EXISTS {{ ?g <urn:q> ?c ; <urn:n> ?m FILTER({condition}) }}"
    found = plan(parse_query(f"SELECT ?p {{ {asked} ?p <urn:c> ?c ; <urn:s> ?s }}"), Large())
    assert {change.rule.name for change in found.changes} & {
        "the largest of each", "NOT EXISTS compared", "another with the same",
    }  # fmt: skip
    assert [str(row[0]) for row in store.query(written(found.tree))] == ["<urn:a>"]  # type: ignore[union-attr]


def test_equal_values_are_found_however_they_are_written() -> None:
    """The same terms by one variable; the others where one of the two is not written in the one way."""
    store = pyoxigraph.Store()
    store.load(
        b"""<urn:a> <urn:p> 1, "x", "2006-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
        <urn:b> <urn:q> 1.0, 1, "x", "x"@en, "2006-01-01Z"^^<http://www.w3.org/2001/XMLSchema#date> .
        <urn:c> <urn:q> 1e0 . <urn:d> <urn:q> "NaN"^^<http://www.w3.org/2001/XMLSchema#double> .
        <urn:e> <urn:p> "NaN"^^<http://www.w3.org/2001/XMLSchema#double>, 1.0 .""",
        pyoxigraph.RdfFormat.TURTLE,
    )
    text = "SELECT ?a ?b ?c ?d { ?a <urn:p> ?b . ?c <urn:q> ?d FILTER(?b = ?d) }"
    found = plan(parse_query(text), Large())
    assert [change.rule.name for change in found.changes] == ["equal, by one variable"]
    ours, asked = (sorted(map(str, store.query(words))) for words in (written(found.tree), text))  # type: ignore[arg-type]
    assert ours == asked
    assert len(ours) == 7
