"""The files to check: read each into a graph of its own, and turn what does not parse into diagnostics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.engine import Engine
from tcgraph.engine.embedded import parsing
from tcgraph.engine.input_guard import check_source
from tcgraph.errors import BrokenInput
from tcgraph.file_kinds import ENDINGS, syntax_of
from tcgraph.rdf import GraphFormat, NamedNode, Quad, parse
from tcgraph.turtle.faults import faults
from tcgraph.turtle.reader import FORMATS
from tcgraph.turtle.source_text import SourceText, Span, read_text
from tcgraph.turtle.tokens import Unreadable, remedy_for

_TEXT_LIMIT = 20_000_000


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file to check.

    Attributes:
        path: as it is shown to people.
        graph: the named graph that it fills in the engine.
        format: its syntax.
        base: base IRI of its relative references; None where it must have none.
    """

    path: Path
    graph: NamedNode
    format: GraphFormat
    base: str | None = None


def named_files(paths: Iterable[Path]) -> list[CheckedFile]:
    """Files that a user named; directories stand for the RDF files in them.

    Raises:
        BrokenInput: a path does not exist, nothing tells its syntax, or a directory has no file of RDF.
    """
    found: list[CheckedFile] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS) if path.is_dir() else [path]
        if not inside:
            raise BrokenInput(f"no file in this directory ends in {', '.join(sorted(ENDINGS))}", path=path)
        for file in inside:
            if not file.is_file():
                raise BrokenInput("no such file", path=file)
            iri = file.resolve().as_uri()
            found.append(CheckedFile(shown(file), NamedNode(iri), syntax_of(file), iri))
    return list({file.graph: file for file in found}.values())


def shown(path: Path) -> Path:
    """A path as people want to read it: relative to the working directory where it lies inside."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


def load_files(engine: Engine, files: Iterable[CheckedFile]) -> list[Diagnostic]:
    """Read files into an engine.

    Args:
        engine: where to.
        files: each fills its own graph; graph names inside a dataset syntax are ignored, since SHACL validates
            one graph (SHACL §1.5).

    Returns:
        What does not parse: one diagnostic a file, for Turtle one a mistake.
    """
    broken: list[Diagnostic] = []
    files = list(files)
    for file in files:
        try:
            if file.format.holds_graph_names:
                check_source(file.path, file.format)
                engine.insert(_quads(file))
            else:
                engine.load(file.path, file.format, graph=file.graph, base=file.base)
        except BrokenInput as error:
            broken.extend(explain_broken(file, error))
    if any(each.rule == "undeclared-prefix" for each in broken):
        from tcgraph.diagnostics.prefixes import with_meanings

        return with_meanings(broken, [file.path for file in files])
    return broken


def _quads(file: CheckedFile) -> list[Quad]:
    with parsing(file.path):
        return [
            Quad(quad.subject, quad.predicate, quad.object, file.graph)
            for quad in parse(file.path, file.format, base=file.base)
        ]


def explain_broken(file: CheckedFile, error: BrokenInput) -> list[Diagnostic]:
    """Say more about a file that does not parse than its parser does, where we can.

    Returns:
        At least one diagnostic, each with a line.
    """
    small = file.path.is_file() and file.path.stat().st_size <= _TEXT_LIMIT
    try:
        source = read_text(file.path) if small else None
    except BrokenInput as worse:
        # Wrong bytes: nothing that a parser said about them is more to the point.
        return [_diagnostic(file, worse)]
    if file.format in FORMATS and file.path.is_file():
        found = explain_turtle(file.path, file.format, file.base, source, error)
        if found:
            return found
    if source is not None and error.line is None:
        error = _located(file, source, error)
    return [_diagnostic(file, error)]


def _located(file: CheckedFile, source: SourceText, error: BrokenInput) -> BrokenInput:
    """Find a place for an error without one: XML by expat, JSON by its reader, else what the message quotes."""
    from tcgraph.diagnostics.jsonld_contexts import addresses
    from tcgraph.diagnostics.placed_triples import read_places

    try:
        for _ in read_places(source, file.format, base=file.base).triples:
            pass
    except BrokenInput as found:
        if found.line is not None:
            return BrokenInput(found.reason, path=file.path, line=found.line, column=found.column)
    except ValueError:
        pass
    if "LoadDocumentCallback" in error.reason and (places := addresses(source.text)):
        (start, end), *_ = places
        line, column = source.position(start)
        name = source.text[start + 1 : end - 1]
        reason = f"the context {name} is elsewhere; give it by --context {name}=FILE, or put it into the file"
        return BrokenInput(reason, path=file.path, line=line, column=column)
    return BrokenInput(error.reason, path=file.path, line=1, column=1)


def _diagnostic(file: CheckedFile, error: BrokenInput) -> Diagnostic:
    column = error.column if error.line is not None else None
    end = (error.line, error.column + 1) if error.line is not None and error.column is not None else (None, None)
    return Diagnostic("syntax", Level.ERROR, sentence(error.reason), Location(file.path, error.line or 1, column, *end))


def sentence(text: str) -> str:
    """A text with the capital and the full stop of a sentence."""
    capital = text[:1].upper() + text[1:] if text[:1].islower() else text
    return capital if capital.endswith((".", "?", "!", "…")) else capital + "."


def locate_span(path: Path, source: SourceText, span: Span) -> Location:
    """A stretch of a file as a location."""
    line, column = source.position(span.start)
    end_line, end_column = source.position(max(span.end, span.start))
    return Location(path, line, column, end_line, end_column)


# -- what is wrong with a file of Turtle that cannot be read: one message for one slip, at the place to mend

__all__ = ["FORMATS", "explain_turtle"]

_MOST = 20
_UNDECLARED = "undeclared-prefix"


def explain_turtle(
    path: Path, format_: GraphFormat, base: str | None, source: SourceText | None, error: BrokenInput
) -> list[Diagnostic]:
    """What is wrong with a file, where its own parser stops at the first slip.

    Args:
        path: the file.
        format_: one of :data:`FORMATS`.
        base: the base of its relative references.
        source: its text; None where it is too long to be read again.
        error: what its parser said.

    Returns:
        A diagnostic for each slip; none where there is nothing to add to what the parser said.
    """
    if source is None:
        return []
    found = faults(source, format_, base)
    if not found:
        return _of_a_character(path, source, error)
    return _one_for_each_prefix(_told(path, source, each) for each in found)[:_MOST]


def _told(path: Path, source: SourceText, error: Unreadable) -> Diagnostic:
    remedy = sentence(error.remedy) if error.remedy else None
    return Diagnostic(error.rule, Level.ERROR, sentence(error.reason), locate_span(path, source, error.span), remedy)


def _one_for_each_prefix(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """One line at the top of the file mends every use of a prefix."""
    kept: dict[object, Diagnostic] = {}
    uses: dict[object, int] = {}
    for each in found:
        key = each.message if each.rule == _UNDECLARED else each
        kept.setdefault(key, each)
        uses[key] = uses.get(key, 0) + 1
    return [_with_uses(each, uses[key]) for key, each in kept.items()]


def _with_uses(first: Diagnostic, uses: int) -> Diagnostic:
    if uses == 1:
        return first
    message = f"{first.message.removesuffix('.')}, and is used here and {uses - 1} more time{'s' * (uses > 2)}."
    return Diagnostic(first.rule, first.level, message, first.location, first.help)


def _of_a_character(path: Path, source: SourceText, error: BrokenInput) -> list[Diagnostic]:
    """A letter that the parser refuses in a name, and that people know by what made it."""
    if error.line is None or error.column is None:
        return []
    line = source.line(error.line)
    character = line[error.column - 1 : error.column]
    remedy = remedy_for(character)
    if remedy is None:
        return []
    place = Location(path, error.line, error.column, error.line, error.column + 1)
    return [Diagnostic("syntax", Level.ERROR, f"{character} cannot stand in a name.", place, sentence(remedy))]
