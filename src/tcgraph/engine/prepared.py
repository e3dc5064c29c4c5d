"""The words in which a query is put to the embedded engine: corrected, rewritten, its columns in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pyoxigraph

from tcgraph.engine import reading
from tcgraph.engine.engine_fixes import corrected
from tcgraph.engine.rewrite import with_joins
from tcgraph.errors import BrokenQuery
from tcgraph.sparql import Query, written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.keywords import has_any, mentions
from tcgraph.sparql.node import walk
from tcgraph.sparql.scope import columns
from tcgraph.sparql.syntax import Var

Found = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples

_WORTH = re.compile(r"EXISTS|GROUP_CONCAT|(?<!\()\*|\?(?!\w)", re.IGNORECASE)
"""What a text has that is not put as it is: EXISTS, a star other than COUNT(*), a question mark of no variable."""

_NOTHING = pyoxigraph.Store()


def prepared(text: str, ask: Callable[[pyoxigraph.Store, str], Found]) -> str:
    """Put a query in the words that the engine answers by the standard, and soon.

    Args:
        text: SPARQL.
        ask: puts a text to a store as the query itself will be. It is asked about an empty store here, to parse: the
            engine counts and sorts as soon as it is asked, before anybody looks at the first row.

    Returns:
        The text to ask; the text itself when nothing is to be changed, or it does not parse.
    """
    worth = _WORTH.search(text) is not None or (has_any(text, ("VALUES",)) and has_any(text, ("GRAPH",)))
    if not worth or mentions(text, "SERVICE"):
        return text
    try:
        tree = reading.query(text)
        named = _with_columns(tree)
        better = with_joins(corrected(named))
        if better is tree:
            return text
        words = written(better)
        if better is not named:
            ask(_NOTHING, words)
    except BrokenQuery:
        # It is the engine that says what a text means: its own answer to this one is the right one.
        return text
    return words


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
