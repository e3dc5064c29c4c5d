"""Read Turtle, TriG, N-Triples and N-Quads into trees that know where everything stands.

The parser keeps its own stack, so that depth of nesting costs memory in proportion and never the interpreter's.
It streams: one statement at a time, so that a caller who keeps little needs little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from tcgraph.iri import resolve
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode
from tcgraph.sparql.lexer import local_value
from tcgraph.turtle import tree as tree
from tcgraph.turtle.lost_marks import lost_bracket, lost_mark
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.token_reader import WordReader, named, undeclared
from tcgraph.turtle.tokens import TokenKind, TurtleToken, Unreadable, string_value, tagged, unescape

_XSD: Final = STANDARD["xsd"]
_INTEGER: Final = NamedNode(_XSD + "integer")
_DECIMAL: Final = NamedNode(_XSD + "decimal")
_DOUBLE: Final = NamedNode(_XSD + "double")
_BOOLEAN: Final = NamedNode(_XSD + "boolean")
FORMATS: Final = (GraphFormat.TURTLE, GraphFormat.TRIG, GraphFormat.N_TRIPLES, GraphFormat.N_QUADS)
"""The syntaxes that this module reads."""
_Nest: TypeAlias = tree.Statement | tree.Brackets | tree.Collection


def _opened(stack: list[_Nest]) -> list[int]:
    """Where each bracket or list begins that is being read."""
    return [each.start for each in stack if not isinstance(each, tree.Statement)]


class TurtleParser(WordReader):
    """A parser over one text; iterate :meth:`items`.

    Args:
        source: the text.
        format: one of :data:`FORMATS`.
        base: base IRI that relative references start from.
        on_error: called with each error, after which reading goes on behind the next full stop;
            None makes :meth:`items` raise the first one.

    Attributes:
        prefixes: what has been declared so far, prefix without colon to IRI.
    """

    def __init__(
        self,
        source: SourceText,
        format: GraphFormat = GraphFormat.TURTLE,
        *,
        base: str | None = None,
        on_error: Callable[[Unreadable], None] | None = None,
    ) -> None:
        super().__init__(source, on_error)
        if format not in FORMATS:
            raise ValueError(f"{format} is not of the Turtle family")
        self.prefixes: dict[str, str] = {}
        self._base = base
        self._format = format
        self._names: dict[str, NamedNode] = {}
        self._comma: TurtleToken | None = None

    def items(self) -> Iterator[tree.Item]:
        """The document from top to bottom.

        Raises:
            Unreadable: it breaks the grammar, and nobody asked for errors to be collected.
        """
        graph: tree.Leaf | None = None
        inside = False
        self.start()
        while True:
            for comment in self.comments():
                yield tree.CommentLine(comment)
            if self.token.kind is TokenKind.END:
                if inside:
                    self.report(self.wrong("the graph block is never closed", remedy="close it with }"))
                return
            self.began, declaring = self.token.start, not inside and self._is_directive()
            try:
                if inside and self.at("}"):
                    closing = self.advance()
                    inside = False
                    yield tree.GraphClose(closing.start, closing.end, self.comments_until(closing.end))
                elif declaring:
                    yield self._directive()
                elif not inside and (opened := self._graph_open()) is not None:
                    graph, inside = opened.name, True
                    yield opened
                else:
                    yield self._statement(graph if inside else None, inside)
            except Unreadable as error:
                self.report(error)
                if declaring:
                    # Where only its full stop is lost, the next word begins what comes behind it.
                    if "\n" not in self.source.text[self.previous_end : self.token.start]:
                        self.skip_line()
                else:
                    self.skip()

    def _is_directive(self) -> bool:
        token = self.token
        return token.kind is TokenKind.AT or (token.kind is TokenKind.WORD and token.text.lower() in ("prefix", "base"))

    def _directive(self) -> tree.Directive:
        keyword = self.advance()
        word = keyword.text.lower().lstrip("@")
        if word not in ("prefix", "base"):
            raise self.wrong(f"{keyword.text} is no directive", keyword, remedy="write @prefix or @base")
        prefix: str | None = None
        if word == "prefix":
            name = self.token
            if name.kind is not TokenKind.NAME or not name.text.endswith(":") or name.text.count(":") != 1:
                raise self.wrong("a prefix ends in a colon", remedy="write @prefix name: <IRI> .")
            prefix = self.advance().text[:-1]
        if self.token.kind is not TokenKind.IRI:
            written = f"@prefix {prefix}:" if prefix is not None else "@base"
            raise self.wrong("an address between < and > belongs here", remedy=f"write {written} <https://…> .")
        iri = self.advance()
        meaning = resolve(self._unescape(iri, iri.text[1:-1]), self._base)
        if prefix is None:
            self._base = meaning
        else:
            self.prefixes[prefix] = meaning
            self._names.clear()
        end = self._full_stop("the directive").end if keyword.text.startswith("@") else iri.end
        return tree.Directive(prefix, meaning, iri.text[1:-1], keyword.start, end, self.comments_until(end))

    def _graph_open(self) -> tree.GraphOpen | None:
        first = self.token
        name: tree.Leaf | None = None
        if self._format is not GraphFormat.TRIG:
            return None
        if first.kind is TokenKind.WORD and first.text.lower() == "graph":
            self.advance()
            name = self._leaf("a graph's name")
        elif first.kind in (TokenKind.IRI, TokenKind.NAME, TokenKind.BLANK) and self._brace_follows(first):
            name = self._leaf("a graph's name")
        elif not self.at("{"):
            return None
        if not self.at("{"):
            raise self.wrong("{ belongs after the graph's name")
        end = self.advance().end
        return tree.GraphOpen(name, first.start, end, self.comments_until(end))

    def _brace_follows(self, token: TurtleToken) -> bool:
        text = self.source.text
        at = token.end
        while at < len(text) and text[at] in " \t\r\n#":
            if text[at] == "#":
                newline = text.find("\n", at)
                at = len(text) if newline < 0 else newline
            else:
                at += 1
        return text.startswith("{", at)

    def _statement(self, graph: tree.Leaf | None, inside: bool) -> tree.Statement:
        self._comma = None
        statement = tree.Statement(tree.Leaf(RDF_TYPE, 0, 0), self.token.start, blank_before=self.blank_before)
        subject = statement.subject = self._subject()
        says_it_all = isinstance(subject, tree.Brackets) and subject.entries
        if not (says_it_all and (self.at(".") or self.at("}"))):
            self._fill(statement)
        if self._format is GraphFormat.N_QUADS and not self.at("."):
            graph = self._leaf("a graph's name or the full stop")
        if graph is not None:
            if isinstance(graph.term, Literal):
                raise self.wrong("a literal cannot name a graph")
            statement.graph = graph.term
        stop_left_out = inside and self.at("}")
        statement.end = self.previous_end if stop_left_out else self._full_stop("the statement").end
        statement.comments = self.comments_until(statement.end)
        return statement

    def _full_stop(self, what: str) -> TurtleToken:
        if self.at("."):
            return self.advance()
        before = TurtleToken(TokenKind.MARK, "", max(self.previous_end - 1, 0), self.previous_end)
        if self.token.kind is TokenKind.END:
            raise self.wrong(f"the file ends before {what} does", before, remedy="end it with a full stop")
        if self._goes_on_behind_a_quote():
            remedy = 'put a backslash before each quotation mark that belongs to the text: \\"'
            raise self.wrong(
                f"the text ends at this quotation mark, and {named(self.token)} follows", before, remedy=remedy
            )
        if self.at("]") or self.at(")"):
            opening = "[" if self.at("]") else "("
            raise self.wrong(
                f"{self.token.text} closes nothing here",
                remedy=f"put {opening} where what it closes begins; delete it only if it came here by mistake",
            )
        if what == "the directive" or self._format in (GraphFormat.N_TRIPLES, GraphFormat.N_QUADS):
            raise self.wrong(
                f"after this, {named(self.token)} cannot follow", before, remedy=f"end {what} with a full stop"
            )
        raise self._lost_mark([])

    def _lost_mark(self, opened: list[int]) -> Unreadable:
        """What to say of a word that cannot follow, within the brackets and lists that begin at these offsets."""
        end = self.previous_end
        reason, where, remedy = lost_mark(self.source, self.token, end, self._comma, opened)
        where = where or TurtleToken(TokenKind.MARK, "", max(end - 1, 0), end)
        return self.wrong(reason or f"after this, {named(self.token)} cannot follow", where, remedy=remedy)

    def _goes_on_behind_a_quote(self) -> bool:
        """Whether a word touches a quotation mark: the mark was to be part of the text."""
        kinds = (TokenKind.WORD, TokenKind.NAME, TokenKind.NUMBER)
        touches = self.previous_end == self.token.start and self.token.kind in kinds
        return touches and self.source.text[self.previous_end - 1] in "\"'"

    def _subject(self) -> tree.Node:
        if self.at("[") or self.at("("):
            holder: list[tree.Node] = []
            opened = self._object(holder)
            assert opened is not None
            self._fill(opened)
            return opened
        if self.token.kind in (TokenKind.STRING, TokenKind.NUMBER):
            raise self.wrong("a text or number cannot begin a block", remedy="is a full stop too many just before?")
        if self.at("."):
            raise self.wrong("there is one full stop too many here", remedy="delete it")
        if self.at(";") or self.at(","):
            remedy = f"to go on with the block, delete the full stop; to end it, delete the {self.token.text}"
            raise self.wrong(f"a full stop ends the block, and {self.token.text} comes behind it", remedy=remedy)
        return self._leaf("a subject")

    def _fill(self, root: _Nest) -> None:
        """Read what stands inside ``root``, whatever it nests, up to its closing mark or the full stop."""
        stack: list[_Nest] = [root]
        predicate_next = True
        semicolon: TurtleToken | None = None
        while stack:
            top = stack[-1]
            opened: tree.Brackets | tree.Collection | None = None
            if (self.at(")") and isinstance(top, tree.Collection)) or (self.at("]") and isinstance(top, tree.Brackets)):
                top.end = self.advance().end
                stack.pop()
                predicate_next = False
            elif isinstance(top, tree.Collection):
                if self.at(".") or self.at(";"):
                    line, _ = self.source.position(top.start)
                    raise self.wrong(f"the list of line {line} is not closed", remedy="close it with )")
                if self.at("]"):
                    remedy = lost_bracket(self.source, self.token, _opened(stack))
                    raise self.wrong("a value belongs here, not ]", remedy=remedy)
                opened = self._object(top.items)
            elif predicate_next:
                if top.entries and isinstance(top, tree.Statement) and (self.at(".") or self.at("}")):
                    return
                top.entries.append(tree.PredicateObjects(self._verb()))
                self._refuse_no_value(semicolon if top.entries[1:] else None, stack)
                opened = self._object(top.entries[-1].objects)
                predicate_next = False
            elif self.at(","):
                comma = self.advance()
                named_next = self.token.kind in (TokenKind.NAME, TokenKind.IRI)
                opened = self._object(top.entries[-1].objects)
                # Kept where it may be a slip: a name stands behind it, and no mark behind that.
                self._comma = comma if named_next and self.token.kind is not TokenKind.MARK else None
            elif self.at(";"):
                semicolon = self.advance()
                while self.at(";"):
                    self.advance()
                predicate_next = True
            elif isinstance(top, tree.Statement):
                return
            else:
                remedy = lost_bracket(self.source, self.token, _opened(stack))
                if self.token.kind is TokenKind.END:
                    raise self.wrong("the file ends inside a bracket", remedy=remedy)
                if self.token.kind is TokenKind.MARK and self.token.text not in "[(":
                    raise self.wrong(f"{named(self.token)} cannot stand here", remedy=remedy)
                raise self._lost_mark(_opened(stack))
            if opened is not None:
                stack.append(opened)
                predicate_next = True

    def _refuse_no_value(self, semicolon: TurtleToken | None, stack: list[_Nest]) -> None:
        """Slips of the hand: a full stop or a comma where a semicolon belongs, or a semicolon for one of these.

        Args:
            semicolon: what stands before the predicate that was read last; None where it is a statement's first.
            stack: what is being read, the outermost first.
        """
        kind_next = self.token.kind is TokenKind.WORD and self.token.text == "a"
        if kind_next and (lost := lost_bracket(self.source, self.token, _opened(stack))):
            raise self.wrong("a value belongs here, not a", remedy=lost)
        if semicolon and kind_next:
            raise self.wrong("a full stop belongs here, not ;", semicolon, remedy="end a block with a full stop")
        comma = "put a comma, and no semicolon, between two values of one property"
        if semicolon and self.at(","):
            raise self.wrong("a comma belongs here, not ;", semicolon, remedy=comma)
        if self.at(";"):
            raise self.wrong("a value belongs here, not ;", remedy=comma if semicolon else None)

    def _verb(self) -> tree.Leaf:
        token = self.token
        if token.kind is TokenKind.WORD and token.text == "a":
            self.advance()
            return tree.Leaf(RDF_TYPE, token.start, token.end)
        if token.kind is TokenKind.END:
            raise self._cut_off("a predicate")
        if token.kind not in (TokenKind.IRI, TokenKind.NAME):
            shown = f"“{token.text}”" if token.kind is TokenKind.WORD else named(token)
            raise self.wrong(f"{shown} cannot be a predicate", remedy="a predicate is a, an IRI or prefix:name")
        return self._leaf("a predicate")

    def _object(self, into: list[tree.Node]) -> tree.Brackets | tree.Collection | None:
        """Read an object; one that opens brackets or a list is given back to be filled."""
        opened: tree.Brackets | tree.Collection
        if self.at("["):
            start = self.advance().start
            opened = tree.Brackets(BlankNode(f"o{start}"), start)
        elif self.at("("):
            opened = tree.Collection(self.advance().start)
        else:
            into.append(self._leaf("a value"))
            return None
        into.append(opened)
        return opened

    def _leaf(self, what: str) -> tree.Leaf:
        token = self.token
        try:
            match token.kind:
                case TokenKind.NAME:
                    return tree.Leaf(self._named_node(self.advance()), token.start, token.end)
                case TokenKind.IRI:
                    self.advance()
                    iri = resolve(self._unescape(token, token.text[1:-1]), self._base)
                    return tree.Leaf(NamedNode(iri), token.start, token.end)
                case TokenKind.BLANK:
                    self.advance()
                    return tree.Leaf(BlankNode("l" + token.text[2:]), token.start, token.end)
                case TokenKind.STRING:
                    return self._string()
                case TokenKind.NUMBER:
                    self.advance()
                    lower = token.text.lower()
                    datatype = _DOUBLE if "e" in lower else _DECIMAL if "." in lower else _INTEGER
                    return tree.Leaf(Literal(token.text, datatype=datatype), token.start, token.end)
                case TokenKind.WORD if token.text in ("true", "false"):
                    self.advance()
                    return tree.Leaf(Literal(token.text, datatype=_BOOLEAN), token.start, token.end)
        except ValueError as error:
            raise self.wrong(f"{token.text} is not valid: {error}", token) from error
        if token.kind is TokenKind.END:
            raise self._cut_off(what)
        remedy = None
        if token.kind is TokenKind.WORD:
            remedy = "a name has a prefix and a colon before it, and a text stands between quotation marks"
        raise self.wrong(f"{what} belongs here, not {named(token)}", remedy=remedy)

    def _cut_off(self, what: str) -> Unreadable:
        remedy = "is the file cut off? A statement ends with a full stop, which may stand in place of its last ;"
        return self.wrong(f"the file ends where {what} belongs", remedy=remedy)

    def _string(self) -> tree.Leaf:
        token = self.advance()
        value = self._unescape(token, None)
        if self.token.kind is TokenKind.AT:
            tag = self.advance()
            # RDF 1.1 Concepts §3.3: tags are compared in lower case.
            return tree.Leaf(tagged(value, tag.text[1:].lower()), token.start, tag.end)
        if self.token.text == "^^":
            self.advance()
            if self.token.kind not in (TokenKind.IRI, TokenKind.NAME):
                raise self.wrong("a datatype belongs after ^^", remedy="such as xsd:date")
            datatype = self._leaf("a datatype")
            assert isinstance(datatype.term, NamedNode)
            return tree.Leaf(Literal(value, datatype=datatype.term), token.start, datatype.end)
        return tree.Leaf(Literal(value), token.start, token.end)

    def _unescape(self, token: TurtleToken, written: str | None) -> str:
        try:
            return string_value(token.text) if written is None else unescape(written)
        except ValueError:
            raise self.wrong("an escape names no character", token) from None

    def _named_node(self, token: TurtleToken) -> NamedNode:
        known = self._names.get(token.text)
        if known is not None:
            return known
        prefix, _, local = token.text.partition(":")
        base = self.prefixes.get(prefix)
        if base is None:
            raise undeclared(prefix, self.prefixes, self.source, Span(token.start, token.start + len(prefix) + 1))
        node = self._names[token.text] = NamedNode(base + local_value(local))
        return node
