"""A name of several words of which one is written wrong."""

from __future__ import annotations

import pytest

from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.interpreter import Compounds
from tcgraph.questions.in_words.word_tokens import tokens


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("partenaria publique privé", "theme", "public-private-partnerships"),
        ("fon de lopep", "donor", "opec-fund"),
        ("global compaq", "framework", "global-compact"),
    ],
)
def test_the_words_beside_it_tell_which_name_is_meant(
    asking: QuestionInterpreter, text: str, key: str, value: str
) -> None:
    reading = asking.ask(text)[0].reading
    assert [value in chip.values[0] for chip in reading.question.chips if chip.key == key] == [True]
    assert not reading.left
    assert reading.spelled


@pytest.mark.parametrize("text", ["global zebra", "zebra compact", "glob compaq"])
def test_a_word_that_is_like_none_or_has_none_beside_it_stays(text: str) -> None:
    words = tokens(text)
    assert Compounds([("global", "compact")]).mended(list(words), [0, 1], "en", []) == words


def test_of_two_names_that_are_as_near_neither_is_taken() -> None:
    names = Compounds([("world", "bank"), ("world", "band")])
    spelled: list[tuple[str, str]] = []
    names.mended(tokens("world banx"), [1], "en", spelled)
    assert spelled == []
