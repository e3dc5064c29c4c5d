"""A built question as the file of a named query, ready to commit; and a query's text back as the question it says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from tcgraph.errors import BadParameter
from tcgraph.questions.addresses import from_parameters, to_parameters
from tcgraph.questions.chips import Question, columns_of, compiled
from tcgraph.questions.kinds import Kind

_BUILT = "# Built of: "
"""Begins the line by which a query's text is known for a built one."""
_MEANINGS = {
    "number": "the recommendation's number",
    "recommendation": "the recommendation",
    "label": "its name",
    "action": "the action",
    "status": "the action's status as last reported",
    "summary": "what was reported, in our own words",
    "section": "the section's number",
    "count": "how many there are",
    "certainty": "how sure it is: stated, hedged or inferred",
    "value": "the number",
    "unit": "what it is a number of",
}


def marked(question: Question, kinds: Mapping[str, Kind]) -> str:
    """The query of a question, with the line by which it comes back as one."""
    parameters = to_parameters(question, kinds)
    # In the order in which an address has its parts, so that the same text is made of it again.
    text = compiled(from_parameters(parameters, kinds), kinds)
    return f"{_BUILT}{urlencode(parameters, safe='/,;*')}\n{text}"


def question_of(text: str, kinds: Mapping[str, Kind]) -> Question | None:
    """The question that a query's text says; None where it is none, or says something else by now."""
    line = next((one for one in text.splitlines() if one.startswith(_BUILT)), "")
    if not line:
        return None
    try:
        question = from_parameters(dict(parse_qsl(line.removeprefix(_BUILT), keep_blank_values=True)), kinds)
    except BadParameter:
        return None
    return question if _bare(compiled(question, kinds)) == _bare(text) else None


def named_query(question: Question, kinds: Mapping[str, Kind], sentence: str) -> str:
    """The file of a named query.

    Args:
        question: what is asked.
        kinds: of the project.
        sentence: the question in words, in English.
    """
    columns = columns_of(question, kinds)
    meanings = [f"#+   {column}: {_quoted(_meaning(column))}" for column in columns]
    asked = sentence.rstrip("?.")
    header = [f"#+ summary: {_quoted(asked + '.')}", f"#+ question: {_quoted(asked + '?')}", "#+ columns:", *meanings]
    return "\n".join(header) + "\n" + marked(question, kinds)


def file_name(sentence: str) -> str:
    """A name for a file that tells this, without ending."""
    bare = unicodedata.normalize("NFKD", sentence.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", bare)
    return "-".join(words)[:60].rstrip("-") or "question"


def _meaning(column: str) -> str:
    return _MEANINGS.get(column) or f"the {column.replace('_', ' ')}"


def _quoted(text: str) -> str:
    """A text as YAML, of which JSON is a part."""
    return json.dumps(text, ensure_ascii=False)


def _bare(text: str) -> list[str]:
    """The lines of a query without comments, spaces around them and empty ones."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
