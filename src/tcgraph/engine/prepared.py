"""The words in which a query is put to the embedded engine: corrected, rewritten, its columns in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pyoxigraph

from tcgraph.engine import reading
from tcgraph.engine.engine_fixes import corrected
from tcgraph.engine.prologues import written_apart
from tcgraph.errors import BrokenQuery
from tcgraph.sparql import Query, written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.keywords import has_any, mentions
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner import Counts, plan, plan_update
from tcgraph.sparql.scope import columns
from tcgraph.sparql.syntax import Var

Found = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples

_WORTH = re.compile(
    r"EXISTS|GROUP_CONCAT|(?<!\()\*|\?(?!\w)|[\s>)\"'][.;]|\?\w+[.;]|MINUS|OPTIONAL|>\s*/|/\s*[<(]|\w:[\w.-]+/\^?\w*:",
    re.IGNORECASE,
)
"""What a text has that may not be put as it is: EXISTS, a star other than COUNT(*), a question mark of no variable,
what parts one pattern from another, and paths."""

_WRONG = re.compile(r"""'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|(GROUP_CONCAT|(?<!\()\*|\?(?!\w)|GRAPH)""", re.IGNORECASE)
"""What a text has outside of strings that the engine may answer wrongly: of what is above, all but what costs time."""

_SEVERAL = re.compile(r"WHERE", re.IGNORECASE)
_LONGEST = 20_000
"""An update with more characters is mostly data."""
_NOTHING = pyoxigraph.Store()


def prepared(text: str, ask: Callable[[pyoxigraph.Store, str], Found], counts: Counts | None = None) -> str:
    """Put a query in the words that the engine answers by the standard, and soon.

    Args:
        text: SPARQL.
        ask: puts a text to a store as the query itself will be. It is asked about an empty store here, to parse: the
            engine counts and sorts as soon as it is asked, before anybody looks at the first row.

        counts: who counts for the planner; without, nothing is planned.

    Returns:
        The text to ask; the text itself when nothing is to be changed, or it does not parse.
    """
    if not (_may_be_wrong(text) if counts is None else _is_worth(text)) or mentions(text, "SERVICE"):
        return text
    try:
        tree = reading.query(text)
        named = _with_columns(tree)
        right = corrected(named)
        better = right if counts is None else plan(right, counts).tree
        if better is tree:
            return text
        words = written(better)
        if better is not named:
            ask(_NOTHING, words)
    except BrokenQuery:
        # It is the engine that says what a text means: its own answer to this one is the right one.
        return text
    return words


def _may_be_wrong(text: str) -> bool:
    return any(found.lastindex for found in _WRONG.finditer(text))


def _is_worth(text: str) -> bool:
    return _WORTH.search(text) is not None or (has_any(text, ("VALUES",)) and has_any(text, ("GRAPH",)))


def planned(text: str) -> str:
    """A query in words that cost less whatever the graph; the text itself where there are none."""
    try:
        found = plan(reading.query(text))
    except BrokenQuery:
        return text
    return written(found.tree) if found.changes else text


def planned_update(text: str, counts: Counts) -> str:
    """An update whose patterns are in words that cost less; the text itself where there are none.

    Args:
        text: operations with one prologue.
        counts: who counts.
    """
    if len(text) > _LONGEST or _SEVERAL.search(text) is None or mentions(text, "SERVICE"):
        return text
    try:
        tree = reading.update(text)
    except BrokenQuery:
        return text
    better = plan_update(tree, counts)
    return text if better is tree else written_apart(better)


def insisted(text: str, ask: Callable[[str], Found]) -> Found:
    """Ask, and ask again in canonical words what the engine does not read though the grammar has it.

    Such are names like ``ec:1.1.-.-`` and a boolean in capitals.

    Raises:
        BrokenQuery: as ``ask`` raises it for the text as given.
    """
    try:
        return ask(text)
    except BrokenQuery:
        try:
            return ask(written(reading.query(text), full=True))
        except BrokenQuery:
            pass
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
