"""One message for one slip, where what is wrong with a file as a whole explains what else is told.

Blocks that were copied and kept the name of the first: one slip that makes two things one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.file_layout import COPIED, EMPTY, astray_blocks, copied_files, empty_files, other_layout
from tcgraph.diagnostics.prefixes import RULE as PREFIX
from tcgraph.diagnostics.prefixes import other_meanings
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.names import sh
from tcgraph.shacl.validation_report import Finding

_DAMAGED = re.compile("\u00c3[\u0080-\u00bf]|\u00c2[\u00a0-\u00bf]|\u00e2\u20ac|\ufffd")
"""Letters of UTF-8 that were read as those of Latin-1."""
_WHOLE_FILE = 5
"""So many damaged texts are no slip of a line."""


def one_for_each_cause(found: Iterable[Diagnostic], files: Sequence[Path]) -> list[Diagnostic]:
    """What is told of a project: of a slip in a file that makes much else wrong, that slip alone."""
    found = _one_for_each_damaged_file(list(found))
    empty = empty_files(files)
    grave = any(each.level is Level.ERROR for each in found)
    # Where names mean something else in a file, or it lost all that it said, nearly all that is told may come of that.
    if slips := other_meanings(files) or (empty if grave else []):
        return slips
    if twins := copied_files(files, grave=grave):
        return [*twins.values(), *(each for each in found if twins.keys().isdisjoint(_paths(each)))]
    copies = copied_blocks(found)
    return [
        *without_what_copies_bring(found, copies),
        *copies,
        *empty,
        *([] if grave else [*other_layout(files), *astray_blocks(files)]),
    ]


def _one_for_each_damaged_file(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Of a file that was read in one encoding and saved in another, one for all of its texts."""
    damaged: defaultdict[Path, list[Diagnostic]] = defaultdict(list)
    for each in found:
        value = each.finding.value if each.finding else None
        if each.location is not None and isinstance(value, Literal) and _DAMAGED.search(value.value):
            damaged[each.location.path].append(each)
    files = [those for those in damaged.values() if len(those) >= _WHOLE_FILE]
    told = {id(first): _damage(first, len(those)) for those in files for first in those[:1]}
    rest = {id(each) for those in files for each in those[1:]}
    return [told.get(id(each), each) for each in found if id(each) not in rest]


def _damage(first: Diagnostic, texts: int) -> Diagnostic:
    said = f"Letters with accents were damaged in {texts} texts of this file"
    message = f"{said}, as when it is opened in the wrong encoding."
    return replace(first, message=message, help="Take the file as it was before, and save it as UTF-8.")


def _paths(diagnostic: Diagnostic) -> set[Path]:
    places = (diagnostic.location, *(each.location for each in diagnostic.related))
    return {place.path for place in places if place is not None}


def one_for_each_rule(found: Iterable[Diagnostic], slips: Mapping[Term, Diagnostic]) -> list[Diagnostic]:
    """Of a name that nobody but a rule knows, that rule, and none of the things that do not meet it: none can.

    Args:
        found: what is wrong.
        slips: what is told of the rule, by the shape in which it uses the name.
    """
    kept: list[Diagnostic] = []
    unmet: dict[Term, Diagnostic] = {}
    for each in found:
        slip = None if each.finding is None else _slip(each.finding, slips)
        if slip is None:
            kept.append(each)
        else:
            unmet.setdefault(slip, each)
    for shape, first in unmet.items():
        rule = slips[shape]
        kept = [each for each in kept if (each.rule, each.location) != (rule.rule, rule.location)]
        kept.append(replace(rule, level=first.level, finding=first.finding))
    return kept


_NEVER_MET = tuple(sh(f"{name}ConstraintComponent") for name in ("MinCount", "QualifiedMinCount", "HasValue", "Class"))
"""What nothing meets where nobody has the property, or is of the class."""
_ONE_OF = (sh("OrConstraintComponent"), sh("XoneConstraintComponent"))


def _slip(finding: Finding, slips: Collection[Term]) -> Term | None:
    """The shape with a name that nobody knows of which a finding comes: one of several to choose from is enough."""
    if not finding.details:
        return finding.shape if finding.component in _NEVER_MET and finding.shape in slips else None
    behind = [_slip(each, slips) for each in finding.details]
    first = next((each for each in behind if each is not None), None)
    return first if finding.component in _ONE_OF or None not in behind else None


RULE = "name-twice"
_HEAD = re.compile(r"^(?!@)(\S*:\S*) +a +[^\n]*[;,.][ \t]*$", re.MULTILINE)
"""How a block begins in the one layout of Turtle."""
_PREFIX = re.compile(r"^@prefix +(\S*): +<([^>\s]*)>", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Copy:
    """A second block of one name.

    Attributes:
        path: its file.
        name: the name as written.
        first: the line at which the first block of the name begins.
        lines: those of the second.
        original: those of the first.
        about: the thing, and such as the file names and has no block of, as which the second may be meant.
        mentioned: what the first names, and what the second names.
    """

    path: Path
    name: str
    first: int
    lines: range
    original: range
    about: frozenset[Term]
    mentioned: tuple[frozenset[Term], frozenset[Term]]


def copied_blocks(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The blocks that bear the name of another one in their file, where several errors stand in them.

    Args:
        found: what is wrong. Two blocks of which nothing is wrong are left alone: they may be meant.
    """
    errors = [each for each in found if each.level is Level.ERROR and each.location is not None]
    paths = {each.location.path for each in errors if each.location is not None}
    copies = (copy for path in sorted(paths) for copy in _copies(path))
    return [_diagnostic(copy) for copy in copies if _makes_two_one(copy, errors)]


def _makes_two_one(copy: _Copy, errors: Iterable[Diagnostic]) -> bool:
    """Whether several errors stand in the second block, or in both of them."""
    places = [each.location for each in errors if each.location is not None and each.location.path == copy.path]
    inside = sum(place.line in copy.lines for place in places)
    return inside > 1 or (inside == 1 and any(place.line in copy.original for place in places))


def without_what_copies_bring(found: Iterable[Diagnostic], slips: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Leave out what stands in a copied block, or is about its name or the one that it was to have.

    Args:
        found: what is wrong.
        slips: what :func:`copied_blocks` told.
    """
    kept = list(found)
    for place in (slip.location for slip in slips if slip.rule == RULE):
        for copy in _copies(place.path) if place else ():
            if place and copy.lines.start == place.line:
                kept = [each for each in kept if not _comes_of(each, copy)]
    return kept


def _copies(path: Path) -> Iterator[_Copy]:
    if path.suffix != ".ttl" or not path.is_file():
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    spaces = dict(_PREFIX.findall(text))
    heads = list(_HEAD.finditer(text))
    named = {head[1] for head in heads}
    first: dict[str, re.Match[str]] = {}
    for head in heads:
        name, line = head[1], _line(head)
        prefix = name.partition(":")[0]
        if name in first and prefix in spaces:
            original, block = (each.string[each.start() :].partition("\n\n")[0] for each in (first[name], head))
            others = set(re.findall(rf"(?<![\w-]){re.escape(prefix)}:[\w-]+", text)) - named
            things = {each.partition(":")[2] for each in (name, *others)}
            about = frozenset(NamedNode(spaces[prefix] + thing) for thing in things)
            mentioned = (_names(original, spaces), _names(block, spaces))
            lines = range(line, line + block.count("\n") + 1)
            start = _line(first[name])
            yield _Copy(path, name, start, lines, range(start, start + original.count("\n") + 1), about, mentioned)
        first.setdefault(name, head)


def _line(head: re.Match[str]) -> int:
    return head.string.count("\n", 0, head.start()) + 1


def _is_inside(diagnostic: Diagnostic, copy: _Copy) -> bool:
    place = diagnostic.location
    return place is not None and place.path == copy.path and place.line in copy.lines


def _comes_of(diagnostic: Diagnostic, copy: _Copy) -> bool:
    finding = diagnostic.finding
    if finding is None or _is_inside(diagnostic, copy):
        return _is_inside(diagnostic, copy)
    first, second = copy.mentioned
    pair = {finding.focus, finding.value}
    return not copy.about.isdisjoint(pair) or bool(pair & (first - second) and pair & (second - first))


def _names(block: str, spaces: Mapping[str, str]) -> frozenset[Term]:
    found = re.findall(r"(?<![\w-])([\w-]*):([\w-]+)", block)
    return frozenset(NamedNode(spaces[prefix] + local) for prefix, local in found if prefix in spaces)


def _diagnostic(copy: _Copy) -> Diagnostic:
    return Diagnostic(
        RULE,
        Level.ERROR,
        f"{copy.name} is the name of this block and of the one at line {copy.first}, so that both tell of one thing.",
        Location(copy.path, copy.lines.start, 1),
        "Give the block a name of its own, or put what it says into the other.",
    )


def past_only(past: list[Diagnostic], told: Collection[Diagnostic]) -> list[Diagnostic]:
    """What a change did to what held before, without what comes of something that is wrong now."""
    if any(each.rule in (PREFIX, EMPTY) for each in told):
        return []
    twins = {each.location.path for each in told if each.rule == COPIED and each.location}
    # A rule that cannot work is not kept from being mended by having been another.
    broken = {(each.location.path, each.location.line) for each in told if each.location and each.rule[:6] == "shape-"}
    return [
        each
        for each in without_what_copies_bring(past, told)
        if (here := each.location) is None or (here.path not in twins and (here.path, here.line) not in broken)
    ]
