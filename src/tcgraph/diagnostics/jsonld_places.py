"""Where the nodes and properties of a JSON-LD document stand.

Contexts inside the document are understood as far as prefixes, terms, types, languages, ``@base`` and ``@vocab`` go;
that names nodes and properties in practice. What the document means is decided by the real parser, never here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tcgraph.errors import BrokenInput
from tcgraph.iri import resolve
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tree import Atom, PlacedTriple

_TOKEN = re.compile(
    r'[ \t\r\n]*+(?:(?P<string>"(?:[^"\\\x00-\x1f]++|\\.)*+")|(?P<bare>-?[0-9][0-9.eE+\-]*|true|false|null)'
    r"|(?P<mark>[{}\[\]:,])|(?P<end>\Z))"
)
_XSD = STANDARD["xsd"]


@dataclass(slots=True)
class _Value:
    """A JSON value with its place: scalars have ``scalar``, containers their members."""

    span: Span
    scalar: str | None = None
    bare: bool = False
    members: dict[str, tuple[Span, _Value]] | None = None
    items: list[_Value] | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    base: str | None
    vocabulary: str | None = None
    language: str | None = None
    terms: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    def expand(self, name: str, *, vocabulary: bool) -> str | None:
        """A key or value as an IRI or keyword, None where it means nothing."""
        if name.startswith("@"):
            return name
        if vocabulary and name in self.terms:
            known = self.terms[name]
            return known if known == name else self.expand(known, vocabulary=True)
        prefix, colon, local = name.partition(":")
        if colon:
            if prefix == "_":
                return name
            return self.terms[prefix] + local if prefix in self.terms and not local.startswith("//") else name
        if vocabulary:
            return self.vocabulary + name if self.vocabulary is not None else None
        return resolve(name, self.base)


def read_jsonld(source: SourceText, base: str | None) -> Iterator[PlacedTriple]:
    """The triples of a document, each with the place of its node and property.

    Raises:
        BrokenInput: the document is not JSON.
    """
    root = _parse(source)
    pending: list[tuple[_Value, _Context]] = [(root, _Context(base))]
    while pending:
        value, context = pending.pop()
        if value.items is not None:
            pending.extend((item, context) for item in reversed(value.items))
        elif value.members is not None:
            yield from _node(value, context, pending)


def _node(value: _Value, outer: _Context, pending: list[tuple[_Value, _Context]]) -> Iterator[PlacedTriple]:
    assert value.members is not None
    context = _with(outer, value.members["@context"][1]) if "@context" in value.members else outer
    keys = {key: context.expand(key, vocabulary=True) for key in value.members}
    subject, head = _subject(value, keys, context)
    for key, (span, inside) in value.members.items():
        meaning = keys[key]
        if meaning in ("@graph", "@included"):
            pending.append((inside, context))
        if meaning is None or (meaning.startswith("@") and meaning != "@type"):
            continue
        predicate = RDF_TYPE if meaning == "@type" else _named(meaning)
        if predicate is None:
            continue
        items = _flat(inside)
        for item in items:
            term = _term(item, key, meaning, context)
            if term is not None:
                place = _place(item, Span(span.start, item.span.end), alone=len(items) == 1)
                yield PlacedTriple(subject, predicate, term, None, head, span, place)
            if item.members is not None and "@value" not in item.members:
                pending.append((item, context))


def _place(item: _Value, whole: Span, *, alone: bool) -> Span:
    """Where a value stands: a scalar, what an object gives as its value or name, else the object."""
    if item.members is None:
        return item.span if item.scalar else whole
    for key in ("@value", "@id"):
        if key in item.members:
            start, inside = item.members[key]
            return Span(start.start, inside.span.end)
    return whole if alone else item.span


def _subject(value: _Value, keys: dict[str, str | None], context: _Context) -> tuple[NamedNode | BlankNode, Span]:
    assert value.members is not None
    for key, meaning in keys.items():
        span, inside = value.members[key]
        if meaning == "@id" and inside.scalar is not None:
            iri = context.expand(inside.scalar, vocabulary=False) or ""
            node = BlankNode("l" + iri[2:]) if iri.startswith("_:") else _named(iri)
            if node is not None:
                return node, Span(span.start, inside.span.end)
    return BlankNode(f"o{value.span.start}"), Span(value.span.start, value.span.start + 1)


def _flat(value: _Value) -> list[_Value]:
    """The values of a property: arrays, ``@list`` and ``@set`` opened."""
    found: list[_Value] = []
    stack = [value]
    while stack:
        top = stack.pop()
        if top.items is not None:
            stack.extend(reversed(top.items))
        elif top.members is not None and (wrapped := top.members.get("@list") or top.members.get("@set")):
            stack.append(wrapped[1])
        else:
            found.append(top)
    return found


def _term(value: _Value, key: str, meaning: str, context: _Context) -> Atom | None:
    coerced = context.types.get(key)
    if value.members is not None:
        inner = {name: entry[1].scalar for name, entry in value.members.items()}
        if "@value" in value.members:
            if inner.get("@language"):
                return Literal(inner["@value"] or "", language=str(inner["@language"]).lower())
            datatype = context.expand(inner.get("@type") or "", vocabulary=True) if inner.get("@type") else None
            return Literal(inner["@value"] or "", datatype=_named(datatype or "") or NamedNode(_XSD + "string"))
        own = _with(context, value.members["@context"][1]) if "@context" in value.members else context
        keys = {name: own.expand(name, vocabulary=True) for name in value.members}
        return _subject(value, keys, own)[0]
    if value.scalar is None:
        return None
    if value.bare:
        return (
            None
            if value.scalar == "null"
            else Literal(value.scalar, datatype=NamedNode(_XSD + _bare_type(value.scalar)))
        )
    if meaning == "@type" or coerced in ("@id", "@vocab"):
        iri = context.expand(value.scalar, vocabulary=meaning == "@type" or coerced == "@vocab") or ""
        return BlankNode("l" + iri[2:]) if iri.startswith("_:") else _named(iri)
    if coerced and not coerced.startswith("@"):
        return Literal(value.scalar, datatype=_named(coerced) or NamedNode(_XSD + "string"))
    return Literal(value.scalar, language=context.language) if context.language else Literal(value.scalar)


def _bare_type(scalar: str) -> str:
    if scalar in ("true", "false"):
        return "boolean"
    return "integer" if re.fullmatch(r"-?\d+", scalar) else "double"


def _named(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _with(outer: _Context, given: _Value) -> _Context:
    context = outer
    for value in [given] if given.items is None else given.items:
        if value.members is None:
            continue
        terms, types = dict(context.terms), dict(context.types)
        scalars = {name: entry[1].scalar for name, entry in value.members.items()}
        language, base = scalars.get("@language", context.language), context.base
        if scalars.get("@base") is not None:
            base = resolve(str(scalars["@base"]), base)
        context = replace(
            context, base=base, language=language, terms=terms, types=types,
            vocabulary=scalars.get("@vocab", context.vocabulary),
        )  # fmt: skip
        for name, (_, definition) in value.members.items():
            iri = definition.scalar
            if definition.members is not None:
                inner = {key: entry[1].scalar for key, entry in definition.members.items()}
                iri = inner.get("@id")
                if inner.get("@type"):
                    types[name] = context.expand(str(inner["@type"]), vocabulary=True) or ""
            if iri is not None and not name.startswith("@"):
                terms[name] = iri
        for name, iri in list(terms.items()):
            terms[name] = context.expand(iri, vocabulary=True) or iri
    return context


def _parse(source: SourceText) -> _Value:
    """JSON with places, without recursion."""
    import json

    text = source.text
    offset = 0
    holder = _Value(Span(0, 0), items=[])
    stack: list[_Value] = [holder]
    key: list[tuple[str, Span] | None] = [None]
    while True:
        found = _TOKEN.match(text, offset)
        if found is None or (found.lastgroup == "end" and len(stack) > 1):
            line, column = source.position(min(offset, max(len(text) - 1, 0)))
            raise BrokenInput("not JSON", line=line, column=column)
        if found.lastgroup == "end":
            return holder.items[0] if holder.items else holder
        group = str(found.lastgroup)
        start, offset = found.span(group)
        span = Span(start, offset)
        word = found[group]
        top = stack[-1]
        if word in "]}" and group == "mark":
            closed = stack.pop()
            key.pop()
            closed.span = Span(closed.span.start, offset)
            if not stack:
                raise BrokenInput("not JSON", line=source.position(start)[0], column=source.position(start)[1])
            continue
        if group == "mark" and word in ",:":
            continue
        if group == "string":
            word = json.loads(word, strict=False)
            if top.members is not None and key[-1] is None:
                key[-1] = (word, span)
                continue
        value = _Value(span, scalar=None if group == "mark" else word, bare=group == "bare")
        if group == "mark":
            value.members, value.items = ({}, None) if word == "{" else (None, [])
        named = key[-1]
        if top.items is not None:
            top.items.append(value)
        elif top.members is not None and named is not None:
            top.members[named[0]] = (named[1], value)
            key[-1] = None
        if group == "mark":
            stack.append(value)
            key.append(None)
