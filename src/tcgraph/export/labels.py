"""What to call a thing in a person's language."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.engine import Engine
from tcgraph.rdf import Literal, NamedNode

_LABELS = """SELECT ?thing ?label WHERE {
  VALUES ?predicate { rdfs:label skos:prefLabel dcterms:title }
  ?thing ?predicate ?label
}"""


def label_of(engine: Engine, thing: NamedNode, language: str = "en") -> str | None:
    """The label of one thing: in ``language``, else in English, else untagged, else the first of any language."""
    labels = (label for _, label in engine.select(_LABELS, bindings={"thing": thing}))
    return best_label((label for label in labels if isinstance(label, Literal)), language)


def best_label(labels: Iterable[Literal], language: str) -> str | None:
    """The most fitting of some labels; None when there is none. Ties go to the first in code point order."""
    wanted = {tag: rank for rank, tag in enumerate(dict.fromkeys((language, "en", "")))}
    ranked = sorted(labels, key=lambda label: (wanted.get(label.language or "", len(wanted)), label.value))
    return ranked[0].value if ranked else None
