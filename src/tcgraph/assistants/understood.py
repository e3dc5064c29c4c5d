"""A question in words as it was understood, told to an assistant in the reader's language, with its answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from tcgraph.assistants.reply import MOST, Cells, rows_of, size, without_empty
from tcgraph.errors import BadParameter
from tcgraph.pages.build_page import QuestionPhraser, asking_of, kinds_of
from tcgraph.pages.caveats import examples_told, told_later
from tcgraph.pages.i18n import note_of, question_of, summary_of, translator
from tcgraph.pages.labels import day
from tcgraph.pages.page import State
from tcgraph.pages.search import UnderstoodWords, answered_by, first_things, note_with, told_by
from tcgraph.pages.site import Site, ask, run
from tcgraph.queries import NamedQuery
from tcgraph.questions.in_words.reading import SURE
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.questions.notes import Note
from tcgraph.rdf import Literal, NamedNode, Term, plain

_READINGS = 5
_BESIDE = 1_600
"""Characters that the rows of each thing told beside an answer may take."""
_HEADED = frozenset(("near", "located"))
_UNSURE = 0.01


def answered(site: Site, text: str, language: str, reading: int, offset: int, *, with_query: bool) -> dict[str, Any]:
    """The answer to a question in words, or the ways in which it may be meant.

    Args:
        site: where it is asked.
        text: the question.
        language: of the reply, and of the question where its words do not tell.
        reading: which of the readings to answer by, counted from 1; 0 for the likeliest.
        offset: rows to pass over.
        with_query: whether the query is given with the answer.

    Raises:
        BadParameter: there is no such reading.
    """
    teller = QuestionPhraser(site, State("/search", {"q": text}, language))
    readings = [told_by(teller, one) for one in asking_of(site).ask(text, language)[:_READINGS]]
    if not readings:
        return {"sure": False, "advice": translator(language)("assistant.nothing")}
    if not 0 <= reading <= len(readings):
        raise BadParameter(f"reading {reading} is not there: this question has {len(readings)}, counted from 1.")
    tells = _Tells(site, language, teller)
    shown = readings[reading - 1] if reading else answered_by(readings)
    sure = readings[0].found.reading.sure and shown is readings[0]
    told: dict[str, Any] = {"sure": sure}
    if not sure:
        told["advice"] = translator(language)(f"assistant.{_advice(readings, shown)}")
        told["readings"] = [tells.reading(at, one) for at, one in enumerate(readings, 1) if one is not shown]
    if shown is None:
        # What each leads to says best which is meant.
        for one, each in zip(told["readings"], readings, strict=True):
            one |= without_empty({"first": tells.first(each.found)})
        return told
    head = {**tells.reading(readings.index(shown) + 1, shown), "note": tells.note(shown.found)}
    room = MOST - size(told) - size(head)
    apart = _apart(tells, shown.found, room // 2, with_query=with_query) if not offset else {}
    answer = tells.answer(shown.found, offset, room - size(apart) - 200, with_query=with_query)
    if sure:
        return {**told, **head, **answer, **apart}
    return {**told, "nearest": {**head, **answer}, **apart}


def _apart(tells: _Tells, found: Found, room: int, *, with_query: bool) -> dict[str, Any]:
    """The answer to a second question, and what is told beside the answer, each with what it is."""
    told: dict[str, Any] = {}
    if found.second:
        head = {"understood": tells.understood(told_by(tells.teller, found.second))}
        told["second"] = {**head, **tells.answer(found.second, 0, room, with_query=with_query)}
        room -= size(told["second"])
    beside, seen = [], set[Term | None]()
    for one in found.beside:
        things = tells.things(one)
        if things - seen and room > 0:
            seen |= things
            what = " ".join(tells.remarks(one))
            beside.append({"what": what, **tells.answer(one, 0, min(room, _BESIDE), with_query=with_query)})
            room -= size(beside[-1])
    return {**told, **({"beside": beside} if beside else {})}


def _advice(readings: list[UnderstoodWords], shown: UnderstoodWords | None) -> str:
    """What to do with an answer that is not sure, or with none: a key of the catalogue."""
    if shown is None:
        return "nothing_fits" if len(readings) == 1 and readings[0].found.nothing_fits else "unclear"
    reading = shown.found.reading
    if reading.cannot and shown.found.instead:
        return "instead"
    return "part" if reading.left or reading.open or reading.cannot or shown.found.is_near else "whole"


class _Tells:
    """Tells readings and answers in one language.

    Args:
        site: where names are.
        language: the reader's.
        teller: of the text that was put.
    """

    def __init__(self, site: Site, language: str, teller: QuestionPhraser) -> None:
        self._site, self._language, self._t, self.teller = site, language, translator(language), teller

    def reading(self, number: int, one: UnderstoodWords) -> dict[str, Any]:
        """A reading in short; one that is not sure is never told as likelier than one that is."""
        reading = one.found.reading
        confidence = reading.confidence if reading.sure else min(reading.confidence, SURE - _UNSURE)
        told = {"reading": number, "understood": self.understood(one), "confidence": confidence}
        return {**told, "total_rows": one.found.rows}

    def first(self, found: Found) -> list[str]:
        """The first things of an answer."""
        things = [NamedNode(iri) for iri in first_things(self._site, found)] if found.rows else []
        return [str(cell) for (cell,) in Cells(self._site, self._language).rows([[thing] for thing in things])]

    def understood(self, one: UnderstoodWords) -> str:
        """What was understood, what was left out, and what cannot be told."""
        return " ".join(self._sentences(one))

    def _sentences(self, one: UnderstoodWords) -> Iterator[str]:
        t, found, reading = self._t, one.found, one.found.reading
        if found.is_near:
            yield from self.remarks(found)
            return
        name = reading.name
        first = f"{question_of(self._site.queries[name], self._language).value} ({name})" if name else one.shown
        parts = [f"{t('chip.not') + ' ' if part.without else ''}{part.label}: {part.text}" for part in one.parts]
        yield f"{'; '.join([first, *parts])}."
        if found.counted:
            yield t("search.counted", n=found.counted)
        yield from (t("search.spelled", typed=typed, read=read) for typed, read in reading.spelled)
        for key, words in (
            ("unheard", one.unheard),
            ("left", one.left),
            ("passed", one.passed),
            ("open", one.unsaid),
        ):
            if words:
                yield f"{t(f'search.{key}')} {', '.join(words)}."
        kinds = kinds_of(self._site)
        keys = dict.fromkeys((reading.question.shows, *(chip.key for chip in reading.question.chips)))
        notes = [kinds[key].notes for key in keys if key in kinds and kinds[key].notes and not name]
        yield from (note.get(self._language, note.get("en", "")) for note in notes)
        yield from self.remarks(found)
        if found.different not in (0, found.rows):
            yield t("search.different", rows=found.rows, n=found.different)
        yield from (t(f"cannot.{key}") for key in reading.cannot)

    def remarks(self, found: Found) -> list[str]:
        """What is remarked with an answer."""
        return [self._t(f"remark.{one.key}", **one.said(self._t)) for one in found.remarks]

    def things(self, found: Found) -> set[Term | None]:
        """What is told apart, none where it is a remark alone."""
        rows = run(self._site, "beside", found.query).rows if found.rows else ()
        return {term for row in rows for term in row if isinstance(term, NamedNode)}

    def answer(self, found: Found, offset: int, room: int, *, with_query: bool) -> dict[str, Any]:
        """The rows of a reading, and its query where that is wanted."""
        whole = run(self._site, found.reading.name or "answer", found.query)
        text = {"sparql": found.query} if with_query else {}
        rows = rows_of(self._site, whole, self._language, offset, room - size(text), found.ranked(whole.rows))
        return {**rows, **text}

    def note(self, found: Found) -> dict[str, Any]:
        """What an answer counts and how complete it is."""
        if found.reading.name:
            query = self._site.queries[found.reading.name]
            return told_note(query, note_with(self._site, self._language, found), self._language)
        told = [told_later(self._site, self._language, run(self._site, "answer", found.query))]
        if "as-of" in self._site.queries:
            days = [plain(row[0]) for row in ask(self._site, "as-of").rows if row[0] is not None]
            told += [self._t("note.as_of", day=day(each, self._language)) for each in days[:1]]
        if complete := examples_told(self._site, self._language):
            told.append(f"{self._t('note.complete')} {complete}")
        return without_empty({"text": " ".join(filter(None, told))})


def told_note(query: NamedQuery, note: Note, language: str) -> dict[str, Any]:
    """The note of a named question's answer, in a language."""
    t = translator(language)
    read = [one for one in note.understood if not one.plain and one.name != one.typed]
    said = [
        note_of(query, language).value or summary_of(query, language).value,
        *(t("note.read", typed=one.typed, name=one.name) for one in read),
    ]
    said += [t("note.as_of", day=day(note.as_of, language))] if note.as_of else []
    said += note.worth(t("note.complete"), t("note.sure"), partial(_marked, language=language))
    said += [t(f"note.{note.reason}")] if note.reason else []
    fewer = [f"{one.value.label} {one.value.name} {one.rows}" for one in note.looser if one.rows]
    said += [f"{t('note.without')} {'; '.join(fewer)}."] if fewer else []
    understood = [
        {"parameter": one.parameter, "typed": one.typed, "value": one.value, "name": one.name} for one in read
    ]
    told = {"text": " ".join(filter(None, said)), "as_of": note.as_of, "reason": note.reason, "understood": understood}
    return without_empty(told)


def _marked(line: object, language: str) -> str:
    own = line.language if isinstance(line, Literal) else ""
    return plain(line) if own in ("", None, language) else f"{plain(line)} @{own}"  # type: ignore[arg-type]
