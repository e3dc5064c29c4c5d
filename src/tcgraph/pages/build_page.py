"""A question by clicking: a form of parts, each offering only what has answers; the address is the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tcgraph.errors import BadParameter
from tcgraph.followup.statuses import EVERY
from tcgraph.pages.caveats import examples_told, hedged, told_later
from tcgraph.pages.charts.figure import Figure
from tcgraph.pages.i18n import Translate, either, translator
from tcgraph.pages.labels import Labels, days, word_for
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.picture_words import in_all
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.result_pictures import ResultPictures
from tcgraph.pages.site import Answer, Site, run, run_here
from tcgraph.questions.addresses import GROUPS, NONE, NOT, from_parameters, to_parameters
from tcgraph.questions.chips import ANY, Chip, Question, compiled, counted_by
from tcgraph.questions.facets import Facets
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.left_out import other_parts
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.questions.kinds import Kind
from tcgraph.questions.saved import file_name, marked, named_query
from tcgraph.rdf import NamedNode
from tcgraph.terms import PREFIXES

_HEDGE = Kind(
    "hedge",
    f"{PREFIXES['vocab']}hedge-kind/",
    "^tc:hedges/tc:hedgeKind",
    shown="?words_of tc:hedges ?action ; tc:hedgeKind ?hedge ; tc:asPrinted ?words",
    columns=("words",),
)
"""Kinds of hedges, with the words of the document that hedge."""
_DATE = re.compile(r"\d{4}(-\d\d)?")


def asking_of(site: Site) -> QuestionInterpreter:
    """Questions in words about the version in force, and the follow-up that the page speaks of; made once for each."""

    def make() -> QuestionInterpreter:
        return QuestionInterpreter(
            site.queries, site.project.queries, lambda text: run(site, "choices", text).rows, site.of
        )

    return site.memo.get(("asking", site.version(), site.of), make)


def kinds_of(site: Site) -> Mapping[str, Kind]:
    """What a question can be built of: all that one can ask by in words, and hedges, which no question names."""
    asked = asking_of(site).kinds
    return {**asked, _HEDGE.name: _HEDGE} if asked and "hedged-actions" in site.queries else asked


def facets_of(site: Site) -> Facets:
    """What the version in force has answers for."""
    return Facets(kinds_of(site), lambda text: run_here(site, "facets", text).rows)


@dataclass(frozen=True, slots=True)
class ChipPart:
    """One part of a question, told.

    Attributes:
        label: what is asked by.
        text: the value.
        without: whether it must not hold.
        none: whether that is said of what is shown as a whole, and not row by row.
        away: the address of the question without this part.
    """

    label: str
    text: str
    without: bool
    away: str
    none: bool = False


class QuestionPhraser:
    """Tells questions in a reader's language.

    Args:
        site: where names are.
        state: of the page.
    """

    def __init__(self, site: Site, state: State) -> None:
        self._site = site
        self._state = state
        self._t = translator(state.language)
        self._labels = Labels(site, state.language)
        self._asking = asking_of(site)
        self._kinds = kinds_of(site)

    def shown(self, kind: str) -> str:
        """What is shown, in words."""
        return self._own(kind) or either(self._state.language, f"shows.{kind}", f"kind.{kind}", f"column.{kind}")

    def key(self, key: str) -> str:
        """What is asked by, in words."""
        told = key.replace("_", "-") if key in self._kinds else key
        return self._own(key) or either(self._state.language, f"chip.{told}", f"column.{told}")

    def _own(self, kind: str) -> str:
        """What the things of a kind of the project's own are called."""
        labels = self._kinds[kind].labels if kind in self._kinds else {}
        return labels.get(self._state.language) or labels.get("en") or next(iter(labels.values()), "")

    def value(self, key: str, value: str) -> str:
        """A value in words."""
        if value == ANY:
            return self._t("chip.any")
        if key in ("status", "only"):
            return self._t(f"status.{value}")
        if key == "role":
            return word_for(self._state.language, "role", value, self._labels)
        if key in ("when", "done"):
            start, _, end = value.partition("/")
            return days(start, end, self._state.language)
        if value.startswith(("http:", "https:")):
            return self._labels.of(NamedNode(value)).value
        return value

    def as_typed(self, said: Iterable[str]) -> list[str]:
        """Words of a search as its reader typed them; what stands for some as a code is told in their language."""
        told = (self._in_search(re.findall(r"\w+", one)) or self._code(one) for one in said)
        return list(dict.fromkeys(told))

    def _in_search(self, words: Iterable[str]) -> str:
        found = re.search(r"\W*".join(map(re.escape, words)), self._state.get("q"), re.IGNORECASE)
        return found[0] if found else ""

    def _code(self, one: str) -> str:
        if one in EVERY:
            return self.value("status", one)
        return self.shown(one) if one in self._kinds else self.value("when", one) if _DATE.match(one) else one

    def note(self, values: list[str]) -> None:
        """Fetch the names of things that will be told, at once."""
        self._labels.note(NamedNode(value) for value in values if value.startswith(("http:", "https:")))

    def parts(self, question: Question) -> list[ChipPart]:
        """Every part of a question."""
        self.note([value for chip in question.chips for value in chip.values])
        chips = [
            ChipPart(
                self.key(chip.key), self._told(chip), chip.without, self.address(_without(question, chip)), chip.none
            )
            for chip in question.chips
        ]
        if not question.group:
            return chips
        by = self.key(question.group.replace("_", "-"))
        return [*chips, ChipPart(self._t("build.group"), by, False, self.address(replace(question, group="")))]

    def _told(self, chip: Chip) -> str:
        if chip.key == "words" and chip.names:
            return chip.told
        return f" {self._t('chip.or')} ".join(dict.fromkeys(self.value(chip.key, value) for value in chip.values))

    def address(self, question: Question) -> str:
        """Where a question is built."""
        return self._state.to("/build", **to_parameters(question, self._kinds))

    def answer_at(self, found: Found) -> str:
        """Where all of an answer stands."""
        if found.reading.name:
            return self._state.to(f"/ask/{found.reading.name}", **self._asking.parameters_of(found.reading))
        return self.address(found.reading.question)


def _without(question: Question, chip: Chip) -> Question:
    return replace(question, chips=tuple(other for other in question.chips if other is not chip))


_KEYS = (
    "status", "hedge", "section", "organisation", "country", "region", "donor", "place", "doer", "receiver", "role",
    "framework", "instrument", "theme", "sector", "product", "project", "event", "number",
)  # fmt: skip
_FIRST = frozenset(("status", "section", "organisation", "country", "theme"))
"""What most questions are made of; what else can be asked by is folded away until something is chosen there."""
_OFFERED = 60


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What one list of the form offers.

    Attributes:
        key: the parameter.
        label: what it asks by.
        options: value, its name, how many actions fit, and whether it is chosen.
        sign: what stands before the parameter where the chosen one must not hold; empty where it must.
        chosen: whether any is.
        others: values that may be chosen beside it, as ``options``, without those that are.
        with_it: those that actions have together with what is chosen, and how many do.
    """

    key: str
    label: str
    options: tuple[tuple[str, str, int, bool], ...]
    sign: str
    chosen: bool
    others: tuple[tuple[str, str, int], ...] = ()
    with_it: tuple[tuple[str, str, int], ...] = ()


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of a question made of parts."""
    t = translator(state.language)
    kinds = kinds_of(site)
    title = t("build.title")
    try:
        question = from_parameters(state.parameters, kinds, EVERY)
    except BadParameter as error:
        return Page("build.html", title, "build", {"refusal": str(error), **_NOTHING}, status=400)
    teller, facets = QuestionPhraser(site, state), facets_of(site)
    answer = run_here(site, "build", marked(question, kinds))
    given = to_parameters(question, kinds)
    state.asked.update(("show", "asOf", *given))
    offers = [
        _offer(facets, teller, question, key, given)
        for key in (*_KEYS, *(kind.name for kind in kinds.values() if kind.labels))
        if key in kinds or key in ("status", "section", "number", "role")
    ]
    by = counted_by(question, kinds)
    keys = dict.fromkeys((question.shows, *(chip.key for chip in question.chips), by.name if by else ""))
    used = [key for key in keys if key in kinds]
    context = {
        "refusal": "",
        "question": question,
        "shown": teller.shown(question.shows),
        "shows": [(kind, teller.shown(kind)) for kind in ("action", "recommendation", *kinds)],
        "parts": teller.parts(question),
        "offers": [offer for offer in offers if offer.options and offer.key in _FIRST],
        "further": [offer for offer in offers if offer.options and offer.key not in _FIRST],
        "groups": _groups(question, kinds, offers, by, teller),
        "answer": answer,
        "later": told_later(site, state.language, answer),
        "examples": examples_told(site, state.language) if "action" in answer.variables else "",
        "given": given,
        "elsewhere": _elsewhere(site, teller, t, question),
        "actions": len(facets.fitting(question)),
        "notes": [
            kinds[key].notes.get(state.language, kinds[key].notes.get("en", "")) for key in used if kinds[key].notes
        ]
        + [t("build.payers", place=teller.key("place"))] * ("country" in used and "place" in kinds)
        + _timed(facets, question, t)
        + _in_other_parts(site, state.language, question, t)
        + ([_hedged_in_doubt(site, facets, question, t)] if any(one.key == "hedge" for one in question.chips) else [])
        + ([_counted_under(facets, teller, t, question, by)] if by else []),
    }
    things = {term for row in answer.rows for term in row if isinstance(term, NamedNode)}
    sentence = _sentence(QuestionPhraser(site, replace(state, language="en")), question)
    saved = named_query(question, kinds, sentence)
    drawn = _picture(site, state, question, teller, answer) if question.group else None
    if drawn and by:  # What names several stands in several bars.
        (named, fitting), bars = _naming(facets, question, by), sum(int(row[-1].text) for row in drawn.rows)
        told = in_all(named, state.language, fitting, bars=bars)
        drawn = replace(drawn, says=(*told, *drawn.says[1:]))
    return Page(
        "build.html", title, "build", context, (answer,), tuple(things), (drawn,) if drawn else (),
        saved=(file_name(sentence), saved),
    )  # fmt: skip


def _picture(site: Site, state: State, question: Question, teller: QuestionPhraser, answer: Answer) -> Figure | None:
    """The counts as bars."""
    labels = Labels(site, state.language)
    by = teller.key(question.group.replace("_", "-"))
    # In the middle of a title.
    words = {"count": teller.shown(question.shows), question.group: by[:1].lower() + by[1:]}
    return ResultPictures(Pictures(site, state, labels), answer, labels, state, words).made("chart")


def _counted_under(facets: Facets, teller: QuestionPhraser, t: Translate, question: Question, by: Kind) -> str:
    """What the counts by a kind of thing leave out and count several times."""
    named, fitting = _naming(facets, question, by)
    kind, none = teller.key(by.name).lower(), fitting - named
    return t("build.under_each", kind=kind) + (" " + t("build.under_none", n=none, all=fitting)) * (none > 0)


def _naming(facets: Facets, question: Question, by: Kind) -> tuple[int, int]:
    """How many of the items that fit name any of a kind, and how many fit."""
    fitting = facets.fitting(question)
    return len(fitting & facets.has(by.name, question.as_of).keys()), len(fitting)


def _timed(facets: Facets, question: Question, t: Translate) -> list[str]:
    """Of how many items a time is when they were done, where those that name it are asked for."""
    named = [chip for chip in question.chips if chip.key == "when"]
    if not named or question.shows not in ("action", "recommendation"):
        return []
    done = tuple(replace(chip, key="done", without=False) if chip in named else chip for chip in question.chips)
    fit, every = facets.fitting(question), facets.fitting(replace(question, chips=done))
    return [t("build.times", n=len(fit & every), all=len(fit))]


def _in_other_parts(site: Site, language: str, question: Question, t: Translate) -> list[str]:
    """How many there are in other parts than the one that is asked for."""
    found = other_parts(question, kinds_of(site), lambda text: run_here(site, "build", text).rows, language)
    named = ", ".join(f"{label} ({n})" for label, n in found.items())
    return [t("remark.other_parts", names=named)] if named else []


def _hedged_in_doubt(site: Site, facets: Facets, question: Question, t: Translate) -> str:
    """Of how many items some words limit what is said, and of how many of those they say doubt or mere intention."""
    every = tuple(Chip("hedge", (ANY,)) if one.key == "hedge" else one for one in question.chips)
    limited = facets.fitting(replace(question, chips=every))
    return t("build.hedged", n=len(limited), doubt=len(limited & hedged(site).keys()))


def _elsewhere(site: Site, teller: QuestionPhraser, t: Translate, question: Question) -> tuple[str, str] | None:
    """How many of the things that are shown have in another row what must not hold; and those that have it nowhere."""
    kinds = kinds_of(site)
    denied = [one for one in question.chips if one.without and one.key in kinds and one.key != question.shows]
    if question.shows not in kinds or question.group or not kinds[question.shows].folder or not denied:
        return None
    nowhere = replace(question, chips=tuple(replace(one, none=one.none or one in denied) for one in question.chips))
    listed, rest = (
        {row[1] for row in run_here(site, "build", compiled(one, kinds)).rows} for one in (question, nowhere)
    )
    few = len(listed) - len(rest)
    return (t("build.elsewhere", n=few, all=len(listed)), teller.address(nowhere)) if few > 0 else None


def _groups(
    question: Question,
    kinds: Mapping[str, Kind],
    offers: Iterable[ListOptions],
    by: Kind | None,
    teller: QuestionPhraser,
) -> list[tuple[str, str]]:
    """What answers can be counted by: columns, with what they are called."""
    shown = kinds.get(question.shows)
    if shown:
        named = [(shown.variable, teller.shown(shown.name))]
    elif question.shows == "action":
        counts = [kinds[offer.key] for offer in offers if offer.key in kinds and offer.options]
        if by and by not in counts:
            counts.append(by)
        named = [(kind.variable, teller.key(kind.name)) for kind in counts if kind.folder]
    else:
        named = []
    return [*((name, teller.key(name)) for name in GROUPS), *named]


_NOTHING: Mapping[str, object] = {
    "question": Question(), "shown": "", "shows": (), "parts": (), "offers": (), "groups": (), "answer": None,
    "given": {}, "further": (), "actions": 0, "notes": (), "elsewhere": (),
}  # fmt: skip


def _offer(
    facets: Facets, teller: QuestionPhraser, question: Question, key: str, given: Mapping[str, str]
) -> ListOptions:
    sign = next((sign for sign in (NOT, NONE) if sign + key in given), "")
    chosen = given.get(sign + key, "")
    found = facets.values(question, key)[:_OFFERED]
    teller.note([value for value, _ in found])
    options = [(_short(value), teller.value(key, value), count, _short(value) == chosen) for value, count in found]
    if chosen and all(value != chosen for value, *_ in options):
        # Several values, or one that nothing fits now: still chosen, and shown as what it is.
        chips = [chip for chip in question.chips if chip.key == key]
        names = ", ".join(teller.value(key, value) for chip in chips for value in chip.values)
        options.insert(0, (chosen, names, 0, True))
    if key in ("section", "number"):
        options.sort(key=lambda option: int(option[0]) if option[0].isdigit() else 0)
    listed = ListOptions(key, teller.key(key), tuple(options), sign, bool(chosen))
    if not chosen or ANY in chosen:
        return listed
    held = {_short(value) for chip in question.chips if chip.key == key for value in chip.values}
    rest = [(value, name, count) for value, name, count, _ in options if value and value not in (*held, chosen, ANY)]
    both = facets.together(question, key) if key in facets.kinds and not sign else {}
    short = {_short(value): count for value, count in both.items()}
    with_it = tuple((value, name, short[value]) for value, name, _ in rest if value in short)
    return replace(listed, others=tuple(rest), with_it=with_it)


def _short(value: str) -> str:
    return value if value == ANY else value.rpartition("/")[2]


def _sentence(teller: QuestionPhraser, question: Question) -> str:
    """The question in words, for the header of its file."""
    parts = [f"{'not ' if part.without else ''}{part.label}: {part.text}" for part in teller.parts(question)]
    return "; ".join([teller.shown(question.shows), *parts, *([f"as of {question.as_of}"] * bool(question.as_of))])


def shown_rows(answer: Answer, most: int) -> Answer:
    """An answer's first rows."""
    return Answer(answer.name, answer.text, answer.variables, answer.rows[:most], answer.milliseconds)


VIEWS = (View("/build", build),)
