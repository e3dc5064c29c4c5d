"""The API for people: its description (OpenAPI 3.1) as a page, with calls to copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from tcgraph.pages.i18n import translator
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.site import Site

GROUPS = ("queries", "search", "sparql", "data", "graph store", "feed", "operation")
"""The tags of the description in the order in which readers want them; any other comes after."""
_METHODS = ("get", "post", "put", "patch", "delete")


def view_of(document: Mapping[str, Any]) -> View:
    """The page of a description.

    Args:
        document: the server's, in OpenAPI 3.1.
    """

    def build(_: Site, state: State, __: Mapping[str, str]) -> Page:
        t = translator(state.language)
        groups: dict[str, list[Mapping[str, Any]]] = {}
        for path, item in document["paths"].items():
            for method in (method for method in _METHODS if method in item):
                told = item[method]
                groups.setdefault(told.get("tags", ["operation"])[0], []).append(
                    {
                        "name": told.get("operationId") or f"{method} {path}",
                        "method": method.upper(),
                        "path": path,
                        "summary": told.get("summary", ""),
                        "description": told.get("description", ""),
                        "takes": told.get("parameters", []),
                        "gives": _gives(told["responses"]),
                        "example": _example(path, told.get("parameters", [])) if method == "get" else "",
                    }
                )
        order = {tag: place for place, tag in enumerate(GROUPS)}
        listed = [
            (tag.replace(" ", "-"), t(f"api.{tag.replace(' ', '_')}") if tag in order else tag, operations)
            for tag, operations in sorted(groups.items(), key=lambda group: order.get(group[0], len(order)))
        ]
        return Page("api.html", t("api.title"), "data", {"groups": listed, "secured": "security" in document})

    return View("/api", build)


def _gives(responses: Mapping[str, Any]) -> list[str]:
    """The media types of what an operation answers."""
    answers: Iterator[Mapping[str, Any]] = (told for code, told in responses.items() if str(code).startswith("2"))
    return list(next(answers, {}).get("content", {}))


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
