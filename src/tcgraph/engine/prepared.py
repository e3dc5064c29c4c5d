"""The words in which a query is put to the embedded engine: corrected, rewritten, its columns in order."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyoxigraph

from tcgraph.engine.engine_fixes import corrected
from tcgraph.engine.rewrite import has_star, rewrite, without_star
from tcgraph.engine.tokens import has_any, mentions
from tcgraph.errors import BrokenQuery

Found = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples

_WORTH = ("EXISTS", "GROUP_CONCAT", "VALUES", "*")
_STEP = re.compile(r"\?(?!\w)")
"""A text with none of those words, and no question mark but of variables, is put as it is."""

_NOTHING = pyoxigraph.Store()


def prepared(text: str, ask: Callable[[pyoxigraph.Store, str], Found]) -> str:
    """Put a query in the words that the engine answers by the standard, and soon.

    Args:
        text: SPARQL.
        ask: puts a text to a store as the query itself will be. It is asked about an empty store here, to parse: the
            engine counts and sorts as soon as it is asked, before anybody looks at the first row.

    Returns:
        The text to ask; the text itself when nothing is to be changed.

    Raises:
        BrokenQuery: it does not parse; with line and column in the text as given.
        EngineError: it uses what the engine does not know.
    """
    if not (has_any(text, _WORTH) or _STEP.search(text)) or mentions(text, "SERVICE"):
        return text
    found = ask(_NOTHING, text)
    better = text
    if has_star(text) and isinstance(found, pyoxigraph.QuerySolutions):
        better = without_star(text, (variable.value for variable in found.variables))
    better = rewrite(corrected(better))
    if better != text:
        try:
            ask(_NOTHING, better)
        except BrokenQuery:
            # The text as given did parse; whatever we missed, its own answer is the right one.
            return text
    return better
