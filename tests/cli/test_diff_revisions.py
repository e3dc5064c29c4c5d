"""``tcgraph diff REV[..REV] [PATH]``: what a change does to the facts, the gravest first, with its passages."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.own_project import Tcgraph, commit_project, tcgraph_in

SECTION = "data/ttl/gb297-tc-3/section-1.ttl"
DECIDED = """    tc:decidedBy "The secretariat" ;
    tc:decidedOn "2008-11-14"^^<http://www.w3.org/2001/XMLSchema#date> ;
    tc:reason "The word is no hedge here."@en ."""
AMENDMENT = """
<https://w3id.org/tcgraph/id/amendment/1> a tc:Amendment ;
    tc:amends <https://w3id.org/tcgraph/id/observation/1-1-a-2006-10> ;
    tc:amendedProperty tc:status ;
    tc:formerThing v-status:taken ;
    tc:decidedBy "The secretariat" ;
    tc:decidedOn "2008-11-14"^^xsd:date ;
    tc:reason "The passage speaks of what is to come."@en .
"""


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = commit_project(tmp_path_factory.mktemp("project"))
    git(folder, "tag", "start")
    return folder


@pytest.fixture
def folder(committed: Path) -> Path:
    git(committed, "reset", "-q", "--hard", "start")
    git(committed, "clean", "-qfd", "data")
    return committed


@pytest.fixture
def tcgraph(folder: Path) -> Tcgraph:
    return tcgraph_in(folder)


def edit(folder: Path, *changes: tuple[str, str], end: str = "") -> None:
    path = folder / SECTION
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text + end, encoding="utf-8")


OVERWRITE = ("tc:status v-status:taken ;", "tc:status v-status:planned ;")
SURER = ("tc:certainty v-certainty:hedged", "tc:certainty v-certainty:stated")
LESS = (" ;\n    tc:theme v-theme:decent-work-agenda, v-theme:partnerships,", " ;\n    tc:theme v-theme:partnerships,")


def test_what_became_surer_comes_first_then_what_was_overwritten_then_what_was_lost(
    folder: Path, tcgraph: Tcgraph
) -> None:
    edit(folder, LESS, OVERWRITE, SURER)
    done = tcgraph("diff")
    assert done.returncode == 1, done.stderr
    told = done.stdout
    assert told.startswith("1 made surer, 1 overwritten, 1 lost.\n")
    order = [told.index(words) for words in ("Made surer than it was (1)", "Overwritten (1)", "Lost (1)")]
    assert order == sorted(order)
    assert "status was “taken”, is “planned” — row 1, right column, bullet 1, part a, characters 5469–5789" in told
    assert "certainty was “hedged”, is “stated”" in told
    assert "theme was “Decent Work Agenda”, is no longer given" in told
    assert "  3 1. " in told.partition("By section:")[2]


def test_what_was_decided_is_told_as_what_it_overwrites_with_who_and_why(folder: Path, tcgraph: Tcgraph) -> None:
    edit(folder, OVERWRITE, end=AMENDMENT)
    told = tcgraph("diff").stdout
    assert told.startswith("1 overwritten,")
    assert "“planned”, by a decision: The passage speaks of what is to come. (The secretariat, 2008-11-14)" in told


def test_a_decision_of_an_earlier_change_says_nothing_of_this_one(folder: Path, tcgraph: Tcgraph) -> None:
    edit(folder, OVERWRITE, end=AMENDMENT)
    git(folder, "commit", "-qam", "amended")
    edit(folder, OVERWRITE[::-1])
    told = tcgraph("diff").stdout
    assert told.startswith("1 made surer.")
    assert "by a decision" not in told


def test_a_hedge_that_is_withdrawn_is_told_first_as_what_it_made_surer(folder: Path, tcgraph: Tcgraph) -> None:
    path = folder / "data/ttl/gb297-tc-3/hedges.ttl"
    text = path.read_text(encoding="utf-8")
    block = next(part for part in text.split("\n\n") if "tc:hedges funding:4-3-a-4" in part)
    name = block.split()[0]
    path.write_text(text.replace(block, f"{name} a tc:Withdrawn ;\n{DECIDED}"), encoding="utf-8")
    told = tcgraph("diff").stdout
    assert told.startswith("1 made surer")
    assert "is withdrawn, by a decision: The word is no hedge here. (The secretariat, 2008-11-14)" in told


def test_two_revisions_and_a_path(folder: Path, tcgraph: Tcgraph) -> None:
    edit(folder, OVERWRITE)
    git(folder, "commit", "-qam", "change")
    assert "1 overwritten." in tcgraph("diff", "HEAD~1..HEAD").stdout
    assert "1 overwritten." in tcgraph("diff", "start", SECTION).stdout
    for nothing in (("start..HEAD", "ontology"), ("HEAD",), ("HEAD..HEAD",)):
        done = tcgraph("diff", *nothing)
        assert (done.returncode, done.stdout) == (0, "The same facts.\n")


def test_layout_is_no_change_and_a_fact_that_moves_is_the_same(folder: Path, tcgraph: Tcgraph) -> None:
    (folder / SECTION).rename(folder / "data/ttl/moved.ttl")
    assert tcgraph("diff").returncode == 0


def test_a_comment_for_a_pull_request_and_a_page(folder: Path, tcgraph: Tcgraph, tmp_path: Path) -> None:
    edit(folder, OVERWRITE, ('rdfs:label "Involve', 'rdfs:label "<b>@you [Involve'))
    told = tcgraph("diff", "--format", "markdown").stdout
    assert "**Overwritten** (1)" in told
    assert "<b>" not in told
    assert "@you" not in told
    tcgraph("diff", "--format", "html", "-o", str(tmp_path / "change.html"))
    page = (tmp_path / "change.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;@you" in page
    assert "observation/1-1-a-2006-10" in page


def test_what_git_does_not_know_is_said(tcgraph: Tcgraph) -> None:
    done = tcgraph("diff", "nothing-like-it")
    assert done.returncode == 2
    assert "nothing-like-it" in done.stderr
