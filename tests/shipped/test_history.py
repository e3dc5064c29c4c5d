"""What ``validate --since`` says of history: overwritten, withdrawn, amended, moved; on a project in git.

Each rule has its good and its bad case in ``tests/shapes``; those at size say that it is told of all the project.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.own_project import commit_project, tcgraph_in

SECTION = "data/ttl/gb297-tc-3/section-1.ttl"
STATUS = "tc:status v-status:taken ;\n    tc:reportedIn document:gb297-tc-3 ;\n    tc:asOf"
AMENDMENT = """
<https://w3id.org/tcgraph/id/amendment/1> a tc:Amendment ;
    tc:amends <https://w3id.org/tcgraph/id/observation/1-1-a-2006-10> ;
    tc:amendedProperty tc:status ;
    tc:formerThing v-status:taken ;
    tc:decidedBy "The secretariat" ;
    tc:decidedOn "2008-11-14"^^xsd:date ;
    tc:reason "The passage speaks of what is to come."@en .
"""


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = commit_project(tmp_path_factory.mktemp("project"))
    subprocess.run(["git", "tag", "start"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def folder(committed: Path) -> Path:
    subprocess.run(["git", "reset", "--hard", "start"], cwd=committed, check=True, capture_output=True)
    subprocess.run(["git", "clean", "-fd", "data"], cwd=committed, check=True, capture_output=True)
    return committed


def told(folder: Path) -> list[tuple[str, str, int | None]]:
    done = tcgraph_in(folder)("validate", "--since", "HEAD", "--format", "json")
    found = json.loads(done.stdout)["diagnostics"]
    return [(each["rule"], each["level"], each["location"]["line"]) for each in found]


def edit(folder: Path, old: str, new: str) -> int:
    """Change a section once; the number of the line."""
    path = folder / SECTION
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def commit(folder: Path) -> None:
    command = "git -c user.name=A -c user.email=a@example.org commit -qam more"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)


def test_an_overwritten_status_is_told_on_its_line(folder: Path) -> None:
    line = edit(folder, STATUS, STATUS.replace("taken", "planned"))
    assert told(folder) == [("observation-stands", "error", line)]


@pytest.mark.at_size
def test_an_amendment_that_keeps_the_old_status_allows_it_and_is_told(folder: Path) -> None:
    edit(folder, STATUS, STATUS.replace("taken", "planned"))
    path = folder / SECTION
    path.write_text(path.read_text(encoding="utf-8") + AMENDMENT, encoding="utf-8")
    # Its label still says "taken".
    assert {(rule, level) for rule, level, _ in told(folder)} == {
        ("decided", "warning"), ("status-in-the-label", "warning"),
    }  # fmt: skip
    label = '"1-1-a: taken, October 2006"'
    edit(folder, label, label.replace("taken", "planned"))
    found = told(folder)
    assert [(rule, level) for rule, level, _ in found if level != "info"] == [("decided", "warning")]


@pytest.mark.at_size
def test_a_hedge_that_is_withdrawn_is_told_with_its_words(folder: Path) -> None:
    path = folder / "data/ttl/gb297-tc-3/hedges.ttl"
    text = path.read_text(encoding="utf-8")
    block = next(part for part in text.split("\n\n") if "tc:hedges funding:4-3-a-4" in part)
    decision = AMENDMENT.partition("tc:decidedBy")[2].replace("^^xsd:date", "^^<http://www.w3.org/2001/XMLSchema#date>")
    withdrawn = f"{block.split()[0]} a tc:Withdrawn ;\n    tc:decidedBy{decision.rstrip()}"
    path.write_text(text.replace(block, withdrawn), encoding="utf-8")
    assert ("withdrawal-told", "warning") in [(rule, level) for rule, level, _ in told(folder)]


@pytest.mark.at_size
def test_what_a_code_means_is_not_changed_unseen(folder: Path) -> None:
    path = folder / "ontology/vocab/status.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("had been completed by", "had been begun by"), encoding="utf-8")
    subprocess.run(["git", "add", "-N", "."], cwd=folder, check=True, capture_output=True)
    assert [found[:2] for found in told(folder)] == [("definition-stands", "warning")]
    path.write_text(text, encoding="utf-8")


@pytest.mark.at_size
def test_a_doubt_of_several_that_is_lost_is_told(folder: Path) -> None:
    # "notably" is left, and the donors are no longer some.
    edit(folder, "with some donor agencies, notably", "with donor agencies, notably")
    assert [found[:2] for found in told(folder)] == [("meaning-kept", "warning")]


@pytest.mark.at_size
def test_an_amendment_of_another_value_does_not(folder: Path) -> None:
    line = edit(folder, STATUS, STATUS.replace("taken", "planned"))
    path = folder / SECTION
    text = path.read_text(encoding="utf-8") + AMENDMENT.replace("taken", "standing")
    path.write_text(text, encoding="utf-8")
    former = text.count("\n", 0, text.rindex("tc:formerThing")) + 1
    # Its label still says "taken".
    assert told(folder) == [("status-in-the-label", "warning", line), ("decided-otherwise", "error", former)]


def test_a_name_that_is_gone_is_told_where_it_stood(folder: Path) -> None:
    old = "participation:"
    text = (folder / SECTION).read_text(encoding="utf-8")
    block = next(part for part in text.split("\n\n") if part.startswith(old))
    line = edit(folder, block + "\n\n", "")
    assert [found for found in told(folder) if found[0] == "name-lasts"] == [("name-lasts", "error", line)]


@pytest.mark.at_size
def test_a_new_observation_is_no_change_to_the_old_one(folder: Path) -> None:
    (folder / "data/ttl/later.ttl").write_text(
        """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix tc: <https://w3id.org/tcgraph/ns#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix id: <https://w3id.org/tcgraph/id/> .
        <https://w3id.org/tcgraph/id/document/later> a tc:Document ; rdfs:label "Later"@en ; tc:symbol "GB.303/TC/1" .
        <https://w3id.org/tcgraph/id/action/1-1-b> tc:hasObservation
            <https://w3id.org/tcgraph/id/observation/1-1-b-2008-11> .
        <https://w3id.org/tcgraph/id/observation/1-1-b-2008-11> a tc:Observation ; rdfs:label "1-1-b, 2008"@en ;
            tc:status <https://w3id.org/tcgraph/vocab/status/taken> ; tc:asOf "2008-11-01"^^xsd:date ;
            tc:reportedIn <https://w3id.org/tcgraph/id/document/later> ; tc:basis "Told as past."@en .
        """,
        encoding="utf-8",
    )
    assert [found for found in told(folder) if "stands" in found[0] or "last" in found[0]] == []


@pytest.mark.at_size
def test_a_new_organisation_changes_nothing_that_was_there(folder: Path) -> None:
    path = folder / "data/ttl/reference/organisations.ttl"
    with path.open("a", encoding="utf-8") as file:
        file.write(
            '\norganisation:new-unit a tc:Organisation ;\n    rdfs:label "New unit"@en ;\n'
            "    tc:organisationKind v-organisation-kind:ilo-unit ;\n"
            "    org:subOrganizationOf organisation:ilo ;\n    dcterms:source document:gb297-tc-3 .\n"
        )
    assert told(folder) == []


@pytest.mark.at_size
def test_a_fact_that_moves_to_another_file_is_the_same_fact(folder: Path) -> None:
    (folder / SECTION).rename(folder / "data/ttl/moved.ttl")
    assert told(folder) == []


@pytest.mark.at_size
def test_a_rule_that_goes_with_what_it_forbids_still_forbids_it(folder: Path) -> None:
    line = edit(folder, STATUS, STATUS.replace("taken", "planned"))
    (folder / "shapes/history.ttl").unlink()
    assert told(folder) == [("observation-stands", "error", line), ("rule-holds", "error", None)]


@pytest.mark.at_size
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sh:severity sh:Violation", "sh:severity sh:Violation ; sh:deactivated true"),
        ("sh:severity sh:Violation", "sh:severity sh:Warning"),
        ("sh:targetClass tc:Action, tc:StateOfAffairs", "sh:targetClass tc:ProposedAction"),
    ],
)
def test_a_rule_loosened_with_what_it_forbids_still_forbids_it(folder: Path, old: str, new: str) -> None:
    path = folder / "shapes/history.ttl"
    before, head, after = path.read_text(encoding="utf-8").partition("\nshape:action-stands a")
    assert old in after
    path.write_text(before + head + after.replace(old, new, 1), encoding="utf-8")
    section = (folder / SECTION).read_text(encoding="utf-8")
    assert "tc:inferredAgent agent:ilo" in section
    (folder / SECTION).write_text(
        section.replace("tc:inferredAgent agent:ilo", "tc:agent agent:ilo", 1), encoding="utf-8"
    )
    found = [found[:2] for found in told(folder)]
    assert ("action-stands", "error") in found
    assert ("rule-holds", "error") in found


@pytest.mark.at_size
def test_a_weakened_part_without_a_name_is_told_of_the_rule(folder: Path) -> None:
    path = folder / "shapes/history.ttl"
    text = path.read_text(encoding="utf-8")
    assert text.count("LANG(?value) = LANG(?now)") == 1
    path.write_text(text.replace("LANG(?value) = LANG(?now)", "false"), encoding="utf-8")
    assert [found[:2] for found in told(folder)] == [("rule-stands", "warning")]


@pytest.mark.at_size
def test_a_query_inside_a_rule_is_told_at_its_line_with_what_changed(folder: Path) -> None:
    path = folder / "shapes/reporting.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("FILTER(?value > ?told)", "FILTER(?value > ?told && false)", 1), encoding="utf-8")
    done = tcgraph_in(folder)("validate", "--since", "HEAD", "--format", "json")
    (found,) = json.loads(done.stdout)["diagnostics"]
    assert found["location"]["line"] == text[: text.index("FILTER(?value > ?told)")].count("\n") + 1
    assert (
        "was “FILTER(?value > ?told)” in the earlier version and is “FILTER(?value > ?told && false)”"
        in (found["message"])
    )


@pytest.mark.at_size
def test_a_thing_read_as_of_another_kind_is_told_as_that(folder: Path) -> None:
    line = edit(folder, "action:1-1-a a tc:Action ;", "action:1-1-a a tc:StateOfAffairs ;")
    # A state of affairs has no status but standing: what else the change does comes of it.
    assert told(folder) == [("state-stands", "error", line)]


def test_an_amendment_allows_one_change_and_no_later_one(folder: Path) -> None:
    path = folder / SECTION
    edit(folder, STATUS, STATUS.replace("taken", "planned"))
    path.write_text(path.read_text(encoding="utf-8") + AMENDMENT, encoding="utf-8")
    commit(folder)
    edit(folder, STATUS.replace("taken", "planned"), STATUS)
    commit(folder)
    line = edit(folder, STATUS, STATUS.replace("taken", "planned"))
    assert told(folder) == [("observation-stands", "error", line)]


@pytest.mark.at_size
def test_a_broken_shape_is_told_at_its_place(folder: Path) -> None:
    path = folder / "shapes/follow-up.ttl"
    text = path.read_text(encoding="utf-8").replace(
        "shape:recommendation a sh:NodeShape ;", "shape:recommendation a sh:NodeShape ; sh:minCount 1 ;", 1
    )
    path.write_text(text, encoding="utf-8")
    line = text[: text.index("sh:minCount 1 ;")].count("\n") + 1
    assert ("error", line) in {found[1:] for found in told(folder)}
