"""Named queries checked like data: what headers promise, the terms in them, what programs ask for by name."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.publish import query_checks
from tcgraph.publish.query_checks import KnownNames, check_queries
from tcgraph.rdf import NamedNode, Term
from tests.conftest import ROOT
from tests.own_project import commit_project, tcgraph_in

QUERY = "queries/answer/earmarks.rq"


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return commit_project(tmp_path_factory.mktemp("project"))


@pytest.fixture
def folder(committed: Path) -> Path:
    subprocess.run(["git", "reset", "--hard"], cwd=committed, check=True, capture_output=True)
    return committed


def told(folder: Path, *options: str) -> list[tuple[str, str]]:
    done = tcgraph_in(folder)("validate", *options, "--format", "json")
    return [(each["rule"], each["location"]["path"]) for each in json.loads(done.stdout)["diagnostics"]]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_column_that_the_header_does_not_name_is_told(folder: Path) -> None:
    edit(folder / QUERY, "?donor", "?giver")
    assert told(folder) == [("query-columns", QUERY)]


def test_a_column_renamed_throughout_is_told_to_those_who_use_it(folder: Path) -> None:
    edit(folder / QUERY, "?donor", "?giver")
    edit(folder / QUERY, "#+   donor:", "#+   giver:")
    assert told(folder) == []
    assert told(folder, "--since", "HEAD") == [("query-lost", QUERY)]


def test_a_query_that_asks_otherwise_is_told_and_one_laid_out_otherwise_is_not(folder: Path) -> None:
    text = (folder / QUERY).read_text(encoding="utf-8")
    edit(folder / QUERY, "WHERE {", "WHERE   {\n  # as before")
    assert told(folder, "--since", "HEAD") == []
    (folder / QUERY).write_text(text.replace("tc:earmark", "tc:funds"), encoding="utf-8")
    assert told(folder, "--since", "HEAD") == [("query-changed", QUERY)]


def test_the_words_of_a_question_are_not_changed_unseen(folder: Path) -> None:
    edit(folder / QUERY, "are earmarked", "were promised")
    assert told(folder, "--since", "HEAD") == [("query-retold", QUERY)]


def test_a_term_that_nothing_describes_is_told(folder: Path) -> None:
    edit(folder / QUERY, "tc:earmark", "tc:earmarks")
    assert told(folder) == [("query-term", QUERY)]


def test_a_list_that_is_not_there_is_told(folder: Path) -> None:
    query = "queries/answer/donors-by-recommendation.rq"
    edit(folder / query, "choices: choose-donor", "choices: choose-donors")
    edit(folder / query, "chart: bar of number", "chart: bar of nummber")
    edit(folder / QUERY, "topic: money", "topic: mony")
    assert sorted(told(folder)) == [("query-header", query), ("query-header", QUERY), ("query-reference", query)]
    assert ("query-reference", query) in told(folder, "--since", "HEAD")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("topic:", "topik:", "Did you mean topic?"),
        ("topic:", "remark:", "There are: summary, question"),
        ("choices:", "choises:", "Did you mean choices?"),
        ("choices: choose-organisation", "closed: treu", "Did you mean true?"),
        ("bar of", "pie of", "There are: bar, map"),
        ("bar of number", "bar of nummber", "Did you mean number?"),
        ("actions: {", "acitons: {", "Did you mean actions?"),
        ('organisation: "?', 'organization: "?', "Did you mean organisation?"),
        ('"?number"', '"?numbr"', "Did you mean number?"),
    ],
)
def test_each_name_in_a_header_is_looked_up(tmp_path: Path, old: str, new: str, said: str) -> None:
    beside = ("choose-organisation", "choose-recommendation", "told-as-examples")
    for name in ("answer/asked-of", "answer/actions-of-an-organisation", *(f"page/{one}" for one in beside)):
        shutil.copy(ROOT / "queries" / f"{name}.rq", tmp_path)
    text = (tmp_path / "asked-of.rq").read_text("utf-8")
    assert old in text
    (tmp_path / "asked-of.rq").write_text(text.replace(old, new, 1), "utf-8")
    (found,) = check_queries(tmp_path, KnownNames(EmbeddedEngine(), ()), tmp_path / "asked-of.rq")
    assert found.location is not None
    assert found.help is not None
    assert found.help.startswith(said)
    line = (tmp_path / "asked-of.rq").read_text("utf-8").splitlines()[(found.location.line or 1) - 1]
    wrong = next(word for word in re.findall(r"[\w-]+", new) if word not in re.findall(r"[\w-]+", old))
    assert line[(found.location.column or 1) - 1 :].startswith(wrong if wrong != "closed" else "treu")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [("summary:", "sumary:", 1, "has sumary"), ("organisation: {type", "limit: {type", 7, "VALUES ?limit")],
)
def test_a_header_that_cannot_be_used_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    text = (ROOT / "queries" / "answer" / "asked-of.rq").read_text("utf-8")
    assert old in text
    (tmp_path / "asked-of.rq").write_text(text.replace(old, new, 1), "utf-8")
    (found,) = check_queries(tmp_path, KnownNames(EmbeddedEngine(), ()))
    assert found.location is not None
    assert (found.location.line, said in found.message) == (line, True)


def test_files_of_words_are_read_and_their_names_looked_up(folder: Path) -> None:
    edit(folder / "queries/asking/kinds.toml", "tc:donor", "tc:doner")
    edit(folder / "queries/words/es.toml", "[questions.obligations]", "[questions.obligatons]")
    edit(folder / "queries/asking/questions.toml", '"recommendation-actions"', '"recommendation-action"')
    found = [("query-term", "kinds"), ("query-reference", "questions"), ("query-reference", "es")]
    assert {(rule, Path(path).stem) for rule, path in told(folder)} == set(found)
    (folder / "queries/words/fr.toml").write_text('[foot]\nwhat = "open\n', "utf-8")
    assert ("settings", "queries/words/fr.toml") in told(folder, "--since", "HEAD")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('symbol = "GB.297/TC/3"', 'symbol = "GB.297/TC/3', 4, "quotation mark"),
        ('symbol = "GB.297/TC/3"', 'symbol = "GB.297/TC/2"', 4, "The data has: GB.297/TC/3."),
        ("organisation/ilo", "organisation/iol", 18, "Did you mean ilo?"),
        pytest.param("organisation/ilo", "organisation/undp", 18, "It says:", marks=pytest.mark.at_size),
        pytest.param('"XM-DAC-41302"', '"XM-DAC-41114"', 19, "XM-DAC-41302", marks=pytest.mark.at_size),
        pytest.param("[body]", "[boby]", 16, "Did you mean body?", marks=pytest.mark.at_size),
        pytest.param("iati =", "iaty =", 19, "Did you mean iati?", marks=pytest.mark.at_size),
        ('es = "', 'de = "', 8, "none in es"),
        pytest.param('corrections = ""', 'corrections = "the secretariat"', 6, "mail", marks=pytest.mark.at_size),
        pytest.param('"tc-2006"', "2006", 3, "quotation marks", marks=pytest.mark.at_size),
    ],
)
def test_settings_are_checked_as_data_is(folder: Path, old: str, new: str, line: int, said: str) -> None:
    edit(folder / "project.toml", old, new)
    for options in ((), ("--since", "HEAD")):
        done = tcgraph_in(folder)("validate", *options, "--format", "json")
        (found,) = json.loads(done.stdout)["diagnostics"]
        assert (found["location"]["path"], found["location"]["line"]) == ("project.toml", line)
        assert said in f"{found['message']} {found['help']}"


@pytest.mark.parametrize(
    ("to", "options"),
    [
        ("data/ttl/gb297-tc-3/projects.ttl.txt", ("--since", "HEAD")),
        ("data/demo/projects.ttl", ()),
        pytest.param("data/ttl/gb297-tc-3/projects.ttl.txt", (), marks=pytest.mark.at_size),
        pytest.param("data/demo/projects.ttl", ("--since", "HEAD"), marks=pytest.mark.at_size),
    ],
)
def test_a_file_that_is_not_read_is_told_alone(folder: Path, to: str, options: tuple[str, ...]) -> None:
    path, unread = folder / "data/ttl/gb297-tc-3/projects.ttl", folder / to
    unread.parent.mkdir(exist_ok=True)
    path.rename(unread)
    assert told(folder, *options) == [("unread-file", to)]
    unread.rename(path)


def test_a_query_that_does_not_parse_is_told(folder: Path) -> None:
    edit(folder / QUERY, "WHERE {", "WHERE {{")
    assert told(folder, "--changed") == [("query", QUERY)]


def test_a_brace_that_is_left_open_is_named(folder: Path) -> None:
    edit(folder / QUERY, "WHERE {", "WHERE { OPTIONAL {")
    (found,) = json.loads(tcgraph_in(folder)("validate", "--format", "json").stdout)["diagnostics"]
    assert "is still open" in (found["help"] or "")


def test_names_of_which_nothing_is_described_are_left_open(folder: Path) -> None:
    for part in ("ontology", "data", "shapes"):
        shutil.rmtree(folder / part)
        (folder / part).mkdir()
    (folder / "data/ttl").mkdir(parents=True)
    (folder / "data/ttl/own.ttl").write_text("<https://example.org/a> <https://example.org/b> 1 .\n", encoding="utf-8")
    done = tcgraph_in(folder)("validate", "--format", "json")
    rules = {each["rule"] for each in json.loads(done.stdout)["diagnostics"]}
    assert not any(rule.startswith("query") for rule in rules), rules


def test_what_is_near_a_name_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, compared = EmbeddedEngine(), list[str]()
    engine.update("INSERT DATA { GRAPH <urn:g> { <urn:x#donor> <urn:x#is> <urn:x#body> } }")

    def did_you_mean(name: NamedNode, known: list[Term]) -> str:
        compared.append(name.value)
        return str(known)

    monkeypatch.setattr(query_checks, "did_you_mean", did_you_mean)
    known = KnownNames(engine, ["urn:x#"])
    assert [known.near("urn:x#donr") for _ in range(2)] == ["[<NamedNode value=urn:x#donor>]"] * 2
    assert compared == ["urn:x#donr"]
