"""The JSON-LD package on disk: context, frames, schemas, types and records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tcgraph.export.jsonld.records import CONTEXT, FRAMES, Frame, Records
from tcgraph.export.jsonld.schema import schema_of, typescript
from tcgraph.export.jsonld.vocabulary import Vocabulary
from tcgraph.export.staging import staged
from tcgraph.rdf import Quad


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
