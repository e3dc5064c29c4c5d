"""What a person does to a review, without a page: split, merged, named."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from tcgraph.followup.drafts.drafting import draft_into
from tcgraph.followup.new_project import Body, create_project
from tcgraph.reviewing.changes import EditRefused
from tcgraph.reviewing.rows import Row
from tcgraph.reviewing.session import Session

TABLE = (
    "No.,Decision,Follow-up,Who\n"
    '1,Find money.,"The European Union has pledged 4 million to Kenya. WHO published the guide for Uganda.",\n'
    '2,Train pilots.,"Forty were trained in Rwanda. Lamps were hung in Burundi by the Harbour Lamps Agency.",Works\n'
    "3,Open a post.,The post at Busia in the town of Busia was opened by the Pilots Council under the Lamps Act.,\n"
)


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("harbour")
    body = Body("Harbour Council", "council-12", symbol="HC/12")
    project = create_project(root / "p", body, datetime.date(2098, 5, 5), example=False)
    (root / "table.csv").write_text(TABLE, encoding="utf-8")
    return project.root, draft_into(project, root / "table.csv", root / "draft").review


@pytest.fixture
def session(review: tuple[Path, Path]) -> Iterator[Session]:
    from tcgraph.project import Project

    root, path = review
    made = Session(path, Project(root), "en")
    yield made
    while made.journal.deeds:
        made.undo()
    made.close()


def row_named(session: Session, key: str) -> tuple[str, Row]:
    return next((name, row) for name, row in session.rows.actions if row["key"] == key)


def joined(session: Session, number: str) -> tuple[str, Row]:
    """The one proposal on a row, merged where its sentences were proposed apart."""
    while sum(row["ask"] == number for _, row in session.rows.actions) > 1:
        session.do("merge", {"row": row_named(session, f"{number}-1-a")[0]})
    return row_named(session, f"{number}-1-a")


def split(session: Session, number: str, at: str) -> list[Row]:
    name, row = joined(session, number)
    session.do("split", {"row": name, "at": row["wording"].index(at)})
    return [row for _, row in session.rows.actions if row["ask"] == number]


def parts(row: Row, cell: str) -> set[str]:
    return {one.strip() for one in row.get(cell, "").split(";") if one.strip()}


def test_each_part_of_a_split_keeps_the_names_that_its_own_words_hold(session: Session) -> None:
    _, whole = joined(session, "1")
    assert parts(whole, "mentions") == {"European Union", "country/KEN", "WHO", "country/UGA"}
    first, second = split(session, "1", "WHO")
    assert parts(first, "mentions") == {"European Union", "country/KEN"}
    assert parts(second, "mentions") == {"WHO", "country/UGA"}
    assert (parts(first, "agent"), parts(second, "agent")) == ({"European Union"}, {"WHO"})


def test_the_parts_of_a_split_sort_as_they_stand(session: Session) -> None:
    split(session, "1", "WHO")
    name, row = row_named(session, "1-1-a")
    session.do("split", {"row": name, "at": row["wording"].index("has")})
    keys = [row["key"] for _, row in session.rows.actions if row["ask"] == "1"]
    assert len(keys) == 3
    assert keys == sorted(keys)


def test_what_no_word_names_stays_on_both_parts_of_a_split(session: Session) -> None:
    name, row = joined(session, "2")
    # Who is in charge by a column acts, by our reading, where no words name another.
    assert parts(row, "agent") == {"≈ Works", "Harbour Lamps Agency"}
    session.do("link", {"row": name, "thing": "country/PER"})
    first, second = split(session, "2", "Lamps")
    assert (parts(first, "agent"), parts(second, "agent")) == ({"≈ Works"}, {"Harbour Lamps Agency"})
    assert parts(first, "mentions") == {"country/RWA", "country/PER"}
    assert parts(second, "mentions") == {"country/BDI", "country/PER", "Harbour Lamps Agency"}


def test_all_that_can_be_created_is_and_the_rest_stays_open(session: Session) -> None:
    proposed = {name: row for name, row in session.rows.bodies if row["proposed"]}
    kinds = {row["name"]: (row["proposed"], row["guess"]) for row in proposed.values()}
    assert kinds["European Union"] == ("organisation", "regional-organisation")
    assert kinds["Harbour Lamps Agency"] == ("organisation", "")
    assert kinds["Busia"] == ("place", "")
    session.do("create", {"rows": list(proposed), "what": ""})
    done = {row["name"]: row["as"] for _, row in session.rows.bodies if row["as"]}
    assert {"European Union": "organisation", "WHO": "organisation", "Lamps Act": "instrument"}.items() <= done.items()
    assert {"Busia", "Harbour Lamps Agency", "Works"}.isdisjoint(done)


def test_a_body_of_unknown_kind_is_created_once_its_kind_is_chosen(session: Session) -> None:
    agency = next(name for name, row in session.rows.bodies if row["name"] == "Harbour Lamps Agency")
    with pytest.raises(EditRefused, match="kind of organisation"):
        session.do("create", {"rows": [agency], "what": "organisation"})
    session.do("change", {"sheet": "New bodies", "row": agency, "values": {"kind": "public-authority"}})
    session.do("create", {"rows": [agency], "what": "organisation"})
    assert (session.rows.bodies[agency]["as"], session.rows.bodies[agency]["kind"]) == (
        "organisation",
        "public-authority",
    )
    place = next(name for name, row in session.rows.bodies if row["name"] == "Busia")
    with pytest.raises(EditRefused, match="choose what to create"):
        session.do("create", {"rows": [place], "what": ""})
