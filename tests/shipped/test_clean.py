"""An edit judged from what it touches: the same outcome as that of checking everything, whatever the edit."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from time import struct_time

import pytest

from tcgraph.cli.checking import CheckRequest
from tcgraph.diagnostics.check import Check, Outcome, run_check
from tcgraph.diagnostics.clean_state import CleanState
from tcgraph.diagnostics.diagnostic import Location
from tcgraph.diagnostics.edits import Edits
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import project_check
from tests.own_project import copy_project
from tests.shipped.faults import MEANING, blocks_of, make_faults, put_in

pytestmark = pytest.mark.slow

SEED = 297
EDITS = 6


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_project(tmp_path_factory.mktemp("copy"))


@pytest.fixture(scope="module")
def state(copy: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is kept that the copy, as it was made, is clean."""
    folder = tmp_path_factory.mktemp("state")
    known = edits_of(copy, copy.root / ".tcgraph" / "checked")
    assert not known.changed
    clean_of(copy, folder).record(known.conclusions)
    return folder


def check_of(project: Project) -> Check:
    return project_check(project)


def clean_of(project: Project, folder: Path) -> CleanState:
    return CleanState(folder, check_of(project), [file.path for file in project.files(Role.ONTOLOGY)])


def edits_of(project: Project, folder: Path) -> Edits:
    edits = clean_of(project, folder).edits()
    assert edits is not None
    return edits


def both(project: Project, folder: Path) -> tuple[Outcome, Outcome]:
    """The outcome by the edit alone, and that of checking everything."""
    check = check_of(project)
    return run_check(check, EmbeddedEngine(), edits_of(project, folder)), run_check(check, TermEngine())


def rewrite(path: Path, chance: random.Random) -> None:
    """An edit without regard for sense: whole statements left out or said of another node, lines taken from others."""
    text = path.read_text("utf-8")
    head, *statements = text.split("\n\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(statements))
        match chance.randrange(4):
            case 0:
                statements.pop(at)
            case 1:
                lines = statements[at].split("\n")
                if len(lines) > 3:
                    lines.pop(chance.randrange(1, len(lines) - 1))
                statements[at] = "\n".join(lines)
            case 2:
                one, other = statements[at].split("\n"), chance.choice(statements).split("\n")
                statements[at] = "\n".join([one[0], *other[1:]])
            case _:
                one, other = statements[at].split("\n"), chance.choice(statements).split("\n")
                if len(one) > 2 and len(other) > 3:
                    one.insert(1, other[chance.randrange(1, len(other) - 1)])
                statements[at] = "\n".join(one)
        if not statements:
            break
    path.write_text("\n\n".join([head, *statements]) + "\n", "utf-8")


@pytest.mark.at_size
def test_random_edits_come_to_the_same(copy: Project, state: Path) -> None:
    files = sorted(copy.data.rglob("*.ttl"))
    compared = faulty = 0
    for number in range(EDITS):
        chance = random.Random(SEED + number)
        chosen = chance.sample(files, chance.choice((1, 1, 2)))
        before = {path: path.read_bytes() for path in chosen}
        try:
            for path in chosen:
                rewrite(path, chance)
            if clean_of(copy, state).edits() is None:
                continue
            quick, full = both(copy, state)
            assert quick == full, number
            compared += 1
            faulty += bool(full.diagnostics)
        finally:
            for path, content in before.items():
                path.write_bytes(content)
    assert compared > EDITS / 2
    assert faulty


@pytest.mark.at_size
def test_mistakes_of_every_kind_come_to_the_same(copy: Project, state: Path, project: Project) -> None:
    originals = {path: path.read_bytes() for path in copy.data.rglob("*.ttl")}
    put_in(copy.root, make_faults(blocks_of(project), MEANING, 1, SEED))
    try:
        quick, full = both(copy, state)
    finally:
        for path, content in originals.items():
            path.write_bytes(content)
    assert len(full.diagnostics) >= len(MEANING)
    assert quick == full


def test_nothing_changed_is_no_edit(copy: Project, state: Path) -> None:
    assert not edits_of(copy, state).changed


@pytest.mark.parametrize("part", ["ontology", "shapes"])
def test_another_ontology_or_other_shapes_make_it_useless(copy: Project, state: Path, part: str) -> None:
    path = min((copy.root / part).rglob("*.ttl"))
    before = path.read_bytes()
    path.write_bytes(before + b"\n# changed\n")
    try:
        assert clean_of(copy, state).edits() is None
    finally:
        path.write_bytes(before)


def test_blank_nodes_broken_files_and_lost_copies_make_it_useless(copy: Project, state: Path) -> None:
    path = min(copy.data.rglob("*.ttl"))
    before = path.read_bytes()
    try:
        path.write_bytes(before + b"\n[] <http://www.w3.org/2000/01/rdf-schema#label> 'x' .\n")
        assert clean_of(copy, state).edits() is None
        path.write_bytes(before + b"\n<")
        assert clean_of(copy, state).edits() is None
        path.write_bytes(before + b"\n")
        assert clean_of(copy, state).edits() is not None
        kept = {each: each.read_bytes() for each in (state / "files").iterdir()}
        for each, content in kept.items():
            each.write_bytes(content[:-1])
        assert clean_of(copy, state).edits() is None
        for each, content in kept.items():
            each.write_bytes(content)
        assert edits_of(copy, state).conclusions
        conclusions = state / "files" / json.loads((state / "clean.json").read_text("utf-8"))["conclusions"]
        conclusions.write_bytes(b"")
        assert edits_of(copy, state).conclusions is None
        conclusions.write_bytes(kept[conclusions])
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("index", ["", "[]", "{}", '{"against": 1}', None])
def test_an_index_that_is_damaged_is_none(copy: Project, state: Path, index: str | None) -> None:
    path = state / "clean.json"
    before = path.read_bytes()
    try:
        path.write_bytes(before[:-9] if index is None else index.encode())
        assert clean_of(copy, state).edits() is None
    finally:
        path.write_bytes(before)


def test_what_was_kept_elsewhere_is_not_believed(copy: Project, state: Path, tmp_path: Path) -> None:
    shutil.copytree(state, tmp_path / "brought")
    assert clean_of(copy, state).edits() is not None
    assert clean_of(copy, tmp_path / "brought").edits() is None


@pytest.mark.parametrize(
    ("condition", "years"),
    [("?asOf > now ()", 0), ("YEAR(?asOf) > Year( NOW() )", 1), ("YEAR(?asOf) > YEAR(NOW() - ?some)", 0)],
)
def test_rules_that_look_at_the_clock_are_asked_each_time_or_each_year(
    copy: Project, tmp_path: Path, condition: str, years: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = min((copy.root / "shapes").rglob("*.ttl"))
    before = path.read_bytes()
    try:
        path.write_bytes(before + f"\n# FILTER({condition})\n".encode())
        clean_of(copy, tmp_path).record()
        assert (clean_of(copy, tmp_path).edits() is not None) == bool(years)
        monkeypatch.setattr("time.gmtime", lambda: struct_time((2999, 1, 1, 0, 0, 0, 1, 1, 0)))
        assert clean_of(copy, tmp_path).edits() is None
    finally:
        path.write_bytes(before)


def test_a_folder_that_cannot_be_written_changes_nothing(copy: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    clean_of(copy, tmp_path / "file" / "state").record()
    assert clean_of(copy, tmp_path / "file" / "state").edits() is None


def test_a_file_that_changes_while_it_is_checked_is_not_remembered(copy: Project, tmp_path: Path) -> None:
    path = min(copy.data.rglob("*.ttl"))
    before = path.read_bytes()
    clean = clean_of(copy, tmp_path)
    try:
        path.write_bytes(before + b"\n# changed\n")
        clean.record()
    finally:
        path.write_bytes(before)
    assert clean_of(copy, tmp_path).edits() is None
    clean_of(copy, tmp_path).record()
    assert clean_of(copy, tmp_path).edits() is not None


def test_a_file_that_says_the_same_with_other_line_ends_is_told(tmp_path: Path) -> None:
    text = "@prefix ex: <https://example.org/> .\n\nex:{} a ex:B .\n"
    paths = [tmp_path / f"{name}.ttl" for name in "abc"]
    for path in paths:
        path.write_text(text.format(path.stem), encoding="utf-8", newline="\n")
    check = Check(named_files(paths), [], stated=True)
    CleanState(tmp_path / "kept", check, []).record(b"")
    paths[1].write_bytes(paths[1].read_bytes().replace(b"\n", b"\r\n"))
    (told,) = CheckRequest(check, CleanState(tmp_path / "kept", check, [])).run(None).diagnostics
    assert (told.rule, told.location) == ("layout", Location(paths[1], 1))
