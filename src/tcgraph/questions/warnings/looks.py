"""Every look at a query, in one table: what it looks for, and what it needs for that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tcgraph.questions.warnings import (
    answer_bounds,
    asked_values,
    compared_values,
    empty_answers,
    known_gaps,
    missing_names,
    query_totals,
    repeated_rows,
    text_languages,
    unbound_variables,
    wider_ways,
)
from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.warning_sentences import QueryWarning


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
    Look(missing_names.missing_names, Needs.GRAPH, names=True),
    Look(missing_names.class_mismatches, Needs.GRAPH),
    Look(asked_values.constants, Needs.GRAPH),
    Look(asked_values.listed_values, Needs.GRAPH),
    Look(compared_values.comparisons, Needs.GRAPH),
    Look(compared_values.parts_of_days, Needs.GRAPH),
    Look(compared_values.unquoted_days, Needs.GRAPH),
    Look(compared_values.functions_of_texts, Needs.GRAPH),
    Look(compared_values.sums, Needs.GRAPH),
    Look(text_languages.unused_languages, Needs.GRAPH),
    Look(text_languages.left_out_by_language, Needs.GRAPH),
    Look(wider_ways.wider_terms, Needs.ROWS),
    Look(text_languages.translations_repeated, Needs.ROWS),
    Look(unbound_variables.lost_in_groups, Needs.GRAPH),
    Look(unbound_variables.loose_optionals, Needs.GRAPH),
    Look(unbound_variables.made_after, Needs.ALGEBRA),
    Look(unbound_variables.unrelated, Needs.ALGEBRA),
    Look(answer_bounds.kept_otherwise, Needs.GRAPH),
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
    Look(answer_bounds.lacking_graphs, Needs.ANSWER),
    Look(answer_bounds.cut_by_limit, Needs.ANSWER),
    Look(known_gaps.unfound_words, Needs.ANSWER),
    Look(known_gaps.read_into_words, Needs.ANSWER),
    Look(known_gaps.in_force, Needs.ANSWER),
    Look(empty_answers.emptied, Needs.ANSWER),
    Look(unbound_variables.empty_optionals, Needs.ANSWER),
    Look(empty_answers.idle_conditions, Needs.ANSWER),
)
"""In the order in which they are told."""
