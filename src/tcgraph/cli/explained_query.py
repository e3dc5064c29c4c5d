"""``tcgraph query --explain``: how a query is answered, and what makes it slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcgraph.cli.patience import patience
from tcgraph.cli.table import print_rows

if TYPE_CHECKING:
    from tcgraph.engine.embedded import EmbeddedEngine


def print_explanation(engine: EmbeddedEngine, text: str) -> None:
    """Answer a query and print how that was gone about.

    Raises:
        BrokenQuery: it does not parse.
        EngineError: the engine failed.
    """
    from tcgraph.engine.explaining import explained

    asked = engine.searched(text)
    with patience(engine.store, asked, planned=engine.planned):
        found = explained(engine.store, asked, planned=engine.planned)
    times = (("reading", found.reading), ("planning", found.planning), ("answering", found.running))
    spent = ", ".join(f"{name} {seconds * 1000:,.1f} ms" for name, seconds in times)
    print(f"{found.rows:,} row{'' if found.rows == 1 else 's'}; {spent}")
    print(found.why or "Nothing in it should take long.")
    print()
    print_rows(
        ["pattern", "in", "triples for each solution"],
        [("  " * step.depth + step.text, step.kind, f"{step.rows:,.1f}".removesuffix(".0")) for step in found.steps],
    )
    if not found.rewritings:
        print("\nIt was put to the engine as it is written.")
        return
    print()
    for each in found.rewritings:
        place = f" (line {each.line})" if each.line else ""
        print(f"{each.name}{place}: {each.does}.\n    The same by SPARQL 1.1 {each.clause}.")
    print(f"\n{found.words}")
