"""What kind of body a name tells: by the list of the world's bodies or a word of the name, and else nothing."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from tcgraph.followup.naming.name_words import world_names
from tcgraph.followup.naming.new_names import usual_kind
from tcgraph.project import Project

KINDS = {
    "un-body", "specialized-agency", "development-bank", "regional-organisation", "intergovernmental",
    "public-authority", "civil-society",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("European Union", "regional-organisation"),
        ("Unión Europea", "regional-organisation"),
        ("Banque africaine de développement", "development-bank"),
        ("World Bank", "development-bank"),
        ("WHO", "specialized-agency"),
        ("UNOPS", "un-body"),
        ("World Customs Organization", "intergovernmental"),
        ("Kenyan Ministry of Health", "public-authority"),
        ("International Transport Workers’ Federation", "civil-society"),
        ("Fundación Agua Clara", "civil-society"),
        ("Ministry Staff Association", ""),  # two words that disagree
        ("Lake Ferries Union", ""),
        ("Equity Bank", ""),
        ("Harbour Lamps Agency", ""),
        ("Lake Corridor Transport Organization", ""),
        ("International Federation of Red Cross and Red Crescent Societies", ""),  # listed, of no kind of the scheme
    ],
)
def test_a_kind_is_told_or_left_to_a_person(name: str, kind: str) -> None:
    assert usual_kind(name, KINDS) == kind


def test_a_scheme_without_the_kind_has_none_proposed() -> None:
    assert usual_kind("World Bank", {"public-authority"}) == ""


def test_the_list_of_kinds_names_listed_bodies_and_kinds_of_the_scheme(project: Project) -> None:
    with resources.files("tcgraph.followup").joinpath("data", "kinds.toml").open("rb") as file:
        kinds = tomllib.load(file)
    named = [name for names in kinds.values() for name in names]
    assert len(named) == len(set(named))
    assert set(named) <= set(world_names()["bodies"])
    scheme = (project.root / "ontology/vocab/organisation-kind.ttl").read_text(encoding="utf-8")
    assert all(f'skos:notation "{kind}"' in scheme for kind in kinds)
