"""What a query asks for and cannot get: told beside its answer, on its page, in a header, on standard error.

Every warning is a fact about the graph, not a rule of style: a name that nothing has, two patterns that nothing
matches together, a comparison that no value passes, rows that a language leaves out or repeats, and an answer that is
known to be incomplete. A graph is looked at once for each of its versions (:mod:`~tcgraph.questions.graph_profile`);
after that a query costs its reading and a look-up of the names that it uses.

What is looked for stands in :mod:`~tcgraph.questions.warnings.looks`. No look may cost the answer: all of them together
have the time that is said here, and what keeps one from looking is as good as that it found nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.errors import TcgraphError
from tcgraph.questions.graph_profile import Rows
from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.empty_answers import as_rows
from tcgraph.questions.warnings.looked_graph import LookCache, LookedGraph
from tcgraph.questions.warnings.looks import LOOKS, Needs
from tcgraph.questions.warnings.warning_sentences import QueryWarning

_LOG = logging.getLogger(__name__)
_SECONDS: Final = 20.0
"""How long a query is looked at: then no further question is asked."""
_MOST: Final = 8
"""So many are told."""


class QueryWarnings:
    """Warns about queries to one version of a graph.

    Args:
        rows: runs a SELECT query on that version.
        seconds: how long a query is looked at, the first look at the whole graph apart.
    """

    def __init__(self, rows: Rows, seconds: float = _SECONDS) -> None:
        self._rows = rows
        self._seconds = seconds
        self._kept = LookCache()

    def of(self, text: str, answered: int | None = None) -> list[QueryWarning]:
        """What is off in a query; nothing of one that does not parse.

        A graph may be too large to be looked at in the time that a question has. The answer stands by itself then, with
        what was found so far.

        Args:
            text: the query.
            answered: how many rows it gave, where that is known: that there are none, or that they end at its own
                LIMIT, is told too.
        """
        try:
            tree = query_trees.query(text)
        except TcgraphError:
            return []
        asked = AskedQuery(text, tree, LookedGraph(self._rows, self._kept, self._seconds), answered)
        _look_before(asked)
        with _harmless("as_rows"):
            asked = as_rows(asked)
        _look_after(asked)
        return list(asked.told.values())[:_MOST]


def _look_before(asked: AskedQuery) -> None:
    """Tell what is off whatever the answer is, of one place nothing else than that its name is."""
    names: set[tuple[int, int]] = set()
    for look in LOOKS:
        if look.needs is not Needs.ANSWER and (asked.is_plain or look.needs is not Needs.ROWS):
            with _harmless(look.of.__name__):
                for one in look.of(asked):
                    if look.names:
                        names.add((one.start, one.end))
                    elif (one.start, one.end) in names:
                        continue
                    asked.told[one.message] = one


def _look_after(asked: AskedQuery) -> None:
    """Tell what is off about the answer, but for places of which was told why, and what to write there."""
    for look in (look for look in LOOKS if look.needs is Needs.ANSWER):
        with _harmless(look.of.__name__):
            for one in look.of(asked):
                there = (other for other in asked.told.values() if one.start < other.end and other.start < one.end)
                if not any(other.instead or not one.instead for other in there):
                    asked.told[one.message] = one


@contextmanager
def _harmless(look: str) -> Iterator[None]:
    """Let what keeps a look from looking keep nothing else from anything; a fault of ours is logged."""
    try:
        yield
    except (TcgraphError, ValueError):
        pass  # the graph cannot be looked at so long, or not at an IRI that only a base makes whole
    except Exception:
        _LOG.exception("the look %s failed", look)
