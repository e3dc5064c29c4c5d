"""``tcgraph describe IRI``: everything the graph says of one thing."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app
from tcgraph.cli.loading import load
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term
from tcgraph.terms import GRAPH, ID, shorten

if TYPE_CHECKING:
    from tcgraph.engine import Engine
    from tcgraph.export.describe import DescribedStatement, Description


@app.command()
def describe(
    context: typer.Context,
    thing: Annotated[
        str, typer.Argument(metavar="IRI", help="A path such as recommendation/12, prefix:name, or a full IRI.")
    ],
    format_: Annotated[
        str, typer.Option("--format", "-f", help="text, or an RDF syntax: turtle, jsonld, rdf, nt, nq, trig.")
    ] = "text",
    language: Annotated[str, typer.Option("--language", "-l", help="Language of labels: en, fr or es.")] = "en",
) -> None:
    """Say everything the graph knows of one thing, and which graph says it."""
    from tcgraph.export.describe import describe as describe_thing
    from tcgraph.export.describe import resolve
    from tcgraph.export.dump import serialize
    from tcgraph.export.rebase import rebase_to

    syntax = None if format_ == "text" else GraphFormat.named(format_)
    rebase = rebase_to(os.environ.get("TCGRAPH_BASE_IRI"))
    wanted = resolve(thing, rebase.base)
    _, engine = load(context)
    found = describe_thing(engine, wanted)
    if syntax is None:
        print(_text(engine, found, language))
    else:
        sys.stdout.buffer.write(serialize(found.quads, syntax, rebase))


def _text(engine: Engine, found: Description, language: str) -> str:
    lines = [found.label(language), found.thing.value]
    for title, statements in (("", found.outgoing), ("Pointed at by", found.incoming)):
        if not statements:
            continue
        lines += ["", title] if title else [""]
        rows = [(shorten(s.predicate.value), _value(engine, s, language), _source(s)) for s in statements]
        width = max(len(row[0]) for row in rows)
        lines += [f"  {predicate:<{width}}  {value}  [{source}]" for predicate, value, source in rows]
    return "\n".join(lines)


def _value(engine: Engine, statement: DescribedStatement, language: str) -> str:
    from tcgraph.export.facts import label_of

    term: Term = statement.term
    if isinstance(term, NamedNode):
        name = term.value.removeprefix(ID) if term.value.startswith(ID) else shorten(term.value)
        label = label_of(engine, term, language)
        return f"{name} ({label})" if label else name
    if isinstance(term, Literal):
        text = " ".join(term.value.split())
        return f"{text} @{term.language}" if term.language else text
    return str(term)


def _source(statement: DescribedStatement) -> str:
    return "inferred" if statement.inferred else statement.graph.value.removeprefix(GRAPH)
