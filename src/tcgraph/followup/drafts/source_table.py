"""The table that a review was made from, as its rows refer to it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from tcgraph.rdf import NamedNode


@dataclass(frozen=True, slots=True)
class SourceTable:
    """The table as a whole.

    Attributes:
        prefix: what sets its things apart from those of other tables.
        language: what its labels and summaries are written in.
        symbol: what to call it.
        body: who acts where a row names nobody.
        document: the document that it is, or the report of its cycle.
        as_of: the day that what it reports holds for.
        own: whether it is a document of its own, which asks; else it reports to a cycle.
        words: the text in which passages count.
    """

    prefix: str
    language: str
    symbol: str
    body: str
    document: NamedNode
    as_of: datetime.date
    own: bool
    words: str
