"""What the files of a project say now and said at a revision of git, judged by the shapes over two versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from tcgraph.diagnostics.changed_things import by_subject, gone
from tcgraph.diagnostics.check import explained
from tcgraph.diagnostics.diagnostic import Diagnostic, Location, Related
from tcgraph.diagnostics.file_layout import excerpts, first_change
from tcgraph.diagnostics.files import CheckedFile, shown
from tcgraph.diagnostics.git_changes import file_at, line_now
from tcgraph.diagnostics.locate import Locator
from tcgraph.diagnostics.placed_triples import read_places
from tcgraph.diagnostics.result_words import ResultWords
from tcgraph.diagnostics.term_names import TermWriter
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.file_kinds import syntax_of
from tcgraph.namespaces import application
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, Term, Triple, parse
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.transition import CHANGE, facts_changed, judge_change, named_by_content
from tcgraph.shacl.validation_report import Finding, Severity
from tcgraph.turtle.source_text import SourceText, decode
from tcgraph.turtle.tree import PlacedTriple

_UNNAMED = ("something without a name", "something else without a name")
"""How the components of shapes/history.ttl speak of what was and is there, where it has no name."""
_GRAVITY = {severity: number for number, severity in enumerate(Severity)}


@dataclass(slots=True)
class Versions:
    """How the facts of some files differ from a revision.

    Attributes:
        removed: what held and no longer does, in whatever file.
        added: what holds and did not.
        before: the files that differ, as they were.
        revision: the commit, branch or tag.
    """

    removed: set[Triple]
    added: set[Triple]
    before: Mapping[Path, bytes] = field(default_factory=dict)
    revision: str = "HEAD"


def versions_since(
    revision: str,
    files: Sequence[CheckedFile],
    changed: Iterable[Path],
    folders: Sequence[Path],
    engine: EmbeddedEngine,
) -> Versions:
    """Compare files with a revision, fact by fact: a fact that moved to another file is the same fact.

    Args:
        revision: a commit, branch or tag.
        files: the files as they are now.
        changed: the paths that differ from the revision, resolved.
        folders: where files that are no longer there belonged to the others.
        engine: holds the files' triples as they are now, each in its graph.

    Raises:
        GitFailed: git cannot tell.
        SyntaxError: a file did not parse at the revision.
    """
    paths = set(changed)
    now = [file for file in files if file.path.resolve() in paths]
    then = {file: file_at(revision, file.path) or b"" for file in (*now, *gone_files(paths, folders))}
    was = {quad for file, content in then.items() for quad in _statements(file, content)}
    holds = {quad for file in now for quad in _statements(file, file.path.read_bytes())}
    removed, added = facts_changed(engine, was - holds, holds - was)
    before = {file.path: content for file, content in then.items()}
    return Versions(removed, added, before, revision)


def history(
    engine: EmbeddedEngine,
    shapes: Shapes,
    files: Sequence[CheckedFile],
    versions: Versions,
    language: str,
    earlier: Shapes | None = None,
) -> list[Diagnostic]:
    """What the change does to what held before, in words and places; what is no longer there, at the file it was in.

    Args:
        engine: holds the files' triples as they are now.
        shapes: the rules.
        files: what the engine holds.
        versions: how the files differ.
        language: of messages.
        earlier: the rules as they were, where they differ; what they find is told, too.
    """
    # What is stated, as at the other doors: of a new thing's inferred kinds none would count as new.
    stated = [graph for graph in engine.graphs() if graph != application().inferred]
    judged = [
        (finding, rules)
        for rules in (shapes, earlier) if rules is not None
        for finding in judge_change(
            engine, rules, versions.removed, versions.added, data_graphs=stated, language=language
        ).findings
    ]  # fmt: skip
    gravest: dict[tuple[Term, str | None, Term | None], tuple[Finding, Shapes]] = {}
    # Of two rules on one value the graver, whichever version has it: else a rule loosened with its fact would not hold.
    for finding, judge in sorted(judged, key=lambda each: _GRAVITY[each[0].severity]):
        gravest.setdefault((finding.focus, finding.path, finding.value), (finding, judge))
    told: list[Diagnostic] = []
    stood = cache(lambda path: _stood(path, versions.before[path]))
    for rules in (shapes, earlier):
        findings = [finding for finding, judge in gravest.values() if judge is rules]
        if rules is not None and findings:
            found = explained(findings, Locator(engine, files, findings), ResultWords(engine, rules, language))
            placed = [_placed(each, finding, versions, stood) for each, finding in zip(found, findings, strict=True)]
            told += [_with_excerpts(_within(each, versions), versions) for each in placed]
    return list(_by_lost_file(told))


def led_to_what_is_gone(found: Iterable[Diagnostic], versions: Versions) -> Iterator[Diagnostic]:
    """Diagnostics, of which those about a thing that a change took away say so, where it stood."""
    lost = gone(by_subject(versions.removed), by_subject(versions.added))
    stood = cache(lambda path: _stood(path, versions.before[path]))
    for each in found:
        finding = each.finding
        about = () if finding is None or finding.component.value.startswith(CHANGE) else (finding.value, finding.focus)
        thing = next((one for one in about if one in lost), None)
        place = next((path for path in versions.before if thing is not None and thing in stood(path).said), None)
        if thing is None or each.location is None or place is None:
            yield each
            continue
        earlier = stood(place)
        line = _now(versions, place, earlier.source.position(earlier.said[thing][0].head.start)[0])
        told = TermWriter(lambda _: None, earlier.prefixes).shortened(
            f"{thing} stood above this line and is gone, and others still lead to it."
        )
        remedy = "Put it back; a thing that is to go leaves its name, withdrawn, with who decided so, when and why."
        related = (Related(each.location, "used here"), *each.related)
        yield replace(each, message=told, help=remedy, location=Location(shown(place), line), related=related, fix=None)


def _by_lost_file(told: list[Diagnostic]) -> Iterator[Diagnostic]:
    """What is told of a file that is no longer there as one diagnostic for the file: its loss is the one cause."""
    lost: dict[Path, list[Diagnostic]] = {}
    for each in told:
        if each.location is None or each.location.path.exists():
            yield each
        else:
            lost.setdefault(each.location.path, []).append(each)
    for found in lost.values():
        gravest = min(found, key=lambda each: each.level.rank)
        if len(found) > 1:
            such = f", {gravest.subject} among them" if gravest.subject else ""
            what = f"This file is gone, and with it {len(found)} things that were given out{such}"
            message = f"{what}: put it back, or say of each what became of it."
            remedy = (
                "Rules that are meant to go are taken out one at a time; a thing that goes leaves its name, withdrawn."
            )
            gravest = replace(gravest, message=message, subject=None, help=remedy)
        yield gravest


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A file as it was, read for its places: as many things may be lost in it as it has lines."""

    source: SourceText
    said: Mapping[Term, Sequence[PlacedTriple]]
    prefixes: Mapping[str, str]


def _stood(path: Path, content: bytes) -> _Earlier:
    source = SourceText(decode(content, path))
    document = read_places(source, syntax_of(path), base=path.resolve().as_uri())
    said: dict[Term, list[PlacedTriple]] = {}
    for triple in document.triples:
        said.setdefault(triple.subject, []).append(triple)
    return _Earlier(source, said, document.prefixes)


def _placed(
    diagnostic: Diagnostic, finding: Finding, versions: Versions, stood: Callable[[Path], _Earlier]
) -> Diagnostic:
    """What stands in no file any more is told at the line where it stood."""
    lost = [
        fact for fact in versions.removed
        if (fact.subject, fact.object) == (finding.focus, finding.value)
        and finding.predicate in (None, fact.predicate)
    ]  # fmt: skip
    here = diagnostic.location
    if here is not None and not lost:
        return diagnostic
    for path in versions.before:
        earlier = stood(path)
        for triple in earlier.said.get(finding.focus, ()):
            if lost and triple.object != finding.value:
                continue
            head = earlier.source.position(triple.head.start)[0]
            line = earlier.source.position(triple.value.start)[0] if lost else head
            now, begins = (_now(versions, path, each) for each in (line, head))
            # Where another value stands in its place, that is the place.
            if here is not None and here.path == shown(path) and here.line not in (begins, None):
                return diagnostic
            message = TermWriter(lambda _: None, earlier.prefixes).shortened(finding.message)
            return replace(diagnostic, location=Location(shown(path), now), message=message)
    return diagnostic


def _within(diagnostic: Diagnostic, versions: Versions) -> Diagnostic:
    """Of what has no name and is another one now: the first of its lines that differs."""
    here = diagnostic.location
    if (
        here is None
        or here.line is None
        or not here.path.exists()
        or not all(words in diagnostic.message for words in _UNNAMED)
    ):
        return diagnostic
    before = next((content for path, content in versions.before.items() if shown(path) == here.path), b"")
    now = here.path.read_text(encoding="utf-8").splitlines()
    change = first_change(decode(before).splitlines(), now, here.line, here.end_line)
    if change is None:
        return diagnostic
    message = diagnostic.message.replace(_UNNAMED[0], change.was, 1).replace(_UNNAMED[1], change.now, 1)
    return replace(diagnostic, location=Location(here.path, change.line), message=message)


def _with_excerpts(diagnostic: Diagnostic, versions: Versions) -> Diagnostic:
    """Of long texts of which one became the other, what differs; of one that is gone, how it begins."""
    finding = diagnostic.finding
    value = None if finding is None else finding.value
    if finding is None or not isinstance(value, Literal) or value.value not in diagnostic.message:
        return diagnostic
    others = [
        fact.object.value
        for fact in (*versions.removed, *versions.added)
        if (fact.subject, fact.predicate) == (finding.focus, finding.predicate)
        and isinstance(fact.object, Literal)
        and fact.object.language == value.language
        and fact.object != value
        and fact.object.value in diagnostic.message
    ]
    texts = [value.value, *others[:1]]
    message = diagnostic.message
    for text, short in zip(texts, excerpts(*texts), strict=True):
        message = message.replace(f"“{text}”", f"“{short}”")
    return replace(diagnostic, message=message)


def _now(versions: Versions, path: Path, line: int) -> int | None:
    return line_now(versions.revision, path, line) if path.exists() else None


def gone_files(changed: Iterable[Path], folders: Sequence[Path]) -> Iterator[CheckedFile]:
    """The Turtle files among changed paths that were in one of the folders and are no longer there."""
    roots = [folder.resolve() for folder in folders]
    for path in sorted(changed):
        if not path.exists() and path.suffix == ".ttl" and any(path.is_relative_to(root) for root in roots):
            yield CheckedFile(path, NamedNode(path.as_uri()), GraphFormat.TURTLE)


def _statements(file: CheckedFile, content: bytes) -> Iterator[Quad]:
    parsed = parse(content, file.format, base=file.base)
    return named_by_content(Quad(quad.subject, quad.predicate, quad.object, file.graph) for quad in parsed)
