"""The RO-Crate of a release: valid by an outside validator, readable by another library, the same each time."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rdflib
import requests
import requests.adapters

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BadParameter
from tcgraph.export.catalogue import Release
from tcgraph.export.crate import write_crate
from tcgraph.export.rebase import Rebase, rebase_to
from tcgraph.project import Project
from tcgraph.terms import PREFIXES
from tests.export.conftest import HERE, sample_engine

RELEASE = Release("v1", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
CONTEXT = "https://w3id.org/ro/crate/1.1/context"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with one file of each kind."""
    root = tmp_path_factory.mktemp("project")
    for path, source in (("ontology/core", "model"), ("data/ttl/facts", "sample"), ("shapes/x", "vocabulary")):
        (root / path).parent.mkdir(parents=True)
        shutil.copyfile(HERE / f"{source}.ttl", root / f"{path}.ttl")
    (root / "project.toml").write_text('[body]\nname = "A body"\niati = "XX-1"\n', encoding="utf-8")
    (root / "queries").mkdir()
    (root / "queries" / "all.rq").write_text("#+ summary: Everything.\nSELECT * { ?s ?p ?o }\n")
    return Project(root)


@pytest.fixture(scope="module")
def crate(small: Project, rebase: Rebase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("crate")
    write_crate(sample_engine(), small, RELEASE, directory, rebase=rebase)
    return directory


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Only RO-Crate's context can be fetched, from the copy that the package rocrate ships."""
    pytest.importorskip("rocrate")
    context = (importlib.resources.files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
    asked: list[str] = []

    def send(_: object, request: requests.PreparedRequest, **__: Any) -> requests.Response:
        asked.append(str(request.url))
        answer = requests.Response()
        answer.request, answer.url = request, str(request.url)
        answer.status_code = 200 if request.url == CONTEXT else 404
        answer._content = context if request.url == CONTEXT else b""
        answer.headers["content-type"] = "application/ld+json"
        return answer

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return asked


def problems(directory: Path, level: str = "RECOMMENDED") -> set[str]:
    """What the outside validator says at a level and above."""
    models = pytest.importorskip("rocrate_validator.models")
    services = pytest.importorskip("rocrate_validator.services")
    settings = services.ValidationSettings(
        rocrate_uri=str(directory),
        profile_identifier="ro-crate-1.1",
        requirement_severity=models.Severity[level],
        no_cache=True,
    )
    return {issue.message for issue in services.validate(settings).get_issues()}


@pytest.mark.at_size
def test_it_is_valid_by_the_validator_of_others(crate: Path, no_network: list[str], tmp_path: Path) -> None:
    assert problems(crate) == {"The organization SHOULD have a URL."}
    assert set(no_network) == {CONTEXT}
    broken = tmp_path / "broken"
    shutil.copytree(crate, broken)
    (broken / "tcgraph.xlsx").unlink()
    assert any("tcgraph.xlsx" in message or "file" in message.lower() for message in problems(broken, "REQUIRED"))


def test_the_rocrate_library_reads_it(crate: Path) -> None:
    library = pytest.importorskip("rocrate.rocrate")
    read = library.ROCrate(crate)
    assert read.root_dataset["version"] == "v1"
    making = read.dereference("#making")
    assert making.type == "CreateAction"
    assert {each.id for each in making["object"]} == {"data/", "ontology/", "queries/", "shapes/"}
    assert {each.id for each in making["result"]} == {"csvw/", "cube/", "iati/", "jsonld/", "rdf/"}
    assert making["instrument"].id == "#tcgraph"


def test_every_file_is_listed_with_its_digest(crate: Path) -> None:
    listed = {
        each["@id"]: each
        for each in json.loads((crate / "ro-crate-metadata.json").read_text())["@graph"]
        if each["@type"] == "File"
    }
    present = {path.relative_to(crate).as_posix() for path in crate.rglob("*") if path.is_file()}
    assert set(listed) == present - {"ro-crate-metadata.json"}
    for path, entity in listed.items():
        content = (crate / path).read_bytes()
        assert entity["sha256"] == hashlib.sha256(content).hexdigest()
        assert entity["contentSize"] == str(len(content))


def test_sources_are_repeated_and_described_as_their_graphs(crate: Path, small: Project, rebase: Rebase) -> None:
    for file in small.files():
        repeated = (crate / file.path.relative_to(small.root)).read_bytes()
        assert repeated == rebase.document(file.path.read_bytes())
    catalogue = (crate / "catalogue.ttl").read_text()
    assert f"<{rebase.base}catalogue#file-ontology/core.ttl>" in catalogue
    assert "all.rq" not in catalogue


def test_a_copy_keeps_the_words_that_passages_point_into(small: Project, tmp_path: Path) -> None:
    """Where a passage stands in a text, and its digest, hold of the text as it was given."""
    shutil.copytree(small.root, tmp_path / "project")
    said = "Source: https://w3id.org/tcgraph/graph/demo/world"
    (tmp_path / "project" / "data" / "said.txt").write_text(said)
    rebase = rebase_to("https://data.example.org/")
    write_crate(sample_engine(), Project(tmp_path / "project"), RELEASE, tmp_path / "crate", rebase=rebase)
    assert (tmp_path / "crate" / "data" / "said.txt").read_text() == said


def test_a_copy_is_described_as_what_it_holds(crate: Path, rebase: Rebase) -> None:
    """Sizes and digests in the catalogue are those of the files as they are; each is of a dataset under the base."""
    catalogue = rdflib.Graph().parse(crate / "catalogue.ttl", publicID="https://here.example.org/catalogue.ttl")
    dcat, spdx = (rdflib.Namespace(PREFIXES[name]) for name in ("dcat", "spdx"))
    told = {str(url): distribution for distribution, url in catalogue.subject_objects(dcat.downloadURL)}
    assert len(told) > 10
    for url, distribution in told.items():
        content = (crate / url.removeprefix("https://here.example.org/")).read_bytes()
        checksum = catalogue.value(distribution, spdx.checksum)
        assert str(catalogue.value(checksum, spdx.checksumValue)).lower() == hashlib.sha256(content).hexdigest()
        assert int(str(catalogue.value(distribution, dcat.byteSize))) == len(content)
        assert all(
            str(dataset).startswith(rebase.base) for dataset in catalogue.subjects(dcat.distribution, distribution)
        )
    ((_, source),) = (item for item in told.items() if item[0].endswith("/data/ttl/facts.ttl"))
    assert [str(of) for of in catalogue.subjects(dcat.distribution, source)] == [f"{rebase.base}graph/facts"]


def test_same_graph_same_crate(crate: Path, small: Project, rebase: Rebase, tmp_path: Path) -> None:
    reordered = EmbeddedEngine()
    reordered.insert(sorted(sample_engine().quads(), key=str, reverse=True))
    write_crate(reordered, small, RELEASE, tmp_path, rebase=rebase)
    for path in crate.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / path.relative_to(crate)).read_bytes(), path


def test_without_a_date_it_is_refused(small: Project, tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="SOURCE_DATE_EPOCH"):
        write_crate(sample_engine(), small, Release("v1"), tmp_path)
    assert not list(tmp_path.iterdir())
