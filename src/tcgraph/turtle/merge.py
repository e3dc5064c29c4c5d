"""Merge two versions of a Turtle file that come from a third, fact by fact and not line by line.

What only one side changed is taken over, wherever the lines stand; both may change different properties of one thing,
or add and take out different values of one property. The text is ours with their changes written in, so that order,
comments and brackets stay. What both changed to different ends is a conflict, and stands between marks as git's own do.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tcgraph.rdf import BlankNode, GraphFormat
from tcgraph.turtle.faults import first_fault
from tcgraph.turtle.formatter import format_turtle
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import Collection, CommentLine, Directive, Leaf, Node, PredicateObjects, Statement

_BASE = "http://base.invalid/"
_FREE = re.compile(r"[^\s]")
Key = tuple[str, str]
"""A subject and a predicate, each as its full name."""


class CannotMerge(ValueError):
    """The files hold what this cannot tell apart, such as labelled blank nodes; the lines have to be merged."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed to different ends.

    Attributes:
        subject: the thing, as the file writes it.
        predicate: the property, as the file writes it; empty where one side took the thing out.
        before: its values in the version that both come from, as written; likewise the others.
        ours: in our version.
        theirs: in theirs.
    """

    subject: str
    predicate: str
    before: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it.

    Attributes:
        text: the merged file; each thing in conflict stands in it twice, between marks.
        conflicts: in the order of our file.
    """

    text: str
    conflicts: tuple[Conflict, ...]


class _Version:
    """A parsed file: its statements by subject, and the values of each property with the text that says them."""

    def __init__(self, text: str) -> None:
        self.text = text
        parser = TurtleParser(SourceText(text), base=_BASE)
        self.statements: dict[str, Statement] = {}
        self.values: dict[Key, dict[str, str]] = {}
        self.entries: dict[Key, PredicateObjects] = {}
        self.directives: dict[str | None, Directive] = {}
        self.comments: Counter[str] = Counter()
        try:
            for item in parser.items():
                if isinstance(item, Directive):
                    self.directives[item.prefix] = item
                elif isinstance(item, CommentLine):
                    self.comments[item.comment.text] += 1
                elif isinstance(item, Statement):
                    self._add(item)
        except Unreadable as error:
            raise first_fault(parser.source, GraphFormat.TURTLE, error) from None

    def _add(self, statement: Statement) -> None:
        subject = statement.subject
        if not isinstance(subject, Leaf) or isinstance(subject.term, BlankNode) or str(subject.term) in self.statements:
            raise CannotMerge("a thing without a name, or told in two places")
        self.comments.update(comment.text for comment in statement.comments)
        name = str(subject.term)
        self.statements[name] = statement
        for entry in statement.entries:
            key = (name, str(entry.verb.term))
            if key in self.entries:
                raise CannotMerge("a property told twice of one thing")
            self.entries[key] = entry
            self.values[key] = {_key(node): self.text[node.start : node.end] for node in entry.objects}

    def of(self, name: str) -> dict[Key, frozenset[str]]:
        """What is said of a thing."""
        return {key: frozenset(said) for key, said in self.values.items() if key[0] == name}

    def written(self, name: str) -> str:
        """A statement as it stands."""
        return self.text[self.statements[name].start : self.statements[name].end]


def _key(node: Node) -> str:
    """What a value is, whatever its layout; a bracket is what is said in it."""
    if isinstance(node, Leaf):
        if isinstance(node.term, BlankNode):
            raise CannotMerge("a blank node with a label")
        return str(node.term)
    if isinstance(node, Collection):
        return f"({' '.join(map(_key, node.items))})"
    said = sorted(f"{entry.verb.term} {_key(value)}" for entry in node.entries for value in entry.objects)
    return f"[{'; '.join(said)}]"


def merge_turtle(base: str, ours: str, theirs: str) -> Merged:
    """Merge their changes into our version of a file.

    Args:
        base: the version that both come from.
        ours: our version; its layout and comments stay.
        theirs: the other one.

    Raises:
        CannotMerge: the files cannot be told apart by fact.
        BrokenInput: one of them does not parse.
    """
    was, here, there = _Version(base), _Version(ours), _Version(theirs)
    for prefix, directive in there.directives.items():
        mine = here.directives.get(prefix)
        if mine is not None and mine.iri != directive.iri:
            raise CannotMerge(f"the prefix {prefix}: means two things")
    return _Merge(was, here, there).run()


class _Merge:
    def __init__(self, was: _Version, here: _Version, there: _Version) -> None:
        self._was, self._here, self._there = was, here, there
        self._edits: list[tuple[int, int, str]] = []
        self._conflicts: dict[str, list[Conflict]] = {}

    def run(self) -> Merged:
        was, here, there = self._was, self._here, self._there
        for name in dict.fromkeys((*here.statements, *was.statements, *there.statements)):
            before, mine, other = was.of(name), here.of(name), there.of(name)
            if other in (before, mine):
                continue
            if name not in here.statements and name not in was.statements:
                self._insert(name)
            elif name not in here.statements or name not in there.statements:
                self._gone(name, changed=(mine if name in here.statements else other) != before)
            else:
                self._properties(name, sorted({*before, *mine, *other}))
        text = self._with_prefixes(self._applied())
        if here.text == format_turtle(here.text):
            text = format_turtle(text)
        return Merged(self._marked(text), tuple(each for found in self._conflicts.values() for each in found))

    def _gone(self, name: str, *, changed: bool) -> None:
        """One side took a thing out: so it is, unless the other side changed it."""
        if changed:
            sides = [("changed",) if name in side.statements else ("taken out",) for side in (self._here, self._there)]
            self._conflicts[name] = [Conflict(self._called(name), "", (), *sides)]
        elif name in self._here.statements:
            statement = self._here.statements[name]
            self._edits.append((statement.start, statement.end, ""))

    def _properties(self, name: str, keys: list[Key]) -> None:
        for key in keys:
            old, mine, other = (side.values.get(key, {}) for side in (self._was, self._here, self._there))
            lost, come = old.keys() - other.keys(), other.keys() - old.keys()
            if (not lost and not come) or mine.keys() == other.keys():
                continue
            own_lost, own_come = old.keys() - mine.keys(), mine.keys() - old.keys()
            if lost & own_lost and (come or own_come) and come != own_come:
                self._conflicts.setdefault(name, []).append(self._conflict(key))
            else:
                kept = [text for value, text in mine.items() if value not in lost]
                self._write(key, kept + [other[value] for value in other if value in come - mine.keys()])

    def _write(self, key: Key, values: list[str]) -> None:
        entry = self._here.entries.get(key)
        statement = self._here.statements[key[0]]
        if entry is not None and values:
            self._edits.append((entry.objects[0].start, entry.objects[-1].end, ", ".join(values)))
        elif entry is not None:
            if entry is statement.entries[0]:
                raise CannotMerge("what a thing begins with is gone")
            self._edits.append((entry.verb.start, entry.objects[-1].end, ""))
        elif values:
            verb = self._there.entries[key].verb
            at = statement.entries[-1].objects[-1].end
            said = f"{self._there.text[verb.start : verb.end]} {', '.join(values)}"
            self._edits.append((at, at, f" ;\n    {said}"))

    def _insert(self, name: str) -> None:
        """Put a thing of theirs behind the one that it follows there."""
        order = list(self._there.statements)
        before = [other for other in order[: order.index(name)] if other in self._here.statements]
        at = self._here.statements[before[-1]].end if before else len(self._here.text)
        self._edits.append((at, at, f"\n\n{self._there.written(name)}\n"))

    def _conflict(self, key: Key) -> Conflict:
        entry = next(side.entries[key] for side in (self._here, self._there, self._was) if key in side.entries)
        source = next(side for side in (self._here, self._there, self._was) if key in side.entries)
        verb = source.text[entry.verb.start : entry.verb.end]
        said = [tuple(side.values.get(key, {}).values()) for side in (self._was, self._here, self._there)]
        return Conflict(self._called(key[0]), verb, *said)

    def _called(self, name: str) -> str:
        side = next(each for each in (self._here, self._there, self._was) if name in each.statements)
        subject = side.statements[name].subject
        return side.text[subject.start : subject.end]

    def _applied(self) -> str:
        text = self._here.text
        # From the end; of those at one place the later first, so that things of theirs keep their order.
        numbered = [(start, number, end, new) for number, (start, end, new) in enumerate(self._edits)]
        for start, _, end, new in sorted(numbered, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def _with_prefixes(self, text: str) -> str:
        new = [d for prefix, d in self._there.directives.items() if prefix not in self._here.directives]
        said = "".join(f"{self._there.text[d.start : d.end]}\n" for d in new)
        at = min((d.start for d in self._here.directives.values()), default=0)
        return text[:at] + said + text[at:]

    def _marked(self, text: str) -> str:
        """Each thing in conflict twice, as git marks what it cannot merge, and their new comments at the end."""
        merged = _Version(text)
        pieces: list[tuple[int, int, str]] = []
        for name in self._conflicts:
            ours = merged.written(name) if name in merged.statements else ""
            theirs = self._there.written(name) if name in self._there.statements else ""
            marked = f"<<<<<<< ours\n{_line(ours)}=======\n{_line(theirs)}>>>>>>> theirs\n"
            statement = merged.statements.get(name)
            start, end = (statement.start, statement.end) if statement else (len(text), len(text))
            pieces.append((start, end, marked))
        for start, end, marked in sorted(pieces, reverse=True):
            text = text[:start] + marked + text[end:].lstrip("\n" if end < len(text) else "")
        lost = (self._here.comments | (self._there.comments - self._was.comments)) - merged.comments
        return text + "".join(f"{comment}\n" for comment in lost.elements())


def same_facts(one: str, other: str) -> bool:
    """Whether two texts say the same.

    Raises:
        CannotMerge: they cannot be compared.
        BrokenInput: one of them does not parse.
    """
    first, second = (_Version(text) for text in (one, other))
    return {key: set(said) for key, said in first.values.items()} == {k: set(said) for k, said in second.values.items()}


def _line(text: str) -> str:
    return f"{text}\n" if _FREE.search(text) else ""


__all__ = ["CannotMerge", "Conflict", "Merged", "merge_turtle", "same_facts"]
