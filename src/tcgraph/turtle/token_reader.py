"""A reader of words that keeps comments aside and can go on after an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from tcgraph.namespaces import application
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import TokenKind, TurtleToken, Unreadable, tokens
from tcgraph.turtle.tree import Comment


class WordReader:
    """One word of lookahead over a text.

    Args:
        source: the text.
        on_error: called with each error; None makes :meth:`report` raise it.

    Attributes:
        began: where the statement or declaration begins that is being read.
    """

    def __init__(self, source: SourceText, on_error: Callable[[Unreadable], None] | None = None) -> None:
        self.source = source
        self.token = TurtleToken(TokenKind.MARK, "", 0, 0)
        self.previous_end = 0
        self.began = 0
        self.blank_before = False
        self._comments: list[Comment] = []
        self._on_error = on_error
        self._tokens = tokens(source)

    def start(self) -> None:
        """Read the first word."""
        try:
            self.advance()
        except Unreadable as error:
            self.report(error)
            self.skip()

    def advance(self) -> TurtleToken:
        """Go to the next word, setting comments aside; give back the one before."""
        before = self.token
        self.previous_end = end = before.end
        while True:
            try:
                token = next(self._tokens)
            except Unreadable as error:
                # A generator that raised is spent; whoever goes on does so at the next line.
                text = self.source.text
                newline = text.find("\n", error.span.start)
                self._tokens = tokens(self.source, len(text) if newline < 0 else newline)
                raise
            breaks = self.source.text.count("\n", end, token.start)
            if token.kind is not TokenKind.COMMENT:
                self.blank_before = breaks > 1
                self.token = token
                return before
            own_line = breaks > 0 or end == 0
            self._comments.append(Comment(token.text.rstrip(), token.start, own_line, breaks > 1))
            end = token.end

    def at(self, mark: str) -> bool:
        """Whether this mark comes next."""
        return self.token.kind is TokenKind.MARK and self.token.text == mark

    def comments(self) -> list[Comment]:
        """Take every comment set aside so far."""
        taken, self._comments = self._comments, []
        return taken

    def comments_until(self, end: int) -> list[Comment]:
        """Take the comments before an offset, and the one on the line of the word before it."""
        taken = [comment for comment in self._comments if comment.start < end or not comment.own_line]
        self._comments = self._comments[len(taken) :]
        return taken

    def report(self, error: Unreadable) -> None:
        """Hand an error to who asked for it, else raise it."""
        if self._on_error is None:
            raise error
        self._on_error(error)

    def skip(self) -> None:
        """After an error: go on behind the next full stop, or at the next line if no word can be read."""
        while self.token.kind is not TokenKind.END:
            try:
                if self.advance().text == ".":
                    return
            except Unreadable:
                continue

    def skip_line(self) -> None:
        """After an error: go on at the next line."""
        text = self.source.text
        newline = text.find("\n", self.token.start)
        self._tokens = tokens(self.source, len(text) if newline < 0 else newline)
        self.start()

    def wrong(self, reason: str, token: TurtleToken | None = None, *, remedy: str | None = None) -> Unreadable:
        """An error at a word, by default the next one."""
        token = token or self.token
        span = Span(token.start, token.end)
        if token.kind is TokenKind.END:
            # The end of the file is nowhere to look at; the last word before it is.
            end = len(self.source.text.rstrip())
            span = Span(max(end - 1, 0), end)
        return Unreadable(reason, self.source, span, remedy=remedy)


def named(token: TurtleToken) -> str:
    """A word as a message shows it."""
    if token.kind is TokenKind.END:
        return "the end of the file"
    text = token.text if len(token.text) <= 40 else token.text[:39] + "…"
    return text.replace("\n", " ")


def undeclared(prefix: str, declared: Mapping[str, str], source: SourceText, span: Span) -> Unreadable:
    """An error at a prefix that nothing declares, with how to declare it or the one that was meant."""
    near = get_close_matches(prefix, declared, n=1, cutoff=0.6)
    known = application().prefixes
    if not prefix:
        remedy = "delete this if it came here by mistake; otherwise add at the top: @prefix : <…> ."
    elif prefix in known:
        remedy = f"add at the top: @prefix {prefix}: <{known[prefix]}> ."
    elif near:
        remedy = f"did you mean {near[0]}:? Otherwise declare {prefix}: at the top"
    else:
        remedy = f"add at the top: @prefix {prefix}: <…> ."
    return Unreadable(f"the prefix {prefix}: is not declared", source, span, remedy=remedy, rule="undeclared-prefix")
