"""The statuses that a reply can have, in the order in which they are told, and which are told together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

STATUSES: Final = ("taken", "under-way", "planned", "standing")
"""What GB.297/TC/3 reports of its actions; the named queries on which others rely have a column for each."""
ENDED: Final = ("partly-taken", "not-taken", "rejected", "cancelled", "overtaken")
"""What other bodies report besides; ``ontology/vocab/status.ttl`` puts the last three under ``not-taken``."""
EVERY: Final = (*STATUSES, *ENDED)
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    **{status: (status,) for status in (*STATUSES, "partly-taken")},
    "not-taken": ENDED[1:],
}
"""Which statuses stand together where there is no room for each."""
SETTLED: Final = ("kept", "not taken")
"""What a promise has come to of which nothing more is awaited."""
_BEGUN: Final = frozenset(("taken", "under-way", "standing", "partly-taken"))


def column_of(status: str) -> str:
    """What a query calls the column that counts a status."""
    return status.replace("-", "_")


def column_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """What comes together in each of :data:`COLUMNS`."""
    return {column: sum(counts.get(status, 0) for status in members) for column, members in COLUMNS.items()}


def is_begun(statuses: Iterable[str]) -> bool:
    """Whether any of what was replied has been done, set up or begun, if only in part."""
    return not _BEGUN.isdisjoint(statuses)
