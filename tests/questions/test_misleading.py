"""Nothing wrong is shown as sure: questions made by machine, and their answers by filtering in plain Python."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tcgraph.questions.in_words.answering import QuestionInterpreter
from tcgraph.questions.in_words.tried_reading import Found, leading
from tcgraph.rdf import plain
from tests.conftest import mostly_at_size
from tests.questions.conftest import Select
from tests.questions.statements import ID, TC, THEME, Statements

_KINDS = {
    "donor": ("a donor", "un donateur", "un donante"),
    "country": ("a country", "un pays", "un país"),
    "product": ("a product", "un produit", "un producto"),
    "agreement": ("an agreement", "un accord", "un acuerdo"),
    "project": ("a project", "un projet", "un proyecto"),
}
_STATUSES = {
    "planned": ("planned", "prévues", "previstas"),
    "taken": ("taken", "prises", "tomadas"),
    "under-way": ("under way", "en cours", "en curso"),
    "standing": ("standing", "permanentes", "permanentes"),
}
_LANGUAGES = ("en", "fr", "es")
Case = tuple[str, str, str, set[str]]
"""A question, its language, what it lists, and what has to be listed."""


def _of_kinds(statements: Statements) -> Iterator[Case]:
    s = statements
    for key, names in _KINDS.items():
        having = s.having(key)
        for at, language in enumerate(_LANGUAGES):
            one = names[at]
            none = one.partition(" ")[2]
            yield (
                ("recommendations with no {}", "recommandations sans {}", "recomendaciones sin {}")[at].format(none),
                language,
                "number",
                s.numbers - s.recommendations(having),
            )
            yield (
                ("actions without {}", "actions sans {}", "acciones sin {}")[at].format(one),
                language,
                "action",
                s.actions - having,
            )
            for status, said in _STATUSES.items():
                stand = s.having("status", status)
                yield (
                    (
                        f"actions with {one} that are not {said[0]}",
                        f"actions avec {one} qui ne sont pas {said[1]}",
                        f"acciones con {one} que no son {said[2]}",
                    )[at],
                    language,
                    "action",
                    having - stand,
                )
    for status, said in _STATUSES.items():
        stand = s.having("status", status)
        for at, language in enumerate(_LANGUAGES):
            yield (
                (
                    f"which recommendations have only {said[0]} actions",
                    f"quelles recommandations n'ont que des actions {said[1]}",
                    f"qué recomendaciones tienen solo acciones {said[2]}",
                )[at],
                language,
                "number",
                s.recommendations(s.actions) - s.recommendations(s.actions - stand),
            )
            for section in "135":
                here = s.having("section", section)
                yield (
                    (
                        f"actions in section {section} that are not {said[0]}",
                        f"actions de la section {section} qui ne sont pas {said[1]}",
                        f"acciones de la sección {section} que no están {said[2]}",
                    )[at],
                    language,
                    "action",
                    here - stand,
                )


def _of_names(statements: Statements) -> Iterator[Case]:
    s = statements
    donors = s.having("donor")
    other = f"{THEME}training"
    for name in ("gender-equality", "hiv-aids", "child-labour", "knowledge-base", "field-structure"):
        theme = f"{THEME}{name}"
        about, apart = s.having("theme", theme), s.having("theme", other)
        for at, language in enumerate(_LANGUAGES):
            here, there = s.label[theme][language], s.label[other][language]
            yield (
                (
                    f"actions about {here} without a donor",
                    f"actions sur {here} sans donateur",
                    f"acciones sobre {here} sin donante",
                )[at],
                language,
                "action",
                about - donors,
            )
            yield (
                (
                    f"actions about {here} but not {there}",
                    f"actions sur {here} mais pas {there}",
                    f"acciones sobre {here} pero no {there}",
                )[at],
                language,
                "action",
                about - apart,
            )
            yield (
                (
                    f"actions about {here} or {there}",
                    f"actions sur {here} ou {there}",
                    f"acciones sobre {here} o {there}",
                )[at],
                language,
                "action",
                about | apart,
            )
            yield (
                (
                    f"which recommendations have an action about {here}",
                    f"quelles recommandations ont une action sur {here}",
                    f"qué recomendaciones tienen una acción sobre {here}",
                )[at],
                language,
                "number",
                s.recommendations(about),
            )
    for place in ("PER", "SEN", "NLD"):
        for at, language in enumerate(_LANGUAGES):
            called = s.label[f"{ID}country/{place}"][language]
            yield (
                (f"actions outside {called}", f"actions hors de {called}", f"acciones fuera de {called}")[at],
                language,
                "action",
                s.actions - s.having("country", f"{ID}country/{place}"),
            )


def _shown(asking: QuestionInterpreter, select: Select, found: Found, kind: str) -> set[str]:
    """What an answer lists: the numbers of recommendations, or actions."""
    rows = [[plain(cell) for cell in row if cell is not None] for row in select(found.query)]
    if kind == "number":
        return {row[0] for row in rows}
    return {cell for row in rows for cell in row if cell.startswith(f"{ID}action/")}


def test_what_is_sure_is_what_filtering_in_python_finds(
    asking: QuestionInterpreter, select: Select, statements: Statements
) -> None:
    sure, wrong = 0, []
    for text, language, kind, wanted in (*_of_kinds(statements), *_of_names(statements)):
        first, *_ = asking.ask(text, language)
        told = {remark.key for remark in first.remarks}
        if not first.reading.sure or "none" in told:  # "nothing is planned of it" is told, with how it stands
            continue
        sure += 1
        if _shown(asking, select, first, kind) != wanted:
            wrong.append((text, *first.sentences()))
    assert not wrong
    assert sure > 100  # a reader who is never sure would mislead nobody


_ASKED = {
    "en": (
        "which donors fund Africa",
        "planned actions in section 3",
        "which actions involve ACTRAV",
        "actions in section 4",
    ),
    "fr": (
        "quels donateurs financent l'Afrique",
        "actions prévues dans la section 3",
        "quelles actions impliquent ACTRAV",
    ),
    "es": ("qué donantes financian África", "acciones previstas en la sección 3", "qué acciones mencionan ACTRAV"),
}
_MORE = {
    "en": (
        "never|hardly|mostly|the first|the main|recent|former|urgent|at least two|more than one",
        "again|together|alone|unless funded|if funded|and why|and who pays|as planned|on time|for "
        "refugees|rather than planned|with nobody else|instead of ACT/EMP|not yet|for the first time",
    ),
    "fr": (
        "jamais|à peine|surtout|les principales|récentes|autres|au moins deux",
        "de nouveau|ensemble|au lieu de ACT/EMP|et pourquoi|et qui paie|comme prévu|à temps|pour les réfugiés",
    ),
    "es": (
        "nunca|apenas|sobre todo|las principales|recientes|otras|al menos dos",
        "otra vez|juntos|en lugar de ACT/EMP|y por qué|y quién paga|según lo previsto|a tiempo|para los refugiados",
    ),
}
"""Words that change what a question asks, before it and after it, and that nothing in the graph answers to."""


@pytest.mark.parametrize("language", mostly_at_size(_LANGUAGES, "fr"))
def test_a_word_that_changes_a_question_never_leaves_the_same_answer_sure(
    asking: QuestionInterpreter, select: Select, language: str
) -> None:
    misled = []
    for asked in _ASKED[language]:
        plainly = asking.ask(asked, language)[0]
        assert plainly.reading.sure, asked
        first, _, rest = asked.partition(" ")
        before, after = (words.split("|") for words in _MORE[language])
        texts = [*(f"{first} {word} {rest}" for word in before), *(f"{asked} {word}" for word in after)]
        for text in texts:
            found = asking.ask(text, language)[0]
            none = any(remark.key == "none" for remark in found.remarks)
            told = none or found.second is not None  # a second question, which is answered, too
            if found.reading.sure and not told and select(found.query) == select(plainly.query):
                misled.append((text, *found.sentences()))
    assert not misled


@pytest.mark.parametrize(
    "text",
    [
        "who pays for tripartism and in which countries",
        "which donors pay for youth employment and when does it begin",
        "which countries get money",
        "planned actions funded by the European Union",
        "how many points are there in section 4",
        "what evidence of progress on child labour is there",
        "list the eight fundamental conventions of row 34",
        "gender actions other than those of the Netherlands",
        "the country with the most donors",
        "which donor funds the most projects",
        "what did the ILO do with the EU and the Netherlands",
        "how many countries got training",
    ],
)
def test_what_one_list_answers_in_part_or_as_something_else_is_not_sure(asking: QuestionInterpreter, text: str) -> None:
    assert not asking.ask(text)[0].reading.sure


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("who pays for tripartism and in which countries", "in which countries"),
        ("how many points are there in section 4", "points"),
        ("planned actions funded by the European Union", "funded"),
    ],
)
def test_the_part_that_is_not_answered_is_named(asking: QuestionInterpreter, text: str, left: str) -> None:
    assert left in asking.ask(text)[0].reading.left


_OTHERS = {
    "en": ("which donors {} the Netherlands fund Africa", "other than|except|different from|aside from|but not|not"),
    "fr": (
        "quels donateurs {} Pays-Bas financent l'Afrique",
        "autres que les|différents des|à l'exception des|hormis les|sauf les|en dehors des|à part les|distincts des",
    ),
    "es": (
        "qué donantes {} los Países Bajos financian África",
        "distintos de|diferentes de|otros que|aparte de|excepto|salvo|que no sean|a excepción de",
    ),
}


@pytest.mark.parametrize(
    ("text", "language"),
    [(said.format(word), language) for language, (said, words) in _OTHERS.items() for word in words.split("|")],
)
def test_others_than_one_are_never_that_one(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    found = asking.ask(text, language)[0]
    assert [chip.without for chip in found.reading.question.chips if chip.key == "donor"] == [True]
    given = {plain(row[1]).rpartition("/")[2] for row in select(found.query)}
    assert given == {"dfid", "government-of-fra", "government-of-swe", "opec-fund"}


def test_of_two_groups_the_one_of_which_nothing_is_told_is_named(asking: QuestionInterpreter) -> None:
    found = asking.ask("what is there for least developed countries and countries in crisis")[0]
    assert found.rows
    assert "Of Least developed countries nothing of this is told." in map(str, found.remarks)


@pytest.mark.parametrize(
    ("text", "language"), [("West Africa", "en"), ("Afrique de l'Ouest", "fr"), ("África del Oeste", "es")]
)
def test_a_region_is_found_by_the_name_that_people_use(asking: QuestionInterpreter, text: str, language: str) -> None:
    assert asking.ask(text, language)[0].reading.question.chips[0].values == (f"{ID}region/western-africa",)


def test_what_names_a_region_in_its_own_name_is_told_beside_its_answer(asking: QuestionInterpreter) -> None:
    told = [remark.values["names"] for remark in asking.ask("actions in Latin America")[0].remarks if remark.values]
    assert "Americas' Regional Agenda" in told


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("planned actions except ACTRAV and ACT/EMP", "en"),
        ("actions prévues sans ACTRAV ni ACT/EMP", "fr"),
        ("acciones previstas sin ACTRAV ni ACT/EMP", "es"),
    ],
)
def test_a_negation_holds_of_both_that_an_and_stands_between(
    asking: QuestionInterpreter, select: Select, statements: Statements, text: str, language: str
) -> None:
    found = asking.ask(text, language)[0]
    either = statements.having("organisation", f"{ID}organisation/actrav", f"{ID}organisation/act-emp")
    assert found.reading.sure
    assert _shown(asking, select, found, "action") == statements.having("status", "planned") - either


def test_several_things_that_are_left_out_at_once_are_not_sure(asking: QuestionInterpreter) -> None:
    assert not asking.ask("everything except planned actions of ACTRAV")[0].reading.sure


def test_of_what_nothing_is_told_neither_a_yes_nor_a_no_is_given(asking: QuestionInterpreter) -> None:
    found = asking.ask("Did Japan give money?")[0]
    assert [remark.key for remark in found.remarks] == ["unnamed", "silent"]


def test_rows_that_have_nothing_to_do_with_what_cannot_be_told_are_not_shown(asking: QuestionInterpreter) -> None:
    assert leading(asking.ask("what was the total budget in 2006")) is None


@pytest.mark.parametrize(
    ("text", "language", "time"),
    [
        ("¿qué se hizo antes de 2006?", "es", "0000/2005-12-31"),
        ("actions après octobre 2006", "fr", "2006-11-01/9999"),
        ("reuniones después de octubre de 2006", "es", "2006-11-01/9999"),
    ],
)
def test_a_word_of_time_is_read_in_every_language(
    asking: QuestionInterpreter, text: str, language: str, time: str
) -> None:
    chips = asking.ask(text, language)[0].reading.question.chips
    assert [chip.values for chip in chips if chip.key in ("when", "done")] == [(time,)]


def test_dates_that_are_asked_for_by_a_time_are_of_that_time(asking: QuestionInterpreter, select: Select) -> None:
    found = asking.ask("dates before November 2006")[0]
    assert {plain(row[1]) for row in select(found.query) if row[1] is not None} == {"2006-10"}


@pytest.mark.parametrize("text", ["actions in sections 2 and 4", "actions in section II or IV"])
def test_several_sections_are_all_meant(asking: QuestionInterpreter, text: str) -> None:
    (chip,) = asking.ask(text)[0].reading.question.chips
    assert (chip.key, chip.values) == ("section", ("2", "4"))


@pytest.mark.parametrize(
    ("text", "language"),
    [("the MDGs", "en"), ("Millennium Development Goals", "en"), ("les OMD", "fr"), ("ODM", "es")],
)
def test_that_nothing_is_told_is_not_sure_of_what_bears_the_same_name(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    shown = leading(asking.ask(text, language))
    assert shown is not None
    assert not shown.reading.sure
    told = {plain(cell) for one in (shown, *shown.beside) for row in select(one.query) for cell in row}
    assert any(cell.endswith("action/7-1-d") for cell in told)
    assert any(cell == "35" for cell in told)


@pytest.mark.parametrize(
    ("text", "language", "donor"),
    [("Latin America", "en", "Brazil"), ("Amérique latine", "fr", "Brésil")],
)
def test_a_donor_of_a_region_that_is_not_counted_is_told(
    asking: QuestionInterpreter, text: str, language: str, donor: str
) -> None:
    remarks = asking.ask(text, language)[0].remarks
    assert any(one.key == "paying" and donor in one.values["names"] for one in remarks)


def test_nothing_has_the_name_of_a_region_by_its_first_letters(asking: QuestionInterpreter) -> None:
    assert not any("Assistance" in str(remark) for remark in asking.ask("Asia")[0].remarks)


@pytest.mark.parametrize(
    ("text", "language"), [("en cooperación con la Unión Europea", "es"), ("collaborates with the EU", "en")]
)
def test_who_works_with_somebody_is_told_with_all_else_of_them(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    shown = leading(asking.ask(text, language))
    assert shown is not None
    assert not shown.reading.sure
    told = {plain(cell) for one in (shown, *shown.beside) for row in select(one.query) for cell in row}
    assert any(cell.endswith("action/4-1-a") for cell in told)


def test_two_things_are_not_surely_answered_by_what_names_neither(asking: QuestionInterpreter) -> None:
    first = asking.ask("child labour and youth employment together")[0]
    assert first.rows
    assert not first.reading.sure


@pytest.mark.parametrize("asked", ["aide de l'Espagne à l'Afrique", "is Brazil funding Africa"])
def test_that_nothing_names_all_together_is_said_and_who_is_named_leads(
    asking: QuestionInterpreter, asked: str
) -> None:
    shown = leading(asking.ask(asked))
    assert shown is not None
    assert not shown.reading.sure
    assert "none_together" in {one.key for one in shown.remarks}
    assert "donor" in {chip.key for chip in shown.reading.question.chips}


@pytest.mark.parametrize(
    "asked", ["Is Sweden a new donor?", "¿Es Suecia un donante nuevo?", "La Suède, nouveau donateur ?"]
)
def test_a_word_that_its_row_says_of_something_else_is_no_yes(asking: QuestionInterpreter, asked: str) -> None:
    assert not asking.ask(asked)[0].reading.sure


def test_words_that_a_text_has_together_ask_for_no_sum(asking: QuestionInterpreter) -> None:
    shown = leading(asking.ask("what should the ILO do about transaction costs"))
    assert shown is not None
    assert not shown.reading.cannot
    assert shown.rows


@pytest.mark.parametrize(
    ("asked", "language"),
    [("which concrete steps on tripartism", "en"), ("¿qué medidas concretas sobre el tripartismo?", "es")],
)
def test_what_any_deed_may_be_chooses_no_rows(asking: QuestionInterpreter, asked: str, language: str) -> None:
    plain = "steps on tripartism" if language == "en" else "medidas sobre el tripartismo"
    shown, all_of_it = leading(asking.ask(asked, language)), leading(asking.ask(plain, language))
    assert shown is not None
    assert all_of_it is not None
    assert shown.rows == all_of_it.rows
    assert not shown.reading.sure


def test_that_no_item_names_something_is_not_told_as_that_nothing_was_done(asking: QuestionInterpreter) -> None:
    (first, *_) = asking.ask("C144", "en")
    told = " ".join(first.sentences())
    assert "No reported item names this" in told
    assert "what was reported under them may be about it" in told


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿qué países de Asia participan?", "es"),
        ("quels pays d'Asie participent ?", "fr"),
        ("which countries of Asia take part", "en"),
    ],
)
def test_a_country_of_the_pacific_is_none_of_asia(
    asking: QuestionInterpreter, select: Select, text: str, language: str
) -> None:
    first, *_ = asking.ask(text, language)
    countries = {plain(row[1]).rpartition("/")[2] for row in select(first.query)}
    assert countries == {"MNG", "TUR"}
    around = select(f"SELECT ?region {{ <{ID}country/NZL> <{TC}within> ?region }}")
    assert {"asia-and-the-pacific"} <= {plain(row[0]).rpartition("/")[2] for row in around}
    assert f"{ID}region/asia" not in {plain(row[0]) for row in around}


@pytest.mark.parametrize(
    ("text", "language"),
    [("¿qué países de América Latina participan?", "es"), ("quels pays d'Europe sont impliqués ?", "fr")],
)
def test_who_only_pays_takes_no_part_for_sure(asking: QuestionInterpreter, text: str, language: str) -> None:
    first, *_ = asking.ask(text, language)
    assert "country" in first.reading.open
    assert not first.reading.sure


@pytest.mark.parametrize(
    ("text", "language"),
    [("list all UN agencies the ILO says it works with", "en"), ("lista de organismos de las Naciones Unidas", "es")],
)
def test_all_of_a_sort_are_listed_one_by_one(asking: QuestionInterpreter, text: str, language: str) -> None:
    first, *_ = asking.ask(text, language)
    assert (first.reading.question.shows, first.reading.question.chips[0].key) == ("organisation", "sort")
    assert first.different > 5
    assert not first.reading.sure  # those that are only named together may be others
    assert any(remark.key == "of_theme" for one in first.beside for remark in one.remarks)


def test_those_of_a_sort_are_told_beside_the_one_thing_with_its_name(asking: QuestionInterpreter) -> None:
    first, *_ = asking.ask("que font les organismes des Nations Unies", "fr")
    assert not first.reading.sure
    assert first.beside[0].remarks[0].key == "one_by_one"
    assert first.beside[0].rows


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("le BIT a-t-il fait quelque chose sur le salaire minimum ?", "fr", "salaire"),
        ("has the ILO done something on minimum wages", "en", "wages"),
    ],
)
def test_a_wage_is_no_sum_and_no_outcome(asking: QuestionInterpreter, text: str, language: str, word: str) -> None:
    found = asking.ask(text, language)
    assert not any(one.reading.cannot or one.reading.sure for one in found)
    assert any(word in (*one.reading.unheard, *one.reading.left) for one in found)


def test_that_nothing_is_planned_is_not_said_of_payments_alone(asking: QuestionInterpreter) -> None:
    found = asking.ask("que promet le BIT à l'Afrique en matière d'argent, et est-ce une promesse ferme ?", "fr")
    assert not any(remark.key == "none" for one in found for remark in one.remarks)


def test_what_came_of_it_is_told_where_it_stands_beside(asking: QuestionInterpreter, select: Select) -> None:
    first, *_ = asking.ask("le dialogue social a-t-il réussi dans les projets pilotes ?", "fr")
    told = {plain(cell).rpartition("/")[2] for one in first.beside for row in select(one.query) for cell in row}
    assert {"11-1-c", "11-1-d"} <= told
