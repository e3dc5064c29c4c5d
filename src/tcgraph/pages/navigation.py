"""What the pages' navigation holds: of a project with other questions than ours, the pages that it can answer."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.queries import QueryCatalogue


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One page.

    Attributes:
        key: its name in the catalogue of words.
        path: the page's path.
        queries: the named queries without any of which there is no such page.
    """

    key: str
    path: str
    queries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavGroup:
    """One item of the navigation: the pages that belong together; the item leads to the first of them.

    Attributes:
        key: its name in the catalogue of words, after ``group_`` where it has several pages.
        entries: its pages.
    """

    key: str
    entries: tuple[NavEntry, ...]

    @property
    def word(self) -> str:
        """The key of what the item says."""
        return f"nav.group_{self.key}" if len(self.entries) > 1 else f"nav.{self.entries[0].key}"

    def holds(self, section: str) -> bool:
        """Whether a page is one of these."""
        return any(entry.key == section for entry in self.entries)


_GROUPS = (
    NavGroup("follow-up", (
        NavEntry("follow-up", "/follow-up", ("follow-up-matrix",)),
        NavEntry("pictures", "/pictures", ("sections",)),
    )),
    NavGroup("who", (
        NavEntry("countries", "/countries", ("countries-by-recommendation",)),
        NavEntry("donors", "/donors", ("donors-by-recommendation",)),
        NavEntry("organisations", "/organisations", ("organisations-by-recommendation",)),
        NavEntry("standards", "/standards", ("instruments-by-recommendation",)),
        NavEntry("frameworks", "/frameworks", ("frameworks-by-recommendation",)),
        NavEntry("graph", "/graph", ("statements",)),
    )),
    NavGroup("deadlines", (
        NavEntry("deadlines", "/deadlines", ("obligations", "promises-kept", "targets", "events")),
    )),
    NavGroup("reporting", (NavEntry("reporting", "/reporting", ("reporting-cycles",)),)),
    NavGroup("ask", (
        NavEntry("ask", "/ask"),
        NavEntry("build", "/build", ("recommendation-actions",)),
        NavEntry("sparql", "/sparql"),
    )),
    NavGroup("data", (
        NavEntry("data", "/data", ("graphs",)),
        NavEntry("quality", "/quality", ("unanswered",)),
        NavEntry("ontology", "/ontology", ("vocabulary",)),
    )),
)  # fmt: skip


def groups(queries: QueryCatalogue) -> tuple[NavGroup, ...]:
    """The items of the navigation of a project with these queries, in order, each with the pages that there are."""
    found = (NavGroup(g.key, tuple(e for e in g.entries if set(e.queries) <= set(queries))) for g in _GROUPS)
    return tuple(group for group in found if group.entries)


def entries(queries: QueryCatalogue) -> tuple[NavEntry, ...]:
    """All these pages, in order."""
    return tuple(entry for group in groups(queries) for entry in group.entries)


def home(queries: QueryCatalogue) -> str:
    """The path of the page that stands first."""
    return "/" if "follow-up-matrix" in queries else entries(queries)[0].path
