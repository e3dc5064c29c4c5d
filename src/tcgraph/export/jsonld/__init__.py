"""JSON-LD that a JavaScript developer can use as plain JSON: a stable context, frames, schemas and types."""

from tcgraph.export.jsonld.vocabulary import JsonMember, Vocabulary, read_vocabulary

__all__ = ["JsonMember", "Vocabulary", "read_vocabulary"]
