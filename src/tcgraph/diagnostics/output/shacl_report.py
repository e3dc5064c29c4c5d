"""The standard SHACL report (SHACL §3.6) in any RDF syntax."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph

from tcgraph.diagnostics.check import Outcome
from tcgraph.errors import BrokenInput
from tcgraph.namespaces import application
from tcgraph.rdf import GraphFormat, with_prefixes_used
from tcgraph.shacl.validate import report_graph


def render_as(outcome: Outcome, syntax: GraphFormat) -> Iterator[str]:
    """The outcome's SHACL results as a ``sh:ValidationReport``.

    Raises:
        BrokenInput: a file could not be read, so there is no report to give.
    """
    if not outcome.readable:
        first = outcome.diagnostics[0]
        place = first.location
        raise BrokenInput(
            first.message,
            path=place.path if place else None,
            line=place.line if place else None,
            column=place.column if place else None,
        )
    prefixes = application().prefixes if syntax in (GraphFormat.TURTLE, GraphFormat.TRIG, GraphFormat.RDF_XML) else None
    report = report_graph(outcome.report, conforms=outcome.conforms)
    data = pyoxigraph.serialize(report, format=syntax.codec, prefixes=prefixes)
    assert data is not None
    yield (data if prefixes is None else with_prefixes_used(data)).decode()
