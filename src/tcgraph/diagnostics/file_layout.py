"""How a project's files are written, beside what they say: empty or unread ones, and such as an editor laid out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, NamedTuple

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.files import CheckedFile, shown
from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, NamedNode, Term, parse

EMPTY = "empty-file"
"""The rule of a file that lost all that it said."""
COPIED = "copied-file"
"""The rule of a file that was copied and left among the others."""
CUT = "cut-file"
"""The rule of a file that breaks off from what it said before."""
LAYOUT = "layout"
"""The rule of a file that is written otherwise than the others, and says the same."""
_TAB = re.compile(rb"^ *\t+(?=\S)", re.MULTILINE)
_TURTLE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s*#[^\n]*\n|\s+)*@?prefix\s+[^\s:]*:\s*<", re.IGNORECASE)
_BLOCK = re.compile(rb"(?!@)([^\s:]*):(\S*) +a +[^\n]*[;,.]\s*$")
_PREFIX = re.compile(rb"@prefix +(\S*): +<([^>\s]*)>")
_BLOCK_HEAD = re.compile(rb"^[^\s#@]", re.MULTILINE)
_KIND = re.compile(rb"^(?!@)\S*:\S* +a +([^\s;,.]+)", re.MULTILINE)
_MANY, _SEVERAL, _STRAY = 10, 5, 2
"""Blocks of a file that is of one sort; things of a kind that are known; and so few of them that may have strayed."""
_FEW = 3
_HEAD = 4096
_FMT = "Run: tcgraph fmt, which mends it."


def empty_files(files: Sequence[Path]) -> list[Diagnostic]:
    """The files of Turtle with nothing in them at all."""
    return [
        Diagnostic(
            EMPTY, Level.ERROR, "The file is empty.", Location(path, 1),
            "Take it as it was before, or delete it if it is to say nothing.",
        )
        for path in files
        if path.suffix == ".ttl" and path.is_file() and path.stat().st_size < 100 and not path.read_bytes().strip()
    ]  # fmt: skip


def copied_files(files: Sequence[Path], *, grave: bool) -> dict[Path, Diagnostic]:
    """The files that tell of the same things as another one, as a copy made by hand does.

    Args:
        files: those of a project.
        grave: whether something else is an error, which two files that no longer agree bring.
    """
    begun: defaultdict[bytes, list[Path]] = defaultdict(list)
    for path in files:
        if path.suffix == ".ttl" and path.is_file() and (head := next(_heads(path), None)):
            begun[head].append(path)
    found: dict[Path, Diagnostic] = {}
    for same in begun.values():
        # What is added to a name, such as " - Copy" or " (1)", makes it longer.
        first, *others = sorted(same, key=lambda path: (len(path.name), len(str(path)), path))
        for path in others:
            ours, both = set(_heads(path)), set(_heads(path)) & set(_heads(first))
            if 2 * len(both) > len(ours):
                of, things = first if first.name == path.name else first.name, "thing" + "s" * (len(both) > 1)
                found[path] = Diagnostic(
                    COPIED, Level.ERROR if grave else Level.WARNING,
                    f"This file is a copy of {of}: it tells of {len(both)} {things} of which that one tells, too.",
                    Location(path, 1), "Delete one of the two files; what is new in it belongs into the other.",
                )  # fmt: skip
    return found


def _heads(path: Path) -> Iterator[bytes]:
    """What the blocks of a file of Turtle are about."""
    spaces: dict[bytes, bytes] = {}
    with path.open("rb") as stream:
        for line in stream:
            if declared := _PREFIX.match(line):
                spaces[declared[1]] = declared[2]
            elif found := _BLOCK.match(line):
                yield spaces.get(found[1], found[1]) + found[2]


def unread_files(folders: Iterable[Path]) -> Iterator[Path]:
    """The files of Turtle that lie among the others and are not read, since their names end otherwise."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix != ".ttl" and path.is_file():
                with path.open("rb") as stream:
                    if _TURTLE.match(stream.read(_HEAD)):
                        yield path


def other_files(folder: Path, read: Iterable[CheckedFile]) -> Iterator[Path]:
    """The files of Turtle in a folder that are none of those that are read; looked for when the first is wanted."""
    known = {file.path.resolve() for file in read}
    yield from (path for path in sorted(folder.rglob("*.ttl")) if path.resolve() not in known)


def with_unread_files(
    found: Iterable[Diagnostic], unread: Iterable[Path], engine: Engine, elsewhere: Iterable[Path] = ()
) -> list[Diagnostic]:
    """What is wrong, with the files that are not read; where others lead to what stands in one, that file alone.

    Args:
        found: what is wrong.
        unread: those files.
        engine: holds what was read.
        elsewhere: files of Turtle in folders that are not read, told only where others lead to what stands in them.
    """
    found = list(found)
    named = {term for each in found if each.finding and each.level is Level.ERROR
             for term in (each.finding.focus, each.finding.value) if isinstance(term, NamedNode)}  # fmt: skip
    # Only what such a file has is asked of: findings may be many. What is said of a thing elsewhere, such as its
    # translations, does not say what it is.
    for path in elsewhere if named else ():
        subjects = _subjects(path)
        if not any(_is_unknown(each, engine) for each in named & subjects):
            continue
        lost = {each for each in subjects if _is_unknown(each, engine)}
        places = Counter(d.location.path.parent for d in found if _about(d, lost) and d.location).most_common(1)
        beside = places[0][0] if places else "where the others are"
        found = [each for each in found if not _about(each, lost)]
        where = f"This file is not read, because it stands in {shown(path).parent}"
        found.append(
            Diagnostic(
                "unread-file", Level.ERROR, f"{where}, and other files lead to what stands in it.",
                Location(shown(path), 1), f"Move it to {beside}, if it belongs there.",
            )
        )  # fmt: skip
    told, missed = list[Diagnostic](), False
    for path in unread:
        ours = bool(named) and any(_is_unknown(each, engine) for each in named & _subjects(path))
        missed |= ours
        meant = path.with_name(path.name.partition(".")[0] + ".ttl")
        take = "take it out of this folder."
        told.append(
            Diagnostic(
                "unread-file", Level.ERROR if ours else Level.WARNING,
                "This file is not read, because its name does not end in .ttl"
                + (", and other files lead to what stands in it." if ours else "."),
                Location(shown(path), 1),
                take.capitalize() if meant.exists() else f"Rename it to {meant.name}, or {take}",
            )
        )  # fmt: skip
    # Of a whole file that is not there comes much else, which nobody can tell from what does not.
    return told if missed else [*told, *found]


def _about(diagnostic: Diagnostic, things: Collection[Term]) -> bool:
    """Whether something is told of some things, or of what leads to them."""
    finding = diagnostic.finding
    return finding is not None and (finding.focus in things or finding.value in things)


def _is_unknown(term: Term, engine: Engine) -> bool:
    return isinstance(term, NamedNode) and not engine.ask(f"ASK {{ {term} a ?kind }}")


def _subjects(path: Path, was: bytes | None = None) -> set[Term]:
    """What a file of Turtle describes, or described as it was; nothing where it cannot be read."""
    source = path if was is None else was
    try:
        return {quad.subject for quad in parse(source, GraphFormat.TURTLE, base=path.resolve().as_uri())}
    except (SyntaxError, BrokenInput):
        return set()


def with_cut_files(
    found: Iterable[Diagnostic], before: Mapping[Path, bytes], unread: Collection[Path] = ()
) -> list[Diagnostic]:
    """What is wrong; where a file breaks off from what it said before, that alone: all else comes of it.

    Of a file that is gone, what is told of the things that it described is told as that.

    Args:
        found: what is wrong.
        before: the files that differ, as they were.
        unread: files that are not read; one of them may be what is gone.
    """
    found, cut = list(found), list[Diagnostic]()
    for path, was in before.items() if found else ():
        if path.suffix == ".ttl" and not path.exists() and all(other.read_bytes() != was for other in unread):
            found = _without_what_a_lost_file_brings(found, path, was)
    for path, was in before.items() if found else ():
        now = path.read_bytes().rstrip() if path.is_file() else b""
        lost = len(_BLOCK_HEAD.findall(was[len(now) :]))
        if now and was.startswith(now) and lost >= _FEW:
            line = now.count(b"\n") + 1
            message = f"The file ends here; in the earlier version {lost} blocks followed, of which nothing is left."
            help_ = "Take them back from the earlier version, if the file was not cut on purpose."
            cut.append(Diagnostic(CUT, Level.ERROR, message, Location(path, line), help_))
    return cut or found


def _without_what_a_lost_file_brings(found: list[Diagnostic], path: Path, was: bytes) -> list[Diagnostic]:
    described = _subjects(path, was)
    brought = [each for each in found if _about(each, described)]
    if len(brought) < _FEW:
        return found
    message = f"This file is gone, and with it {len(described)} things that it described, some of which others name."
    help_ = "Put it back, or say of each what became of it: a thing that goes leaves its name, withdrawn."
    gone = Diagnostic(CUT, Level.ERROR, message, Location(shown(path)), help_)
    return [gone, *(each for each in found if each not in brought)]


def other_layout(files: Sequence[Path]) -> list[Diagnostic]:
    """The files that are indented with tabs or have the line ends of Windows, where most others are written otherwise.

    Args:
        files: those of a project; what is not Turtle is left out.
    """
    texts = {path: path.read_bytes() for path in files if path.suffix == ".ttl" and path.is_file()}
    tabbed = {path: found for path, text in texts.items() if (found := _first_tab(text)) is not None}
    windows = [path for path, text in texts.items() if b"\r\n" in text]
    told = []
    if len(tabbed) * 2 < len(texts):
        told += [_told(path, line, "The line is indented with tabs.") for path, line in tabbed.items()]
    if len(windows) * 2 < len(texts):
        told += [_told(path, 1, "The lines of the file end as on Windows.") for path in windows]
    return told


def _first_tab(text: bytes) -> int | None:
    """The line of the first tab that indents; None where there is none outside a long text."""
    for found in _TAB.finditer(text) if b"\t" in text else ():
        if text.count(b'"""', 0, found.start()) % 2 == 0:
            return text.count(b"\n", 0, found.start()) + 1
    return None


def _told(path: Path, line: int, message: str) -> Diagnostic:
    return Diagnostic(LAYOUT, Level.INFO, message, Location(path, line), _FMT)


def astray_blocks(files: Sequence[Path]) -> list[Diagnostic]:
    """Things in a file with none of whose others things of their kind stand in any file, as when they are pasted there.

    Args:
        files: those of a project; what is not Turtle is left out. A file of few blocks may be their new home.
    """
    texts = {path: path.read_bytes() for path in files if path.suffix == ".ttl" and path.is_file()}
    kinds = {path: Counter(_KIND.findall(text)) for path, text in texts.items()}
    every = sum(kinds.values(), Counter[bytes]())
    told = []
    for path, here in kinds.items():
        rare = [kind for kind, few in here.items() if few <= _STRAY and every[kind] - few >= _SEVERAL]
        for kind in rare if here.total() >= _MANY else ():
            homes = [other for other, there in kinds.items() if other != path and there[kind]]
            if len(homes) > 1 and here.keys().isdisjoint({each for home in homes for each in kinds[home]} - {kind}):
                at = next(found.start() for found in _KIND.finditer(texts[path]) if found[1] == kind)
                name, most = kind.decode(), max(homes, key=lambda home: kinds[home][kind])
                told.append(
                    Diagnostic(
                        "astray", Level.INFO,
                        f"This {name} stands among things beside which no other does: {every[kind] - here[kind]} "
                        f"stand in {len(homes)} other files, such as {most.name}.",
                        Location(path, texts[path].count(b"\n", 0, at) + 1),
                        "Move it to where it belongs, if it was pasted here.",
                    )
                )  # fmt: skip
    return told


# -- the first lines that differ between two texts, in words: what was there and what is there now

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
