"""The page as HTML: its frame and its words; what the review says is fetched by its script."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from starlette.staticfiles import StaticFiles

from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.drafts.review_words import ANSWERED
from tcgraph.followup.project_engine import open_graph
from tcgraph.pages.site import HERE as PAGES
from tcgraph.project import Project
from tcgraph.reviewing.reference_data import ReferenceData
from tcgraph.reviewing.session import Session

_HERE: Final = Path(__file__).parent


def render(session: Session) -> str:
    """The page of a review.

    Args:
        session: the review; its language is the page's.
    """
    words = words_of(session.language)
    reference = session.reference
    statuses, kinds = reference.choices("status"), reference.choices("organisation-kind")
    choices = {
        "statuses": {code: statuses.get(code, code) for code in reference.statuses} | {ANSWERED: words["answered"]},
        "themes": reference.choices("theme"),
        "certainties": reference.choices("certainty"),
        "roles": reference.choices("role"),
        "kinds": {code: kinds.get(code, code) for code in sorted(reference.names.kinds)},
    }
    return template("review.html").render(
        t=words,
        language=session.language,
        name=session.path.name.removesuffix(".review.xlsx"),
        choices=choices,
        aside={name: [_said(row, session.language) for row in rows] for name, rows in session.aside.items()},
        # Between script tags only "<" could end the text.
        given=Markup(json.dumps({"words": words, **choices}, ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S704
    )


def _said(row: Sequence[str], language: str) -> list[str]:
    """A remark or an unread stretch in a language; the source's own words as they are."""
    return [in_language(words, language) for words in row]


@cache
def words_of(language: str) -> dict[str, str]:
    """The page's words in a language."""
    with (_HERE / "words.toml").open("rb") as file:
        found: dict[str, dict[str, str]] = tomllib.load(file)
    return {key: words[language] for key, words in found.items()}


def statuses_of(project: Project, language: str) -> dict[str, str]:
    """The codes of every status that a project knows, each with its name in a language."""
    reference = ReferenceData(open_graph(project), language, language)
    names = reference.choices("status")
    return {code: names.get(code, code) for code in reference.statuses}


def site_files() -> StaticFiles:
    """The style of the pages that everybody reads."""
    return StaticFiles(directory=PAGES / "static")


def static_files() -> StaticFiles:
    """What the pages of a review add to it."""
    return StaticFiles(directory=str(_HERE / "static"))


def template(name: str) -> Template:
    """A page's template."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(str(_HERE / "templates")), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["zipped"] = lambda columns: zip(*columns, strict=True)
    return environment
