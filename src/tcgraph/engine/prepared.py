"""The words in which a query is put to the embedded engine: corrected, rewritten, its columns in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pyoxigraph

from tcgraph.engine import query_trees
from tcgraph.engine.cardinality import counted
from tcgraph.engine.engine_fixes import corrected
from tcgraph.engine.query_trees import written_apart
from tcgraph.engine.store_counts import RepeatedTriples
from tcgraph.errors import BrokenQuery
from tcgraph.sparql import Query, written
from tcgraph.sparql.cursor import position
from tcgraph.sparql.forms import Select
from tcgraph.sparql.keywords import has_any, mentions, without_iris
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.planner import Counts, plan, plan_update
from tcgraph.sparql.syntax import Var, longest_chain
from tcgraph.sparql.variable_scope import columns

Found = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples

_WORTH = re.compile(
    r"EXISTS|GROUP_CONCAT|\{\s*SELECT|FILTER\b[^{}]*(?:=|\bIN\b|SAMETERM)|HAVING|(?<!\()\*|\?(?!\w)|[\s>)\"'][.;]|\?\w+[.;]"
    r"|MINUS|OPTIONAL|>\s*/|/\s*[<(]|\w:[\w.-]+/\^?\w*:",
    re.IGNORECASE,
)
"""What a text has that may not be put as it is: EXISTS, a subquery, a condition that one thing be another, a star other
than COUNT(*), a question mark of no variable, what parts one pattern from another, and paths."""

_WRONG = re.compile(r"""'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|(GROUP_CONCAT|(?<!\()\*|\?(?!\w)|GRAPH)""", re.IGNORECASE)
"""What the engine may answer wrongly, outside of strings: of what is above, all but what only costs time."""

_COUNTING = re.compile(
    r"SELECT(?!\s+DISTINCT)|CONSTRUCT\s+(?:WHERE|FROM)|CONSTRUCT\s*(?:#|\{(?!(?:[^{}_[(\"]|\"[^\"\\{}]*\")*\}))|CONSTRUCT.*(?:LIMIT|OFFSET)"
    r"|DESCRIBE|(?:COUNT|SUM|AVG|GROUP_CONCAT)\s*\(|RAND|UUID|BNODE",
    re.IGNORECASE | re.DOTALL,
)
"""A text without any of these is answered alike however often each solution is found."""

_NUMBERS = re.compile(r"(?:COUNT|SUM|AVG|GROUP_CONCAT)\s*\((?!\s*DISTINCT)|LIMIT|OFFSET|RAND|UUID|BNODE", re.IGNORECASE)
"""A text without any of these has the same set of solutions however often each is found: nothing is counted that
DISTINCT does not make one, nothing cut off after a number, and nothing gets a value of its own."""

_NUMBER_WORDS = ("COUNT", "SUM", "AVG", "GROUP_CONCAT", "LIMIT", "OFFSET", "RAND", "UUID", "BNODE")

_EITHER = re.compile(r"(?<!\|)\|(?!\|)")
"""What parts the ways of a path, or nearly so."""

_LINK = re.compile(
    r"""'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|(\|\|?|&&|[-+*/]|\b(?:UNION|FILTER|BIND|OPTIONAL|MINUS)\b)""",
    re.IGNORECASE,
)
"""What strings parts together, outside of strings."""
_PARTS = 2_000
"""Of 4,000 some chains exhaust a stack of 8 MB."""
_SEVERAL = re.compile(r"WHERE", re.IGNORECASE)
_LONGEST = 20_000
"""A query or an update with more characters is mostly data, and not planned."""
_KEPT = 512


class Wordings:
    """Queries in the words that the engine answers by the standard, and soon; what was asked before is remembered.

    Args:
        counts: who counts for the planner; without, nothing is planned. When what it counts has changed, somebody
            says so (:meth:`forget`): an old plan gives the same answer, and may cost more.
        repeats: knows which triples stand in several graphs; without, none does.
        correcting: whether more is put in other words than what these triples ask for.
    """

    def __init__(
        self, counts: Counts | None = None, repeats: RepeatedTriples | None = None, *, correcting: bool = True
    ) -> None:
        self._counts = counts
        self._repeats = repeats
        self._correcting = correcting
        self._generation = 0
        self._known: dict[tuple[str, tuple[str, ...] | None, bool], str] = {}

    def of(self, text: str, default: tuple[str, ...] | None = None, *, as_found: bool = False) -> str:
        """A query in other words; the text itself when nothing is to be changed, or it does not parse.

        Args:
            text: SPARQL.
            default: the graphs of its default graph, which win over FROM; None where the text says, or all are meant.
            as_found: whether it does not matter how often the engine finds a solution.

        Raises:
            BrokenQuery: it strings more parts together than the engine can follow.
        """
        if self._repeats is not None and self._repeats.generation != self._generation:
            self._generation = self._repeats.generation
            self._known.clear()
        found = self._known.get((text, default, as_found))
        if found is None:
            found = self._in_other_words(text, default, as_found=as_found)
            if len(text) <= query_trees.KEPT:
                if len(self._known) >= _KEPT:
                    self._known.clear()
                self._known[text, default, as_found] = found
        return found

    def _in_other_words(self, text: str, default: tuple[str, ...] | None, *, as_found: bool) -> str:
        _followable(text, query_trees.query)
        counts = self._counts if len(text) <= _LONGEST else None
        bare = without_iris(text)
        worth = self._correcting and (_may_be_wrong(bare) if counts is None else _is_worth(bare))
        often = not as_found and self._may_be_miscounted(bare, default)
        if not (worth or often) or mentions(bare, "SERVICE"):
            return text
        try:
            tree = query_trees.query(text)
        except BrokenQuery:
            return text
        better = corrected(_with_columns(tree)) if worth else tree
        if worth and counts is not None:
            better = plan(better, counts).tree
        if often:
            better = as_often(better, self._repeats, default)
        return text if better is tree else written(better)

    def _may_be_miscounted(self, text: str, default: tuple[str, ...] | None) -> bool:
        if _COUNTING.search(text) is None:
            return False
        return _EITHER.search(text) is not None or (
            self._repeats is not None and self._repeats.within(default) is not None
        )

    def forget(self) -> None:
        """What is asked about has changed."""
        self._known.clear()


def _followable(text: str, read: Callable[[str], Node]) -> None:
    """Refuse what would end the process: the engine goes down a chain of operands part by part, and has no limit.

    Raises:
        BrokenQuery: the text strings more parts together than that, where the chain begins.
    """
    bare = without_iris(text)
    if len(bare) <= 2 * _PARTS or sum(1 for found in _LINK.finditer(bare) if found.lastindex) < _PARTS:
        return
    try:
        chain, parts = longest_chain(read(text))
    except BrokenQuery:
        return
    if parts > _PARTS:
        line, column = position(text, max(chain.start, 0))
        reason = f"{parts} parts are strung together here; more than {_PARTS} cannot be followed"
        raise BrokenQuery(reason, line=line, column=column)


def as_often(tree: Query, repeats: RepeatedTriples | None, default: tuple[str, ...] | None = None) -> Query:
    """A query that finds each solution as often as it should; see :mod:`tcgraph.engine.cardinality`.

    Args:
        tree: the query.
        repeats: knows which triples stand in several graphs; None where it does not matter.
        default: the graphs of its default graph, which win over FROM; None where the query says, or all are meant.
    """
    if default is None and tree.dataset:
        default = tuple(each.graph.value for each in tree.dataset if not each.named)
    if repeats is None or (repeated := repeats.within(default)) is None:
        return counted(tree, None)
    return counted(tree, repeated, listed=default is not None or repeats.unnamed)


def numbers_matter(text: str) -> bool:
    """Whether the solutions of a query, read as a set, may depend on how often the engine finds each of them."""
    bare = without_iris(text)
    return has_any(bare, _NUMBER_WORDS) and _NUMBERS.search(bare) is not None


def _may_be_wrong(text: str) -> bool:
    return any(found.lastindex for found in _WRONG.finditer(text))


def _is_worth(text: str) -> bool:
    return _WORTH.search(text) is not None or (has_any(text, ("VALUES",)) and has_any(text, ("GRAPH",)))


def planned(text: str) -> str:
    """A query in words that cost less whatever the graph; the text itself where there are none."""
    try:
        found = plan(query_trees.query(text))
    except BrokenQuery:
        return text
    return written(found.tree) if found.changes else text


def planned_update(text: str, counts: Counts) -> str:
    """An update whose patterns are in words that cost less; the text itself where there are none.

    Raises:
        BrokenQuery: it strings more parts together than the engine can follow.
    """
    if _SEVERAL.search(text) is None:
        return text
    _followable(text, query_trees.update)
    if len(text) > _LONGEST or mentions(without_iris(text), "SERVICE"):
        return text
    try:
        tree = query_trees.update(text)
    except BrokenQuery:
        return text
    better = plan_update(tree, counts)
    return text if better is tree else written_apart(better)


def insisted(better: str, text: str, ask: Callable[[str], Found]) -> Found:
    """Ask in better words, else as it was given, else in canonical words.

    It is the engine that says what a text means: its own answer to what it alone reads is the right one. What the
    grammar has and the engine does not read, such as names like ``ec:1.1.-.-`` and a boolean in capitals, it reads
    when it is written in full. It parses before it does anything.

    Args:
        better: see :class:`Wordings`.
        text: as it was given.
        ask: puts a text to the engine.

    Raises:
        BrokenQuery: as ``ask`` raises it for the text as given.
    """
    if better != text:
        with suppress(BrokenQuery):
            return ask(better)
    try:
        return ask(text)
    except BrokenQuery:
        with suppress(BrokenQuery):
            return ask(written(query_trees.query(text), full=True))
        raise


def _with_columns(tree: Query) -> Query:
    """The star of the outermost SELECT replaced by its variables, in the order in which the text names them.

    The engine sorts them by name.
    """
    if not isinstance(tree, Select) or tree.columns:
        return tree
    seen = set(columns(tree))
    order = dict.fromkeys(node.name for node in walk(tree) if isinstance(node, Var) and node.name in seen)
    return replace(tree, columns=tuple(map(Var, order)))
