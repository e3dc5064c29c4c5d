"""RDF/XML (RDF 1.1 XML Syntax)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from tcgraph.errors import BrokenInput
from tcgraph.export.syntaxes.lines import Parts, literal

_END = "</rdf:Description>\n"
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")
_ESCAPE = re.compile(r"\\(u[0-9A-F]{4}|U[0-9A-F]{8}|.)", re.DOTALL)
_MEANT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "\\": "\\"}
_SPECIAL = re.compile(r"[\\&<>]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Elements:
    """Property elements, each property's tags made once.

    Args:
        prefixes: what the document declares.
    """

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
            local = _LOCAL.search(iri)
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
