"""What a catalogue is told, because no graph knows it: version, date, publisher, licence and addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tcgraph.about import About
from tcgraph.export import licences
from tcgraph.rdf import GraphFormat

RELATIVE = "https://release.invalid/"
"""Stands for the directory that a release's catalogue lies in (RFC 6761 keeps ``.invalid`` from ever existing)."""


@dataclass(frozen=True, slots=True)
class Release:
    """One version of the graph, made available somewhere.

    Attributes:
        version: its name; other content has another.
        date: when its sources last changed, if that is known.
        previous: the version before it, if there is one.
        title: what to call the whole.
        publisher: who makes it available.
        licence: IRI of the licence of the data.
        files_at: where its files are, ending in a slash; :data:`RELATIVE` means beside the catalogue.
        served_at: address of a server of it, without a slash at its end, if there is one.
        dumps: where that server has the whole to fetch, below its address, and in which syntax.
    """

    version: str
    date: datetime | None = None
    previous: str | None = None
    title: str = "A graph of decisions, and of what was done about them"
    publisher: str = "Unnamed"
    licence: str = licences.DATA
    files_at: str = RELATIVE
    served_at: str | None = None
    dumps: Mapping[str, GraphFormat] = field(default_factory=dict)

    def told_by(self, about: About, publisher: str = "") -> Release:
        """The same release, called as its project calls itself.

        Args:
            about: the project.
            publisher: who publishes it, where that is another than the project says.
        """
        return replace(
            self,
            title=about.name(),
            publisher=publisher or about.publisher or about.body or self.publisher,
            licence=about.licence,
        )
