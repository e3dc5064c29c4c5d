"""What is noticed in a table or a review, and where, in the page's language; it is worked out in English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tcgraph.followup.fact_writer import short, text
from tcgraph.rdf import Literal
from tcgraph.sentences import Sentences

in_language = Sentences(Path(__file__).parents[1] / "data" / "remarks.toml").in_language


def labels(sentence: str, language: str) -> Iterator[Literal | None]:
    """What a thing is called by a sentence of ours: in English, and in a language that has it, too."""
    for tongue in dict.fromkeys(("en", language)):
        if (words := in_language(sentence, tongue)) != sentence or tongue == "en":
            yield text(short(words), tongue)


HEADED = tuple(in_language("under: …", language).removesuffix("…") for language in ("en", "fr", "es"))
"""What the heading that a row stands under is told by beside it."""
