"""Find the kind of rows that examples show: the most specific pattern that covers them and is regular."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, islice, product, zip_longest
from typing import Final

from tcgraph.errors import BadParameter
from tcgraph.followup.examples.document_blocks import DocumentBlock
from tcgraph.followup.examples.row_pattern import LikeRow, RowPattern, fits
from tcgraph.followup.folded_text import plain_words

_FIRM: Final[tuple[str, ...]] = ("table", "column", "row", "level", "mark", "label")
"""Traits of a block itself; the others are of where it stands."""
_AROUND: Final = ("look", "under", "chapter", "before", "after")
_APART: Final = ("7", "8")
"""Levels of what is set in strong letters, slanted, coloured or quoted."""
_LEAD: Final = 90
_CLOSE: Final = 3
_TITLE: Final = 6
_SURE: Final = {"last": 0.7, "rest": 0.45}
"""What nothing but its place tells to be the answer counts for less."""
_LEAST: Final = 3
"""An example is found by so many of its first words, if the others stand elsewhere on a page."""
_PLACES: Final = 6
_NEAR: Final = 60
"""So many blocks may stand between what was asked and its answer."""
_SIGN: Final = re.compile(r"[^\w\s!-.:-~¡-¦¨-¿×÷\u2000-\u2bff\ue000-\uf8ff]\ufe0f?|[✀-➿]\ufe0f?")
"""A sign that says something, before words: a paragraph's, a coloured dot; no bullet, arrow, bracket or quotation."""
_SPLIT: Final = re.compile(r"(?:(?<=[.;)\]?!*] )|(?<=[.;)\]?!*]))[^\W\d_][\w ]{1,30}:\s*$|[^\w\s]*\s*[^\w\s]*\s*$")

_PREFIX: Final = re.compile(r"\s+[§#@$€£&]")
"""What belongs to the word after it parts nothing."""


@dataclass(frozen=True, slots=True)
class Example:
    """What a person shows: the first words of what was asked and of its answer, "" where it has none."""

    asked: str
    answer: str = ""


def examples_of(asked: Sequence[str], answers: Sequence[str]) -> list[Example]:
    """Examples as the command line gives them: what was asked, and in the same order what answers it.

    Raises:
        BadParameter: there is an answer to nothing.
    """
    if len(answers) > len(asked) or not all(words.strip() for words in asked):
        raise BadParameter("Each --answer needs a --like with words of what it answers.")
    return [Example(*both) for both in zip_longest(asked, answers, fillvalue="")]


@dataclass(frozen=True, slots=True)
class Shown:
    """Where an example stands: the positions of its blocks, and of its words in these; -1 where it has no answer."""

    ask: int
    ask_at: int
    answer: int = -1
    answer_at: int = 0


@dataclass(frozen=True, slots=True)
class PatternRows:
    """A pattern with what it finds."""

    pattern: RowPattern
    records: tuple[LikeRow, ...]

    @property
    def answered(self) -> int:
        """How many rows are answered."""
        return sum(bool(record.answer_text) for record in self.records)

    @property
    def worth(self) -> float:
        """How good it is: answered rows count, those without an answer are doubtful where there are many."""
        if self.pattern.way == "none":
            return len(self.records)
        silent = len(self.records) - self.answered
        if self.pattern.offset and silent:
            return 0  # how many blocks stand between tells where all have as many
        return _SURE.get(self.pattern.way, 1) * (self.answered - max(0, silent - self.answered / 2))


def letters_of(text: str) -> str:
    """Words without all that copying may change: case, accents, spaces, signs."""
    return re.sub(r"[\W_]", "", plain_words(text))


class BlockWords:
    """The letters of blocks, in which words are looked for."""

    def __init__(self, blocks: Sequence[DocumentBlock]) -> None:
        self.blocks = blocks
        texts = [letters_of(block.text) for block in blocks]
        self.begins = [0, *accumulate(map(len, texts))]
        self.whole = "".join(texts)

    def places(self, words: str) -> list[tuple[int, int]]:
        """Where words stand: the block that they begin in, and their offset in its text; what begins a block first."""
        said = words.split()
        shorter = (letters_of(" ".join(said[:count])) for count in range(len(said), min(_LEAST, len(said)) - 1, -1))
        wanted = next((letters for letters in shorter if letters and letters in self.whole), "")
        found: list[tuple[int, int]] = []
        at = self.whole.find(wanted) if wanted else -1
        while at >= 0:
            block = bisect_right(self.begins, at) - 1
            found.append((block, at - self.begins[block]))
            at = self.whole.find(wanted, at + 1)
        found.sort(key=lambda one: one[1] > _LEAD)
        lead = _SIGN.match(words)
        return [
            (block, _signed(self.blocks[block].text, _offset(self.blocks[block].text, offset), lead[0] if lead else ""))
            for block, offset in found
        ]


def _offset(text: str, letters: int) -> int:
    """Where a text's nth letter stands."""
    count = 0
    for at, char in enumerate(text):
        if len(letters_of(char)):
            if count >= letters:
                return at
            count += len(letters_of(char))
    return len(text)


def _signed(text: str, at: int, sign: str) -> int:
    """Where words begin that a sign stands before, as it was shown."""
    before = text[:at].rstrip()
    return len(before) - len(sign) if sign and before.endswith(sign) else at


def where(example: Example, words: BlockWords) -> Iterator[Shown]:
    """Where an example may stand: its answer beside it, in the same block, soon after it, or above several of them."""
    told = words.places(example.answer) if example.answer else []
    for ask, ask_at in words.places(example.asked):
        if not example.answer:
            yield Shown(ask, ask_at)
            continue
        spot = words.blocks[ask].spot
        beside, soon, above = [], [], []
        for answer, answer_at in told:
            other = words.blocks[answer].spot
            if spot is not None and other is not None and other[:2] == spot[:2] and other[2] != spot[2]:
                beside.append(Shown(ask, ask_at, answer, answer_at))
            elif ask < answer <= ask + _NEAR or (ask == answer and ask_at < answer_at):
                soon.append(Shown(ask, ask_at, answer, answer_at))
            elif answer < ask:
                above.append(Shown(ask, ask_at, answer, answer_at))
        yield from beside or sorted(soon, key=lambda one: one.answer)[:1] or above[-1:]


def learn(view: str, words: BlockWords, examples: Sequence[Example]) -> PatternRows | None:
    """The pattern that covers all examples, if they are of one kind.

    Returns:
        None where some example does not stand in these blocks, or nothing that they have in common tells them.
    """
    blocks = words.blocks
    shown = [list(islice(where(example, words), _PLACES)) for example in examples]
    alike = (one for one in product(*shown) if len({_own(blocks, place) for place in one}) == 1)
    return _best(view, blocks, islice(alike, _PLACES))


def _own(blocks: Sequence[DocumentBlock], shown: Shown) -> object:
    traits, way = blocks[shown.ask].traits, _way(blocks, shown)
    told = blocks[shown.answer].traits["column"] if way == "row" else ""
    cell, mark = traits.get("column"), traits["mark"]
    label = "" if mark else traits["head"] or traits["label"]
    return cell, told, None if cell else (traits["level"], mark, label), way


def _best(view: str, blocks: Sequence[DocumentBlock], several: Iterable[Sequence[Shown]]) -> PatternRows | None:
    best: PatternRows | None = None
    for shown in several:
        for pattern in _patterns(view, blocks, shown):
            if best is not None and pattern.way == "none" and len(best.records) > 1:
                break
            found = PatternRows(pattern, tuple(pattern.find(blocks)))
            if all(_covers(found, one, blocks) for one in shown) and (best is None or found.worth > best.worth * 1.01):
                best = found
    return best


def _covers(found: PatternRows, shown: Shown, blocks: Sequence[DocumentBlock]) -> bool:
    record = next((one for one in found.records if one.at == shown.ask), None)
    if record is None or shown.answer < 0:
        return record is not None
    if found.pattern.way == "within":
        return record.split is not None and abs(record.split[1] - shown.answer_at) < _CLOSE
    said = record.answer if found.pattern.way in ("row", "rest") else record.answer[:1]
    return any(block is blocks[shown.answer] for block in said)


def _way(blocks: Sequence[DocumentBlock], shown: Shown) -> str:
    if shown.answer < 0:
        return "none"
    if shown.answer == shown.ask:
        return "within"
    ask, answer = blocks[shown.ask].spot, blocks[shown.answer].spot
    beside = ask is not None and answer is not None and ask[:2] == answer[:2] and ask[2] != answer[2]
    return "row" if beside else "after" if shown.answer > shown.ask else "above"


def _by_key(blocks: Sequence[DocumentBlock], shown: Sequence[Shown]) -> bool:
    """Whether an answer has the number of what was asked, and others that are numbered alike stand between."""
    for one in shown:
        ask, answer = blocks[one.ask], blocks[one.answer]
        kind = ask.traits["label"], ask.traits["mark"]
        between = blocks[one.ask + 1 : one.answer]
        others = [block for block in between if (block.traits["label"], block.traits["mark"]) == kind]
        if not ask.code or ask.code != answer.code or not others:
            return False
    return True


def _patterns(view: str, blocks: Sequence[DocumentBlock], shown: Sequence[Shown]) -> Iterator[RowPattern]:
    """Patterns that may cover what is shown, the most specific first."""
    way = _way(blocks, shown[0])
    asks = [blocks[one.ask] for one in shown]
    replies = [blocks[one.answer] for one in shown if one.answer >= 0]
    skip = _left_out([(one.ask_at, block) for one, block in zip(shown, asks, strict=True)])
    answered = (one for one in shown if one.answer >= 0)
    skip_answer = _left_out([(one.answer_at, block) for one, block in zip(answered, replies, strict=True)])
    if way == "row":
        for pattern in _of_rows(view, asks, replies):
            yield replace(pattern, skip=skip, skip_answer=skip_answer)
        return
    way = "key" if way == "after" and _by_key(blocks, shown) else way
    split = ""
    if way == "within":
        cut = _SPLIT.search(blocks[shown[0].ask].text[: shown[0].answer_at])
        split = cut[0] if cut is not None and not _PREFIX.fullmatch(cut[0]) else " "
    between = [blocks[i] for one in shown if one.answer >= 0 for i in range(one.ask + 1, one.answer + 1)]
    # What heads other rows ends this one, unless such a title stands before the answer that is shown.
    own = min((block.rank for block in asks if block.rank), default=_TITLE)
    limit = min([max(own, _TITLE), *(block.rank - 1 for block in between if block.rank)])
    next_to = all(one.answer == one.ask + 1 for one in shown)
    answers = list(_of_answers(replies, next_to=next_to)) if way in ("after", "key", "above") else [None]
    for ask in _of_asks(asks, blocks, way):
        for answer in answers:
            yield RowPattern(view, ask, answer, way, limit, split, skip, skip_answer)
        if way == "after" and len({one.answer - one.ask for one in shown}) == 1:
            yield RowPattern(view, ask, {}, way, limit, split, skip, skip_answer, shown[0].answer - shown[0].ask)
        for other in ("last", "rest") if way == "after" else ():
            yield RowPattern(view, ask, {}, other, limit, split, skip, skip_answer if other == "last" else "")


def _left_out(begun: Sequence[tuple[int, DocumentBlock]]) -> str:
    """Whether those who show rows leave out the label, or the mark, that their blocks begin with."""
    if begun and all(words >= block.label_end > block.start for words, block in begun):
        return "label"
    return "mark" if begun and all(words >= block.start > 0 for words, block in begun) else ""


def common(blocks: Sequence[DocumentBlock]) -> dict[str, str]:
    """The traits that blocks have in common."""
    first = blocks[0].traits
    return {name: value for name, value in first.items() if all(one.traits.get(name) == value for one in blocks)}


def _of_rows(view: str, asks: Sequence[DocumentBlock], replies: Sequence[DocumentBlock]) -> Iterator[RowPattern]:
    ask, answer = common(asks), common(replies)
    for names in (("table", "column"), ("column",)):
        yield RowPattern(
            view, {n: ask[n] for n in names if n in ask}, {n: answer[n] for n in names if n in answer}, "row"
        )


def _of_answers(replies: Sequence[DocumentBlock], *, next_to: bool) -> Iterator[dict[str, str]]:
    traits = common(replies)
    kinds: list[tuple[str, ...]] = [(*_FIRM, "under"), _FIRM, (*_FIRM, "look"), ("level", "mark"), ("level",)]
    if traits.get("label"):
        kinds = [(*_FIRM, "under"), _FIRM, ("label", "under"), ("label",)]
    elif next_to:
        kinds = [(), *kinds]
    if traits.get("opening"):
        kinds.append(("opening",))
    for names in kinds:
        yield {name: traits[name] for name in names if name in traits}


def _of_asks(asks: Sequence[DocumentBlock], blocks: Sequence[DocumentBlock], way: str) -> Iterator[dict[str, str]]:
    traits = common(asks)
    if "table" in traits and way == "none":
        yield {name: traits[name] for name in ("table", "column") if name in traits}
        return
    if not _is_of_its_like(traits, blocks):
        traits.pop("label", None)
    label = traits.get("label")
    around = [name for name in _AROUND if name in traits] + (["opening"] if traits.get("opening") else [])
    plain = traits.get("level") == "0" and not traits.get("mark") and not label and "table" not in traits
    kinds = [_FIRM, tuple(name for name in _FIRM if name != "level")] if label else [_FIRM]
    if traits.get("head"):  # "Page 4, line 3" and "Pages 4 and 5" begin alike
        kinds.append(("table", "column", "level", "mark", "head"))
    if traits.get("level") in _APART:  # set apart by its letters, whatever it begins with
        kinds.append(("level", "mark"))
    if way == "none":  # nothing but its own kind tells, or the title that it stands under
        telling = label or "[]" in traits.get("mark", "")
        if plain and not traits.get("under") and not traits.get("look", "").strip("0"):
            return
        yield {name: traits[name] for name in (*_FIRM, *(() if telling else ("look", "under"))) if name in traits}
        for firm in (_FIRM, ("mark", "under")) if traits.get("mark") else ():  # where it would be the only one
            yield {name: traits[name] for name in firm if name in traits}
        return
    subsets = [some for count in range(len(around), -1, -1) for some in combinations(around, count)]
    # What comes after it tells first of all whether it is answered: those that are not are rows, too.
    for some in sorted(subsets, key=lambda some: "after" in some):
        if some or not plain:
            for firm in kinds:
                yield {name: traits[name] for name in (*firm, *some) if name in traits}


def _is_of_its_like(traits: dict[str, str], blocks: Sequence[DocumentBlock]) -> bool:
    """Whether the label is that of the entries around, and not the first words of one."""
    label = traits.get("label", "")
    if not label or "#" in label or not traits.get("mark"):
        return bool(label)
    names: tuple[str, ...] = ("table", "column", "level", "mark", "under")
    alike = {name: traits[name] for name in names if name in traits}
    like = [block for block in blocks if fits(alike, block)]
    return 4 * sum(block.traits["label"] == label for block in like) >= 3 * len(like)
