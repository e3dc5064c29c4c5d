"""One slip in the shipped project is one message of ``tcgraph validate``, with and without a version before."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import mostly_at_size
from tests.own_project import commit_project, tcgraph_in

DATA = "data/ttl/gb297-tc-3"
SLIPS = {
    "a thing of another kind": (
        f"{DATA}/commitments.ttl", "outcome:actrav-2008-09 a tc:Outcome ;", "outcome:actrav-2008-09 a tc:Figure ;",
        "other-kind",
    ),
    "a link to another thing": (
        f"{DATA}/section-3.ttl", "tc:elementOf rec:14 ;\n    tc:answeredBy action:14-1-a",
        "tc:elementOf rec:15 ;\n    tc:answeredBy action:14-1-a", "element-of",
    ),
    "a link to nothing": (
        f"{DATA}/follow-up.ttl", "section:4 tc:inFollowUp follow-up:tc-2006",
        "section:4 tc:inFollowUp follow-up:tc-2005", "section-follow-up",
    ),
    "a number that no translation has": (
        f"{DATA}/section-4.ttl", '"Field staff of 35 ILO offices', '"Field staff of 53 ILO offices', "other-numbers",
    ),
    "a number in words that no translation has": (
        f"{DATA}/section-1.ttl", "was handed, in three languages,", "was handed, in four languages,", "other-numbers",
    ),
    "a block that lost the line that began it": (
        f"{DATA}/section-1.ttl", "tc:inAction action:1-1-b .\n\nparticipation:1-1-b-2 a tc:Participation ;",
        "tc:inAction action:1-1-b ;", "label-language",
    ),
    "a translation under a name that is none": (
        "data/ttl/translations/fr.ttl", "\naction:14-2-a rdfs:label", "\naction:14-2-x rdfs:label", "type",
    ),
    "a property in capitals": (
        f"{DATA}/section-5.ttl", "tc:agent agent:ilo, agent:turin-centre", "tc:Agent agent:ilo, agent:turin-centre",
        "action-agent",
    ),
    "a date in another form": (f"{DATA}/events.ttl", '"2006-09-28"^^xsd:date', '"28/09/2006"^^xsd:date', "start-date"),
    "a row that is not there": (f"{DATA}/section-4.ttl", "tc:row 17 ;", "tc:row 71 ;", "place-in-the-copy"),
    "an entry that is not there": (
        f"{DATA}/section-1.ttl", "tc:reportedBy entry:1-2 ;", "tc:reportedBy entry:1-7 ;", "action-entry",
    ),
    "a bullet with the number of another": (
        f"{DATA}/section-1.ttl", "tc:ordinal 3 ;\n    tc:respondsTo rec:2", "tc:ordinal 4 ;\n    tc:respondsTo rec:2",
        "row-without-gap",
    ),
    "another donor than the label's": (
        f"{DATA}/section-1.ttl", "tc:donor agent:government-of-swe", "tc:donor agent:government-of-esp",
        "label-of-its-own",
    ),
    "a rule of a property that nobody has": (
        "shapes/follow-up.ttl", "sh:path tc:inSection ;", "sh:path tc:inSections ;", "shape-unknown-name",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return commit_project(tmp_path_factory.mktemp("project"))


@pytest.mark.parametrize("slip", mostly_at_size(SLIPS, "a date in another form"))
def test_one_slip_is_one_message(folder: Path, slip: str) -> None:
    file, old, new, rule = SLIPS[slip]
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        for options in ((), ("--since", "HEAD")):
            done = tcgraph_in(folder)("validate", "--format", "json", *options)
            found = json.loads(done.stdout)["diagnostics"]
            assert len(found) == 1, done.stdout
            assert options or found[0]["rule"] == rule
    finally:
        subprocess.run(["git", "checkout", "-q", "."], cwd=folder, check=True)
