"""What the API answers in JSON, as FastAPI describes it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Health(BaseModel):
    """Whether the process runs."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
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
