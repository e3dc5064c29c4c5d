"""JSON Schema (2020-12) for the records of each kind, and TypeScript types that say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tcgraph import terms
from tcgraph.export.jsonld.records import FRAMES, Frame, Records
from tcgraph.export.jsonld.vocabulary import XSD, JsonMember, Vocabulary

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS = terms.BASE + "schema/"
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_FORMATS = {XSD + "date": {"type": "string", "format": "date"}, XSD + "anyURI": {"type": "string", "format": "uri"}}
_ANY: dict[str, Any] = {"type": ["string", "number", "boolean", "object"]}
_LANGUAGES = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1}}
_EMBEDDED = {
    "hasElement": ("Element",),
    "entries": ("ReportEntry",),
    "actions": ("Action", "StateOfAffairs"),
    "hasObservation": ("Observation",),
    "involvements": ("Funding", "Participation"),
}
"""The kinds of things that a frame puts inside under each name."""


def schema_of(kind: str, records: Records, vocabulary: Vocabulary) -> dict[str, Any]:
    """The JSON Schema of one kind's records.

    Members are those that the ontology and shapes declare for the class, and those its things have; what shapes
    demand is required.

    Args:
        kind: the class's name.
        records: the things.
        vocabulary: the members.
    """
    class_ = next(iri for iri, name in vocabulary.classes.items() if name == kind)
    used = records.properties(kind)
    properties = (set(vocabulary.of_class.get(class_, ())) | used) & set(vocabulary.members)
    members = [vocabulary.members[iri] for iri in properties]
    required = {vocabulary.members[iri].name for iri in vocabulary.required.get(class_, ()) if iri in properties}
    frame = FRAMES.get(kind, {})
    described = {member.name: _member(member, frame) for member in members}
    for name in frame:
        if name in vocabulary.reverse.values():
            described[name] = {"type": "array", "items": _inside(name)}
    return {
        "$schema": _DRAFT,
        "$id": f"{SCHEMAS}{kind}.schema.json",
        "title": kind,
        "type": "object",
        "properties": {
            "id": {"type": "string", "format": "uri"},
            "type": {"type": "array", "items": {"type": "string"}, "contains": {"const": kind}},
            **dict(sorted(described.items())),
        },
        "required": ["id", "type", *sorted(required)],
    }


def typescript(schemas: Mapping[str, Mapping[str, Any]]) -> str:
    """TypeScript declarations for all kinds.

    Args:
        schemas: JSON Schema by kind.
    """
    parts = [
        "// Types of the JSON records, generated from their JSON Schemas.",
        "export type Iri = string;",
        "export type LanguageMap = { [language: string]: string[] };",
        'export interface TypedValue { "@value": string; type?: Iri; "@language"?: string; }',
        "export type Value = string | number | boolean | TypedValue | { id: Iri };",
    ]
    for kind, schema in sorted(schemas.items()):
        lines = [f"export interface {kind} {{"]
        for name, described in schema["properties"].items():
            key = name if _IDENTIFIER.fullmatch(name) else f'"{name}"'
            optional = "" if name in schema["required"] else "?"
            lines.append(f"  {key}{optional}: {_type(name, described, schemas)};")
        parts.append("\n".join([*lines, "}"]))
    return "\n\n".join(parts) + "\n"


def _member(member: JsonMember, frame: Frame) -> dict[str, Any]:
    if member.kind == "text":
        return _LANGUAGES
    if member.name in frame:
        value: dict[str, Any] = _inside(member.name)
    elif member.kind == "link":
        value = {"type": "string", "format": "uri"}
    elif member.kind in ("integer", "boolean"):
        value = {"type": member.kind}
    elif "/" in member.kind:
        value = _FORMATS.get(member.kind, {"type": "string"})
    else:
        value = _ANY
    return value if member.single else {"type": "array", "items": value}


def _inside(name: str) -> dict[str, Any]:
    references = [{"$ref": f"{kind}.schema.json"} for kind in _EMBEDDED[name]]
    return references[0] if len(references) == 1 else {"anyOf": references}


def _type(name: str, described: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    if name == "type":
        return "string[]"
    if "additionalProperties" in described:
        return "LanguageMap"
    if "anyOf" in described:
        return " | ".join(_type("", each, schemas) for each in described["anyOf"])
    if "$ref" in described:
        kind = described["$ref"].removesuffix(".schema.json")
        return kind if kind in schemas else "{ id: Iri }"
    match described["type"]:
        case "array":
            inner = _type("", described["items"], schemas)
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case "string":
            return "Iri" if described.get("format") == "uri" else "string"
        case "integer":
            return "number"
        case "boolean":
            return "boolean"
        case _:
            return "Value"
