"""One recommendation: what was asked, part by part, what was done, and where the document says each thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tcgraph.errors import UnknownTerm
from tcgraph.followup.statuses import EVERY
from tcgraph.pages.caveats import own_words
from tcgraph.pages.citation_card import handing_on
from tcgraph.pages.i18n import translator
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.shown_passages import ShownPassage, passages_of
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.structured import part_of_report
from tcgraph.rdf import NamedNode, Term, plain


@dataclass(frozen=True, slots=True)
class LinkedThing:
    """Something linked with an action or recommendation.

    Attributes:
        relation: how it is linked.
        thing: what is.
        note: its role, or how sure it is that it pays.
        reading: ``inferred`` where that is our reading, ``hedged`` where it is said in words of doubt, or empty.
        earlier: the day of the earlier report that tells it, where the last one that tells of the action does not.
    """

    relation: str
    thing: NamedNode
    note: str = ""
    reading: str = ""
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class ReportedStatus:
    """What one report said of an action."""

    as_of: str
    status: str
    report: NamedNode | None
    basis: Term | None
    expected: str
    sure: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """One deed.

    Attributes:
        iri: the deed.
        status: as last reported.
        summary: in our words.
        mentions: what it names.
        history: what each report said.
        dated: when it was, against the date of the resolution, where the document tells that.
    """

    iri: NamedNode
    status: str
    summary: Term
    mentions: tuple[LinkedThing, ...]
    history: tuple[ReportedStatus, ...]
    dated: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One bullet of the report and the deeds it tells of."""

    iri: NamedNode
    ordinal: int
    inferred: bool
    reason: Term | None
    alternatives: tuple[str, ...]
    passages: tuple[ShownPassage, ...]
    replies: tuple[Term, ...]
    actions: list[ActionView] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A deed that answers a part.

    Attributes:
        action: the deed.
        shown: whether it stands on the page.
        reason: why a deed of another row is seen as an answer; None in the part's own row.
    """

    action: NamedNode
    shown: bool
    reason: Term | None


@dataclass(frozen=True, slots=True)
class ElementView:
    """One part of what was asked, and the deeds that answer it.

    Attributes:
        iri: the part.
        ordinal: its place in the recommendation.
        summary: what it asks.
        answers: the deeds.
        left_open: what they all leave open; None where that is nothing.
    """

    iri: NamedNode
    ordinal: int
    summary: Term
    answers: tuple[AnswerView, ...]
    left_open: Term | None

    @property
    def reasons(self) -> list[Term]:
        """Why deeds of other rows are seen as answers, each reason once."""
        return list(dict.fromkeys(answer.reason for answer in self.answers if answer.reason is not None))


def detail(site: Site, state: State, number: str) -> tuple[dict[str, object], tuple[Answer, ...]]:
    """All that a page or panel says about one recommendation, and the queries that told it.

    Raises:
        UnknownTerm: there is no recommendation of that number.
    """
    about = {"number": number, "lang": state.language, "asOf": state.get("asOf"), "status": state.get("status")}
    head = ask(site, "recommendation", about)
    row = next(head.dicts(), None)
    if row is None:
        raise UnknownTerm(f"There is no recommendation {number}.")
    names, parts = ask(site, "recommendation-names", about), ask(site, "recommendation-elements", about)
    actions, every = (
        ask(site, "recommendation-actions", about),
        ask(site, "recommendation-actions", {**about, "status": ""}),
    )
    entries, linked, history = (ask(site, name, about) for name in ("entries", "action-names", "observations"))
    passages, sources = passages_of(site, number)
    by_entry = _entries(entries, passages)
    dates = {row["action"]: row for row in ask(site, "dated-items").texts()} if "dated-items" in site.queries else {}
    for action in actions.dicts():
        iri, entry = action["action"], plain(action["entry"])
        assert isinstance(iri, NamedNode)
        if entry in by_entry:
            by_entry[entry].actions.append(
                ActionView(
                    iri,
                    plain(action["status"]),
                    action["summary"],
                    _mentions(linked, iri),
                    _history(history, iri),
                    dates.get(iri.value, {}),
                )
            )
    shown = frozenset(action.iri for entry in by_entry.values() for action in entry.actions)
    counts = dict.fromkeys(EVERY, 0)
    for one in every.texts():
        counts[one["status"]] = counts.get(one["status"], 0) + 1
    found: dict[str, object] = {
        "number": int(number),
        "head": row,
        "passages": passages.get(plain(row["recommendation"]), []),
        "addressees": [
            LinkedThing("addressee", who, reading=plain(row.get("reading")))
            for row in names.dicts()
            if plain(row["relation"]) == "addressee" and isinstance(who := row["thing"], NamedNode)
        ],
        "themes": _of(names, "theme"),
        "cites": _of(names, "cites"),
        "elements": _elements(parts, shown),
        "entries": [entry for entry in by_entry.values() if entry.actions or not state.get("status")],
        "counts": counts,
        "ours": any(
            m.reading == "inferred" for entry in by_entry.values() for action in entry.actions for m in action.mentions
        ),
        "attached": site.attached() is not None,
        "own_words": own_words(site, [plain(row["recommendation"])]),
        "own_reports": own_words(site, [action.value for action in shown]),
        "care": _care(site, number),
    }
    return found, (actions, head, names, parts, entries, linked, history, sources, ask(site, "misprints"))


def _care(site: Site, number: str) -> tuple[int, int, int]:
    """How many facts of a recommendation the document hedges, how many we inferred, and how often words hedge."""
    if "how-sure" not in site.queries:
        return 0, 0, 0
    kinds = [row["kind"] for row in ask(site, "how-sure", {"number": number}).texts()]
    hedged = sum(kind.startswith("hedged") for kind in kinds)
    words = len(ask(site, "hedges", {"number": number}).rows) if "hedges" in site.queries else 0
    return hedged, len(kinds) - hedged, words


def build(site: Site, state: State, parameters: Mapping[str, str]) -> Page:
    """The page of one recommendation."""
    number = parameters["number"]
    found, answers = detail(site, state, number)
    numbers = [int(row["value"]) for row in ask(site, "choose-recommendation").texts()]
    place = numbers.index(int(number))
    context = {
        "side": found,
        "before": numbers[place - 1] if place else None,
        "after": numbers[place + 1] if place + 1 < len(numbers) else None,
    }
    title = translator(state.language)("recommendation.title", number=number)
    things = {answers[1].rows[0][0], *(row[2] for row in answers[0].rows), *(row[1] for row in answers[0].rows)}
    nodes = tuple(thing for thing in things if isinstance(thing, NamedNode))
    head = {name: plain(term) for name, term in next(answers[1].dicts()).items()}
    _, handed = handing_on(site, state, NamedNode(head["recommendation"]), f"{title} – {head['label']}")
    named = [{"@id": thing.value} for thing in dict.fromkeys(_of(answers[2], "cites"))]
    subject = part_of_report(site, head["recommendation"], number, head["label"], head["summary"], named)
    return Page("recommendation.html", title, "follow-up", context | handed, answers, nodes, subject=subject)


def _entries(answer: Answer, passages: Mapping[str, list[ShownPassage]]) -> dict[str, EntryView]:
    rows = list(answer.dicts())
    found: dict[str, EntryView] = {}
    for row in rows:
        iri = row["entry"]
        assert isinstance(iri, NamedNode)
        others = tuple(plain(r["alternative"]) for r in rows if r["entry"] == iri and "alternative" in r)
        inferred = plain(row["pairing"]) == "inferred"
        replies = tuple(dict.fromkeys(r["reply"] for r in rows if r["entry"] == iri and "reply" in r))
        found.setdefault(
            iri.value,
            EntryView(
                iri, int(plain(row["ordinal"])), inferred, row.get("reason"), others,
                tuple(passages.get(iri.value, ())), replies,
            ),
        )  # fmt: skip
    return found


def _elements(answer: Answer, shown: Collection[NamedNode]) -> list[ElementView]:
    rows = list(answer.dicts())
    found: dict[str, ElementView] = {}
    for row in rows:
        iri = row["element"]
        assert isinstance(iri, NamedNode)
        answers = tuple(
            AnswerView(action, action in shown, r.get("reason"))
            for r in rows
            if r["element"] == iri and isinstance(action := r.get("action"), NamedNode)
        )
        part = ElementView(iri, int(plain(row["ordinal"])), row["summary"], answers, row.get("left_open"))
        found.setdefault(iri.value, part)
    return list(found.values())


def _mentions(answer: Answer, action: NamedNode) -> tuple[LinkedThing, ...]:
    """What an action is linked with, each thing once, in its most telling part."""
    order = ("donor", "participant", "beneficiary", "agent", "mentions")
    found: dict[str, LinkedThing] = {}
    mentions = [
        LinkedThing(
            plain(row["relation"]), row["thing"], *(plain(row.get(name)) for name in ("note", "reading", "earlier"))
        )
        for row in answer.dicts()
        if row["action"] == action and isinstance(row["thing"], NamedNode)
    ]
    for mention in sorted(mentions, key=lambda m: (order.index(m.relation), m.thing.value, m.note)):
        key = mention.thing.value + (mention.note if mention.relation in order[:2] else "")
        if mention.thing.value not in {m.thing.value for m in found.values()} or mention.note:
            found.setdefault(key, mention)
    return tuple(found.values())


def _history(answer: Answer, action: NamedNode) -> tuple[ReportedStatus, ...]:
    return tuple(
        ReportedStatus(
            plain(row["as_of"]),
            plain(row["status"]),
            report if isinstance(report := row.get("reported_in"), NamedNode) else None,
            row.get("basis"),
            plain(row.get("expected")),
            plain(row.get("sure")),
        )
        for row in answer.dicts()
        if row["action"] == action
    )


def _of(answer: Answer, relation: str) -> list[NamedNode]:
    return [
        row["thing"]
        for row in answer.dicts()
        if plain(row["relation"]) == relation and isinstance(row["thing"], NamedNode)
    ]


VIEWS = (View("/recommendations/{number:int}", build),)
