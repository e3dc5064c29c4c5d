"""What constraints ask for, in words: the same for each of their results, however many, and worked out once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from tcgraph.diagnostics.term_names import TermWriter
from tcgraph.namespaces import STANDARD, shorten
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl.names import SH, sh
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import Finding

_XSD = STANDARD["xsd"]
_FIRST, _REST, _NIL = (NamedNode(STANDARD["rdf"] + name) for name in ("first", "rest", "nil"))

_RDF = STANDARD["rdf"]
KINDS = {
    "integer": ("a whole number", "12, without quotes"),
    "decimal": ("a decimal number", "0.5, without quotes"),
    "double": ("a number with exponent", "1.0E3"),
    "boolean": ("true or false", "true, without quotes"),
    "date": ("a date", '"2006-11-30"^^xsd:date'),
    "dateTime": ("a date and time", '"2006-11-30T12:00:00Z"^^xsd:dateTime'),
    "gYear": ("a year", '"2006"^^xsd:gYear'),
    "gYearMonth": ("a year and month", '"2006-11"^^xsd:gYearMonth'),
    "string": ("a text without language tag", '"text"'),
    "anyURI": ("an address", '"https://…"^^xsd:anyURI'),
}
NODE_KINDS = {
    "IRI": "the name of a thing (an IRI)", "BlankNode": "a thing without a name (a blank node)",
    "Literal": "a text, number or date (a literal)", "BlankNodeOrIRI": "a thing, with a name or without",
    "BlankNodeOrLiteral": "a thing without a name, or a text, number or date",
    "IRIOrLiteral": "the name of a thing, or a text, number or date",
}  # fmt: skip
_OF_ONE_LENGTH = re.compile(r"\^\[[^\]]+\]\{(\d+)\}\$")
_TEXTS = (STANDARD["xsd"] + "string", STANDARD["rdf"] + "langString")


class ConstraintPhrase(NamedTuple):
    """What a constraint asks for.

    Attributes:
        component: its component, as SHACL's own are called for short.
        by_message: whether its message alone tells what is wrong: of queries, and of components of others.
        own: whether the shape has a message.
        path: the path of its results.
        bound: its parameter.
        limit: the same in words.
        remedy: what to do, where that is the same for all of its results.
    """

    component: str
    by_message: bool
    own: bool
    path: str
    bound: Term | None
    limit: str
    remedy: str | None


class Constraints:
    """The constraints of shapes."""

    def __init__(self, shapes: TripleIndex) -> None:
        self._shapes = shapes
        self._asked: dict[tuple[TermWriter, Term, NamedNode, str | None], ConstraintPhrase] = {}
        self.parameter = cache(self._parameter_of)
        self.items = cache(self._items_of)

    def asked(self, finding: Finding, write: TermWriter) -> ConstraintPhrase:
        """What the constraint asked for that a finding is a result of, in a writer's words."""
        key = (write, finding.shape, finding.component, finding.path)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = self._asked_of(finding, write)
        return found

    def _asked_of(self, finding: Finding, write: TermWriter) -> ConstraintPhrase:
        component, path, shape = component_name(finding), write.path(finding), finding.shape
        by_message = component in ("SPARQL", "JS") or not finding.component.value.startswith(SH)
        bound = None if by_message else self.parameter(shape, component[:1].lower() + component[1:])
        return ConstraintPhrase(
            component,
            by_message,
            self.parameter(shape, "message") is not None,
            path,
            bound,
            write.name(bound) if bound is not None else "",
            self._remedy(component, shape, path, write),
        )

    def _remedy(self, component: str, shape: Term, path: str, write: TermWriter) -> str | None:
        match component:
            case "MinCount":
                return f"Add {path} to it."
            case "Datatype":
                wanted = self.parameter(shape, "datatype")
                name = wanted.value.removeprefix(_XSD) if isinstance(wanted, NamedNode) else ""
                return f"Write it like this: {KINDS[name][1]}." if name in KINDS else None
            case "Pattern":
                pattern = self.parameter(shape, "pattern")
                return f"The form is the regular expression {pattern.value}" if isinstance(pattern, Literal) else None
            case "In":
                allowed = [write.name(term) for term in self.items(shape, "in")]
                return f"Use one of {', '.join(allowed[:12])}{' …' if len(allowed) > 12 else ''}." if allowed else None
            case "LanguageIn":
                tags = [term.value for term in self.items(shape, "languageIn") if isinstance(term, Literal)]
                return f"Use one of {', '.join(tags)}." if tags else None
            case "Closed":
                return "Use a predicate that the shape allows, or extend the shape."
        return None

    def _parameter_of(self, shape: Term, name: str) -> Term | None:
        return self._shapes.value(shape, sh(name))

    def _items_of(self, shape: Term, name: str) -> list[Term]:
        node = self.parameter(shape, name)
        found: list[Term] = []
        while node is not None and node != _NIL and len(found) < 1000:
            first = self._shapes.value(node, _FIRST)
            if first is None:
                break
            found.append(first)
            node = self._shapes.value(node, _REST)
        return found


def component_name(finding: Finding) -> str:
    """The component of a result, as SHACL's own are called for short."""
    return finding.component.value.removeprefix(SH).removesuffix("ConstraintComponent")


def kind(datatype: Term | None) -> str:
    """A datatype in words, to stand behind “is not”."""
    if not isinstance(datatype, NamedNode):
        return "of the datatype that is asked for"
    name = datatype.value.removeprefix(_XSD)
    if name in KINDS:
        return f"{KINDS[name][0]} (xsd:{name})"
    if datatype.value == _RDF + "langString":
        return 'a text with a language tag: "text"@en'
    if datatype.value == STANDARD["rdfs"] + "Literal":
        return "of datatype rdfs:Literal, which no literal has; the shape may mean sh:nodeKind sh:Literal"
    return f"of datatype {shorten(datatype.value)}"


def node_kind(node: Term) -> str:
    """What sort of term it is."""
    which = "IRI" if isinstance(node, NamedNode) else "BlankNode" if isinstance(node, BlankNode) else "Literal"
    return NODE_KINDS[which]


def written_as(value: Literal) -> str:
    """What a literal is by its datatype, to stand behind “is written as”."""
    name = value.datatype.value.removeprefix(_XSD)
    if value.language:
        return "a text with a language tag"
    if name == "string":
        return "a text"
    return KINDS[name][0] if name in KINDS else shorten(value.datatype.value)


def is_text(term: Term | None) -> bool:
    """Whether a term is a literal without a type of its own."""
    return isinstance(term, Literal) and term.datatype.value in _TEXTS


def wrong_form(value: Term | None, pattern: Term | None, path: str) -> str:
    """What is wrong with a value that a pattern does not match, to stand behind the value."""
    size = _OF_ONE_LENGTH.fullmatch(pattern.value) if isinstance(pattern, Literal) else None
    if size and isinstance(value, Literal) and len(value.value) != int(size[1]):
        return f"has {len(value.value)} characters, and {path} takes {size[1]}"
    return f"does not have the form that {path} asks for"


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence."""
    *start, last = names
    return f"{', '.join(start)} and {last}" if start else last


def said_together(reasons: Iterable[str]) -> list[str]:
    """Sentences, of which those that deny several things of one thing are made one."""
    kinds: dict[str, list[str]] = {}
    for reason in dict.fromkeys(reasons):
        start, denied, rest = reason.partition(" is not a")
        kinds.setdefault(start if denied else reason, []).append(f"a{rest.removesuffix('.')}" if denied else "")
    return [
        f"{start} is not {' or '.join(filter(None, (', '.join(those[:-1]), those[-1])))}." if those[-1] else start
        for start, those in kinds.items()
    ]


def glossed(datatype: re.Match[str]) -> str:
    """A datatype with what it is in words."""
    return f"{datatype[0]} ({KINDS[datatype[1]][0]})" if datatype[1] in KINDS else datatype[0]
