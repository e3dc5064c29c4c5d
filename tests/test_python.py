"""What docs/python.md shows is what happens, and values of every type reach a query as terms."""

from __future__ import annotations

import datetime
import decimal
import doctest
from pathlib import Path

import pytest

import tcgraph
from tcgraph.api import term_of, value_of
from tcgraph.errors import BadParameter
from tcgraph.rdf import Literal, NamedNode
from tests.conftest import ROOT
from tests.own_project import copy_project


def test_the_manual_shows_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy_project(tmp_path).root)
    failed, tried = doctest.testfile(
        str(ROOT / "docs" / "python.md"), module_relative=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL
    )
    assert (failed, tried > 20) == (0, True)


def test_the_package_offers_what_it_names() -> None:
    assert all(getattr(tcgraph, name) for name in tcgraph.__all__)


@pytest.mark.parametrize(
    "value",
    [1, 1.5, True, "text", decimal.Decimal("2.50"), datetime.date(2006, 11, 1), datetime.datetime(2006, 11, 1, 12, 30)],
    ids=lambda value: type(value).__name__,
)
def test_a_value_comes_back_from_its_term(value: object) -> None:
    assert value_of(term_of(value)) == value


def test_what_no_datatype_can_hold_stays_text() -> None:
    assert value_of(Literal("soon", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))) == "soon"


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(BadParameter, match="no value for a query"):
        term_of(object())


def test_validation_needs_files_and_shapes() -> None:
    with pytest.raises(BadParameter, match="needs files and shapes"):
        tcgraph.load(b"").validate("shapes")
