"""Check files: read them, run shapes and our own rules over them, and say in words and places what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from tcgraph.diagnostics.causes import Causes
from tcgraph.diagnostics.check_notes import notes_on, places_of
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location, ordered
from tcgraph.diagnostics.edits import Edits
from tcgraph.diagnostics.files import CheckedFile, explain_broken, load_files, shown
from tcgraph.diagnostics.folding import folded
from tcgraph.diagnostics.forked_work import Prefetched, a_core_is_free, copies_are_safe
from tcgraph.diagnostics.judging import NOTHING, Conclusions, FactFindings, concluded_from, judge_stated_first
from tcgraph.diagnostics.locate import Locator
from tcgraph.diagnostics.misplaced_facts import with_kinds_told, with_swaps_told
from tcgraph.diagnostics.names_in_use import unknown_names
from tcgraph.diagnostics.numbers_told import other_numbers
from tcgraph.diagnostics.one_cause import one_for_each_cause, one_for_each_rule
from tcgraph.diagnostics.result_words import ResultWords
from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.file_kinds import syntax_of
from tcgraph.namespaces import Prefixes, application
from tcgraph.rdf import GraphFormat, NamedNode, Quad, Term
from tcgraph.shacl.dependencies import predicates_read
from tcgraph.shacl.details import detailed
from tcgraph.shacl.lint import ShapeProblem, broken_shapes, left_out, lint_shapes
from tcgraph.shacl.lint_terms import all_shapes
from tcgraph.shacl.monotonicity import Changed, kinds_in
from tcgraph.shacl.rules import apply_rules, asks_for_rules
from tcgraph.shacl.validate import Shapes, Validator, revalidate, validate
from tcgraph.shacl.validation_report import BrokenShape, Finding, Report, Severity
from tcgraph.turtle.leaves import as_written

if TYPE_CHECKING:
    from tcgraph.owl.reason import Method

_OWN_RULES = "urn:check#"
"""What we look for beside the shapes: names that nothing describes, and contradictions."""
_UNKNOWN = "unknown-thing"
_WORTH_A_COPY = 10_000
"""A process is copied in the time that it takes to judge so many triples, or less."""
LEVELS = {Severity.VIOLATION: Level.ERROR, Severity.WARNING: Level.WARNING, Severity.INFO: Level.INFO}
"""The level at which a result of each severity is told."""


@dataclass(frozen=True, slots=True)
class Check:
    """What to check, and how.

    Attributes:
        files: the files to judge.
        context: files that help to judge them (ontology, the rest of the data) and are not themselves reported on.
        shapes: files of SHACL shapes.
        validator: which SHACL engine.
        infer: how to reason first, so that shapes see what the ontology entails; None for not at all.
        namespaces: names in these must be described somewhere.
        language: of messages and labels.
        lint: whether to look for mistakes in the shapes.
        rules: whether to apply the rules of the shapes first; those of shapes that ask for it are applied anyway.
        followed: whether what files import is among them.
        stated: with ``infer``, whether what is stated is judged by itself first, since a conclusion may fill a gap;
            only where nothing is wrong with it, what follows is judged, too.
        strict: whether a shape that cannot be checked stops everything, where else the rest is checked without it.
    """

    files: Sequence[CheckedFile]
    shapes: Sequence[Path]
    context: Sequence[CheckedFile] = ()
    validator: Validator = "compiled"
    infer: Method | None = None
    namespaces: Sequence[str] = ()
    language: str = "en"
    lint: bool = True
    strict: bool = False
    rules: bool = False
    followed: bool = False
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check came to.

    Attributes:
        diagnostics: in their stable order.
        files: the paths that were judged.
        readable: False when a file did not parse, so that nothing was validated.
        unchecked: what of the shapes could not be checked; each is a diagnostic, too.
        notes: what else there is to know, a line each.
        shapes: those that were judged by, where nothing is wrong with them and they are no part of the data.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...]
    readable: bool = True
    unchecked: tuple[BrokenShape, ...] = ()
    notes: tuple[str, ...] = ()
    shapes: Shapes | None = field(default=None, repr=False, compare=False)

    def with_others(self, others: Iterable[Outcome]) -> Outcome:
        """This outcome and those of other checks as one."""
        every = (self, *others)
        told = tuple(d for each in every for d in each.diagnostics)
        return Outcome(
            told if len(told) == len(self.diagnostics) else tuple(ordered(told)),  # its own are in order
            tuple(path for each in every for path in each.files),
            all(each.readable for each in every),
            tuple(broken for each in every for broken in each.unchecked),
            tuple(note for each in every for note in each.notes),
        )

    def count(self, level: Level) -> int:
        """How many diagnostics have this level."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.level is level)

    @property
    def conforms(self) -> bool:
        """Whether all was read and checked, with no result of any severity (SHACL §3.6.1.1) and no other error."""
        found = self.count(Level.ERROR) or not all(finding.is_below_info for finding in self._results())
        return self.readable and not self.unchecked and not found

    @property
    def report(self) -> Report:
        """The SHACL results among the diagnostics."""
        return Report.of(self._results(), self.unchecked)

    @property
    def beside_report(self) -> Iterator[Diagnostic]:
        """What is no SHACL result, so that the standard report has no place for it."""
        return (each for each in self.diagnostics if not _is_result(each.finding))

    def _results(self) -> Iterator[Finding]:
        return (each.finding for each in self.diagnostics if _is_result(each.finding))


def _is_result(finding: Finding | None) -> TypeGuard[Finding]:
    return finding is not None and not finding.component.value.startswith(_OWN_RULES)


def run_check(
    check: Check,
    engine: Engine,
    edits: Edits | None = None,
    *,
    loaded: bool = False,
    beside: Iterable[Prefetched[Any]] = (),
) -> Outcome:
    """Check files.

    Args:
        check: what and how.
        engine: an empty engine; holds the data afterwards.
        edits: how the files differ from a state in which this check found nothing, if that is known: the outcome is
            the same, and comes sooner.
        loaded: the engine holds the files already.
        beside: what else the caller makes of the engine where nothing is wrong; there may be time for it.

    Returns:
        The diagnostics. Files that do not parse make an outcome of their own: validating half of the data would
        report what is only missing because it was not read. So do shapes that cannot be checked, in a strict check.

    Raises:
        BrokenInput: a query of the shapes fails on this data, or the reference validator cannot use the shapes.
        EngineError: the engine failed.
    """
    paths = tuple(file.path for file in check.files)
    broken = [] if loaded else load_files(engine, [*check.context, *check.files])
    shapes, unreadable = _read_shapes(check)
    if broken or unreadable or shapes is None:
        return Outcome(tuple(ordered([*broken, *unreadable])), paths, readable=False)
    if check.shapes and not all_shapes(shapes.graph):
        return Outcome((_of_no_shapes(check.shapes),), paths, readable=False)
    shapes.ruled = check.rules or asks_for_rules(shapes)
    if edits is not None:
        shapes.broken = ()  # the same shapes were all of use when nothing was wrong
    words = ResultWords(engine, shapes, check.language)
    if check.strict and check.validator == "compiled" and broken_shapes(shapes):
        told = _of_shapes(lint_shapes(shapes), check.shapes, words)
        return Outcome(tuple(ordered(told)), paths, readable=False)
    names_moved = edits is None or edits.move_names(engine, check.namespaces)
    # Before reasoning: what follows from the use of a name is no description of it.
    unknown = unknown_names(engine, [file.graph for file in check.files], check.namespaces) if names_moved else []
    touched = None if edits is None else {quad.subject for quad in edits.changed}
    numbers = Prefetched(partial(other_numbers, engine, touched))
    linted = names_moved and check.lint
    look = partial(lint_shapes, shapes, engine, broken=False, namespaces=check.namespaces)
    in_shapes = Prefetched(lambda: look() if linted else [])
    # Shapes that lie beside the data for their own queries are no part of what these look at.
    ahead: tuple[Prefetched[Any], ...] = (in_shapes, numbers, *beside) if shapes.name is None else ()
    judged = _judged(check, engine, shapes, edits, unknown, ahead)
    findings = list(judged.findings)
    if check.stated:
        findings += numbers()
    if shapes.name is not None:
        engine.drop(shapes.name)
    locator = Locator(engine, [*check.files, *check.context], findings, first=check.files, classes=shapes.classes)
    diagnostics = explained(findings, locator, words)
    diagnostics += _of_shapes(list(left_out(judged.unchecked)), check.shapes, words)
    problems = in_shapes()
    diagnostics += (of_rules := _of_shapes(problems, check.shapes, words, check.namespaces if check.stated else ()))
    if check.context:
        own = {*paths, *map(shown, check.shapes)}
        diagnostics = [d for d in diagnostics if d.location is None or d.location.path in own]
    if check.stated:
        slips = {each.shape: told for each, told in zip(problems, of_rules, strict=True) if each.unknown}
        diagnostics = ordered(one_for_each_rule(diagnostics, slips))
        diagnostics = with_swaps_told(diagnostics, engine, words.asked_kind, words.path)
        diagnostics = with_kinds_told(diagnostics, engine, locator, words)
        reads = cache(lambda shape: predicates_read(shapes.reader.shape(shape)))
        causes = Causes(
            name=words.without_description, stands=words.stands_beside, reads=lambda each: reads(each.shape)
        )
        diagnostics = folded(diagnostics, causes)
        diagnostics = one_for_each_cause(diagnostics, [file.path for file in (*check.files, *check.context)])
    return Outcome(
        tuple(ordered(_without_echoes(diagnostics))),
        paths,
        unchecked=judged.unchecked,
        notes=notes_on(check, shapes, engine, selecting=bool(findings or judged.unchecked)),
        shapes=shapes if edits is not None and shapes.name is None else None,
    )


def _judged(
    check: Check,
    engine: Engine,
    shapes: Shapes,
    edits: Edits | None,
    unknown: Sequence[Finding],
    ahead: Sequence[Prefetched[Any]],
) -> FactFindings:
    """What is wrong with what is stated, and with what follows from it."""
    unapplied: list[BrokenShape] = []

    def ask(changed: Sequence[Quad] | None, before: Report, concluded: bool, grown: bool) -> Report:
        # What is stated was judged by itself before.
        again = concluded and check.stated and check.infer and changed is not None
        besides = kinds_in(engine, application().inferred) if again else None
        return _results(check, engine, shapes, changed, before, grown=grown, besides=besides)

    def conclude() -> Conclusions:
        concluded = concluded_from(engine, check.infer, edits) if check.infer else Conclusions()
        if shapes.ruled:
            unapplied.extend(apply_rules(engine, shapes)[1])
        return replace(concluded, changed=None) if shapes.ruled or check.validator != "compiled" else concluded

    changed = None if edits is None else edits.changed
    if check.stated and check.infer:
        alone = changed is None and _can_be_copied(check, engine, shapes)
        withdraw = partial(engine.drop, application().inferred) if alone else None
        if alone:
            broken_shapes(shapes)  # here, so that the copy need not look for them, too
        judged = judge_stated_first(ask, conclude, changed, unknown, withdraw=withdraw, ahead=ahead)
    else:
        concluded = conclude()
        if changed is not None:
            changed = None if concluded.changed is None else [*changed, *concluded.changed]
        report = ask(changed, NOTHING, True, False)
        judged = FactFindings(tuple(concluded.clashes), report.findings, tuple(unknown), report.unchecked)
    detail = _detailed(check, engine, shapes, Report(tuple(judged.found)))
    return replace(judged, found=detail.findings, unchecked=(*judged.unchecked, *unapplied))


def _can_be_copied(check: Check, engine: Engine, shapes: Shapes) -> bool:
    """Whether to judge in a copy of this process: a store on disk has threads of its own, and rules write anywhere.

    One after the other takes less where something is wrong with what is stated: what follows is not worked out then.
    """
    if check.validator != "compiled" or shapes.ruled or not isinstance(engine, EmbeddedEngine) or engine.on_disk:
        return False
    if engine.size() < _WORTH_A_COPY or application().inferred in engine.graphs():
        return False
    return copies_are_safe() and a_core_is_free()


def _results(
    check: Check,
    engine: Engine,
    shapes: Shapes,
    changed: Sequence[Quad] | None,
    before: Report,
    *,
    grown: bool,
    besides: Changed | None,
) -> Report:
    """What the validator finds; only where something changed, if that is given with what was found before."""
    graphs = _beside_shapes(engine, shapes)
    if changed is None:
        return validate(
            engine, shapes,
            data_graphs=graphs, validator=check.validator, language=check.language,
        )  # fmt: skip
    return revalidate(
        engine, shapes, changed, before,
        grown=grown, besides=besides, data_graphs=graphs, language=check.language,
    )  # fmt: skip


def _detailed(check: Check, engine: Engine, shapes: Shapes, report: Report) -> Report:
    """A report with what lies behind each result."""
    graphs = _data_graphs(engine, shapes)
    return detailed(engine, shapes, report, data_graphs=graphs, language=check.language)


def _beside_shapes(engine: Engine, shapes: Shapes) -> list[NamedNode] | None:
    """Put shapes whose queries ask for their graph beside the data; the data graphs then, else None for all."""
    graphs = _data_graphs(engine, shapes)
    if shapes.name is not None:
        engine.insert(Quad(t.subject, t.predicate, t.object, shapes.name) for t in shapes)
    return graphs


def _data_graphs(engine: Engine, shapes: Shapes) -> list[NamedNode] | None:
    return None if shapes.name is None else [graph for graph in engine.graphs() if graph != shapes.name]


def explained(findings: Iterable[Finding], locator: Locator, words: ResultWords) -> list[Diagnostic]:
    """Findings with their places and in words, in the order given."""
    findings = list(findings)
    words.prepare(findings)
    return [_diagnostic(finding, locator, words) for finding in findings]


def _read_shapes(check: Check) -> tuple[Shapes | None, list[Diagnostic]]:
    found = list(check.shapes)
    try:
        shapes = Shapes.of_files(found, reasoned=check.infer is not None, lenient=not check.strict)
        if shapes.asks_for_itself():
            shapes.name = NamedNode(f"{found[0].resolve().as_uri()}#shapes-graph")
        return shapes, []
    except BrokenInput as error:
        path = Path(str(error.path)) if error.path else found[0]
        file = CheckedFile(shown(path), NamedNode(path.resolve().as_uri()), syntax_of(path))
        return None, explain_broken(file, error)


def _diagnostic(finding: Finding, locator: Locator, words: ResultWords) -> Diagnostic:
    location, related = locator.locate(finding, words.misnamed.of(finding))
    prefixes = locator.prefixes(location)
    headline, remedy = words.headline(finding, prefixes)
    rule = words.rule(finding.shape)
    subject = words.subject(finding, prefixes)
    term = words.replacement(finding) if location is not None else None
    fix = _written(term, location, prefixes) if location and term and locator.is_at_value(finding, location) else None
    level = LEVELS[finding.severity]
    return Diagnostic(rule, level, headline, location, remedy, subject, related, finding, fix)


def _written(term: Term, place: Location, prefixes: Mapping[str, str]) -> str:
    """A term as the file of a place would write it."""
    lines = syntax_of(place.path) in (GraphFormat.N_TRIPLES, GraphFormat.N_QUADS)
    return as_written(term, Prefixes(prefixes), bare=not lines)


def _without_echoes(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Without what says that a name is unknown where a shape complains about the same place."""
    if all(each.rule != _UNKNOWN for each in diagnostics):
        return diagnostics
    told = {each.location for each in diagnostics if each.rule != _UNKNOWN}
    return [each for each in diagnostics if each.rule != _UNKNOWN or each.location is None or each.location not in told]


def _of_no_shapes(paths: Sequence[Path]) -> Diagnostic:
    """Everything would conform to nothing: most likely another file was meant."""
    names = ", ".join(shown(path).as_posix() for path in paths)
    message = f"There is no shape in {names}, so that nothing can be checked by it."
    return Diagnostic("no-shapes", Level.ERROR, message, Location(shown(paths[0]), 1))


def _of_shapes(
    problems: Sequence[ShapeProblem], paths: Sequence[Path], words: ResultWords, own: Sequence[str] = ()
) -> list[Diagnostic]:
    """A shape that cannot do its work is worth as much attention as the data that it lets pass.

    Args:
        problems: what the lint found.
        paths: the files of shapes.
        words: says which names are near.
        own: a name in these that nothing describes is as wrong in a shape as in the data.
    """
    found: list[Diagnostic] = []
    for problem, place in zip(problems, places_of(problems, paths), strict=True):
        level, name = LEVELS[problem.severity], problem.unknown
        near = None if name is None else words.near(name)
        if name is not None and near is not None and name.value.startswith(tuple(own)):
            level = Level.ERROR
        message = f"Shape {words.rule(problem.shape)}: {problem.message}"
        found.append(Diagnostic(f"shape-{problem.code}", level, message, place, near or None))
    return found
