"""SPARQL constraints run for all focus nodes at once, and give what running them node by node gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.engine.prepared import planned
from tcgraph.errors import BrokenInput
from tcgraph.rdf import NamedNode
from tcgraph.shacl.sparql_checks import ConstraintQuery
from tcgraph.shacl.substitution import read_query
from tcgraph.shacl.validate import validate
from tests.conftest import many
from tests.shacl.generated import DECLARED, engine_with, shapes_of

EX = "http://example.org/"
DATA = [
    ("ex:n0", "a", "ex:A"),
    ("ex:n1", "a", "ex:A"),
    ("ex:n2", "a", "ex:A"),
    ("ex:n0", "ex:p", "ex:n1"),
    ("ex:n1", "ex:q", "ex:n2"),
    ("ex:n2", "ex:p", "1"),
    ("ex:n2", "ex:p", "2"),
    ("ex:n2", "ex:p", "3"),
]


def ready(text: str) -> ConstraintQuery:
    return ConstraintQuery(read_query(text, {"ex": EX}, {"this"}, "its query"), {})


def constraint(query: str, message: str = "m") -> str:
    inner = f'sh:message "{message}" ; sh:prefixes ex: ; sh:select """{query}"""'
    return f"{DECLARED} ex:S sh:targetClass ex:A ; sh:sparql [ {inner} ] ."


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ("SELECT $this WHERE { FILTER NOT EXISTS { ?x ex:p $this . ?y ex:q ?x } }", ["n0", "n1", "n2"]),
        ("SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?x . ?x ex:q ?y } }", ["n1", "n2"]),
        (
            "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?x . ?x ex:q ?y } "
            "FILTER NOT EXISTS { $this ex:q ?x . ?x ex:p ?y } }",
            ["n2"],
        ),
        ("SELECT $this WHERE { { FILTER(false) } UNION { FILTER($this = ex:n1) } }", ["n1"]),
        ("SELECT $this WHERE { { SELECT $this WHERE { $this ex:p ?v } } FILTER(bound($this)) }", ["n0", "n2"]),
        ("SELECT $this (COUNT(?v) AS ?n) WHERE { $this ex:p ?v } GROUP BY $this HAVING (COUNT(?v) > 2)", ["n2"]),
        ("SELECT $this WHERE { $this ex:p ?v } LIMIT 1", ["n0", "n2"]),
        ("SELECT $this WHERE { OPTIONAL { $this ex:q ?v FILTER($this = ex:n1) } FILTER(!bound(?v)) }", ["n0", "n2"]),
        ("SELECT $this WHERE { { SELECT $this ?v WHERE { $this ex:p ?v } LIMIT 1 } }", ["n0", "n2"]),
        ("SELECT $this WHERE { { SELECT $this ?v WHERE { $this ex:p ?v } ORDER BY $this LIMIT 1 } }", ["n0", "n2"]),
        ("SELECT * WHERE { $this ex:p ?v } ORDER BY $this ?v LIMIT 1", ["n0", "n2"]),
        ("SELECT $this (STR($this) AS ?name) WHERE { $this ex:p ?v } LIMIT 1", ["n0", "n2"]),
        ("SELECT $this $currentShape WHERE { $this ex:p ?v FILTER($currentShape = ex:S) }", ["n0", "n2"]),
        (
            "SELECT $this { { SELECT $this $currentShape ?v { $this ex:p ?v FILTER($currentShape = ex:S) } } }",
            ["n0", "n2"],
        ),
        ("SELECT $this WHERE { FILTER EXISTS { { BIND($this AS ?t) } ?t ex:p ?v } }", ["n0", "n2"]),
        (
            "SELECT $this WHERE { FILTER NOT EXISTS { { FILTER($this = ex:n1) } UNION { $this ex:q ?v } } }",
            ["n0", "n2"],
        ),
        (
            "SELECT $this WHERE { FILTER EXISTS { { SELECT $this (COUNT(?v) AS ?n) WHERE { $this ex:p ?v } "
            "GROUP BY $this } FILTER(?n > 2) } }",
            ["n2"],
        ),
        ("SELECT $this WHERE { FILTER EXISTS { { SELECT $this ?v { $this ex:p ?v } LIMIT 1 } } }", ["n0", "n2"]),
        ("SELECT $this ?x WHERE { GRAPH ex:graph { ?x ex:p ?y FILTER($this = ?y) } }", ["n1"]),
        ("SELECT $this WHERE { { $this ex:q ?v } UNION { FILTER NOT EXISTS { ?x ex:q $this } } }", ["n0", "n1"]),
        ("SELECT $this WHERE { { FILTER EXISTS { { $this ex:q ?v } } } UNION { FILTER(bound(?v)) } }", ["n1"]),
        ("SELECT $this WHERE { { OPTIONAL { $this ex:q ?v } } UNION { FILTER(false) } }", ["n0", "n1", "n2"]),
        (
            "SELECT $this WHERE { { OPTIONAL { { $this ex:q ?v } UNION { $this ex:r ?v } } FILTER(!bound(?v)) } }",
            ["n0", "n2"],
        ),
    ],
)
def test_every_focus_node_is_judged_alone(query: str, nodes: list[str]) -> None:
    report = validate(engine_with(DATA), shapes_of(constraint(query)))
    assert sorted({str(finding.focus) for finding in report.findings}) == [f"<{EX}{name}>" for name in nodes]


COMPONENT = "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:arg ], [ sh:path ex:opt ; sh:optional true ]"


def component(kind: str, query: str, given: str) -> str:
    form = "select" if query.startswith("SELECT") else "ask"
    validator = f'sh:{kind} [ sh:message "m" ; sh:prefixes ex: ; sh:{form} """{query}""" ]'
    target = "sh:property [ sh:path ex:p ; {} ]" if kind != "nodeValidator" else "{}"
    return f"{DECLARED} {COMPONENT} ; {validator} . ex:S sh:targetClass ex:A ; {target.format(given)} ."


@pytest.mark.parametrize(
    ("kind", "query", "values"),
    [
        ("nodeValidator", "SELECT $this ?value $arg WHERE { $this ex:p ?value FILTER(?value = $arg) }", ["2"]),
        (
            "nodeValidator",
            "SELECT $this ?value { { SELECT $this $arg $opt ?value { $this ex:p ?value FILTER(?value < $arg) } } "
            "FILTER(!BOUND($opt)) }",
            ["1"],
        ),
        (
            "nodeValidator",
            "SELECT $this $arg (COUNT(?v) AS ?value) WHERE { $this ex:p ?v } GROUP BY $this $arg "
            "HAVING (COUNT(?v) > $arg)",
            ["3"],
        ),
        (
            "nodeValidator",
            "SELECT $this ?value { $this ex:p ?value } ORDER BY $arg DESC($arg) DESC(?value) LIMIT 1",
            ["3", "n1"],
        ),
        ("propertyValidator", "SELECT $this ?value WHERE { $this $PATH ?value FILTER(?value > $arg) }", ["3"]),
        ("propertyValidator", "SELECT * WHERE { $this $PATH ?value } ORDER BY DESC(?value) LIMIT 1", ["3", "n1"]),
        ("validator", "ASK { FILTER(isIRI($value) || $value <= $arg) }", ["3"]),
        ("validator", "ASK { { FILTER(isIRI($value)) } UNION { FILTER($value <= $arg) } }", ["3"]),
        ("validator", "ASK { { BIND($value AS ?v) } ?v ex:q ?x FILTER(!BOUND($opt)) }", ["1", "2", "3"]),
        (
            "validator",
            "PREFIX e: <http://example.org/> ASK # { none\n { FILTER EXISTS { $value e:q ?x } }",
            ["1", "2", "3"],
        ),
        ("validator", "ASK { $this ex:p $value . $value ex:q ?class . FILTER($currentShape != ?class) }", None),
        (
            "validator",
            "ASK { { SELECT $this $value $arg $opt (COUNT(?x) AS ?n) { $value ex:q ?x } "
            "GROUP BY $this $value $arg $opt } FILTER(?n < $arg) }",
            ["1", "2", "3"],
        ),
    ],
)
def test_parameters_are_bound_wherever_they_stand(kind: str, query: str, values: list[str] | None) -> None:
    shapes = shapes_of(component(kind, query, "ex:arg 2"))
    if values is None:
        with pytest.raises(BrokenInput, match="no IRI"):
            validate(engine_with(DATA), shapes)
        return
    found = [finding.value for finding in validate(engine_with(DATA), shapes).findings]
    assert sorted(getattr(value, "value", "").removeprefix(EX) for value in found) == values


@pytest.mark.parametrize(
    ("kind", "query", "given", "words"),
    [
        ("validator", "ASK { $value ex:q ?x MINUS { ?x ex:q 1 } }", "ex:arg 2", "MINUS"),
        ("validator", "ASK { { SELECT $this $value $arg WHERE { $value ex:q ?x } } }", "ex:arg 2", r"\$opt"),
        ("nodeValidator", "SELECT $this { { SELECT $this WHERE { $this ex:q ?x } } }", "ex:arg 2", r"\$arg"),
        ("validator", "ASK { BIND(1 AS $opt) }", "ex:arg 2", "assigns"),
        ("validator", "ASK { FILTER(isBlank($arg)) }", "ex:arg [ ex:x 1 ]", "blank node"),
        ("nodeValidator", "SELECT $this { FILTER(isBlank($arg)) }", "ex:arg [ ex:x 1 ]", "blank node"),
        ("nodeValidator", "SELECT $this { GRAPH $shapesGraph { ?s ?p ?o } }", "ex:arg 2", "shapesGraph"),
        ("validator", "ASK { $value ex:q ?x } HAVING (true)", "ex:arg 2", "goes on"),
        ("validator", "ASK", "ex:arg 2", "does not parse"),
    ],
)
def test_what_shacl_forbids_in_validators_is_refused(kind: str, query: str, given: str, words: str) -> None:
    with pytest.raises(BrokenInput, match=words):
        validate(engine_with(DATA), shapes_of(component(kind, query, given)))


def test_a_parameter_without_a_name_that_no_query_asks_for() -> None:
    shapes = shapes_of(component("validator", "ASK { FILTER(isLiteral($value)) }", "ex:arg [ ex:x 1 ]"))
    assert [str(finding.value) for finding in validate(engine_with(DATA), shapes).findings] == [f"<{EX}n1>"]


NAMES = st.sampled_from(["$this", "$this", "?a", "?b", "?value", "ex:n0", "1"])
SUBJECTS = st.sampled_from(["$this", "$this", "?a", "?b", "?value", "ex:n1"])
STEPS = st.sampled_from(["ex:p", "ex:q", "ex:p/ex:q", "^ex:p", "(ex:p|ex:r)", "ex:q+"])
triple = st.builds("{} {} {} .".format, SUBJECTS, STEPS, NAMES)
conditions = st.sampled_from(
    ["$this = ex:n1", "?a != $this", "bound(?value)", "!bound(?b)", "isIRI(?a)", "STRENDS(STR($this), '0')"]
)


def _group(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inner = st.lists(parts, min_size=1, max_size=2).map(" ".join)
    return st.one_of(
        inner.map("OPTIONAL {{ {} }}".format),
        inner.map("{{ {} }}".format),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        inner.map("FILTER EXISTS {{ {} }}".format),
        inner.map("FILTER NOT EXISTS {{ {} }}".format),
        inner.map("{{ SELECT $this ?value WHERE {{ {} }} }}".format),
    )


pattern = st.recursive(st.one_of(triple, triple, conditions.map("FILTER({})".format)), _group, max_leaves=5)


@settings(max_examples=many(300, few=37), derandomize=True, deadline=None)
@given(st.lists(pattern, min_size=1, max_size=2).map(" ".join))
def test_all_at_once_is_one_by_one(body: str) -> None:
    """The join with the focus nodes gives what the query gives for each of them in the place of ``$this``."""
    query = ready(f"SELECT $this ?value WHERE {{ {body} }}")
    engine = engine_with(DATA)
    alone = {
        (row["this"], row.get("value"))
        for name in ("n0", "n1", "n2")
        for row in engine.select(query.for_node(NamedNode(EX + name))).dicts()
    }
    together = engine.select(query.for_focus(f"?this a <{EX}A> .")).dicts()
    assert {(row["this"], row.get("value")) for row in together} == alone


def test_message_has_the_values_of_its_solution() -> None:
    text = constraint("SELECT $this ?value WHERE { $this ex:q ?value }", "{$this} cites {?value}, {?nothing}")
    (finding,) = validate(engine_with(DATA), shapes_of(text)).findings
    assert finding.message == f"<{EX}n1> cites <{EX}n2>, {{?nothing}}"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT $this WHERE { $this ex:p ?v MINUS { ?v ex:q 1 } }", "MINUS"),
        ("SELECT $this WHERE { VALUES ?x { 1 } }", "VALUES"),
        ("SELECT $this WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT $this WHERE { BIND(1 AS $this) }", "assigns"),
        ("SELECT $this WHERE { { SELECT ?v WHERE { ?v ex:p 1 } } }", "subquery"),
        ("SELECT $this WHERE { $this no:such 1 }", "no:"),
    ],
)
def test_what_shacl_forbids_is_refused(query: str, words: str) -> None:
    with pytest.raises(BrokenInput, match=words):
        validate(engine_with(DATA), shapes_of(constraint(query)))


def test_anti_join_is_not_asked_for_every_pair() -> None:
    """The planner of the engine looks joined patterns in NOT EXISTS up from the focus node."""
    query = "SELECT $this WHERE { FILTER NOT EXISTS { ?x ex:p $this . ?y ex:q ?x } }"
    assert "LATERAL" in planned(ready(query).for_focus(f"?this a <{EX}A> ."))


def test_anti_join_finds_every_node_without_a_match() -> None:
    data = [(f"ex:t{number}", "a", "ex:A") for number in range(40)]
    data += [(f"ex:x{number}", "ex:p", f"ex:t{number}") for number in range(40)]
    data += [(f"ex:y{number}", "ex:q", f"ex:x{number}") for number in range(0, 40, 2)]
    text = constraint("SELECT $this WHERE { FILTER NOT EXISTS { ?x ex:p $this . ?y ex:q ?x } }")
    found = {str(finding.focus) for finding in validate(engine_with(data), shapes_of(text)).findings}
    assert found == {f"<{EX}t{number}>" for number in range(1, 40, 2)}


def test_a_shared_variable_that_may_be_unbound() -> None:
    """Where it has no value, NOT EXISTS looks for any; the join does so too."""
    query = "SELECT $this WHERE { OPTIONAL { $this ex:q ?v } FILTER NOT EXISTS { ?w ex:q ?v . ?v ex:p ?u } }"
    report = validate(engine_with(DATA), shapes_of(constraint(query)))
    assert [str(finding.focus) for finding in report.findings] == []
