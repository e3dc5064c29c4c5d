"""Take facts and things out of the shipped graph at random, one at a time, and count what the rules notice.

    python -m tests.bench.deletions [--number 1000] [--seed 15] [--pairs]

Each is judged twice: by the shapes of one version, as ``tcgraph validate`` does, and by those over two versions, as
``tcgraph validate --since`` and the write endpoint do. ``--pairs`` takes out each property of each class once instead.

Fifty are taken out together, no two of one thing; a finding about a thing is about what it lost. What is not told so is
taken out again by itself, where a finding about anything counts.

What one version does not miss is told with the rule by which it is optional; what no rule makes so is a gap.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import RDF_TYPE
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import BlankNode, NamedNode, Quad, Term
from tcgraph.shacl.profile import ProfiledProperty, Requirement, inherited, profile
from tcgraph.shacl.transition import facts_changed, judge_change
from tcgraph.shacl.validate import Shapes, revalidate
from tcgraph.shacl.validation_report import Report
from tcgraph.terms import shorten
from tests.conftest import ROOT

_TOGETHER = 50
GAP = "though asked for"


@dataclass(frozen=True, slots=True)
class Deletion:
    """What is taken out, and what to call it."""

    name: str
    quads: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether the shapes of one version and those over two noticed a deletion."""

    name: str
    now: bool
    since: bool
    quads: tuple[Quad, ...] = ()


def main() -> None:
    """Run it and print the counts, and by name what was not noticed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--number", type=int, default=1000)
    options.add_argument("--seed", type=int, default=15)
    options.add_argument("--pairs", action="store_true")
    asked = options.parse_args()
    project = Project(ROOT)
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.ONTOLOGY, Role.DATA))
    shapes = Shapes.of_files(file.path for file in project.files(Role.SHAPES))
    quads = sorted(_data(engine), key=str)
    chosen = _pairs(quads) if asked.pairs else _random(quads, asked.number, random.Random(asked.seed))
    judged = [each for batch in _batches(chosen) for each in judge_together(engine, shapes, batch)]
    print(f"{len(judged)} deletions")
    print(f"{sum(each.now for each in judged)} noticed in one version")
    print(f"{sum(each.now or each.since for each in judged)} noticed over two versions")
    optional = Optional(engine, inherited(profile(shapes.readable(), engine), engine))
    missed: dict[str, list[str]] = {}
    for each in judged:
        if not each.now:
            missed.setdefault(f"not in one version, {optional.why(each.quads)}", []).append(each.name)
    needed = len(judged) - sum(len(names) for why, names in missed.items() if GAP not in why)
    print(
        f"{needed} not optional, of which noticed in one version:",
        needed - sum(len(names) for why, names in missed.items() if GAP in why),
    )
    missed["not at all"] = [each.name for each in judged if not (each.now or each.since)]
    for title, names in missed.items():
        print(f"\n{title} ({len(names)}):")
        for name, count in Counter(names).most_common():
            print(f"{count:5} {name}")


class Optional:
    """Tells by which rule a fact may be absent.

    Args:
        engine: holds the whole graph.
        asked: what is asked of each class.
    """

    def __init__(self, engine: EmbeddedEngine, asked: Mapping[NamedNode, Sequence[ProfiledProperty]]) -> None:
        self._engine = engine
        self._asked = asked

    def why(self, quads: Sequence[Quad]) -> str:
        """The rule for one fact, or for a whole thing."""
        if len(quads) > 1:
            return "a whole thing to which nothing that is left has to lead"
        (quad,) = quads
        kinds = [kind for (kind,) in self._engine.select(f"SELECT ?kind {{ {quad.subject} a ?kind }}")]
        asked = [each for kind in kinds if isinstance(kind, NamedNode) for each in self._asked.get(kind, ())]
        needed = [
            each for each in asked if each.need is not Requirement.MAY and quad.predicate in each.path.last_predicates()
        ]
        if not needed:
            return "of what may be there"
        language = getattr(quad.object, "language", None)
        others = [
            value
            for each in needed
            for (value,) in self._engine.select(f"SELECT ?value {{ {quad.subject} {each.path.sparql()} ?value }}")
            if value != quad.object
        ]
        if language and language != "en" and others:
            return "a translation"
        same = [value for value in others if getattr(value, "language", None) == language]
        return "of several values, of which others stay" if same else GAP


def judge_together(engine: EmbeddedEngine, shapes: Shapes, deletions: Sequence[Deletion]) -> Iterator[Judged]:
    """Take several out, look what is told of the things that lost something, and look again at the rest one by one."""
    quads = [quad for deletion in deletions for quad in deletion.quads]
    engine.remove(quads)
    try:
        now = _things(revalidate(engine, shapes, quads, Report(())))
        lost, new = facts_changed(engine, quads, ())
        since = _things(judge_change(engine, shapes, lost, new))
    finally:
        engine.insert(quads)
    for deletion in deletions:
        thing = deletion.quads[0].subject
        if thing in now:
            yield Judged(deletion.name, now=True, since=thing in since, quads=deletion.quads)
        elif thing in since:
            yield Judged(deletion.name, now=False, since=True, quads=deletion.quads)
        else:
            yield judge(engine, shapes, deletion)


def _things(report: Report) -> set[Term]:
    return {term for finding in report.findings for term in (finding.focus, finding.value) if term is not None}


def _batches(deletions: Iterable[Deletion]) -> Iterator[list[Deletion]]:
    """Fifty at a time, each of another thing."""
    waiting = list(deletions)
    while waiting:
        batch: dict[Term, Deletion] = {}
        rest: list[Deletion] = []
        for deletion in waiting:
            thing = deletion.quads[0].subject
            if thing in batch or len(batch) == _TOGETHER:
                rest.append(deletion)
            else:
                batch[thing] = deletion
        yield list(batch.values())
        waiting = rest


def judge(engine: EmbeddedEngine, shapes: Shapes, deletion: Deletion) -> Judged:
    """Take it out, look, and put it back."""
    engine.remove(deletion.quads)
    try:
        now = revalidate(engine, shapes, deletion.quads, Report(()))
        dangling = any(
            isinstance(quad.subject, NamedNode)
            and engine.ask(f"ASK {{ ?s ?p {quad.subject} FILTER NOT EXISTS {{ {quad.subject} ?q ?o }} }}")
            for quad in deletion.quads[:1]
        )
        lost, new = facts_changed(engine, deletion.quads, ())
        since = judge_change(engine, shapes, lost, new)
    finally:
        engine.insert(deletion.quads)
    return Judged(deletion.name, bool(now.findings) or dangling, bool(since.findings), deletion.quads)


def _data(engine: EmbeddedEngine) -> Iterator[Quad]:
    for quad in engine.quads():
        graph = str(quad.graph_name)
        if "/graph/ontology/" not in graph and not isinstance(quad.subject, BlankNode):
            yield quad


def _kinds(quads: list[Quad]) -> dict[str, str]:
    return {str(q.subject): shorten(q.object.value) for q in quads if q.predicate == RDF_TYPE}  # type: ignore[union-attr]


def _name(quad: Quad, kinds: dict[str, str]) -> str:
    language = getattr(quad.object, "language", None)
    tail = f" @{language}" if language and language != "en" else ""
    return f"{kinds.get(str(quad.subject), '?')} {shorten(quad.predicate.value)}{tail}"


def _random(quads: list[Quad], number: int, chance: random.Random) -> Iterator[Deletion]:
    """Three of four are single facts, one of four is a whole thing."""
    kinds = _kinds(quads)
    things = sorted({str(quad.subject) for quad in quads})
    about: dict[str, list[Quad]] = {}
    for quad in quads:
        about.setdefault(str(quad.subject), []).append(quad)
    for index in range(number):
        if index % 4:
            quad = chance.choice(quads)
            yield Deletion(_name(quad, kinds), (quad,))
        else:
            thing = chance.choice(things)
            yield Deletion(f"{kinds.get(thing, '?')} (whole)", tuple(about[thing]))


def _pairs(quads: list[Quad]) -> Iterator[Deletion]:
    kinds = _kinds(quads)
    seen: set[str] = set()
    for quad in quads:
        name = _name(quad, kinds)
        if name not in seen:
            seen.add(name)
            yield Deletion(name, (quad,))


if __name__ == "__main__":
    main()
