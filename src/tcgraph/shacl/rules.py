"""Rules of a shapes graph (SHACL Advanced Features §8): what they infer, in a graph of its own.

Values that shapes derive by ``sh:values`` (SHACL 1.2 Node Expressions), beside those that the data states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, groupby, product
from typing import Final

from tcgraph.engine import UNION, Engine, Scope
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.errors import BrokenInput, EngineError
from tcgraph.rdf import BlankNode, Literal, NamedNode, Quad, Term, Triple
from tcgraph.shacl import model
from tcgraph.shacl.components import prefixes_of
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.functions import declared_functions, functions_in
from tcgraph.shacl.monotonicity import ANY, Kind, are_read, kinds_of, reads_of
from tcgraph.shacl.names import BOOLEAN, TYPE, sh
from tcgraph.shacl.node_expressions import Context, Evaluator
from tcgraph.shacl.plan import evaluate
from tcgraph.shacl.rule_blank_nodes import MadeNodes, is_in
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.sparql_checks import ConstraintQuery
from tcgraph.shacl.substitution import Value, prebound_here, read_query, substituted
from tcgraph.shacl.targets_in_data import focus_of
from tcgraph.shacl.validation_report import BrokenShape
from tcgraph.shacl.validation_run import ValidationRun, missing_function
from tcgraph.sparql import syntax, written
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Construct, Select, Template
from tcgraph.sparql.node import walk
from tcgraph.sparql.syntax import Var
from tcgraph.sparql.variable_scope import mentioned

INFERRED: Final = NamedNode("urn:tcgraph:inferred-by-shacl-rules")
"""The graph that rules write."""
_ROUNDS = 100
_GROWTH, _FEW = 10, 1_000_000
_AT_ONCE = 500
_RULE: Final = sh("rule")
_TRUE: Final = Literal("true", datatype=BOOLEAN)
_PLAIN: Final = (Template, syntax.Triples, syntax.Predicate, syntax.Var, syntax.Iri, syntax.Literal)


@dataclass(frozen=True, slots=True, eq=False)
class ShapeRule:
    """A rule.

    Attributes:
        shape: whose targets it is for; None for a rule of its own, which is about no node (SHACL 1.2).
        node: the rule's node.
        order: rules with a smaller one go first: ``sh:layer`` (SHACL 1.2), ``sh:order`` of the shape, of the rule.
        once: whether it is applied once, and not again while others of its order infer something.
        conditions: shapes that a node must conform to.
    """

    shape: model.Shape | None
    node: Term
    order: tuple[float, float, float]
    once: bool
    conditions: tuple[model.Shape, ...]

    @property
    def key(self) -> tuple[Term, ...]:
        """What tells a rule of a shape from the same one of another."""
        return (self.node,) if self.shape is None else (self.shape.node, self.node)


def rules_of(shapes: Shapes) -> list[ShapeRule]:
    """The rules of all shapes with targets, and those of no shape, in their order (SHACL-AF §8.2)."""
    graph = shapes.graph
    pairs: list[tuple[model.Shape | None, Term]] = [
        (shape, node)
        for shape in shapes.readable()
        if not shape.deactivated
        for node in graph.objects(shape.node, _RULE)
    ]
    owned = {node for _, node in graph.pairs(_RULE)}
    pairs += [(None, node) for node in graph.having(TYPE, sh("SPARQLRule")) if node not in owned]
    found: list[ShapeRule] = []
    for shape, node in pairs:
        if graph.value(node, sh("deactivated")) == _TRUE:
            continue
        conditions = tuple(shapes.reader.shape(one) for one in graph.objects(node, sh("condition")))
        first = 0.0 if shape is None else _number(graph.value(shape.node, sh("order")))
        place = (_number(graph.value(node, sh("layer"))), first, _number(graph.value(node, sh("order"))))
        found.append(ShapeRule(shape, node, place, graph.value(node, sh("runOnce")) == _TRUE, conditions))
    return sorted(found, key=lambda rule: rule.order)


def _number(term: Term | None) -> float:
    return float(term.value) if isinstance(term, Literal) else 0.0


def asks_for_rules(shapes: Shapes) -> bool:
    """Whether shapes say that they are for what their rules infer (SHACL-AF §8.1)."""
    regimes = {regime for _, regime in shapes.graph.pairs(sh("entailment"))}
    return not regimes.isdisjoint((sh("Rules"), sh("RulesEntailment")))


def apply_rules(engine: Engine, shapes: Shapes) -> tuple[int, list[BrokenShape]]:
    """Write what the rules infer into :data:`INFERRED`.

    Rules of one order do not see what each other infers until all of them have been applied; they are applied until
    they infer nothing new, and then those of the next order. Blank nodes that an application would only make again are
    nothing new. Rules that go on to bring in terms which nothing had before are stopped, and named.

    Args:
        engine: holds the data.
        shapes: has the rules.

    Returns:
        How many triples were inferred, and the rules that could not be applied, each with the reason.
    """
    broken: dict[Term, BrokenShape] = {}
    declared = declared_functions(shapes.graph)
    total, most = 0, _FEW + _GROWTH * engine.size()
    known: set[Triple] = set()
    for _, same in groupby(rules_of(shapes), key=lambda rule: rule.order):
        rules = list(same)
        made, asked, new = MadeNodes(), rules, list[Triple]()
        reads: dict[ShapeRule, Iterable[Kind]] = {}
        for number in count():
            # What rules add may give others targets, and classes their instances.
            run = ValidationRun(engine, UNION, shapes.name)
            if number > 0:
                # Of a rule that reads nothing of what came, the same would come as before.
                rules = [rule for rule in rules if not rule.once and rule.node not in broken]
                reads = reads or {rule: _reads(run, shapes, rule) for rule in rules}
                changed = kinds_of(new)
                asked = [rule for rule in rules if are_read(run, reads[rule], changed)]
            with functions_in(engine, shapes.graph, run.scope, declared):
                found = _found(run, shapes, asked, made, broken)
            new = _unknown(run, (triple for triple in found if triple not in known))
            known.update(found)
            total += len(new)
            for triple in new:
                if total > most or (number >= _ROUNDS and _brings_terms(run, triple)):
                    what = f"it infers something new each time, and was stopped after {number + 1} times"
                    broken[found[triple].node] = _left_out(found[triple], what)
            engine.insert(Quad(triple.subject, triple.predicate, triple.object, INFERRED) for triple in new)
            if not new:
                break
    return total, list(broken.values())


def _found(
    run: ValidationRun, shapes: Shapes, rules: Iterable[ShapeRule], made: MadeNodes, broken: dict[Term, BrokenShape]
) -> dict[Triple, ShapeRule]:
    """What rules infer, each triple with the first rule that does; those that cannot be applied are added to others."""
    found: dict[Triple, ShapeRule] = {}
    for rule in rules:
        try:
            for triple in made.new(rule.key, _inferred(run, shapes, rule), run.engine, run.scope):
                found.setdefault(triple, rule)
        except (BrokenInput, EngineError) as error:
            broken[rule.node] = _left_out(rule, _reason(error))
    return found


def _reads(run: ValidationRun, shapes: Shapes, rule: ShapeRule) -> Iterable[Kind]:
    """The kinds of triples that decide what a rule infers."""
    try:
        text = shapes.graph.only(rule.node, sh("construct"))
        pattern = _query(run, shapes, rule, text.value)[1] if isinstance(text, Literal) else None
        computes = pattern is None and any(isinstance(part, BlankNode) for part in _parts(shapes, rule))
    except BrokenInput:
        return (ANY,)  # it is told once it has a target
    return (ANY,) if computes or rule.shape is None else reads_of(rule.shape, rule.conditions, pattern)


def _reason(error: BrokenInput | EngineError) -> str:
    if isinstance(error, BrokenInput):
        return error.reason
    if missing := missing_function(error):
        return missing
    raise error


def _left_out(rule: ShapeRule, reason: str) -> BrokenShape:
    return BrokenShape(rule.node if rule.shape is None else rule.shape.node, f"its rule: {reason}", node=rule.node)


def _unknown(run: ValidationRun, triples: Iterable[Triple]) -> list[Triple]:
    """Those of some triples that the data does not have."""
    asked = list(triples)
    # No query can name a blank node; what has none is asked about together.
    named = [
        at
        for at, each in enumerate(asked)
        if isinstance(each.subject, NamedNode) and isinstance(each.object, NamedNode | Literal)
    ]
    known = {at for at in set(range(len(asked))).difference(named) if _has(run, asked[at])}
    for begin in range(0, len(named), _AT_ONCE):
        rows = (
            f"({at} {t.subject} {t.predicate} {t.object})"
            for at in named[begin : begin + _AT_ONCE]
            for t in [asked[at]]
        )
        query = f"SELECT DISTINCT ?at {{ VALUES (?at ?s ?p ?o) {{ {' '.join(rows)} }} ?s ?p ?o }}"
        known |= {int(at.value) for (at,) in run.select(query) if isinstance(at, Literal)}
    return [triple for at, triple in enumerate(asked) if at not in known]


def _has(run: ValidationRun, triple: Triple) -> bool:
    terms = {"s": triple.subject, "p": triple.predicate, "o": triple.object}
    return run.engine.ask("ASK { ?s ?p ?o }", bindings=terms, scope=run.scope)


def _brings_terms(run: ValidationRun, triple: Triple) -> bool:
    """Whether the data is to have a term that it did not have: without any, rules come to an end."""
    return not all(is_in(term, run.engine, run.scope) for term in (triple.subject, triple.object))


def _inferred(run: ValidationRun, shapes: Shapes, rule: ShapeRule) -> Iterator[Triple]:
    focus = Focus(("",)) if rule.shape is None else focus_of(run, rule.shape)
    if focus is None:
        return
    for condition in rule.conditions:
        failing = {node for node, _ in evaluate(run, condition, focus)}
        nodes = dict.fromkeys(node for (node,) in run.select(f"SELECT ?this {{ {focus.pattern} }}"))
        kept = [node for node in nodes if node is not None and node not in failing]
        if any(isinstance(node, BlankNode) for node in kept) and failing:
            raise BrokenInput("sh:condition selects blank nodes, which no query can name")
        focus = focus if not failing else Focus.of_nodes(kept)
    text = shapes.graph.only(rule.node, sh("construct"))
    if isinstance(text, Literal):
        yield from _constructed(run, shapes, rule, text.value, focus)
    else:
        yield from _stated(run, shapes, rule, focus)


def _stated(run: ValidationRun, shapes: Shapes, rule: ShapeRule, focus: Focus) -> Iterator[Triple]:
    """``sh:TripleRule`` (§8.5)."""
    parts = _parts(shapes, rule)
    if None in parts:
        raise BrokenInput("sh:rule takes a sh:SPARQLRule, or a sh:TripleRule with subject, predicate and object")
    evaluator = Evaluator(shapes.graph, shapes.reader.shape, run, evaluate)
    nodes = dict.fromkeys(node for (node,) in run.select(f"SELECT DISTINCT ?this {{ {focus.pattern} }}"))
    contexts = [Context(node) for node in nodes] if rule.shape is not None else [Context()]
    terms = [evaluator.values(part, contexts) for part in parts if part is not None]
    for combination in zip(*terms, strict=True):
        for s, p, o in product(*combination):
            if isinstance(s, NamedNode | BlankNode) and isinstance(p, NamedNode):
                yield Triple(s, p, o)


def _parts(shapes: Shapes, rule: ShapeRule) -> list[Term | None]:
    parts = [shapes.graph.only(rule.node, sh(name)) for name in ("subject", "predicate", "object")]
    return [parts[0] or sh("this"), *parts[1:]]  # SHACL 1.2 lets the subject be left out


def _query(run: ValidationRun, shapes: Shapes, rule: ShapeRule, text: str) -> tuple[Construct, Select]:
    """The query of a rule with what is bound in its place, and one for what its template needs."""
    prefixes = dict(prefixes_of(shapes.graph, rule.node))
    here = _here(run, rule)
    tree = read_query(text, prefixes, {"this", *here}, "its query")
    if not isinstance(tree, Construct) or tree.template is None:
        raise BrokenInput("its query is no CONSTRUCT query with a template")
    tree = substituted(tree, here)
    assert isinstance(tree, Construct)
    assert tree.template is not None
    columns = tuple(Var(name) for name in sorted(mentioned(tree.template) | {"this"}))
    return tree, Select(tree.prologue, "", columns, tree.dataset, tree.where, tree.modifiers)


def _here(run: ValidationRun, rule: ShapeRule) -> Mapping[str, Value]:
    return {} if rule.shape is None else prebound_here(rule.shape.node, rule.shape.path, run.shapes_graph)


def _constructed(run: ValidationRun, shapes: Shapes, rule: ShapeRule, text: str, focus: Focus) -> Iterator[Triple]:
    """``sh:SPARQLRule`` (§8.6): one query for all focus nodes, or one for each where it has to be."""
    tree, pattern = _query(run, shapes, rule, text)
    if rule.shape is None:
        yield from run.engine.construct(written(tree, full=True), scope=run.scope)
        return
    try:
        query = ConstraintQuery(pattern, _here(run, rule))
    except BrokenInput:
        query = None
    if query is not None and not query.one_by_one:
        head = written(tree, full=True).partition("\nWHERE")[0]
        # What is there is nothing new; of blank nodes that a template makes, others tell.
        assert tree.template is not None
        plain = all(isinstance(node, _PLAIN) for node in walk(tree.template))
        known = f" FILTER NOT EXISTS {written(tree.template, full=True)}" if plain else ""
        where = f"{{ {{ {query.for_focus(focus.pattern)} }}{known} }}"
        yield from run.engine.construct(f"{head}\nWHERE {where}", scope=run.scope)
        return
    for (node,) in run.select(f"SELECT DISTINCT ?this {{ {focus.pattern} }}"):
        if isinstance(node, BlankNode):
            raise BrokenInput("its query has to be asked of each node, and no query can name a blank node")
        if node is not None:
            one = written(substituted(tree, {"this": constant(node)}), full=True)
            yield from run.engine.construct(one, scope=run.scope)


DERIVED: Final = NamedNode("urn:tcgraph:derived-values")
_VALUES: Final = sh("values")


def derives_values(shapes: Shapes) -> bool:
    """Whether any shape has ``sh:values``."""
    return next(shapes.graph.pairs(_VALUES), None) is not None


def with_derived(
    engine: Engine,
    shapes: Shapes,
    graphs: tuple[NamedNode, ...] | None,
    scope: Scope,
    unchecked: list[BrokenShape] | None,
) -> tuple[Engine, Scope]:
    """A copy of the data with what shapes derive for their focus nodes, and its scope.

    Args:
        engine: holds the data.
        shapes: the shapes.
        graphs: the data graphs; None for all.
        scope: the same as a dataset.
        unchecked: takes each shape whose ``sh:values`` cannot be derived, with why; None where that is an error.

    Raises:
        BrokenShape: what a shape has as ``sh:values`` cannot be derived, and there is nothing to take that.
    """
    if not derives_values(shapes):
        return engine, scope
    copy = TermEngine()
    for graph in (None,) if graphs is None else graphs:
        copy.insert(engine.quads(graph))
    if graphs is not None and shapes.name is not None and shapes.name not in graphs:
        copy.insert(engine.quads(shapes.name))
    copy.insert(
        Quad(t.subject, t.predicate, t.object, DERIVED)
        for t in set(_derived(ValidationRun(copy, scope), shapes, unchecked))
    )
    return copy, scope if scope == UNION or graphs is None else Scope(default=(*graphs, DERIVED))


def _derived(run: ValidationRun, shapes: Shapes, unchecked: list[BrokenShape] | None) -> Iterator[Triple]:
    evaluator = Evaluator(shapes.graph, shapes.reader.shape, run, evaluate)
    for node, expression in shapes.graph.pairs(_VALUES):
        try:
            yield from list(_derived_by(run, shapes, evaluator, node, expression))
        except BrokenInput as error:
            broken = error if isinstance(error, BrokenShape) else BrokenShape(node, f"its sh:values: {error.reason}")
            if unchecked is None:
                raise broken from error
            unchecked.append(broken)


def _derived_by(
    run: ValidationRun, shapes: Shapes, evaluator: Evaluator, node: NamedNode | BlankNode, expression: Term
) -> Iterator[Triple]:
    part = shapes.reader.shape(node)
    if part.path is None or part.path.predicate is None:
        raise BrokenShape(node, "sh:values needs a sh:path that is a single property")
    for focus in _focus(run, shapes, part):
        rows = run.select(f"SELECT DISTINCT ?this {{ {focus.pattern} }}")
        nodes = [this for (this,) in rows if this is not None]
        for this, values in zip(nodes, evaluator.values(expression, list(map(Context, nodes))), strict=True):
            if isinstance(this, NamedNode | BlankNode):
                yield from (Triple(this, part.path.predicate, value) for value in values)


def _focus(run: ValidationRun, shapes: Shapes, part: model.Shape) -> Iterator[Focus]:
    """Where a property shape is asked for: its own targets, and those of the shapes that have it."""
    owners = [shapes.reader.shape(node) for node in shapes.graph.having(sh("property"), part.node)]
    for shape in (part, *owners):
        focus = focus_of(run, shape)
        if focus is not None:
            yield focus
