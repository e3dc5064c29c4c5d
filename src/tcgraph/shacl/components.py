"""Constraint components of one's own (SHACL §6): declared with parameters and a SPARQL validator, SELECT or ASK."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.errors import BrokenInput
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.model import AskTest, Shape
from tcgraph.shacl.names import OWL, SUBCLASS_OF, TYPE, sh
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.substitution import constants, prebound_here, read_query, refuse_forbidden, substituted
from tcgraph.shacl.validation_report import BrokenShape
from tcgraph.sparql import written
from tcgraph.sparql.forms import NO_MODIFIERS, Ask
from tcgraph.sparql.syntax import Exists, Var

_IMPORTS = NamedNode(OWL + "imports")


@dataclass(frozen=True, slots=True)
class ComponentParameter:
    """A parameter: the property that carries it, its name in the query, and whether it may be absent."""

    predicate: NamedNode
    name: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Component:
    """A declared constraint component.

    Attributes:
        node: its IRI.
        parameters: what it takes.
        graph: where it is declared.
    """

    node: NamedNode
    parameters: tuple[ComponentParameter, ...]
    graph: TripleIndex


def declared_components(graph: TripleIndex) -> list[Component]:
    """Every component that the shapes graph declares, sorted by IRI.

    Raises:
        BrokenShape: a parameter has no path.
    """
    kinds: list[Term] = [sh("ConstraintComponent")]
    for kind in kinds:
        kinds += [child for child in graph.having(SUBCLASS_OF, kind) if child not in kinds]
    nodes = {node for kind in kinds for node in graph.having(TYPE, kind) if isinstance(node, NamedNode)}
    found = [Component(node, tuple(parameters_of(graph, node)), graph) for node in sorted(nodes, key=str)]
    return [component for component in found if component.parameters]


def custom_constraints(
    graph: TripleIndex, component: Component, shape: Term, *, property_shape: bool
) -> list[model.Constraint]:
    """The constraints that a shape has by giving a component its parameters.

    Args:
        graph: the shapes graph.
        component: one that is declared.
        shape: the shape.
        property_shape: whether it has a path.

    Raises:
        BrokenInput: a component applies and has no validator for this kind of shape.
    """
    given = {parameter.name: graph.objects(shape, parameter.predicate) for parameter in component.parameters}
    if not any(given.values()):
        return []
    if not all(given[parameter.name] or parameter.optional for parameter in component.parameters):
        return []
    several = [name for name, terms in given.items() if len(terms) > 1]
    if several and len(component.parameters) > 1:
        raise BrokenInput(f"gives parameter {several[0]} of {component.node} more than one value")
    choices = [[(name, term)] for name in several for term in given[name]] or [
        [(name, terms[0]) for name, terms in given.items() if terms]
    ]
    return [_constraint(component, tuple(values), property_shape) for values in choices]


def _constraint(component: Component, values: tuple[tuple[str, Term], ...], property_shape: bool) -> model.Constraint:
    graph = component.graph
    special = graph.objects(component.node, sh("propertyValidator" if property_shape else "nodeValidator"))
    validators = special or graph.objects(component.node, sh("validator"))
    # One of several (§6.2.3): others may be in a language that is not known here.
    validator = next((node for node in validators if _has_query(graph, node)), next(iter(validators), None))
    if validator is None:
        raise BrokenInput(f"{component.node} has no validator for a {'property' if property_shape else 'node'} shape")
    messages = tuple(
        text
        for node in (validator, component.node)
        for text in graph.objects(node, sh("message"))
        if isinstance(text, Literal)
    )
    prefixes, names = prefixes_of(graph, validator), tuple(parameter.name for parameter in component.parameters)
    ask, select = graph.only(validator, sh("ask")), graph.only(validator, sh("select"))
    if isinstance(ask, Literal):
        return model.AskTest(component.node, ask.value, prefixes, messages, values, names)
    if isinstance(select, Literal):
        return model.SparqlConstraint(component.node, None, select.value, prefixes, messages, values, names)
    raise BrokenInput(f"the validator of {component.node} has neither sh:ask nor sh:select")


def _has_query(graph: TripleIndex, validator: Term) -> bool:
    return any(graph.value(validator, sh(name)) is not None for name in ("ask", "select"))


def prefixes_of(graph: TripleIndex, node: Term) -> tuple[tuple[str, str], ...]:
    """The prefixes that ``sh:prefixes`` gives a query (SHACL §5.2.1), through ``owl:imports``."""
    found: dict[str, str] = {}
    # Without sh:prefixes, SHACL 1.2 takes those of the shapes graph that says of itself that it is one.
    ontologies = graph.objects(node, sh("prefixes")) or _graphs(graph)
    for ontology in ontologies:
        ontologies += [other for other in graph.objects(ontology, _IMPORTS) if other not in ontologies]
        for declaration in graph.objects(ontology, sh("declare")):
            prefix, namespace = graph.value(declaration, sh("prefix")), graph.value(declaration, sh("namespace"))
            if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                found[prefix.value] = namespace.value
    return tuple(sorted(found.items()))


def _graphs(graph: TripleIndex) -> list[Term]:
    return [node for kind in ("ShapesGraph", "RulesGraph") for node in graph.having(TYPE, sh(kind))]


def parameters_of(graph: TripleIndex, component: NamedNode) -> list[ComponentParameter]:
    """What a component, a function or a type of targets takes, by name.

    Raises:
        BrokenShape: a parameter has no path.
    """
    found = []
    for node in graph.objects(component, sh("parameter")):
        path = graph.value(node, sh("path"))
        if not isinstance(path, NamedNode):
            raise BrokenShape(component, "a parameter has no sh:path, an IRI", node=node)
        name = path.value.replace("#", "/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        optional = graph.value(node, sh("optional"))
        found.append(ComponentParameter(path, name, isinstance(optional, Literal) and optional.value in ("true", "1")))
    return sorted(found, key=lambda parameter: parameter.name)


def ask_expression(test: AskTest, shape: Shape, graph: NamedNode | None) -> str:
    """The condition of an ASK validator, its variables pre-bound (SHACL §6.3).

    Args:
        test: the constraint.
        shape: whose it is; value nodes are bound to ``?this`` or, at the end of a path, to ``?value``.
        graph: the shapes graph, where the engine holds it.

    Raises:
        BrokenInput: SHACL forbids the query, or it uses an undeclared prefix.
    """
    whose = f"the validator of {test.component}"
    values = prebound_here(shape.node, shape.path, graph)
    prebound = {"this", "value", *test.parameters}
    tree = read_query(test.text, dict(test.prefixes), prebound | values.keys(), whose)
    if not isinstance(tree, Ask):
        raise BrokenInput(f"{whose} is no ASK query (SHACL §6.2.2)")
    refuse_forbidden(tree, prebound, set(values), whose)
    if tree.modifiers != NO_MODIFIERS:
        raise BrokenInput(f"{whose} goes on after its {{ … }}, which an ASK query has no use for")
    values |= constants(test.values, tree, whose)
    values["value"] = Var("this" if shape.path is None else "value")
    # Written out in full, since it becomes part of a query with prefixes of its own.
    return written(Exists(substituted(tree.where, values), negated=False), full=True)
