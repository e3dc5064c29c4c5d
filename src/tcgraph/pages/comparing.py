"""Two moments or two things side by side: what is new since a day, and what two things have in common."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tcgraph.followup.statuses import EVERY
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels, in_order
from tcgraph.pages.neighbourhood import MeantThing, meant
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.standing import PartPlayed, least_sure, standing_of
from tcgraph.queries import Parameter
from tcgraph.rdf import NamedNode, plain
from tcgraph.terms import ID

_SINCE = Parameter("since", "date", "Since")
_LISTED = re.compile(rf"{re.escape(ID)}(recommendation|section)/(\d+)")
_UNMOVED = ("same", "not reported again")


@dataclass(frozen=True, slots=True)
class ComparedThing:
    """One side: the thing, how many actions of each status it has to do with, and which these are.

    Of each action it says how sure its part in it is: ``inferred``, ``hedged``, or empty.
    """

    thing: NamedNode
    counts: Mapping[str, int]
    actions: Mapping[str, str]


def new(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """What moved since a day: by default since the report before the last.

    Raises:
        BadParameter: the day is not a date.
    """
    told = ask(site, "choose-report").texts() if "choose-report" in site.queries else ()
    reports = sorted({row["value"] for row in told}, reverse=True)
    since = state.get("since")
    if since:
        _SINCE.term(since)
    since = since or (reports[1] if len(reports) > 1 else "")
    moved: Answer | None = None
    if reports and since and since < reports[0] and "status-changes" in site.queries:
        moved = ask(site, "status-changes", {"from": since, "to": reports[0], "lang": state.language})
    changes = Counter(row["change"] for row in moved.texts()) if moved else Counter[str]()
    context = {
        "reports": reports, "since": since, "moved": moved,
        "changes": sorted(changes.items(), key=lambda item: (item[0] in _UNMOVED, item[0])),
    }  # fmt: skip
    return Page("changes.html", translator(state.language)("home.new"), "", context, (moved,) if moved else ())


def compare(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """Two things side by side; a form for what is not chosen yet."""
    sides = {name: meant(site, state, state.get(name)) for name in ("one", "other")}
    labels = Labels(site, state.language)
    labels.note(thing for side in sides.values() for thing in (*side.candidates, side.thing))
    told = [_told(site, side) for side in sides.values()]
    one, other = told
    shared = [action for action in one.actions if action in other.actions] if one and other else []
    context: dict[str, object] = {
        "sides": sides, "told": told, "shared": shared,
        "statuses": [status for status in EVERY if any(side and side.counts.get(status) for side in told)],
    }  # fmt: skip
    ranked = _ranked(site)
    labels.note(ranked)
    context["names"] = sorted({labels.of(thing).value for thing in ranked}, key=in_order)
    context["examples"] = () if any(side.typed for side in sides.values()) else _pairs(ranked)
    things = tuple(side.thing for side in sides.values() if side.thing is not None)
    t = translator(state.language)
    names = [labels.of(thing).value for thing in things]
    title = t("compare.of", one=names[0], other=names[1]) if len(names) == 2 else t("compare.title")
    return Page("compare.html", title, "ask", context, (), things)


def _ranked(site: Site) -> list[NamedNode]:
    """All that has a part in an action, the most first."""
    acts = {thing: len({part.action for part in own} - {""}) for thing, own in standing_of(site).parts.items()}
    return [NamedNode(thing) for thing in sorted(acts, key=lambda thing: (-acts[thing], thing)) if acts[thing]]


def _pairs(ranked: list[NamedNode]) -> list[list[NamedNode]]:
    """The two countries and the two organisations with the largest part."""
    pairs = (
        [thing for thing in ranked if thing.value.startswith(ID + kind)][:2] for kind in ("country/", "organisation/")
    )
    return [pair for pair in pairs if len(pair) == 2]


def _told(site: Site, side: MeantThing) -> ComparedThing | None:
    if side.thing is None:
        return None
    standing, iri = standing_of(site), side.thing.value
    if listed := _LISTED.fullmatch(iri):
        given = {"number" if listed[1] == "recommendation" else "section": listed[2]}
        actions = {plain(row["action"]): "" for row in ask(site, "recommendation-actions", given).dicts()}
    else:
        parts: defaultdict[str, list[PartPlayed]] = defaultdict(list)
        for part in standing.of(iri):
            parts[part.action].append(part)
        # A partner for sure may be a donor by our reading alone: of several parts the least sure is told.
        actions = {action: least_sure(part.reading for part in told) for action, told in parts.items() if action}
    told = Counter(standing.status.get(action, "") for action in actions)
    return ComparedThing(side.thing, told, actions)


VIEWS = (View("/changes", new), View("/compare", compare))
