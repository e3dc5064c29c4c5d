"""How the log is cut into pages that keep their content.

Up to the log's cut only what was in force there is left: *base* pages, named by the cut, since a later cut leaves
less. Behind it every event is there: *log* pages, each with the same numbers for ever. A page whose time is over is
gone, and is never made again under its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from tcgraph.feed.log import PAGE, Event, FeedLog

_NAME = re.compile(r"(?:base-(?P<cut>\d{1,15})-)?(?P<number>\d{1,15})")


@dataclass(frozen=True)
class FeedPage:
    """One page.

    Attributes:
        name: its name in addresses.
        events: what is on it, oldest first.
        full: whether nothing will be added to it any more.
    """

    name: str
    events: tuple[Event, ...]
    full: bool

    @cached_property
    def first(self) -> str:
        """The moment of its first event; empty when it has none."""
        return self.events[0].moment if self.events else ""

    @cached_property
    def last(self) -> str:
        """The moment of its last event; empty when it has none."""
        return self.events[-1].moment if self.events else ""


def names(log: FeedLog) -> list[str]:
    """The names of all pages there are, oldest first; there is always one to begin with."""
    cut = log.cut
    base = [f"base-{cut}-{number}" for number in range(-(-log.surviving // PAGE))]
    # Behind the last full page comes one that is to be filled; while it is empty it is named only if nothing else is.
    pages = [str(number) for number in range(cut // PAGE, -(-log.last // PAGE))]
    return base + pages or [str(cut // PAGE)]


def page(log: FeedLog, name: str) -> FeedPage | None:
    """One page, or None when there is none of that name, or no longer."""
    found = _NAME.fullmatch(name)
    if found is None or name not in names(log):
        return None
    number = int(found["number"])
    if found["cut"]:
        return FeedPage(name, tuple(log.survivors(number)), full=True)
    events = log.between(number * PAGE + 1, (number + 1) * PAGE)
    return FeedPage(name, tuple(events), full=(number + 1) * PAGE <= log.last)


def was_there(log: FeedLog, name: str) -> bool:
    """Whether there was once a page of that name that is gone."""
    found = _NAME.fullmatch(name)
    if found is None:
        return False
    if found["cut"]:
        return int(found["cut"]) < log.cut
    return int(found["number"]) < log.cut // PAGE
