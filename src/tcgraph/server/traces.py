"""What a site tells of each question to who traces requests; made above, where requests are known."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol


class QuestionSpan(Protocol):
    """What becomes of a question."""

    def failed(self, kind: str) -> None:
        """It has no result; ``kind`` is one of few words."""


class Traces(Protocol):
    """Follows questions."""

    def question(self, text: str) -> AbstractContextManager[QuestionSpan]:
        """While it lasts, a question is put to the engine; an :class:`~tcgraph.errors.EngineError` passes through."""
