"""One thing that is wrong, in words a data steward understands, with its place and a remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from tcgraph.diagnostics.location import Location
from tcgraph.shacl.validation_report import Finding


class Level(StrEnum):
    """How grave it is; ``error`` alone makes a check fail by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that helps to understand a diagnostic, with what it has to do with it."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A located problem.

    Attributes:
        rule: what was broken: a shape's short name (``tc-shape:Action-summary``), or ``syntax``, ``undefined-term`` …
        level: how grave.
        message: one sentence: what is wrong.
        location: where; None when the fact stands in no file (it was inferred, or came over the network).
        help: what to do, if there is more to say than the message does; may hold a suggestion.
        subject: the node it is about, by label or short name.
        related: other places.
        finding: the SHACL result behind it, when there is one.
        fix: what to write at that very place instead, where there is one answer.
    """

    rule: str
    level: Level
    message: str
    location: Location | None = None
    help: str | None = None
    subject: str | None = None
    related: tuple[Related, ...] = ()
    finding: Finding | None = field(default=None, compare=False)
    fix: str | None = field(default=None, compare=False)

    def sort_key(self) -> tuple[object, ...]:
        """By file and place; what has no place comes last; equal places by gravity, rule, text and value."""
        place = (0, *self.location.sort_key()) if self.location else (1, "", 0, 0, "", 0, 0)
        value = "" if self.finding is None else str(self.finding.value)
        return (*place, self.level.rank, self.rule, self.message, value)

    @property
    def fingerprint(self) -> str:
        """A digest that stays the same when lines move: rule, file, node and message, never the line.

        ``--baseline`` and SARIF's ``partialFingerprints`` (SARIF 2.1.0 §3.27.17) rest on it.
        """
        path = self.location.path.as_posix() if self.location else ""
        cell = str(self.location.cell) if self.location and self.location.cell and not self.finding else ""
        focus = value = ""
        if self.finding is not None:
            # Blank nodes are called otherwise in the next run.
            focus, value = (
                "" if term[:2] == "_:" else term for term in map(str, (self.finding.focus, self.finding.value))
            )
        parts = (self.rule, path, cell, self.subject or "", focus, value, self.message)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics in their one stable order.

    What was said before is left out, but for results: two that read alike, with other values behind them or found on
    other ways, are two of ``sh:ValidationResult``, and every format counts them so.
    """
    distinct = {d if d.finding is None else id(d.finding): d for d in diagnostics}
    return sorted(distinct.values(), key=Diagnostic.sort_key)
