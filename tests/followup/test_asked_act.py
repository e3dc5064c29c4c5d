"""Only the act that was asked is sure to be done: sentences that deny nothing may still tell that it was not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.status_wording import CONFIDENT

NOT_DONE = (
    ("Publish the list of boats.", "Staff were told of the list. Its publication was put off indefinitely."),
    ("Hire an auditor.", "The post was advertised twice; nobody applied."),
    ("Adopt a policy.", "A draft was circulated and shelved."),
    ("Open an office in Nairobi.", "Funds for the office were returned to the donor."),
    ("Ratify the treaty.", "The bill was voted down."),
    ("Review the fees.", "Management examined the proposal and decided to keep the current fees."),
    ("Publish an annual report.", "The last report was published in 2015."),
    ("Consult the unions.", "Employers were consulted."),
    ("Set up a hotline.", "A feasibility study concluded that a hotline is too costly."),
    ("Withdraw the circular.", "The circular was reissued in June."),
    ("Complete the survey.", "The survey was interrupted by the pandemic."),
    ("Build the school.", "The site was flooded."),
    ("Mend the lamp at the pier.", "The lamp was mended. However, it went dark in May."),
)
PAS_FAIT = (
    ("Publier la liste des bateaux.", "La publication a été remise à plus tard."),
    ("Recruter un auditeur.", "Le poste a été publié deux fois et personne ne s'est présenté."),
    ("Adopter une politique.", "Un projet a circulé puis a été enterré."),
    ("Ouvrir un bureau.", "Les fonds ont été rendus au donateur."),
    ("Publier un rapport annuel.", "Le dernier rapport a été publié en 2015."),
)
DONE = (
    ("Publish the list of boats.", "The list was published in May 2024."),
    ("Train forty inspectors.", "Forty inspectors have been trained."),
    ("Publish the rules.", "The Council has published the rules."),
    ("Open an office.", "This recommendation has been implemented."),
)
FAIT = (
    ("Publier la liste des bateaux.", "La liste a été publiée en mai."),
    ("Former les inspecteurs.", "Quarante inspecteurs ont été formés."),
)


def sure(tmp_path: Path, graph: Engine, rows: tuple[tuple[str, str], ...]) -> list[str]:
    """The replies of which it is filled in that something was done, or is always so."""
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("No", "Recommendation", "Response"), *((i, *row) for i, row in enumerate(rows))])
    draft: Draft = make_draft(path, graph)
    return [
        one.reply.text for one in draft.actions if one.confidence >= CONFIDENT and one.status in ("taken", "standing")
    ]


@pytest.mark.parametrize("rows", [NOT_DONE, PAS_FAIT], ids=["en", "fr"])
def test_what_did_not_come_about_is_not_filled_in_as_done(
    tmp_path: Path, graph: Engine, rows: tuple[tuple[str, str], ...]
) -> None:
    assert sure(tmp_path, graph, rows) == []


@pytest.mark.parametrize(("rows", "language"), [(DONE, "en"), (FAIT, "fr")], ids=["en", "fr"])
def test_the_act_that_was_asked_is(
    tmp_path: Path, graph: Engine, rows: tuple[tuple[str, str], ...], language: str
) -> None:
    if not can_parse(language):
        pytest.skip("its sentences are not parsed here")
    assert sure(tmp_path, graph, rows) == [told for _, told in rows]
