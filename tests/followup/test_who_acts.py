"""Who acts: the subject of a sentence stands over the column that tells who is in charge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.naming.who_acts import doers, others_named
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.status_wording import CONFIDENT
from tcgraph.rdf import NamedNode


@pytest.mark.parametrize(
    ("language", "words", "acting"),
    [
        ("en", "Ghana, Togo and UNDP have ratified it.", {"Ghana": True, "Togo": True, "UNDP": True}),
        ("en", "The law was adopted by Ghana with help from UNDP.", {"Ghana": True}),
        ("en", "It is expected that Togo will ratify the Protocol.", {"Togo": True}),
        ("en", "Ghana reported that the list is under review.", {"Ghana": False}),
        ("en", "In Ghana, UNDP was consulted.", {}),
        ("en", "Ghana's plan was written.", {}),
        ("en", "Ghana: under way", {}),
        ("fr", "Le Mali, le Niger et le Tchad ont ratifié la Charte.", {"Mali": True, "Niger": True, "Tchad": True}),
        ("fr", "Le plan a été adopté par le PNUD au Mali.", {"PNUD": True}),
        ("fr", "Le gouvernement du Mali prépare une loi.", {"Mali": True}),
        ("es", "Costa Rica, con el apoyo de la CEPAL, está elaborando un boletín.", {"Costa Rica": True}),
        ("es", "El manual fue elaborado por la OIT y la FAO.", {"OIT": True, "FAO": True}),
        (
            "es",
            "En cumplimiento de lo solicitado por la OIT, Costa Rica depositó el instrumento.",
            {"Costa Rica": True},
        ),
        ("es", "Cuba comunicó que efectuaría el pago.", {"Cuba": False}),
        ("es", "La FAO fue consultada.", {}),
        ("en", "It was written not by UNDP but by Ghana.", {"Ghana": True}),
        ("fr", "Des chambres froides ont été remises au Mali (12) par le PNUD et non par la FAO.", {"PNUD": True}),
    ],
)
def test_the_subject_of_a_sentence_acts(language: str, words: str, acting: dict[str, bool]) -> None:
    if not can_parse(language):
        pytest.skip("needs the pipeline of the language")
    names = ("Ghana", "Togo", "UNDP", "Mali", "Niger", "Tchad", "PNUD", "CEPAL", "OIT", "FAO", "Cuba", "Costa Rica")
    named = [(words.index(name), name, name) for name in names if name in words]
    assert dict(doers(words, language, "", named)) == acting


@pytest.mark.parametrize(
    ("language", "words", "called"),
    [
        ("fr", "Le parc a été achevé par une entreprise béninoise.", ["entreprise béninoise"]),
        ("en", "The code was translated by volunteers.", ["volunteers"]),
        ("fr", "Ils ont été installés par le Comité exécutif à Dakar.", ["Comité exécutif"]),
        ("en", "The Office translated it.", []),
        ("en", "The report was sent by email.", []),
        ("en", "The Bureau hopes that it will be adopted.", []),
        ("es", "El Comité aprobó la estrategia.", ["Comité"]),
    ],
)
def test_whom_a_sentence_has_act_and_nothing_names_stands_over_the_column(
    language: str, words: str, called: list[str]
) -> None:
    if not can_parse(language):
        pytest.skip("needs the pipeline of the language")
    assert others_named(words, language, "", "Executive Office") == called


def of(tmp_path: Path, graph: Engine, *lines: str) -> Draft:
    (tmp_path / "table.csv").write_text("\n".join(lines), encoding="utf-8")
    return make_draft(tmp_path / "table.csv", graph)


def told(draft: Draft) -> list[tuple[list[str], list[str]]]:
    """Of each row who acts by its words, and who by our reading."""
    found = []
    for action in draft.actions:
        names = {one: one.value.rpartition("/")[2] if isinstance(one, NamedNode) else one for one in action.agents}
        stated = [name for one, name in names.items() if one not in action.read]
        found.append((stated, [name for one, name in names.items() if one in action.read]))
    return found


def test_who_is_in_charge_acts_by_our_reading_where_the_words_name_nobody(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "N°;Décision;Suite donnée;État;Responsable",
        "1;Ratifier la Charte.;Le Sénégal a ratifié la Charte.;réalisée;PNUD",
        "2;Former les juges.;Les juges ont été formés.;réalisée;PNUD",
        "3;Écrire la loi.;La loi a été écrite.;réalisée;Mali, Niger et Tchad",
    )
    assert told(draft) == [(["SEN"], []), ([], ["undp"]), ([], ["MLI", "NER", "TCD"])]


def test_who_pays_for_what_is_told_does_not_do_it(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "No.;Recommendation;What was done",
        "1;Train the judges.;The training of the judges was financed by Norway.",
        "2;Train the guards.;Norway paid for the training of the guards.",
        "3;Train the crews.;Norway trained the crews and paid for their boats.",
    )
    assert [stated for stated, _ in told(draft)] == [[], [], ["NOR"]]


def test_what_one_of_two_has_not_done_is_not_told_of_both(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "N°;Recommandation;Suite donnée",
        "1;Interdire les filets.;Le Sénégal a interdit les filets en avril. Le Mali n'a pas encore pris de mesure.",
        "2;Interdire la pêche.;Le Mali n'a pas encore pris de mesure. Il la prendra.",
        "3;Interdire la chasse.;Le Mali n'a pris aucune mesure.",
    )
    assert told(draft)[0][0] == ["SEN", "MLI"]
    assert draft.actions[0].confidence < CONFIDENT
    assert (draft.actions[-1].status, draft.actions[-1].confidence >= CONFIDENT) == ("not-taken", True)


def test_a_name_with_either_apostrophe_is_one(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "N°;Recommandation;Suite donnée;Responsable",
        "1;Former les juges.;L’Agence de l’environnement du bassin les a formés.;Agence de l’environnement du bassin",
        "2;Former les gardes.;Les gardes ont été formés.;Agence de l'environnement du bassin",
    )
    assert draft.unknown_bodies == ["Agence de l'environnement du bassin"]


def test_codes_of_countries_in_that_column_are_countries_and_no_new_bodies(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "No.;Decision;Follow-up;Status;Responsible",
        "1;Sign the treaty.;The treaty was signed.;done;GTM/SLV/HND",
        "2;Print the list.;The list was printed.;done;NIC; HND",
        "3;Ask the Board.;The Board was asked.;done;SE",
    )
    assert told(draft)[0] == ([], ["GTM", "SLV", "HND"])
    assert told(draft)[2] == ([], [])  # two letters alone are as soon a secretariat as Sweden
    assert draft.unknown_bodies == []


def test_the_verb_of_a_name_is_no_part_of_it(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "N.º;Recomendación;Respuesta",
        "1;Que la Secretaría Ejecutiva presente un informe al Consejo.;Se presentó el informe.",
        "2;Que la Secretaría Ejecutiva publique las actas en español.;Se publicaron las actas.",
    )
    assert draft.unknown_bodies == ["Secretaría Ejecutiva"]
