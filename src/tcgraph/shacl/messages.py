"""What a result says: the shape's own message with its values filled in, else a plain sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tcgraph.namespaces import shorten
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl import model

_PLACE = re.compile(r"\{[?$](\w+)\}")
_RANGES = {
    "minExclusive": "greater than",
    "minInclusive": "at least",
    "maxExclusive": "less than",
    "maxInclusive": "at most",
}


def choose(messages: Sequence[Literal], language: str) -> str | None:
    """The text in a language, else one without a language, else the first."""
    if not messages:
        return None
    ranked = sorted(messages, key=lambda text: (text.language != language, text.language is not None))
    return ranked[0].value


def names_in(text: Literal) -> list[str]:
    """The names that stand as ``{?name}`` or ``{$name}`` in a message."""
    return _PLACE.findall(text.value)


def filled(text: Literal, values: Mapping[str, Term | str | None]) -> Literal:
    """Put values in the place of ``{?name}`` and ``{$name}`` (SHACL §5.3.2).

    Args:
        text: a message.
        values: by name; None for a name that has no value here, of which nothing is left in the text. A name that is
            none of these stays as it is, for its author to see.
    """

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        term = values[found[1]]
        return "" if term is None else term if isinstance(term, str) else shown(term)

    words = _PLACE.sub(value, text.value)
    return Literal(words, language=text.language) if text.language else Literal(words, datatype=text.datatype)


def parameters(constraint: model.Constraint) -> dict[str, Term | str | None]:
    """The parameters of a constraint by name, for its messages; None for those that the shape does not give."""
    match constraint:
        case model.ValueTest(name="pattern"):
            pattern, *flags = constraint.parameters
            return {"pattern": pattern, "flags": flags[0] if flags else None}
        case model.ValueTest():
            return {constraint.name: ", ".join(map(shown, constraint.parameters))}
        case model.CountTest():
            return {constraint.name: str(constraint.limit)}
        case model.UniqueLanguage():
            return {"uniqueLang": "true"}
        case model.HasValue():
            return {"hasValue": constraint.term}
        case model.PairTest():
            return {constraint.name: constraint.other.text}
        case model.Closed():
            return {"closed": "true", "ignoredProperties": ", ".join(map(shown, constraint.ignored))}
        case model.Nested():
            return {constraint.name: ", ".join(shape.label for shape in constraint.shapes)}
        case model.Qualified():
            limit = "qualifiedMinCount" if constraint.minimum else "qualifiedMaxCount"
            return {limit: str(constraint.limit), "qualifiedValueShape": constraint.shape.label}
        case model.AskTest() | model.SparqlConstraint():
            return dict.fromkeys(constraint.parameters) | dict(constraint.values)
        case _:
            return {}


def shown(term: Term) -> str:
    """A term as a person reads it: prefixed names, and literals without quotes."""
    if isinstance(term, NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def default_message(shape: model.Shape, constraint: model.Constraint) -> str:
    """A sentence for a constraint whose shape has no message of its own."""
    what = f"A value of {shape.path.text}" if shape.path else "This node"
    path = shape.path.text if shape.path else "itself"
    match constraint:
        case model.ValueTest():
            return f"{what} must {_must(constraint)}."
        case model.CountTest(name="minCount"):
            return f"Needs at least {constraint.limit} {_values(constraint.limit)} of {path}."
        case model.CountTest():
            return f"Has more than {constraint.limit} {_values(constraint.limit)} of {path}."
        case model.UniqueLanguage():
            return f"Has two values of {path} in one language."
        case model.HasValue():
            return f"{shown(constraint.term)} must be a value of {path}."
        case model.PairTest():
            other = constraint.other.text
            relation = {
                "equals": f"The values of {path} and of {other} must be the same.",
                "subsetOf": f"{what} must be a value of {other}, too.",
                "disjoint": f"{what} must not also be a value of {other}.",
                "lessThan": f"{what} must be less than each value of {other}.",
            }
            return relation.get(constraint.name, f"{what} must not be greater than any value of {other}.")
        case model.Closed():
            return "This property is not allowed here; the shape is closed."
        case model.Nested():
            return f"{what} must {_nested(constraint)}."
        case model.ListTest():
            return f"{what} must {_listed(constraint)}."
        case model.UniqueValues():
            paths = " and ".join(path.text for path in constraint.paths)
            return f"Another node of {shape.label} has the same {paths}."
        case model.Reifiers():
            needed = "a reifier that conforms" if constraint.required else "no reifier that does not conform"
            return f"The triple of this value of {path} must have {needed} to {constraint.shape.label}."
        case model.Expression(name="expression"):
            return (
                f"The expression of {shape.label} is not true of this {'value of ' + path if shape.path else 'node'}."
            )
        case model.Qualified(component=component) if component not in model.QUALIFIED:
            return f"At least one value of {path} must be one of {constraint.shape.label}."
        case model.Qualified():
            bound = "at least" if constraint.minimum else "at most"
            return f"Needs {bound} {constraint.limit} values of {path} that conform to {constraint.shape.label}."
        case _:
            return f"{what} does not satisfy {shown(constraint.component)}."


def _values(number: int) -> str:
    return "value" if number == 1 else "values"


def _must(test: model.ValueTest) -> str:
    first = test.parameters[0] if test.parameters else None
    either = test.name in ("class", "datatype", "nodeKind")
    text = " or ".join(map(shown, test.parameters)) if either else "" if first is None else shown(first)
    match test.name:
        case "class":
            return f"be an instance of {text}"
        case "rootClass":
            return f"be {text} or a class below it"
        case "singleLine":
            return "be of a single line"
        case "datatype":
            return f"be a well-formed literal of datatype {text}"
        case "nodeKind":
            return f"be of kind {text}"
        case "minLength":
            return f"have at least {text} characters"
        case "maxLength":
            return f"have at most {text} characters"
        case "pattern":
            return f"match the pattern {text}"
        case "languageIn":
            return f"be text in one of these languages: {', '.join(map(shown, test.parameters))}"
        case "in":
            return f"be one of {some(test.parameters)}"
        case _:
            return f"be {_RANGES[test.name]} {text}"


def some(terms: Sequence[Term]) -> str:
    """Terms in a row, the first eight of many."""
    names = [shown(term) for term in terms]
    return ", ".join(names) if len(names) <= 8 else f"{', '.join(names[:8])} and {len(names) - 8} more"


def _listed(constraint: model.ListTest) -> str:
    match constraint.name:
        case "minListLength":
            return f"be a list of at least {constraint.limit} {'member' if constraint.limit == 1 else 'members'}"
        case "maxListLength":
            return f"be a list of at most {constraint.limit} {'member' if constraint.limit == 1 else 'members'}"
        case "uniqueMembers":
            return "be a list in which no member comes twice"
    return f"be a list of members that conform to {constraint.shape.label if constraint.shape else 'a shape'}"


def _nested(constraint: model.Nested) -> str:
    names = [
        f"the unnamed shape {shape.node}" if isinstance(shape.node, BlankNode) else shape.label
        for shape in constraint.shapes
    ]
    match constraint.name:
        case "not":
            return f"not conform to {names[0]}"
        case "node" | "property":
            return f"conform to {names[0]}"
        case "and":
            return f"conform to each of {', '.join(names)}"
        case "or":
            return f"conform to at least one of {', '.join(names)}"
        case _:
            return f"conform to exactly one of {', '.join(names)}"
