"""Every query and update of the W3C's suites answers as before when it is planned."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import Any

import pytest

from tcgraph.errors import BrokenQuery
from tcgraph.sparql import Query, Update, parse_query, parse_update, written
from tcgraph.sparql.planner import plan, plan_update
from tests.conformance.test_sparql_texts import _CHANCE, POSITIVE, answer, name
from tests.conformance.w3c_sparql import Case
from tests.sparql.planner.chance import RandomCounts

_OTHERS = re.compile(r"\b(?:SERVICE|LIMIT)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _suite(conformance: Any) -> None:
    """Skips where the suite is absent."""


def planned(case: Case, seed: int) -> Query | Update | None:
    """The text in other words; None where it has none."""
    counts = RandomCounts(random.Random(seed))
    try:
        if case.path.suffix == ".ru":
            update = parse_update(case.text, base=case.base)
            better = plan_update(update, counts)
            return None if better is update else better
        found = plan(parse_query(case.text, base=case.base), counts)
    except BrokenQuery:
        return None
    return found.tree if found.changes else None


@pytest.mark.parametrize("case", POSITIVE, ids=name)
def test_it_answers_the_same(case: Case) -> None:
    if _CHANCE.search(case.text) or _OTHERS.search(case.text):
        pytest.skip("its answer may be another each time")
    for seed in range(3):
        better = planned(case, seed)
        if better is None:
            continue
        try:
            asked = answer(case, case.text)
        except SyntaxError:
            pytest.skip("this engine does not read it")
        assert by_name(answer(case, written(better))) == by_name(asked), written(better)


def by_name(answered: Any) -> Any:
    """The columns in the order of their names: the engine has those of a star so."""
    match answered:
        case [list(names), Counter() as rows]:
            order = sorted(range(len(names)), key=names.__getitem__)
            return Counter({tuple(row[place] for place in order): n for row, n in rows.items()})
        case _:
            return answered
