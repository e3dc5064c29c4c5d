"""Which file stands for which address of the server, so that links between files are relative and complete."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tcgraph.terms import BASE

_DATA: Final = (".ttl", ".jsonld", ".nt", ".rdf")
_BRANCHES: Final = ("id", "vocab", "graph", "ontology")
_TWINS: Final = (".csv", ".json", ".ttl", ".jsonld", ".xlsx", ".svg", ".rq")
_VIEWS: Final = {"/follow-up": ("mentions", "section", "status"), "/countries": ("zoom",)}
"""Pages of which each value of one parameter is a page of its own; other parameters only change how a page looks."""

_LOOKS: Final = ("sort", "find", "page", "columns", "rows")
"""Parameters that say how a table looks; in an edition tables have all their rows (``rows=all``) in their own order."""
_ALIASES: Final = {"/.well-known/void": "/void.ttl"}
_SERVER_ONLY: Final = (
    "/feed",
    "/api",
    "/docs",
    "/rdf-graph-store",
    "/metrics",
    "/health",
    "/ready",
    "/badge",
    "/graph",
    # Papers are made when they are asked for, with the words of the day.
    "/reporting/report/",
    "/reporting/brief/",
)
_OTHER_FORM: Final = re.compile(r"\.[a-z][a-z0-9]{1,5}$")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._~-]+")


@dataclass(frozen=True, slots=True)
class EditionPlace:
    """Where an address leads in the edition.

    Attributes:
        file: the file, below the edition's root.
        source: the server's address that gives its content; empty for files that are made otherwise.
        query: what follows the question mark, for pages that read it in the browser.
        fragment: what follows the number sign.
    """

    file: str
    source: str = ""
    query: str = ""
    fragment: str = ""


def place_of(address: str, languages: Sequence[str]) -> EditionPlace | None:
    """The place of an address of the server.

    Args:
        address: path, query and fragment, as they stand in a page.
        languages: those of the edition, its own first.

    Returns:
        None when nothing in the edition stands for it.
    """
    cut = urlsplit(address)
    given = dict(parse_qsl(cut.query, keep_blank_values=True))
    language = given.pop("lang", languages[0])
    given = {name: value for name, value in given.items() if name.rpartition(".")[2] not in _LOOKS}
    path = _ALIASES.get(cut.path, cut.path)
    if language not in languages or (path.startswith(_SERVER_ONLY) and not path.startswith("/graph/")):
        return None
    folder = folder_of(language, languages)
    # A server speaks English to who asks for no language.
    spoken = {} if language == languages[0] == "en" else {"lang": language}
    if path.startswith("/static/"):
        return EditionPlace(path[1:], path)
    if path == "/void.ttl":
        return EditionPlace("void.ttl", "/.well-known/void")
    if path in ("/sparql", "/search") or (path.startswith("/ask/") and given and not path.endswith(_TWINS)):
        return _in_browser(path, given, folder, spoken, cut.fragment)
    local = path[1:]
    if path.startswith("/page/") and path.endswith(_TWINS):
        # The data of a thing stands beside its page, whatever the page's language.
        file = _thing(unquote(path.removeprefix("/page/")), "").removesuffix(".html")
        return EditionPlace(file) if file.endswith(_DATA) else None
    if path.startswith("/page/"):
        return EditionPlace(
            _thing(unquote(path.removeprefix("/page/")), folder), _source(path, spoken), fragment=cut.fragment
        )
    if (local.partition("/")[0] in _BRANCHES and "/" in local) or local.startswith("ns."):
        # What the ontology was before is not among the data of things; the application has it.
        former = path if local.startswith("ontology/") else ""
        return (
            EditionPlace(_safe(local), former)
            if path.endswith(_DATA)
            else EditionPlace(f"{_safe(local)}.html", "", "", cut.fragment)
        )
    if path == "/ns":
        return EditionPlace(f"{folder}ontology.html", _source("/ontology", spoken), fragment=cut.fragment)
    if path.endswith(_TWINS) or _OTHER_FORM.search(path):
        if path.endswith(".svg") and set(given) == {"figure"}:
            # One of a page's several figures.
            name = f"{_safe(local.removesuffix('.svg'))}-{_slug(given['figure'])}.svg"
            return EditionPlace(f"{folder}{name}", _source(path, {**given, **spoken}))
        # The twin of a filtered table would say less than its name.
        return None if given else EditionPlace(f"{folder}{_safe(local)}", _source(path, spoken))
    if path == "/ontology" and given:
        # Versions before and those in force are told apart by a server alone.
        return None
    opened = given.get("open", "")
    if path == "/follow-up" and opened.isdecimal():
        page = f"/recommendations/{opened}"
        return EditionPlace(f"{folder}{page[1:]}.html", _source(page, {"rows": "all", **spoken}))
    shown = {name: value for name, value in given.items() if name in _VIEWS.get(path, ())}
    if len(shown) == 1:
        ((name, value),) = shown.items()
        stem = f"{path.strip('/')}-{name}-{_slug(value)}"
        return EditionPlace(
            f"{folder}view/{stem}.html", _source(path, {**shown, "rows": "all", **spoken}), fragment=cut.fragment
        )
    stem = _safe(path.strip("/")) or "index"
    return EditionPlace(f"{folder}{stem}.html", _source(path, {"rows": "all", **spoken}), fragment=cut.fragment)


def folder_of(language: str, languages: Sequence[str]) -> str:
    """The folder of a language's pages: the root, for the edition's own."""
    return "" if language == languages[0] else f"{language}/"


def thing_file(iri: str, suffix: str) -> str | None:
    """The file with the data of one of our things; None for IRIs of others."""
    local = iri.removeprefix(BASE)
    known = iri.startswith(BASE) and local.partition("/")[0] in _BRANCHES and "/" in local
    return f"{local}{suffix}" if known and not re.search(r"[#?%\\]|//|(^|/)\.", local) else None


def relative(place: EditionPlace, start: str) -> str:
    """The way from one file to a place, as it is written in a page."""
    path = posixpath.relpath(place.file, posixpath.dirname(start) or ".")
    query = f"?{place.query}" if place.query else ""
    return quote(path, safe="/-._~:") + query + (f"#{place.fragment}" if place.fragment else "")


def _in_browser(path: str, given: dict[str, str], folder: str, spoken: dict[str, str], fragment: str) -> EditionPlace:
    if path == "/search":
        return EditionPlace(f"{folder}search.html", _source("/search", spoken), urlencode(given), fragment)
    asked = {"query": given["query"]} if "query" in given else {}
    if path.startswith("/ask/"):
        asked = {"name": path.removeprefix("/ask/"), **{k: v for k, v in given.items() if k != "run"}}
    return EditionPlace(f"{folder}query.html", _source("/sparql", spoken), urlencode(asked), fragment)


def _thing(named: str, folder: str) -> str:
    """The file of a thing's page: beside its data where it is ours."""
    if named.startswith(":") and named[1:].partition("/")[0] in _BRANCHES:
        return f"{folder}{_safe(named[1:])}.html"
    if named.startswith(":") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", named):
        return f"{folder}page/{_slug(named)}.html"
    return f"{folder}id/{_safe(named)}.html"


def _source(path: str, parameters: dict[str, str]) -> str:
    return path + (f"?{urlencode(parameters)}" if parameters else "")


def _safe(path: str) -> str:
    """A path of plain names; each stays as it is where it is one."""
    return "/".join(
        _slug(name) if _UNSAFE.search(name) or name in ("", ".", "..") else name for name in path.split("/")
    )


def _slug(text: str) -> str:
    """A plain file name for any text; two texts never share one."""
    plain = _UNSAFE.sub("-", text).strip("-.~")[-60:]
    return plain if plain == text else f"{plain}-{hashlib.sha256(text.encode()).hexdigest()[:8]}".lstrip("-")
