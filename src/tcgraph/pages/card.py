"""What one cites of a thing: whom it concerns, where it is written, and the reference in the usual styles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final

from tcgraph.pages.asking import Answer, run
from tcgraph.pages.links import page_path
from tcgraph.pages.site import Site
from tcgraph.pages.state import State
from tcgraph.rdf import NamedNode, plain
from tcgraph.terms import ID

FRAME: Final = (480, 300)
"""Width and height of a thing's card on a page of others, in CSS pixels."""

_FACT = """# Which recommendation an action answers, and who acts.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT DISTINCT ?number ?agent ?agency ?pairing
WHERE {{
  VALUES ?action {{ {thing} }}
  ?action tc:addresses/tc:number ?number .
  OPTIONAL {{ ?action tc:reportedBy/tc:pairing/skos:notation ?pairing }}
  OPTIONAL {{
    ?action tc:agent ?agent .
    OPTIONAL {{ ?action tc:inferredAgent ?agent . BIND("inferred" AS ?read) }}
    BIND(COALESCE(?read, "stated") AS ?agency)
  }}
}}
ORDER BY ?number ?agent
"""
_SOURCE = """# The documents that a thing was read from, and where in them.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>

SELECT DISTINCT ?symbol ?date ?locator
WHERE {{
  VALUES ?thing {{ {thing} }}
  ?thing tc:passage ?passage .
  ?passage tc:locator ?locator ; tc:inRendition/tc:renditionOf ?document .
  ?document tc:symbol ?symbol .
  OPTIONAL {{ ?document dcterms:date ?date }}
}}
ORDER BY ?symbol ?locator
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is reported of an action.

    Attributes:
        number: of the recommendation.
        pairing: whether the document or we put it to that recommendation.
        agents: who acts, and whether the document or we say so.
    """

    number: str
    pairing: str
    agents: tuple[tuple[NamedNode, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What one cites.

    Attributes:
        fact: of an action; None of other things.
        cites: the reference by the name of its style.
        places: the documents that it was read from, by their symbols, and where in them.
        answers: the queries behind it.
    """

    fact: Fact | None
    cites: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]


def card_of(site: Site, thing: NamedNode, name: str) -> Card:
    """The card of a thing.

    Args:
        site: where it is said.
        thing: its IRI.
        name: what it is called.
    """
    source = run(site, "source", _SOURCE.format(thing=thing))
    reported = run(site, "fact", _FACT.format(thing=thing)) if "/action/" in thing.value else None
    answers = tuple(answer for answer in (reported, source) if answer is not None and answer.rows)
    places = tuple(dict.fromkeys((row["symbol"], row["locator"]) for row in source.texts()))
    return Card(_fact(reported) if reported else None, _cites(site, thing, name, source), places, answers)


def frame_of(state: State, iri: str, title: str, width: int = FRAME[0], height: int = FRAME[1]) -> str:
    """The HTML that shows the card of a thing on a page of others."""
    # Below /page/ a recommendation and what is reported of it have no address of their own.
    below = iri.removeprefix(ID) if iri.startswith(ID) else page_path(iri).removeprefix("/page/")
    source = escape(state.absolute(state.to(f"/embed/{below}")))
    return f'<iframe src="{source}" title="{escape(title)}" width="{width}" height="{height}" loading="lazy"></iframe>'


def _fact(answer: Answer) -> Fact | None:
    rows = list(answer.dicts())
    if not rows:
        return None
    first = rows[0]
    agents = {row["agent"]: plain(row["agency"]) for row in rows if isinstance(row.get("agent"), NamedNode)}
    return Fact(
        plain(first["number"]),
        plain(first.get("pairing")),
        tuple((agent, how) for agent, how in agents.items() if isinstance(agent, NamedNode)),
    )


def _cites(site: Site, thing: NamedNode, name: str, source: Answer) -> tuple[tuple[str, str], ...]:
    # The thing's own address outlasts that of a server, and leads to its page.
    address = thing.value
    rows = list(source.texts())
    year = rows[0]["date"][:4] if rows and rows[0]["date"] else "n.d."
    places = f" From {rows[0]['symbol']}, {'; '.join(dict.fromkeys(row['locator'] for row in rows))}." if rows else ""
    version = site.version()
    key = re.sub(r"[^a-z0-9]+", "-", thing.value.rpartition("/id/")[2].casefold()).strip("-")
    title = name.rstrip(".")
    bibtex = (
        f"@misc{{tcgraph-{key},\n  title = {{{_braced(title)}}},\n  howpublished = {{tcgraph, version {version}}},\n"
        f"  year = {{{year}}},\n  note = {{{_braced(places.strip())}}},\n  url = {{{address}}}\n}}"
    )
    return (
        ("APA", f"{title} [Data record]. ({year}). In tcgraph (Version {version}).{places} {address}"),
        ("Chicago", f"“{title}.” Data record in tcgraph, version {version}, {year}.{places} {address}."),
        ("BibTeX", bibtex),
    )


def _braced(text: str) -> str:
    return re.sub(r"([&%#_$])", r"\\\1", text.replace("{", "(").replace("}", ")"))
