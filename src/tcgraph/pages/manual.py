"""The manual: ``docs/`` as pages, with contents, search, and queries that run where they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from tcgraph.errors import UnknownTerm
from tcgraph.pages.i18n import has, translator
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.query_tokens import highlight
from tcgraph.pages.site import Site

_HERE = Path(__file__).parents[1]
_LOCAL = "http://127.0.0.1:8297/"
_FOLD = re.compile(r"<p>&lt;details&gt;&lt;summary&gt;(.*?)&lt;/summary&gt;</p>")
_FOLD_END = re.compile(r"<p>&lt;/details&gt;</p>")
"""HTML that a forge folds an exercise's answer with, as the reader escapes it."""
"""Where ``make serve`` serves: in the manual's text such an address is a page of whoever shows it."""
_FOLDED = 20_000
"""Letters above which a page shows its sections folded."""
_CHANGES = "data-changes"
_CHAPTERS: Mapping[str, tuple[str, ...]] = {
    "begin": ("tour", "words", "ask", "sparql", "trust"),
    "keep": ("own-follow-up", "report", "check", "history"),
    "hand_on": ("publish", "formats", "deploy", "scale", "settings"),
    "look_up": ("commands", "python", "architecture", _CHANGES),
}
"""The pages of the manual in the order of reading; what else there is stands after them."""
HELP: Mapping[str, str] = {
    "follow-up": "tour", "pictures": "tour", "ask": "ask", "sparql": "sparql", "quality": "trust",
    "reporting": "report", "deadlines": "report", "data": "publish", "ontology": "sparql", "graph": "ask",
}  # fmt: skip
"""Which page of the manual helps with a page of the site, by the navigation's key."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the manual.

    Attributes:
        name: its name in the address, and its file's.
        title: its heading.
        text: the file.
        language: of the text.
    """

    name: str
    title: str
    text: str
    language: str = "en"


def folder() -> Path:
    """Where the manual is: beside the code that was installed, or in the checkout."""
    installed = _HERE / "_project" / "docs"
    return installed if installed.is_dir() else _HERE.parents[1] / "docs"


@cache
def chapters() -> Mapping[str, Chapter]:
    """The pages of the manual by name, in the order of reading."""
    names = [name for group in _CHAPTERS.values() for name in group]
    others = sorted(path.stem for path in folder().glob("*.md") if path.stem not in names)
    files = {name: folder() / f"{name}.md" for name in (*names, *others)}
    return {name: _chapter(name, file.read_text(encoding="utf-8")) for name, file in files.items() if file.is_file()}


def _chapter(name: str, text: str, language: str = "en") -> Chapter:
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    return Chapter(name, title[1] if title else name, text, language)


@cache
def spoken(chapter: Chapter, language: str) -> Chapter:
    """A page of the manual in a reader's language, where it has been written in it; else as it is."""
    file = folder() / language / f"{chapter.name}.md"
    return _chapter(chapter.name, file.read_text(encoding="utf-8"), language) if file.is_file() else chapter


def tells_changes(site: Site) -> bool:
    """Whether the manual's page of changes in the data is about a project's own data: it stands beside them."""
    return (site.project.root / "docs" / f"{_CHANGES}.md").is_file()


def index(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """What the manual has, or where in it some words stand."""
    t = translator(state.language)
    known = {name: told for name, told in chapters().items() if name != _CHANGES or tells_changes(site)}
    words = state.get("q")
    listed = {name for names in _CHAPTERS.values() for name in names}
    rest = tuple(name for name in known if name not in listed)
    groups = [
        (
            key,
            [
                spoken(known[name], state.language)
                for name in (*names, *(rest if key == "look_up" else ()))
                if name in known
            ],
        )
        for key, names in _CHAPTERS.items()
    ]
    context = {
        "groups": groups,
        "words": words,
        "hits": find(words) if words else [],
        "described": lambda name: t(f"manual.{name}") if has(state.language, f"manual.{name}") else "",
    }
    return Page("help.html", t("help.title"), "", context)


def chapter(_site: Site, state: State, parameters: Mapping[str, str]) -> Page:
    """One page of the manual.

    Raises:
        UnknownTerm: the manual has no such page.
    """
    known = chapters()
    told = known.get(parameters["name"])
    if told is None:
        raise UnknownTerm(f"The manual has no page {parameters['name']!r}; it has {', '.join(known)}.")
    told = spoken(told, state.language)
    body, contents = as_html(told.text, state)
    names = list(known)
    place = names.index(told.name)
    context = {
        "chapter": told,
        "body": body,
        "contents": contents,
        "folded": len(told.text) > _FOLDED,
        "before": spoken(known[names[place - 1]], state.language) if place else None,
        "after": spoken(known[names[place + 1]], state.language) if place + 1 < len(names) else None,
    }
    return Page("chapter.html", told.title, "", context)


def find(words: str) -> list[tuple[Chapter, str, str, str]]:
    """The sections that have all of some words: the page, the heading, its place, and a few words around."""
    wanted = words.casefold().split()
    found: list[tuple[int, tuple[Chapter, str, str, str]]] = []
    for told in chapters().values():
        for heading, section in _sections(told.text):
            low = f"{heading} {section}".casefold()
            if wanted and all(word in low for word in wanted):
                at = max(0, section.casefold().find(wanted[0]) - 60)
                snippet = " ".join(section[at : at + 180].split())
                named = sum(word in heading.casefold() for word in wanted)
                found.append((-named, (told, heading, slug(heading), snippet)))
    return [hit for _, hit in sorted(found, key=lambda one: one[0])][:40]


def _sections(text: str) -> list[tuple[str, str]]:
    parts = re.split(r"^#{1,3} (.+)$", text, flags=re.MULTILINE)
    return [(_plain(heading), _plain(section)) for heading, section in zip(parts[1::2], parts[2::2], strict=True)]


def _plain(text: str) -> str:
    return re.sub(r"[`*|]|\]\([^)]*\)|\[", "", text).strip()


def slug(heading: str) -> str:
    """A heading as the end of an address, as the forges write it."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


def as_html(text: str, state: State) -> tuple[Markup, list[tuple[str, str]]]:
    """A page of the manual as HTML, and its sections: their places and headings.

    Args:
        text: Markdown of our own files; HTML within it is shown as it stands.
        state: the page's address, under which links lead on.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.add_render_rule("fence", lambda _self, tokens, place, *_: _fence(tokens[place], state))
    reader.add_render_rule("code_block", lambda _self, tokens, place, *_: _fence(tokens[place], state))
    reader.add_render_rule(
        "table_open", lambda *_: '<div class="scroll" tabindex="0" role="region"><table class="plain">'
    )
    reader.add_render_rule("table_close", lambda *_: "</table></div>")
    tokens = reader.parse(text)
    contents: list[tuple[str, str]] = []
    for place, token in enumerate(tokens):
        if token.attrs.pop("style", None) == "text-align:right":  # a page may hold no style of its own
            token.attrSet("class", "figure")
        if token.type == "heading_open":
            heading = unescape(_plain(tokens[place + 1].content))
            token.attrSet("id", slug(heading))
            if token.tag == "h2":
                contents.append((slug(heading), heading))
        for at, child in enumerate(token.children or ()):
            if child.type == "link_open":
                _name_chapter(token.children or [], at)
                child.attrSet("href", _address(str(child.attrs["href"]), state))
            elif child.type == "image":
                child.attrSet("src", f"{state.root}/help/{child.attrs['src']}")
                child.attrSet("loading", "lazy")
    if len(text) > _FOLDED:
        tokens = [*_in_folds(tokens)]
    # The reader escapes all text; what it is given besides are the pieces made above, and what folds.
    rendered = str(reader.renderer.render(tokens, reader.options, {}))
    body = _FOLD_END.sub("</details>", _FOLD.sub(r"<details><summary>\1</summary>", rendered))
    return Markup(body), contents  # noqa: S704


def _name_chapter(inside: list[Token], at: int) -> None:
    """A link that says no more than a file's name says what that page of the manual is called."""
    told = chapters().get(inside[at + 1].content.rpartition("/")[2].removesuffix(".md"))
    if told and inside[at + 1].content.endswith(".md"):
        inside[at + 1].content = told.title


def _in_folds(tokens: Sequence[Token]) -> Iterator[Token]:
    """A page with each of its sections folded under its heading; whoever is led to one by its address finds it open."""
    folded, place = False, ""
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h2":
            place = str(token.attrs.pop("id"))
            yield _raw(("</details>" if folded else "") + '<details class="more fold"><summary>')
            folded = True
        yield token
        if token.type == "heading_close" and token.tag == "h2":
            # What an address leads to has to stand inside for browsers to open it (HTML §7.4.6.4).
            yield _raw(f'</summary><span id="{escape(place)}"></span>')
    yield _raw("</details>" if folded else "")


def _raw(text: str) -> Token:
    return Token("html_block", "", 0, content=text)


def _fence(token: Token, state: State) -> str:
    shown = highlight(token.content) if token.info == "sparql" else escape(token.content)
    run = ""
    if token.info == "sparql":
        told, address = translator(state.language)("ontology.run"), escape(state.to("/sparql", query=token.content))
        run = f'<p class="actions"><a class="button" href="{address}">{told}</a></p>'
    return f'<pre tabindex="0">{shown}</pre>{run}\n'


def _address(href: str, state: State) -> str:
    """Where a link of the manual leads in the product."""
    if href.startswith(_LOCAL):
        return state.to("/" + href.removeprefix(_LOCAL))
    path, mark, place = href.partition("#")
    name = path.rpartition("/")[2].removesuffix(".md")
    if path.endswith(".md") and name in chapters():
        return state.to(f"/help/{name}") + mark + place
    return state.to("/help") if path.endswith(".md") else href


def help_for(section: str, names: Sequence[str]) -> str:
    """The address of the manual's page that helps with a page of the site, by the page's key."""
    name = HELP.get(section, "")
    return f"/help/{name}" if name in names else "/help"


VIEWS = (View("/help", index), View("/help/{name}", chapter))
