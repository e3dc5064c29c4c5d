"""The JSON-LD package on disk: context, frames, schemas, types and records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tcgraph import terms
from tcgraph.export.jsonld.records import CONTEXT, FRAMES, Frame, Records
from tcgraph.export.jsonld.vocabulary import XSD, JsonMember, Vocabulary
from tcgraph.export.rebase import staged
from tcgraph.rdf import Quad

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


def write_jsonld(quads: Iterable[Quad], vocabulary: Vocabulary, directory: Path) -> list[str]:
    """Write the package.

    Args:
        quads: the facts.
        vocabulary: the members of the JSON.
        directory: where to.

    Returns:
        The files written: ``context.jsonld``, ``frames/KIND.jsonld``, ``schema/KIND.schema.json``, ``types.d.ts``
        and ``records/KIND.jsonld``, a document whose ``@graph`` lists the things of that kind.
    """
    records = Records(quads, vocabulary)
    schemas = {kind: schema_of(kind, records, vocabulary) for kind in records.kinds()}
    files: dict[str, str] = {"context.jsonld": as_json(vocabulary.context()), "types.d.ts": typescript(schemas)}
    for kind, schema in schemas.items():
        files[f"schema/{kind}.schema.json"] = as_json(schema)
        files[f"frames/{kind}.jsonld"] = as_json(frame_document(kind, vocabulary))
        files[f"records/{kind}.jsonld"] = as_json(document(kind, records))
    with staged(directory) as scratch:
        for path, text in files.items():
            (scratch / path).parent.mkdir(exist_ok=True)
            (scratch / path).write_text(text, encoding="utf-8")
    return sorted(files)


def document(kind: str, records: Records, context: object = CONTEXT) -> dict[str, Any]:
    """All things of a kind as one JSON-LD document."""
    frame = FRAMES.get(kind)
    return {"@context": context, "@graph": [records.record(iri, frame) for iri in records.things(kind)]}


def frame_document(kind: str, vocabulary: Vocabulary, context: object = CONTEXT) -> dict[str, Any]:
    """The JSON-LD 1.1 frame that gives the same objects from any serialization of the data."""
    links = [member.name for member in vocabulary.members.values() if member.kind == "link"]
    return {"@context": context, "type": kind, "@embed": "@once", **_frame(FRAMES.get(kind, {}), links)}


def as_json(value: object) -> str:
    """JSON as all our files have it: UTF-8 text, one space of indent, a line feed at the end."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _frame(frame: Frame, links: list[str]) -> dict[str, Any]:
    # A node put inside hands @embed on to its own links (JSON-LD Framing §4.1.2), so each link that is to stay a
    # plain IRI is named. Whatever is named has to be there for a node to fit, hence the defaults, never written.
    optional = {"@default": "@null", "@omitDefault": True}
    plain: dict[str, Any] = {name: {"@embed": "@never", **optional} for name in links}
    inside = {name: {"@embed": "@always", **optional, **_frame(inner, links)} for name, inner in frame.items()}
    return {"@requireAll": True} | plain | inside


def schema_of(kind: str, records: Records, vocabulary: Vocabulary) -> dict[str, Any]:
    """The JSON Schema of one kind's records.

    Members are those that the ontology and shapes declare for the class, and those its things have; what shapes
    demand is required.
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
    """TypeScript declarations for all kinds."""
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
