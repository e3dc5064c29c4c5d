"""What is said of one thing, and why a statement holds, told to an assistant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tcgraph.assistants.reply import MOST, WHERE, Cells, fitting, short, size, spoken, without_empty
from tcgraph.explain.triple import Explainer, nearest_fact
from tcgraph.export.spoken_triple import known_name, read_triple
from tcgraph.owl.proof import Proof
from tcgraph.pages.site import Site, run
from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.grounds import told_in
from tcgraph.rdf import NamedNode, Term
from tcgraph.terms import BASE

_FACTS = 1_000
_AT_ONCE = 8
_SAID = """SELECT DISTINCT ?property ?value WHERE {{
  {node} ?property ?value .
  FILTER(!isBlank(?value) && {narrowest})
}} ORDER BY ?property ?value LIMIT {most}"""
_NAMED_BY = """SELECT DISTINCT ?property ?value WHERE {{
  ?value ?property {node} .
  FILTER(isIRI(?value) && {narrowest})
}} ORDER BY ?property ?value LIMIT {most}"""
_NARROWEST = {
    _SAID: "{node} ?narrow ?value",
    _NAMED_BY: "?value ?narrow {node}",
}
"""What is said by a property and by a wider one is told once."""


def described(site: Site, thing: str, language: str, offset: int) -> dict[str, Any]:
    """Everything that is said of one thing, as far as it fits, and where a document tells of it.

    Raises:
        UnknownTerm: nothing is called so.
    """
    node = known_name(site.engine(), thing, BASE)
    cells = Cells(site, language)
    told, _ = told_in(lambda text: run(site, "places", text).rows, [node])
    lines = [*_lines(site, node, cells, _SAID), *_lines(site, node, cells, _NAMED_BY)]
    head = {"thing": cells.named(node), WHERE: spoken(told.get(node, ()), language)}
    shown, onward = fitting(lines, offset, MOST - size(head) - 300)
    return {**without_empty(head), "said": shown, **onward}


def explained(site: Site, explainer: Explainer, words: Sequence[str], language: str) -> dict[str, Any]:
    """Why a statement holds, or that it does not and what is nearest.

    Raises:
        UnknownTerm: one of its words names nothing.
    """
    engine = site.engine()
    fact = read_triple(engine, words, BASE)
    proof = explainer.explain(fact)
    cells = Cells(site, language)
    told = {"holds": proof is not None, "statement": _statement(fact, cells)}
    if proof:
        return {**told, "proof": _proved(proof, cells)}
    near = nearest_fact(engine, fact)
    return {**told, **({"nearest_that_holds": _statement(near, cells)} if near else {})}


def _lines(site: Site, node: NamedNode, cells: Cells, of: str) -> list[str]:
    """What is said of a thing, or names it: by each property its values, some at a time."""
    same = "?narrow rdfs:subPropertyOf ?property . FILTER NOT EXISTS { ?property rdfs:subPropertyOf ?narrow }"
    narrowest = f"NOT EXISTS {{ {same} {_NARROWEST[of].format(node=node)} }}"
    text = prefixed(of.format(node=node, narrowest=narrowest, most=_FACTS))
    found: dict[Term, list[Term]] = {}
    for property_, value in run(site, "facts", text).rows:
        if property_ is not None and value is not None:
            found.setdefault(property_, []).append(value)
    # What several properties say alike is told once.
    alike: dict[tuple[Term, ...], list[str]] = {}
    for property_, terms in found.items():
        alike.setdefault(tuple(terms), []).append(short(property_))
    head = "{}" if of == _SAID else "is {} of"
    lines = []
    for values, names in alike.items():
        told = cells.in_one_language(values)
        name = head.format(", ".join(names))
        lines += [f"{name}: {'; '.join(told[at : at + _AT_ONCE])}" for at in range(0, len(told), _AT_ONCE)]
    return lines


def _statement(fact: Sequence[Term], cells: Cells) -> str:
    return " · ".join(str(cell) for cell in cells.rows([fact])[0])


def _proved(proof: Proof, cells: Cells) -> dict[str, Any]:
    """A proof as plain values, down to what is asserted."""
    told = {"statement": _statement(proof.conclusion, cells), "rule": proof.rule or "asserted"}
    if proof.premises:
        return {**told, "since": [_proved(premise, cells) for premise in proof.premises]}
    return {**told, "in": [short(graph) for graph in proof.graphs]} if proof.graphs else told
