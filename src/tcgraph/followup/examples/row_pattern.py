"""How rows stand in documents of one kind: which blocks ask, and where the answer to each is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from tcgraph.followup.examples.document_blocks import DocumentBlock
from tcgraph.followup.layout.column_words import meanings_of
from tcgraph.followup.layout.entry import Piece
from tcgraph.followup.tables import ENTRY
from tcgraph.followup.wording.status_labels import read_label

_HEADINGS: Final = 6
"""What was asked ends, as a rule, at the next title; strong lines may stand in an answer."""

_MOST: Final = 0.6
_WORDS: Final = 4
_SHORTEST: Final = 3
_LABEL: Final = 8
"""What stands between what was asked and its answer is its status where it is one, of so many words."""
_PARTS: Final = re.compile(r"[\s·|:–—-]*")
"""What parts a label from the words after it."""

Traits = Mapping[str, str]


@dataclass(slots=True)
class LikeRow:
    """One row that was found.

    Attributes:
        asked: the blocks that say what was asked.
        answer: those that answer.
        at: where its first block stands.
        split: where what was asked ends and the answer begins in the one block that says both; None where none does.
        skip: what is left out at the beginning of what was asked.
        skip_answer: the same of the answer.
        fields: what stands beside under labels that come again with each row, by their names.
        status: what stands between them and says how it stands.
    """

    asked: list[DocumentBlock]
    answer: list[DocumentBlock] = field(default_factory=list)
    at: int = 0
    split: tuple[int, int] | None = None
    skip: int = 0
    skip_answer: int = 0
    fields: dict[str, DocumentBlock] = field(default_factory=dict)
    status: DocumentBlock | None = None

    @property
    def asked_pieces(self) -> list[Piece]:
        """What was asked, block by block."""
        end = self.split[0] if self.split is not None else None
        first = self.asked[0].text[self.skip : end].strip()
        return [Piece(first, self.asked[0].place), *(Piece(block.text, block.place) for block in self.asked[1:])]

    @property
    def answer_pieces(self) -> list[Piece]:
        """What answers it; none where nothing does."""
        said = [Piece(block.text, block.place) for block in self.answer]
        if self.split is not None:
            first = self.asked[0].text[self.split[1] :].strip()
            opened = self.asked[0].text[: self.split[1]].rstrip().endswith("(")
            return [Piece(first.removesuffix(")") if opened else first, self.asked[0].place), *said]
        return [Piece(said[0].text[self.skip_answer :].strip(), said[0].place), *said[1:]] if said else []

    @property
    def asked_text(self) -> str:
        """The same in one."""
        return " ".join(piece.text for piece in self.asked_pieces)

    @property
    def answer_text(self) -> str:
        """The same in one; "" where nothing answers."""
        return " ".join(piece.text for piece in self.answer_pieces)


@dataclass(frozen=True, slots=True)
class RowPattern:
    """A kind of rows.

    Attributes:
        view: by which of its views a document is read.
        ask: traits of what was asked.
        answer: traits of what answers; None where none was shown.
        way: where its answer is: ``row`` (beside it in the table), ``after`` (what follows, from a block with its
            traits), ``last`` (the last of what follows), ``rest`` (all of it), ``above`` (over several rows),
            ``key`` (what has the same number), ``within`` (in the same block), ``none``.
        limit: titles of this rank and above end what follows.
        split: for ``within``, what stands between what was asked and its answer.
        skip: what is no part of what was asked: its ``label`` or its ``mark``; "" where all of the block is.
        skip_answer: the same of its answer.
        offset: how many blocks after what was asked its answer begins; 0 where its traits tell.
    """

    view: str
    ask: Traits
    answer: Traits | None
    way: str
    limit: int = _HEADINGS
    split: str = ""
    skip: str = ""
    skip_answer: str = ""
    offset: int = 0

    def starts(self, blocks: Sequence[DocumentBlock]) -> list[int]:
        """Where the rows of this kind begin among a document's blocks."""
        return [at for at, block in enumerate(blocks) if fits(self.ask, block)]

    def find(self, blocks: Sequence[DocumentBlock], others: Collection[int] = ()) -> list[LikeRow]:
        """The rows of this kind among a document's blocks, in order.

        Args:
            blocks: all of them.
            others: where rows of other kinds begin, which end these.
        """
        starts = self.starts(blocks)
        if self.way == "row":
            return list(self._rows(blocks, starts))
        if self.way == "key":
            return self._numbered(blocks, starts)
        found: list[LikeRow] = []
        for at, own in zip(starts, [*starts[1:], len(blocks)], strict=False):
            following = next((i for i in range(at + 1, own) if i in others), own)
            following = own if following == at + 1 else following  # what follows at once answers, whatever it is beside
            record = LikeRow([blocks[at]], at=at, skip=_skipped(self.skip, blocks[at]))
            if self.way == "within":
                record.split = split_of(blocks[at].text, self.split)
                record.answer = _entries_of(blocks[at], blocks[at + 1 : following]) if record.split is not None else []
            elif self.way == "above":
                self._take_above(record, blocks)
            elif self.answer is not None:
                self._take_answer(record, blocks, following)
            else:
                record.asked += _entries_of(record.asked[0], blocks[at + 1 : following])
            found.append(record)
        if self.way in ("after", "last"):
            _take_fields(found, blocks)
        return found

    def without(self, names: Sequence[str]) -> RowPattern:
        """The same pattern, whatever these traits are."""
        ask, answer = ({k: v for k, v in (of or {}).items() if k not in names} for of in (self.ask, self.answer))
        return replace(self, ask=ask, answer=answer if self.answer is not None else None)

    def _take_answer(self, record: LikeRow, blocks: Sequence[DocumentBlock], following: int) -> None:
        assert self.answer is not None
        end = record.at + 1
        while end < following:
            rank = blocks[end].rank
            own = blocks[record.at].rank
            if 0 < rank <= self.limit and (rank <= own or not own or not fits(self.answer, blocks[end])):
                break
            end += 1
        begin = next((i for i in range(record.at + (self.offset or 1), end) if fits(self.answer, blocks[i])), None)
        if begin is None:
            return
        if self.way == "last":
            begin = record.at + len(_without_titles(blocks[record.at : end])) - 1
            if begin == record.at:
                return
        between = _without_titles(blocks[record.at : begin])
        record.status = next((block for block in between[1:] if _is_status(block.text)), None)
        record.asked = [block for block in between if block is not record.status]
        record.answer = _without_titles(blocks[begin:end])
        if (asked := blocks[record.at].spot) is not None and self.way != "rest":
            # Cells between are labels and other things that a form says.
            record.asked = [block for block in record.asked if block.spot == asked]
            record.answer = [block for block in record.answer if block.spot == blocks[begin].spot]
        record.skip_answer = _skipped(self.skip_answer, blocks[begin])

    def _take_above(self, record: LikeRow, blocks: Sequence[DocumentBlock]) -> None:
        assert self.answer is not None
        for block in reversed(blocks[: record.at]):
            if fits(self.answer, block) and not fits(self.ask, block):
                record.answer, record.skip_answer = [block], _skipped(self.skip_answer, block)
                return

    def _numbered(self, blocks: Sequence[DocumentBlock], starts: Sequence[int]) -> list[LikeRow]:
        """The rows whose answer stands elsewhere and has their number; an answer asks nothing itself."""
        assert self.answer is not None
        answers = [at for at, block in enumerate(blocks) if fits(self.answer, block)]
        found: list[LikeRow] = []
        taken: set[int] = set()
        for at in (at for at in starts if at not in taken):
            record = LikeRow([blocks[at]], at=at, skip=_skipped(self.skip, blocks[at]))
            told = next((i for i in answers if i > at and i not in taken and blocks[i].code == blocks[at].code), None)
            if told is not None:
                taken.add(told)
                record.answer, record.skip_answer = [blocks[told]], _skipped(self.skip_answer, blocks[told])
            found.append(record)
        return [record for record in found if record.at not in taken]

    def _rows(self, blocks: Sequence[DocumentBlock], starts: Sequence[int]) -> Iterator[LikeRow]:
        assert self.answer is not None
        rows: dict[tuple[int, int], list[DocumentBlock]] = {}
        for block in blocks:
            if block.spot is not None:
                rows.setdefault(block.spot[:2], []).append(block)
        asked = {spot[:2]: at for at in starts if (spot := blocks[at].spot) is not None}
        last: LikeRow | None = None
        for place, cells in rows.items():
            answer = [block for block in cells if fits(self.answer, block)]
            if (at := asked.get(place)) is not None:
                block = blocks[at]
                last = LikeRow([block], answer, at, skip=_skipped(self.skip, block))
                yield last
            elif answer and (others := [one for one in cells if one not in answer and len(one.text.split()) >= _WORDS]):
                # Nothing stands in its column: what else the row says at length was asked.
                said = max(others, key=lambda one: len(one.text))
                last = LikeRow([said], answer, blocks.index(said))
                yield last
            elif last is not None and last.asked[0].spot is not None and place[0] == last.asked[0].spot[0]:
                # What a page cuts off goes on in a row that asks nothing.
                last.answer += [block for block in answer if all(block.text != one.text for one in last.answer)]


def _take_fields(found: Sequence[LikeRow], blocks: Sequence[DocumentBlock]) -> None:
    """Take what stands under labels of its own out of what was asked and answered, where most rows have them."""
    spans = list(pairwise([*(record.at for record in found), len(blocks)]))
    often = Counter(name for begin, end in spans for name in {block.name for block in blocks[begin + 1 : end]})
    # What has a number is an entry, and no label that comes again.
    labels = {name for name, n in often.items() if name and "#" not in name and n > _MOST * len(found)}
    for record, (begin, end) in zip(found, spans, strict=True):
        own = {record.asked[0].name, record.answer[0].name if record.answer else ""}
        cut = next((i for i, one in enumerate(record.asked) if i and one.name in labels - own), len(record.asked))
        record.asked = record.asked[:cut]
        for block in blocks[begin + 1 : end]:
            if block.name in labels - own:
                record.fields.setdefault(block.name, block)
        apart = [one for one in record.answer if one.name in labels - own and meanings_of(one.name)]
        record.answer = [one for one in record.answer if all(one is not other for other in apart)]


def fits(traits: Traits, block: DocumentBlock) -> bool:
    """Whether a block has all of these traits."""
    return all(block.traits.get(name) == value for name, value in traits.items())


def _without_titles(blocks: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    """Blocks without the titles at their end, which head what follows."""
    kept = list(blocks)
    while len(kept) > 1 and 0 < kept[-1].rank <= _HEADINGS:
        kept.pop()
    return kept


def _skipped(what: str, block: DocumentBlock) -> int:
    if what == "label":
        parted = _PARTS.match(block.text, block.label_end)
        return parted.end() if parted is not None and parted.end() < len(block.text) else block.label_end
    return block.start if what == "mark" else 0


def _is_status(text: str) -> bool:
    return len(text.split()) <= _LABEL and read_label(text) is not None


def _entries_of(block: DocumentBlock, following: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    """The entries of the list that a block ends in."""
    if not block.text.rstrip("*_ ").endswith(":"):
        return []
    of = next((i for i, one in enumerate(following) if one.level <= max(block.level, ENTRY - 1)), len(following))
    return list(following[:of])


def split_of(text: str, split: str) -> tuple[int, int] | None:
    """Where what was asked ends and its answer begins in a text that says both; None without what parts them."""
    parting = re.escape(split.strip()).replace(r"\ ", r"\s+")
    if not parting:
        return None
    space = r"\s+" if split[-1:].isspace() else r"\s*"
    found = re.compile(rf"\s*{parting}{space}", re.IGNORECASE).search(text, _SHORTEST)
    if found is None or found.end() >= len(text):
        return None
    kept = re.match(r"\s*[.!?)]*", found[0])  # what ends a sentence is its own
    return found.start() + (kept.end() if kept is not None else 0), found.end()
