"""Under a base of one's own: every command's files name that base alone, agree with themselves and come back."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import pytest

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BadParameter
from tcgraph.export.canonical import canonical_lines
from tcgraph.export.facts import facts
from tcgraph.export.iati import covered
from tcgraph.export.rebase import Rebase, rebase_files, rebase_to
from tcgraph.project import Project
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import GraphFormat, parse
from tests import command_line
from tests.conftest import mostly_at_size
from tests.http.running import ROOT, environment
from tests.own_project import take_published

pytestmark = pytest.mark.slow

BASE = "https://data.example.org/follow-up/"
OURS = re.compile(rb"w3id\.org/tcgraph", re.IGNORECASE)
TO_FILES = {"xlsx": "facts.xlsx", "akn": "follow-up.xml"}
LONGEST = ("crate", "ontology", "parquet", "xlsx")
EXPORTS = ("rdf", "csvw", "cube", "xlsx", "parquet", "jsonld", "iati", "ontology", "akn", "crate")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("state")
    take_published(made)
    return made


def run(state: Path, *arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    told = environment(state, **settings) | {"SOURCE_DATE_EPOCH": "1767323045"}
    return command_line.run(["-C", str(ROOT), *arguments], ROOT, told)


@pytest.fixture(scope="module")
def copy_of(state: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """What an export writes: half of them are told of the base on the line, half by the environment."""
    pytest.importorskip("pyarrow")
    directory = tmp_path_factory.mktemp("copies")

    @cache
    def written(name: str) -> Path:
        target = str(directory / name / TO_FILES.get(name, ""))
        done = run(state, "export", name, target, "--base-iri", BASE) if EXPORTS.index(name) % 2 else run(
            state, "export", name, target, base_iri=BASE.rstrip("/")
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return directory / name

    return written


def contents(directory: Path) -> Iterator[tuple[str, bytes]]:
    """Every file as a reader has it: unpacked, members of archives one by one, tables in words."""
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        if path.suffix == ".gz":
            yield str(path), gzip.decompress(path.read_bytes())
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield from ((f"{path}!{name}", book.read(name)) for name in book.namelist())
        else:
            if path.suffix == ".parquet":
                from pyarrow import parquet

                table = parquet.read_table(path)
                yield f"{path} in words", f"{table.to_pylist()} {table.schema.metadata}".encode()
            yield str(path), path.read_bytes()


@pytest.mark.parametrize("name", mostly_at_size(EXPORTS, *(set(EXPORTS) - set(LONGEST))))
def test_nothing_names_the_original(copy_of: Callable[[str], Path], name: str) -> None:
    found = list(contents(copy_of(name)))
    assert any(BASE.encode() in content for _, content in found)
    # What somebody reported stands as it was given: passages point into it by place and digest.
    left = [file for file, content in found if OURS.search(unquote_to_bytes(content)) and not file.endswith(".txt")]
    assert left == []


@pytest.mark.parametrize("name", mostly_at_size(["csvw", "xlsx", "parquet"]))
def test_the_facts_come_back(copy_of: Callable[[str], Path], state: Path, name: str) -> None:
    source = str(copy_of(name) / TO_FILES.get(name, ""))
    same = run(state, "import", source, "--compare", "--base-iri", BASE)
    assert same.returncode == 0, same.stdout[:500]
    other = run(state, "import", source, "--compare")
    assert other.returncode == 1
    assert BASE in other.stdout


@pytest.fixture(scope="module")
def shipped() -> EmbeddedEngine:
    engine = EmbeddedEngine()
    load_project(engine, Project(ROOT))
    return engine


def test_iati_and_rdf_come_back(
    copy_of: Callable[[str], Path], state: Path, shipped: EmbeddedEngine, tmp_path: Path
) -> None:
    for source, expected in (
        (copy_of("iati"), set(covered(facts(shipped)))),
        (copy_of("rdf") / "tcgraph.nq.gz", set(shipped.quads())),
    ):
        target = tmp_path / "back.nq"
        assert run(state, "import", str(source), "-o", str(target), base_iri=BASE).returncode == 0
        back = canonical_lines(parse(target.read_bytes(), GraphFormat.N_QUADS))
        assert list(back) == list(canonical_lines(expected))


def test_checksums_are_those_of_the_files(copy_of: Callable[[str], Path]) -> None:
    sums = (copy_of("rdf") / "SHA256SUMS").read_text().splitlines()
    assert len(sums) > 100
    for line in sums:
        digest, path = line.split("  ")
        assert hashlib.sha256((copy_of("rdf") / path).read_bytes()).hexdigest() == digest


@pytest.mark.at_size
def test_a_crate_lists_its_files_with_their_checksums(copy_of: Callable[[str], Path]) -> None:
    """Under our own base, ``test_crate.py`` has it."""
    listed = json.loads((copy_of("crate") / "ro-crate-metadata.json").read_text())["@graph"]
    files = {each["@id"]: each for each in listed if each["@type"] == "File"}
    assert len(files) > 100
    for path, told in files.items():
        content = (copy_of("crate") / path).read_bytes()
        assert (told["sha256"], told["contentSize"]) == (hashlib.sha256(content).hexdigest(), str(len(content)))


def test_each_dump_of_a_graph_is_told_of_as_that_graph(copy_of: Callable[[str], Path]) -> None:
    """The catalogue beside a dump knows which graph a file holds, under the base as under ours."""
    files = json.loads((copy_of("rdf") / "manifest.json").read_text())["files"]
    said = set(parse((copy_of("rdf") / "catalogue.ttl").read_bytes(), GraphFormat.TURTLE, base="https://here.example/"))
    link = terms.expand("dcat:distribution")
    pairs = {(quad.subject.value, quad.object.value) for quad in said if quad.predicate == link}  # type: ignore[union-attr]
    graphs = [file for file in files if file["path"].startswith("graph/")]
    assert len(graphs) > 100
    for file in graphs:
        assert file["part"].startswith(f"{BASE}graph/")
        assert (file["part"], f"{BASE}catalogue#file-{quote(file['path'])}") in pairs


def test_the_shapes_of_a_copy_hold_of_its_data(copy_of: Callable[[str], Path], state: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_bytes(gzip.decompress((copy_of("rdf") / "graph" / "shapes" / "general.ttl.gz").read_bytes()))
    data = tmp_path / "data.ttl"
    data.write_text(f"<{BASE}id/action/1> a <{BASE}ns#Action> ; <{BASE}ns#mentions> <{BASE}id/nobody> .\n")
    done = run(state, "validate", str(data), "--shapes", str(shapes))
    assert done.returncode == 1
    assert f"error[no-dangling-iri]: {BASE}ns#mentions points at {BASE}id/nobody" in done.stdout


def test_redirects_say_whose_they_are(state: Path, tmp_path: Path) -> None:
    file = tmp_path / ".htaccess"
    done = run(state, "export", "redirects", str(file), "--to", "https://host.example/", "--base-iri", BASE)
    assert done.returncode == 0
    assert file.read_text().startswith(f"# {BASE} answers at https://host.example/\n")


BAD = (
    "data.example.org",
    "https://w3id.org/",
    "https://a.example/?x=",
    "https://a.example/%20/",
    "http://[x",
    "https://a:b/",
)


@pytest.mark.parametrize("name", [*EXPORTS, "catalogue", "redirects", "site"])
def test_a_bad_base_is_one_sentence(state: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / TO_FILES.get(name, "made")
    options = ("--to", "https://a.example/") if name == "redirects" else ()
    done = run(state, "export", name, str(target), *options, "--base-iri", BAD[0])
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be a base IRI; give one of your own" in done.stderr
    assert not target.exists()


@pytest.mark.parametrize("base", BAD)
def test_a_base_that_is_not_ones_own_is_refused(base: str) -> None:
    with pytest.raises(BadParameter, match="such as"):
        rebase_to(base)


def test_no_base_and_ours_change_nothing(tmp_path: Path) -> None:
    assert rebase_to(None).changes_nothing
    assert rebase_to("").changes_nothing
    assert rebase_to(terms.BASE.rstrip("/")).changes_nothing


@pytest.mark.parametrize("base", [BASE, "http://127.0.0.1:8297/x/", terms.BASE + "copy/"])
def test_a_document_and_its_way_back(base: str) -> None:
    rebase = rebase_to(base)
    original = (
        f"<{terms.ID}a> {quote(terms.ID, safe='')} {quote(terms.ID, safe='/')} https://w3id.org/un/ w3id.org "
        f"https://archive.example/2026/{terms.ID}a"
    ).encode()
    renamed = rebase.document(original)
    assert renamed.decode() == (
        f"<{base}id/a> {quote(base + 'id/', safe='')} {quote(base + 'id/', safe='/')} https://w3id.org/un/ w3id.org "
        f"https://archive.example/2026/{terms.ID}a"
    )
    if not base.startswith(terms.BASE):
        assert rebase.back.document(renamed) == original


@pytest.mark.parametrize("name", mostly_at_size(["jsonld", "crate"]))
def test_a_base_below_ours_is_given_once(state: Path, tmp_path: Path, name: str) -> None:
    """Nothing is renamed twice, although what is renamed still begins as ours does."""
    done = run(state, "export", name, str(tmp_path / name), "--base-iri", f"{terms.BASE}copy/")
    assert done.returncode == 0, done.stderr
    for file, content in contents(tmp_path / name):
        if not file.endswith(".txt"):
            assert b"tcgraph/copy/copy/" not in content, file
            assert not re.search(rb"w3id\.org/tcgraph/(?!copy/)", content), file


def test_files_are_left_alone_where_nothing_is_renamed(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"no archive")
    rebase_files(tmp_path, Rebase())
    assert (tmp_path / "book.xlsx").read_bytes() == b"no archive"
