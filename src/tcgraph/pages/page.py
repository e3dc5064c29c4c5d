"""A page before it has a form: its address, what it says, the queries that say it; and which page shows what."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import quote, unquote, urlencode

from tcgraph.pages.charts.figure import Figure
from tcgraph.pages.site import Answer, Site
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import BASE, ID, TC

FIRST = "/start"
"""What stands for the first page where a suffix follows."""


@dataclass(frozen=True, slots=True)
class State:
    """Path and parameters of a request.

    Attributes:
        path: without any suffix such as ``.csv``.
        parameters: those given and not empty, without ``lang``.
        language: one of those that pages can be had in.
        root: what a proxy strips from the front of every address, and what stands before those written here.
        origin: scheme and host by which readers reach the server; empty when nobody knows.
        said: whether the address names the language, so that those it leads to name it too, English among them.
        asked: the names of parameters that a page has looked for, in the address or not.
    """

    path: str
    parameters: Mapping[str, str]
    language: str = "en"
    root: str = ""
    origin: str = ""
    said: bool = False
    asked: set[str] = field(default_factory=set, compare=False)

    @property
    def unused(self) -> list[str]:
        """The parameters that the page made no use of, once it is made."""
        return sorted(set(self.parameters) - self.asked)

    @property
    def named_language(self) -> str:
        """What the addresses that this page leads to say of the language; empty where they need not."""
        return self.language if self.said or self.language != "en" else ""

    def get(self, name: str, default: str = "") -> str:
        """A parameter's text."""
        self.asked.add(name)
        return self.parameters.get(name, default)

    def url(self, path: str | None = None, /, **changes: object) -> str:
        """The address of this state with some parameters changed; None or an empty text removes one."""
        merged = {**self.parameters, **{name: "" if value is None else str(value) for name, value in changes.items()}}
        return self._address(self.path if path is None else path, merged)

    def to(self, path: str, /, **parameters: object) -> str:
        """The address of another page, in the same language and about the same follow-up, without other parameters."""
        given = {"of": self.get("of"), **parameters}
        return self._address(path, {name: "" if value is None else str(value) for name, value in given.items()})

    def twin(self, suffix: str, **changes: object) -> str:
        """The address of this page's twin in another format, with some parameters changed."""
        path = FIRST if self.path == "/" else self.path
        return self.url(f"{path}.{suffix}", **changes)

    def in_language(self, language: str) -> str:
        """The address of this page in another language."""
        return replace(self, language=language, said=True).url()

    def absolute(self, address: str) -> str:
        """An address of this server, as :meth:`url` and :meth:`to` write them, for readers elsewhere."""
        return self.origin + address

    def _address(self, path: str, parameters: Mapping[str, str]) -> str:
        path, mark, fragment = path.partition("#")
        pairs = "&".join(_pair(name, value) for name, value in parameters.items() if value and name != "lang")
        if self.named_language:
            pairs += ("&" if pairs else "") + f"lang={self.named_language}"
        query = ("&" if "?" in path else "?") + pairs if pairs else ""
        return self.root + path + query + mark + fragment


@lru_cache(maxsize=4096)
def _pair(name: str, value: str) -> str:
    """One parameter of an address; a page writes the same few again and again."""
    return urlencode([(name, value)])


@dataclass(frozen=True, slots=True)
class Page:
    """What one address shows.

    Attributes:
        template: the template, below ``templates/``.
        title: the page's name in the reader's language.
        section: the entry of the navigation that it belongs to.
        context: what else the template needs.
        answers: the queries behind the page; the first is its table, as CSV and JSON.
        things: the things it is about; their description is its Turtle.
        figures: the pictures of what it tells; each can be had as SVG.
        subject: what the page is about, in the terms of schema.org.
        saved: what its query is called and says as the file of a named one; empty where it is no question built here.
        texts: sentences of its context that are told in the reader's language where they are known in it, besides those
            of its answers.
        framed: whether it is made to be shown on pages of others, where the site lets them.
        sheets: the other tables that its workbook has beside the first, fetched when somebody wants one.
        status: HTTP status; 400 or more where it could not answer, and then the context says why as ``refusal``.
    """

    template: str
    title: str
    section: str
    context: Mapping[str, object] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    things: tuple[NamedNode, ...] = ()
    figures: tuple[Figure, ...] = ()
    subject: Mapping[str, object] | None = None
    saved: tuple[str, str] = ("", "")
    texts: tuple[Literal, ...] = ()
    framed: bool = False
    sheets: Callable[[], tuple[Answer, ...]] = tuple
    status: int = 200


Build = Callable[[Site, State, Mapping[str, str]], Page]
"""How a page is made: the site, the state of its address, and the variable parts of its path."""


@dataclass(frozen=True, slots=True)
class View:
    """A path pattern and how the page behind it is made."""

    path: str
    build: Build


_OWN_PAGE = re.compile(
    r"recommendation/(\d+)(?:/element/\d+)?|(?:entry|action)/(\d+)-\d+(?:-[a-z]+)?|observation/(\d+)-.*"
)


ONTOLOGY = BASE + "ontology/"
_VERSION = re.compile(rf"{re.escape(ONTOLOGY)}(\d+\.\d+\.\d+)(?:/([\w/-]+))?")


def page_path(iri: str) -> str:
    """The path of the page that shows a thing.

    Args:
        iri: any resource's IRI.

    Returns:
        A path on this server, percent-encoded; for resources of others, the page of what we know about them.
    """
    if iri.startswith(ID):
        local = iri.removeprefix(ID)
        found = _OWN_PAGE.fullmatch(local)
        if found:
            number = next(group for group in found.groups() if group)
            # What was observed of an action is told where the action is.
            shown = re.sub(r"^observation/(\d+-\d+-[a-z]+)-.*", r"action/\1", local)
            anchor = "" if local == f"recommendation/{number}" else "#" + anchor_of(shown)
            return f"/recommendations/{number}{anchor}"
        return "/page/" + quote(local, safe="/-._~")
    if iri in (TC, TC.rstrip("#")):
        return "/ontology"
    if iri.startswith(TC):
        return f"/terms/{quote(iri.removeprefix(TC))}"
    version = _VERSION.fullmatch(iri)
    if version:
        return f"/ontology?version={version[1]}"
    if iri.startswith(ONTOLOGY):
        return f"/versions#module-{quote(iri.removeprefix(ONTOLOGY))}"
    if iri.startswith(BASE):
        return "/page/:" + quote(iri.removeprefix(BASE), safe="/-._~")
    return "/page/" + quote(iri, safe="/-._~:")


def iri_of(path: str) -> str:
    """The thing that a path below ``/page/`` shows; the inverse of :func:`page_path`."""
    local = unquote(path)
    if local.startswith(":"):
        return BASE + local[1:]
    return local if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", local) else ID + local


def web_address(text: str) -> str:
    """A text as an address to link to; empty where it is none that a browser opens as a page."""
    return text if text.startswith(("https://", "http://")) else ""


def anchor_of(iri: str) -> str:
    """The name of the place on its page where a thing is told of, fit for an ``id`` attribute."""
    return re.sub(r"[^A-Za-z0-9]+", "-", iri.removeprefix(ID)).strip("-")
