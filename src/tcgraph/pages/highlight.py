"""SPARQL in colours, on the server: the same marks as the editor's, without any script."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from tcgraph.sparql import Token, pieces
from tcgraph.sparql.keywords import KEYWORDS

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
