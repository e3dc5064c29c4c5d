"""One validation in progress: the engine, the data graph, and what has been learnt of them.

Make findings, and the little that every kind of check shares to do so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from time import thread_time
from typing import TypeVar

from tcgraph.engine import UNION, Engine, Scope
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.prepared import numbers_matter
from tcgraph.engine.protocol import Row, Solutions
from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.reach import reached
from tcgraph.shacl import messages, model
from tcgraph.shacl.model import Constraint, ValueTest
from tcgraph.shacl.names import INTEGER, SUBCLASS_OF, XSD, sh
from tcgraph.shacl.paths import Path, predicate_path
from tcgraph.shacl.term_tests import is_bound, judge, python_pattern, spelled_out
from tcgraph.shacl.validation_report import BrokenShape, Details, Finding

_NO_FUNCTION = re.compile(r"custom function (<[^>]*>) is not supported")
Job = TypeVar("Job")
Result = TypeVar("Result")
_WORKERS = min(4, os.cpu_count() or 1)
_FEW = 1_000
_SOON = 1.0
"""After so many seconds of work the rest is done at the same time."""
_ONE_BY_ONE = 100
"""So many classes are asked about one by one."""
Failing = dict[Term, list[Finding]]
"""The nodes that do not conform to a shape, each with what was found."""


@dataclass(slots=True)
class ValidationRun:
    """What every constraint needs while it is checked.

    Attributes:
        engine: holds the data.
        scope: the data graph.
        shapes_graph: its IRI, when the engine holds it as a graph.
        language: of messages.
        assumed: for shapes of circles that are being looked at, the nodes that are known to fail, with what was found.
        settled: for shapes already checked for all their targets, the nodes that fail, with what was found.
        narrow: whether few focus nodes are looked at, so that a look at everything would cost more than it saves.
        unchecked: where to put what turns out impossible to check; None when that is an error.
    """

    engine: Engine
    scope: Scope = UNION
    shapes_graph: NamedNode | None = None
    language: str = "en"
    narrow: bool = False
    unchecked: list[BrokenShape] | None = None
    assumed: dict[Term, dict[Term, frozenset[Finding]]] = field(default_factory=dict)
    settled: dict[Term, Failing] = field(default_factory=dict)
    _children: dict[Term, list[NamedNode]] | None = None
    _below: dict[NamedNode, tuple[NamedNode, ...]] = field(default_factory=dict)
    _several: dict[NamedNode, tuple[Term, ...] | None] = field(default_factory=dict)
    _used: dict[NamedNode, bool] = field(default_factory=dict)
    _kinds: set[Term | None] | None = None
    _selected: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    _regex: dict[tuple[str, ...], bool] = field(default_factory=dict)
    _named: set[NamedNode] | None = None
    _directions: bool | None = None
    _folds: bool | None = None
    _nests: bool | None = None

    def select(self, query: str, *, as_set: bool = True) -> Iterable[Row]:
        """Run a SELECT query of our own on the data graph: from the focus nodes on, which is an order to join in.

        Args:
            query: the text.
            as_set: whether a row may come several times.
        """
        return self._rows(query, as_found=as_set and not numbers_matter(query))

    def select_for(
        self, shape: Term, constraint: Term | None, query: str, *, as_set: bool = True
    ) -> list[dict[str, Term | None]]:
        """Run the query of a SPARQL constraint; each solution has all of its variables, None where unbound.

        Args:
            shape: whose it is.
            constraint: likewise.
            query: the text.
            as_set: whether a solution may come several times.

        Raises:
            BrokenShape: it does not parse.
        """
        try:
            solutions = self._rows(query, as_found=as_set and not numbers_matter(query), planned=True)
            return [dict(zip(solutions.variables, row, strict=True)) for row in solutions]
        except BrokenQuery as error:
            raise BrokenShape(shape, f"its SPARQL query does not parse: {error.reason}", node=constraint) from error
        except EngineError as error:
            if missing := missing_function(error):
                raise BrokenShape(shape, f"its SPARQL query {missing}", node=constraint) from error
            raise

    def _rows(self, query: str, *, as_found: bool, planned: bool = False) -> Solutions:
        if isinstance(self.engine, EmbeddedEngine):
            return self.engine.select(query, scope=self.scope, planned=planned, as_found=as_found)
        return self.engine.select(query, scope=self.scope, as_found=as_found)

    def subclasses(self, term: NamedNode) -> tuple[NamedNode, ...]:
        """The class and all its subclasses in the data graph (SHACL §1.1), the class first."""
        if self._children is None:
            children: dict[Term, list[NamedNode]] = {}
            for child, parent in self.select(
                f"SELECT DISTINCT ?child ?parent WHERE {{ ?child {SUBCLASS_OF} ?parent }}"
            ):
                if isinstance(child, NamedNode) and parent is not None:
                    children.setdefault(parent, []).append(child)
            self._children = children
        if (known := self._below.get(term)) is not None:
            return known
        below = self._children
        first, *others = reached([term], lambda each: below.get(each, ()))
        self._below[term] = (first, *sorted(others, key=str))
        return self._below[term]

    def inhabited(self, term: Term) -> tuple[NamedNode, ...]:
        """Those of a class and its subclasses that have an instance."""
        return (
            tuple(name for name in self.subclasses(term) if self._is_used(name)) if isinstance(term, NamedNode) else ()
        )

    def _is_used(self, name: NamedNode) -> bool:
        if self._kinds is None and len(self._used) == _ONE_BY_ONE and not self.narrow:
            # Each question is quick, but shapes for thousands of classes ask thousands.
            self._kinds = {kind for (kind,) in self.select("SELECT DISTINCT ?class WHERE { ?thing a ?class }")}
        if self._kinds is not None:
            return name in self._kinds
        if name not in self._used:
            self._used[name] = self.engine.ask(f"ASK {{ ?thing a {name} }}", scope=self.scope)
        return self._used[name]

    def selected(self, pattern: str) -> tuple[Term, ...]:
        """The few nodes that a pattern binds ``?this`` to, asked for once."""
        if pattern not in self._selected:
            rows = self.select(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}")
            self._selected[pattern] = tuple(sorted((this for (this,) in rows if this is not None), key=str))
        return self._selected[pattern]

    def named_shapes(self) -> set[NamedNode]:
        """The shapes that the data names for its nodes by ``sh:shape``."""
        if self._named is None:
            rows = self.select(f"SELECT DISTINCT ?shape WHERE {{ ?node {sh('shape')} ?shape }}")
            self._named = {shape for (shape,) in rows if isinstance(shape, NamedNode)}
        return self._named

    def with_several(self, predicate: NamedNode) -> tuple[Term, ...] | None:
        """The subjects that have several values of a property, which settles many counts at once.

        Returns:
            None where they are many, or cannot be named in a query.
        """
        if self.narrow:
            return None
        if predicate not in self._several:
            query = f"SELECT (COUNT(*) AS ?all) (COUNT(DISTINCT ?s) AS ?some) WHERE {{ ?s {predicate} ?o }}"
            # Counted once for each graph that has it, a triple makes the surplus no smaller.
            ((every, some),) = self._rows(query, as_found=True)
            surplus = _number(every) - _number(some)
            few = 0 < surplus <= _FEW
            self._several[predicate] = self._found_several(predicate) if few else None if surplus else ()
        return self._several[predicate]

    def _found_several(self, predicate: NamedNode) -> tuple[Term, ...] | None:
        query = f"SELECT ?s WHERE {{ ?s {predicate} ?o }} GROUP BY ?s HAVING(COUNT(DISTINCT ?o) > 1)"
        found = tuple(subject for (subject,) in self.select(query) if subject is not None)
        return found if all(isinstance(subject, NamedNode) for subject in found) else None

    @property
    def folds_integers(self) -> bool:
        """Whether the engine keeps ``xsd:int`` and its kin as ``xsd:integer``, as engines with inlined values do."""
        if self._folds is None:
            query = f'ASK {{ FILTER(DATATYPE("1"^^<{XSD}int>) = {INTEGER}) }}'
            self._folds = self.engine.ask(query)
        return self._folds

    @property
    def knows_directions(self) -> bool:
        """Whether the engine tells the base direction of text, as SPARQL 1.2 has it."""
        if self._directions is None:
            try:
                self._directions = self.engine.ask('ASK { FILTER(LANGDIR("a"@en) = "") }')
            except (EngineError, BrokenQuery):
                self._directions = False
        return self._directions

    @property
    def nests_existence(self) -> bool:
        """Whether EXISTS may be part of an expression (SPARQL 1.1 §17.4.1.4); Virtuoso 7 takes it as a filter only."""
        if self._nests is None:
            either = "((EXISTS { ?s a ?o }) || (EXISTS { ?s ?o ?s }))"
            query = f"SELECT ?s ({either} AS ?found) WHERE {{ ?s a ?any FILTER({either} || isIRI(?any)) }} LIMIT 1"
            try:
                for _ in self._rows(query, as_found=True):
                    pass
                self._nests = True
            except (EngineError, BrokenQuery):
                self._nests = False
        return self._nests

    def _engine_matches(self, test: ValueTest) -> bool:
        """Whether the engine can use a regular expression; some know no look-ahead, which others do.

        Raises:
            BrokenInput: neither the engine nor Python can.
        """
        texts = [text.value for text in test.parameters if isinstance(text, Literal)]
        key = (texts[0], texts[1] if len(texts) > 1 else "")
        if key not in self._regex:
            expression = key[0] if "q" in key[1] else spelled_out(key[0])
            arguments = ", ".join(str(Literal(text)) for text in ("a", expression, key[1]))
            query = f"SELECT (COALESCE(IF(REGEX({arguments}), true, true), false) AS ?usable) WHERE {{}}"
            ((usable,),) = self._rows(query, as_found=True)
            self._regex[key] = isinstance(usable, Literal) and usable.value in ("true", "1")
            if not self._regex[key]:
                python_pattern(*key)
        return self._regex[key]

    def is_exact_in_engine(self, test: ValueTest) -> bool:
        """Whether the engine alone can tell, so that the test may become part of a larger expression."""
        return test.name != "pattern" or self._engine_matches(test)

    def judged_here(self, constraint: Constraint, condition: str) -> tuple[str, Callable[[Term], bool] | None]:
        """Split a condition between the engine and Python.

        Returns:
            The condition for the engine, and what to ask of a value where it is false; None for nothing.
        """
        if not isinstance(constraint, ValueTest):
            return condition, None
        if not self.is_exact_in_engine(constraint):
            condition = "false"
        elif not is_bound(constraint):  # numbers that are too long for the engine have no order there
            return condition, None
        return condition, lambda value: judge(constraint, value)

    def attempt(self, check: Callable[[], list[Result]]) -> list[Result]:
        """Run a check; one that cannot be carried out finds nothing, and is noted, where that is allowed."""
        try:
            return check()
        except BrokenShape as error:
            if self.unchecked is None:
                raise
            self.unchecked.append(error)
            return []

    def together(self, work: Callable[[Job], Result], jobs: list[Job]) -> list[Result]:
        """Do independent jobs at the same time; results in the order of the jobs."""
        done: list[Result] = []
        begun = thread_time()
        # On little data threads wait for each other longer than the engine works.
        while len(done) < len(jobs) and (_WORKERS == 1 or thread_time() - begun < _SOON):
            done.append(work(jobs[len(done)]))
        left = jobs[len(done) :]
        if len(left) < 2:
            return [*done, *map(work, left)]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(_WORKERS) as pool:
            return [*done, *pool.map(work, left)]


def _number(term: Term | None) -> int:
    assert isinstance(term, Literal)
    return int(term.value)


def missing_function(error: EngineError) -> str | None:
    """What a query does that an engine refused for want of a function, in words; None for any other failure."""
    found = _NO_FUNCTION.search(str(error))
    return f"calls {found[1]}, a function that neither SPARQL nor the engine has" if found else None


Hit = tuple[Term, Finding]
"""A finding with the node that the evaluation began at, which for nested shapes is not the finding's focus node."""
_Wording = tuple[Path | None, str | None, tuple[Literal, ...], str | None]
"""The path of results, that in words, their messages, and the one to tell, unless it names what is of each result."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a check comes from.

    Attributes:
        shape: the shape that has the constraint.
        constraint: the constraint.
        root: the shape whose target led here; None inside another shape, whose caller fills it in.
    """

    shape: model.Shape
    constraint: model.Constraint
    root: Term | None
    _words: dict[tuple[str, NamedNode | None], _Wording] = field(default_factory=dict, compare=False, repr=False)

    def hit(
        self,
        run: ValidationRun,
        this: Term,
        value: Term | None = None,
        *,
        path: NamedNode | None = None,
        texts: tuple[Literal, ...] = (),
        values: Mapping[str, Term | str | None] | None = None,
        constraint: Term | None = None,
        details: Details = (),
    ) -> Hit:
        """One result.

        Args:
            run: tells the language of messages.
            this: the focus node.
            value: the value node, if the result has one.
            path: a result path other than the shape's.
            texts: messages that come before the shape's own.
            values: what else a message may name.
            constraint: ``sh:sourceConstraint``.
            details: what lies behind it.
        """
        shape, said = self.shape, self.constraint.overrides
        at, text, own, message = self._worded(run.language, path, texts)
        if message is None:
            name = shape.node if isinstance(shape.node, NamedNode) else None
            known = {"this": this, "value": value, "PATH": text, "currentShape": name}
            known |= {**messages.parameters(self.constraint), **(values or {})}
            own = tuple(messages.filled(each, known) for each in own)
            message = messages.choose(own, run.language) or messages.default_message(shape, self.constraint)
        return this, Finding(
            focus=this,
            shape=shape.node,
            component=self.constraint.component,
            severity=shape.severity if said.severity is None else said.severity,
            message=message,
            path=text,
            predicate=at.predicate if at else None,
            value=value,
            constraint=constraint,
            property_path=at,
            own_severity=shape.own_severity if said.severity is None else said.own_severity,
            origin=None if self.root is None else (self.root, this),
            messages=own,
            details=details,
        )

    def _worded(self, language: str, path: NamedNode | None, texts: tuple[Literal, ...]) -> _Wording:
        """The wording of a result: of a hundred thousand the same, but for texts that come with each."""
        if texts:
            return self._wording(language, path, texts)
        if (language, path) not in self._words:
            self._words[language, path] = self._wording(language, path, ())
        return self._words[language, path]

    def _wording(self, language: str, path: NamedNode | None, texts: tuple[Literal, ...]) -> _Wording:
        shape = self.shape
        at = predicate_path(path) if path is not None else shape.path
        own = self.constraint.overrides.messages or texts or shape.messages
        message = None
        if not any("{" in text.value for text in own):
            message = messages.choose(own, language) or messages.default_message(shape, self.constraint)
        return at, at.text if at else None, own, message
