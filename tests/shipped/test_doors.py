"""One fault, every door: files, build, import, an update over HTTP and the editor refuse and tell the same."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tcgraph.errors import NotConforming
from tcgraph.project import Project
from tcgraph.publish import VersionStore, build
from tcgraph.publish.gate import judge_graphs
from tcgraph.rdf import GraphFormat, parse
from tcgraph.shacl.report import Severity
from tests.conftest import PATIENCE
from tests.http.running import Running, running
from tests.lsp.test_server import Editor
from tests.own_project import copy_project, tcgraph_in

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
    now: bool = True  # whether it can be seen without the version before


def _fault(old: str, new: str, *rules: str, file: str = SECTION, now: bool = True) -> Fault:
    return Fault(old, new, frozenset(rules), file, now)


OBSERVATION = "observation:1-1-a-2006-10 a tc:Observation ;"
FAULTS = {
    "an overwritten status": _fault(
        "tc:status v-status:taken ;", "tc:status v-status:planned ;", "observation-stands", now=False
    ),
    "a hedge taken away": _fault(
        "tc:certainty v-certainty:hedged", "tc:certainty v-certainty:stated", "certainty-stands", now=False
    ),
    "a second status": _fault(
        "tc:status v-status:taken ;", "tc:status v-status:taken, v-status:planned ;",
        "observation-status",
    ),
    "a passage's digest": _fault('tc:sha256 "d2c9', 'tc:sha256 "d2ca', "passage-stands", now=False),
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
    "a value of another type": _fault(
        "tc:proposed true ;", 'tc:proposed "true" ;', "used-as-meant", file="data/ttl/gb297-tc-3/commitments.ttl"
    ),
    "two kinds at once": _fault(
        OBSERVATION, "observation:1-1-a-2006-10 a tc:Observation, tc:Country ;", "country-iso3"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("project"))
    for command in ("init -q", "add .", "-c user.name=A -c user.email=a@example.org commit -qm start"):
        subprocess.run(["git", *command.split()], cwd=project.root, check=True, capture_output=True)
    return project


@pytest.fixture(scope="module")
def up(own: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    state = tmp_path_factory.mktemp("served") / "s"
    with running(own.root, state, "--write", scopes=("write",)) as server:
        yield server


@pytest.fixture(scope="module")
def editor(own: Project) -> Iterator[Editor]:
    opened = Editor(own.root)
    yield opened
    opened.request("shutdown", {})
    opened.notify("exit", {})
    opened.process.wait(timeout=PATIENCE)


@pytest.fixture(params=list(FAULTS.values()), ids=list(FAULTS))
def fault(request: pytest.FixtureRequest, own: Project) -> Iterator[Fault]:
    found: Fault = request.param
    path = own.root / found.file
    text = path.read_text(encoding="utf-8")
    assert found.old in text
    path.write_text(text.replace(found.old, found.new, 1), encoding="utf-8")
    yield found
    path.write_text(text, encoding="utf-8")


def by_since(own: Project, *options: str) -> set[str]:
    done = tcgraph_in(own.root)("validate", "--format", "json", *options)
    return {each["rule"] for each in json.loads(done.stdout)["diagnostics"] if each["level"] == "error"}


def by_import(own: Project, fault: Fault) -> set[str]:
    path = own.root / fault.file
    new = path.read_bytes()
    path.write_bytes(subprocess.run(["git", "show", f"HEAD:{fault.file}"], cwd=own.root, capture_output=True).stdout)
    _, _, judged = judge_graphs(own, [(own.graph_of(path), parse(new, GraphFormat.TURTLE))])
    path.write_bytes(new)
    errors = (finding for finding in judged.findings if finding.severity is Severity.VIOLATION)
    return {str(finding.shape).rpartition("#")[2].strip(">") for finding in errors}


def by_update(own: Project, fault: Fault, up: Running) -> set[str]:
    path = own.root / fault.file
    address = f"{up.url}/rdf-graph-store"
    headers = {**up.bearer, "content-type": "text/turtle"}
    graph = {"graph": own.graph_of(path).value}
    answer = httpx.put(address, params=graph, content=path.read_bytes(), headers=headers)
    assert answer.status_code == 422, answer.text
    errors = [each for each in answer.json()["results"] if each["severity"] == "Violation"]
    return {each["shape"].rpartition("#")[2].strip(">") for each in errors}


def by_editor(own: Project, fault: Fault, editor: Editor) -> set[str]:
    path = own.root / fault.file
    found = editor.open(path.as_uri(), path.read_text(encoding="utf-8"))
    editor.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
    return {str(each["code"]) for each in found if each["severity"] == 1}


def test_every_door_tells_the_same(own: Project, fault: Fault, up: Running, editor: Editor, tmp_path: Path) -> None:
    told = by_since(own, "--since", "HEAD")
    assert fault.rules <= told
    assert by_since(own, "--changed") == told
    assert by_import(own, fault) == told
    assert {f"contradiction-{rule}" if rule.startswith("cax-") else rule for rule in by_update(own, fault, up)} == told
    now = by_since(own)
    assert (now != set()) == fault.now
    if fault.now:
        with pytest.raises(NotConforming, match="Not published"):
            build(own, VersionStore(tmp_path / "s"))
    assert fault.rules & now <= by_editor(own, fault, editor) <= now
