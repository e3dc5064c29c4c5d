"""What is wrong and has one answer: a misspelt name, a datatype that the text is already written for, a missing tag.

A fix writes data, so that one answer is one by rule (:meth:`Candidates.only`), and not the likeliest of several: a
literal keeps its text or its value, or is a word with a slip of the hand in it. What was written is compared with what
stood there, triple by triple, before a file is changed.
"""

from __future__ import annotations

import datetime
import difflib
import re
from calendar import month_name, monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Location
from tcgraph.diagnostics.suggest import Candidates, is_slip, local_name, namespace
from tcgraph.diagnostics.term_names import alike
from tcgraph.engine.datatypes import LEXICAL, has_lexical_space, is_well_formed
from tcgraph.file_kinds import syntax_of
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import BlankNode, DefaultGraph, GraphFormat, Literal, NamedNode, Term, parse
from tcgraph.shacl.names import LANG_STRING, SH, STRING, sh
from tcgraph.shacl.parameters import component_of
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import Finding
from tcgraph.turtle.source_text import SourceText, Span, read_text

REPLACED = ("Class", "In", "Datatype", "LanguageIn")
"""The components of which a result may have one answer."""
_DATATYPE, _LANGUAGES = component_of("datatype"), component_of("languageIn")
_DAY = re.compile(r"(?:(\d{4})[-./](\d{1,2})[-./](\d{1,2})|(\d{1,2})[-./](\d{1,2})[-./](\d{4}))")
_DATE = NamedNode(STANDARD["xsd"] + "date")
_MONTHS = 12
_TAGS = {"sp": "es", "spa": "es", "eng": "en", "fra": "fr", "fre": "fr"}
"""Other codes for languages than those of RFC 5646 §2.2.1, which takes the shortest of ISO 639."""


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


def literal_meant(value: Literal, shape: Term, shapes: TripleIndex) -> str | None:
    """What to write for a text with a wrong tag, or for a day in another form, where that can be told."""
    return _language_meant(value.language, shape, shapes) if value.language else _day_meant(value)


def _day_meant(value: Literal) -> str | None:
    """What is wrong with what is said to be a day and is none: how it is written, or that no month has it."""
    parts = _DAY.fullmatch(value.value)
    if parts is None or value.datatype != _DATE or is_well_formed(value):
        return None
    year, one, other = (parts[1], parts[2], parts[3]) if parts[1] else (parts[6], parts[5], parts[4])
    written = int(year), int(one), int(other)
    # Of two numbers up to twelve nobody can tell which one is the month.
    if parts[4] and written[1] > _MONTHS:
        written = written[0], written[2], written[1]
    elif parts[4] and written[2] <= _MONTHS and written[1] != written[2]:
        return None
    try:
        return f'Write "{datetime.date(*written).isoformat()}"^^xsd:date.'
    except ValueError:
        if not 1 <= written[1] <= _MONTHS:
            return None
        return f"{month_name[written[1]]} {year} has {monthrange(*written[:2])[1]} days."


def _language_meant(tag: str, shape: Term, shapes: TripleIndex) -> str | None:
    """The tag that was meant by one that a shape does not take."""
    head = shapes.value(shape, sh("languageIn"))
    tags = [each.value for each in shapes.items(head) if isinstance(each, Literal)] if head is not None else []
    meant = _TAGS.get(tag.lower(), tag.partition("-")[0])
    return f"Write @{meant}." if meant in tags else None


def _tagged(value: Literal, shape: Term, shapes: TripleIndex) -> Literal | None:
    """The text with the one language that the shape takes."""
    head = shapes.value(shape, sh("languageIn"))
    tags = [tag.value for tag in shapes.items(head) if isinstance(tag, Literal)] if head is not None else []
    is_tag = len(tags) == 1 and re.fullmatch(LEXICAL["language"], tags[0])
    return Literal(value.value, language=tags[0]) if is_tag else None


def keeps(old: object, new: object) -> bool:
    """Whether one term says what another one did: the same text or value, or a word without the slip in it."""
    if isinstance(old, NamedNode) and isinstance(new, NamedNode):
        return namespace(old.value) == namespace(new.value) and is_slip(local_name(old.value), local_name(new.value))
    if not (isinstance(old, Literal) and isinstance(new, Literal)):
        return False
    if old.language and old.language.lower() != (new.language or "").lower():
        return False
    texts = {old.datatype, new.datatype} <= {STRING, LANG_STRING}
    return old.value == new.value or alike(old, new) or (texts and is_slip(old.value, new.value))


def fixable(diagnostics: Iterable[Diagnostic]) -> dict[Path, list[Diagnostic]]:
    """The diagnostics with a fix in a Turtle file of one's own, by file, each place once; none where two disagree."""
    from tcgraph.turtle.reader import FORMATS

    found: defaultdict[Path, dict[Location, Diagnostic]] = defaultdict(dict)
    answers: defaultdict[Location, set[str]] = defaultdict(set)
    for diagnostic in diagnostics:
        place = diagnostic.location
        if diagnostic.fix is None or place is None or place.content is not None or place.end_line is None:
            continue
        if place.path.is_file() and syntax_of(place.path) in FORMATS:
            found[place.path].setdefault(place, diagnostic)
            answers[place].add(diagnostic.fix)
    sure = {path: [one for place, one in those.items() if len(answers[place]) == 1] for path, those in found.items()}
    return {path: those for path, those in sorted(sure.items()) if those and _only_mends(path, those)}


def _only_mends(path: Path, diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether a file with its fixes says what it did but for the values that are fixed.

    A prefix that is declared again, or further down, would make another name of what is written.
    """
    source, syntax = read_text(path), syntax_of(path)
    assert syntax is not None
    try:
        before, after = (_numbered(text, syntax) for text in (source.text, fixed(source, diagnostics)))
        pairs = list(zip(before, after, strict=True))
    except (SyntaxError, ValueError):
        return False
    return all(one[:3] == other[:3] and (one[3] == other[3] or keeps(one[3], other[3])) for one, other in pairs)


def _numbered(text: str, syntax: GraphFormat) -> Iterator[tuple[Term | DefaultGraph, ...]]:
    """Graph, subject, predicate and object of each statement, blank nodes as numbers in the order of the text."""
    numbers: dict[BlankNode, BlankNode] = {}
    for quad in parse(text.encode(), syntax, base="http://base.invalid/"):
        graph, subject, value = (
            numbers.setdefault(term, BlankNode(f"n{len(numbers)}")) if isinstance(term, BlankNode) else term
            for term in (quad.graph_name, quad.subject, quad.object)
        )
        yield graph, subject, quad.predicate, value


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
