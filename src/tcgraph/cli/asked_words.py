"""How a question was understood and what its answer is worth, told on the command line in the project's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tcgraph.questions.chips import ANY, Chip

if TYPE_CHECKING:
    from tcgraph.queries import NamedQuery
    from tcgraph.questions.in_words.tried_reading import Found
    from tcgraph.questions.kinds import Kind
    from tcgraph.questions.notes import Note


def sentences(found: Found, kinds: Mapping[str, Kind], language: str) -> Iterator[str]:
    """What was understood, what was left out, and what the graph cannot tell.

    Args:
        found: a reading that was tried.
        kinds: of the project.
        language: in which the pages are written.
    """
    if language == "en":
        yield from found.sentences()
        return
    from tcgraph.pages.i18n import translator

    t, reading = translator(language), found.reading
    if found.is_near:
        yield from remarks(found, language)
        return
    shown = _called(reading.question.shows, kinds, language, "shows", "kind", "column")
    parts = [_part(chip, kinds, language) for chip in reading.question.chips]
    by = reading.question.group
    parts += [f"{t('build.group').lower()} {_called(by, kinds, language, 'column', 'chip', 'kind')}"] if by else []
    name = f" ({reading.name})" if reading.name else ""
    yield f"{t('search.understood')}: {'; '.join([shown, *parts])}{name}."
    yield from (t("search.spelled", typed=typed, read=read) for typed, read in reading.spelled)
    left = [word for word in reading.left if word not in reading.unheard]
    told = {"unheard": reading.unheard, "left": left, "passed": reading.passed, "open": found.unsaid}
    yield from (f"{t(f'search.{key}')} {', '.join(words)}." for key, words in told.items() if words)
    keys = dict.fromkeys((reading.question.shows, *(chip.key for chip in reading.question.chips)))
    notes = [kinds[key].notes for key in keys if key in kinds and kinds[key].notes and not reading.name]
    yield from (note.get(language, note.get("en", "")) for note in notes)
    yield from remarks(found, language)
    if found.different not in (0, found.rows):
        yield t("search.different", rows=found.rows, n=found.different)
    yield from (t(f"cannot.{key}") for key in reading.cannot)


def remarks(found: Found, language: str) -> Iterator[str]:
    """What is remarked with an answer, in a language."""
    if language == "en":
        yield from map(str, found.remarks)
        return
    from tcgraph.pages.i18n import translator

    t = translator(language)
    yield from (t(f"remark.{one.key}", **one.said(t)) for one in found.remarks)


def noted(query: NamedQuery, note: Note, language: str, words: Path) -> Iterator[str]:
    """What the answer to a named question is worth, in a language.

    Args:
        query: what was asked.
        note: of its answer.
        language: in which it is told.
        words: where the project keeps words of its own.
    """
    if language == "en":
        yield from note.sentences()
        return
    # English is told without loading the pages.
    from tcgraph.assistants.understood import told_note
    from tcgraph.pages.i18n import words_of

    with words_of(words):
        if told := told_note(query, note, language).get("text"):
            yield told


def _part(chip: Chip, kinds: Mapping[str, Kind], language: str) -> str:
    from tcgraph.pages.i18n import translator

    t = translator(language)
    statuses = ", ".join(t(f"status.{code}").lower() for code in chip.values) if chip.key == "status" else ""
    values = t("chip.any") if ANY in chip.values else statuses or chip.told
    not_ = f"{t('chip.not')} " if chip.without else ""
    return f"{not_}{_called(chip.key, kinds, language, 'chip', 'column')}: {values}"


def _called(key: str, kinds: Mapping[str, Kind], language: str, *groups: str) -> str:
    from tcgraph.pages.i18n import either

    labels = kinds[key].labels if key in kinds else {}
    return labels.get(language) or either(language, *(f"{group}.{key}" for group in groups)).lower()
