"""``tcgraph validate`` as a process, on data and shapes that have nothing to do with this project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import junitparser
import pyoxigraph
import pytest

from tests import command_line
from tests.conftest import PATIENCE, ROOT
from tests.own_project import copy_project

SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
ex:Person a sh:NodeShape ; sh:targetClass ex:P ;
  sh:property ex:Person-age, ex:Person-role, [ sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning ] .
ex:Person-age sh:path ex:age ; sh:datatype xsd:integer ; sh:message "Write the age as a whole number."@en .
ex:Person-role sh:path ex:role ; sh:in ( "author" "editor" ) .
"""
DATA = {
    "data.ttl": """\
@prefix ex: <http://example.org/> .

ex:ann a ex:P ; ex:name "Ann" ;
    ex:age "forty" ;
    ex:knows [ a ex:P ; ex:name "Bo" ;
        ex:role "editro" ] .
""",
    "data.trig": '@prefix ex: <http://example.org/> .\nex:g {\n  ex:ann a ex:P ; ex:name "A" ;\n    ex:age "forty" }\n',
    "data.nt": (
        "<http://example.org/ann> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/P> .\n"
        '<http://example.org/ann> <http://example.org/name> "A" .\n'
        "# a comment\n"
        '<http://example.org/ann> <http://example.org/age> "forty" .\n'
    ),
    "data.jsonld": """\
{"@context": {"ex": "http://example.org/"},
 "@graph": [
  {"@id": "ex:ann", "@type": "ex:P", "ex:name": "A",
   "ex:age": "forty"}]}
""",
    "data.rdf": """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">
  <ex:P rdf:about="http://example.org/ann">
    <ex:name>A</ex:name>
    <ex:age>forty</ex:age>
  </ex:P>
</rdf:RDF>
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    for name, text in DATA.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def validate(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return command_line.run(["validate", *arguments], folder, own)


def test_text_says_what_where_and_what_to_do(folder: Path) -> None:
    done = validate(folder, "data.ttl", "--shapes", "shapes.ttl")
    assert done.returncode == 1
    assert 'error[Person-age]: "forty" is not a whole number' in done.stdout
    assert "data.ttl:4:12" in done.stdout
    assert '4 |     ex:age "forty" ;\n  |            ^^^^^^^' in done.stdout
    assert "help: Write the age as a whole number." in done.stdout
    assert 'Did you mean "editor"?' in done.stdout
    assert "data.ttl:6:17" in done.stdout, "a blank node's value has its place too"
    assert done.stdout.endswith("2 errors in 1 file; 1 file checked.\n")


@pytest.mark.parametrize("name", DATA)
def test_every_syntax_gives_the_line(folder: Path, name: str) -> None:
    done = validate(folder, name, "--shapes", "shapes.ttl", "--format", "json")
    found = json.loads(done.stdout)
    ages = [d for d in found["diagnostics"] if d["rule"] == "Person-age"]
    assert [(d["location"]["path"], d["location"]["line"]) for d in ages] == [(name, 4)]
    assert done.returncode == 1
    assert found["conforms"] is False


@pytest.mark.parametrize("engine", ["sparql", "pyshacl"])
def test_both_engines_give_the_same_places(folder: Path, engine: str) -> None:
    done = validate(folder, "data.ttl", "-s", "shapes.ttl", "-f", "json", "--engine", engine)
    places = {(d["location"]["line"], d["location"]["column"]) for d in json.loads(done.stdout)["diagnostics"]}
    assert places == {(4, 12), (6, 17)}


@pytest.mark.parametrize("engines", [(), ("owlrl",), ("pyshacl", "owlrl")])
def test_what_is_inferred_counts(folder: Path, engines: tuple[str, ...]) -> None:
    """By our rules, by the reference reasoner, and by both reference engines together."""
    (folder / "data.ttl").write_text(
        "@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'ex:ann a ex:P ; ex:called "A" ; ex:age 40 ; ex:role "author" . ex:called rdfs:subPropertyOf ex:name .\n'
    )
    chosen = [part for engine in engines for part in ("--engine", engine)]
    arguments = ("data.ttl", "-s", "shapes.ttl", "--severity", "warning", "--fail-on", "warning")
    assert validate(folder, *arguments).returncode == 1
    done = validate(folder, *arguments, "--infer", *chosen)
    assert (done.returncode, done.stdout) == (0, "Conforms: 1 file checked.\n")


def test_a_reasoner_without_reasoning_is_refused(folder: Path) -> None:
    done = validate(folder, "data.ttl", "-s", "shapes.ttl", "--engine", "owlrl")
    assert done.returncode == 2
    assert "--infer" in done.stderr


def test_conforming_data_exits_0(folder: Path) -> None:
    (folder / "data.ttl").write_text(DATA["data.ttl"].replace('"forty"', "40").replace("editro", "editor"))
    done = validate(folder, "data.ttl", "--shapes", "shapes.ttl")
    assert (done.returncode, done.stdout) == (0, "Conforms: 1 file checked.\n")


def test_severity_max_and_fail_on(folder: Path) -> None:
    text = DATA["data.ttl"].replace('"forty"', "40").replace("editro", "editor").replace('ex:name "Ann" ;', "")
    (folder / "data.ttl").write_text(text)
    warned = validate(folder, "data.ttl", "-s", "shapes.ttl")
    assert warned.returncode == 0
    assert "warning[Person.name]: ex:ann has no ex:name." in warned.stdout
    assert "data.ttl:3:1" in warned.stdout, "a missing triple is reported where its node stands"
    assert validate(folder, "data.ttl", "-s", "shapes.ttl", "--fail-on", "warning").returncode == 1
    assert "Conforms" in validate(folder, "data.ttl", "-s", "shapes.ttl", "--severity", "error").stdout
    (folder / "data.ttl").write_text(DATA["data.ttl"])
    limited = validate(folder, "data.ttl", "-s", "shapes.ttl", "--max", "1")
    assert limited.returncode == 1
    assert limited.stdout.count("-->") == 1


def test_a_baseline_leaves_only_what_is_new(folder: Path) -> None:
    assert validate(folder, "data.ttl", "-s", "shapes.ttl", "--write-baseline", "known.json").returncode == 0
    shifted = DATA["data.ttl"].replace("\n\n", "\n\n# one line more\n\n")
    (folder / "data.ttl").write_text(shifted)
    assert validate(folder, "data.ttl", "-s", "shapes.ttl", "--baseline", "known.json").returncode == 0
    (folder / "data.ttl").write_text(shifted + 'ex:cy a ex:P ; ex:name "Cy" ; ex:age 1.5 .\n')
    done = validate(folder, "data.ttl", "-s", "shapes.ttl", "--baseline", "known.json")
    assert done.returncode == 1
    assert done.stdout.count("-->") == 1
    assert "1.5 is not a whole number" in done.stdout


def test_junit_is_read_back(folder: Path) -> None:
    done = validate(folder, "data.ttl", "-s", "shapes.ttl", "--format", "junit", "--output", "out.xml")
    assert "error[Person-age]" in done.stdout
    (suite,) = junitparser.JUnitXml.fromfile(str(folder / "out.xml"))
    assert (suite.name, suite.tests, suite.failures) == ("data.ttl", 2, 2)
    assert {case.name.split()[0] for case in suite} == {"Person-age:4", "Person-role:6"}
    assert all(isinstance(case.result[0], junitparser.Failure) for case in suite)


def test_sarif_has_what_code_scanning_needs(folder: Path) -> None:
    log = json.loads(validate(folder, "data.ttl", "-s", "shapes.ttl", "--format", "sarif").stdout)
    first = log["runs"][0]["results"][0]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (4, 12, 19)
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data.ttl"
    assert log["runs"][0]["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "Person-age"


def test_sarif_passes_the_official_schema(folder: Path) -> None:
    """The schema of OASIS, as Microsoft's npm package ships it; ``make test`` installs that where npm is."""
    import jsonschema  # takes a second to import, in every worker that collects this

    package = ROOT / "tests/export/js/node_modules/@microsoft/jest-sarif"
    schema = package / "lib/schemas/sarif-2.1.0-rtm.5.json"
    if not schema.is_file():
        pytest.skip("no SARIF schema: npm ci in tests/export/js")
    validator = jsonschema.Draft7Validator(json.loads(schema.read_text("utf-8")))
    for name in ("data.ttl", "data.jsonld"):
        log = json.loads(validate(folder, name, "-s", "shapes.ttl", "--format", "sarif").stdout)
        assert list(validator.iter_errors(log)) == []
    (folder / "data.ttl").write_text("ex:a ex:b ex:c .")
    broken = json.loads(validate(folder, "data.ttl", "-s", "shapes.ttl", "--format", "sarif").stdout)
    assert list(validator.iter_errors(broken)) == []


def test_github_annotations_escape_what_they_must(folder: Path) -> None:
    lines = validate(folder, "data.ttl", "-s", "shapes.ttl", "--format", "github").stdout.splitlines()
    assert lines[0].startswith("::error file=data.ttl,line=4,endLine=4,col=12,endColumn=19,title=Person-age::")
    assert "%0AWrite the age" in lines[0]


def test_gitlab_fingerprints_are_unique(folder: Path) -> None:
    entries = json.loads(validate(folder, "data.ttl", "-s", "shapes.ttl", "--format", "gitlab").stdout)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 2
    assert entries[0]["location"] == {"path": "data.ttl", "lines": {"begin": 4}}


def test_html_stands_alone_and_escapes(folder: Path) -> None:
    (folder / "data.ttl").write_text(DATA["data.ttl"].replace("forty", "<script>x</script>"))
    page = validate(folder, "data.ttl", "-s", "shapes.ttl", "--format", "html").stdout
    assert "&lt;script&gt;x" in page
    assert "<script" not in page
    assert "http" not in page.replace("http://example.org", "")


def test_the_standard_report_parses(folder: Path) -> None:
    text = validate(folder, "data.ttl", "-s", "shapes.ttl", "--format", "turtle").stdout
    results = [t for t in pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.TURTLE) if "focusNode" in str(t)]
    assert len(results) == 2
    assert sorted(line.split()[1] for line in text.splitlines() if line.startswith("@prefix")) == ["sh:"], (
        "it declares what it uses, and nothing of ours"
    )


def test_what_the_standard_report_has_no_place_for_is_told_beside_it(folder: Path) -> None:
    (folder / "one.ttl").write_text(BROKEN_SHAPES["one.ttl"])
    done = validate(folder, "data.ttl", "-s", "one.ttl", "--format", "turtle")
    assert done.returncode == 1
    assert "sh:conforms false" in done.stdout
    told = [line for line in done.stderr.splitlines() if "Not checked, and left out" in line]
    assert [line.partition(": ")[0] for line in told] == ["one.ttl:4:5", "one.ttl:6:5", "one.ttl:8:15"]


BROKEN_SHAPES = {
    "one.ttl": """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
ex:One a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:name ;
    sh:pattern "(" ] , [ sh:path ex:age ; sh:minCount 1 ] ,
  [ sh:path ex:role ;
    sh:maxCount "one" ] .
ex:Nobodys a sh:NodeShape ; sh:targetClass ex:Nobody ;
  sh:sparql [ sh:select "SELECT $this { $this no:p 1 }" ] .
""",
    "two.jsonld": """\
{"@context": {"sh": "http://www.w3.org/ns/shacl#", "ex": "http://example.org/"},
 "@graph": [
  {"@id": "ex:Two", "@type": "sh:NodeShape", "sh:targetClass": {"@id": "ex:P"},
   "sh:not": {
     "sh:minCount": 1}}]}
""",
}


def test_every_shape_that_cannot_be_checked_is_shown_in_its_file(folder: Path) -> None:
    """Not the first only, whether or not the data has something for it to check, and nothing is said to conform."""
    for name, text in BROKEN_SHAPES.items():
        (folder / name).write_text(text)
    chosen = [part for name in BROKEN_SHAPES for part in ("--shapes", name)]
    done = validate(folder, "data.ttl", *chosen, "--strict", "--format", "json")
    assert done.returncode == 2
    found = json.loads(done.stdout)
    assert (found["conforms"], found["readable"]) == (False, False)
    places = [(d["rule"], f"{d['location']['path']}:{d['location']['line']}") for d in found["diagnostics"]]
    assert places == [
        ("shape-bad-pattern", "one.ttl:4"),
        ("shape-ill-formed", "one.ttl:6"),
        ("shape-undeclared-prefix", "one.ttl:8"),
        ("shape-ill-formed", "two.jsonld:5"),
    ]
    told = validate(folder, "data.ttl", *chosen, "--strict")
    assert told.returncode == 2
    assert "4 errors in 2 files" in told.stdout
    assert not told.stderr


def test_what_can_be_checked_is_although_a_shape_is_broken(folder: Path) -> None:
    """The rest holds; what was left out is an error of its own, so that nothing seems to conform."""
    for name, text in BROKEN_SHAPES.items():
        (folder / name).write_text(text)
    chosen = [part for name in ("shapes.ttl", *BROKEN_SHAPES) for part in ("--shapes", name)]
    done = validate(folder, "data.ttl", *chosen, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert (found["conforms"], found["readable"]) == (False, True)
    rules = Counter(d["rule"] for d in found["diagnostics"])
    assert rules["shape-not-checked"] == 5
    assert rules["Person-age"] == rules["Person-role"] == 1
    assert "5 parts of the shapes could not be checked" in validate(folder, "data.ttl", *chosen).stdout


def test_it_does_not_conform_where_a_part_of_the_shapes_was_left_out(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(SHAPES + "ex:Name sh:targetClass ex:P ; sh:path ex:name ; sh:pattern '(' .")
    done = validate(folder, "data.nt", "-s", "shapes.ttl", "--format", "nt")
    assert done.returncode == 1
    assert '#conforms> "false"' in done.stdout


def test_a_negation_of_what_cannot_be_checked_is_left_out_too(folder: Path) -> None:
    """A shape without its broken part would conform, and its negation be violated."""
    (folder / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ex: <http://example.org/> .\n"
        "ex:S sh:targetClass ex:P ; sh:not [ sh:pattern '(' ] ; sh:nodeKind sh:Literal ."
    )
    found = json.loads(validate(folder, "data.nt", "-s", "shapes.ttl", "--format", "json").stdout)["diagnostics"]
    assert [d["shacl"]["sourceConstraintComponent"][27:] for d in found if "shacl" in d] == [
        "NodeKindConstraintComponent"
    ]
    assert sum(d["rule"] == "shape-not-checked" for d in found) == 2


@pytest.mark.parametrize("text", ["", "<http://example.org/a> <http://example.org/b> <http://example.org/c> ."])
def test_a_file_without_shapes_is_nothing_to_conform_to(folder: Path, text: str) -> None:
    (folder / "shapes.ttl").write_text(text)
    done = validate(folder, "data.ttl", "-s", "shapes.ttl")
    assert done.returncode == 2
    assert "error[no-shapes]: There is no shape in shapes.ttl" in done.stdout


def test_what_may_be_wrong_with_shapes_has_its_place_too(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(SHAPES.replace("sh:minCount", "sh:mincount"))
    told = validate(folder, "data.nt", "-s", "shapes.ttl")
    assert "unknown-term" not in told.stdout
    assert "sh:mincount" in told.stdout.splitlines()[-1]
    done = validate(folder, "data.nt", "-s", "shapes.ttl", "--lint", "--format", "json")
    (found,) = [d for d in json.loads(done.stdout)["diagnostics"] if d["rule"] == "shape-unknown-term"]
    assert (found["location"]["path"], found["location"]["line"]) == ("shapes.ttl", 5)
    assert "Did you mean sh:minCount?" in found["message"]


def test_an_unknown_format_is_refused(folder: Path) -> None:
    done = validate(folder, "data.ttl", "-s", "shapes.ttl", "--format", "pdf")
    assert done.returncode == 2
    assert "unknown format 'pdf'" in done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    copy_project(tmp_path)
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "start")):
        subprocess.run(["git", *settings, *command], cwd=tmp_path, check=True, timeout=PATIENCE)
    return tmp_path


def test_changed_reports_only_what_an_edit_touches(repository: Path) -> None:
    clean = validate(repository, "--changed")
    assert (clean.returncode, clean.stdout) == (0, "Conforms: 0 files checked.\n")
    path = repository / "data" / "ttl" / "gb297-tc-3" / "section-1.ttl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.strip().startswith("tc:asOf"))
    lines[at] = lines[at].replace("^^xsd:date", "")
    path.write_text("".join(lines), "utf-8")
    other = repository / "data" / "ttl" / "gb297-tc-3" / "section-2.ttl"
    old = other.read_text("utf-8")
    other.write_text(old.replace("^^xsd:date", ""), "utf-8")
    subprocess.run(["git", "add", str(other)], cwd=repository, check=True, timeout=PATIENCE)
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, "commit", "-qm", "old sin"], cwd=repository, check=True, timeout=PATIENCE)
    done = validate(repository, "--changed", "--format", "json")
    assert done.returncode == 1
    found = {(d["location"]["path"], d["location"]["line"]) for d in json.loads(done.stdout)["diagnostics"]}
    assert found == {("data/ttl/gb297-tc-3/section-1.ttl", at + 1)}
    assert len(json.loads(validate(repository, "--since", "HEAD~1", "-f", "json").stdout)["diagnostics"]) > len(found)


def test_a_deleted_file_is_a_change_for_all_that_pointed_into_it(repository: Path) -> None:
    (repository / "data" / "ttl" / "reference" / "regions.ttl").unlink()
    done = validate(repository, "--changed", "--format", "json")
    assert done.returncode == 1
    told = json.loads(done.stdout)["diagnostics"]
    places = [each["location"] for one in told for each in (one, *one["related"])]
    assert "data/ttl/reference/countries.ttl" in {place["path"] for place in places}


@pytest.mark.at_size
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/ttl/gb297-tc-3/section-1.ttl", b"tc:asOf", b"tc:asOff"),
        ("queries/answer/earmarks.rq", b"tc:donor", b"tc:donour"),
    ],
)
def test_what_was_right_before_is_told_as_if_all_were_looked_at(
    repository: Path, name: str, old: bytes, new: bytes
) -> None:
    path = repository / name
    right = path.read_bytes()
    first = validate(repository)
    assert first.returncode == 0
    assert validate(repository).stdout == first.stdout
    path.write_bytes(right.replace(old, new, 1))
    quick = validate(repository, "--format", "json")
    assert quick.returncode == 1
    shutil.rmtree(repository / ".tcgraph" / "checked")
    assert validate(repository, "--format", "json").stdout == quick.stdout
    path.write_bytes(right)
    assert validate(repository).stdout == first.stdout


def test_changed_outside_of_git_says_so(folder: Path) -> None:
    done = validate(folder, "data.ttl", "-s", "shapes.ttl", "--changed", GIT_CEILING_DIRECTORIES=str(folder.parent))
    assert done.returncode == 2
    assert "not a git repository" in done.stderr


def test_watch_checks_again_when_a_file_changes(folder: Path) -> None:
    command = [sys.executable, "-u", "-m", "tcgraph", "validate", "data.ttl", "-s", "shapes.ttl", "--watch"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if "Watching" in line:
                    break
            text = DATA["data.ttl"].replace('"forty"', "40").replace("editro", "editor")
            (folder / "data.ttl").write_text(text)
            assert any("Conforms" in line for line in process.stdout)
        finally:
            process.terminate()


def test_results_that_read_alike_are_all_told(tmp_path: Path) -> None:
    """Values at one place by a long path: each is a result, in text, in JSON and in RDF."""
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ex: <http://example.org/> .\n"
        "ex:S sh:targetNode ex:a ; sh:property [ sh:path ( ex:p ex:q ) ; sh:not [ sh:nodeKind sh:Literal ] ;\n"
        '  sh:message "No text here." ] .\n'
    )
    (tmp_path / "data.ttl").write_text("@prefix ex: <http://example.org/> .\nex:a ex:p ex:b .\nex:b ex:q 1 , 2 , 3 .\n")
    arguments = ("data.ttl", "--shapes", "shapes.ttl")
    assert len(json.loads(validate(tmp_path, *arguments, "-f", "json").stdout)["diagnostics"]) == 3
    assert validate(tmp_path, *arguments, "-f", "nt").stdout.count("#ValidationResult>") == 3
    assert "3 errors" in validate(tmp_path, *arguments).stdout


def test_function_that_no_engine_has(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<http://e/S> sh:targetNode <http://e/a> ;\n"
        '  sh:sparql [ sh:select "SELECT $this { $this <http://e/p> ?x FILTER(<http://e/f>(?x)) }" ] .\n'
    )
    (tmp_path / "data.ttl").write_text("<http://e/a> <http://e/p> 1 .\n")
    assert "calls <http://e/f>" in validate(tmp_path, "data.ttl", "--shapes", "shapes.ttl").stdout


def test_what_the_shapes_import_is_not_passed_over_in_silence(folder: Path) -> None:
    (folder / "more.ttl").write_text("<> a <http://www.w3.org/2002/07/owl#Ontology> .")
    (folder / "shapes.ttl").write_text(
        f"{SHAPES} <> <http://www.w3.org/2002/07/owl#imports> <more.ttl> , <http://example.org/other> ."
    )
    told = validate(folder, "data.nt", "-s", "shapes.ttl").stdout
    assert "more.ttl>, <http://example.org/other>; what files name is not read" in told
    told = validate(folder, "data.nt", "-s", "shapes.ttl", "-s", "more.ttl").stdout
    assert "import <http://example.org/other>;" in told
