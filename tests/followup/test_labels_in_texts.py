"""Answers that follow what was asked in a text, each under its label, without any table; the wording is made up."""

from __future__ import annotations

from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft

ENGLISH = """Answers to the Harbour Committee

Report 12

Recommendation 1
The committee recommends that the lamps be painted.
Response: The Government does not agree to this recommendation.

Report 13

Recommendation 2: That the crane be moved.
The crane was moved in May.
It was tested in June.

Recommendation 3 Supported
That the boats be counted, as recommendation 2 of the last report said.
"""
FRENCH = """Recommandation n° 4
Repeindre le phare avant l'hiver.

Suite donnée par le port
Le phare sera repeint en mai.
État : en cours

Recommandation n° 5
Compter les barques de chaque quai.
"""


def of_text(tmp_path: Path, graph: Engine, text: str) -> Draft:
    path = tmp_path / "answers.txt"
    path.write_text(text, encoding="utf-8")
    return make_draft(path, graph)


def told(draft: Draft) -> list[tuple[str, str, str, list[str]]]:
    return [
        (ask.reference, ask.section, ask.text, [reply.text for reply in draft.reading.replies if reply.ask is ask])
        for ask in draft.reading.asks
    ]


def test_each_label_begins_something_asked_and_what_follows_answers_it(tmp_path: Path, graph: Engine) -> None:
    assert told(of_text(tmp_path, graph, ENGLISH)) == [
        (
            "1",
            "Report 12",
            "The committee recommends that the lamps be painted.",
            ["The Government does not agree to this recommendation."],
        ),
        ("2", "Report 13", "That the crane be moved.", ["The crane was moved in May. It was tested in June."]),
        ("3", "Report 13", "That the boats be counted, as recommendation 2 of the last report said.", ["Supported"]),
    ]


def test_labels_are_read_in_french_and_a_state_that_is_given(tmp_path: Path, graph: Engine) -> None:
    draft = of_text(tmp_path, graph, FRENCH)
    assert [one[0] for one in told(draft)] == ["4", "5"]
    assert [(action.wording, action.status) for action in draft.actions] == [
        ("Le phare sera repeint en mai.", "under-way")
    ]


def test_paragraphs_of_a_page_without_a_table_are_read_so_too(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "answers.html"
    paragraphs = (
        "Recommendation 7",
        "Move the crane.",
        "Government response",
        "It was moved.",
        "Recommendation 8: Dig.",
    )
    path.write_text("".join(f"<p>{words}</p>" for words in paragraphs), encoding="utf-8")
    assert told(make_draft(path, graph)) == [
        ("7", "", "Move the crane.", ["It was moved."]),
        ("8", "", "Dig.", []),
    ]
