"""What ``tcgraph validate`` is to check, and the run of it: all files, or only what an edit touches."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypedDict

import typer

from tcgraph.about import FILE as SETTINGS
from tcgraph.cli.app import project_of
from tcgraph.diagnostics.changed_place import at_the_change
from tcgraph.diagnostics.check import Check, Outcome, run_check
from tcgraph.diagnostics.clean_state import CleanState
from tcgraph.diagnostics.diagnostic import Diagnostic, ordered
from tcgraph.diagnostics.edits import Edits
from tcgraph.diagnostics.file_layout import (
    LAYOUT,
    other_files,
    other_layout,
    unread_files,
    with_cut_files,
    with_unread_files,
)
from tcgraph.diagnostics.files import CheckedFile, load_files, named_files
from tcgraph.diagnostics.folding import by_change, linked_from
from tcgraph.diagnostics.forked_work import Prefetched
from tcgraph.diagnostics.git_changes import GitFailed, as_it_was, changed_paths, file_at, has_commits, touched
from tcgraph.diagnostics.one_cause import past_only
from tcgraph.diagnostics.prefixes import with_names_before
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.namespaces import application
from tcgraph.publish.project_graph import clean_state, project_check
from tcgraph.rdf import GraphFormat
from tcgraph.shacl.validate import Validator

if TYPE_CHECKING:
    from tcgraph.diagnostics.history import Versions
    from tcgraph.owl.reason import Method
    from tcgraph.project import Project
    from tcgraph.shacl.shapes import Shapes

_AN_EDIT = 50
"""A difference of more files than this is not one edit, whose place would explain what is wrong."""
_RDF = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".owl")


class _Where(TypedDict):
    root: Path
    folders: Sequence[Path]


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """A check that was asked for.

    Attributes:
        check: what and how.
        clean: when the same check last found nothing; None for checks of which that is not kept.
        workbooks: the checks of workbooks that were named beside the files.
        root: a folder of the repository that revisions are of.
        folders: where files that are there no longer belonged to those checked.
        project: whose queries and settings are checked, too, and where a copy of the document may be attached, which
            what is new is compared with; None where files alone are checked.
    """

    check: Check
    clean: CleanState | None = None
    workbooks: Sequence[Callable[[], Outcome]] = ()
    root: Path = Path()
    folders: Sequence[Path] = ()
    project: Project | None = None

    def with_shapes(self, *, lint: bool, strict: bool, rules: bool, followed: bool = False) -> CheckRequest:
        """The same check, with what :class:`~tcgraph.diagnostics.check.Check` says of the shapes."""
        check = replace(self.check, lint=lint, strict=strict, rules=rules, followed=followed)
        return replace(self, check=check, clean=self.clean if lint and not rules else None)

    def run(self, since: str | None) -> Outcome:
        """Run the check.

        Args:
            since: report only what may come from the difference to this revision; None reports everything.

        Raises:
            GitFailed: the revision cannot be compared with.
            BrokenInput: the shapes are not well formed as shapes.
        """
        if self.workbooks:
            rest = self._run(None, TermEngine()) if self.check.files else Outcome((), ())
            return rest.with_others(one() for one in self.workbooks)
        if since is None or (since == "HEAD" and not has_commits(self.root)):
            return self._everything()
        paths = changed_paths(since, self.root)
        files = [file for file in self.check.files if file.path.resolve() in paths]
        # New rules, or the loss of a whole file, may find fault with any old fact.
        everywhere = any(path.resolve() in paths for path in self.check.shapes) or any(
            path.suffix in _RDF and not path.exists() for path in paths
        )
        unread = self._unread()
        beside = self._beside_of(paths, unread)
        if not files and not everywhere and not beside:
            return Outcome((), ())
        engine = TermEngine()
        outcome = self._run(None if self.clean is None else self.clean.edits(), engine)
        if not outcome.readable:
            return self._as_named_before(outcome, since)
        past, versions = self._history(since, paths, engine, outcome.shapes)
        found = past_only(past, outcome.diagnostics)
        if beside:
            from tcgraph.publish.query_checks import queries_changed

            broken = self._told_beside(engine)
            told = {each.subject for each in broken}
            changed = queries_changed((path, file_at(since, path)) for path in sorted(beside) if path.suffix == ".rq")
            found += [*broken, *(each for each in changed if each.subject not in told)]
        if not everywhere:
            kept = self._caused(outcome, since, paths, files)
            outcome = replace(outcome, diagnostics=kept, files=tuple(file.path for file in files))
        judged = tuple(path for path in beside if path.suffix in (".rq", ".toml") and path.exists())
        outcome = outcome.with_others([Outcome(tuple(found), judged)])
        if not self.check.stated:
            return outcome
        outcome = self._of_the_change(outcome, versions, engine, unread, whole=not everywhere)
        touched_too = [path for path in unread if path.resolve() in paths]
        return replace(outcome, diagnostics=tuple(self._with_unread(outcome, engine, touched_too)))

    def _everything(self) -> Outcome:
        """All that is wrong; of files in which nothing was wrong, by what has changed in them."""
        engine = TermEngine()
        edits = None if self.clean is None else self.clean.edits()
        unread = self._unread()
        beside = self._beside(unread)
        told_beside = Prefetched(partial(self._told_beside, engine))
        if edits is None or edits.changed or edits.conclusions is None:
            outcome = run_check(self.check, engine, edits, beside=(told_beside,))
        else:
            outcome = replace(self._unchanged(), notes=edits.notes)
            if edits.beside == beside:
                return outcome
            load_files(engine, self.check.files)
            engine.load(edits.conclusions, GraphFormat.N_TRIPLES, graph=application().inferred)
        if not outcome.readable:
            outcome = self._as_named_before(outcome, "HEAD")
        outcome = self._at_the_change(outcome, engine, unread)
        if outcome.readable:
            if edits is None or edits.beside != beside or edits.move_names(engine, self.check.namespaces):
                outcome = outcome.with_others([Outcome(tuple(told_beside()), ())])
            told = (*self._with_unread(outcome, engine, unread), *self._unlike_the_copy(engine))
            outcome = replace(outcome, diagnostics=told)
        if self.clean is not None:
            self.clean.remember(outcome, engine, beside)
        return outcome

    def _as_named_before(self, outcome: Outcome, revision: str) -> Outcome:
        """What cannot be read, with the names that stood there before in the place of those without a known prefix."""
        try:
            told = with_names_before(outcome.diagnostics, partial(file_at, revision))
        except GitFailed:
            return outcome
        return replace(outcome, diagnostics=tuple(told))

    def _at_the_change(self, outcome: Outcome, engine: EmbeddedEngine, unread: Sequence[Path]) -> Outcome:
        """What comes of one change that is not committed yet as one, at its place, where git tells it."""
        if not self.check.stated or not outcome.readable or not any(each.finding for each in outcome.diagnostics):
            return outcome
        from tcgraph.diagnostics.history import versions_since

        files = [*self.check.files, *self.check.context]
        try:
            paths = changed_paths("HEAD", self.root)
            if sum(file.path.resolve() in paths for file in files) > _AN_EDIT:
                return outcome
            versions = versions_since("HEAD", files, paths, self.folders, engine)
            with TemporaryDirectory() as folder:
                before = as_it_was(files, "HEAD", paths, Path(folder))
                whole = self.clean is not None and self.clean.holds(before)
        except (GitFailed, SyntaxError):
            return outcome
        return self._of_the_change(outcome, versions, engine, unread, whole=whole)

    def _of_the_change(
        self, outcome: Outcome, versions: Versions, engine: EmbeddedEngine, unread: Sequence[Path], *, whole: bool
    ) -> Outcome:
        """What is wrong, as it comes of a change; ``whole`` as in ``by_change``."""
        from tcgraph.diagnostics.history import led_to_what_is_gone

        removed, added, files = versions.removed, versions.added, [*self.check.files, *self.check.context]
        folded = by_change(outcome.diagnostics, removed, added, whole=whole, linked=partial(linked_from, engine))
        placed = at_the_change(folded, removed, added, engine, files)
        placed = ordered(led_to_what_is_gone(placed, versions))
        unread = [*unread, *self._elsewhere()] if placed else []
        return replace(outcome, diagnostics=tuple(with_cut_files(placed, versions.before, unread)))

    def _beside(self, unread: Iterable[Path]) -> str:
        """A digest of queries, settings, the attached copy and what is not read; empty where nothing is kept."""
        if self.project is None or self.clean is None:
            return ""
        from tcgraph.publish.attachments import attachment_path

        digest = hashlib.sha256()
        beside = (self.project.root / SETTINGS, attachment_path(self.project))
        for path in (*sorted(self.project.queries.rglob("*.[rt]*")), *beside):
            content = path.read_bytes() if path.is_file() else b""
            digest.update(f"{path}\0{hashlib.sha256(content).hexdigest()}\0".encode())
        digest.update("\0".join(map(str, unread)).encode())
        return digest.hexdigest()

    def _beside_of(self, paths: Collection[Path], unread: Iterable[Path]) -> list[Path]:
        """Those of some files that are told of with the data and are none of it, or that decide what is told."""
        if self.project is None:
            return []
        root = self.project.root.resolve()
        lying = {path.resolve() for path in unread}
        queries, ontology = self.project.queries.resolve(), self.project.ontology.resolve()
        return [
            path for path in paths
            if path == root / SETTINGS or path.is_relative_to(ontology)
            or (path.suffix in (".rq", ".toml") and path.is_relative_to(queries)) or path in lying
        ]  # fmt: skip

    def _unread(self) -> list[Path]:
        """The files that lie among the project's and are not read."""
        return [] if self.project is None else list(unread_files(self.folders))

    def _with_unread(self, outcome: Outcome, engine: EmbeddedEngine, unread: Sequence[Path]) -> list[Diagnostic]:
        return with_unread_files(outcome.diagnostics, unread, engine, self._elsewhere())

    def _elsewhere(self) -> Iterator[Path]:
        return iter(()) if self.project is None else other_files(self.project.data.parent, self.check.files)

    def _told_beside(self, engine: EmbeddedEngine) -> list[Diagnostic]:
        """What is wrong with the project's queries and settings."""
        if self.project is None:
            return []
        from tcgraph.publish.settings_checks import check_beside

        return check_beside(self.project, engine)

    def _unchanged(self) -> Outcome:
        """That the facts are those in which nothing was wrong, however their files are written now."""
        paths = tuple(file.path for file in self.check.files)
        return Outcome(tuple(other_layout(paths) if self.check.stated else ()), paths)

    def _caused(
        self, outcome: Outcome, since: str, paths: Collection[Path], files: Sequence[CheckedFile]
    ) -> tuple[Diagnostic, ...]:
        """What is told of the nodes and lines that the difference touches, and what was not wrong before it."""
        laid_out = {file.path for file in files}
        told = tuple(d for d in outcome.diagnostics if d.rule != LAYOUT or (d.location and d.location.path in laid_out))
        outcome = replace(outcome, diagnostics=told)
        change = touched(files, since) if outcome.diagnostics else None
        if change is None or all(change.concerns(each) for each in outcome.diagnostics):
            return outcome.diagnostics
        with TemporaryDirectory() as folder:
            files = as_it_was([*self.check.files, *self.check.context], since, paths, Path(folder))
            if self.clean is not None and self.clean.holds(files):
                return outcome.diagnostics
            check = replace(self.check, lint=False, files=files, context=())
            before = {_key(each) for each in run_check(check, TermEngine()).diagnostics}
        return tuple(each for each in outcome.diagnostics if change.concerns(each) or _key(each) not in before)

    def _history(
        self, since: str, paths: set[Path], engine: EmbeddedEngine, shapes: Shapes | None
    ) -> tuple[list[Diagnostic], Versions]:
        """What the difference to a revision does to what held then, and the difference."""
        from tcgraph.diagnostics.history import history, versions_since
        from tcgraph.shacl.shapes import Shapes

        data = [*self.check.files, *self.check.context]
        if engine.size() == 0:
            load_files(engine, data)
        # A rule that is weakened lets the same things pass as data that is changed.
        known = {file.path.resolve() for file in data}
        rules = [file for file in named_files(self.check.shapes) if file.path.resolve() not in known]
        load_files(engine, rules)
        files = [*data, *rules]
        try:
            versions = versions_since(since, files, paths, self.folders, engine)
        except SyntaxError as error:
            raise GitFailed(f"At {since} a file does not parse, so nothing can be compared with it: {error}") from error
        earlier = self._earlier_rules(since, paths, [file for file in files if file.path in set(self.check.shapes)])
        # A broken shape has been told at its place; the rest are asked.
        shapes = Shapes.of_files(self.check.shapes, lenient=True) if shapes is None else shapes
        told = history(engine, shapes, files, versions, self.check.language, earlier)
        return [*told, *self._unlike_the_copy(engine, versions)], versions

    def _unlike_the_copy(self, engine: EmbeddedEngine, versions: Versions | None = None) -> list[Diagnostic]:
        """Where a copy is attached: what is new and its place does not have, or says otherwise; else what is moved."""
        from tcgraph.diagnostics.check import explained
        from tcgraph.diagnostics.locate import Locator
        from tcgraph.diagnostics.result_words import ResultWords
        from tcgraph.publish.copy_checks import against_the_copy
        from tcgraph.shacl.shapes import Shapes

        added, removed = (None, ()) if versions is None else (versions.added, versions.removed)
        found = [] if self.project is None else against_the_copy(self.project, engine, added, removed)
        if not found:
            return []
        words = ResultWords(engine, Shapes.of_files(self.check.shapes, lenient=True), self.check.language)
        return explained(found, Locator(engine, [*self.check.files, *self.check.context], found), words)

    def _earlier_rules(self, since: str, paths: set[Path], rules: list[CheckedFile]) -> Shapes | None:
        """The shapes as they were, where they differ: a change that takes a rule away is still held to it."""
        from tcgraph.diagnostics.history import gone_files
        from tcgraph.shacl.shapes import Shapes

        gone = list(gone_files(paths, self.folders))
        if not gone and not any(rule.path.resolve() in paths for rule in rules):
            return None
        with TemporaryDirectory() as folder:
            files = as_it_was([*rules, *gone], since, paths, Path(folder))
            return Shapes.of_files((file.path for file in files), lenient=True)

    def _run(self, edits: Edits | None, engine: EmbeddedEngine) -> Outcome:
        if edits is not None and not edits.changed:
            return self._unchanged()
        outcome = run_check(self.check, engine, edits)
        if self.clean is not None:
            self.clean.remember(outcome, engine)
        return outcome


def _key(diagnostic: Diagnostic) -> tuple[object, ...]:
    finding = diagnostic.finding
    return (diagnostic.rule, *((finding.focus, finding.value) if finding else (str(diagnostic.location),)))


def asked_check(
    context: typer.Context,
    files: list[Path] | None,
    shapes: list[Path] | None,
    *,
    validator: Validator,
    infer: bool | None = None,
    reasoner: Method = "rules",
    language: str,
    cycle: str | None = None,
) -> CheckRequest:
    """The check that a command line asks for.

    Args:
        context: says which project is meant; needed unless both files and shapes are named.
        files: what to judge; else the whole project.
        shapes: what to judge by; else the project's.
        validator: which SHACL engine.
        infer: whether to reason; None where a project's rules judge, and nowhere else.
        reasoner: how.
        language: of messages.
        cycle: what workbooks among the files report to; else the cycle opened last.

    Raises:
        ProjectNotFound: a project is needed and there is none.
        BrokenInput: a named file is none, or of no RDF format.
    """
    books = [path for path in files or () if path.suffix.lower() == ".xlsx"]
    if books:
        return _with_workbooks(context, files or [], books, shapes, language, cycle)
    rules = [file.path for file in named_files(shapes)] if shapes else []
    method = None if infer is False or (infer is None and rules) else reasoner
    if rules and files:
        return CheckRequest(Check(named_files(files), rules, (), validator, method, (), language), folders=files)
    project = project_of(context)
    where: _Where = {"root": project.root, "folders": (project.ontology, project.data, project.shapes)}
    check = project_check(project, named_files(files) if files else (), language=language)
    check = replace(check, shapes=rules or check.shapes, validator=validator, infer=method, stated=not rules)
    if files or rules or method != "rules" or validator != "compiled":
        return CheckRequest(check, **where)
    return CheckRequest(check, clean_state(project, check), project=project, **where)


def _with_workbooks(
    context: typer.Context,
    files: list[Path],
    books: list[Path],
    shapes: list[Path] | None,
    language: str,
    cycle: str | None,
) -> CheckRequest:
    from tcgraph.cli.workbooks import check_workbook

    project = project_of(context)
    rules = [file.path for file in named_files(shapes)] if shapes else []
    checks = [partial(check_workbook, book, project, cycle, language, rules) for book in books]
    rest = [path for path in files if path not in books]
    if not rest:
        return CheckRequest(Check((), ()), workbooks=checks)
    asked = asked_check(context, rest, shapes, validator="compiled", language=language)
    return replace(asked, workbooks=checks)
