"""Shape lint, words: terms that SHACL does not have, parameters with no effect, shapes with nothing to check.

Every term of the SHACL vocabulary: what a shapes graph may say, and what of it this validator leaves aside.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Final

from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.components import declared_components
from tcgraph.shacl.names import BOOLEAN, SH, TYPE, sh
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import Severity, ShapeProblem

TARGETS = tuple(sh(name) for name in (
    "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "target", "targetWhere",
))  # fmt: skip
_REFERENCES = tuple(sh(name) for name in (
    "property", "node", "not", "qualifiedValueShape", "someValue", "memberShape", "reifierShape", "targetWhere",
    "nodeByExpression", "condition", "filterShape",
))  # fmt: skip
_LISTS = tuple(sh(name) for name in ("and", "or", "xone"))
_SWITCHED = tuple(Literal(text, datatype=BOOLEAN) for text in ("true", "false"))
_CONTRADICTIONS = (
    ("minCount", "maxCount"),
    ("minLength", "maxLength"),
    ("qualifiedMinCount", "qualifiedMaxCount"),
)


def all_shapes(graph: TripleIndex) -> list[Term]:
    """Every node that is a shape (SHACL §2.1), sorted."""
    found: set[Term] = set()
    for kind in ("NodeShape", "PropertyShape", "ShapeClass"):
        found.update(graph.having(TYPE, sh(kind)))
    for predicate in TARGETS:
        found.update(node for node, _ in graph.pairs(predicate))
    found |= referenced_shapes(graph)
    parameters = {node for _, node in graph.pairs(sh("parameter"))}
    found.update(node for node, _ in graph.pairs(sh("path")) if node not in parameters)
    return sorted((node for node in found if not isinstance(node, Literal)), key=str)


def referenced_shapes(graph: TripleIndex) -> set[Term]:
    """The shapes that other shapes refer to."""
    found: set[Term] = {value for predicate in _REFERENCES for _, value in graph.pairs(predicate)}
    for predicate in _LISTS:
        for _, head in graph.pairs(predicate):
            if graph.is_list(head) and not isinstance(head, Literal):
                found.update(graph.items(head))
    return found


def term_problems(graph: TripleIndex) -> Iterator[ShapeProblem]:
    """Problems that the shapes graph alone shows."""
    yield from _unknown_terms(graph)
    shapes = all_shapes(graph)
    checking = {sh(name) for name in PARAMETERS}
    checking |= {parameter.predicate for component in declared_components(graph) for parameter in component.parameters}
    used = referenced_shapes(graph)
    for shape in shapes:
        yield from _without_effect(graph, shape)
        yield from _contradictions(graph, shape)
        if graph.value(shape, sh("deactivated")) == Literal("true", datatype=BOOLEAN):
            continue
        if checking.isdisjoint(graph.predicates(shape)):
            kind = "property shape" if graph.value(shape, sh("path")) is not None else "shape"
            yield ShapeProblem(
                shape,
                "no-constraint",
                f"This {kind} has no constraint, so everything conforms to it; add one or remove it.",
            )
        targeted = any(graph.value(shape, predicate) is not None for predicate in TARGETS)
        if shape not in used and not targeted and not _is_class(graph, shape):
            yield ShapeProblem(
                shape,
                "never-used",
                "This shape has no target and no other shape refers to it, so it never checks anything.",
                Severity.WARNING,
            )


def terms_without_effect(graph: TripleIndex) -> list[str]:
    """The local names of the SHACL namespace in a shapes graph that this validator does nothing for, sorted."""
    return sorted(_not_known(graph) - {""})


def _not_known(graph: TripleIndex) -> set[str]:
    return {name.removeprefix(SH) for name in graph.names() if name.startswith(SH)} - KNOWN


def _unknown_terms(graph: TripleIndex) -> Iterator[ShapeProblem]:
    strange = _not_known(graph)
    seen: set[tuple[Term, NamedNode]] = set()
    for triple in graph if strange else ():
        for term in (triple.predicate, triple.object):
            if not isinstance(term, NamedNode) or not term.value.startswith(SH) or (triple.subject, term) in seen:
                continue
            seen.add((triple.subject, term))
            name = term.value.removeprefix(SH)
            if name not in strange:
                continue
            if name in IGNORED:
                yield ShapeProblem(
                    triple.subject,
                    "unsupported-term",
                    f"sh:{name} is not part of the SHACL Recommendation and has no effect here.",
                    Severity.WARNING,
                    term,
                )
                continue
            close = [known for known in KNOWN if known.lower() == name.lower()]
            close = close or difflib.get_close_matches(name, sorted(KNOWN), 1)
            hint = f" Did you mean sh:{close[0]}?" if close else ""
            message = f"SHACL has no term sh:{name}, so it has no effect.{hint}"
            yield ShapeProblem(triple.subject, "unknown-term", message, term=term)


def _without_effect(graph: TripleIndex, shape: Term) -> Iterator[ShapeProblem]:
    given = set(graph.predicates(shape))
    for name, needed in DEPENDENT.items():
        if sh(name) in given and given.isdisjoint(map(sh, needed)):
            message = f"sh:{name} has no effect without {' or '.join(f'sh:{other}' for other in needed)}."
            yield ShapeProblem(shape, "no-effect", message, term=sh(name))
    for name in SWITCHES:
        value = graph.value(shape, sh(name))
        if value is not None and value not in _SWITCHED:
            message = f"sh:{name} {value} has no effect; SHACL takes the literal true or false, without quotes."
            yield ShapeProblem(shape, "no-effect", message, term=sh(name))


def _contradictions(graph: TripleIndex, shape: Term) -> Iterator[ShapeProblem]:
    for lower, upper in _CONTRADICTIONS:
        least, most = graph.value(shape, sh(lower)), graph.value(shape, sh(upper))
        if not isinstance(least, Literal) or not isinstance(most, Literal):
            continue
        if least.value.isdigit() and most.value.isdigit() and int(least.value) > int(most.value):
            message = f"sh:{lower} {least.value} is greater than sh:{upper} {most.value}, so nothing can conform."
            yield ShapeProblem(shape, "contradiction", message, term=sh(lower))


def _is_class(graph: TripleIndex, shape: Term) -> bool:
    return any(
        isinstance(kind, NamedNode) and kind.value.rpartition("#")[2] == "Class" for kind in graph.objects(shape, TYPE)
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARAMETERS: Final = _words(
    """class closed datatype disjoint equals hasValue in languageIn lessThan lessThanOrEquals maxCount maxExclusive
    maxInclusive maxLength minCount minExclusive minInclusive minLength node nodeKind not or and xone pattern property
    qualifiedMaxCount qualifiedMinCount qualifiedValueShape sparql uniqueLang
    expression maxListLength memberShape minListLength nodeByExpression reifierShape rootClass singleLine someValue
    subsetOf uniqueMembers uniqueValuesFor"""
)
"""Parameters that make a constraint (SHACL §4, §5.1; SHACL 1.2 Core §4)."""

NEW: Final = _words(
    """maxListLength memberShape minListLength nodeByExpression reifierShape rootClass singleLine someValue subsetOf
    uniqueMembers uniqueValuesFor targetWhere"""
)
"""Of SHACL 1.2: what a validator of SHACL 1.0 passes over."""

DEPENDENT: Final = {
    "flags": ("pattern",),
    "reificationRequired": ("reifierShape",),
    "ignoredProperties": ("closed",),
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
}
"""Parameters that do nothing unless another one is there."""

SWITCHES: Final = (
    "closed",
    "deactivated",
    "uniqueLang",
    "qualifiedValueShapesDisjoint",
    "optional",
    "singleLine",
    "uniqueMembers",
)
"""Parameters whose only effective value is true."""

_CORE = _words("""rule Rule TripleRule SPARQLRule condition subject predicate object this Rules
    target Target TargetType SPARQLTarget SPARQLTargetType Function SPARQLFunction returnType
    alternativePath conforms datatype declare defaultValue description detail entailment
    flags focusNode group ignoredProperties inversePath labelTemplate message name namespace nodeValidator
    oneOrMorePath optional order parameter path prefix prefixes propertyValidator qualifiedValueShapesDisjoint result
    resultAnnotation resultMessage resultPath resultSeverity select ask severity shapesGraph shapesGraphWellFormed
    sourceConstraint sourceConstraintComponent sourceShape suggestedShapesGraph targetClass targetNode
    targetObjectsOf targetSubjectsOf validator value zeroOrMorePath zeroOrOnePath deactivated construct update
    BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRI IRIOrLiteral Literal Info Warning Violation NodeKind NodeShape
    Parameter Parameterizable PrefixDeclaration PropertyGroup PropertyShape ResultAnnotation Severity Shape
    SPARQLAskExecutable SPARQLAskValidator SPARQLConstructExecutable SPARQLExecutable SPARQLSelectExecutable
    SPARQLSelectValidator SPARQLUpdateExecutable SPARQLConstraint ValidationReport ValidationResult Validator
    AbstractResult ConstraintComponent annotationProperty annotationValue annotationVarName
    union intersection filterShape nodes if then else limit offset orderBy desc distinct count exists minus max min sum
    groupConcat separator values shape targetWhere reificationRequired ByTypes Debug Trace conformanceDisallows
    ShapeClass ShapesGraph RulesGraph RulesEntailment layer runOnce sparqlExpr bodyExpression ListParameterExpression
    ListParameterExpressionFunction NamedParameterExpression NamedParameterExpressionFunction""")
_COMPONENTS = _words("""And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals
    MaxCount MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or
    Pattern Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone
    Expression MaxListLength MemberShape MinListLength NodeByExpression ReifierShape RootClass SingleLine SomeValue
    SubsetOf UniqueMembers UniqueValuesFor""")

KNOWN: Final = PARAMETERS | _CORE | frozenset(f"{name}ConstraintComponent" for name in _COMPONENTS)
"""Local names of the terms of SHACL 1.0, of its Advanced Features and of SHACL 1.2, as far as they have an effect."""

IGNORED: Final = _words(
    """JSTarget JSTargetType JSRule JSFunction js JSConstraint JSConstraintComponent JSExecutable JSLibrary
    JSValidator jsFunctionName jsLibrary jsLibraryURL"""
)
"""Terms of SHACL-JS, a note, which have no effect here."""
