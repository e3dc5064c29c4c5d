"""Passages are found by digest: in place, moved, or missing; and every shipped passage is in the document."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.followup.renditions import Match, Passage, read_copy, read_passages, verify
from tcgraph.project import Project, Role
from tcgraph.publish import attachments
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import NamedNode

TEXT = "1. The Office should report.\n  Reports were sent in May.\n2. It should listen.\n  Hearings are foreseen.\n"


def passage(start: int, end: int, text: str = TEXT) -> Passage:
    digest = hashlib.sha256(text[start:end].encode()).hexdigest()
    whole = hashlib.sha256(text.encode()).hexdigest()
    return Passage(NamedNode("urn:p"), "row 1", start, end, digest, NamedNode("urn:r"), whole)


def test_a_passage_in_place_is_found_and_the_rendition_recognized() -> None:
    outcome = verify([passage(3, 28)], TEXT.encode(), TEXT)
    assert outcome.same_bytes
    assert [(check.match, check.found_at) for check in outcome.checks] == [(Match.IN_PLACE, 3)]


def test_a_copy_of_one_of_two_documents_is_held_against_its_own_passages_alone() -> None:
    other = passage(0, 9, "Another text altogether.")
    outcome = verify([passage(3, 28), other], TEXT.encode(), TEXT)
    assert outcome.same_bytes
    assert outcome.complete
    assert len(outcome.checks) == 1
    assert not verify([other], TEXT.encode(), TEXT).complete


@given(st.text(alphabet="ab \n", max_size=40))
def test_a_passage_behind_added_text_has_moved_by_as_much(prefix: str) -> None:
    copy = prefix + TEXT
    outcome = verify([passage(31, 56)], copy.encode(), copy)
    assert outcome.complete
    assert outcome.checks[0].found_at == 31 + len(prefix)
    assert outcome.same_bytes is (prefix == "")


@given(st.integers(min_value=3, max_value=27))
def test_one_changed_letter_makes_a_passage_missing(at: int) -> None:
    copy = TEXT[:at] + ("x" if TEXT[at] != "x" else "y") + TEXT[at + 1 :]
    outcome = verify([passage(3, 28)], copy.encode(), copy)
    assert not outcome.complete


def test_line_ends_and_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    file = tmp_path / "copy.txt"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    data, text = read_copy(file)
    outcome = verify([passage(31, 56)], data, text)
    assert outcome.checks[0].match is Match.IN_PLACE
    assert not outcome.same_bytes


def test_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "copy.txt"
    file.write_bytes("first\nsecond é".encode("latin-1"))
    with pytest.raises(BrokenInput, match=r"copy\.txt:2: not UTF-8"):
        read_copy(file)


def test_an_empty_or_absent_copy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    with pytest.raises(BrokenInput, match="empty"):
        read_copy(tmp_path / "empty.txt")
    with pytest.raises(BrokenInput, match="cannot be read"):
        read_copy(tmp_path / "absent.txt")


def test_an_attached_copy_can_be_read_back_and_forgotten(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert attachments.attached_text(project) is None
    attachments.attach(project, TEXT)
    assert attachments.attached_text(project) == TEXT
    assert attachments.detach(project)
    assert not attachments.detach(project)


def test_every_shipped_passage_stands_in_the_document(project: Project, source_document: Path) -> None:
    engine = EmbeddedEngine()
    load_project(engine, project, roles=[Role.DATA])
    passages = read_passages(engine)
    outcome = verify(passages, *read_copy(source_document))
    assert len(passages) > 300
    assert outcome.same_bytes
    assert [check.passage.locator for check in outcome.checks if check.match is not Match.IN_PLACE] == []
