"""The redirect file, read as Apache reads it, leads every IRI of the shipped graph to a server that answers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tcgraph.errors import BadParameter
from tcgraph.export.rebase import redirects
from tcgraph.project import Project, Role
from tcgraph.rdf import GraphFormat, NamedNode, parse
from tcgraph.terms import BASE
from tests.conftest import many
from tests.http.running import ROOT, Running, running

SUFFIXES = tuple(syntax.suffix for syntax in GraphFormat)


def rewritten(rules: str, path: str) -> tuple[int, str] | None:
    """What mod_rewrite answers to a path, in a directory's own file: the path has no leading slash there."""
    engine = False
    for line in rules.splitlines():
        words = line.split()
        match words:
            case []:
                continue
            case ["RewriteEngine", state]:
                engine = state == "On"
            case ["RewriteRule", pattern, target, flags] if engine:
                found = re.search(pattern, path)
                if found:
                    given = dict(part.partition("=")[::2] for part in flags.strip("[]").split(","))
                    assert "L" in given
                    return int(given["R"]), found.expand(target.replace("$", "\\"))
            case [first, *_]:
                assert first.startswith("#") or first == "Options", line
    return None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(ROOT, tmp_path_factory.mktemp("state")) as it:
        yield it


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Every IRI of ours in the shipped files, without its fragment."""
    project = Project(ROOT)
    found: set[str] = set()
    for file in project.files(Role.ONTOLOGY, Role.DATA):
        found.add(file.graph.value)
        for quad in parse(file.path.read_bytes(), GraphFormat.TURTLE):
            terms = (quad.subject, quad.predicate, quad.object)
            found |= {term.value.partition("#")[0] for term in terms if isinstance(term, NamedNode)}
    return sorted(name for name in found if name.startswith(BASE))


def test_every_name_goes_to_the_same_path_of_the_deployment(names: list[str]) -> None:
    rules = redirects("https://data.example.org/x", BASE, SUFFIXES)
    assert len(names) > 1000
    for name in names:
        path = name.removeprefix(BASE)
        for suffix in ("", *SUFFIXES):
            assert rewritten(rules, path + suffix) == (303, f"https://data.example.org/x/{path}{suffix}")


@pytest.mark.parametrize("path", ["nsx", "idx/1", "robots.txt", "ns.exe", "../id"])
def test_what_is_no_name_of_ours_is_not_redirected(path: str) -> None:
    assert rewritten(redirects("https://data.example.org/", BASE, SUFFIXES), path) is None


def kinds(names: list[str]) -> list[str]:
    """One name of each pattern: letters and digits as they vary, the rest as it stands."""
    patterns: dict[str, str] = {}
    for name in names:
        parts = name.removeprefix(BASE).split("/")
        patterns.setdefault("/".join([*parts[:2], str(len(parts))]), name)
    return list(patterns.values())


def test_every_kind_of_name_answers_at_the_end_of_its_redirects(server: Running, names: list[str]) -> None:
    each = many(1, few=8)
    rules = redirects(server.url, BASE, SUFFIXES)
    with httpx.Client(follow_redirects=True) as client:
        for name in kinds(names)[::each]:
            path = name.removeprefix(BASE)
            for accept, kind in (
                ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html"),
                ("text/turtle", "text/turtle"),
                ("text/html;q=0.1, application/ld+json", "application/ld+json"),
            ):
                sent = rewritten(rules, path)
                assert sent is not None
                answer = client.get(sent[1], headers={"accept": accept})
                assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind), name
            for suffix in (".ttl", ".jsonld", ".rdf", ".nt"):
                sent = rewritten(rules, path + suffix)
                assert sent is not None
                assert (
                    client.get(sent[1]).headers["content-type"].startswith(GraphFormat.named(suffix[1:]).media_type)
                ), name


@pytest.mark.parametrize(
    "target", ["data.example.org", "https://a.example/?q=", "https://a.example/$1", "ftp://a.example"]
)
def test_an_address_that_rules_would_misread_is_refused(target: str) -> None:
    with pytest.raises(BadParameter):
        redirects(target, BASE, SUFFIXES)


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from tcgraph.cli.export import exports

    file = tmp_path / ".htaccess"
    done = CliRunner().invoke(exports, ["redirects", str(file), "--to", "https://data.example.org/"])
    assert done.exit_code == 0
    assert rewritten(file.read_text(), "ns") == (303, "https://data.example.org/ns")
    assert urlsplit(BASE).path == "/tcgraph/"
