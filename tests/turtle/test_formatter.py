"""The layout: what it looks like, that it settles at once, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat
from tcgraph.turtle import formatter as turtle_format
from tcgraph.turtle.formatter import format_turtle
from tests.conftest import many
from tests.turtle.documents import DOCUMENTS
from tests.turtle.test_reader import dataset, placed

UNTIDY = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#>.
PREFIX ex: <http://e/>
# The first thing,
# in two lines.
ex:one   ex:p 1,2 ; a   ex:C ;# why
\t<http://www.w3.org/2004/02/skos/core#notation> 'A "quoted" one'@en-GB .


@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
ex:a a ex:C . # trailing
ex:b a ex:C ; ex:q "5"^^<http://www.w3.org/2001/XMLSchema#integer>, "06"^^<http://www.w3.org/2001/XMLSchema#gYear> .

# A heading

ex:c ex:p [ ex:q 1 ] ,
 [
   # inside
   ex:q 2 ; ex:r ( 1 2
   3 ) ] .
"""

TIDY = """\
@prefix ex: <http://e/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

# The first thing,
# in two lines.
ex:one ex:p 1, 2 ;
    a ex:C ;  # why
    skos:notation "A \\"quoted\\" one"@en-GB .

@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .

ex:a a ex:C .  # trailing
ex:b a ex:C ; ex:q 5, "06"^^<http://www.w3.org/2001/XMLSchema#gYear> .

# A heading

ex:c ex:p [
        ex:q 1
    ], [
        # inside
        ex:q 2 ;
        ex:r ( 1 2 3 )
    ] .
"""


def test_the_layout_is_this_one() -> None:
    assert format_turtle(UNTIDY) == TIDY
    assert format_turtle(TIDY) == TIDY


def test_long_lists_stand_one_a_line_and_types_first() -> None:
    values = ", ".join(f"ex:a-rather-long-name-{number}" for number in range(6))
    text = f"@prefix ex: <http://e/> .\nex:s ex:p {values} ; a ex:C .\n"
    lines = format_turtle(text).splitlines()
    assert lines[2:5] == ["ex:s a ex:C ;", "    ex:p", "        ex:a-rather-long-name-0,"]
    assert lines[-1] == "        ex:a-rather-long-name-5 ."


def test_long_strings_keep_their_lines_and_quotes() -> None:
    text = '@prefix : <http://e/> .\n\n:s :p """a\n  "b" \\"""c\\""""@en .\n'
    assert format_turtle(text) == text
    assert format_turtle(text.replace('"""@en', "'''@en").replace('"""a', "'''a")).count("\n") == text.count("\n")


def test_graphs_of_trig_are_indented() -> None:
    text = "@prefix : <http://e/> .\n:g {:a :p 1 . # one\n:b :p 2 }\n{ :c :p 3. }"
    assert format_turtle(text, GraphFormat.TRIG).splitlines()[2:] == [
        ":g {", "    :a :p 1 .  # one", "    :b :p 2 .", "}", "", "{", "    :c :p 3 .", "}",
    ]  # fmt: skip


@settings(max_examples=many(200, few=25), deadline=None)
@given(DOCUMENTS)
def test_formatting_settles_at_once_and_keeps_the_meaning(text: str) -> None:
    once = format_turtle(text)
    assert format_turtle(once) == once
    assert dataset(placed(once)) == dataset(placed(text))
    assert once.count("# c") == text.count("# c")


def test_deep_nesting_is_refused_with_its_place() -> None:
    text = "@prefix : <http://e/> .\n:s :p " + "[ :p " * 5000 + "1" + " ]" * 5000 + " ."
    with pytest.raises(BrokenInput, match="nest more than 200 deep") as caught:
        format_turtle(text)
    assert caught.value.line == 2


def test_a_layout_that_would_change_the_facts_is_never_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turtle_format._Printer, "result", lambda self: "<s:s> <p:p> 2 .\n")
    with pytest.raises(BrokenInput, match="would change what this file says"):
        format_turtle("<s:s> <p:p> 1 .")


def test_the_suites_own_files_keep_their_meaning(conformance: Path) -> None:
    seen = 0
    for path in sorted((conformance / "data-shapes").rglob("*.ttl")):
        once = format_turtle(path.read_text("utf-8"))
        assert format_turtle(once) == once, path
        seen += 1
    assert seen > 100
