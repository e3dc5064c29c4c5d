"""Mistakes as people make them, put into the shipped data by a seeded generator that knows where it put them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tcgraph.project import Project
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tree import Statement


@dataclass(frozen=True)
class Block:
    """A statement of a file: its lines, without their ends."""

    path: Path
    first: int
    lines: tuple[str, ...]

    def about(self, kind: str) -> bool:
        return any(re.search(rf"\ba {re.escape(kind)} ?[;.]", line) for line in self.lines)

    def find(self, predicate: str) -> int | None:
        """The index of the one line that states a whole fact with this predicate, and is not the last."""
        found = [i for i, line in enumerate(self.lines) if re.fullmatch(rf"\s+{predicate} .* ;", line)]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Fault:
    """A mistake: which lines take the place of a block's, and on which line it must be reported (0 is the first)."""

    kind: str
    block: Block
    lines: tuple[str, ...]
    line: int


Maker = Callable[[Block, random.Random], "tuple[tuple[str, ...], int] | None"]


def _drop(kind: str, predicate: str) -> Maker:
    def make(block: Block, _: random.Random) -> tuple[tuple[str, ...], int] | None:
        at = block.find(predicate) if block.about(kind) else None
        if at is None:
            return None
        # What is missing has no line: the node's block, which begins with its name, has.
        return (*block.lines[:at], *block.lines[at + 1 :]), 0

    return make


def _replace(kind: str, predicate: str, old: str, new: str) -> Maker:
    def make(block: Block, _: random.Random) -> tuple[tuple[str, ...], int] | None:
        at = block.find(predicate) if block.about(kind) else None
        if at is None:
            return None
        line = re.sub(old, new, block.lines[at], count=1)
        return ((*block.lines[:at], line, *block.lines[at + 1 :]), at) if line != block.lines[at] else None

    return make


def _add(kind: str, predicate: str, line: str) -> Maker:
    def make(block: Block, _: random.Random) -> tuple[tuple[str, ...], int] | None:
        at = block.find(predicate) if block.about(kind) else None
        if any(there.strip() == line for there in block.lines):
            return None
        return None if at is None else ((*block.lines[: at + 1], f"    {line}", *block.lines[at + 1 :]), at + 1)

    return make


def _swap_letters(kind: str, predicate: str) -> Maker:
    """Swap two neighbouring letters of a local name in the value."""

    def make(block: Block, chance: random.Random) -> tuple[tuple[str, ...], int] | None:
        at = block.find(predicate) if block.about(kind) else None
        found = re.match(rf"(\s+{predicate} [\w-]+:)([\w-]+)( ;)", block.lines[at]) if at is not None else None
        if at is None or found is None or len(found[2]) < 3:
            return None
        name = found[2]
        places = [i for i in range(len(name) - 1) if name[i] != name[i + 1] and name[i : i + 2].isalnum()]
        if not places:
            return None
        i = chance.choice(places)
        swapped = f"{found[1]}{name[:i]}{name[i + 1]}{name[i]}{name[i + 2 :]}{found[3]}"
        return (*block.lines[:at], swapped, *block.lines[at + 1 :]), at

    return make


LONG = "x" * 61
MEANING: dict[str, Maker] = {
    "label missing": _drop("tc:Action", "rdfs:label"),
    "status missing": _drop("tc:Observation", "tc:status"),
    "summary missing": _drop("tc:ReportEntry", "tc:summary"),
    "status given twice": _add("tc:Observation", "tc:status", "tc:status v-status:standing ;"),
    "number in quotes": _replace("tc:ReportEntry", "tc:ordinal", r"(\d+)", r'"\1"'),
    "date in bare quotes": _replace("tc:Observation", "tc:asOf", r"\^\^xsd:date", ""),
    "impossible date": _replace("tc:Observation", "tc:asOf", r"2006-10-11", "2006-13-11"),
    "number below its bound": _replace("tc:ReportEntry", "tc:ordinal", r"\d+", "0"),
    "letters of a name swapped": _swap_letters("tc:Action", "tc:reportedBy"),
    "thing of the wrong kind": _replace("tc:Observation", "tc:reportedIn", r"document:\S+", "v-status:taken"),
    "text instead of a thing": _replace("tc:Observation", "tc:reportedIn", r"document:\S+", '"GB.297/TC/3"'),
    "predicate misspelt": _replace("tc:Action", "tc:addresses", "tc:addresses", "tc:adresses"),
    "label too long": _replace("tc:ReportEntry", "rdfs:label", r'".*"@en', f'"{LONG}"@en'),
    "digest cut off": _replace("tc:Passage", "tc:line", r";", r'; tc:sha256 "abc" ;'),
    "value outside its list": _replace("tc:Passage", "tc:column", r'"right"', '"rihgt"'),
}
SYNTAX: dict[str, Maker] = {
    "prefix not declared": _replace("tc:Action", "tc:reportedBy", "tc:reportedBy", "tcg:reportedBy"),
    "quotes left open": _replace("tc:Action", "rdfs:label", r'"@en', "@en"),
    "semicolon left out": _replace("tc:Observation", "tc:status", r" ;", ""),
    "space inside an IRI": _replace("tc:Observation", "tc:reportedIn", r"document:\S+", "<https://example.org/a b>"),
    "value left out": _replace("tc:Passage", "tc:line", r"\d+ ;", ";"),
}


def blocks_of(project: Project) -> list[Block]:
    """Every statement of the shipped data files."""
    found: list[Block] = []
    for path in sorted(project.data.rglob("*.ttl")):
        source = SourceText(path.read_text(encoding="utf-8"))
        for item in TurtleParser(source).items():
            if isinstance(item, Statement):
                first, last = source.position(item.start)[0], source.position(item.end)[0]
                lines = tuple(source.line(number) for number in range(first, last + 1))
                found.append(Block(path.relative_to(project.root), first, lines))
    return found


def make_faults(blocks: Sequence[Block], kinds: dict[str, Maker], each: int, seed: int) -> list[Fault]:
    """Seeded faults: ``each`` of every kind, no two in one block."""
    chance = random.Random(seed)
    used: set[tuple[Path, int]] = set()
    faults: list[Fault] = []
    for kind, make in kinds.items():
        shuffled = list(blocks)
        chance.shuffle(shuffled)
        count = 0
        for block in shuffled:
            made = make(block, chance) if (block.path, block.first) not in used else None
            if made is None:
                continue
            used.add((block.path, block.first))
            faults.append(Fault(kind, block, *made))
            count += 1
            if count == each:
                break
    return faults


def put_in(root: Path, faults: Sequence[Fault]) -> dict[Fault, tuple[Path, int]]:
    """Write faults into the files below a root; where each must be reported."""
    expected: dict[Fault, tuple[Path, int]] = {}
    for relative in {fault.block.path for fault in faults}:
        path = root / relative
        lines = path.read_text(encoding="utf-8").split("\n")
        shift = 0
        for fault in sorted((f for f in faults if f.block.path == relative), key=lambda f: f.block.first):
            start = fault.block.first - 1 + shift
            assert tuple(lines[start : start + len(fault.block.lines)]) == fault.block.lines
            lines[start : start + len(fault.block.lines)] = fault.lines
            expected[fault] = (path, start + 1 + fault.line)
            shift += len(fault.lines) - len(fault.block.lines)
        path.write_text("\n".join(lines), encoding="utf-8")
    return expected
