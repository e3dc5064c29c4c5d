"""What a text of Turtle that breaks the grammar is told to mend: one slip, at its place, with what was meant."""

from __future__ import annotations

import pytest

from tcgraph.rdf import GraphFormat
from tcgraph.turtle.faults import faults
from tcgraph.turtle.source_text import SourceText

HEAD = "@prefix ex: <http://e/> .\n@prefix exx: <http://e/x/> .\n"


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ('ex:s ex:p "été"fr ;\n  ex:q 1 .', (3, 16), "write @fr"),
        ('ex:s ex:p "color"@en_US .', (3, 18), "write a hyphen: @en-US"),
        ("ex:s ex:p 1 ;\n  // by hand\n  ex:q 1 .", (4, 3), "begin a comment with #"),
        ("ex:s ex:p 'the body's view' .", (3, 20), "write the text between double quotation marks"),
        ("ex:s ex:p FALSE .", (3, 11), "write it small: false"),
        ("ex:s ex:p 1 ;\n  ex: quality 2 .", (4, 3), "write ex:quality"),
        ("ex:s ex:p ex:a, ex:high level .", (3, 17), "ex:high-level"),
        ("ex:s ex:p 1 ;\n  exxquality 2 .", (4, 3), "write exx:quality"),
        ("ex:s ex:p 1 ;\nv  ex:q 2 .", (4, 1), "delete it"),
        ('ex:s ex:p 1 .\n\n  ex:q "no head" ;\n  ex:r 2 .', (5, 3), "was the first line of the block deleted?"),
        ("Notes of the meeting in June 2006.\nex:s ex:p 1 .", (3, 1), "put # before it"),
        ("ex:s ex:p ( 1 2 .\n", (3, 17), "close it with )"),
        ('ex:s ex:p "C:\\Users\\Old" .', (3, 14), "write a backslash"),
        ("@prefix a: <http://e/a>\n@prefix b: <http://e/b> .\nb:s b:p a:o .", (3, 23), "end the directive"),
    ],
)
def test_one_slip_is_told_once_with_what_was_meant(text: str, place: tuple[int, int], remedy: str) -> None:
    (found,) = faults(SourceText(HEAD + text), GraphFormat.TURTLE)
    assert (found.line, found.column) == place
    assert remedy in (found.remedy or "")


def test_what_no_usual_slip_explains_is_told_as_the_parser_has_it() -> None:
    (found,) = faults(SourceText(HEAD + "ex:s ex:p 1 2 ."), GraphFormat.TURTLE)
    assert found.reason == "after this, 2 cannot follow"
    (found,) = faults(SourceText(HEAD + "ex:s ex:p 1 ;\n  ex:q 'open\" ;\n  ex:r 2 ."), GraphFormat.TURTLE)
    assert found.reason == "this string does not end on its line"
