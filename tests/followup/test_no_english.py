"""What a French or Spanish body is shown has no English sentence of ours: a new project, its workbook, a review."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tcgraph.followup.cycles import cycle_named, open_cycle
from tcgraph.followup.drafts.drafting import draft_into
from tcgraph.followup.drafts.review_words import said
from tcgraph.followup.new_project import Body, create_project
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.workbook.workbook import workbook
from tcgraph.project import Project
from tests.own_project import tcgraph_in

DATA = files("tcgraph.followup").joinpath("data")
BODIES = {"fr": "Conseil du port", "es": "Consejo del Puerto"}
TABLES = {
    "fr": (
        "N°;Recommandation;Suite donnée;Statut;Service;Échéance\n"
        "1;Repeindre la jetée.;La jetée n’a pas encore été repeinte.;Réalisée;DRH;bientôt\n"
        "2;Draguer le port.;;;DRH;30/06/2025\n"
        "2;Former les pilotes.;Voir l’annexe.;Inconnu au bataillon;DRH;\n"
        "3;Former les gardiens.;Voir l’annexe.;;Autorité du phare;\n"
    ),
    "es": (
        "N.º;Recomendación;Medidas adoptadas;Estado;Responsable;Plazo\n"
        "1;Pintar el muelle.;El muelle todavía no se ha pintado.;En ejecución;DRH;pronto\n"
        "2;Dragar el puerto.;;;DRH;30/06/2025\n"
        "2;Formar a los pilotos.;Véase el anexo.;Quién sabe;DRH;\n"
        "3;Formar a los guardianes.;Véase el anexo.;;Autoridad del Faro;\n"
    ),
}


def told(name: str) -> dict[str, object]:
    return tomllib.loads(DATA.joinpath(name).read_text(encoding="utf-8"))


def ours() -> list[re.Pattern[str]]:
    """Every English sentence and phrase that is shown in other words elsewhere."""
    found: set[str] = set()
    for name in ("review_words.toml", "workbook_words.toml"):
        for words in told(name).values():
            assert isinstance(words, dict)
            found |= {english for english, said in words.items() if english != said}
    for name in ("remarks.toml", "workbook_remarks.toml"):
        remarks = told(name)["remark"]
        assert isinstance(remarks, list)
        found |= {one["en"] for one in remarks}
    # One word alone may be of several languages, and a hole alone would be anything.
    phrases = [one for one in found if len(re.findall(r"(?<!{)\b[a-z']{2,}\b(?!})", one)) > 1]
    assert len(phrases) > 200
    parts = [[re.escape(part) for part in re.split(r"{\w+}", one)] for one in phrases]
    return [re.compile(r"\A" + ".+?".join(one) + r"\Z", re.DOTALL) for one in parts]


def cells(book: Workbook, without: str = "") -> Iterator[str]:
    for sheet in book:
        yield sheet.title
        for line in sheet.columns:
            for cell in line if line[0].value != without else ():
                yield from (str(words) for words in (cell.value, cell.comment and cell.comment.text) if words)
        for rule in sheet.data_validations.dataValidation:
            yield from filter(None, (rule.error, rule.prompt))


@pytest.fixture(scope="module", params=sorted(BODIES))
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Project]:
    language = request.param
    root = tmp_path_factory.mktemp(language) / "p"
    return language, create_project(root, Body(BODIES[language], "puerto", language), datetime.date(2026, 6, 30))


def test_a_new_project_s_own_files_are_in_its_language(begun: tuple[str, Project], tmp_path: Path) -> None:
    _, project = begun
    english = create_project(tmp_path / "en", Body("Harbour Council", "puerto"), datetime.date(2026, 6, 30))
    compared = 0
    for path in sorted(path for path in english.root.rglob("*") if path.is_file()):
        there = project.root / path.relative_to(english.root)
        own = path.suffix in (".ttl", ".toml", ".yml", ".yaml", ".md")
        if not own or not there.is_file() or there.read_bytes() == path.read_bytes():
            continue  # the common vocabulary, rules and questions, which say everything in each language
        words = {line.partition("# ")[2].strip() for line in path.read_text("utf-8").splitlines() if "# " in line}
        left = [
            line for line in there.read_text("utf-8").splitlines() if line.partition("# ")[2].strip() in words - {""}
        ]
        assert left == [], there
        compared += 1
    assert compared > 6


def test_the_workbook_for_offices_is_in_their_language(begun: tuple[str, Project]) -> None:
    from io import BytesIO

    language, project = begun
    day = datetime.date(2027, 3, 31)
    open_cycle(project, open_graph(project), "2027-03", as_of=day, symbol="C/2", title="")
    engine = open_graph(project)
    made = workbook(engine, cycle_named(engine, "2027-03"), language=language, every_sheet=True)
    shown = set(cells(load_workbook(BytesIO(made))))
    assert len(shown) > 300
    assert [one for one in shown if any(english.match(one) for english in ours())] == []


def test_the_workbook_of_a_review_is_in_the_table_s_language(begun: tuple[str, Project]) -> None:
    language, project = begun
    table = project.root / "table.csv"
    table.write_text(TABLES[language], encoding="utf-8")
    made = draft_into(project, table, project.root / "draft")
    book = load_workbook(made.review)
    # Where a row was read is written into the graph, which names places in English; pages say it in each language.
    shown = set(cells(book, said("Read at", language)))
    assert len(made.draft.findings) > 4
    assert "Lists" not in book.sheetnames
    assert "none" not in shown
    assert [one for one in shown if any(english.match(one) for english in ours())] == []


QUESTIONS = {
    "fr": ("Quelles actions sont prévues ?", "Que promettait la capitainerie en 1931 ?", "zxqy"),
    "es": ("¿Qué acciones están previstas?", "¿Qué prometió la capitanía en 1931?", "zxqy"),
}


def test_the_command_line_speaks_the_project_s_language(begun: tuple[str, Project]) -> None:
    language, project = begun
    run = tcgraph_in(project.root)
    table = project.root / "told.csv"
    table.write_text(TABLES[language], encoding="utf-8")
    made = run("import", "told.csv", "--draft", "draft-told")
    assert made.returncode == 0, made.stderr
    review = "draft-told/told.review.xlsx"
    asked = [run("ask", question) for question in QUESTIONS[language]]
    named = [run("query", "--list"), run("query", "follow-up-matrix"), run("query", "nothing-taken")]
    told = [made, run("import", "--accept", review), run("cycle", "list"), *asked, *named]
    lines = [line for one in told for line in (one.stdout + one.stderr).splitlines()]
    assert len(lines) > 15
    # What is told stands behind whose word it is, a place or a number.
    parts = {line[at:] for line in lines for at in (0, *(one.end() for one in re.finditer(r"[:.;] ", line)))}
    parts |= {part.rpartition(". ")[0] + "." for part in parts}
    assert [one for one in parts if any(english.match(one) for english in ours())] == []
    ours_alone = re.compile(
        r"\b(What (is|was)|Which|How complete|As known|Understood|[Ww]arnings?|Report of|Nothing)\b"
    )
    # The queries behind the pages are told of to who writes queries, as SPARQL is, in English.
    assert not [line for line in lines if ours_alone.search(line) and not line.startswith(("page ", "pattern "))]
