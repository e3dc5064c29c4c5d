"""One message for one slip, where what is wrong with a file as a whole explains what else is told.

Blocks that were copied and kept the name of the first: one slip that makes two things one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location, Related
from tcgraph.diagnostics.file_layout import COPIED, EMPTY, copied_files, empty_files, other_layout
from tcgraph.diagnostics.folding import told_under
from tcgraph.diagnostics.names_in_use import apart
from tcgraph.diagnostics.prefixes import RULE as PREFIX
from tcgraph.diagnostics.prefixes import other_meanings
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.names import BY_QUERY, sh
from tcgraph.shacl.repeated_findings import not_told, told_by_the_past
from tcgraph.shacl.validation_report import Finding

_UNKNOWN = "unknown-thing"
_DAMAGED = re.compile("\u00c3[\u0080-\u00bf]|\u00c2[\u00a0-\u00bf]|\u00e2\u20ac|\ufffd")
"""Letters of UTF-8 that were read as those of Latin-1."""
_WHOLE_FILE = 5
"""So many damaged texts are no slip of a line."""
_EQUALS = sh("EqualsConstraintComponent")


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
        *([] if grave else other_layout(files)),
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


def one_for_each_name(
    found: Iterable[Diagnostic], without_description: Callable[[Finding], Term | None]
) -> list[Diagnostic]:
    """Of a name that nothing describes, what is told where it is first used, with the other places.

    Args:
        found: what is wrong, in the order of places.
        without_description: the name of which a finding tells that.
    """

    def named(each: Diagnostic) -> Term | None:
        return without_description(each.finding) if each.finding and each.level is Level.ERROR else None

    return _first_of_each(found, named, "used here, too")


def one_for_each_rule(found: Iterable[Diagnostic], unknown: Mapping[NamedNode, Diagnostic]) -> list[Diagnostic]:
    """Of a property that nobody but a rule knows, that rule, and none of the things that lack it: none can have it.

    Args:
        found: what is wrong.
        unknown: what is told of the rule, by the property.
    """
    kept: list[Diagnostic] = []
    lacking: dict[NamedNode, Diagnostic] = {}
    for each in found:
        predicate = each.finding.predicate if each.finding is not None and each.finding.value is None else None
        if predicate is not None and predicate in unknown:
            lacking.setdefault(predicate, each)
        else:
            kept.append(each)
    for predicate, first in lacking.items():
        rule = unknown[predicate]
        kept = [each for each in kept if (each.rule, each.location) != (rule.rule, rule.location)]
        kept.append(replace(rule, level=first.level, finding=first.finding))
    return kept


def one_of_each_comparison(found: Iterable[Diagnostic], stands_beside: Callable[[Finding], bool]) -> list[Diagnostic]:
    """Of a comparison that tells both what is too much and what is missing, what is too much: that one can change.

    Args:
        found: what is wrong.
        stands_beside: whether a value is one of the property that is compared with.
    """
    found = list(found)
    compared = [(each, each.finding) for each in found if each.finding and each.finding.component == _EQUALS]
    beside = {(finding.focus, finding.shape) for _, finding in compared if stands_beside(finding)}
    dropped = {
        id(each)
        for each, finding in compared
        if (finding.focus, finding.shape) in beside and not stands_beside(finding)
    }
    return [each for each in found if id(each) not in dropped]


def one_of_each_pair(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Of what a query of the shapes tells of each of two things, naming the other, one with both places.

    Args:
        found: what is wrong, in the order of places.
    """
    by_shape: defaultdict[Term, list[Finding]] = defaultdict(list)
    # Of one statement a rule may say the same in several ways.
    found = _first_of_each(found, _by_one_query, "and here")
    for each in found:
        if each.finding is not None and each.finding.component == BY_QUERY:
            by_shape[each.finding.shape].append(each.finding)

    def pair(each: Diagnostic) -> tuple[Term, frozenset[Term]] | None:
        return None if each.finding is None else _pair(each.finding, by_shape[each.finding.shape])

    kept = _first_of_each(found, pair, "and here")
    # Two rules may have each the same two things to compare, as where a block was copied.
    by_pair: defaultdict[frozenset[Term], list[Diagnostic]] = defaultdict(list)
    for each in kept:
        if (compared := pair(each)) is not None:
            by_pair[compared[1]].append(each)
    for those in by_pair.values():
        kept = told_under(kept, sorted(those, key=lambda each: each.level.rank)) if len(those) > 1 else kept
    return kept


def _by_one_query(diagnostic: Diagnostic) -> Hashable | None:
    finding = diagnostic.finding
    if finding is None or finding.component != BY_QUERY or None in (finding.predicate, finding.value):
        return None
    return (finding.shape, finding.focus, finding.predicate, finding.value)


def _first_of_each(
    found: Iterable[Diagnostic], key: Callable[[Diagnostic], Hashable | None], where: str
) -> list[Diagnostic]:
    """Of those that have one key, the first, with the places of the others; those that have none stay."""
    kept: list[Diagnostic] = []
    first: dict[Hashable, int] = {}
    for each in found:
        own = key(each)
        if own is None or own not in first:
            if own is not None:
                first[own] = len(kept)
            kept.append(each)
        elif each.location not in (None, (one := kept[first[own]]).location):
            kept[first[own]] = replace(one, related=(*one.related, Related(each.location, where)))
    return kept


def _pair(finding: Finding, others: Iterable[Finding]) -> tuple[Term, frozenset[Term]] | None:
    for other in others:
        if other.focus != finding.focus and str(other.focus) in finding.message and str(finding.focus) in other.message:
            return (finding.shape, frozenset((finding.focus, other.focus)))
    return None


def without_echoes(diagnostics: list[Diagnostic], *, one_cause: bool) -> list[Diagnostic]:
    """Leave out that a name is unknown where a shape already complains about the same spot.

    Args:
        diagnostics: all of them.
        one_cause: whether a query of the shapes, too, is not heard where a plain constraint finds fault with that spot.
    """
    if not one_cause and all(each.rule != _UNKNOWN for each in diagnostics):
        return diagnostics
    plain, shaped = set(), set()
    for each in diagnostics:
        if each.location and each.rule != _UNKNOWN:
            shaped.add(_spot(each.location))
            if each.level is Level.ERROR and each.finding and each.finding.component != BY_QUERY:
                plain.add(_spot(each.location))

    def echoes(each: Diagnostic) -> bool:
        if each.location is None or each.finding is None:
            return False
        if each.rule == _UNKNOWN:
            return _spot(each.location) in shaped
        return one_cause and each.finding.component == BY_QUERY and _spot(each.location) in plain

    return [each for each in diagnostics if not echoes(each)]


def _spot(location: Location) -> tuple[Path, int | None, int | None]:
    return (location.path, location.line, location.column)


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
    broken = {each.location for each in told if each.rule.startswith("shape-")}
    past = [
        each
        for each in without_what_copies_bring(past, told)
        if each.location is None or (each.location.path not in twins and each.location not in broken)
    ]
    now = [each.finding for each in told if each.finding is not None]
    findings = [each.finding for each in past if each.finding is not None]
    kept = set(map(id, not_told(findings, now, *apart(now))))
    return [each for each in past if each.finding is None or id(each.finding) in kept]


def without_cut_ends(told: Collection[Diagnostic], past: Collection[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What is wrong now, without the far end of a link that a change is told to have cut."""
    lost = [each.finding for each in past if each.finding is not None]
    kept = set(map(id, told_by_the_past((each.finding for each in told if each.finding is not None), lost)))
    return tuple(each for each in told if each.finding is None or id(each.finding) in kept)
