"""The interface's words: the same keys in every language, and every question of the project put into each."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.pages.i18n import catalogue, has, meaning_of, note_of, question_of, questions, summary_of, translator
from tcgraph.pages.labels import day
from tcgraph.pages.manual import chapters
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries
from tcgraph.rdf import plain

ROOT = Path(__file__).parents[2]
OTHERS = ("fr", "es")


pytestmark = pytest.mark.usefixtures("own_words")


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys_and_fills_in_the_same_values(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    assert set(other) == set(english)
    fields = re.compile(r"\{(\w+)[}:]")
    # One thing is told with its number or without, as the language has it.
    plain = [key for key in english if not key.endswith("_one")]
    assert [key for key in plain if set(fields.findall(english[key])) != set(fields.findall(other[key]))] == []


@pytest.mark.parametrize(
    ("language", "singular", "plural"),
    [
        ("en", (1,), r"(?!\w*ss\b|says|its|ms|this|is|as|was|has|names)(?:more |reported )?[a-z]+s"),
        ("fr", (0, 1), r"(?!cas|dans|sous|plus|ms|fois|pays|mois)[a-zéèêàç]+[sx]"),
        ("es", (1,), r"(?!ms|es|más|país)[a-záéíóúñ]+s"),
    ],
)
def test_no_count_of_one_has_a_noun_of_several(language: str, singular: tuple[int, ...], plural: str) -> None:
    """Each sentence with a figure, with none, one and two of everything; in French none is one, too."""
    said, t = catalogue(language), translator(language)
    fields = {key: {name for _, name, _, _ in Formatter().parse(text) if name} for key, text in said.items()}
    told = [key for key, names in fields.items() if names and not key.endswith("_one")]
    assert len(told) > 100
    texts = {(key, n): t(key, **{**dict.fromkeys(fields[key], n), "n": n}) for key in told for n in (0, 1, 2)}
    # A verb follows what is named, not what is counted.
    counted = re.compile(rf"(?<![\d.,/]){{}} {plural}\b(?! or\b)".replace("{}", f"(?:{'|'.join(map(str, singular))})"))
    named = {"quality.is", "ontology.first_group", "remark.doer", "graph.no_way"}
    assert [
        (key, text) for (key, n), text in texts.items() if n in singular and key not in named and counted.search(text)
    ] == []


def test_a_count_picks_the_word_beside_it() -> None:
    texts = [translator("fr")("sparql.rows_told", n=3, rows=rows) for rows in (0, 1, 2, "1\u202f001")]
    assert texts == ["3, en 0 ligne", "3, en 1 ligne", "3, en 2 lignes", "3, en 1\u202f001 lignes"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_question_is_put_into_every_language(language: str) -> None:
    queries = read_queries(ROOT / "queries")
    asked = {query.name: query for kind in ("answer", "pattern") for query in queries.of_kind(kind)}
    assert set(questions(language)) == set(asked)
    for query in asked.values():
        pairs = [(question_of(query, language), query.question), (summary_of(query, language), query.summary)]
        for told, english in [*pairs, *([(note_of(query, language), query.note)] if query.note else [])]:
            assert told.language == language
            assert told.value != english
        assert question_of(query, language).value.endswith("?")
    assert len({question_of(query, language).value for query in asked.values()}) == len(asked)


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_every_page_of_the_manual_says_what_it_is_for(language: str) -> None:
    assert [name for name in chapters() if not has(language, f"manual.{name}")] == []


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_every_field_and_column_of_a_question_has_a_name(language: str) -> None:
    for query in read_queries(ROOT / "queries").of_kind("answer"):
        fields = {f"field.{parameter.name}" for parameter in query.parameters if parameter.name != "lang"}
        columns = {f"column.{column}" for column in query.columns}
        assert {key for key in fields | columns if not has(language, key)} == set(), query.name


@pytest.mark.parametrize("language", ["en", *OTHERS])
@pytest.mark.parametrize("name", ["promises-kept", "overdue-promises"])
def test_whatever_may_have_become_of_a_promise_has_words(name: str, language: str) -> None:
    query = read_queries(ROOT / "queries")[name]
    told = re.search(r"BIND\(IF\(!BOUND\(\?\w+\)(.+?)AS \?state\)", query.text, re.DOTALL)
    assert told is not None
    states = set(re.findall(r', *"([a-z ]+)"(?=[,)])', re.sub(r"IN \([^)]*\)", "", told[1])))
    assert len(states) == 5
    assert {state for state in states if not has(language, f"promise.{state.replace(' ', '-')}")} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_what_every_column_holds_is_told_in_each_language(language: str) -> None:
    queries = read_queries(ROOT / "queries").of_kind("answer")
    meanings = {meaning for query in queries for meaning in (*query.columns.values(), query.unit) if meaning}
    assert [meaning for meaning in sorted(meanings) if meaning_of(meaning, language).language != language] == []
    own = tomllib.loads((ROOT / "queries" / "words" / f"{language}.toml").read_text(encoding="utf-8"))["meanings"]
    assert own.keys() == meanings
    assert meaning_of("a column of one's own", language).language == "en"


def test_a_question_of_ones_own_stays_in_english() -> None:
    own = replace(read_queries(ROOT / "queries")["events"], name="of-ones-own")
    assert (question_of(own, "fr").language, question_of(own, "fr").value) == ("en", own.question)


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_every_kind_of_thing_has_a_name(language: str) -> None:
    files = [file.read_text(encoding="utf-8") for file in (ROOT / "data" / "ttl").rglob("*.ttl")]
    kinds = set(re.findall(r"@prefix \S+ <https://w3id\.org/tcgraph/id/([a-z-]+)/>", "".join(files)))
    assert len(kinds) > 20
    assert {kind for kind in kinds if not has(language, f"kind.{kind}")} == set()


def _texts(language: str) -> dict[str, str]:
    """Every text of the pages in a language, and the names that are our translations into it."""
    asked = {f"{name}.{part}": text for name, own in questions(language).items() for part, text in own.items()}
    file = ROOT / "data" / "ttl" / "translations" / f"{language}.ttl"
    named = re.findall(rf'"([^"]*)"@{language}', file.read_text(encoding="utf-8"))
    return {**catalogue(language), **asked, **{f"translations.{name}": name for name in named}}


def test_french_signs_keep_their_spaces() -> None:
    # Lexique des règles typographiques en usage à l'Imprimerie nationale: a space that does not break before : ; ? !
    # and inside guillemets; an address or a prefix is no sentence.
    broken = re.compile(r"(?<=\w) [;?!:»](?!\w)|« |(?<=[a-zé])[;?!»](?!\w)|«(?=\w)|'")
    assert {key: text for key, text in _texts("fr").items() if broken.search(text)} == {}


def test_spanish_questions_open_and_quotes_are_angular() -> None:
    for key, text in _texts("es").items():
        assert text.count("¿") == text.count("?"), key
        assert not re.search(r"[“”']|« | »", text), key


@pytest.mark.parametrize(
    ("language", "ours", "foreign"),
    [
        ("fr", ("PPTD", "PNUAD", "DSRP", "Conseil d’administration"), r"\b(DWCP|UNDAF|PRSP|CCA|MDG|BCP/ECP)s?\b"),
        (
            "es",
            ("PTDP", "MANUD", "DELP", "Consejo de Administración"),
            r"\b(DWCP|UNDAF|PRSP|CCA|MDG)s?\b|programas? de país",
        ),
    ],
)
def test_the_organisation_s_own_terms_are_used(language: str, ours: tuple[str, ...], foreign: str) -> None:
    texts = _texts(language)
    assert {term for term in ours if not any(term in text for text in texts.values())} == set()
    assert {key: text for key, text in texts.items() if re.search(foreign, text, re.IGNORECASE)} == {}


NAMED_FOR_READERS = [
    "Recommendation",
    "Element",
    "Action",
    "StateOfAffairs",
    "Section",
    "Organisation",
    "Collective",
    "Country",
    "Region",
    "Grouping",
    "Framework",
    "PolicyAgenda",
    "Instrument",
    "Convention",
    "InternationalRecommendation",
    "Declaration",
    "Resolution",
    "CodeOfPractice",
    "InstrumentSet",
    "Project",
    "Product",
    "Event",
    "Agreement",
    "Obligation",
    "Target",
    "Outcome",
]
TITLES = {"https://w3id.org/tcgraph/id/product/reaching-out-to-smes"}
"""What is called by its title in every language."""


@pytest.mark.parametrize("language", OTHERS)
def test_everything_that_readers_are_told_of_has_a_name_in_their_language(project: Project, language: str) -> None:
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.DATA,))
    kinds = " ".join(f"<https://w3id.org/tcgraph/ns#{name}>" for name in NAMED_FOR_READERS)
    lacking = engine.select(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT DISTINCT ?thing {"
        f" VALUES ?kind {{ {kinds} }} ?thing a ?kind ."
        f' FILTER NOT EXISTS {{ ?thing rdfs:label ?name FILTER(LANG(?name) = "{language}") }} }}'
    )
    assert {plain(row[0]) for row in lacking} - TITLES == set()


def test_a_day_of_our_reading_keeps_its_mark() -> None:
    assert [day(text, "en") for text in ("2026-12-15", "≈ 2026-12-15", "≈ mid-2026")] == [
        "15 December 2026",
        "≈ 15 December 2026",
        "≈ mid-2026",
    ]
