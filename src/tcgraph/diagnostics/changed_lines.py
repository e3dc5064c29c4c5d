"""The first lines that differ between two texts, in words: what was there and what is there now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

_MOST: Final = 90
"""So many characters show what changed; more hide the rest of the message."""
_WORDS: Final = 4
"""So many words on each side show where in a sentence one was changed."""
_SAME: Final = 40
"""So many that are the same in both at their beginning are left out."""


class LineChange(NamedTuple):
    """What changed in a text.

    Attributes:
        line: where it is in the text as it is now, 1-based; where lines were taken out, what follows them.
        was: how the text was, as in “it was …”.
        now: how it is.
    """

    line: int
    was: str
    now: str


def first_change(
    before: Sequence[str], after: Sequence[str], first: int = 1, last: int | None = None
) -> LineChange | None:
    """The first difference in what two texts say; layout, and lines that are comments, say nothing.

    Args:
        before: the lines of a text.
        after: its lines now.
        first: the first line to look at, of those now.
        last: the last one; None for all.
    """
    for tag, start, end, now, until in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal" or max(until, now + 1) < first or (last is not None and now + 1 > last):
            continue
        old, new = _said(before[start:end]), _said(after[now:until])
        if old == new:
            continue
        if not old:
            return LineChange(now + 1, f"without “{_cut(new)}”", "with it")
        if not new:
            return LineChange(now + 1, f"with “{_cut(old)}”", "without it")
        alike = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
        same = old.rfind(" ", 0, alike) + 1
        left_out = same if same > _SAME else 0
        was, is_ = (f"“{'…' * bool(left_out)}{_cut(each[left_out:])}”" for each in (old, new))
        return LineChange(now + 1, was, is_)
    return None


def excerpts(*texts: str) -> list[str]:
    """Of two long texts the part in which they differ, with the words around it; of one how it begins."""
    if len(texts) == 1 or texts[0].split() == texts[1].split():
        return [_cut(text) for text in texts]
    split = [text.split(" ") for text in texts]
    before = _alike(*split)
    behind = min(_alike(*(each[::-1] for each in split)), *(len(each) - before for each in split))
    return [_around(words, max(0, before - _WORDS), len(words) - max(0, behind - _WORDS)) for words in split]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _around(words: Sequence[str], first: int, end: int) -> str:
    """A part of a text, with what shows that there is more; all of it where that is not much longer."""
    if len(text := " ".join(words)) <= _MOST:
        return text
    return f"{'… ' * (first > 0)}{' '.join(words[first:end])}{' …' * (end < len(words))}"


def _said(lines: Iterable[str]) -> str:
    return " ".join(" ".join(line for line in lines if not line.lstrip().startswith("#")).split())


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"
