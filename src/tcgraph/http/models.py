"""What the API answers in JSON, as FastAPI describes it.

Pieces of which the OpenAPI description is made.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from tcgraph.export.media import PARQUET, WORKBOOK
from tcgraph.http.problems import MEDIA_TYPE
from tcgraph.rdf import GraphFormat


class Health(BaseModel):
    """Whether the process runs."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether questions are answered."""

    status: Literal["ready"] = "ready"
    version: str = Field(description="Of the graph; another one after every change.")


class ParameterInfo(BaseModel):
    """A parameter of a named query."""

    name: str
    type: str = Field(description="integer, decimal, date, string, boolean, code, language or iri.")
    label: str = Field(description="What to write beside the field of a form.")
    required: bool


class QueryInfo(BaseModel):
    """A named query."""

    name: str
    summary: str
    question: str
    topic: str
    address: str = Field(description="Where it is asked, below this server's address.")
    parameters: list[ParameterInfo]
    columns: dict[str, str] = Field(description="What each column of the answer means, in its order.")


class QueryList(BaseModel):
    """Every named query."""

    queries: list[QueryInfo]


class SearchHit(BaseModel):
    """A thing that was found."""

    iri: str
    label: str = Field(description="Its name.")
    language: str = Field(description="Of the name; empty when it has none.")
    field: Literal["name", "other", "summary"] = Field(description="Where the words stand.")
    snippet: str = Field(description="The words in place.")
    snippet_language: str
    marks: list[list[int]] = Field(description="Start and end of each word in the snippet, in code points.")
    score: float = Field(description="Greater fits better.")


class SearchResult(BaseModel):
    """What was found, best first."""

    query: str
    hits: list[SearchHit]
    read_as: dict[str, str] = Field(description="Words that nothing has, each with what was looked for instead.")
    left_out: list[str] = Field(description="Words that nothing has, or nothing together with the others.")


class Changed(BaseModel):
    """What an update changed."""

    change: int = Field(description="Its number in the record of changes.")
    added: int = Field(description="Statements.")
    removed: int = Field(description="Statements.")
    warnings: list[dict[str, Any]] = Field(description="What validation says about whatever the change touches.")


class ProblemDocument(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(json_schema_extra={"format": "uri"})
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do, in one sentence.")
    request: str | None = Field(None, description="Number of the request, as in the server's log.")
    line: int | None = None
    column: int | None = None


TEXT: dict[str, Any] = {"type": "string"}
BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
PROBLEM_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_WRONG = {
    "400": "What was sent is wrong: a parameter, or the text of a query or document.",
    "401": "A bearer's token is needed, and there is none or it is unknown.",
    "403": "What is refused here: SERVICE, LOAD, a change where none is taken, or what is beyond the token's scope.",
    "404": "There is nothing of that name.",
    "406": "No format in Accept can be given.",
    "410": "It was there, and is kept no longer.",
    "412": "The graph is not as If-Match or If-None-Match has it.",
    "413": "The body is too long.",
    "415": "The body is of a media type that is not taken; see Accept-Post or Accept-Patch.",
    "422": "It cannot be done within the limits of time, memory or size, or would leave the graph not as it should be.",
    "429": "Too many requests; see Retry-After.",
    "502": "Another server, which a SERVICE clause asks, did not answer as it should.",
    "503": "The server is busy or starting; see Retry-After.",
    "507": "The change could not be put on the disk, and was not made.",
}


def errors(*statuses: str) -> dict[int | str, dict[str, Any]]:
    """The responses of an operation that are problems (RFC 9457)."""
    told = statuses or ("400", "406", "422", "429", "503")
    return {status: {"description": _WRONG[status], "content": PROBLEM_CONTENT} for status in told}


def model_schemas(*models: type[BaseModel]) -> dict[str, Any]:
    """Models by the names that the description calls them by."""
    found = [model.model_json_schema() for model in models]
    return {schema["title"]: schema for schema in found}


def declared(name: str, description: str, schema: dict[str, Any], example: str | None = None) -> dict[str, Any]:
    """A parameter of the query string; an example makes a call that is answered."""
    told = {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
    return told if example is None else {**told, "example": example}


def graph_contents() -> dict[str, Any]:
    """The media types of a document that is a graph, the usual one first."""
    return contents(*(syntax.media_type for syntax in GraphFormat))


def contents(*media_types: str) -> dict[str, Any]:
    """Media types with what each is to a client: text, JSON, or bytes."""
    return {media_type: {"schema": _kind(media_type)} for media_type in media_types}


def _kind(media_type: str) -> dict[str, Any]:
    if media_type.endswith(("/json", "+json")):
        return {"description": "A JSON document."}
    return BINARY if media_type in (WORKBOOK, PARQUET) else TEXT


GRAPH: dict[int | str, dict[str, Any]] = {200: {"description": "A graph, by Accept.", "content": graph_contents()}}
"""The response of an operation that gives a graph."""
