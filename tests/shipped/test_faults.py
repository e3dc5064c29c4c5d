"""Three hundred mistakes of twenty kinds in the shipped data: each must be reported on its own line."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from tcgraph.diagnostics.check import Check, Outcome, run_check
from tcgraph.diagnostics.diagnostic import Diagnostic
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import checked_files
from tcgraph.terms import ID, PREFIXES, TC
from tests.own_project import copy_project
from tests.shipped.faults import MEANING, SYNTAX, Fault, blocks_of, make_faults, put_in

SEED = 2006
ROUNDS = 3


def check(project: Project) -> Outcome:
    files = checked_files(project, Role.ONTOLOGY, Role.DATA)
    shapes = [file.path for file in project.files(Role.SHAPES)]
    return run_check(Check(files, shapes, namespaces=(TC, ID, PREFIXES["vocab"])), TermEngine())


@pytest.fixture
def copy(tmp_path: Path) -> Project:
    return copy_project(tmp_path)


def on_its_line(place: tuple[Path, int], outcome: Outcome) -> bool:
    return any(
        d.location is not None and (d.location.path.resolve(), d.location.line) == (place[0].resolve(), place[1])
        for d in outcome.diagnostics
    )


def mentioned(diagnostic: Diagnostic) -> set[str]:
    """The nodes that a diagnostic is about, as ``kind:name``."""
    finding = diagnostic.finding
    nodes = [] if finding is None else [str(finding.focus), str(finding.value)]
    return {":".join(node.strip("<>").rsplit("/", 2)[-2:]) for node in nodes}


def astray(faults: list[Fault], where: dict[Fault, tuple[Path, int]], outcome: Outcome, known: set[str]) -> list[str]:
    """New diagnostics that stand in no block with a mistake, nor are about a node that a changed line named."""
    blocks = []
    names: set[str] = set()
    for fault, (path, line) in where.items():
        first = line - fault.line
        changed = set(fault.block.lines) - set(fault.lines)
        names.update(re.findall(r"[a-z-]+:[\w-]+", " ".join((fault.block.lines[0], *changed))))
        blocks.append((path.resolve(), first, first + len(fault.lines) - 1))
    assert len(blocks) == len(faults)
    return [
        f"{d.location}: {d.message}"
        for d in outcome.diagnostics
        if d.fingerprint not in known
        and not names & mentioned(d)
        and not any(
            d.location is not None and d.location.path.resolve() == path and first <= (d.location.line or 0) <= last
            for path, first, last in blocks
        )
    ]


@pytest.mark.at_size
def test_mistakes_are_reported_on_their_lines(copy: Project, project: Project) -> None:
    blocks = blocks_of(project)
    originals = {path: path.read_text("utf-8") for path in copy.data.rglob("*.ttl")}
    known = {diagnostic.fingerprint for diagnostic in check(copy).diagnostics}
    hits: Counter[str] = Counter()
    made: Counter[str] = Counter()
    found, strays = 0, []
    for round_ in range(ROUNDS):
        faults = make_faults(blocks, MEANING, 5, SEED + round_)
        where = put_in(copy.root, faults)
        outcome = check(copy)
        for fault in faults:
            hits[fault.kind] += on_its_line(where[fault], outcome)
            made[fault.kind] += 1
        found += sum(d.fingerprint not in known for d in outcome.diagnostics)
        strays += astray(faults, where, outcome, known)
        for path, text in originals.items():
            path.write_text(text, "utf-8")
    for fault in make_faults(blocks, SYNTAX, 5 * ROUNDS, SEED):
        ((path, line),) = put_in(copy.root, [fault]).values()
        outcome = run_check(Check(named_files([path]), []), TermEngine())
        assert not outcome.readable
        hits[fault.kind] += on_its_line((path, line), outcome)
        made[fault.kind] += 1
        path.write_text(originals[path], "utf-8")
    table = [f"{kind:28} {hits[kind]:3} of {made[kind]:3}" for kind in made]
    table.append(f"{'all':28} {hits.total():3} of {made.total():3}; {len(strays)} of {found} findings astray")
    sys.stdout.write("\n".join(("", *table, "")))
    assert set(made.values()) == {5 * ROUNDS}
    assert made.total() == 100 * ROUNDS
    assert hits.total() >= 0.98 * made.total(), table
    assert len(strays) <= 0.02 * found, strays
