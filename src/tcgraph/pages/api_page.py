"""The API for people: its description (OpenAPI 3.1) as a page, with calls to copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tcgraph.pages.i18n import translator
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.site import Site

GROUPS = ("queries", "search", "sparql", "data", "graph store", "feed", "operation")
"""The tags of the description in the order in which readers want them; any other comes after."""
_SHOWN = 12
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Taken:
    """One parameter of an operation.

    Attributes:
        name: as it stands in the address.
        required: whether a call needs it.
        meaning: what it is.
        values: some of the values that it takes, or the type of any.
        more: how many values there are besides.
    """

    name: str
    required: bool
    meaning: str
    values: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ServerOperation:
    """One thing that a program can ask of the server.

    Attributes:
        name: tells it from the others.
        method: of HTTP, in capitals.
        path: with its variable parts in braces.
        summary: what it does.
        description: more of that; empty where nothing is.
        takes: its parameters.
        gives: the media types of its answer.
        example: path and query of a call that is answered; empty where one cannot be copied.
    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    takes: tuple[Taken, ...]
    gives: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class OperationGroup:
    """Operations of one tag: an anchor on the page, a title, and what there is."""

    anchor: str
    title: str
    operations: tuple[ServerOperation, ...]


def view_of(document: Mapping[str, Any]) -> View:
    """The page of a description.

    Args:
        document: the server's, in OpenAPI 3.1.
    """

    def build(_: Site, state: State, __: Mapping[str, str]) -> Page:
        t = translator(state.language)
        groups: dict[str, list[ServerOperation]] = {}
        for tag, operation in _operations(document):
            groups.setdefault(tag, []).append(operation)
        order = {tag: place for place, tag in enumerate(GROUPS)}
        listed = [
            OperationGroup(
                tag.replace(" ", "-"), t(f"api.{tag.replace(' ', '_')}") if tag in order else tag, tuple(operations)
            )
            for tag, operations in sorted(groups.items(), key=lambda group: order.get(group[0], len(order)))
        ]
        return Page("api.html", t("api.title"), "data", {"groups": listed, "secured": "security" in document})

    return View("/api", build)


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, ServerOperation]]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                told = item[method]
                yield told.get("tags", ["operation"])[0], _operation(path, method, told)


def _operation(path: str, method: str, told: Mapping[str, Any]) -> ServerOperation:
    parameters = told.get("parameters", [])
    responses: Mapping[str, Any] = told["responses"]
    answer: Mapping[str, Any] = next(
        (response for code, response in responses.items() if str(code).startswith("2")), {}
    )
    return ServerOperation(
        told.get("operationId") or f"{method} {path}",
        method.upper(),
        path,
        told.get("summary", ""),
        told.get("description", ""),
        tuple(_taken(parameter) for parameter in parameters),
        tuple(answer.get("content", {})),
        _example(path, parameters) if method == "get" else "",
    )


def _taken(parameter: Mapping[str, Any]) -> Taken:
    schema = parameter.get("schema", {})
    values = [str(value) for value in schema.get("enum", ())]
    kind = schema.get("format") or schema.get("type", "")
    return Taken(
        parameter["name"],
        bool(parameter.get("required")),
        parameter.get("description", ""),
        tuple(values[:_SHOWN]) or ((str(kind),) if isinstance(kind, str) and kind else ()),
        max(0, len(values) - _SHOWN),
    )


def _example(path: str, parameters: list[Mapping[str, Any]]) -> str:
    """A call with what it needs, by the examples of the description."""
    given: dict[str, str] = {}
    for parameter in parameters:
        if parameter.get("required") or "example" in parameter:
            value = _sample(parameter)
            if value is None:
                return ""
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", value)
            else:
                given[parameter["name"]] = value
    return path + (f"?{urlencode(given)}" if given else "")


def _sample(parameter: Mapping[str, Any]) -> str | None:
    schema = parameter.get("schema", {})
    shown = [example["value"] for example in parameter.get("examples", {}).values()]
    values = (parameter.get("example"), *shown, schema.get("default"), *schema.get("enum", ()))
    return next((str(value) for value in values if value is not None), None)
