"""What of two texts differs first, in words and at its line."""

from __future__ import annotations

import pytest

from tcgraph.diagnostics.file_layout import excerpts, first_change

BEFORE = ["a", "  FILTER(?a > 1)", "b", "c"]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (["a", "  FILTER(?a > 2)", "b", "c"], (2, "“FILTER(?a > 1)”", "“FILTER(?a > 2)”")),
        (["a", "  FILTER(?a > 1)", "d", "b", "c"], (3, "without “d”", "with it")),
        (["a", "  FILTER(?a > 1)", "c"], (3, "with “b”", "without it")),
        (["a", "# why", "FILTER(?a  >  1)", "b", "c"], None),
    ],
)
def test_the_first_difference_is_told(after: list[str], told: tuple[int, str, str] | None) -> None:
    assert first_change(BEFORE, after) == told


def test_what_is_alike_and_long_is_left_out_and_lines_elsewhere_are_not_looked_at() -> None:
    same = "FILTER(" + "?one && " * 20
    change = first_change([same + "1)", "x"], [same + "2)", "y"])
    assert change is not None
    assert (change.was, change.now) == ("“…1) x”", "“…2) y”")
    change = first_change([same + "1)", "w", "x"], [same + "2)", "w", "y"], 2)
    assert change is not None
    assert (change.line, change.was) == (3, "“x”")


def test_of_two_long_sentences_what_differs_is_shown_with_the_words_around_it() -> None:
    start = "What was concluded about technical cooperation was handed in"
    end = "languages to the delegates at the segment of July"
    assert excerpts(f"{start} three {end}", f"{start} four {end}") == [
        "… cooperation was handed in three languages to the delegates …",
        "… cooperation was handed in four languages to the delegates …",
    ]
    assert excerpts("one short", "another") == ["one short", "another"]
    assert excerpts("word " * 40)[0].endswith("…")
    assert excerpts(f"{start} {end}", f"{start} {end} 2006")[1] == "… the segment of July 2006"
