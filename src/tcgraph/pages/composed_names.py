"""Names that are made from their parts, such as “Funding by France (17-1-a)”, put together in the reader's language.

The data has such a name in English alone: all that it says is told by the thing's own facts, whose names are
translated. What no facts tell keeps its English name, which pages mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from tcgraph.pages.i18n import has, translator
from tcgraph.pages.locale_format import day, place
from tcgraph.pages.named_answers import run, values
from tcgraph.pages.site import Site
from tcgraph.rdf import Literal, NamedNode, Term, plain
from tcgraph.terms import ID

_QUERY = """# What the names of some things are made from.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
SELECT ?thing ?part ?value WHERE {{
  VALUES ?thing {{ {things} }}
  {{
    VALUES (?property ?part) {{
      (tc:donor "who") (tc:inferredDonor "who") (tc:participant "who") (tc:country "who") (tc:certainty "sure")
      (tc:inAction "of") (tc:instrument "of") (tc:answersElement "of") (tc:hedges "of") (tc:givenBy "by")
      (tc:role "role") (tc:status "status") (tc:asOf "on") (tc:asPrinted "printed") (tc:locator "place")
    }}
    ?thing ?property ?value
  }} UNION {{
    ?value tc:hasObservation ?thing BIND("of" AS ?part)
  }}
}}
"""
_KINDS: Final = ("funding", "participation", "observation", "ratification", "answer", "hedge", "passage")
_CODED: Final = ("action", "element", "instrument", "recommendation")
"""Kinds whose code in an address is what the document or its readers call them."""


def is_composed(thing: NamedNode) -> bool:
    """Whether a thing is of a kind whose names are made from their parts."""
    return thing.value.removeprefix(ID).partition("/")[0] in _KINDS


def composed(
    site: Site, language: str, things: Iterable[NamedNode], name: Callable[[Iterable[NamedNode]], Mapping[str, str]]
) -> dict[str, Literal]:
    """Names of things by IRI; without those whose facts do not tell all the parts.

    Args:
        site: where to look.
        language: the reader's.
        things: what to name.
        name: tells the names of other things, by IRI.
    """
    parts: dict[NamedNode, dict[str, Term]] = {}
    for thing, part, value in run(site, "composed", _QUERY.format(things=values(things))).rows:
        if isinstance(thing, NamedNode) and value is not None:
            parts.setdefault(thing, {}).setdefault(plain(part), value)
    others = name(value for found in parts.values() for value in found.values() if isinstance(value, NamedNode))
    told = {thing.value: _told(thing, found, language, others) for thing, found in parts.items()}
    return {iri: Literal(text, language=language) for iri, text in told.items() if text}


def _told(thing: NamedNode, parts: Mapping[str, Term], language: str, names: Mapping[str, str]) -> str | None:
    kind = thing.value.removeprefix(ID).partition("/")[0]
    if kind == "passage":
        return place(plain(parts.get("place")), language)
    key = f"composed.{kind}"
    if plain(parts.get("sure")).endswith("/hedged") and has(language, f"{key}_hedged"):
        key += "_hedged"
    try:
        return translator(language)(key, **{part: _part(part, term, language, names) for part, term in parts.items()})
    except KeyError:
        return None


def _part(part: str, term: Term, language: str, names: Mapping[str, str]) -> str:
    text = plain(term)
    kind, _, code = text.removeprefix(ID).partition("/")
    if part == "on":
        return day(text[:7], language)
    if part == "status":
        return translator(language)(f"status.{text.rpartition('/')[2]}").lower()
    if isinstance(term, NamedNode) and kind not in _CODED:
        return names[text]
    return code if isinstance(term, NamedNode) else text
