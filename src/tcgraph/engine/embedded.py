"""The default engine: pyoxigraph in this process, in memory or in a directory. Nothing to install or start.

What it gives belongs to the thread that asked. A result that is half read, in a frame that the traceback of a kept
error holds, is let go of by whichever thread collects garbage; the engine then refuses, warns and loses the memory.
So every result is read to its end, or let go of, where it was asked for.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any, TypeVar

import pyoxigraph

from tcgraph.engine import query_trees
from tcgraph.engine.input_guard import check_source
from tcgraph.engine.prepared import Found, Wordings, insisted, planned_update
from tcgraph.engine.protocol import UNION, Scope, Solutions
from tcgraph.engine.query_trees import with_missing, with_one_prologue
from tcgraph.engine.store_counts import RepeatedTriples, StoreCounts
from tcgraph.engine.text_search import TextSearch, refuse_search
from tcgraph.errors import BrokenInput, BrokenQuery, EngineError
from tcgraph.rdf import DefaultGraph, GraphFormat, NamedNode, Quad, Term, Triple, Variable, begins_with_mark
from tcgraph.sparql.keywords import mentions, without_iris

T = TypeVar("T")

_POSITION = re.compile(r"\bat (?:line )?(\d+):(\d+)|\bline (\d+) column (\d+)")


class EmbeddedEngine:
    """An :class:`tcgraph.engine.Engine` over a pyoxigraph store.

    Args:
        directory: where the store lives on disk; None keeps it in memory.
        read_only: open an existing directory without locking it, for any number of processes at once.

    Attributes:
        on_disk: whether the store lives in a directory.
        planned: whether queries and updates are put in words that cost less (:mod:`tcgraph.sparql.planner`).
        counts: how many triples there are of what a query is about.
        repeats: which of its triples stand in several graphs.
    """

    name = "embedded"

    def __init__(self, directory: Path | None = None, *, read_only: bool = False) -> None:
        try:
            if directory is None:
                self._store = pyoxigraph.Store()
            elif read_only:
                self._store = pyoxigraph.Store.read_only(str(directory))
            else:
                self._store = pyoxigraph.Store(str(directory))
        except OSError as error:
            raise EngineError(f"Cannot open the store in {directory}: {error}") from error
        self._on_disk = directory is not None and not read_only
        self.on_disk = directory is not None
        self.functions: Mapping[NamedNode, Callable[..., Term | None]] = {}
        self.optional_arguments: Mapping[NamedNode, Collection[int]] = {}
        self._search = TextSearch(self.select)
        self.counts = StoreCounts(self._store)
        self.repeats = RepeatedTriples(self._store)
        self._planned, self._corrected = Wordings(self.counts, self.repeats), Wordings(repeats=self.repeats)
        self._bound = Wordings(repeats=self.repeats, correcting=False)
        self.planned = True

    @property
    def store(self) -> pyoxigraph.Store:
        """The store itself, for code in this package and for worker processes that share it."""
        return self._store

    def searched(self, query: str) -> str:
        """A query with its full-text searches carried out; see :func:`tcgraph.engine.text_search.searched`.

        Raises:
            BrokenQuery: it searches in a way that means nothing; the place is one in the text as given.
        """
        return self._search.answered(query)

    def select(
        self,
        query: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        scope: Scope = UNION,
        planned: bool = True,
        as_found: bool = False,
    ) -> Solutions:
        """See :meth:`Engine.select`; a query that is in a good order already need not be planned."""
        result = self._query(query, bindings, scope, planned=planned, as_found=as_found)
        if not isinstance(result, pyoxigraph.QuerySolutions):
            del result
            raise BrokenQuery("a SELECT query was expected here")
        return Solutions((variable.value for variable in result.variables), map(tuple, _told(owned(result))))

    def ask(self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION) -> bool:
        """See :meth:`Engine.ask`."""
        result = self._query(query, bindings, scope)
        if not isinstance(result, pyoxigraph.QueryBoolean):
            del result
            raise BrokenQuery("an ASK query was expected here")
        return bool(result)

    def construct(
        self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION
    ) -> Iterator[Triple]:
        """See :meth:`Engine.construct`."""
        result = self._query(query, bindings, scope)
        if not isinstance(result, pyoxigraph.QueryTriples):
            del result
            raise BrokenQuery("a CONSTRUCT or DESCRIBE query was expected here")
        return _told(owned(result))

    def update(self, update: str) -> None:
        """See :meth:`Engine.update`."""
        refuse_search(update)
        text = with_one_prologue(update)
        better = planned_update(text, self.counts) if self.planned else text
        try:
            with self._search.changing():
                try:
                    self._store.update(better, prefixes=query_trees.prefixes_in(better))
                except SyntaxError:
                    if better is text:
                        raise
                    # It parses before it does anything.
                    self._store.update(text, prefixes=query_trees.prefixes_in(text))
            self.repeats.forget()
        except SyntaxError as error:
            raise broken_query(error, text) from error
        except (OSError, RuntimeError) as error:
            raise EngineError(f"The embedded engine failed: {error}") from error

    def load(
        self, source: bytes | Path, format: GraphFormat, *, graph: NamedNode | None = None, base: str | None = None
    ) -> None:
        """See :meth:`Engine.load`."""
        path = source if isinstance(source, Path) else None
        # Some input ends the process or loads in half; the parser below does not notice.
        check_source(source, format)
        with parsing(path), self._search.changing():
            if isinstance(source, Path):
                self._load_file(source, format, graph, base)
            else:
                self._store.load(source.removeprefix(BOM_UTF8), format.codec, base_iri=base, to_graph=graph)
        self.repeats.forget()
        self._forget()

    def insert(self, quads: Iterable[Quad]) -> None:
        """See :meth:`Engine.insert`."""
        with self._search.changing(), self.repeats.told(quads) as told:
            self._store.bulk_extend(told)
        self._forget()

    def remove(self, quads: Iterable[Quad]) -> None:
        """See :meth:`Engine.remove`."""
        with self._search.changing():
            for quad in quads:
                self._store.remove(quad)

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See :meth:`Engine.quads`."""
        return owned(self._store.quads_for_pattern(None, None, None, graph))

    def graphs(self) -> list[NamedNode]:
        """See :meth:`Engine.graphs`."""
        named = (graph for graph in self._store.named_graphs() if isinstance(graph, NamedNode))
        return sorted(named, key=lambda graph: graph.value)

    def size(self, graph: NamedNode | None = None) -> int:
        """See :meth:`Engine.size`."""
        if graph is None:
            return len(self._store)
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, graph))

    def drop(self, graph: NamedNode) -> None:
        """See :meth:`Engine.drop`."""
        with self._search.changing():
            self._store.remove_graph(graph)

    def close(self) -> None:
        """See :meth:`Engine.close`."""
        if self._on_disk:
            self._store.flush()

    def run(
        self,
        text: str,
        scope: Scope = UNION,
        *,
        from_wins: bool = False,
        union: bool = True,
        base: str | None = None,
        bindings: Mapping[str, Term] | None = None,
        planned: bool = True,
        as_found: bool = False,
    ) -> Found:
        """The store's own result of a query without searches; solutions have their columns in the text's order.

        Args:
            text: SPARQL.
            scope: the dataset.
            from_wins: whether FROM wins over it; in the protocol it does not (SPARQL 1.1 Protocol §2.1.4).
            union: whether the default graph is that of all graphs where neither tells.
            base: of relative references.
            bindings: as for :meth:`select`.
            planned: as for :meth:`select`.
            as_found: whether it does not matter how often a solution is found.

        Raises:
            BrokenQuery: it does not parse.
            EngineError: the store failed.
        """
        told_in_text = mentions(without_iris(text), "FROM")
        if told_in_text and from_wins:
            scope = UNION
        default = scope.default
        # The store lets a union win over FROM, which is the wrong way round (SPARQL 1.1 §13.2).
        union = union and default is None and not told_in_text
        names = None if union or (default is None and told_in_text) else _names(default or ())
        words = self._planned if planned and self.planned else self._corrected
        # Values are put in by name, and better words may use other names.
        better = (self._bound if bindings else words).of(text, names, as_found=as_found)

        def ask(words: str) -> Found:
            try:
                return self._store.query(
                    words,
                    base_iri=base,
                    prefixes=query_trees.prefixes_in(words),
                    use_default_graph_as_union=union,
                    default_graph=None if default is None else list(default),
                    named_graphs=None if scope.named is None else list(scope.named),
                    substitutions={Variable(name): term for name, term in (bindings or {}).items()} or None,
                    custom_functions=self._called() or None,
                )
            except SyntaxError as error:
                raise broken_query(error, text, asking=True) from error
            except (OSError, RuntimeError, ValueError) as error:
                raise EngineError(f"The query failed: {error}") from error

        return insisted(better, text, ask)

    def _query(
        self,
        query: str,
        bindings: Mapping[str, Term] | None,
        scope: Scope,
        *,
        planned: bool = True,
        as_found: bool = False,
    ) -> Found:
        text = with_missing(self.searched(query), self.optional_arguments, bindings or ())
        return self.run(text, scope, from_wins=True, bindings=bindings, planned=planned, as_found=as_found)

    def _called(self) -> dict[NamedNode, Callable[..., Term | None]]:
        """The functions that queries may call."""
        return dict(self.functions)

    def _load_file(self, path: Path, syntax: GraphFormat, graph: NamedNode | None, base: str | None) -> None:
        options: dict[str, Any] = {"format": syntax.codec, "base_iri": base, "to_graph": graph}
        options |= {"input": path.read_bytes()[len(BOM_UTF8) :]} if begins_with_mark(path) else {"path": str(path)}
        if not self._on_disk or next(iter(self._store), None) is not None:
            self._store.load(**options)
            return
        # A change is held in memory until it is whole, which a file that goes to disk may be too large for. Nobody has
        # read an empty store, so it may be filled bit by bit, and emptied again.
        try:
            self._store.bulk_load(**options)
        except BaseException:
            self._store.clear()
            raise

    def _forget(self) -> None:
        """Count anew: much may have been added. A small change makes no plan a bad one."""
        self.counts.forget()
        self._planned.forget()


def _told(result: Iterator[T]) -> Iterator[T]:
    """A result read; what keeps the engine from going on with it is told as elsewhere."""
    try:
        yield from result
    except (OSError, RuntimeError) as error:
        raise EngineError(f"The embedded engine failed: {error}") from error


def _names(graphs: Iterable[NamedNode | DefaultGraph]) -> tuple[str, ...]:
    return tuple("" if isinstance(graph, DefaultGraph) else graph.value for graph in graphs)


def broken_query(error: SyntaxError, text: str, *, asking: bool = False) -> BrokenQuery:
    """Say what is wrong with a query or update that pyoxigraph refuses; in its own words where we would read it."""
    found = query_trees.mistake(text, asking=asking)
    if found is not None:
        return found
    line, column = _position(error)
    return BrokenQuery(_readable(error.msg), line=line, column=column)


@contextmanager
def parsing(path: Path | None) -> Iterator[None]:
    """Turn what keeps pyoxigraph from reading a document into ``BrokenInput``, with the place where it tells one."""
    try:
        yield
    except SyntaxError as error:
        raise broken_input(error, path) from error
    except UnicodeDecodeError as error:
        raise BrokenInput(f"not UTF-8 text: {error.reason}", path=path) from error
    except MemoryError as error:  # a name or text is read into a buffer that ends at 16 MB
        raise BrokenInput("a single name or text in it is longer than 16 MB", path=path) from error
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error


def broken_input(error: SyntaxError, path: Path | None) -> BrokenInput:
    """Turn pyoxigraph's parse error into ours, with file, line and column where it tells them."""
    line, column = _position(error)
    reason = re.sub(r"^Parser error[^:]*: ", "", error.msg)
    # The character that is wrong may be one that ends the line, or cannot be seen.
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in reason)
    return BrokenInput(shown, path=path, line=line, column=column)


def _readable(message: str) -> str:
    """Keep what a person can use of the parser's message: its own sentences and keywords, no character classes."""
    _, _, expected = message.partition("expected ")
    if not expected:
        return _POSITION.sub("", message).strip(" :")
    wanted = [part.strip() for part in expected.removeprefix("one of ").split(", ")]
    sentences = [part for part in wanted if " " in part and "[" not in part]
    if sentences:
        return sentences[0][0].lower() + sentences[0][1:]
    words = [part for part in wanted if part.isalpha()]
    return f"not valid SPARQL here; {' or '.join(words)} could stand here" if words else "not valid SPARQL here"


def _position(error: SyntaxError) -> tuple[int | None, int | None]:
    if error.lineno:
        return error.lineno, error.offset or None
    found = _POSITION.search(error.msg)
    if not found:
        return None, None
    line, column = (group for group in found.groups() if group is not None)
    return int(line), int(column)


_LEFT: dict[int, list[object]] = {}
"""What other threads came to let go of, by the thread that asked for it; it goes when that one next asks."""


def owned(result: Iterable[T]) -> Iterator[T]:
    """Read a result of the engine, to its end or not, in the thread that asked for it."""
    return _read(result, get_ident())


def _read(result: Iterable[T], owner: int) -> Iterator[T]:
    _LEFT.pop(owner, None)
    try:
        yield from result
    finally:
        if get_ident() != owner:
            _LEFT.setdefault(owner, []).append(result)
        del result  # this frame may be kept, too
