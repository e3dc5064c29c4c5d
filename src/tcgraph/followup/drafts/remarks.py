"""What is noticed in a table or a review, and where, in the page's language; it is worked out in English."""

from __future__ import annotations

from pathlib import Path

from tcgraph.sentences import Sentences

in_language = Sentences(Path(__file__).parents[1] / "data" / "remarks.toml").in_language
