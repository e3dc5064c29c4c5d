"""What is wrong with a review is said in the review's language, with the names that its sheets have there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tcgraph.followup.drafts import accept_terms
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.drafts.review_words import said

DRAFTS = Path(accept_terms.__file__).parent
NAMED = ["NO_DEED", "OWN_DUES", "NO_DATE", "PAST"]


def worded(node: ast.AST) -> str:
    """A sentence of the source, with something for what differs; "" where it is none."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "XX" for one in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else ""


def messages() -> list[str]:
    """Every sentence that accepting says of a cell in one piece."""
    found = []
    for path in sorted(DRAFTS.glob("accept*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("find") and len(node.args) > 2:
                found.append(worded(node.args[2]))
            elif isinstance(node, ast.Return) and node.value is not None and "say no here" in ast.unparse(node.value):
                found.append(worded(node.value))
    found += [re.sub(r"\{[^{}]*\}", "XX", getattr(accept_terms, name)) for name in NAMED]
    return [one for one in found if one.count(" ") > 2 and not one.startswith("XX; ")]


def test_there_are_sentences_to_look_at() -> None:
    assert len(messages()) > 8


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("message", messages())
def test_what_is_wrong_with_a_cell_is_said_in_the_language_of_its_review(message: str, language: str) -> None:
    told = in_language(message, language)
    assert told != message
    assert "sheet" not in told


@pytest.mark.parametrize("language", ["fr", "es"])
def test_sheets_are_called_as_they_are_called_there(language: str) -> None:
    told = in_language("there is no '12' on the sheet Asked; say no here, or what else it responds to", language)
    assert said("Asked", language) in told
    missing = in_language(
        "there is no body 'X' (write it as one of these, or describe the body on the sheet New bodies)", language
    )
    assert said("New bodies", language) in missing
