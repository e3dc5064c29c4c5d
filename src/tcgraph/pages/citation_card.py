"""What one cites of a thing: whom it concerns, where it is written, and the reference in the usual styles."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote, urlencode

from tcgraph.export.catalogue.release import source_date
from tcgraph.pages.i18n import Translate, translator
from tcgraph.pages.labels import place
from tcgraph.pages.page import State, page_path, web_address
from tcgraph.pages.site import Answer, Site, run
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
  # What is observed of an action, and who has which part in it, is read from the action's own passage.
  ?thing (tc:ofAction|^tc:hasObservation|tc:inAction)?/tc:passage ?passage .
  ?passage tc:locator ?locator ; tc:inRendition/tc:renditionOf ?document .
  ?document tc:symbol ?symbol .
  OPTIONAL {{ ?document dcterms:date ?date }}
}}
ORDER BY ?symbol ?locator
"""
_OWN = """# Of a document, what one cites it by.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?date ?document ?title ?symbol ?author ?session ?address
WHERE {{
  VALUES ?thing {{ {thing} }}
  OPTIONAL {{
    ?thing a tc:Document .
    OPTIONAL {{ ?thing dcterms:date|dcterms:issued ?date }}
    BIND(?thing AS ?document)
    OPTIONAL {{ ?thing dcterms:title ?title }}
    OPTIONAL {{ ?thing tc:symbol ?symbol }}
    OPTIONAL {{ ?thing dcterms:creator/rdfs:label ?author . FILTER(LANG(?author) = "en") }}
    OPTIONAL {{ ?thing tc:session ?session . FILTER(LANG(?session) = "en") }}
    OPTIONAL {{ ?thing tc:webAddress ?address }}
  }}
}}
# Its title in English before others.
ORDER BY DESC(LANG(?title) = "en") ?date
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class ReportedFact:
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
        address: of a document, where it is shown to the public, empty where that is not known; None of other things.
    """

    fact: ReportedFact | None
    cites: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]
    address: str | None = None


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
    (own,) = run(site, "cited", _OWN.format(thing=thing)).texts()
    places = tuple(dict.fromkeys((row["symbol"], row["locator"]) for row in source.texts()))
    address = web_address(own["address"]) if own["document"] else None
    cites = _cites_document(thing, name, own) if own["document"] else _cites(site, thing, name, source)
    return Card(_fact(reported) if reported else None, cites, places, answers, address)


def handing_on(site: Site, state: State, thing: NamedNode, name: str) -> tuple[Card, dict[str, object]]:
    """What one does with a thing: hand on its address, cite it, show it elsewhere, report an error in it.

    Returns:
        Its card, and what the template of the same name shows.
    """
    card = card_of(site, thing, name)
    places = tuple(f"{symbol}, {place(at, state.language) or at}" for symbol, at in card.places)
    # RFC 2606 §2: nobody is reached at such a name, so a message that will be read elsewhere names no address of it.
    seen = thing.value if state.origin.endswith(".invalid") else state.absolute(state.url())
    correction = correction_of(thing, name, places, site.version(), seen, translator(state.language), site.corrections)
    frame = frame_of(state, thing.value, name) if site.embedders else ""
    return card, {"handed": thing, "card": card, "frame": frame, "correction": correction}


def frame_of(state: State, iri: str, title: str, width: int = FRAME[0], height: int = FRAME[1]) -> str:
    """The HTML that shows the card of a thing on a page of others."""
    # Below /page/ a recommendation and what is reported of it have no address of their own.
    below = iri.removeprefix(ID) if iri.startswith(ID) else page_path(iri).removeprefix("/page/")
    source = escape(state.absolute(state.to(f"/embed/{below}")))
    return f'<iframe src="{source}" title="{escape(title)}" width="{width}" height="{height}" loading="lazy"></iframe>'


def _fact(answer: Answer) -> ReportedFact | None:
    rows = list(answer.dicts())
    if not rows:
        return None
    first = rows[0]
    agents = {row["agent"]: plain(row["agency"]) for row in rows if isinstance(row.get("agent"), NamedNode)}
    return ReportedFact(
        plain(first["number"]),
        plain(first.get("pairing")),
        tuple((agent, how) for agent, how in agents.items() if isinstance(agent, NamedNode)),
    )


def _cites(site: Site, thing: NamedNode, name: str, source: Answer) -> tuple[tuple[str, str], ...]:
    """A record of the graph: of the year in which its data were last changed, if that is known."""
    # The thing's own address outlasts that of a server, and leads to its page.
    address = thing.value
    rows = list(source.texts())
    version, title = site.version(), name.rstrip(".")
    made = site.memo.get(("made", version), lambda: source_date(site.project, os.environ))
    year = f"{made:%Y}" if made else ""
    places = ""
    if rows:
        read = f"{rows[0]['symbol']} ({rows[0]['date'][:4]})".removesuffix(" ()")
        places = f"From {read}, {'; '.join(dict.fromkeys(row['locator'] for row in rows))}."
    if not rows and site.project.about.symbol:
        places = f"From the graph of {site.project.about.symbol}."
    whole = f"“{title}.” Data record in tcgraph, version {version}, {year or 'n.d.'}".removesuffix(".") + "."
    entry = {"title": title, "howpublished": f"tcgraph, version {version}", "year": year, "note": places}
    return (
        (
            "APA",
            _joined(f"{title} [Data record]. ({year or 'n.d.'}). In tcgraph (Version {version}).", places, address),
        ),
        ("Chicago", _joined(whole, places, f"{address}.")),
        ("BibTeX", _bibtex("misc", thing, entry, address)),
    )


def _cites_document(thing: NamedNode, name: str, own: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """A document is cited itself, by the address where its publisher shows it, else by that of its record here."""
    address = web_address(own["address"]) or thing.value
    title, author, year = (own["title"] or name).rstrip("."), own["author"], own["date"][:4]
    number = own["symbol"] if own["symbol"] not in title else ""
    shown = f"{title} ({number})" if number else title
    apa = f"{author}. ({year or 'n.d.'}). {shown}." if author else f"{shown}. ({year or 'n.d.'})."
    chicago = [f"{author}." if author else "", f"“{title}.”", ", ".join(filter(None, (number, own["session"])))]
    entry = {"author": f"{{{_braced(author)}}}" if author else "", "title": title, "number": number, "year": year}
    return (
        ("APA", _joined(apa, address)),
        ("Chicago", _joined(*chicago[:2], f"{chicago[2]}." if chicago[2] else "", f"{year or 'n.d'}.", f"{address}.")),
        ("BibTeX", _bibtex("misc", thing, entry | {"note": own["session"]}, address)),
    )


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _bibtex(kind: str, thing: NamedNode, fields: Mapping[str, str], address: str) -> str:
    """An entry with the fields that hold something; braces around an author keep an organisation's name whole."""
    key = re.sub(r"[^a-z0-9]+", "-", thing.value.rpartition("/id/")[2].casefold()).strip("-")
    told = [f"  {name} = {{{text if name == 'author' else _braced(text)}}}" for name, text in fields.items() if text]
    return ",\n".join((f"@{kind}{{tcgraph-{key}", *told, f"  url = {{{address}}}")) + "\n}"


def _braced(text: str) -> str:
    return re.sub(r"([&%#_$])", r"\\\1", text.replace("{", "(").replace("}", ")"))


@dataclass(frozen=True, slots=True)
class Correction:
    """A message about a fact, ready to be sent.

    Attributes:
        subject: in a line.
        text: with what is said, where, in which version, and room for what is wrong.
        address: that opens it in a mail program or a form.
        sent: whether that says where it goes; else whoever reports fills it in.
    """

    subject: str
    text: str
    address: str
    sent: bool


def correction_of(
    thing: NamedNode, name: str, places: tuple[str, ...], version: str, page: str, t: Translate, to: str = ""
) -> Correction:
    """The message about one thing.

    Args:
        thing: of which something is wrong.
        name: what it is called.
        places: where it was read.
        version: of the graph.
        page: the address at which it was seen.
        t: the words of the reader's language.
        to: a mail address, or the address of a form for new issues.
    """
    subject = t("card.subject", name=name)
    read = "; ".join(places) or "–"
    text = t("card.message", name=name, address=thing.value, places=read, version=version, page=page)
    return Correction(subject, text, _address(to, subject, text), bool(to))


def _address(to: str, subject: str, text: str) -> str:
    if to.startswith(("https://", "http://")):
        # As forges read it: GitHub, GitLab (`issue[…]` there) and Forgejo all take a title and a body.
        names = ("issue[title]", "issue[description]") if "/-/issues/new" in to else ("title", "body")
        return f"{to}{'&' if '?' in to else '?'}{urlencode(dict(zip(names, (subject, text), strict=True)))}"
    # RFC 6068 §2: nobody need be named; spaces are %20 in a mail address, and lines end with %0D%0A.
    body = quote(text.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={body}"
