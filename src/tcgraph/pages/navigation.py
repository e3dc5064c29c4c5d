"""What the pages' navigation holds: of a project with other questions than ours, the pages that it can answer."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.queries import QueryCatalogue


@dataclass(frozen=True, slots=True)
class Entry:
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
class Group:
    """One item of the navigation: the pages that belong together; the item leads to the first of them.

    Attributes:
        key: its name in the catalogue of words, after ``group_`` where it has several pages.
        entries: its pages.
    """

    key: str
    entries: tuple[Entry, ...]

    @property
    def word(self) -> str:
        """The key of what the item says."""
        return f"nav.group_{self.key}" if len(self.entries) > 1 else f"nav.{self.entries[0].key}"

    def holds(self, section: str) -> bool:
        """Whether a page is one of these."""
        return any(entry.key == section for entry in self.entries)


_GROUPS = (
    Group("follow-up", (
        Entry("follow-up", "/follow-up", ("follow-up-matrix",)),
        Entry("pictures", "/pictures", ("sections",)),
    )),
    Group("who", (
        Entry("countries", "/countries", ("countries-by-recommendation",)),
        Entry("donors", "/donors", ("donors-by-recommendation",)),
        Entry("organisations", "/organisations", ("organisations-by-recommendation",)),
        Entry("standards", "/standards", ("instruments-by-recommendation",)),
        Entry("frameworks", "/frameworks", ("frameworks-by-recommendation",)),
        Entry("graph", "/graph", ("statements",)),
    )),
    Group("deadlines", (Entry("deadlines", "/deadlines", ("obligations", "promises-kept", "targets", "events")),)),
    Group("reporting", (Entry("reporting", "/reporting", ("reporting-cycles",)),)),
    Group("ask", (
        Entry("ask", "/ask"),
        Entry("build", "/build", ("recommendation-actions",)),
        Entry("sparql", "/sparql"),
    )),
    Group("data", (
        Entry("data", "/data", ("graphs",)),
        Entry("quality", "/quality", ("unanswered",)),
        Entry("ontology", "/ontology", ("vocabulary",)),
    )),
)  # fmt: skip


def groups(queries: QueryCatalogue) -> tuple[Group, ...]:
    """The items of the navigation of a project with these queries, in order, each with the pages that there are."""
    found = (Group(g.key, tuple(e for e in g.entries if set(e.queries) <= set(queries))) for g in _GROUPS)
    return tuple(group for group in found if group.entries)


def entries(queries: QueryCatalogue) -> tuple[Entry, ...]:
    """All these pages, in order."""
    return tuple(entry for group in groups(queries) for entry in group.entries)


def home(queries: QueryCatalogue) -> str:
    """The path of the page that stands first."""
    return "/" if "follow-up-matrix" in queries else entries(queries)[0].path
