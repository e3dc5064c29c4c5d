"""What an editor or git left in a file is told as such, once, and not as what a parser makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.diagnostics.diagnostic import Diagnostic
from tcgraph.diagnostics.differences import read_version
from tcgraph.diagnostics.files import load_files, named_files
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.lsp.open_documents import problems_of_turtle
from tcgraph.rdf import GraphFormat
from tcgraph.turtle.formatter import format_turtle
from tcgraph.turtle.merge import merge_turtle

TURTLE = "@prefix ex: <https://example.org/> .\nex:a ex:b ex:c .\n"
CASES = {
    "merge-conflict": (TURTLE + "<<<<<<< HEAD\nex:a ex:b 1 .\n=======\nex:a ex:b 2 .\n>>>>>>> theirs\n", 3),
    "undeclared-prefix": (TURTLE + "ex:a is:b 1 .\nex:a is:b 2 .\nex:a is:b 3 .\n", 3),
    "syntax": (TURTLE + "ex:a ex:b .\n=======\n", 3),
}


@pytest.mark.parametrize("rule", CASES)
def test_what_was_left_in_a_file(rule: str, tmp_path: Path) -> None:
    text, line = CASES[rule]
    path = tmp_path / "data.ttl"
    path.write_text(text, encoding="utf-8")
    found = load_files(EmbeddedEngine(), named_files([path]))
    assert (found[0].rule, found[0].location.line if found[0].location else None) == (rule, line)
    assert rule == "syntax" or len(found) == 1


def test_a_byte_order_mark_is_no_fault_and_moves_no_place(tmp_path: Path) -> None:
    assert told(tmp_path, data="\ufeff" + TURTLE) == []
    (only,) = told(tmp_path, data="\ufeff@prefix ex: <https://example.org/> . ex:a ex:b .\n")
    assert only.location is not None
    assert (only.rule, only.location.line, only.location.column) == ("syntax", 1, 48)


@pytest.mark.parametrize(
    "text",
    [
        CASES["merge-conflict"][0],
        TURTLE + "ex:a ex:b 1 ;\n<<<<<<< HEAD\n    ex:c 1 .\n||||||| base\n=======\n    ex:c 2 .\n>>>>>>> theirs\n",
        CASES["merge-conflict"][0].replace("<<<<<<< HEAD\n", ""),
        CASES["undeclared-prefix"][0],
        "".join(sorted("@prefix ex: <https://example.org/> .\n\nex:a a ex:Deed ;\n    ex:day 1 .\n".splitlines(True))),
        "@prefix is: https://is.example/> .\n" + TURTLE + "ex:a is:b 1 .\n",
    ],
    ids=["conflict", "three-sided", "half-mended", "prefix", "sorted", "declaration"],
)
def test_whatever_reads_a_file_says_of_it_what_validation_says(text: str, tmp_path: Path) -> None:
    first = told(tmp_path, data=text)[0]
    said, help_ = first.message.removesuffix(".").partition(", and is used")[0], str(first.help).removesuffix(".")
    for read in (
        format_turtle,
        lambda t: merge_turtle(TURTLE, t, TURTLE),
        lambda t: read_version(t, GraphFormat.TURTLE),
    ):
        with pytest.raises(BrokenInput) as error:
            read(text)
        assert f"{said}; {help_}".casefold() in str(error.value.inside("data.ttl")).casefold()
    problems = problems_of_turtle(text, GraphFormat.TURTLE, set(), [])
    assert f"{said}. {help_}".casefold() in problems[0].message.casefold()
    assert "conflict" not in said or len(problems) == 1


def test_lines_like_those_around_a_conflict_may_stand_in_a_long_text() -> None:
    text = f'{TURTLE}\nex:a ex:b """\n=======\n<<<<<<< HEAD\n""" .\n'
    assert "=======" in format_turtle(text)


def told(tmp_path: Path, **texts: str) -> list[Diagnostic]:
    for name, text in texts.items():
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    return load_files(EmbeddedEngine(), named_files([tmp_path]))


def test_a_prefix_that_a_file_lacks_is_told_once_with_what_other_files_mean_by_it(tmp_path: Path) -> None:
    (only,) = told(tmp_path, one=TURTLE.replace("ex:c", "is:c") * 2, other="@prefix is: <https://is.example/> .\n")
    assert "used here and 1 more time" in only.message
    assert only.help == "Add at the top: @prefix is: <https://is.example/> ."


def test_sorted_lines_are_told_as_lines_out_of_order(tmp_path: Path) -> None:
    block = "@prefix ex: <https://example.org/> .\n\nex:a a ex:Deed ;\n    ex:day 1 ;\n    ex:said 2 .\n"
    (only,) = told(tmp_path, data="".join(sorted(block.splitlines(keepends=True))))
    assert "begins in the middle of a block" in only.message
    assert only.location is not None
    assert only.location.line == 2


def test_a_dash_in_a_name_is_told_as_one(tmp_path: Path) -> None:
    (only,) = told(tmp_path, data=TURTLE.replace("ex:c", "ex:c–1"))
    assert (only.message, only.location and only.location.column) == ("– cannot stand in a name.", 15)
    assert "hyphen" in str(only.help)


def test_a_declaration_that_cannot_be_read_is_told_without_the_uses_of_its_prefix(tmp_path: Path) -> None:
    (only,) = told(tmp_path, data="@prefix is: https://is.example/> .\n" + TURTLE + "ex:a is:b 1 .\nex:a is:b 2 .\n")
    assert (only.location and only.location.line, only.help) == (1, "Write @prefix is: <https://…> .")


def test_what_slipped_in_before_a_colon_is_no_prefix_to_declare(tmp_path: Path) -> None:
    (only,) = told(tmp_path, data=TURTLE + ":wq\n", other="@prefix : <https://other.example/> .\n")
    assert "Delete this if it came here by mistake" in str(only.help)
    assert "other.example" not in str(only.help)
