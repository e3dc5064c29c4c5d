"""How complete a project's facts are: by class, by file, and by section of the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tcgraph.engine import Engine
from tcgraph.project import Project, Role
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.scope import BELONGING
from tcgraph.shacl.profile import Completeness, Share, inherited, profile
from tcgraph.shacl.shapes import Shapes

_SECTIONS = """
SELECT DISTINCT ?thing ?number ?label WHERE {
  ?section a tc:Section ; tc:number ?number ; rdfs:label ?label .
  FILTER(LANG(?label) = "LANGUAGE")
  ?thing (tc:elementOf|tc:respondsTo|tc:reportedBy|tc:inAction|tc:ofAction|tc:addresses|tc:figureOf|tc:conditionOf
          |tc:readingOf|tc:givenBy|^tc:hasObservation|^tc:passage|tc:hedges|tc:corrects
          |tc:amends)*/tc:inSection ?section .
} ORDER BY ?number"""


@dataclass(frozen=True, slots=True)
class Figures:
    """How complete everything is.

    Attributes:
        counted: what each class asks of its members, and how many of them have it.
        kinds: the figures of each class.
        files: those of each file, by its path in the project.
        sections: those of each section, by its number and name; what is in none is left out.
    """

    counted: Completeness
    kinds: Mapping[NamedNode, Share]
    files: Mapping[str, Share]
    sections: Mapping[str, Share]


def figures(engine: Engine, project: Project, language: str = "en", of: NamedNode | None = None) -> Figures:
    """Count what a project's shapes and ontology ask of each class.

    Args:
        engine: holds the project's ontology and data; what follows from them may stand in its own graph.
        project: the project.
        language: of reasons and names.
        of: a follow-up; what belongs to others alone is left out of the figures of kinds, files and sections.

    Raises:
        BrokenInput: the shapes cannot be read.
    """
    shapes = Shapes.of_files((file.path for file in project.files(Role.SHAPES)), lenient=True)
    files = {
        file.graph: file.path.relative_to(project.data).as_posix()
        for file in project.files(Role.DATA)
        if file.path.is_relative_to(project.data)
    }
    counted = Completeness(engine, inherited(profile(shapes.readable(), engine, language), engine), files)
    sections, others = _sections(engine, language), _of_others(engine, of)
    by_section = counted.shares(lambda thing, _kind, _graph: () if thing in others else sections.get(thing, ()))
    return Figures(
        counted,
        counted.shares(lambda thing, kind, _graph: () if thing in others else (kind,)),
        dict(sorted(counted.shares(lambda thing, _, graph: () if thing in others else (files[graph],)).items())),
        {key[1]: by_section[key] for key in sorted(by_section)},
    )


def _of_others(engine: Engine, of: NamedNode | None) -> set[Term]:
    """What belongs to other follow-ups and not to this one; what belongs to none is everybody's."""
    places: defaultdict[Term, set[Term | None]] = defaultdict(set)
    for thing, place in engine.select(BELONGING) if of is not None else ():
        if thing is not None:
            places[thing].add(place)
    return {thing for thing, own in places.items() if of not in own}


def _sections(engine: Engine, language: str) -> Mapping[Term, Iterable[tuple[int, str]]]:
    """The sections that a thing stands in, itself or by what it belongs to."""
    found: defaultdict[Term, set[tuple[int, str]]] = defaultdict(set)
    for thing, number, label in engine.select(_SECTIONS.replace("LANGUAGE", language)):
        if thing is not None and isinstance(number, Literal) and isinstance(label, Literal):
            found[thing].add((int(number.value), f"{number.value}. {label.value}"))
    return found
