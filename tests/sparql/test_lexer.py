"""Any text is cut into tokens, quickly, and none of it is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcgraph.sparql import pieces, tokens
from tcgraph.sparql.lexer import NAME, NAME_START, NAME_START_U, any_of


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("ex:p 1.5 .", ["name ex:p", "number 1.5", "sign ."]),
        ("?a 1.", ["variable ?a", "number 1", "sign ."]),
        ("1.e3 .5 1e+3", ["number 1.e3", "number .5", "number 1e+3"]),
        ("ex:a.b. ex:a\\.", ["name ex:a.b", "sign .", "name ex:a\\."]),
        ("_:a.b. : a:", ["blank _:a.b", "sign .", "name :", "name a:"]),
        ('\'a\\\'b\' """c""d""" \'\'', ["string 'a\\'b'", 'string """c""d"""', "string ''"]),
        ('"a"@en--ltr^^ex:b', ['string "a"', "language @en--ltr", "sign ^^", "name ex:b"]),
        ("?a<?b||!?c", ["variable ?a", "sign <", "variable ?b", "sign ||", "sign !", "variable ?c"]),
        ("<<( ?a )>>{| |}~", ["sign <<(", "variable ?a", "sign )>>", "sign {|", "sign |}", "sign ~"]),
        ("<http://é/> # <b>\n<c d>", ["iri <http://é/>", "sign <", "word c", "word d", "sign >"]),
        ('"open\n?x', ['wrong "open', "variable ?x"]),
        ('"""open\n?x', ['wrong """open\n?x']),
        ("a\u00a0b", ["word a", "wrong \u00a0", "word b"]),
    ],
)
def test_what_a_text_is_cut_into(text: str, cut: list[str]) -> None:
    assert [f"{token.kind} {token.text}" for token in tokens(text)] == cut


@given(st.text(alphabet="?x:a<>\"'\\#\n .1_@{|}~()é\ud800", max_size=60))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text)) == text


@given(st.text(alphabet="?x:a<>\"'\\#\n .1_@{|}~()é", max_size=60))
def test_tokens_are_the_pieces_without_space(text: str) -> None:
    assert list(tokens(text)) == [piece for piece in pieces(text) if piece.kind not in ("space", "comment")]


def test_a_place_is_that_of_the_text() -> None:
    text = "SELECT  # all\n *"
    assert [text[token.start : token.end] for token in tokens(text)] == ["SELECT", "*"]


@pytest.mark.parametrize("characters", [NAME, NAME_START, NAME_START_U])
def test_a_class_told_by_the_others_holds_the_same_characters(characters: str) -> None:
    own, others = re.compile(f"[{characters}]"), re.compile(any_of(characters))
    every = map(chr, (*range(0x11000), 0xEFFFF, 0xF0000, 0x10FFFF))
    assert [each for each in every if bool(own.match(each)) != bool(others.match(each))] == []
