"""Conditions on a single value node, as SPARQL expressions that are true when the node is well and never fail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tcgraph.engine.datatypes import LEXICAL, RANGES, local_name
from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl.model import ValueTest
from tcgraph.shacl.names import INTEGER, LANG_STRING, RDF, STRING, XSD, sh
from tcgraph.shacl.paths import chained
from tcgraph.shacl.term_tests import spelled_out

if TYPE_CHECKING:
    from tcgraph.shacl.validation_run import ValidationRun

_COMPARISONS = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}
_KINDS = {
    sh("IRI"): "isIRI({0})",
    sh("BlankNode"): "isBlank({0})",
    sh("Literal"): "isLiteral({0})",
    sh("BlankNodeOrIRI"): "(isBlank({0}) || isIRI({0}))",
    sh("BlankNodeOrLiteral"): "(isBlank({0}) || isLiteral({0}))",
    sh("IRIOrLiteral"): "(isIRI({0}) || isLiteral({0}))",
}
_MANY = 20
"""Of more subclasses those are named that have an instance: a hierarchy has thousands, and most data has few."""
_LINE_END = "[\n\r\f\v]"
_NUMERIC = {"integer", "decimal", "double", "float"}
_PLAIN = {STRING, LANG_STRING, NamedNode(RDF + "dirLangString")}


def quoted(text: str) -> str:
    """Text as a SPARQL string."""
    return str(Literal(text))


def expression(test: ValueTest, variable: str, run: ValidationRun) -> str:
    """The condition of a test.

    Args:
        test: the constraint.
        variable: the value node's variable, with question mark.
        run: knows the class hierarchy of the data and what the engine does to literals.

    Raises:
        BrokenInput: the parameter is of the wrong kind.
    """
    match test.name:
        case "class":
            return _any(_class(name, variable, run) for name in _iris(test))
        case "datatype":
            return _any(_datatype(name, variable, run) for name in _iris(test))
        case "nodeKind":
            if unknown := next((term for term in test.parameters if term not in _KINDS), None):
                raise BrokenInput(f"sh:nodeKind takes one of SHACL's six kinds, not {unknown}")
            return _any(_KINDS[name].format(variable) for name in _iris(test))
        case "singleLine":
            return f"!(isLiteral({variable}) && REGEX(STR({variable}), {quoted(_LINE_END)}))"
        case "rootClass":
            return f"COALESCE({variable} IN ({', '.join(map(str, run.subclasses(_iris(test)[0])))}), false)"
        case "minLength" | "maxLength":
            operator = ">=" if test.name == "minLength" else "<="
            # STR of a blank node is an error, so that it violates, as §4.4.1 asks; not every engine sees it so.
            return f"COALESCE(!isBlank({variable}) && STRLEN(STR({variable})) {operator} {_literal(test).value}, false)"
        case "pattern":
            return pattern(test, variable)
        case "languageIn":
            matches = [f"LANGMATCHES(LANG({variable}), {quoted(tag.value)})" for tag in _literals(test)]
            ranges = chained(matches, " || ")
            return f"COALESCE({ranges or 'false'}, false)"
        case "in":
            return _is_one_of(test.parameters, variable)
        case _:
            limit = _literal(test)
            return f"COALESCE({_comparable(limit, variable)}{variable} {_COMPARISONS[test.name]} {limit}, false)"


def pattern(test: ValueTest, variable: str) -> str:
    """The condition of ``sh:pattern``; blank nodes never match (§4.4.3)."""
    texts = _literals(test)
    plain = len(texts) > 1 and "q" in texts[1].value
    expression = texts[0].value if plain else spelled_out(texts[0].value)
    arguments = ", ".join(map(quoted, (expression, *(flags.value for flags in texts[1:]))))
    return f"COALESCE(!isBlank({variable}) && REGEX(STR({variable}), {arguments}), false)"


def _class(term: NamedNode, variable: str, run: ValidationRun) -> str:
    classes = run.subclasses(term)
    if len(classes) > _MANY and not run.narrow:
        classes = run.inhabited(term) or classes[:1]
    if len(classes) == 1:
        return f"EXISTS {{ {variable} a {classes[0]} }}"
    name = f"?class_{variable[1:]}"
    return f"EXISTS {{ {variable} a {name} FILTER({name} IN ({', '.join(map(str, classes))})) }}"


def _datatype(datatype: NamedNode, variable: str, run: ValidationRun) -> str:
    name = local_name(datatype)
    same = f"DATATYPE({variable}) = {datatype}"
    if name in RANGES and run.folds_integers:
        least, greatest = RANGES[name]
        limits = [f"{variable} >= {least}"] * (least is not None) + [f"{variable} <= {greatest}"] * (
            greatest is not None
        )
        return f"COALESCE({' && '.join([f'DATATYPE({variable}) = {INTEGER}', *limits])}, false)"
    if name in RANGES:
        least, greatest = RANGES[name]
        cast = f"<{XSD}integer>(STR({variable}))"
        limits = [f"{cast} >= {least}"] * (least is not None) + [f"{cast} <= {greatest}"] * (greatest is not None)
        return f"COALESCE({' && '.join([same, *limits])}, false)"
    if name in _NUMERIC:
        # Numbers that are too long for the engine are numbers all the same.
        long = f"REGEX(STR({variable}), {quoted(f'^(?:{LEXICAL[name]})$')})"
        return f"COALESCE({same} && (isNumeric({variable}) || {long}), false)"
    if datatype in _PLAIN or name not in LEXICAL:
        return f"COALESCE({same}, false)"
    return f"COALESCE({same} && REGEX(STR({variable}), {quoted(f'^(?:{LEXICAL[name]})$')}), false)"


def _comparable(limit: Literal, variable: str) -> str:
    """A guard that only comparable terms pass (SPARQL 1.1 §17.3); not every engine makes an error of the others."""
    name = local_name(limit.datatype)
    if name in _NUMERIC or name in RANGES:
        return f"isNumeric({variable}) && "
    if name in ("string", "boolean", "dateTime", "date"):
        return f"DATATYPE({variable}) = {limit.datatype} && "
    return ""


def same_term(variable: str, term: Term) -> str:
    """A condition that a variable is that very term; not every engine has SAMETERM take "x" for "x"^^xsd:string."""
    if isinstance(term, Literal) and term.datatype == STRING:
        return f"(DATATYPE({variable}) = {STRING} && STR({variable}) = {term})"
    return f"SAMETERM({variable}, {term})"


def _is_one_of(terms: tuple[Term, ...], variable: str) -> str:
    iris = [str(term) for term in terms if isinstance(term, NamedNode)]
    others = [term for term in terms if not isinstance(term, (NamedNode, BlankNode))]
    parts = [f"{variable} IN ({', '.join(iris)})"] if iris else []
    # `=` compares values and fails on unknown datatypes; membership is about terms (§4.8.3).
    parts += [same_term(variable, term) for term in others]
    return f"COALESCE({chained(parts, ' || ') or 'false'}, false)"


def _any(conditions: Iterable[str]) -> str:
    """One of several conditions; only a single one stands without brackets around it."""
    several = list(conditions)
    return several[0] if len(several) == 1 else f"({chained(several, ' || ') or 'false'})"


def _iris(test: ValueTest) -> list[NamedNode]:
    for term in test.parameters:
        if not isinstance(term, NamedNode):
            raise BrokenInput(f"sh:{test.name} takes an IRI, not {term}")
    return [term for term in test.parameters if isinstance(term, NamedNode)]


def _literal(test: ValueTest) -> Literal:
    term = test.parameters[0]
    if not isinstance(term, Literal):
        raise BrokenInput(f"sh:{test.name} takes a literal, not {term}")
    if test.name.endswith("Length") and not term.value.lstrip("+-").isdigit():
        raise BrokenInput(f"sh:{test.name} takes an integer, not {term}")
    return term


def _literals(test: ValueTest) -> list[Literal]:
    for term in test.parameters:
        if not isinstance(term, Literal):
            raise BrokenInput(f"sh:{test.name} takes literals, not {term}")
    return [term for term in test.parameters if isinstance(term, Literal)]
