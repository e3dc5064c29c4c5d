"""Rules that stand in the graph beside the ontology: CONSTRUCT queries (SHACL 1.2 Rules, ``sh:SPARQLRule``).

They say what OWL 2 RL cannot: the latest of several observations, a value of one class only, a year out of a date.
A rule concludes one triple pattern; its patterns are plain triples, so that a proof can name what it rests on. What it
concludes is no premise for OWL, and only for rules of a higher ``sh:order``: no rule goes in circles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from tcgraph.errors import BrokenInput, BrokenQuery
from tcgraph.namespaces import RDFS_LABEL, STANDARD
from tcgraph.owl.patterns import Bindings, Node, Pattern, match, substitute, variables
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Derivation, Fact, fact_of, triple, without_variables
from tcgraph.rdf import Literal, NamedNode, Quad, Term, Variable
from tcgraph.shacl.dependencies import Dependency, UnreadablePattern, of_patterns, patterns, way_path
from tcgraph.sparql import parse_query, written
from tcgraph.sparql import syntax as s
from tcgraph.sparql.constants import term_of
from tcgraph.sparql.forms import Construct
from tcgraph.sparql.node import walk

_SH: Final = STANDARD["sh"]
_RULES: Final = f"""SELECT DISTINCT ?rule ?text ?order ?label {{
  ?rule a <{_SH}SPARQLRule> ; <{_SH}construct> ?text .
  FILTER NOT EXISTS {{ ?shape <{_SH}rule> ?rule }}
  OPTIONAL {{ ?rule <{_SH}order> ?order }}
  OPTIONAL {{ ?rule {RDFS_LABEL} ?label FILTER(LANG(?label) IN ("en", "")) }}
}} ORDER BY ?order ?rule ?label"""
TEXT: Final = NamedNode(_SH + "construct")
"""The property that a rule's text stands under; where an edit touches one, everything is concluded again."""
_NOT_PLAIN: Final = (s.Optional, s.Union, s.Minus, s.Lateral, s.Service, s.InGraph)
_MANY = 500
"""About more things than this everything is asked at once."""
_MOST = 20
"""Ways to conclude one fact by one rule that are looked at."""


@dataclass(frozen=True, slots=True)
class GraphRule:
    """A rule.

    Attributes:
        name: how a proof calls it: the end of its IRI, and what it says.
        order: rules with a smaller one go first.
        query: the CONSTRUCT query, with nothing abbreviated.
        where: its pattern alone, in braces.
        head: what it concludes.
        body: the triples that its pattern asks for, outside of EXISTS.
        ways: from what it concludes something of to each triple that decides on it; None where they cannot be told.
    """

    name: str
    order: float
    query: str
    where: str
    head: Pattern
    body: tuple[Pattern, ...]
    ways: frozenset[Dependency] | None

    def about(self, nodes: Iterable[NamedNode] | None) -> str:
        """The query, for these alone that it concludes something of; for everything, when not given."""
        if nodes is None:
            return self.query
        head = self.query[: -len(self.where)]
        return f"{head}{{ VALUES {self.head[0]} {{ {' '.join(map(str, nodes))} }} {self.where[1:]}"

    @property
    def concludes(self) -> NamedNode:
        """The one property that it concludes."""
        predicate = self.head[1]
        assert isinstance(predicate, NamedNode)
        return predicate


def rules_in(place: Place) -> list[GraphRule]:
    """The rules that the premises hold, in their order.

    Raises:
        BrokenInput: one cannot be read, or concludes more than one triple, or what another of another order concludes.
    """
    found: dict[str, GraphRule] = {}
    for node, text, order, label in place.engine.select(_RULES, scope=place.scope):
        if isinstance(text, Literal) and isinstance(node, NamedNode) and node.value not in found:
            name = node.value.rpartition("/")[2].rpartition("#")[2]
            told = f"{name}: {label.value}" if isinstance(label, Literal) else name
            found[node.value] = _rule(told, text.value, float(order.value) if isinstance(order, Literal) else 0.0)
    rules = sorted(found.values(), key=lambda rule: rule.order)
    first: dict[NamedNode, GraphRule] = {}
    for rule in rules:
        other = first.setdefault(rule.concludes, rule)
        if other.order != rule.order:
            # What a level does not conclude of a property goes: the later one would take away what the earlier found.
            raise BrokenInput(
                f"the rules {other.name} and {rule.name} conclude one property and are to have one sh:order"
            )
    return rules


@lru_cache(maxsize=256)
def _rule(name: str, text: str, order: float) -> GraphRule:
    try:
        tree = parse_query(text)
    except BrokenQuery as error:
        raise BrokenInput(f"the rule {name} cannot be read: {error.reason}") from error
    template = None if not isinstance(tree, Construct) or tree.template is None else tree.template
    heads = [] if template is None else list(_patterns(walk(template)))
    if not isinstance(tree, Construct) or len(heads) != 1 or not isinstance(heads[0][1], NamedNode):
        raise BrokenInput(f"the rule {name} is to CONSTRUCT one triple with a fixed property")
    if any(isinstance(node, _NOT_PLAIN) for node in walk(tree.where)):
        raise BrokenInput(f"the rule {name} may join, FILTER, BIND and VALUES; write one rule for each alternative")
    query = written(tree, full=True)
    body = tuple(_patterns(walk(tree.where, lambda node: not isinstance(node, s.Exists))))
    where = query[query.index("{", query.index("WHERE")) :]
    return GraphRule(name, order, query, where, heads[0], body, _ways(tree, heads[0]))


def _ways(tree: Construct, head: Pattern) -> frozenset[Dependency] | None:
    subject, predicate, _ = head
    if not isinstance(subject, Variable) or not isinstance(predicate, NamedNode):
        return None
    try:
        found = of_patterns(patterns(tree), {str(subject): ()})
        ways = frozenset((Dependency((), predicate), *found))
    except UnreadablePattern:
        return None
    return None if any(each.way is None or each.predicate is None for each in ways) else ways


def _patterns(nodes: Iterable[object]) -> Iterator[Pattern]:
    for node in nodes:
        if isinstance(node, s.Triples):
            for predicate in node.predicates:
                for value in predicate.objects:
                    yield _term(node.subject), _term(predicate.verb), _term(value)


def _term(node: object) -> Node:
    if isinstance(node, s.Var):
        return Variable(node.name)
    if isinstance(node, s.Iri | s.Literal):
        return term_of(node)
    raise BrokenInput("the patterns of a rule are to be plain triples, without paths and blank nodes")


def conclude_all(place: Place) -> None:
    """Write what the rules conclude of everything, where nothing but the conclusions of OWL is written yet."""
    for _, level in groupby(rules_in(place), key=lambda rule: rule.order):
        found = [made for rule in level for made in place.engine.construct(rule.query, scope=place.scope)]
        place.engine.insert(Quad(made.subject, made.predicate, made.object, place.into) for made in found)


def conclude(
    place: Place, edited: Iterable[Fact], proved: Callable[[set[Fact]], set[Fact]]
) -> tuple[set[Fact], set[Fact]]:
    """Bring what the rules conclude up to date among the conclusions.

    Args:
        place: where.
        edited: what came and went.
        proved: those of some facts that follow without the rules, and stay when no rule concludes them.

    Returns:
        What came and what went.
    """
    added: set[Fact] = set()
    removed: set[Fact] = set()
    changed = set(edited)
    for _, level in groupby(rules_in(place), key=lambda rule: rule.order):
        of_head: defaultdict[NamedNode, list[GraphRule]] = defaultdict(list)
        for rule in level:
            of_head[rule.concludes].append(rule)
        held: set[Fact] = set()
        wanted: set[Fact] = set()
        for head, rules in of_head.items():
            nodes = _touched(place, rules, changed)
            if nodes is None or nodes:
                held.update(_held(place, head, nodes))
                wanted.update(fact for rule in rules for fact in _concluded(place, rule, nodes))
        came, went = wanted - held, held - wanted
        went -= proved(went)
        place.engine.insert(_quads(place, came))
        place.engine.remove(_quads(place, went))
        added |= came
        removed |= went
        changed |= came | went
    return added, removed


def _touched(place: Place, rules: Iterable[GraphRule], changed: Collection[Fact]) -> list[NamedNode] | None:
    """What some rules of one property may conclude something else of now; None for everything."""
    found: set[Term] = set()
    for rule in rules:
        if rule.ways is None:
            return None
        for way in rule.ways:
            ends = {fact[0] if way.forward else fact[2] for fact in changed if fact[1] == way.predicate}
            if len(ends) > _MANY or not all(isinstance(end, NamedNode | Literal) for end in ends):
                return None
            if ends:
                found |= _at_start(place, way, ends) if way.way else ends
    named = [node for node in found if isinstance(node, NamedNode)]
    return sorted(named, key=str) if len(named) == len(found) <= _MANY else None


def _at_start(place: Place, way: Dependency, ends: set[Term]) -> set[Term]:
    """The nodes that a way leads to some ends from."""
    path = way_path(way.way or ())
    values = f"VALUES ?end {{ {' '.join(map(str, ends))} }}"
    rows = place.engine.select(f"SELECT DISTINCT ?s {{ {values} ?s {path.sparql()} ?end }}", scope=place.scope)
    found = {node for (node,) in rows if node is not None}
    # Without a step it leads to the node itself, which the edit may have taken out of the data.
    return found | ends if path.may_be_empty else found


@contextmanager
def set_aside(
    place: Place, properties: Iterable[NamedNode], proved: Callable[[set[Fact]], set[Fact]]
) -> Iterator[set[Fact]]:
    """Take away for a while what rules alone concluded by some properties: it is no premise for OWL.

    Args:
        place: where.
        properties: those; of others that no rule concludes, nothing is taken.
        proved: those of some facts that follow without the rules, too.

    Yields:
        The facts that are away; afterwards they stand where they stood.
    """
    concluded = {rule.concludes for rule in rules_in(place)}
    facts = {fact for head in concluded.intersection(properties) for fact in _held(place, head)}
    facts -= proved(facts)
    place.engine.remove(_quads(place, facts))
    try:
        yield facts
    finally:
        place.engine.insert(_quads(place, facts))


def _held(place: Place, head: NamedNode, nodes: Iterable[NamedNode] | None = None) -> Iterator[Fact]:
    only = "" if nodes is None else f"VALUES ?s {{ {' '.join(map(str, nodes))} }} "
    for subject, value in place.engine.select(
        f"SELECT ?s ?o {{ {only}GRAPH {place.into} {{ ?s {head} ?o }} }}", as_found=True
    ):
        if subject is not None and value is not None:
            yield subject, head, value


def _concluded(place: Place, rule: GraphRule, nodes: Iterable[NamedNode] | None = None) -> Iterator[Fact]:
    return map(fact_of, place.engine.construct(rule.about(nodes), scope=place.scope))


def _quads(place: Place, facts: Iterable[Fact]) -> Iterator[Quad]:
    for each in map(triple, sorted(facts, key=str)):
        yield Quad(each.subject, each.predicate, each.object, place.into)


class RuleDerivations:
    """Rules of the graph run backwards: the ways in which one fact can have been concluded by them."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._rules = rules_in(place)

    def derivations(self, fact: Fact) -> Iterator[Derivation]:
        """Each way to conclude a fact that has its premises."""
        for rule in self._rules:
            bound = match(rule.head, fact) if rule.concludes == fact[1] else None
            if bound is None:
                continue
            names = variables(rule.head, *rule.body)
            rows = self._place.engine.select(_looking_for(rule, names, bound), scope=self._place.scope)
            for row in rows:
                values = {name: term for name, term in zip(names, row, strict=False) if term is not None}
                if substitute(rule.head, values) == fact:
                    yield Derivation(
                        fact, rule.name, tuple(without_variables(substitute(p, values)) for p in rule.body)
                    )


def _looking_for(rule: GraphRule, names: Sequence[Variable], bound: Bindings) -> str:
    """The query for what a fact can rest on; BIND gives some variables their values, so they are compared after it."""
    listed = " ".join(map(str, names))
    same = " ".join(
        f"FILTER(STR({variable}) = {Literal(term.value)})"
        for variable, term in bound.items()
        if isinstance(term, NamedNode | Literal)
    )
    return f"SELECT DISTINCT {listed} {{ {rule.where} {same} }} ORDER BY {listed} LIMIT {_MOST}"
