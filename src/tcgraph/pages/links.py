"""Which page shows which thing."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from tcgraph.terms import BASE, ID, TC

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
