"""What a catalogue is told, because no graph knows it: version, date, publisher, licence and addresses.

The date that a release bears: never the clock's, so that equal sources give equal bytes.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from tcgraph.about import LICENCE, About
from tcgraph.errors import BadParameter
from tcgraph.project import Project
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
    licence: str = LICENCE
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


_VARIABLE = "SOURCE_DATE_EPOCH"
_SOURCES = ("ontology", "data", "shapes", "queries")


def source_date(project: Project, environment: Mapping[str, str]) -> datetime | None:
    """When a project's files last changed.

    Args:
        project: whose files.
        environment: ``SOURCE_DATE_EPOCH`` in it, seconds since 1970, is the answer (reproducible-builds.org).

    Returns:
        That date, else the date of the last commit that touched the files; None where there is no commit, or where
        files have changed since.

    Raises:
        BadParameter: the variable is no number of seconds.
    """
    if given := date_told(environment):
        return given
    if _git(project, "status", "--porcelain", "--", *_SOURCES) != "":
        return None
    seconds = _git(project, "log", "-1", "--format=%ct", "--", *_SOURCES)
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def date_told(environment: Mapping[str, str]) -> datetime | None:
    """The date of ``SOURCE_DATE_EPOCH``, which is to stand in place of the clock's; None where there is none.

    Raises:
        BadParameter: the variable is no number of seconds.
    """
    given = environment.get(_VARIABLE)
    try:
        return datetime.fromtimestamp(int(given), UTC) if given else None
    except (ValueError, OverflowError, OSError):
        raise BadParameter(f"{_VARIABLE}={given!r} is not a number of seconds since 1970.") from None


def _git(project: Project, *arguments: str) -> str | None:
    """What git prints; None where there is no git or no repository."""
    program = shutil.which("git")
    if program is None:
        return None
    command = [program, "-C", str(project.root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() if done.returncode == 0 else None
