"""Questions in words: what is understood, what is told as left out, and how often strangers are understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tcgraph.questions.asking import Asking
from tests.questions.judge import judged

_HERE = Path(__file__).parent
OWN = json.loads((_HERE / "own.json").read_text(encoding="utf-8"))
STRANGERS = sorted(_HERE.glob("strangers-*.json"))


@pytest.mark.parametrize("case", OWN, ids=lambda case: case["text"])
def test_a_question_is_understood_as_it_was_meant(asking: Asking, case: dict[str, Any]) -> None:
    reading = asking.ask(case["text"])[0].reading
    if "cannot" in case:
        assert (list(reading.cannot), reading.sure) == (case["cannot"], False)
        return
    said = {chip.key: [_short(value) for value in chip.values] for chip in reading.question.chips}
    for key, values in case.get("chips", {}).items():
        assert [value for value in said[key] if value in values] == values, said
    assert reading.name == case.get("name", reading.name)
    assert reading.question.shows == case.get("shows", reading.question.shows)
    assert reading.values.items() >= case.get("values", {}).items()
    assert list(reading.left) == case.get("left", [])


def _short(value: str) -> str:
    return value.removeprefix("https://w3id.org/tcgraph/id/").removeprefix("https://w3id.org/tcgraph/vocab/theme/")


def test_a_word_that_nothing_has_is_told_as_left_out_and_lowers_confidence(asking: Asking) -> None:
    whole, part = (asking.ask(text)[0].reading for text in ("actions on training", "actions on training of zebras"))
    assert part.left == ("zebras",)
    assert part.confidence < whole.confidence


def test_a_misspelt_name_is_told(asking: Asking) -> None:
    assert asking.ask("actions of Sengal")[0].reading.spelled == (("Sengal", "senegal"),)


@pytest.mark.parametrize(
    "text", ["", "?!", "\x00\x01", "שלום עולם", "x" * 10_000, '"; DROP ALL; #', "SELECT * { ?s ?p ?o }"]
)
def test_nonsense_is_never_sure(asking: Asking, text: str) -> None:
    assert not any(found.reading.sure for found in asking.ask(text))


def test_every_query_that_is_built_can_be_run_as_it_is_shown(asking: Asking) -> None:
    for case in OWN:
        for found in asking.ask(case["text"]):
            assert found.query.count("{") == found.query.count("}")
            assert found.rows >= 0


@pytest.mark.parametrize("path", STRANGERS, ids=lambda path: path.stem)
def test_strangers_are_understood(asking: Asking, path: Path) -> None:
    cases = json.loads(path.read_text(encoding="utf-8"))
    results = [(case, *judged(asking, case)) for case in cases]
    right = sum(ok for _, ok, _, _ in results)
    wrong_but_sure = [(case["text"], why) for case, ok, sure, why in results if sure and not ok]
    assert right >= 0.85 * len(cases), [(case["text"], why) for case, ok, _, why in results if not ok]
    assert len(wrong_but_sure) <= 0.02 * len(cases), wrong_but_sure
