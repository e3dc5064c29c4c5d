"""What a text of Turtle that breaks the grammar is told to mend: one slip, at its place, with what was meant."""

from __future__ import annotations

import random

import pytest

from tcgraph.rdf import GraphFormat
from tcgraph.turtle.faults import faults
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tokens import TokenKind, tokens
from tests.conftest import ROOT

HEAD = "@prefix ex: <http://e/> .\n@prefix exx: <http://e/x/> .\n"


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ('ex:s ex:p "été"fr ;\n  ex:q 1 .', (3, 16), "write @fr"),
        ('ex:s ex:p "color"@en_US .', (3, 18), "write @en, or @en-US"),
        ('ex:s ex:p "color"@ en .', (3, 18), "write @en"),
        ('ex:s ex:p ( "a, b", "c", "d" ) .', (3, 19), "delete the commas"),
        ("ex:s ex:p 1 ;\n  // by hand\n  ex:q 1 .", (4, 3), "begin a comment with #"),
        ("ex:s ex:p 'the body's view' .", (3, 20), "write the text between double quotation marks"),
        ("ex:s ex:p FALSE .", (3, 11), "write it small: false"),
        ("ex:s ex:p 1 ;\n  ex: quality 2 .", (4, 3), "write ex:quality"),
        ("ex:s ex:p ex:a, ex:high level .", (3, 17), "ex:high-level"),
        ("ex:s ex:p ex:decent work agenda ;\n  ex:q 1 .", (3, 11), "ex:decent-work-agenda"),
        ("ex:s ex:p 1 .\n  ex:q 2 ;\n  ex:r 3 .", (3, 13), "put ; in its place"),
        ('ex:s ex:p "one\ntwo" ;\n  ex:q 1 ;\n  ex:r 2 .', (3, 11), "join it with the next line"),
        ("ex:s ex:p 1\nex:t ex:p 2 .", (3, 11), "end the statement with a full stop"),
        ("ex:s ex:p 1\n  ; ex:q 1\n  ex:r 2 .", (4, 10), "put ; at the end of this line"),
        ("ex:s ex:p ex:a ex:b .", (3, 14), "put a comma between two values"),
        ("ex:s ex:p 1 ;\n  exxquality 2 .", (4, 3), "write exx:quality"),
        ("ex:s ex:p 1 ;\nv  ex:q 2 .", (4, 1), "delete it"),
        ('ex:s ex:p 1 .\n\n  ex:q "no head" ;\n  ex:r 2 .', (5, 3), "was the first line of the block deleted?"),
        ("Notes of the meeting in June 2006.\nex:s ex:p 1 .", (3, 1), "put # before it"),
        ("ex:s ex:p ( 1 2 .\n", (3, 17), "close it with )"),
        ('ex:s ex:p "C:\\Users\\Old" .', (3, 14), "write a backslash"),
        ("ex:s-1a ex:T ;\n  ex:q 1 .", (3, 1), "if ex:T is the kind of the other"),
        ("ex:s ex:p = 1 .", (3, 11), "delete it"),
        ('ex:s ex:p $"1" .', (3, 11), "delete it"),
        ("ex:s ex:p null ;\n  ex:q 1 .", (3, 11), "delete the property, too"),
        ("ex:s ex:p n/a ;\n  ex:q 1 .", (3, 11), "delete the property, too"),
        ("ex:s ex:p https://e.example/x .", (3, 11), "write <https://e.example/x>"),
        ("ex:s ex:p 1 :\n  ex:q 2 .", (3, 13), "write ; in its place"),
        ("ex:s ex:p 1 ;\n  ex:q 'open\" ;\n  ex:r 2 .", (4, 8), "with the same mark"),
        ("@prefix xsd: <http://x/> .\nex:s ex:p 2006-10-11 .", (4, 11), 'write "2006-10-11"^^xsd:date'),
        ("ex:s ex:p ex:a/b/c .", (3, 15), "put a backslash before each such mark"),
        ("ex:s ex:p ex:a,\n  ex:b\n  ex:c, ex:d ;\n  ex:q 1 .", (4, 6), "put a comma between two values"),
        ("ex:s ex:p exx:a, exx:b exx:c ;\n  ex:q 1 .", (3, 22), "put a comma between two values of one property"),
        ("ex:s ex:p ex:a, ex:b ex:c ;\n  ex:q 1 .", (3, 20), "if ex:b is a property, put ; in place of the comma"),
        ("ex:s ex:r 1 ; ex:p ex:a,\n  ex:q ex:b ;\n  ex:r 2 .", (3, 24), "if ex:q is a value, put a comma behind it"),
        ("ex:s ex:p ex:a, ex:b\n  ex:q ex:c .", (3, 20), "put ; at the end of this line"),
        ("ex:s ex:p ex:a, ex:b\n\n  ex:t ex:q ex:c .", (3, 20), "end the statement with a full stop"),
        ('ex:s ex:p "a"@en\n  "b"@fr ;\n  ex:q 1 .', (3, 16), "put a comma between two values"),
        ("ex:s ex:p [ ex:q ex:a, ex:b exx:c, ex:d ] .", (3, 27), "put a comma between two values"),
        ("ex:s ex:p ex:q 1 ;\n  ex:r 2 ] .", (3, 14), "put [ before its first property"),
        ("ex:s ex:p ex:a ex:b ) .", (3, 14), "put ( before its first value"),
        ("ex:s ex:p ( ex:a [ ex:q 1 ) .", (3, 27), "put ] where it ends"),
        ("ex:s a ex:T, a ex:U .", (3, 14), ""),
        ("ex:s is a ex:T .", (3, 6), "delete it"),
        ("@prefix a: <http://e/a>\n@prefix b: <http://e/b> .\nb:s b:p a:o .", (3, 23), "end the directive"),
    ],
)
def test_one_slip_is_told_once_with_what_was_meant(text: str, place: tuple[int, int], remedy: str) -> None:
    (found,) = faults(SourceText(HEAD + text), GraphFormat.TURTLE)
    assert (found.line, found.column) == place
    assert remedy in (found.remedy or "")


def test_a_slip_that_is_made_again_in_the_statement_is_told_where_it_is_made_first() -> None:
    text = 'ex:s ex:p "a"en ;\n  ex:q "b"fr ;\n  ex:r "c"es .\nex:t ex:p TRUE ;\n  ex:q False .'
    found = faults(SourceText(HEAD + text), GraphFormat.TURTLE)
    assert [(each.line, each.remedy) for each in found] == [(3, "write @en"), (6, "write it small: true")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ex:s ex:p 1 2 .", "after this, 2 cannot follow"),
        ("ex:s ex:p null ;\n  ex:q 1 2 .", "a value belongs here, not null"),
        ("ex:s ex:p ex:a word 1 ;\n  ex:q 2 .", "after this, word cannot follow"),
        ("ex:s ex:p = ;\n  ex:q 2 .", "'=' cannot stand here"),
        ("@prefix is: https://is.example/> .\nex:s ex:p 1 .", "an address between < and > belongs here"),
    ],
)
def test_a_slip_that_would_not_let_the_text_be_read_is_not_told(text: str, reason: str) -> None:
    assert faults(SourceText(HEAD + text), GraphFormat.TURTLE)[0].reason == reason


def test_a_mark_that_is_lost_anywhere_in_the_data_is_put_back_by_its_hint() -> None:
    chance = random.Random(297)
    marks = {"comma": ",", "put ;": ";", "full stop": "."}
    for file in sorted(ROOT.glob("data/ttl/**/*.ttl")):
        text = file.read_text(encoding="utf-8")
        words = [word for word in tokens(SourceText(text)) if word.kind is not TokenKind.COMMENT]
        for mark in (",", ";", ".", "[", "]", "(", ")"):
            places = [word for word in words if word.kind is TokenKind.MARK and word.text == mark]
            for lost in chance.sample(places, min(2, len(places))):
                told = faults(SourceText(text[: lost.start] + text[lost.end :]), GraphFormat.TURTLE)
                if not told:
                    # What is left is the same, as where nothing but the full stop follows a semicolon.
                    assert mark == ";", (file, lost)
                    continue
                (found,) = told
                remedy = found.remedy or ""
                (put,) = [sign for name, sign in marks.items() if name in remedy] or [mark]
                assert put == mark, (file, lost, remedy)
                if mark in marks.values():
                    end = found.span.end
                    whole = text[: lost.start] + text[lost.end :]
                    mended = tokens(SourceText(whole[:end] + mark + whole[end:]))
                    again = [word.text for word in mended if word.kind is not TokenKind.COMMENT]
                    assert again == [word.text for word in words], (file, lost, remedy)
