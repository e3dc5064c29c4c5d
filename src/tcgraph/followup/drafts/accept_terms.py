"""The facts of what goes with a reviewed deed: who pays, how sure that is, and what has to come first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from tcgraph.diagnostics import Level
from tcgraph.followup.countries import is_country
from tcgraph.followup.dates import names_no_day, read_date
from tcgraph.followup.drafts.money_told import WRITTEN, is_owed
from tcgraph.followup.drafts.remarks import labels
from tcgraph.followup.drafts.review_file import ReviewRow, parts_of
from tcgraph.followup.drafts.terms_told import kind_of_condition
from tcgraph.followup.fact_writer import Facts, concept, plain, short, text, thing, typed, untranslated
from tcgraph.followup.naming.review_names import ReviewNames, Unknown
from tcgraph.followup.naming.who_acts import plainly
from tcgraph.rdf import NamedNode
from tcgraph.terms import TC

OF_A_DEED: Final = {
    "payer": Level.ERROR,
    "amount": Level.ERROR,
    "expected": Level.WARNING,
    "condition": Level.WARNING,
}
"""What a row tells of a deed alone, each with how grave it is that there is none."""
NO_DEED: Final = "a reply without status tells of no deed, and this is not kept: choose a status, or empty the cell"
NO_DATE: Final = (
    "{!r} is no day, month or year: it is kept as it is written, and stands in no list of dates; "
    "write it such as 2026-06-30"
)
PAST: Final = "{!r} lies before the day of the report; it is kept as it is written, and nothing falls due by it"
OWN_DUES: Final = (
    "{} pays what it owes, which funds nothing and is not kept: empty the cell, and say under Who that it acts"
)


class Find(Protocol):
    """Says what is wrong with a cell of a row."""

    def __call__(self, row: ReviewRow, key: str, message: str, level: Level = ..., /) -> None:
        """Say it, once."""


@dataclass(frozen=True, slots=True)
class AcceptedAction:
    """An action that is taken over.

    Attributes:
        node: it.
        name: what its things are called by.
        passage: where its words stand.
        language: what its row is written in.
        source: the document that tells of it.
    """

    node: NamedNode
    name: str
    passage: NamedNode
    language: str
    source: NamedNode


def write_terms(facts: Facts, row: ReviewRow, deed: AcceptedAction, names: ReviewNames, find: Find) -> None:
    """Write who pays for a deed, and on what condition it stands; a time that is no date is told."""
    if (due := row.text("expected")) and read_date(plainly(due)) is None and not names_no_day(due):
        find(row, "expected", NO_DATE.format(due), Level.WARNING)
    payers = parts_of(row.text("payer"))
    amount = WRITTEN.fullmatch(row.text("amount").replace(",", ""))
    if row.text("amount") and amount is None:
        find(row, "amount", "write the currency's three letters and the number, such as EUR 4000000")
    elif amount is not None and len(payers) != 1:
        find(row, "amount", "say which one body pays this much; split the row where several do")
    certainty = concept(f"certainty/{'hedged' if names.code('certainty', row.text('sure')) == 'hedged' else 'stated'}")
    for number, part in enumerate(payers, start=1):
        try:
            if (payer := names.payer(part)) and is_country(payer):
                if is_owed(row.text("wording")):
                    find(row, "payer", OWN_DUES.format(part), Level.WARNING)
                    continue
                payer = government_of(facts, names, payer, deed.source, pays=True)
        except Unknown as unknown:
            find(row, "payer", str(unknown))
            continue
        node = thing(f"funding/{deed.name}-{number}")
        facts.add(node, "rdf:type", NamedNode(TC + "Funding"))
        facts.add(node, "rdfs:label", *labels(_label(payer, deed), deed.language))
        facts.add(node, "tc:donor", payer)
        facts.add(node, "tc:certainty", certainty)
        facts.add(node, "tc:inAction", deed.node)
        facts.add(node, "tc:passage", deed.passage)
        if amount is not None:
            facts.add(node, "tc:amount", typed(amount["number"], "decimal"))
            facts.add(node, "tc:currency", plain(amount["unit"]))
    if condition := row.text("condition"):
        _condition(facts, condition, deed)


def _label(payer: NamedNode, deed: AcceptedAction) -> str:
    """What a funding is called; where it is too long, its payer is cut and not the deed that it is for."""
    who, whole = payer.value.rpartition("/")[2], "Funding by {} (" + deed.name + ")"
    over = len(whole.format(who)) - 60
    return whole.format(who if over <= 0 else f"{who[: -over - 1]}…")


_GOVERNMENT: Final = {"fr": "Gouvernement", "es": "Gobierno"}


def government_of(
    facts: Facts, names: ReviewNames, country: NamedNode, source: NamedNode, *, pays: bool = False
) -> NamedNode:
    """Make the government of a country: a donor's where it pays for anything, else a public authority.

    Args:
        facts: to add to.
        names: what the country is called by.
        country: it.
        source: the document that tells of it.
        pays: whether it is told as paying.
    """
    node = names.government(country)
    authority, donor = (concept(f"organisation-kind/{kind}") for kind in ("public-authority", "donor-government"))
    if pays:
        facts.discard(node, NamedNode(TC + "organisationKind"), authority)
    if pays or node not in facts:
        facts.add(node, "tc:organisationKind", donor if pays else authority)
    facts.add(node, "rdf:type", NamedNode(TC + "Organisation"))
    facts.add(node, "rdfs:label", text(f"Government of {names.called(country)}"))
    # In brackets no name takes an article.
    for language, word in _GOVERNMENT.items():
        facts.add(node, "rdfs:label", text(f"{word} ({names.called(country, language)})", language))
    facts.add(node, "tc:governs", country)
    facts.add(node, "dcterms:source", source)
    return node


def _condition(facts: Facts, words: str, deed: AcceptedAction) -> None:
    node = thing(f"condition/{deed.name}")
    facts.add(node, "rdf:type", NamedNode(TC + "Condition"))
    facts.add(node, "rdfs:label", text(short(words), deed.language))
    facts.add(node, "tc:summary", text(words, deed.language))
    if deed.language != "en":
        label, summary = untranslated(f"{deed.name}, condition", deed.language)
        facts.add(node, "rdfs:label", label)
        facts.add(node, "tc:summary", summary)
    facts.add(node, "tc:conditionOf", deed.node)
    facts.add(node, "tc:conditionKind", concept(f"condition-kind/{kind_of_condition(words)}"))
    facts.add(node, "tc:certainty", concept("certainty/stated"))
    facts.add(node, "tc:passage", deed.passage)
