"""Inconsistencies: facts that cannot all be true, found by the rules whose conclusion is ``false``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Final

from tcgraph.engine.datatypes import is_well_formed
from tcgraph.namespaces import RDF_TYPE, STANDARD, shorten
from tcgraph.owl.equality import SAME_AS, Equality
from tcgraph.owl.matches import MatchedFacts, matches
from tcgraph.owl.patterns import CONTRADICTIONS, Bindings, Node, Pattern, owl, substitute, variables
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Clash, triple, without_variables
from tcgraph.owl.rule_order import group
from tcgraph.owl.schema import Axiom, Schema
from tcgraph.owl.step import Instance
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple, Variable

_DIFFERENT: Final = owl("differentFrom")
_ANYTHING: Final[Pattern] = (Variable("s"), Variable("p"), Variable("o"))

_XSD = STANDARD["xsd"]
_RDF = STANDARD["rdf"]
_UP_TO_LONG: Final = ("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte")
_SIGNED: Final = ("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger")
_INTEGERS: Final = frozenset(_XSD + name for name in ("integer", *_SIGNED, *_UP_TO_LONG))
_STRINGS: Final = frozenset(
    _XSD + name for name in ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")
)
_NUMBERS: Final = _INTEGERS | {_XSD + "decimal"}
_MOMENTS: Final = frozenset({_XSD + "dateTime", _XSD + "dateTimeStamp"})
_FLOATS: Final = (_XSD + "float", _XSD + "double")


def find_clashes(
    place: Place, rules: Iterable[Instance], schema: Schema, equality: Equality, facts: MatchedFacts | None = None
) -> Iterator[Clash]:
    """Every clash in what an engine holds, conclusions included.

    Args:
        place: where the facts are.
        rules: the rules that the ontology makes.
        schema: its axioms.
        equality: which terms stand for one thing.
        facts: one of which is to take part, save in clashes over what is the same; None looks everywhere.
    """
    rules = list(rules)
    overlapping = _overlapping_classes(place, rules) if facts is None else None
    for rule in rules:
        if rule.head is None and rule.member is None:
            pair = _disjoint_pair(rule)
            if pair is None or overlapping is None or pair in overlapping:
                yield from _falsehoods(place, rule, facts)
        elif rule.head and rule.head[1] == RDF_TYPE and schema.is_datatype(rule.head[2]):
            yield from _wrong_datatypes(place, rule, facts)
    yield from _different(place, schema, equality)
    yield from _ill_typed(place, facts)


def conflicting_values(rule: Instance, values: dict[Variable, Term], other: Term) -> Clash | None:
    """A clash when something that has one value at most has two literals that differ (dt-diff with eq-diff1)."""
    assert rule.member
    value = values[rule.member]
    if not (isinstance(value, Literal) and isinstance(other, Literal) and differ(value, other)):
        return None
    first, second = sorted((value, other), key=str)
    facts = [
        *_facts(rule.body, {**values, rule.member: first}),
        *_facts(rule.body, {**values, rule.member: second}),
        *_axioms(rule),
    ]
    pattern = next(pattern for pattern in rule.body if pattern[2] == rule.member)
    owner = substitute(pattern, values)[0]
    message = f"{_name(owner)} has two values, {first} and {second}, of {_name(pattern[1])}, which has one at most."
    return Clash(rule.rule, message, tuple(dict.fromkeys(facts)))


def _disjoint_pair(rule: Instance) -> frozenset[Term] | None:
    """The two classes, when a rule says of two named classes that nothing is in both."""
    if rule.head or rule.member or len(rule.body) != 2 or len(variables(*rule.body)) != 1:
        return None
    kinds = [pattern[2] for pattern in rule.body if pattern[1] == RDF_TYPE and isinstance(pattern[2], NamedNode)]
    return frozenset(kinds) if len(kinds) == 2 else None


def _overlapping_classes(place: Place, rules: Iterable[Instance]) -> set[frozenset[Term]]:
    """Which classes, of all that some axiom calls disjoint, have members in common: one pass instead of one a pair."""
    pairs = {pair for pair in map(_disjoint_pair, rules) if pair}
    kinds = sorted({kind for pair in pairs for kind in pair}, key=str)
    found = {pair for pair in pairs if len(pair) == 1}
    if kinds:
        values = " ".join(map(str, kinds))
        query = (
            f"SELECT DISTINCT ?c ?d {{ VALUES ?c {{ {values} }} GRAPH ?g {{ ?x {RDF_TYPE} ?c }}"
            f" GRAPH ?h {{ ?x {RDF_TYPE} ?d }} FILTER(STR(?c) < STR(?d)) }}"
        )
        for one, other in place.engine.select(query, scope=place.scope):
            if one is not None and other is not None:
                found.add(frozenset((one, other)))
    return found


def _falsehoods(place: Place, rule: Instance, facts: MatchedFacts | None) -> Iterator[Clash]:
    seen: dict[frozenset[Triple], Clash] = {}
    for values in matches(place, rule.body, facts):
        found = _facts(rule.body, values)
        clash = Clash(rule.rule, _sentence(rule, values), (*found, *_axioms(rule)))
        # One pair of facts may match in two ways round.
        other = seen.setdefault(frozenset(found), clash)
        seen[frozenset(found)] = min(clash, other, key=Clash.sort_key)
    yield from seen.values()


def _sentence(rule: Instance, values: Bindings) -> str:
    first = substitute(rule.premises[0], values)
    last = substitute(rule.premises[-1], values)
    words = {"p": _name(first[1] if first[1] != RDF_TYPE else last[1]), "q": _name(last[1]), "c": _name(last[2])}
    return CONTRADICTIONS[rule.rule].format(*map(_name, first), **words)


def _wrong_datatypes(place: Place, rule: Instance, facts: MatchedFacts | None) -> Iterator[Clash]:
    """dt-not-type: a literal where the axioms ask for one of another datatype."""
    assert rule.head
    value, _, wanted = rule.head
    if not isinstance(value, Variable):
        return
    literal = f"FILTER(isLiteral({value}))"
    conditions = [literal]
    if facts is None:
        # Which datatypes there are first: most often the right one alone.
        query = f"SELECT DISTINCT (DATATYPE({value}) AS ?d) {{ {group(rule.body)} {literal} }}"
        kinds = {kind for (kind,) in place.engine.select(query, scope=place.scope) if isinstance(kind, NamedNode)}
        wrong = sorted((kind for kind in kinds if not admits(wanted, kind)), key=str)
        conditions = [f"{literal} FILTER(DATATYPE({value}) = {kind})" for kind in wrong]
    for condition in conditions:
        for values in matches(place, rule.body, facts, filters=condition):
            stated = values[value]
            if isinstance(stated, Literal) and not admits(wanted, stated.datatype):
                message = f"{stated} stands where the axioms ask for {_name(wanted)}."
                yield Clash("dt-not-type", message, (*_facts(rule.body, values), *_axioms(rule)))


def _ill_typed(place: Place, facts: MatchedFacts | None) -> Iterator[Clash]:
    """dt-not-type: a literal that is no value of its own datatype (of XSD's, as RDF 1.1 Semantics §7 and §9)."""
    # Nearly all are texts or numbers, which is soon seen; a number that is none is not numeric.
    condition = (
        'FILTER(isLiteral(?o) && !isNumeric(?o) && LANG(?o) = "")'
        f" BIND(DATATYPE(?o) AS ?d) FILTER(?d != <{_XSD}string>)"
    )
    told: set[tuple[Term, Term]] = set()
    for values in matches(place, (_ANYTHING,), facts, filters=condition):
        (fact,) = _facts((_ANYTHING,), values)
        assert isinstance(fact.object, Literal)
        # What follows from the statement has the same literal again.
        if not is_well_formed(fact.object) and (fact.subject, fact.object) not in told:
            told.add((fact.subject, fact.object))
            message = f"{fact.object.value!r} is no {shorten(fact.object.datatype.value)}."
            yield Clash("dt-not-type", message, (fact,))


def _different(place: Place, schema: Schema, equality: Equality) -> Iterator[Clash]:
    """eq-diff1, eq-diff2 and eq-diff3."""
    query = f"SELECT DISTINCT ?x ?y {{ GRAPH ?g {{ ?x {_DIFFERENT} ?y }} }}"
    for one, other in place.engine.select(query, scope=place.scope):
        if one is not None and other is not None and equality.find(one) == equality.find(other):
            yield _one_and_not_one("eq-diff1", one, other, (one, _DIFFERENT, other))
    for rule, predicate in (("eq-diff2", owl("members")), ("eq-diff3", owl("distinctMembers"))):
        for axiom, members in schema.lists(predicate):
            if (axiom[0], RDF_TYPE, owl("AllDifferent")) not in schema.asserted:
                continue
            for one, other in combinations(members, 2):
                if equality.find(one) == equality.find(other):
                    yield _one_and_not_one(rule, one, other, axiom)


def _one_and_not_one(rule: str, one: Term, other: Term, axiom: Axiom) -> Clash:
    facts = [triple(axiom)]
    if one != other:
        facts.insert(0, triple((one, SAME_AS, other)))
    return Clash(rule, f"{_name(one)} and {_name(other)} are the same thing, and are said to differ.", tuple(facts))


def _facts(body: Iterable[Pattern], values: Bindings) -> list[Triple]:
    return [triple(without_variables(substitute(pattern, values))) for pattern in body]


def _axioms(rule: Instance) -> tuple[Triple, ...]:
    axioms = [*rule.axioms, *(axiom for step in rule.steps for axiom in step.axioms)]
    return tuple(dict.fromkeys(map(triple, axioms)))


def _name(node: object) -> str:
    if isinstance(node, NamedNode):
        return shorten(node.value)
    return "an unnamed class" if isinstance(node, BlankNode) else str(node)


def admits(wanted: Node, found: NamedNode) -> bool:
    """Whether a literal of one datatype can be a value of another; false only where their value spaces are disjoint.

    Args:
        wanted: the datatype asked for; of an unknown one every literal may be a value.
        found: the literal's own.
    """
    if wanted == found or not isinstance(wanted, NamedNode):
        return True
    name = wanted.value
    if name.startswith(_XSD):
        # Engines may keep any integer type as xsd:integer, so within a family the name alone tells nothing.
        families = (_NUMBERS, _STRINGS, _MOMENTS)
        if name in _INTEGERS and found.value == _XSD + "decimal":
            return True
        return any(name in family and found.value in family for family in families)
    if name == _RDF + "langString":
        return False
    if name == _RDF + "PlainLiteral":
        return found.value in _STRINGS or found.value == _RDF + "langString"
    return True


def differ(one: Literal, other: Literal) -> bool:
    """Whether two literals certainly stand for different values (dt-diff)."""
    first, second = _value(one), _value(other)
    if first is None or second is None:
        return False
    return first != second


def _value(literal: Literal) -> tuple[str, object] | None:
    """A literal's value, comparable with any other's; None where this cannot tell."""
    if literal.language:
        return ("text", (literal.value, literal.language.lower()))
    datatype = literal.datatype.value
    try:
        if datatype in _NUMBERS:
            return ("decimal", Decimal(literal.value))
        if datatype in _FLOATS:
            return (datatype, float(literal.value))
        if datatype == _XSD + "date" and len(literal.value) == 10:
            return (datatype, date.fromisoformat(literal.value))
        if datatype in _MOMENTS:
            moment = datetime.fromisoformat(literal.value)
            return ("moment", moment) if moment.tzinfo else None
    except (InvalidOperation, ValueError):
        return None
    if datatype in _STRINGS:
        return ("text", (literal.value, ""))
    if datatype == _XSD + "anyURI":
        return (datatype, literal.value)
    if datatype == _XSD + "boolean":
        return (datatype, literal.value in ("1", "true"))
    return None
