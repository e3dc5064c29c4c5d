"""What is of the kind that is asked for in one part, and is told of in another: pilots beside beneficiaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tcgraph.questions.chips import Question, compiled
from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.kinds import Kind
from tcgraph.rdf import Term, plain

Select = Callable[[str], Iterable[tuple[Term | None, ...]]]
_PARTS = """SELECT DISTINCT ?thing ?label WHERE {{
  ?taking tc:inAction ?action ; tc:participant ?thing ; tc:role ?role .
  FILTER(STRSTARTS(STR(?thing), "{folder}"))
  ?role skos:prefLabel ?label . FILTER(LANG(?label) = "{language}") }}"""


def other_parts(
    question: Question,
    kinds: Mapping[str, Kind],
    select: Callable[[str], Iterable[tuple[Term | None, ...]]],
    language: str,
) -> dict[str, int]:
    """How many further things fit a question but for the part that it asks for, by the part that they have.

    Args:
        question: countries or organisations in a role.
        kinds: of the project.
        select: asks the graph.
        language: of the names of parts.
    """
    asked = [chip for chip in question.chips if chip.key == "role" and not chip.without]
    shown = kinds.get(question.shows)
    if not asked or shown is None or question.shows not in ("country", "organisation") or question.group:
        return {}
    rest = replace(question, chips=tuple(chip for chip in question.chips if chip not in asked))
    listed, every = ({row[1] for row in select(compiled(one, kinds))} for one in (question, rest))
    found: dict[str, set[str]] = defaultdict(set)
    for thing, label in select(prefixed(_PARTS.format(folder=shown.folder, language=language))):
        if thing in every - listed:
            found[plain(label)].add(plain(thing))
    return {label: len(things) for label, things in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))}
