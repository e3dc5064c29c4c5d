"""What is wrong and has one answer: a misspelt name, a datatype that the text is already written for, a missing tag."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tcgraph.diagnostics.diagnostic import Diagnostic
from tcgraph.diagnostics.location import Location
from tcgraph.diagnostics.naming import short_name
from tcgraph.diagnostics.suggest import Candidates
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term
from tcgraph.shacl.datatypes import has_lexical_space, is_well_formed
from tcgraph.shacl.names import LANG_STRING, SH, STRING, sh
from tcgraph.shacl.parameters import component_of
from tcgraph.shacl.report import Finding
from tcgraph.shacl.triples import TripleIndex
from tcgraph.turtle.text import SourceText, Span, read_text

if TYPE_CHECKING:
    from tcgraph.turtle.reader import TurtleParser

_PLAIN = {STANDARD["xsd"] + name for name in ("integer", "decimal", "boolean")}
REPLACED = ("Class", "In", "Datatype", "LanguageIn")
"""The components of which a result may have one answer."""
_DATATYPE, _LANGUAGES = component_of("datatype"), component_of("languageIn")


def replacement(finding: Finding, shapes: TripleIndex, near: Candidates | None) -> Term | None:
    """The one term that a value should have been; None where there is none, or more than one.

    Args:
        finding: a result about a value.
        shapes: the shapes graph.
        near: what might have been meant, where the value is not one of those that the shape allows.
    """
    value = finding.value
    if value is None or finding.component.value.startswith(f"{SH}Closed"):
        return None
    if near is not None:
        return near.only(value)
    if not isinstance(value, Literal):
        return None
    if finding.component == _LANGUAGES and not value.language and value.datatype == STRING:
        return _tagged(value, finding.shape, shapes)
    wanted = shapes.value(finding.shape, sh("datatype")) if finding.component == _DATATYPE else None
    if not isinstance(wanted, NamedNode):
        return None
    if wanted == LANG_STRING:
        return _tagged(value, finding.shape, shapes) if value.datatype == STRING else None
    fitting = Literal(value.value, datatype=wanted)
    known = has_lexical_space(wanted) and not value.language
    return fitting if known and fitting.datatype != value.datatype and is_well_formed(fitting) else None


def _tagged(value: Literal, shape: Term, shapes: TripleIndex) -> Literal | None:
    """The text with the one language that the shape takes."""
    head = shapes.value(shape, sh("languageIn"))
    tags = [tag.value for tag in shapes.items(head) if isinstance(tag, Literal)] if head is not None else []
    return Literal(value.value, language=tags[0]) if len(tags) == 1 else None


def as_written(term: Term, prefixes: Mapping[str, str]) -> str:
    """A term in Turtle, with the prefixes that a file declares."""
    if isinstance(term, NamedNode):
        return short_name(term.value, prefixes)
    if not isinstance(term, Literal) or term.language or term.datatype == STRING:
        return str(term)
    if term.datatype.value in _PLAIN and _reads_back(term):
        return term.value
    return f"{Literal(term.value)}^^{short_name(term.datatype.value, prefixes)}"


def _reads_back(term: Literal) -> bool:
    """Whether Turtle takes the bare text for a literal of that datatype."""
    from tcgraph.turtle.reader import TurtleParser  # takes a while to load, and most runs read no such text

    plain = TurtleParser(SourceText(f"<urn:a> <urn:b> {term.value} ."), GraphFormat.TURTLE)
    found = [getattr(getattr(value, "term", None), "datatype", None) for value in _objects(plain)]
    return found == [term.datatype]


def _objects(parser: TurtleParser) -> Iterator[object]:
    for item in parser.items():
        for entry in getattr(item, "entries", ()):
            yield from entry.objects


def fixable(diagnostics: Iterable[Diagnostic]) -> dict[Path, list[Diagnostic]]:
    """The diagnostics with a fix in a Turtle file of one's own, by file, each place once."""
    from tcgraph.turtle.reader import FORMATS

    found: defaultdict[Path, dict[Location, Diagnostic]] = defaultdict(dict)
    for diagnostic in diagnostics:
        place = diagnostic.location
        if diagnostic.fix is None or place is None or place.content is not None or place.end_line is None:
            continue
        if place.path.is_file() and GraphFormat.of_path(place.path) in FORMATS:
            found[place.path].setdefault(place, diagnostic)
    return {path: list(those.values()) for path, those in sorted(found.items())}


def fixed(source: SourceText, diagnostics: Iterable[Diagnostic]) -> str:
    """The text of a file with its fixes; where two overlap, the first one alone."""
    text, end = [], 0
    places = sorted((span_of(source, each.location), each.fix) for each in diagnostics if each.location and each.fix)
    for span, new in places:
        if span.start >= end:
            text += [source.text[end : span.start], new]
            end = span.end
    return "".join((*text, source.text[end:]))


def span_of(source: SourceText, place: Location) -> Span:
    """A location as offsets."""
    start = source.offset(place.line or 1, place.column or 1)
    return Span(start, source.offset(place.end_line or place.line or 1, place.end_column or 1))


def difference(diagnostics: Iterable[Diagnostic], *, apply: bool) -> str:
    """What fixes change, as a unified diff; the files are written where that is asked for."""
    parts: list[str] = []
    for path, those in fixable(diagnostics).items():
        source = read_text(path)
        new = fixed(source, those)
        name = path.as_posix()
        before, after = source.text.splitlines(keepends=True), new.splitlines(keepends=True)
        parts += difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
        if apply:
            path.write_text(new, encoding="utf-8", newline="")
    return "".join(parts)
