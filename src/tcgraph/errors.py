"""One tree of errors: each is one plain sentence that says what to do next, with its exit code."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class TcgraphError(Exception):
    """Base of every error tcgraph raises on purpose.

    The command line prints ``str(error)`` on standard error and exits with ``exit_code``.
    """

    exit_code: ClassVar[int] = 2


class BrokenInput(TcgraphError):
    """A file cannot be read as what it claims to be.

    Attributes:
        reason: what is wrong, without the place.
        path: the file, when there is one.
        line: 1-based line, when known.
        column: 1-based column in characters, when known.
    """

    def __init__(
        self, reason: str, *, path: Path | str | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        self.reason = reason
        self.path = path
        self.line = line
        self.column = column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {reason}" if place else reason)

    def inside(self, path: Path | str | None) -> BrokenInput:
        """The same of a file, in one line with whatever is to be done about it."""
        return BrokenInput(self.reason, path=path, line=self.line, column=self.column)


class BrokenQuery(BrokenInput):
    """A SPARQL query or update that does not parse.

    Attributes:
        expected: what could have stood there, each in words; empty where that is not what is wrong.
    """

    def __init__(
        self,
        reason: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        column: int | None = None,
        expected: tuple[str, ...] = (),
    ) -> None:
        super().__init__(reason, path=path, line=line, column=column)
        self.expected = expected


class UnknownQuery(TcgraphError, KeyError):
    """No named query has that name; a KeyError, so that a catalogue of queries is a mapping in all that mappings do."""

    __str__ = TcgraphError.__str__


class BadParameter(TcgraphError):
    """A parameter of a named query is missing, unknown, or of the wrong type."""


class UnknownTerm(TcgraphError):
    """A term or IRI that the graph does not know."""


class ProjectNotFound(TcgraphError):
    """No project directory (``ontology/``, ``data/ttl/``, ``shapes/``, ``queries/``) was found."""


class NotConforming(TcgraphError):
    """The data was read and checked, and does not conform."""

    exit_code: ClassVar[int] = 1


class EngineError(TcgraphError):
    """The engine refused or failed: unreachable, unauthorised, timed out, or lacking a feature."""
