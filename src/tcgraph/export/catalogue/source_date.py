"""The date that a release bears: never the clock's, so that equal sources give equal bytes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime

from tcgraph.errors import BadParameter
from tcgraph.project import Project

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
    if given := environment.get(_VARIABLE):
        try:
            return datetime.fromtimestamp(int(given), UTC)
        except (ValueError, OverflowError, OSError):
            raise BadParameter(f"{_VARIABLE}={given!r} is not a number of seconds since 1970.") from None
    if _git(project, "status", "--porcelain", "--", *_SOURCES) != "":
        return None
    seconds = _git(project, "log", "-1", "--format=%ct", "--", *_SOURCES)
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def _git(project: Project, *arguments: str) -> str | None:
    """What git prints; None where there is no git or no repository."""
    program = shutil.which("git")
    if program is None:
        return None
    command = [program, "-C", str(project.root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() if done.returncode == 0 else None
