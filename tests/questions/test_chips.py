"""Questions made of parts: their queries answer as filtering the statements one by one in plain Python does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tcgraph.errors import BadParameter
from tcgraph.project import Project
from tcgraph.questions.addresses import from_parameters, to_parameters
from tcgraph.questions.chips import ANY, Chip, Question, columns_of, compiled
from tcgraph.questions.facets import Facets
from tcgraph.questions.kinds import read_kinds
from tcgraph.rdf import plain
from tests.conftest import many
from tests.questions.conftest import Select
from tests.questions.statements import ID, THEME, Statements

CHIPS = st.one_of(
    st.builds(Chip, st.just("status"), st.sampled_from([("planned",), ("taken", "under-way"), ("standing",)])),
    st.builds(Chip, st.just("section"), st.sampled_from([("1",), ("2", "4"), ("5",)])),
    st.builds(Chip, st.just("number"), st.sampled_from([("11",), ("12", "17", "26")])),
    st.builds(
        Chip,
        st.just("organisation"),
        st.sampled_from([(f"{ID}organisation/actrav",), (f"{ID}organisation/undp", f"{ID}organisation/dfid"), (ANY,)]),
    ),
    st.builds(Chip, st.just("country"), st.sampled_from([(f"{ID}country/SEN",), (f"{ID}country/NLD",), (ANY,)])),
    st.builds(
        Chip, st.just("framework"), st.sampled_from([(f"{ID}framework/undaf",), (f"{ID}framework/dwcp",), (ANY,)])
    ),
    st.builds(
        Chip, st.just("theme"), st.sampled_from([(f"{THEME}training",), (f"{THEME}fundamental-rights",), (ANY,)])
    ),
    st.builds(Chip, st.just("donor"), st.sampled_from([(f"{ID}organisation/government-of-nor",), (ANY,)])),
)
SIGNED = st.builds(lambda chip, without: replace(chip, without=without), CHIPS, st.booleans())


def fitting(statements: Statements, question: Question) -> set[str]:
    """The actions for which every part holds, one by one."""

    def holds(chip: Chip, action: str) -> bool:
        has = statements.has(action, chip.key)
        return (bool(has) if ANY in chip.values else bool(has & set(chip.values))) != chip.without

    return {action for action in statements.actions if all(holds(chip, action) for chip in question.chips)}


@settings(max_examples=many(60, few=15), deadline=None, suppress_health_check=list(HealthCheck))
@given(chips=st.lists(SIGNED, max_size=4))
def test_a_query_of_parts_answers_as_filtering_in_python_does(
    project: Project, select: Select, statements: Statements, chips: list[Chip]
) -> None:
    question = Question("action", tuple(chips))
    kinds = read_kinds(project.queries)
    wanted = fitting(statements, question)
    assert {plain(row[1]) for row in select(compiled(question, kinds))} == wanted
    assert Facets(kinds, select).fitting(question) == wanted


@settings(max_examples=many(40, few=10), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    chips=st.lists(SIGNED, max_size=3),
    shows=st.sampled_from(["country", "organisation", "framework", "theme", "donor"]),
)
def test_things_are_shown_as_filtering_in_python_finds_them(
    project: Project, select: Select, statements: Statements, chips: list[Chip], shows: str
) -> None:
    # A status is said of what was done alone, so that what was asked is not shown beside it.
    question = Question(shows, (Chip("status", ("taken", "under-way", "planned", "standing")), *chips))
    kinds = read_kinds(project.queries)
    own = [c for c in chips if c.key == shows and ANY not in c.values]
    # "Other than X" leaves out X alone, and not what was done with X and others.
    rest = Question(shows, tuple(c for c in question.chips if not (c in own and c.without)))
    wanted = {
        (value, action)
        for action in fitting(statements, rest)
        for value in statements.has(action, shows)
        if all((value in c.values) != c.without for c in own)
    }
    columns = columns_of(question, kinds)
    at = columns.index(shows), columns.index("action")
    assert {(plain(row[at[0]]), plain(row[at[1]])) for row in select(compiled(question, kinds))} == wanted


@settings(max_examples=many(30, few=8), deadline=None, suppress_health_check=list(HealthCheck))
@given(chips=st.lists(SIGNED, max_size=2), by=st.sampled_from(["country", "organisation", "theme", "donor"]))
def test_actions_are_counted_under_each_thing_that_they_name(
    project: Project, select: Select, statements: Statements, chips: list[Chip], by: str
) -> None:
    question = Question("action", tuple(chips), group=by)
    wanted = Counter(thing for action in fitting(statements, question) for thing in statements.has(action, by))
    counted = {plain(row[0]): int(plain(row[1])) for row in select(compiled(question, read_kinds(project.queries)))}
    assert counted == wanted


@settings(max_examples=many(25, few=8), deadline=None, suppress_health_check=list(HealthCheck))
@given(chips=st.lists(SIGNED, max_size=2), key=st.sampled_from(["status", "section", "country", "theme"]))
def test_a_list_offers_a_value_with_as_many_actions_as_choosing_it_gives(
    project: Project, select: Select, statements: Statements, chips: list[Chip], key: str
) -> None:
    others = tuple(chip for chip in chips if chip.key != key)
    offered = Facets(read_kinds(project.queries), select).values(Question("action", others), key)
    for value, count in offered[:8]:
        chosen = Question("action", (*others, Chip(key, (value,))))
        assert len(fitting(statements, chosen)) == count > 0


@settings(deadline=None)
@given(
    chips=st.lists(
        st.builds(lambda chip, none: replace(chip, none=none and chip.without), SIGNED, st.booleans()),
        max_size=4, unique_by=lambda chip: (chip.key, chip.without, chip.none),
    )
)  # fmt: skip
def test_an_address_says_the_whole_question(project: Project, chips: list[Chip]) -> None:
    kinds = read_kinds(project.queries)
    question = Question("donor", tuple(chips), "2006-11-30", "status")
    back = from_parameters(to_parameters(question, kinds), kinds)
    assert (back.shows, set(back.chips), back.as_of, back.group) == (
        question.shows, set(question.chips), question.as_of, question.group,
    )  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        {"section": "x"},
        {"show": "dragons"},
        {"when": "soon"},
        {"asOf": "2006-13-01"},
        {"theme": 'x" } #'},
        {"group": "1"},
    ],
)
def test_a_value_that_cannot_be_is_refused(project: Project, given: dict[str, str]) -> None:
    with pytest.raises(BadParameter):
        from_parameters(given, read_kinds(project.queries))


@pytest.mark.parametrize("shows", ["action", "recommendation", "donor", "country", "figure", "date", "event", "sector"])
def test_each_kind_can_be_shown_and_counted(project: Project, select: Select, shows: str) -> None:
    kinds = read_kinds(project.queries)
    assert select(compiled(Question(shows), kinds))
    assert select(compiled(Question(shows, group="section"), kinds))
