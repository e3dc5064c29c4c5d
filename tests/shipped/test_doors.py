"""A fault, every door: files, build, import, an update over HTTP and the editor refuse and tell the same.

Faults in different statements are looked at together: what is told is compared by the rule and the node it is told of.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tcgraph.project import Project
from tcgraph.publish import VersionStore, build
from tcgraph.publish.gate import judge_graphs
from tcgraph.publish.make import Rejected
from tcgraph.rdf import GraphFormat, parse
from tcgraph.shacl.validation_report import Severity
from tests.conftest import PATIENCE, mostly_at_size
from tests.http.running import Running, running
from tests.lsp.test_language_server import Editor
from tests.own_project import copy_project, take_published, tcgraph_in

pytestmark = pytest.mark.slow

SECTION = "data/ttl/gb297-tc-3/section-1.ttl"
COUNTRIES = "data/ttl/reference/countries.ttl"


@dataclass(frozen=True)
class Fault:
    """What somebody writes in place of something, and the rules that must be told as errors for it."""

    old: str
    new: str
    rules: frozenset[str]
    file: str = SECTION


def _fault(old: str, new: str, *rules: str, file: str = SECTION) -> Fault:
    return Fault(old, new, frozenset(rules), file)


OBSERVATION = "observation:1-1-a-2006-10 a tc:Observation ;"
SEEN_FROM_BEFORE = {
    "an overwritten status": _fault("tc:status v-status:taken ;", "tc:status v-status:planned ;", "observation-stands"),
    "a hedge taken away": _fault(
        "tc:certainty v-certainty:hedged", "tc:certainty v-certainty:stated", "certainty-stands"
    ),
    "a passage's digest": _fault('tc:sha256 "d2c9', 'tc:sha256 "d2ca', "passage-stands"),
}
"""What can be seen only beside the version before."""
SEEN_BY_ITSELF = {
    "a second status": _fault(
        "tc:status v-status:taken ;", "tc:status v-status:taken, v-status:planned ;", "observation-status"
    ),
    "a name that nothing has": _fault(
        "tc:inSection section:1 ;", "tc:inSection section:11 ;", "recommendation-section"
    ),
    "a property that is none": _fault(
        "tc:elementOf rec:1 ;", "tc:elementOf rec:1 ; tc:isPartOff rec:1 ;", "undefined-term"
    ),
    "a text for a thing": _fault(
        "    tc:theme v-theme:decent-work-agenda,", '    tc:theme "work",', "thing-or-value"
    ),
    "a property of another kind of thing": _fault(
        "tc:agent agent:ecosoc ;", "tc:agent agent:ecosoc ; tc:status v-status:taken ;", "used-as-meant"
    ),
}  # fmt: skip
OF_ANOTHER_KIND = {
    "two kinds at once": _fault(
        OBSERVATION, "observation:1-1-a-2006-10 a tc:Observation, tc:Country ;", "country-iso3"
    ),
    "a value of another type": _fault(
        "tc:proposed true ;", 'tc:proposed "true" ;', "used-as-meant", file="data/ttl/gb297-tc-3/commitments.ttl"
    ),
}  # fmt: skip
BATCHES = {
    "seen from before": SEEN_FROM_BEFORE, "seen by itself": SEEN_BY_ITSELF, "of another kind": OF_ANOTHER_KIND,
}  # fmt: skip
Told = set[tuple[str, str]]
"""Rules, each with the node that it is told of."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("project"))
    for command in ("init -q", "add .", "-c user.name=A -c user.email=a@example.org commit -qm start"):
        subprocess.run(["git", *command.split()], cwd=project.root, check=True, capture_output=True)
    return project


@pytest.fixture(scope="module")
def up(own: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    state = tmp_path_factory.mktemp("served") / "s"
    take_published(state)
    with running(own.root, state, "--write", scopes=("write",)) as server:
        yield server


@pytest.fixture(scope="module")
def editor(own: Project) -> Iterator[Editor]:
    opened = Editor(own.root)
    yield opened
    opened.request("shutdown", {})
    opened.notify("exit", {})
    opened.process.wait(timeout=PATIENCE)


@pytest.fixture(params=mostly_at_size(BATCHES, "seen by itself"))
def faults(request: pytest.FixtureRequest, own: Project) -> Iterator[list[Fault]]:
    found = list(BATCHES[request.param].values())
    before = {own.root / fault.file: (own.root / fault.file).read_text(encoding="utf-8") for fault in found}
    for fault in found:
        path = own.root / fault.file
        text = path.read_text(encoding="utf-8")
        assert fault.old in text
        path.write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")
    yield found
    for path, text in before.items():
        path.write_text(text, encoding="utf-8")


def changed(own: Project, faults: list[Fault]) -> list[Path]:
    return [own.root / name for name in sorted({fault.file for fault in faults})]


def row(rule: str, focus: str) -> tuple[str, str]:
    """The name of a blank node tells nothing."""
    return rule.rpartition("#")[2].strip(">"), "" if focus.startswith("_:") else focus


def errors_of(own: Project, *options: str) -> list[dict[str, Any]]:
    done = tcgraph_in(own.root)("validate", "--format", "json", *options)
    return [each for each in json.loads(done.stdout)["diagnostics"] if each["level"] == "error"]


def unfolded(own: Project) -> list[dict[str, Any]]:
    """Each error for itself: where git does not answer, nothing is known of what one change brings about."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("GIT_DIR", str(own.root / "none"))
        return errors_of(own)


def rows(errors: Iterable[dict[str, Any]]) -> Told:
    return {row(each["rule"], each["shacl"]["focusNode"]) for each in errors}


def with_beneath(errors: list[dict[str, Any]], alone: list[dict[str, Any]]) -> Told:
    """What is told, and beneath it what comes of the same slip and would be told alone without a version before."""
    beneath = {related["message"].casefold() for each in errors for related in each["related"]}
    return rows(errors) | rows(
        each for each in alone if f"with it, {each['message'].rstrip('.')}".casefold() in beneath
    )


def by_import(own: Project, faults: list[Fault]) -> Told:
    paths = changed(own, faults)
    new = {path: path.read_bytes() for path in paths}
    for path in paths:
        name = path.relative_to(own.root).as_posix()
        path.write_bytes(subprocess.run(["git", "show", f"HEAD:{name}"], cwd=own.root, capture_output=True).stdout)
    graphs = [(own.graph_of(path), parse(content, GraphFormat.TURTLE)) for path, content in new.items()]
    _, _, judged = judge_graphs(own, graphs)
    for path, content in new.items():
        path.write_bytes(content)
    errors = (finding for finding in judged.findings if finding.severity is Severity.VIOLATION)
    return {row(str(finding.shape), str(finding.focus)) for finding in errors}


def by_update(own: Project, faults: list[Fault], up: Running) -> Told:
    found: Told = set()
    for path in changed(own, faults):
        headers = {**up.bearer, "content-type": "text/turtle"}
        graph = {"graph": own.graph_of(path).value}
        answer = httpx.put(f"{up.url}/rdf-graph-store", params=graph, content=path.read_bytes(), headers=headers)
        assert answer.status_code == 422, answer.text
        errors = [each for each in answer.json()["results"] if each["severity"] == "Violation"]
        found |= {row(each["shape"], each["focus"]) for each in errors}
    return {(f"contradiction-{rule}" if rule.startswith("cax-") else rule, focus) for rule, focus in found}


def by_editor(own: Project, faults: list[Fault], editor: Editor) -> set[str]:
    rules: set[str] = set()
    for path in changed(own, faults):
        found = editor.open(path.as_uri(), path.read_text(encoding="utf-8"))
        editor.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
        rules |= {str(each["code"]) for each in found if each["severity"] == 1}
    return rules


@pytest.mark.at_size
def test_every_door_tells_the_same(
    own: Project, faults: list[Fault], up: Running, editor: Editor, tmp_path: Path
) -> None:
    expected = frozenset[str]().union(*(fault.rules for fault in faults))
    now = unfolded(own)
    assert with_beneath(errors_of(own), now) == rows(now)
    told = with_beneath(errors_of(own, "--since", "HEAD"), now)
    assert expected <= {rule for rule, _ in told}
    assert by_import(own, faults) == told
    assert by_update(own, faults, up) == told
    rules = {each["rule"] for each in now}
    if faults == list(SEEN_FROM_BEFORE.values()):
        assert now == []
        assert with_beneath(errors_of(own, "--changed"), now) == told
    else:
        assert expected <= rules
        with pytest.raises(Rejected, match=f"Not published: {len(now)} errors") as refused:
            build(own, VersionStore(tmp_path / "s"))
        found = [each for each in refused.value.report.findings if each.severity is Severity.VIOLATION]
        of_shapes = rows(
            each for each in now if each["rule"] != "undefined-term"
        )  # which is no shape's, but counted above
        assert {row(str(each.shape), str(each.focus)) for each in found} == of_shapes
    assert expected & rules <= by_editor(own, faults, editor) <= rules
