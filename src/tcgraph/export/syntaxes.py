"""RDF syntaxes written straight from canonical N-Quads lines: in their order, as a stream, without parsing terms.

A canonical line (RDFC-1.0 §5) holds each term in one form, with few escapes, so the text of a term can be carried into
the other syntaxes as it stands or nearly so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from tcgraph import terms
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat

Parts = tuple[str, str, str, str]
"""Subject, predicate, object and graph (empty for the default graph), each as N-Quads writes it."""


def parts(lines: Iterable[str]) -> Iterator[Parts]:
    """Split lines at the spaces between their terms."""
    for line in lines:
        subject, predicate, rest = line[:-3].split(" ", 2)
        value, _, graph = rest.rpartition(" ")
        # A literal may end in what looks like a graph name, but then with its closing quote inside.
        if value and graph[0] in "<_" and '"' not in graph and not graph.startswith("<<"):
            yield subject, predicate, value, graph
        else:
            yield subject, predicate, rest, ""


def merged(quads: Iterable[Parts]) -> Iterator[Parts]:
    """The triples of quads, each once: the same triple in several graphs stands in lines next to each other."""
    last: list[str] = []
    for quad in quads:
        subject, predicate, value, _ = quad
        if [value, predicate, subject] != last:
            last = [value, predicate, subject]
            yield quad


def literal(value: str) -> tuple[str, str, str]:
    """A literal's lexical form as escaped between its quotes, its language or none, its datatype's IRI or none."""
    if value[-1] == '"':
        return value[1:-1], "", ""
    if value[-1] == ">":
        body, _, datatype = value.rpartition('"^^')
        return body[1:], "", datatype[1:-1]
    body, _, language = value.rpartition('"@')
    return body[1:], language, ""


_TYPE = f"<{terms.RDF_TYPE.value}>"
_INTEGER = f"<{terms.PREFIXES['xsd']}integer>"
_BOOLEAN = f"<{terms.PREFIXES['xsd']}boolean>"
_NUMBER = re.compile(r"[+-]?[0-9]+")
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_REMEMBERED = 100_000


def n_triples(quads: Iterable[Parts]) -> Iterator[str]:
    """Canonical N-Triples."""
    for subject, predicate, value, _ in quads:
        yield f"{subject} {predicate} {value} .\n"


class PrefixedNames:
    """Prefixed names for IRIs."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def term(self, term: str) -> str:
        """A term as Turtle writes it at its shortest."""
        known = self._known.get(term)
        if known is None:
            known = self._term(term)
            if len(self._known) < _REMEMBERED:
                self._known[term] = known
        return known

    def verb(self, predicate: str) -> str:
        """A property, in the place of a verb."""
        return "a" if predicate == _TYPE else self.term(predicate)

    def _term(self, term: str) -> str:
        if term[0] == "<":
            cut = max(term.rfind("#"), term.rfind("/")) + 1
            prefix = self._prefixes.get(term[1:cut])
            local = term[cut:-1]
            if prefix is None or not _LOCAL.fullmatch(local):
                return term
            self.used.add(prefix)
            return f"{prefix}:{local}"
        if term[0] == '"' and term[-1] == ">":
            body, _, datatype = term.rpartition('"^^')
            if datatype == _INTEGER and _NUMBER.fullmatch(body, 1):
                return body[1:]
            if datatype == _BOOLEAN and body in ('"true', '"false'):
                return body[1:]
            return f'{body}"^^{self._term(datatype)}'
        return term


def turtle(quads: Iterable[Parts], names: PrefixedNames) -> Iterator[str]:
    """Turtle's statements, without the prefixes: what is said of a thing stands together."""
    term = names.term
    last_subject = last_predicate = ""
    for subject, predicate, value, _ in quads:
        if subject != last_subject:
            yield f"{' .' if last_subject else ''}\n\n{term(subject)} {names.verb(predicate)} {term(value)}"
        elif predicate != last_predicate:
            yield f" ;\n    {names.verb(predicate)} {term(value)}"
        else:
            yield f", {term(value)}"
        last_subject, last_predicate = subject, predicate
    yield " .\n" if last_subject else ""


def trig(quads: Iterable[Parts], names: PrefixedNames) -> Iterator[str]:
    """TriG's graphs, without the prefixes."""
    term = names.term
    last: Parts = ("", "", "", "")
    begun = False
    for quad in quads:
        subject, predicate, value, graph = quad
        if not begun or graph != last[3]:
            yield " .\n}\n" if begun else ""
            yield f"\n{term(graph)} {{" if graph else "\n{"
            last, begun = ("", "", "", graph), True
        if subject != last[0]:
            yield f"{' .' if last[0] else ''}\n{term(subject)} {names.verb(predicate)} {term(value)}"
        elif predicate != last[1]:
            yield f" ;\n    {names.verb(predicate)} {term(value)}"
        else:
            yield f", {term(value)}"
        last = quad
    yield " .\n}\n" if begun else ""


def declarations(prefixes: Mapping[str, str]) -> str:
    """Prefix declarations, sorted."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))


def json_ld(quads: Iterable[Parts]) -> Iterator[str]:
    """One array of node objects; those of a named graph are inside its ``@graph``.

    Raises:
        BrokenInput: a triple term, which JSON-LD 1.1 cannot write.
    """
    graph: str | None = None
    subject = key = ""
    yield "["
    for next_subject, predicate, value, next_graph in quads:
        next_key = '"@type"' if predicate == _TYPE and value[0] != '"' else f'"{_name(predicate)}"'
        if next_graph != graph:
            if graph is not None:
                yield "]}]}" if graph else "]}"
            yield ("," if graph is not None else "") + "\n"
            yield f'{{"@id":"{_name(next_graph)}","@graph":[' if next_graph else ""
            graph, subject, key = next_graph, "", ""
        if next_subject != subject:
            yield ("]},\n" if subject else "") + f'{{"@id":"{_name(next_subject)}",{next_key}:['
        elif next_key != key:
            yield f"],{next_key}:["
        else:
            yield ","
        subject, key = next_subject, next_key
        yield f'"{_name(value)}"' if key == '"@type"' else _value(value)
    if graph is not None:
        yield "]}]}" if graph else "]}"
    yield "\n]\n"


def _name(term: str) -> str:
    return term[1:-1] if term[0] == "<" else term


def _value(value: str) -> str:
    if value[0] == '"':
        # N-Quads' escapes within quotes are among those of JSON (RFC 8259 §7).
        body, language, datatype = literal(value)
        if language:
            return f'{{"@value":"{body}","@language":"{language}"}}'
        return f'{{"@value":"{body}","@type":"{datatype}"}}' if datatype else f'{{"@value":"{body}"}}'
    if value.startswith("<<"):
        raise BrokenInput(f"JSON-LD cannot hold the triple term {value}; leave it out, or export N-Quads")
    return f'{{"@id":"{_name(value)}"}}'


_END = "</rdf:Description>\n"
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")
_ESCAPE = re.compile(r"\\(u[0-9A-F]{4}|U[0-9A-F]{8}|.)", re.DOTALL)
_MEANT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "\\": "\\"}
_SPECIAL = re.compile(r"[\\&<>]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Elements:
    """Property elements, each property's tags made once."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._known: dict[str, tuple[str, str]] = {}
        self.used: set[str] = {"rdf"}

    def tags(self, predicate: str) -> tuple[str, str]:
        """What begins and what ends a property's element, without angle brackets.

        Raises:
            BrokenInput: no part at the end of the property's IRI is a name in XML.
        """
        if predicate not in self._known:
            iri = predicate[1:-1]
            local = _XML_NAME.search(iri)
            if local is None:
                raise BrokenInput(f"RDF/XML cannot write the property {predicate}; leave it out, or export Turtle")
            namespace, name = iri[: local.start()], local[0]
            prefix = self._prefixes.get(namespace)
            if prefix is None:
                self._known[predicate] = (f'p:{name} xmlns:p="{escape(namespace)}"', f"p:{name}")
            else:
                self.used.add(prefix)
                self._known[predicate] = (f"{prefix}:{name}", f"{prefix}:{name}")
        return self._known[predicate]


def rdf_xml(triples: Iterable[Parts], elements: Elements) -> Iterator[str]:
    """The descriptions, without the root element.

    Raises:
        BrokenInput: something that RDF/XML cannot write: a character, a property's name, a triple term.
    """
    last = ""
    for subject, predicate, value, _ in triples:
        if subject != last:
            yield _END if last else ""
            yield f"<rdf:Description {_node(subject, 'about')}>\n"
            last = subject
        begin, end = elements.tags(predicate)
        if value[0] != '"':
            yield f"<{begin} {_node(value, 'resource')}/>\n"
            continue
        body, language, datatype = literal(value)
        attribute = f' xml:lang="{language}"' if language else f' rdf:datatype="{escape(datatype)}"' if datatype else ""
        yield f"<{begin}{attribute}>{_text(body) if _SPECIAL.search(body) else body}</{end}>\n"
    yield _END if last else ""


def root(prefixes: Mapping[str, str]) -> str:
    """The document's beginning; ``</rdf:RDF>`` ends it."""
    declared = "".join(f' xmlns:{prefix}="{escape(iri)}"' for prefix, iri in sorted(prefixes.items()))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'


def _node(term: str, attribute: str) -> str:
    if term.startswith("<<"):
        raise BrokenInput(f"RDF/XML cannot hold the triple term {term}; leave it out, or export N-Quads")
    return f'rdf:{attribute}="{escape(term[1:-1])}"' if term[0] == "<" else f'rdf:nodeID="{term[2:]}"'


def _text(body: str) -> str:
    plain = _ESCAPE.sub(lambda found: _MEANT.get(found[1]) or chr(int(found[1][1:], 16)), body)
    if _NOT_XML.search(plain):
        raise BrokenInput(f"RDF/XML cannot hold a control character of {plain!r}; remove it, or export Turtle")
    # A parser would take a carriage return for a line feed (XML 1.0 §2.11).
    return escape(plain).replace("\r", "&#xD;")


def written(lines: Iterable[str], format_: GraphFormat, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Write a document as its lines come.

    Args:
        lines: canonical N-Quads lines, sorted.
        format_: the syntax; one without graph names holds the merged graph.
        prefixes: what the document declares, whether used or not.

    Raises:
        BrokenInput: the syntax cannot hold some statement; the message says which.
    """
    quads = parts(lines)
    match format_:
        case GraphFormat.N_QUADS:
            yield from lines
        case GraphFormat.N_TRIPLES:
            yield from n_triples(merged(quads))
        case GraphFormat.TURTLE:
            yield declarations(prefixes)
            yield from turtle(merged(quads), PrefixedNames(prefixes))
        case GraphFormat.TRIG:
            yield declarations(prefixes)
            yield from trig(quads, PrefixedNames(prefixes))
        case GraphFormat.RDF_XML:
            yield root(prefixes)
            yield from rdf_xml(merged(quads), Elements(prefixes))
            yield "</rdf:RDF>\n"
        case GraphFormat.JSON_LD:
            yield from json_ld(quads)


def document(lines: Iterable[str], format_: GraphFormat, prefixes: Mapping[str, str]) -> str:
    """A small document, which declares only the prefixes that it uses."""
    known = list(lines)
    names, elements = PrefixedNames(prefixes), Elements(prefixes)
    quads = parts(known)
    match format_:
        case GraphFormat.TURTLE:
            body = "".join(turtle(merged(quads), names))
            used = names.used
        case GraphFormat.TRIG:
            body = "".join(trig(quads, names))
            used = names.used
        case GraphFormat.RDF_XML:
            body = "".join(rdf_xml(merged(quads), elements))
            return root(_only(prefixes, elements.used)) + body + "</rdf:RDF>\n"
        case _:
            return "".join(written(known, format_, prefixes))
    return declarations(_only(prefixes, used)) + body


def _only(prefixes: Mapping[str, str], used: set[str]) -> dict[str, str]:
    return {prefix: namespace for prefix, namespace in prefixes.items() if prefix in used}
