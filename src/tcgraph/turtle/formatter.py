"""Write Turtle and TriG in one stable layout, keeping comments, order and every choice that carries meaning.

What an author decides stays: the order of statements and values, comments, labels of blank nodes, and whether a
bracket or list opens on a line of its own. Everything else (indentation, spaces, empty lines, quotes, abbreviations)
has one form, so that formatting twice changes nothing and a diff shows facts only.
"""

from __future__ import annotations

from collections import Counter

import pyoxigraph

from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat
from tcgraph.turtle import tree as tree
from tcgraph.turtle.faults import first_fault
from tcgraph.turtle.leaves import LeafWriter
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tokens import TOKEN, Unreadable

WIDTH = 120
_INDENT = "    "
_DEEPEST = 200
# Relative references stay relative; this only lets them be read.
_BASE = "http://base.invalid/"


def format_turtle(text: str, format: GraphFormat = GraphFormat.TURTLE) -> str:
    """The same document in the stable layout.

    Returns:
        The new text; its triples and comments have been checked to be those of the old one.

    Raises:
        BrokenInput: the text does not parse, nests more than 200 deep, or (which would be a defect of this
            module) came out with another meaning; nothing is returned then.
    """
    if format not in (GraphFormat.TURTLE, GraphFormat.TRIG):
        raise BrokenInput(f"only Turtle and TriG are formatted, not {format.suffix}")
    source = SourceText(text)
    parser = TurtleParser(source, format, base=_BASE)
    printer = _Printer(source, LeafWriter(source, parser.prefixes))
    try:
        for item in parser.items():
            printer.item(item)
    except Unreadable as error:
        raise first_fault(source, format, error) from None
    result = printer.result()
    if result != text:
        _check_same(text, result, format)
    return result


class _Printer:
    def __init__(self, source: SourceText, leaves: LeafWriter) -> None:
        self._source = source
        self._leaves = leaves
        self._lines: list[str] = []
        self._has_comment: set[int] = set()
        self._pending: list[tree.Comment] = []
        self._directives: list[tree.Directive] = []
        self._before: tree.Item | None = None
        self._depth = 0
        self._after_one_line = False

    def item(self, item: tree.Item) -> None:
        """Add one item of the document."""
        if isinstance(item, tree.Directive) and not item.comments:
            self._directives.append(item)
            return
        self._flush_directives()
        one_line = False
        if not isinstance(item, tree.CommentLine):
            self._pending = list(item.comments)
        match item:
            case tree.Directive():
                self._gap(item, blank=not isinstance(self._before, tree.Directive | tree.CommentLine))
                self._comments_before(item.end, 0)
                self._emit(_directive(item), 0)
            case tree.CommentLine():
                self._gap(item, blank=item.comment.blank_before or isinstance(self._before, tree.Directive))
                self._emit(item.comment.text, self._depth)
            case tree.GraphOpen():
                self._gap(item, blank=not isinstance(self._before, tree.CommentLine))
                self._comments_before(item.end, 0)
                self._emit(f"{self._leaves.write(item.name)} {{" if item.name else "{", 0)
                self._depth = 1
            case tree.GraphClose():
                self._depth = 0
                self._emit("}", 0)
            case tree.Statement():
                self._gap(item, blank=self._wants_gap(item))
                before = len(self._lines)
                self._statement(item)
                one_line = len(self._lines) == before + 1
        self._comments_after()
        self._after_one_line = one_line
        self._before = item

    def result(self) -> str:
        """The whole text."""
        self._flush_directives()
        return "\n".join(self._lines) + "\n" if self._lines else ""

    # -- documents

    def _flush_directives(self) -> None:
        if not self._directives:
            return
        names = [directive.prefix for directive in self._directives]
        if None not in names and len(set(names)) == len(names):
            self._directives.sort(key=lambda directive: directive.prefix or "")
        self._gap(self._directives[0], blank=not isinstance(self._before, tree.Directive | tree.CommentLine))
        for directive in self._directives:
            self._emit(_directive(directive), 0)
        self._before = self._directives[-1]
        self._directives = []

    def _gap(self, item: tree.Item, *, blank: bool) -> None:
        if self._before is None or isinstance(self._before, tree.GraphOpen):
            return
        if isinstance(self._before, tree.CommentLine) and not isinstance(item, tree.CommentLine):
            # A comment right above a statement is about it; one with an empty line below is not.
            blank = blank and self._blank_above(item.start)
        if blank:
            self._lines.append("")

    def _blank_above(self, offset: int) -> bool:
        text = self._source.text
        line_start = text.rfind("\n", 0, offset) + 1
        above = text.rfind("\n", 0, max(line_start - 1, 0)) + 1
        return line_start > 0 and not text[above:line_start].strip()

    def _wants_gap(self, item: tree.Statement) -> bool:
        # Statements of one line each may stand close together, as in a table, where the author put them so.
        return item.blank_before or not self._after_one_line or self._as_line(item) is None

    # -- statements

    def _statement(self, item: tree.Statement) -> None:
        self._comments_before(item.subject.start, self._depth)
        line = self._as_line(item)
        if line is not None:
            self._emit(line, self._depth)
            return
        if isinstance(item.subject, tree.Leaf):
            subject = self._leaves.write(item.subject)
        else:
            flat = self._flat(item.subject)
            if flat is None:
                self._broken(item.subject, "", self._depth, "" if item.entries else " .")
                if not item.entries:
                    return
                subject = self._lines.pop()[len(_INDENT) * self._depth :]
            else:
                subject = flat
        if not item.entries:
            self._emit(f"{subject} .", self._depth)
            return
        self._entries(item.entries, subject + " ", self._depth, " .", item.end)

    def _as_line(self, item: tree.Statement) -> str | None:
        """A statement that its author wrote on one line, if it still fits there."""
        written = self._source.text[item.start : item.end]
        if "\n" in written or any(comment.start < item.end for comment in item.comments):
            return None
        parts = [self._flat(item.subject)]
        if item.entries:
            if any(self._flat_objects(entry.objects) is None for entry in item.entries):
                return None
            parts.append(self._flat_entries(item.entries))
        line = " ".join(part for part in parts if part) + " ."
        return line if len(line) + len(_INDENT) * self._depth <= WIDTH else None

    def _entries(self, entries: list[tree.PredicateObjects], lead: str, depth: int, close: str, end: int) -> None:
        """Predicates, one a line; ``lead`` stands before the first, which then is not indented further."""
        ordered = self._type_first(entries)
        for number, entry in enumerate(ordered):
            first, last = number == 0, number == len(ordered) - 1
            self._comments_before(entry.objects[0].start, depth + (not (lead and first)))
            if last:
                self._comments_between(entry, end, depth + 1)
            line = len(self._lines)
            self._entry(entry, lead if first else "", depth + 1, close if last else " ;")
            if lead and first:
                self._lines[line] = _INDENT * depth + self._lines[line].lstrip()

    def _type_first(self, entries: list[tree.PredicateObjects]) -> list[tree.PredicateObjects]:
        if self._pending and any(comment.start < entries[-1].verb.start for comment in self._pending):
            return entries
        return sorted(entries, key=lambda entry: not self._leaves.is_type(entry.verb))

    def _entry(self, entry: tree.PredicateObjects, lead: str, depth: int, close: str) -> None:
        head = f"{lead}{self._leaves.verb(entry.verb)}"
        objects = entry.objects
        flat = None if self._author_broke(objects) else self._flat_objects(objects)
        fits = flat is not None and len(head) + 1 + len(flat) + len(close) + len(_INDENT) * depth <= WIDTH
        if flat is not None and (fits or (len(objects) == 1 and isinstance(objects[0], tree.Leaf))):
            self._emit(f"{head} {flat}{close}", depth)
        elif not any(isinstance(node, tree.Leaf) for node in objects) and not self._commented_between(
            objects, inside=False
        ):
            for number, node in enumerate(objects):
                last = number == len(objects) - 1
                if number:
                    head = self._lines.pop().lstrip()
                self._broken(node, f"{head} ", depth, close if last else ",")
        else:
            self._emit(head, depth)
            for number, node in enumerate(objects):
                self._comments_before(node.start, depth + 1)
                self._object(node, "", depth + 1, close if number == len(objects) - 1 else ",")

    def _object(self, node: tree.Node, lead: str, depth: int, close: str) -> None:
        flat = self._flat(node)
        if flat is not None and (
            isinstance(node, tree.Leaf) or len(lead + flat + close) + len(_INDENT) * depth <= WIDTH
        ):
            self._emit(f"{lead}{flat}{close}", depth)
        elif not isinstance(node, tree.Leaf):
            self._broken(node, lead, depth, close)

    def _broken(self, node: tree.Node, lead: str, depth: int, close: str) -> None:
        """A bracket or list over several lines."""
        assert not isinstance(node, tree.Leaf)
        if depth > _DEEPEST:
            line, column = self._source.position(node.start)
            raise BrokenInput(f"brackets nest more than {_DEEPEST} deep", line=line, column=column)
        opening, closing = "[]" if isinstance(node, tree.Brackets) else "()"
        inside = node.entries if isinstance(node, tree.Brackets) else node.items
        if not inside and not self._commented(node):
            self._emit(f"{lead}{opening}{closing}{close}", depth)
            return
        self._emit(f"{lead}{opening}", depth)
        if isinstance(node, tree.Brackets) and node.entries:
            self._entries(node.entries, "", depth, "", node.end)
        elif isinstance(node, tree.Collection):
            for item in node.items:
                self._comments_before(item.start, depth + 1)
                self._object(item, "", depth + 1, "")
        self._comments_before(node.end, depth + 1)
        self._emit(f"{closing}{close}", depth)

    # -- on one line

    def _flat(self, node: tree.Node, level: int = 0) -> str | None:
        """A node on one line; None where a comment, the author's own break or its depth forbids it."""
        if isinstance(node, tree.Leaf):
            return self._leaves.write(node)
        if level > 8 or self._commented(node) or self._opens_on_own_line(node):
            return None
        if isinstance(node, tree.Collection):
            items = [self._flat(item, level + 1) for item in node.items]
            if any(item is None for item in items):
                return None
            return f"( {' '.join(item for item in items if item)} )" if items else "()"
        if not node.entries:
            return "[]"
        for entry in node.entries:
            if self._flat_objects(entry.objects, level + 1) is None:
                return None
        return f"[ {self._flat_entries(node.entries, level + 1)} ]"

    def _flat_entries(self, entries: list[tree.PredicateObjects], level: int = 0) -> str:
        ordered = self._type_first(entries)
        texts = (f"{self._leaves.verb(e.verb)} {self._flat_objects(e.objects, level)}" for e in ordered)
        return " ; ".join(texts)

    def _flat_objects(self, objects: list[tree.Node], level: int = 0) -> str | None:
        texts: list[str] = []
        for node in objects:
            flat = self._flat(node, level)
            if flat is None or ("\n" in flat and len(objects) > 1):
                return None
            texts.append(flat)
        return None if self._commented_between(objects) else ", ".join(texts)

    def _opens_on_own_line(self, node: tree.Brackets | tree.Collection) -> bool:
        inside = node.entries[0].verb if isinstance(node, tree.Brackets) and node.entries else None
        first = node.items[0] if isinstance(node, tree.Collection) and node.items else inside
        return first is not None and "\n" in self._source.text[node.start : first.start]

    def _author_broke(self, objects: list[tree.Node]) -> bool:
        return len(objects) > 1 and "\n" in self._source.text[objects[0].end : objects[1].start]

    # -- comments

    def _commented(self, node: tree.Node) -> bool:
        return any(node.start < comment.start < node.end for comment in self._pending)

    def _commented_between(self, objects: list[tree.Node], *, inside: bool = True) -> bool:
        """Whether comments stand among these values; ``inside`` counts those within a value too."""
        among = [comment for comment in self._pending if objects[0].start < comment.start < objects[-1].end]
        return any(inside or not any(node.start < c.start < node.end for node in objects) for c in among)

    def _comments_before(self, offset: int, depth: int) -> None:
        """Write the comments that stand before an offset: on the last line where they trailed it, else above."""
        while self._pending and self._pending[0].start < offset:
            self._comment(self._pending.pop(0), depth)

    def _comments_between(self, entry: tree.PredicateObjects, end: int, depth: int) -> None:
        """Comments between the last entry and the mark that closes it would drift out of the statement: put above."""
        last = entry.objects[-1].end
        for comment in [c for c in self._pending if last <= c.start < end and c.own_line]:
            self._pending.remove(comment)
            self._emit(comment.text, depth)

    def _comments_after(self) -> None:
        for comment in self._pending:
            self._comment(comment, self._depth)
        self._pending = []

    def _comment(self, comment: tree.Comment, depth: int) -> None:
        last = len(self._lines) - 1
        if comment.own_line or last < 0 or last in self._has_comment or not self._lines[last].strip():
            self._emit(comment.text, depth)
        else:
            self._lines[last] += f"  {comment.text}"
            self._has_comment.add(last)

    def _emit(self, text: str, depth: int) -> None:
        self._lines.append(_INDENT * depth + text)
        if text.startswith("#"):
            self._has_comment.add(len(self._lines) - 1)


def _directive(item: tree.Directive) -> str:
    return f"@base <{item.written}> ." if item.prefix is None else f"@prefix {item.prefix}: <{item.written}> ."


def _check_same(old: str, new: str, format: GraphFormat) -> None:
    before, after = _meaning(old, format), _meaning(new, format)
    # Of blank nodes, which are called otherwise in each reading, those that are alike have to be found.
    if before != after and _canonical(before) != _canonical(after):
        raise BrokenInput("formatting would change what this file says; it is left as it is")
    if _comments(old) != _comments(new):
        raise BrokenInput("formatting would lose a comment of this file; it is left as it is")


def _meaning(text: str, format: GraphFormat) -> pyoxigraph.Dataset:
    try:
        return pyoxigraph.Dataset(pyoxigraph.parse(text.encode(), format.codec, base_iri=_BASE))
    except SyntaxError as error:
        raise BrokenInput(error.msg) from error


def _canonical(quads: pyoxigraph.Dataset) -> pyoxigraph.Dataset:
    quads.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return quads


def _comments(text: str) -> Counter[str]:
    words = TOKEN.finditer(text)
    return Counter(word["comment"].rstrip() for word in words if word.lastgroup == "comment")


__all__ = ["WIDTH", "Unreadable", "format_turtle"]
