"""How often strangers' questions are answered right, by what is in the rows."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tcgraph.questions.in_words.answering import QuestionInterpreter
from tests.conftest import mostly_at_size
from tests.questions.answers import RIGHT, Outcome, outcome
from tests.questions.conftest import Select

CASES = sorted(Path(__file__).parent.glob("answers-*.json"))


@pytest.mark.parametrize("path", mostly_at_size(CASES), ids=lambda path: path.stem)
def test_strangers_get_the_right_answer(asking: QuestionInterpreter, select: Select, path: Path) -> None:
    cases = json.loads(path.read_text(encoding="utf-8"))
    became = {case["text"]: outcome(asking, select, case) for case in cases}
    counts = Counter(became.values())
    misled = [text for text, what in became.items() if what is Outcome.MISLED]
    assert len(misled) <= 0.02 * len(cases), misled
    failed = {text: str(what) for text, what in became.items() if what not in RIGHT}
    assert sum(counts[what] for what in RIGHT) >= 0.85 * len(cases), failed


def test_a_wrong_answer_is_told_from_a_right_one(asking: QuestionInterpreter, select: Select) -> None:
    right = {"text": "recommendation 28", "language": "en", "answer": ["28-1-a"], "also": ["28"]}
    assert outcome(asking, select, right) is Outcome.SURE
    assert outcome(asking, select, {**right, "answer": ["37-1-a"]}) is Outcome.MISLED
    assert outcome(asking, select, {**right, "never": ["28-2-a"]}) is Outcome.MISLED
    assert outcome(asking, select, {**right, "answerable": False}) is Outcome.MISLED
