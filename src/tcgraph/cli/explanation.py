"""Proofs and broken rules as a tree to read, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tcgraph.diagnostics.places import AssertedPlaces
from tcgraph.explain.triple import name, written
from tcgraph.explain.violation import Why
from tcgraph.owl.profile_rules import MEANINGS
from tcgraph.owl.proof import Proof
from tcgraph.owl.schema import Schema
from tcgraph.rdf import Triple

Prover = Callable[[Triple], Proof | None]


class ProofWriter:
    """Writes proofs of one graph.

    Args:
        schema: the axioms, to write unnamed classes by what they say.
        places: knows the places of every asserted fact of the proofs.
    """

    def __init__(self, schema: Schema, places: AssertedPlaces) -> None:
        self._schema = schema
        self._places = places

    def text(self, proof: Proof) -> str:
        """A tree: each fact, the rule that concludes it, and below it what the rule needs."""
        return "\n".join(self._lines(proof, "", ""))

    def data(self, proof: Proof) -> dict[str, Any]:
        """The same for a program; terms in N-Triples syntax."""
        subject, predicate, object_ = (str(term) for term in proof.conclusion)
        found: dict[str, Any] = {"subject": subject, "predicate": predicate, "object": object_}
        if proof.rule is None:
            locations = self._places.locations(proof.conclusion, proof.graphs)
            return found | {
                "asserted": True,
                "graphs": [graph.value for graph in proof.graphs],
                "places": [{"file": str(p.path), "line": p.line, "column": p.column} for p in locations],
                "source": self._places.source_rows(proof.conclusion),
            }
        meaning = {"meaning": MEANINGS[proof.rule]} if proof.rule in MEANINGS else {}
        premises = [self.data(premise) for premise in proof.premises]
        return found | {"asserted": False, "rule": proof.rule} | meaning | {"premises": premises}

    def findings(self, about: str, grounds: Sequence[Why], prove: Prover) -> str:
        """Each rule that a node breaks, what the shape asks for, and the facts it was judged by."""
        lines = [f"{about} breaks {len(grounds)} rule{'s' if len(grounds) != 1 else ''}."]
        for found in grounds:
            finding = found.finding
            lines += ["", f"{finding.severity.value}: {finding.message}"]
            lines.append(f"  shape {name(finding.shape, self._schema)}, {name(finding.component, self._schema)}")
            lines += [f"  path {finding.path}"] if finding.path else []
            lines += [f"  rule: {rule}" for rule in found.rules]
            lines += ["  judged by:"] if found.triples else ["  judged by: nothing is said where the shape looks"]
            for triple in found.triples:
                proof = prove(triple)
                lines += self._lines(proof, "    ", "    ") if proof else [f"    {triple}"]
            lines += [f"  inside: {inner.message}" for inner in found.inner]
            lines += ["  query:", *(f"    {line}" for line in found.query.strip().split("\n"))] if found.query else []
        return "\n".join(lines)

    def findings_data(self, grounds: Sequence[Why], prove: Prover) -> list[dict[str, Any]]:
        """The same for a program."""
        return [
            {
                "severity": found.finding.severity.value,
                "message": found.finding.message,
                "shape": str(found.finding.shape),
                "component": str(found.finding.component),
                "path": found.finding.path,
                "value": None if found.finding.value is None else str(found.finding.value),
                "rules": list(found.rules),
                "facts": [self.data(proof) for triple in found.triples if (proof := prove(triple))],
                "inside": [inner.message for inner in found.inner],
                "query": found.query,
            }
            for found in grounds
        ]

    def _lines(self, proof: Proof, first: str, rest: str) -> list[str]:
        lines = [first + written(proof.conclusion, self._schema)]
        if proof.rule is None:
            places = self._places.locations(proof.conclusion, proof.graphs)
            where = ", ".join(f"{place.path.as_posix()}:{place.line}" for place in places)
            lines.append(f"{rest}  asserted: {where or ', '.join(graph.value for graph in proof.graphs)}")
            rows = self._places.source_rows(proof.conclusion)
            return [*lines, f"{rest}  source: {'; '.join(rows)}"] if rows else lines
        meaning = MEANINGS.get(proof.rule)
        lines.append(f"{rest}  inferred by {proof.rule}{f': {meaning}' if meaning else ''}")
        for number, premise in enumerate(proof.premises, 1):
            final = number == len(proof.premises)
            lines += self._lines(premise, f"{rest}  {'└─' if final else '├─'} ", f"{rest}  {'  ' if final else '│ '} ")
        return lines
