"""What one cites of a thing: whom it concerns, where it is written, and the reference in the usual styles."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Final
from urllib.parse import quote, urlencode

from tcgraph.export.catalogue.release import source_date
from tcgraph.pages.caveats import own_words
from tcgraph.pages.i18n import Translate, of_language, translator
from tcgraph.pages.labels import Labels, day, place, word_for
from tcgraph.pages.page import State, page_path, web_address
from tcgraph.pages.site import Answer, Site, run, source_name
from tcgraph.pages.standing import standing_of
from tcgraph.rdf import Literal, NamedNode, Term, plain
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

SELECT DISTINCT ?document ?symbol ?date ?locator
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
    OPTIONAL {{ ?thing dcterms:creator/rdfs:label ?author . FILTER(LANG(?author) IN ({language}, "en")) }}
    OPTIONAL {{ ?thing tc:session ?session . FILTER(LANG(?session) IN ({language}, "en")) }}
    OPTIONAL {{ ?thing tc:webAddress ?address }}
  }}
  BIND(IF(LANG(?author) = {language}, 1, 0) + IF(LANG(?session) = {language}, 1, 0) AS ?own)
}}
# Its title in the reader's language, then in English, before others.
ORDER BY DESC(LANG(?title) = {language}) DESC(LANG(?title) = "en") DESC(?own) ?date
LIMIT 1
"""
_TOLD = """# What is told of a thing in a sentence, how far that is, and how sure.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?summary ?action ?status ?as_of ?certainty
WHERE {{
  VALUES ?thing {{ {thing} }}
  OPTIONAL {{ ?thing tc:summary ?summary . FILTER(LANG(?summary) IN ({language}, "en")) }}
  OPTIONAL {{ ?thing tc:ofAction|^tc:hasObservation|tc:inAction ?whole }}
  BIND(COALESCE(?whole, ?thing) AS ?action)
  OPTIONAL {{ ?action tc:hasObservation ?observation . ?observation tc:asOf ?as_of ; tc:status/skos:notation ?status }}
  OPTIONAL {{ ?thing tc:certainty/skos:notation ?certainty }}
}}
ORDER BY DESC(?as_of) DESC(LANG(?summary) = {language})
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
        sentence: what is told, with how far and how sure it is; of a document its name.
    """

    fact: ReportedFact | None
    cites: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]
    address: str | None = None
    sentence: str = ""


def card_of(site: Site, thing: NamedNode, name: str, language: str = "en") -> Card:
    """The card of a thing.

    Args:
        site: where it is said.
        thing: its IRI.
        name: what it is called.
        language: in which it is cited.
    """
    source = run(site, "source", _SOURCE.format(thing=thing))
    reported = run(site, "fact", _FACT.format(thing=thing)) if "/action/" in thing.value else None
    answers = tuple(answer for answer in (reported, source) if answer is not None and answer.rows)
    own = _cited_by(site, thing, language)
    places = tuple(dict.fromkeys((row["symbol"], row["locator"]) for row in source.texts()))
    address = web_address(own["address"]) if own["document"] else None
    if own["document"]:
        sentence, cites = name, _cites(thing, _document_of(own, name, thing.value), language)
    else:
        sentence = _sentence(site, thing, name.rstrip("."), language)
        cites = _cites_record(site, thing, name.rstrip("."), sentence, list(source.dicts()), language)
    return Card(_fact(reported) if reported else None, cites, places, answers, address, sentence)


def handing_on(site: Site, state: State, thing: NamedNode, name: str) -> tuple[Card, dict[str, object]]:
    """What one does with a thing: hand on its address, cite it, show it elsewhere, report an error in it.

    Returns:
        Its card, and what the template of the same name shows.
    """
    card = card_of(site, thing, name, state.language)
    places = tuple(f"{symbol}, {place(at, state.language) or at}" for symbol, at in card.places)
    # RFC 2606 §2: nobody is reached at such a name, so a message that will be read elsewhere names no address of it.
    seen = thing.value if state.origin.endswith(".invalid") else state.absolute(state.url())
    correction = correction_of(thing, name, places, site.version(), seen, translator(state.language), site.corrections)
    frame = frame_of(state, thing.value, name) if site.embedders else ""
    read = f' – <a href="{escape(thing.value)}">{escape("; ".join(places) or thing.value)}</a>'
    quoted = f"<blockquote>{escape(card.sentence)}{read}</blockquote>"
    return card, {"handed": thing, "card": card, "frame": frame, "quoted": quoted, "correction": correction}


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


@dataclass(frozen=True, slots=True)
class _Cited:
    """A document as it is cited, and what is cited from it."""

    author: str
    title: str
    number: str
    session: str
    date: str
    address: str
    place: str = ""
    fact: str = ""
    record: str = ""


def _cited_by(site: Site, document: NamedNode, language: str) -> dict[str, str]:
    text = _OWN.format(thing=document, language=Literal(language))
    return next(run(site, "cited", text).texts())


def _document_of(own: Mapping[str, str], name: str, address: str) -> _Cited:
    """A document is cited by the address where its publisher shows it, else by that of its record here."""
    title = (own["title"] or name).rstrip(".")
    number = own["symbol"] if own["symbol"] not in title else ""
    return _Cited(own["author"], title, number, own["session"], own["date"], web_address(own["address"]) or address)


def _cites(thing: NamedNode, it: _Cited, language: str) -> tuple[tuple[str, str], ...]:
    """The document first: whose it is, its title, symbol and date, and where in it; then what it is recorded as."""
    t = translator(language)
    year = it.date[:4] or t("cite.undated")
    shown = f"{it.title} ({it.number})" if it.number else it.title
    fact, at = f"{it.fact}." if it.fact else "", f", {it.place}" if it.place else ""
    end = f"{of_language(language, 'before_signs')}:" if fact else "."
    apa = f"{it.author}. ({year}). {shown}" if it.author else f"{shown}. ({year})"
    where = f"{it.number}, {it.session}".strip(", ")
    chicago = _joined(
        f"{it.author}." * bool(it.author), t("cite.quoted", text=f"{it.title}."), f"{where}." * bool(where)
    )
    footnote = ", ".join(filter(None, (it.author, it.title, it.number, day(it.date, language) or year, it.place)))
    entry = {
        "author": f"{{{_braced(it.author)}}}" if it.author else "", "title": it.title, "number": it.number,
        "year": it.date[:4],
        "note": _joined(it.session * (not it.fact), f"{it.place}." * bool(it.place), fact, it.record),
    }  # fmt: skip
    told = (f"{apa}{at}.", fact, it.record)
    return (
        ("APA", _joined(*told, it.address)),
        ("Chicago", _joined(chicago, f"{year}{at}".removesuffix(".") + ".", fact, it.record, f"{it.address}.")),
        (t("cite.footnote"), _joined(footnote.removesuffix(".") + end, fact, it.record, f"{it.address}.")),
        ("BibTeX", _bibtex("misc", thing, entry, it.address)),
    )  # fmt: skip


def _cites_record(
    site: Site, thing: NamedNode, title: str, sentence: str, rows: list[dict[str, Term]], language: str
) -> tuple[tuple[str, str], ...]:
    """A record of the graph: after the document that it was read from, where it was read from one."""
    t = translator(language)
    version = site.version()
    made = site.memo.get(("made", version), lambda: source_date(site.project, os.environ))
    dated = day(f"{made:%Y-%m-%d}", language) if made else t("cite.undated")
    record = t("cite.record", version=version, day=dated)
    # The thing's own address outlasts that of a server, and leads to its page.
    if not rows:
        symbol = source_name(site, language) if site.project.about.symbol else ""
        record = _joined(f"{title}.", f"{record}.", t("cite.of_graph", symbol=symbol) if symbol else "")
        entry = {
            "title": title, "howpublished": f"tcgraph, version {version}", "year": f"{made:%Y}" if made else "",
            "note": t("cite.of_graph", symbol=symbol) if symbol else "",
        }  # fmt: skip
        styles = ("APA", "Chicago", t("cite.footnote"))
        return (
            *((style, f"{record} {thing.value}") for style in styles),
            ("BibTeX", _bibtex("misc", thing, entry, thing.value)),
        )
    document = rows[0]["document"]
    assert isinstance(document, NamedNode)
    it = _document_of(_cited_by(site, document, language), plain(rows[0]["symbol"]), thing.value)
    first = [plain(row["locator"]) for row in rows if row["document"] == document]
    more = [f"{plain(row['symbol'])}, {plain(row['locator'])}" for row in rows if row["document"] != document]
    where = "; ".join(place(at, language) or at for at in dict.fromkeys((*first, *more)))
    cited = replace(it, place=where, fact=sentence, record=f"{record}.", address=thing.value)
    return _cites(thing, cited, language)


def _sentence(site: Site, thing: NamedNode, name: str, language: str) -> str:
    """What is told, not shortened to a name, with how far and how sure it is: a promise is cited as one."""
    t, labels = translator(language), Labels(site, language)
    text = _TOLD.format(thing=thing, language=Literal(language))
    told = next(run(site, "told", text).texts())
    notes = [] if own_words(site, [thing.value]) or not told["summary"] else [t("cite.ours")]
    if told["status"]:
        status = word_for(language, "status", told["status"], labels)
        status = status[:1].lower() + status[1:]
        hedges = (t("cite.quoted", text=words) for words in standing_of(site).hedges.get(told["action"], ()))
        notes.append(t("cite.as_of", status=_joined(status, *hedges), day=day(told["as_of"], language)))
    if told["certainty"] not in ("", "stated"):
        notes.append(word_for(language, "certainty", told["certainty"], labels))
    return (
        f"{(told['summary'] or name).rstrip('.')} [{'; '.join(notes)}]"
        if notes
        else told["summary"].rstrip(".") or name
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
