"""One box for all: the question that the words ask, with its answer, other readings, and the things that were found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tcgraph.pages import manual
from tcgraph.pages.build_page import ChipPart, QuestionPhraser, asking_of, shown_rows
from tcgraph.pages.caveats import examples_told, groups_told, told_later
from tcgraph.pages.connections import kind_of
from tcgraph.pages.downloads import brief_of
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import day
from tcgraph.pages.manual import Chapter
from tcgraph.pages.navigation import entries
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.question_forms import field_of, notes_of
from tcgraph.pages.search_filters import FoundThings
from tcgraph.pages.site import Answer, Hit, Hits, Site, ask, run
from tcgraph.queries import NamedQuery
from tcgraph.questions.in_words.lexicon import Meaning, stems
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import Found, leading
from tcgraph.questions.notes import Note
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Literal, NamedNode, plain
from tcgraph.scope import BELONGING

_SHOWN = 200
_ROWS = 6
_READINGS = 4
_FEW = 3
_SHORT = 3
"""Words of no more letters name nothing that a heading of the manual is about."""
ABOUT_THE_TEXT = frozenset(
    ("amendment", "correction", "funding", "hedge", "observation", "participation", "passage", "reading")
)
"""Kinds about the text rather than about what was done: shown below the others, however well they fit."""
_FIRST = ("recommendation", "action")


@dataclass(frozen=True, slots=True)
class UnderstoodWords:
    """A reading of the words, told.

    Attributes:
        found: the reading, and how many rows it has.
        shown: the kind of thing that is shown, or the named question's own words are used instead.
        parts: what has to hold.
        left: what it does not use.
        unheard: what of the question no text of the graph has.
        passed: what it passes over.
        unsaid: what no part of it expresses.
        address: where all of the answer stands.
        change: where the question is built, to change it.
    """

    found: Found
    shown: str
    parts: list[ChipPart]
    left: list[str]
    unheard: list[str]
    passed: list[str]
    unsaid: list[str]
    address: str
    change: str


@dataclass(frozen=True, slots=True)
class SearchRow:
    """An action or a recommendation: its number, its status if it has one, and what it says."""

    number: str
    status: str
    text: Literal


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of what was understood and found."""
    t = translator(state.language)
    words = state.get("q")
    teller = QuestionPhraser(site, state)
    asked = asking_of(site).ask(words, state.language)[:_READINGS] if words else []
    readings = [told_by(teller, one) for one in asked]
    first = answered_by(readings)
    sure = not words or (first is not None and _answers(first))
    answers: list[Answer] = []
    shown: Answer | None = None
    stand_for_several = ""  # of whom the members are not counted
    if first:
        whole = run(site, first.found.reading.name or "answer", first.found.query)
        shown = shown_rows(replace(whole, rows=tuple(first.found.ranked(whole.rows))), _ROWS)
        answers.append(shown)
        if first.found.reading.question.shows in ("donor", "organisation"):
            stand_for_several = groups_told(site, state.language, whole)
    beside = [(one, run(site, "beside", one.query)) for one in (first.found.beside if first else ()) if one.rows]
    answers += [answer for _, answer in beside]
    second = _second(site, teller, first)
    answers += [second[1]] if second else []
    others = [one for one in readings if one is not first and _offered(one)]
    search = _found(site, state, words, readings)
    if words:
        answers.append(ask(site, "search", {"words": words}))
    told = _told(site) if search.things else {}
    found = FoundThings(site, state, search.things, {iri: one.status for iri, one in told.items()})
    hits = found.hits
    # Where nothing is answered, what each reading leads to says best which is meant.
    few = {} if first else {one.address: first_things(site, one.found) for one in others if not one.found.turned}
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(kind_of(hit.iri), []).append(hit)
    whole_one = readings[0] if first and readings[0] is not first and readings[0].found.nothing_fits else None
    context = {
        "words": words,
        "first": first,
        "about": ABOUT_THE_TEXT | {"", "ns", "ontology", "shapes", "vocab"},
        "fixed": _fixed(site, state, first) if first else (),
        "none_fits": whole_one,
        "without": _without(whole_one, first) if whole_one and first else "",
        "tentative": first is not None and not _answers(first),
        "shown": shown,
        "stand_for_several": stand_for_several,
        "second": second,
        "later": told_later(site, state.language, shown),
        "examples": examples_told(site, state.language) if shown and "action" in shown.variables else "",
        "beside": beside,
        "note": _note(site, state.language, first or (readings[0] if readings else None)),
        "manual": [] if sure else _manual(words),
        "briefs": _briefs(state, site, words, readings),
        "places": [] if sure else _places(site, state, words),
        "ready": [] if sure else _ready(site, state, words, readings),
        "near": first is not None and first.found.is_near,
        "absent": _absent(readings),
        "turned": bool(readings) and not first and readings[0].found.turned,
        "unsaid": bool(readings) and not first and readings[0].found.reading.whether,
        "unheard": () if first else _unheard(readings),
        "others": others,
        "few": few,
        "cannot": dict.fromkeys(readings[0].found.reading.cannot) if readings and not first else (),
        "groups": sorted(groups.items(), key=_place),
        "found": len(hits),
        "left_out": _telling(site, search.left_out),
        "told": told,
        "choices": found.choices(),
        "spelled": readings[0].found.reading.spelled if readings else (),
    }
    title = t("search.title", words=words) if words else t("nav.search")
    things = tuple(map(NamedNode, [*(hit.iri for hit in hits), *(iri for iris in few.values() for iri in iris)]))
    texts = tuple(
        Literal(hit.snippet, language=hit.language) if hit.iri not in told else told[hit.iri].text for hit in hits
    )
    return Page("search.html", title, "", context, tuple(answers), things, texts=texts)


def _manual(words: str) -> list[tuple[Chapter, str, str]]:
    """The sections of the manual whose heading has some of the words, and which have all of them; the first few."""
    found = [(chapter, heading, place) for chapter, heading, place, _ in manual.find(words)]
    long = [word for word in words.casefold().split() if len(word) > _SHORT]
    return [one for one in found if any(word in one[1].casefold() for word in long)][:_FEW]


def _briefs(state: State, site: Site, words: str, readings: Sequence[UnderstoodWords]) -> list[tuple[str, str]]:
    """The briefs on what is named, where one is asked for: what each is about, and where it is, without its form."""
    if not {*stems(words)}.intersection(stems(translator(state.language)("reported.brief_words"))):
        return []
    names = asking_of(site).reader.names
    chips = (chip for one in readings for chip in one.found.reading.question.chips)
    # A country that pays has its brief as the donor that it is.
    things = dict.fromkeys(names.payers.get(value, value) for chip in chips for value in chip.values)
    found = ((thing, brief_of(thing, pays=thing in names.donors)) for thing in things if thing in names.label)
    return [(names.called(thing, state.language), path) for thing, path in found if path][:_FEW]


def _places(site: Site, state: State, words: str) -> list[tuple[str, str]]:
    """The pages of this site that are called by one of the words, each with its name: "deadlines", "subscribe"."""
    t = translator(state.language)
    pages = [(entry.path, t(f"nav.{entry.key}"), "") for entry in entries(site.queries)]
    pages += [("/feed/atom", t("feed.follow"), t("feed.words"))]
    said = {word for word in stems(words) if len(word) >= _SHORT}
    return [(state.to(path), name) for path, name, more in pages if said.intersection(stems(f"{name} {more}"))]


def _ready(site: Site, state: State, words: str, readings: Sequence[UnderstoodWords]) -> list[NamedQuery]:
    """The ready questions that lie near to the words, besides those that are readings of them."""
    read = {one.found.reading.name for one in readings if _offered(one)}
    return [site.queries[name] for name in asking_of(site).near.to(words, state.language) if name not in read]


def _without(whole: UnderstoodWords, less: UnderstoodWords) -> str:
    """What a reading has that another leaves out."""
    kept = {part.text for part in less.parts}  # one that acts may be asked for as one that takes part
    return ", ".join(f"{part.label} {part.text}" for part in whole.parts if part.text not in kept)


def told_by(teller: QuestionPhraser, one: Found) -> UnderstoodWords:
    """A reading in the words of a reader's language, and what it leaves aside in those that were typed."""
    return UnderstoodWords(
        one,
        teller.shown(one.reading.question.shows),
        teller.parts(one.reading.question),
        teller.as_typed(_unused(one)),
        teller.as_typed(one.reading.unheard),
        teller.as_typed(one.reading.passed),
        teller.as_typed(one.unsaid),
        teller.answer_at(one),
        teller.address(one.reading.question),
    )


def _second(
    site: Site, teller: QuestionPhraser, first: UnderstoodWords | None
) -> tuple[UnderstoodWords, Answer] | None:
    """The answer to the second of two questions that were asked at once."""
    found = first.found.second if first else None
    if found is None:
        return None
    answer = run(site, found.reading.name or "answer", found.query)
    return told_by(teller, found), shown_rows(answer, _ROWS)


def first_things(site: Site, found: Found) -> list[str]:
    """The first things that a reading shows, each once."""
    answer = run(site, found.reading.name or "answer", found.query)
    shown = {row[at]: None for at in _column(found, answer.variables) for row in answer.rows}
    return [node.value for node in shown if isinstance(node, NamedNode)][:_FEW]


def _column(found: Found, variables: Sequence[str]) -> list[int]:
    """Where the things that are shown stand in the rows; the deeds where no column has them."""
    wanted = (found.reading.question.shows.replace("-", "_"), "action", "recommendation")
    return [variables.index(name) for name in wanted if name in variables][:1]


def _note(site: Site, language: str, one: UnderstoodWords | None) -> Note | None:
    """What goes with the answer to a named question that was put: how complete it is, and why it is empty."""
    return note_with(site, language, one.found) if one and one.found.put else None


def note_with(site: Site, language: str, found: Found) -> Note:
    """What goes with the answer of a reading that is a named question."""
    query, notes = site.queries[found.reading.name], notes_of(site)
    typed = asking_of(site).parameters_of(found.reading)
    return notes.of(query, notes.values.read(query, typed, language), found.rows, language)


def _fixed(site: Site, state: State, one: UnderstoodWords) -> list[tuple[str, str]]:
    """Of a named question, what it is asked with and no part of the reading says, each with the parameter's name."""
    if not (name := one.found.reading.name):
        return []
    query, typed = site.queries[name], asking_of(site).parameters_of(one.found.reading)
    understood = notes_of(site).values.read(query, typed, state.language)
    labels = {parameter.name: field_of(site, state, parameter).label for parameter in query.parameters}
    shown = {part.text for part in one.parts}
    told = ((labels[each.parameter], day(each.name, state.language)) for each in understood if each.parameter != "lang")
    return [(label, value) for label, value in told if value not in shown]


def _absent(readings: list[UnderstoodWords]) -> list[Remark]:
    """What is said first: who is asked about and is not in the document, and words that no text of it has together."""
    return [one for one in readings[0].found.remarks if one.key in ("unnamed", "scattered")] if readings else []


def _unheard(readings: list[UnderstoodWords]) -> list[str]:
    """What is said next where nothing answers: the words that no text has, but for names that are told already."""
    named = {name for remark in _absent(readings) for name in remark.values["names"].split(", ")}
    return [word for word in readings[0].unheard if word not in named] if readings else []


def _unused(one: Found) -> list[str]:
    return [word for word in one.reading.left if word not in one.reading.unheard]


def _answers(one: UnderstoodWords) -> bool:
    """Whether it is what was asked, or all that the graph tells of it where that is nothing that it could tell."""
    return one.found.reading.sure or one.found.instead


def _offered(one: UnderstoodWords) -> bool:
    if one.found.reading.cannot and not one.found.names_something:
        return False  # rows with a word of a question that the graph cannot answer are no answer to it
    return bool(one.found.rows) or (one.found.nothing_fits and not one.found.reading.unheard)


def answered_by(readings: Sequence[UnderstoodWords]) -> UnderstoodWords | None:
    """The reading whose answer is shown; None where it is asked back what is meant."""
    shown = leading([one.found for one in readings])
    return next((one for one in readings if one.found is shown), None) or _only(readings)


def _only(readings: Sequence[UnderstoodWords]) -> UnderstoodWords | None:
    """The one reading that there is, where it leaves nothing out: asking back would offer nothing to choose from."""
    offered = [one for one in readings if _offered(one)]
    if len(offered) != 1 or not offered[0].found.rows:
        return None
    reading = offered[0].found.reading
    return None if reading.left or reading.cannot else offered[0]


def _place(group: tuple[str, list[Hit]]) -> tuple[bool, int]:
    kind = group[0]
    return kind in ABOUT_THE_TEXT, _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _found(site: Site, state: State, words: str, readings: list[UnderstoodWords]) -> Hits:
    """What has the words; where nothing has all of them, also what they name."""
    if not words:
        return Hits([])
    found = hits_of(site, state, words)
    things = found.things
    if readings and (found.left_out or not things):
        # The things that were named in a sentence, though no text has all of its words.
        # What nothing calls by a name, as a Convention that is not in the graph, leads nowhere.
        called = asking_of(site).reader.names.label
        chips = readings[0].found.reading.question.chips
        named = dict.fromkeys(value for chip in chips for value in chip.values if value in called)
        things = list({hit.iri: hit for hit in (*(Hit(iri, "") for iri in named), *things)}.values())
    others = _in_others(site)
    return replace(found, things=[hit for hit in things if hit.iri not in others])


def _telling(site: Site, words: Iterable[str]) -> list[str]:
    """The words that say something, as "of" does not."""
    lexicons = asking_of(site).reader.lexicons.values()
    turning = {word for one in lexicons for (word, *rest), said in one.phrases.items() if not rest and _turns(said)}
    small = turning.union(*(one.stop | one.light for one in lexicons))
    return [word for word in words if plain_words(word) not in small]


def _turns(meanings: Iterable[Meaning]) -> bool:
    """Whether a word only changes what others say, as "but" and "not" do."""
    return all(meaning.role == "operator" for meaning in meanings)


def _in_others(site: Site) -> set[str]:
    here = next((one.node for one in site.queries.follow_ups if site.of == one.code), None)
    rows = run(site, "belonging", BELONGING).rows if here else ()
    return {plain(thing) for thing, _ in rows} - {plain(thing) for thing, of in rows if of == here}


def hits_of(site: Site, state: State, words: str) -> Hits:
    """What has the words, the best first, in any follow-up."""
    if site.search:
        hits = site.search(words, state.language, _SHOWN)
        return replace(hits, things=sorted(hits.things, key=lambda hit: kind_of(hit.iri) in ABOUT_THE_TEXT))
    found: dict[str, Hit] = {}
    for row in ask(site, "search", {"words": words}).dicts():
        iri, text = plain(row["thing"]), row["text"]
        language = (text.language or "en") if isinstance(text, Literal) else "en"
        found.setdefault(iri, Hit(iri, "", plain(text), language))
    return Hits(list(found.values())[:_SHOWN])


def _told(site: Site) -> dict[str, SearchRow]:
    """What every action says, with the number of its recommendation and its status."""
    if "recommendation-actions" not in site.queries:
        return {}
    rows = ask(site, "recommendation-actions").dicts()
    return {
        plain(row["action"]): SearchRow(
            plain(row["number"]), plain(row["status"]), Literal(plain(row["summary"]), language="en")
        )
        for row in rows
    }


VIEWS = (View("/search", build),)
