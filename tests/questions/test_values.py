"""Values as people type them: names, acronyms, codes and numbers in three languages; what is unknown is an error."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import tcgraph
from tcgraph.errors import BadParameter
from tcgraph.project import Project
from tcgraph.queries import QueryCatalogue, read_queries
from tcgraph.questions.notes import Notes
from tcgraph.questions.plain_words import number_in, plain_words
from tcgraph.questions.values import Choice, Rows, chosen, nearest

Read = Callable[[str, str, str], str]


@pytest.fixture(scope="module")
def queries(project: Project) -> QueryCatalogue:
    return read_queries(project.queries)


@pytest.fixture(scope="module")
def notes(project: Project, queries: QueryCatalogue) -> Notes:
    graph = tcgraph.open(project.root)
    kept: dict[str, Rows] = {}

    def rows(text: str) -> Rows:
        if text not in kept:
            kept[text] = list(graph.engine.select(text))
        return kept[text]

    return Notes(queries, rows)


@pytest.fixture(scope="module")
def read(notes: Notes, queries: QueryCatalogue) -> Read:
    """The value that a text is read as, for one parameter of a named query."""

    def reading(name: str, parameter: str, typed: str) -> str:
        (found,) = notes.values.read(queries[name], {parameter: typed})
        return found.value.removeprefix("https://w3id.org/tcgraph/id/")

    return reading


@pytest.mark.parametrize(
    ("name", "parameter", "typed", "value"),
    [
        ("actions-of-an-organisation", "organisation", "ACTRAV", "organisation/actrav"),
        ("actions-of-an-organisation", "organisation", "bureau for workers' activities", "organisation/actrav"),
        ("actions-of-an-organisation", "organisation", "Turin Centre", "organisation/turin-centre"),
        ("actions-of-an-organisation", "organisation", "netherlands", "organisation/government-of-nld"),
        ("actions-of-an-organisation", "organisation", "organisation/undp", "organisation/undp"),
        ("actions-about", "status", "Planned", "planned"),
        ("actions-about", "status", "prévue", "planned"),
        ("ratified-by", "instrument", "144", "C144"),
        ("ratified-by", "instrument", "Convention No. 144", "C144"),
        ("ratified-by", "instrument", "c87", "C087"),
        ("recommendation-actions", "section", "IV", "4"),
        ("recommendation-actions", "number", "recommendation 12", "12"),
        ("tripartite-balance", "country", "Sénégal", "SEN"),
        ("tripartite-balance", "country", "Cote d'Ivoire", "CIV"),
        ("tripartite-balance", "country", "Brasil", "BRA"),
    ],
)
def test_what_people_type_is_read(read: Read, name: str, parameter: str, typed: str, value: str) -> None:
    assert read(name, parameter, typed) == value


@pytest.mark.parametrize(
    ("name", "parameter", "typed", "near"),
    [
        ("actions-about", "theme", "gendr", "gender-equality"),
        ("actions-of-an-organisation", "organisation", "actrv", "organisation/actrav"),
        ("recommendation-actions", "number", "99", "9"),
        ("tripartite-balance", "country", "Atlantis", "one of"),
        ("ratified-by", "instrument", "C114", "Did you mean C111 .* or C144 "),
        # Not C182, of which the title has a year near to it.
        ("ratified-by", "instrument", "C999", r"It is one of [CR][0-9]{3} "),
    ],
)
def test_what_is_unknown_is_an_error_with_the_nearest(
    read: Read, name: str, parameter: str, typed: str, near: str
) -> None:
    with pytest.raises(BadParameter, match=rf"is not known\..*{near}"):
        read(name, parameter, typed)


def test_what_may_mean_several_is_not_guessed() -> None:
    choices = [Choice("a", "Ministry of Labour of A"), Choice("b", "Ministry of Labour of B")]
    assert chosen("ministry of labour", choices) == choices


def test_a_name_goes_before_a_part_of_another() -> None:
    choices = [Choice("africa", "Africa"), Choice("south-africa", "South Africa")]
    assert chosen("Africa", choices) == choices[:1]


def test_nothing_alike_is_near_to_nothing() -> None:
    assert nearest("zzzz", [Choice("SEN", "Senegal")]) == []


def test_values_left_empty_tell_which_of_them(notes: Notes, queries: QueryCatalogue) -> None:
    query = queries["recommendation-actions"]
    understood = notes.values.read(query, {"number": "2", "section": "IV"})
    note = notes.of(query, understood, 0)
    assert note.reason == "filtered"
    assert {one.value.parameter: one.rows > 0 for one in note.looser} == {"number": True, "section": True}


def test_a_note_tells_the_day_and_how_a_value_was_read(notes: Notes, queries: QueryCatalogue) -> None:
    query = queries["actions-of-an-organisation"]
    note = notes.of(query, notes.values.read(query, {"organisation": "ACTRAV"}), 12)
    told = {"'ACTRAV' was read as Bureau for Workers' Activities.", "As known on 2006-10-11."}
    assert told <= set(note.sentences())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("IV", 4),
        ("section xii", 12),
        ("rec. 17", 17),
        ("9 and 10", None),
        ("C144", None),
        ("x", None),
        ("section V", 5),
        ("", None),
    ],
)
def test_the_one_number_of_a_text(text: str, number: int | None) -> None:
    assert number_in(text) == number


def test_words_are_compared_without_accents_and_punctuation() -> None:
    assert plain_words("Côte d’Ivoire") == plain_words("cote d'ivoire") == "cote d ivoire"
