"""Records: things as compact JSON objects, with their parts inside them as a frame says.

The result equals what the JSON-LD 1.1 framing algorithm yields for the same frame; a test holds it against
jsonld.js.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tcgraph import terms
from tcgraph.errors import BrokenInput
from tcgraph.export.canonical import canonical_lines
from tcgraph.export.jsonld.vocabulary import XSD, JsonMember, Vocabulary
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Quad, Term, parse

CONTEXT = terms.BASE + "context.jsonld"
"""Where the context is published."""

Frame = Mapping[str, Any]
"""Names of members to put inside, each with the frame of what is inside."""

FRAMES: dict[str, Frame] = {
    "Recommendation": {"hasElement": {}, "entries": {"actions": {"hasObservation": {}, "involvements": {}}}},
    "ReportEntry": {"actions": {"hasObservation": {}, "involvements": {}}},
    "Action": {"hasObservation": {}, "involvements": {}},
    "StateOfAffairs": {"hasObservation": {}, "involvements": {}},
}
"""How each kind of thing is framed; kinds that are not named have no parts inside."""


class Records:
    """The things of a set of statements, ready to be written as JSON objects."""

    def __init__(self, quads: Iterable[Quad], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._statements: dict[str, dict[str, list[Term]]] = {}
        self._reverse: dict[tuple[str, str], list[str]] = {}
        self._by_class: dict[str, list[str]] = {}
        for quad in sorted(quads, key=str):
            if isinstance(quad.subject, NamedNode | BlankNode):
                self._add(_identifier(quad.subject), quad.predicate.value, quad.object)

    def _add(self, subject: str, predicate: str, term: Term) -> None:
        self._statements.setdefault(subject, {}).setdefault(predicate, []).append(term)
        if predicate in self._vocabulary.reverse and isinstance(term, NamedNode | BlankNode):
            self._reverse.setdefault((_identifier(term), predicate), []).append(subject)
        if predicate == terms.RDF_TYPE.value and isinstance(term, NamedNode):
            self._by_class.setdefault(term.value, []).append(subject)

    @property
    def subjects(self) -> list[str]:
        """Everything that something is said of: IRIs, and blank nodes as ``_:label``; sorted."""
        return sorted(self._statements)

    def kinds(self) -> list[str]:
        """The names of the classes that have things, sorted."""
        return sorted(self._vocabulary.classes[iri] for iri in self._by_class if iri in self._vocabulary.classes)

    def properties(self, kind: str) -> set[str]:
        """The properties that things of a kind have."""
        return {predicate for iri in self.things(kind) for predicate in self._statements[iri]}

    def things(self, kind: str) -> list[str]:
        """The IRIs of a kind's things, sorted."""
        class_ = next(iri for iri, name in self._vocabulary.classes.items() if name == kind)
        return sorted(self._by_class.get(class_, ()))

    def record(self, iri: str, frame: Frame | None = None) -> dict[str, Any]:
        """One thing as a JSON object, without context.

        Args:
            iri: the thing; unknown ones give an object with only its ``id``.
            frame: what to put inside it.
        """
        inside = frame or {}
        found: dict[str, Any] = {"id": iri}
        for predicate, values in self._statements.get(iri, {}).items():
            if predicate == terms.RDF_TYPE.value:
                found["type"] = [
                    self._vocabulary.classes.get(_identifier(value), _identifier(value))
                    for value in values
                    if isinstance(value, NamedNode | BlankNode)
                ]
                continue
            member = self._vocabulary.members.get(predicate) or JsonMember(predicate, predicate, "any", single=False)
            found.update(self._written(member, values, inside.get(member.name)))
        for predicate, name in self._vocabulary.reverse.items():
            if name in inside:
                found[name] = [self.record(other, inside[name]) for other in self._reverse.get((iri, predicate), ())]
                if not found[name]:
                    del found[name]
        return {key: found[key] for key in sorted(found, key=lambda key: (key not in ("id", "type"), key))}

    def _written(self, member: JsonMember, values: list[Term], inside: Frame | None) -> list[tuple[str, Any]]:
        # What the definition cannot carry keeps the property's full IRI as its key, as compaction does.
        fitting = [value for value in values if _fits(member, value)]
        others = [_plain(value) for value in values if not _fits(member, value)]
        result: list[tuple[str, Any]] = [(member.iri, _unwrapped(others))] if others else []
        if fitting and member.kind == "text":
            result.append((member.name, _languages(fitting)))
        elif fitting:
            written = [self._value(member, value, inside) for value in fitting]
            result.append((member.name, _unwrapped(written) if member.single else written))
        return result

    def _value(self, member: JsonMember, value: Term, inside: Frame | None) -> Any:
        if member.kind == "link" and isinstance(value, NamedNode | BlankNode):
            return _identifier(value) if inside is None else self.record(_identifier(value), inside)
        return value.value if "/" in member.kind and isinstance(value, Literal) else _plain(value)


def _identifier(node: NamedNode | BlankNode) -> str:
    """How JSON-LD names a node."""
    return node.value if isinstance(node, NamedNode) else str(node)


def _fits(member: JsonMember, value: Term) -> bool:
    """Whether a member's definition carries a value without further words."""
    if member.kind == "link":
        return isinstance(value, NamedNode | BlankNode)
    if member.kind == "text":
        return isinstance(value, Literal) and value.language is not None and value.direction is None
    if "/" in member.kind:
        return isinstance(value, Literal) and value.datatype.value == member.kind
    return True


def _languages(values: list[Term]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in values:
        assert isinstance(value, Literal)
        found.setdefault(value.language or "", []).append(value.value)
    return dict(sorted(found.items()))


def _plain(value: Term) -> Any:
    """A value that says its own type, or needs none.

    Raises:
        BrokenInput: JSON-LD 1.1 has no form for it: a triple term.
    """
    if isinstance(value, NamedNode | BlankNode):
        return {"id": _identifier(value)}
    if not isinstance(value, Literal):
        raise BrokenInput(f"JSON-LD cannot hold the triple term {value}; ask for Turtle")
    if value.language:
        direction = {"@direction": value.direction.value} if value.direction else {}
        return {**direction, "@language": value.language, "@value": value.value}
    datatype = value.datatype.value
    if datatype == XSD + "string":
        return value.value
    if datatype == XSD + "integer" and str(_int(value.value)) == value.value:
        return int(value.value)
    if datatype == XSD + "boolean" and value.value in ("true", "false"):
        return value.value == "true"
    return {"@value": value.value, "type": datatype}


def _int(text: str) -> int | None:
    return int(text) if text.lstrip("-").isdigit() else None


def _unwrapped(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def thing_document(iri: str, quads: Iterable[Quad], vocabulary: Vocabulary) -> dict[str, Any]:
    """A description as a document that needs nothing fetched (JSON-LD 1.1 §4.1: an embedded context).

    Args:
        iri: the thing described, which comes first.
        quads: the statements; the names of their graphs are left out.
        vocabulary: the members of the JSON.

    Returns:
        ``@context``, with the terms that the document uses, and ``@graph``, a list of nodes.

    Raises:
        BrokenInput: a statement that JSON-LD 1.1 has no form for.
    """
    # Blank nodes under canonical labels, so that the same graph gives the same bytes.
    lines = "\n".join(canonical_lines(quads, named=False))
    records = Records(parse(lines.encode(), GraphFormat.N_QUADS), vocabulary)
    subjects = sorted(records.subjects, key=lambda name: (name != iri, name))
    nodes = [_keyworded(records.record(subject)) for subject in subjects]
    used = {"@version", "id", "type"}
    for node in nodes:
        used.update(node)
        used.update(node.get("type", ()))
    context = {name: meaning for name, meaning in vocabulary.context()["@context"].items() if name in used}
    return {"@context": context, "@graph": nodes}


def _keyworded(node: dict[str, Any]) -> dict[str, Any]:
    """A node whose values name their datatype by the keyword: rdflib 7 drops one that an alias names."""
    return {
        key: [_value(each) for each in value] if isinstance(value, list) else _value(value)
        for key, value in node.items()
    }


def _value(value: Any) -> Any:
    if not (isinstance(value, dict) and "@value" in value and "type" in value):
        return value
    return {"@type" if key == "type" else key: part for key, part in value.items()}
