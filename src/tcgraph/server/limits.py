"""What a question may take, and which limit it met when its worker ended without an answer."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.config import Settings
from tcgraph.errors import EngineError

_SLACK = 0.005
"""Seconds by which a clock may be early."""


class LimitReached(EngineError):
    """A question was ended.

    Attributes:
        limit: ``time``, ``memory``, ``busy`` or ``closing``.
    """

    def __init__(self, limit: str, message: str) -> None:
        self.limit = limit
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of every question.

    Attributes:
        seconds: how long one may run.
        memory_mb: how much memory one may have beyond what its worker inherits.
        queue: how many may wait.
        queue_seconds: how long one may wait.
    """

    seconds: float
    memory_mb: int
    queue: int
    queue_seconds: float

    @staticmethod
    def of(settings: Settings) -> Limits:
        """Those that the settings name."""
        return Limits(settings.query_seconds, settings.query_memory_mb, settings.queue_length, settings.queue_seconds)

    def admit(self, waiting: int, *, closing: bool) -> None:
        """Let a question in.

        Args:
            waiting: how many wait already.
            closing: whether the server is shutting down.

        Raises:
            LimitReached: it cannot come in.
        """
        if closing:
            raise LimitReached("closing", "The server is shutting down.")
        if waiting >= self.queue:
            raise LimitReached("busy", "Too many questions are waiting; try again in a moment.")

    def met(self, took: float, *, evicted: bool) -> LimitReached:
        """The limit that a question met whose worker is gone.

        Args:
            took: how many seconds it ran.
            evicted: whether it was ended because its client has too many long questions running.
        """
        if evicted:
            return LimitReached("busy", "You have too many long questions running; try again when one is done.")
        if took >= self.seconds - _SLACK:
            return LimitReached(
                "time", f"The question took longer than {self.seconds:g} seconds. Ask for less at once."
            )
        return LimitReached(
            "memory", f"The question needed more than {self.memory_mb} MB of memory, or is nested too deeply."
        )
