"""The page as HTML: its frame and its words; what the review says is fetched by its script."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tcgraph.reviewing.session import Session


def render(session: Session) -> str:
    """The page of a review.

    Args:
        session: the review; its language is the page's.
    """
    words = words_of(session.language)
    reference = session.reference
    statuses, kinds = reference.choices("status"), reference.choices("organisation-kind")
    choices = {
        "statuses": {code: statuses.get(code, code) for code in reference.statuses},
        "themes": reference.choices("theme"),
        "kinds": {code: kinds.get(code, code) for code in sorted(reference.names.kinds)},
    }
    page: str = _template().render(
        t=words,
        language=session.language,
        name=session.path.name.removesuffix(".review.xlsx"),
        choices=choices,
        aside=session.aside,
        # Between script tags only "<" could end the text.
        given=Markup(json.dumps({"words": words, **choices}, ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S704
    )
    return page


@cache
def words_of(language: str) -> dict[str, str]:
    """The page's words in a language."""
    with resources.files("tcgraph.reviewing").joinpath("words.toml").open("rb") as file:
        found: dict[str, dict[str, str]] = tomllib.load(file)
    return {key: words[language] for key, words in found.items()}


@cache
def _template() -> Any:
    folder = str(resources.files("tcgraph.reviewing"))
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("review.html")
