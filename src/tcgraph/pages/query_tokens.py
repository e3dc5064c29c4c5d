"""What the text of a query tells without being run: its form, its prefixes, which tokens are terms; and its colours.

The ways to ask: one short query for each kind of question, to be copied and changed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from tcgraph import sparql
from tcgraph.queries import NamedQuery, QueryCatalogue
from tcgraph.sparql import Token, pieces
from tcgraph.sparql.keywords import KEYWORDS
from tcgraph.terms import BASE

__all__ = ["Token", "form_of", "inner_offset", "is_term", "outer_offset", "tokens"]

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_TERMS = ("iri", "variable", "name", "string", "number", "blank")


def tokens(text: str) -> list[Token]:
    """The tokens of a query, without white space and comments; never fails, whatever the text."""
    return list(sparql.tokens(text))


def is_term(token: Token) -> bool:
    """Whether a token can be a subject, predicate or object."""
    return token.kind in _TERMS or token.text == "a"


def form_of(text: str) -> str:
    """``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``; an empty text when it is none of these."""
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    return next((word for word in words if word in _FORMS), "")


def outer_offset(base: str, text: str, offset: int) -> int:
    """Where a place of a query is in the reader's text, which writes our IRIs under ``base``."""
    return offset + (len(base) - len(BASE)) * text.count(BASE, 0, offset)


def inner_offset(base: str, text: str, offset: int) -> int:
    """Where a place of the reader's text is in a query; the inverse of :func:`outer_offset`."""
    longer = len(base) - len(BASE)
    start = text.find(BASE)
    while 0 <= start < offset:
        offset = max(start, offset - longer)
        start = text.find(BASE, start + 1)
    return offset


# -- SPARQL in colours, on the server: the same marks as the editor's, without any script

_CLASSES = {"comment": "c", "string": "s", "iri": "i", "variable": "v", "name": "n"}


@lru_cache(maxsize=256)
def highlight(text: str) -> Markup:
    """Query text as HTML: the same characters, tokens in ``span`` with a class that says what they are."""
    # Escaped piece by piece: `Markup.format` would parse its pattern again for each of a thousand tokens.
    return Markup("".join(map(_marked, pieces(text))))  # noqa: S704


def _marked(piece: Token) -> str:
    kind = _CLASSES.get(piece.kind) or ("k" if piece.is_word(*KEYWORDS) else "")
    shown = escape(piece.text)
    return f'<span class="q-{kind}">{shown}</span>' if kind else str(shown)


_FIRST: Final = (
    *("status", "who", "place", "time", "money", "named", "made", "numbers", "sure", "absent"),
    *("served", "theme", "due", "meetings", "waiting", "answers", "read", "pairing", "source"),
)


def patterns(queries: QueryCatalogue) -> list[NamedQuery]:
    """The queries in ``queries/pattern/``, what is asked most first; a project's own come after."""

    def place(query: NamedQuery) -> int:
        return _FIRST.index(query.name) if query.name in _FIRST else len(_FIRST)

    return sorted(queries.of_kind("pattern"), key=place)
