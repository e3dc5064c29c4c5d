"""Which recommendations fit a question only as it is read widely: by a place in a region, a set, or a reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Question
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import Meaning
from tcgraph.questions.in_words.reading import Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.kinds import Kind
from tcgraph.rdf import plain

_ASKED = Meaning("shows", ("recommendation",))


class ReadWidely:
    """Looks at an answer by stricter meanings of what its question names.

    Args:
        answers: of the graph.
        names: of its things.
    """

    def __init__(self, answers: Answers, names: Names) -> None:
        self._answers = answers
        self._kinds = answers.kinds
        self._names = names

    def of(self, reading: Reading, language: str) -> Iterator[Remark]:
        """Which recommendations of an answer fit it only as a kind is read widely, and are told apart.

        They name a place in a region, a set that an instrument belongs to; or what is named is only reported there.

        Args:
            reading: of actions or recommendations.
            language: for the names of things.
        """
        question = reading.question
        if reading.name or question.group or question.shows not in ("action", "recommendation"):
            return
        chips = [chip for chip in question.chips if not chip.without and ANY not in chip.values]
        for chip in chips:
            kind, (first, *rest) = self._kinds.get(chip.key), chip.values
            if chip.key == "region" and kind and {*rest} <= {*self._names.regions_called(first)}:
                # Without the last step, by which one place lies in another.
                done, asked = (path.rpartition("/")[0] for path in (kind.action, kind.recommendation))
                key, strict = "by_place", replace(kind, action=done, recommendation=asked)
            elif chip.key == "instrument" and kind and not rest:
                key, strict = "by_set", kind.as_said()
            else:
                continue
            if strict.action and sum(one.key == chip.key for one in chips) == 1:
                so, others = self._numbers(question, {chip.key: strict})
                name = self._names.called(first, language)
                yield from [Remark(key, {"name": name, "names": ", ".join(others)})] if so and others else []
        kinds = [kind for kind in self._kinds.values() if kind.recommendation]
        askable = len(chips) == len(question.chips) and {chip.key for chip in chips} <= {kind.name for kind in kinds}
        if question.shows == "recommendation" and chips and askable:
            # By an action the same is said then as by the recommendation that it answers.
            so, others = self._numbers(question, self._as_asked())
            told = {"names": ", ".join(so), "rest": str(len(others))}
            yield from [Remark("asked_in", told)] if so and others else []

    def strictly(self, reading: Reading, told: tuple[Remark, ...]) -> tuple[Mapping[str, Kind], tuple[Remark, ...]]:
        """The kinds as they are read of what is listed, none where they are read as widely as ever; and the remarks.

        Who asks for an instrument is shown what names it, where anything does, and not what only names its set; who
        asks for recommendations and not for actions, those that ask for it themselves.

        Args:
            reading: of a question.
            told: with its answer, by which something is left then.
        """
        keys = {remark.key for remark in told}
        if "asked_in" in keys and reading.itself:
            return {**self._kinds, **self._as_asked()}, (*told, Remark("listed"))
        if "by_set" in keys and not reading.itself:  # by which a set may be all that is asked for
            kept = tuple(remark for remark in told if remark.key != "asked_in")
            return {**self._kinds, "instrument": self._kinds["instrument"].as_said()}, kept
        return {}, told

    def _as_asked(self) -> dict[str, Kind]:
        """The kinds of which recommendations name something, by which an action says the same as they do."""
        kinds = [kind for kind in self._kinds.values() if kind.recommendation]
        return {one.name: replace(one, action=f"tc:addresses/({one.recommendation})") for one in kinds}

    def _numbers(self, question: Question, kinds: Mapping[str, Kind]) -> tuple[list[str], list[str]]:
        """The recommendations that fit a question where some kinds are read otherwise, and the others."""
        every, so = (
            dict.fromkeys(plain(row[0]) for row in self._answers.rows(question, known))
            for known in (self._kinds, {**self._kinds, **kinds})
        )
        return [*so], [number for number in every if number not in so]


def is_vague(reading: Reading, remark: Remark) -> bool:
    """Whether a theme is asked for that most of what is listed is not itself about, or of which one is asked for.

    Args:
        reading: of a question.
        remark: with its answer.
    """
    if remark.key != "asked_in" or not any(chip.key == "theme" for chip in reading.question.chips):
        return False
    said = (one.typed for one in reading.asked if _ASKED in one.meanings)
    one = not reading.every and any(typed[-1:] not in "sS" for typed in said)  # "which recommendation is about it"
    return one or len(remark.values["names"].split(", ")) < int(remark.values["rest"])
