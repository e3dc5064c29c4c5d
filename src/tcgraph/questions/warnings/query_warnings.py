"""What a query asks for and cannot get: told beside its answer, on its page, in a header, on standard error.

Every warning is a fact about the graph, not a rule of style: a name that nothing has, two patterns that nothing
matches together, a comparison that no value passes, rows that a language leaves out or repeats, and an answer that is
known to be incomplete. A graph is looked at once for each of its versions (:mod:`~tcgraph.questions.graph_profile`);
after that a query costs its reading and a look-up of the names that it uses.

What is looked for stands in one table. No look may cost the answer: all of them together have the time that is said
here, and what keeps one from looking is as good as that it found nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.errors import TcgraphError
from tcgraph.questions.graph_profile import Rows
from tcgraph.questions.warnings import (
    asked_values,
    compared_values,
    empty_answers,
    known_gaps,
    meant_names,
    query_totals,
    repeated_rows,
    unbound_variables,
    wider_ways,
)
from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.empty_answers import as_rows
from tcgraph.questions.warnings.looked_graph import LookCache, LookedGraph
from tcgraph.questions.warnings.warning_sentences import QueryWarning

# -- every look at a query, in one table: what it looks for, and what it needs for that


class Needs(Enum):
    """What a look needs beside the query's text and its algebra."""

    ALGEBRA = "nothing else: it costs no question to the graph"
    GRAPH = "what the graph has, whatever is asked of it"
    ROWS = "the rows of its pattern in all there is: a SELECT without FROM"
    ANSWER = "how many rows it was answered with, where that is known, and what was told before"


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a query.

    Attributes:
        of: finds what is off.
        needs: without which it is not asked.
        names: whether it is about names: what else stands at the same place is not told then.
    """

    of: Callable[[AskedQuery], Iterator[QueryWarning]]
    needs: Needs
    names: bool = False


LOOKS: Final = (
    Look(unbound_variables.unbound, Needs.ALGEBRA, names=True),
    Look(unbound_variables.unseen, Needs.ALGEBRA, names=True),
    Look(meant_names.missing_names, Needs.GRAPH, names=True),
    Look(meant_names.class_mismatches, Needs.GRAPH),
    Look(asked_values.constants, Needs.GRAPH),
    Look(asked_values.listed_values, Needs.GRAPH),
    Look(compared_values.comparisons, Needs.GRAPH),
    Look(compared_values.parts_of_days, Needs.GRAPH),
    Look(compared_values.unquoted_days, Needs.GRAPH),
    Look(compared_values.functions_of_texts, Needs.GRAPH),
    Look(compared_values.sums, Needs.GRAPH),
    Look(repeated_rows.unused_languages, Needs.GRAPH),
    Look(repeated_rows.left_out_by_language, Needs.GRAPH),
    Look(wider_ways.wider_terms, Needs.ROWS),
    Look(repeated_rows.translations_repeated, Needs.ROWS),
    Look(unbound_variables.lost_in_groups, Needs.GRAPH),
    Look(unbound_variables.loose_optionals, Needs.GRAPH),
    Look(unbound_variables.made_after, Needs.ALGEBRA),
    Look(unbound_variables.unrelated, Needs.ALGEBRA),
    Look(compared_values.kept_otherwise, Needs.GRAPH),
    Look(query_totals.all_statements, Needs.ALGEBRA),
    Look(known_gaps.not_all_stated, Needs.ROWS),
    Look(known_gaps.by_our_reading, Needs.ROWS),
    Look(query_totals.taken_together, Needs.ROWS),
    Look(query_totals.told_twice, Needs.ROWS),
    Look(query_totals.of_many_kinds, Needs.ROWS),
    Look(query_totals.units, Needs.ROWS),
    Look(query_totals.counted_again, Needs.ROWS),
    Look(repeated_rows.alike, Needs.ROWS),
    Look(repeated_rows.repeating, Needs.ROWS),
    Look(repeated_rows.parted, Needs.ROWS),
    Look(known_gaps.incomplete, Needs.GRAPH),
    Look(known_gaps.not_met_yet, Needs.GRAPH),
    Look(compared_values.lacking_graphs, Needs.ANSWER),
    Look(compared_values.cut_by_limit, Needs.ANSWER),
    Look(known_gaps.unfound_words, Needs.ANSWER),
    Look(known_gaps.read_into_words, Needs.ANSWER),
    Look(known_gaps.in_force, Needs.ANSWER),
    Look(empty_answers.emptied, Needs.ANSWER),
    Look(unbound_variables.empty_optionals, Needs.ANSWER),
    Look(empty_answers.idle_conditions, Needs.ANSWER),
)
"""In the order in which they are told."""


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
