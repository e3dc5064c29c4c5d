"""A second tcgraph follows a first over HTTP while that changes, killed again and again: nothing lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import open_project
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import GraphFormat, NamedNode, Quad, canonical_quads, parse
from tcgraph.sync.fetch import Fetcher
from tcgraph.sync.follow import Follower
from tcgraph.sync.store import CopyStore, CopyTarget
from tests import command_line
from tests.http.running import ROOT, Running, empty_project, environment, running, update

LIVE = "https://w3id.org/tcgraph/graph/live/"


def served(server: Running) -> list[str]:
    """What the first tcgraph says, graph by graph, without what it inferred."""
    ask = {"query": "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"}
    rows = httpx.get(f"{server.url}/sparql", params=ask).json()["results"]["bindings"]
    quads: list[Quad] = []
    for name in sorted(row["g"]["value"] for row in rows if not row["g"]["value"].endswith("/inferred")):
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        answer = httpx.get(f"{server.url}/sparql", params={"query": query}, headers={"accept": "application/n-triples"})
        found = parse(answer.content, GraphFormat.N_TRIPLES)
        quads += [Quad(quad.subject, quad.predicate, quad.object, NamedNode(name)) for quad in found]
    return canonical_quads(quads)


def copied(directory: Path) -> list[str]:
    """What the second says, read as any project is."""
    engine = EmbeddedEngine()
    load_project(engine, open_project(directory))
    return canonical_quads(engine.quads())


def in_a_child(work: Callable[[], object]) -> int:
    """Run something in a process of its own, forked so that it starts at once."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return pid


def sync_once(url: str, directory: Path) -> None:
    target = CopyTarget(directory, url)
    with target.held():
        target.prepare()
        store = CopyStore(target.record)
        Follower(url, store, Fetcher(url)).run()
        target.write(store)


def change(random_: random.Random, number: int) -> str:
    """Things come, change and go, in several graphs, some with blank nodes, one of which two things share."""
    graph = f"<{LIVE}{random_.choice('ab')}>"
    things = [f"<https://w3id.org/tcgraph/id/project/p{random_.randrange(40)}>" for _ in range(4)]
    first, second, third, _ = things
    labels = " ".join(f"{thing} rdfs:label 'n{number}' ." for thing in things)
    below = f"{third} tc:mentions [ rdfs:label 'own {number}' ; tc:mentions [] ]"
    return random_.choice(
        [
            f"INSERT DATA {{ GRAPH {graph} {{ {labels} }} }}",
            f"DELETE WHERE {{ GRAPH {graph} {{ {first} ?p ?o }} }}",
            f"INSERT DATA {{ GRAPH {graph} {{ {first} tc:mentions _:b . {second} tc:mentions _:b . _:b a tc:Need }} }}",
            f"INSERT DATA {{ GRAPH {graph} {{ {below} }} }}",
            f"DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?s a tc:Need ; ?p ?o }} }}",
        ]
    )


@pytest.mark.parametrize(
    ("path", "rounds"),
    [("/feed", 8), *(pytest.param(path, 20, marks=pytest.mark.at_size) for path in ("/feed", "/feed/activities"))],
)
def test_killed_again_and_again_the_copy_comes_out_right(tmp_path: Path, path: str, rounds: int) -> None:
    random_ = random.Random(path)
    directory = tmp_path / "copy"
    killed = 0
    with running(empty_project(tmp_path / "p"), tmp_path / "s", "--write", scopes=("write",)) as up:
        many = " ".join(f"<https://w3id.org/tcgraph/id/project/q{n}> rdfs:label 'q{n}' ." for n in range(600))
        update(up, f"INSERT DATA {{ GRAPH <{LIVE}a> {{ {many} }} }}")
        for number in range(rounds):
            child = in_a_child(lambda: sync_once(up.url + path, directory))
            update(up, change(random_, number))
            time.sleep(random_.uniform(0, 0.06 if number % 2 else 0.25))
            if os.waitpid(child, os.WNOHANG) == (0, 0):
                os.kill(child, signal.SIGKILL)
                killed += 1
                os.waitpid(child, 0)
        sync_once(up.url + path, directory)
        expected = served(up)
    assert killed >= rounds // 7, "too few of the runs were cut off"
    assert len(expected) > 500
    assert copied(directory) == expected


def test_a_run_cut_off_before_its_files_were_written_is_made_up_for(tmp_path: Path) -> None:
    directory = tmp_path / "copy"
    with running(empty_project(tmp_path / "p"), tmp_path / "s", "--write", scopes=("write",)) as up:
        url = f"{up.url}/feed"
        update(up, f"INSERT DATA {{ GRAPH <{LIVE}a> {{ <urn:a> rdfs:label 'a' }} }}")
        target = CopyTarget(directory, url)
        with target.held():
            target.prepare()
            store = CopyStore(target.record)
            Follower(url, store, Fetcher(url)).run()
            store.close()
        assert copied(directory) == []
        sync_once(url, directory)
        assert copied(directory) == served(up)
        update(up, f"DROP GRAPH <{LIVE}a>")
        sync_once(url, directory)
        assert copied(directory) == []


def test_a_stream_that_forgets_and_one_begun_anew_are_read_from_the_beginning(tmp_path: Path) -> None:
    project, state, directory = empty_project(tmp_path / "p"), tmp_path / "s", tmp_path / "copy"
    with running(project, state, "--write", scopes=("write",), feed_days=0.00002) as up:
        url = f"{up.url}/feed"
        many = " ".join(f"<urn:q{n}> rdfs:label 'q{n}' ." for n in range(300))
        update(up, f"INSERT DATA {{ GRAPH <{LIVE}a> {{ {many} }} }}")
        sync_once(url, directory)
        update(up, f"DELETE DATA {{ GRAPH <{LIVE}a> {{ {many} }} }}")
        httpx.get(url)
        time.sleep(2.5)
        update(up, f"INSERT DATA {{ GRAPH <{LIVE}a> {{ <urn:last> rdfs:label 'last' }} }}")
        target = CopyTarget(directory, url)
        store = CopyStore(target.record)
        outcome = Follower(url, store, Fetcher(url)).run()
        target.write(store)
        assert outcome.anew
        assert outcome.deleted >= 300
        assert copied(directory) == served(up)


@pytest.mark.parametrize("body", ["Harbour Council", pytest.param("", marks=[pytest.mark.at_size, pytest.mark.slow])])
def test_the_command_keeps_a_graph_and_asks_it(tmp_path: Path, body: str) -> None:
    """That of a new project, or the shipped one."""
    directory = tmp_path / "copy"
    project = tmp_path / "project" if body else ROOT
    kept = environment(tmp_path / "own")
    kept.pop("TCGRAPH_STATE")

    def tcgraph(*arguments: str) -> subprocess.CompletedProcess[str]:
        return command_line.run(arguments, ROOT, kept)

    if body:
        assert tcgraph("init", str(project), "--body", body, "--code", "council").returncode == 0
    with running(project, tmp_path / "s") as up:
        first = tcgraph("sync", f"{up.url}/feed", "--into", str(directory), "--once")
        assert (first.returncode, first.stderr) == (0, "")
        again = tcgraph("sync", f"{up.url}/feed", "--into", str(directory))
        assert again.stdout.startswith("0 changed")
        assert copied(directory) == served(up)
        answer = httpx.get(f"{up.url}/ask/nothing-taken.csv")
    # Among the questions that a copy is asked with, some name things of the shipped graph alone.
    unchecked = ("--no-check",) if body else ()
    asked = tcgraph("-C", str(directory), "query", "nothing-taken", "--format", "csv", *unchecked)
    assert asked.stdout == answer.text, asked.stderr
    assert asked.stdout.count("\n") > (1 if body else 3)
    gone = tcgraph("sync", "nowhere", "--into", str(directory))
    assert (gone.returncode, gone.stderr.count("\n")) == (2, 1)
