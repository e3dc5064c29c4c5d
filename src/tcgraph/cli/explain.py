"""``tcgraph explain``: why a triple is there, or why a node violates a shape."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tcgraph.cli.app import TextOrJson, app, project_of
from tcgraph.cli.console import progress
from tcgraph.engine import Engine, open_engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BadParameter, EngineError
from tcgraph.explain.triple import Explainer, name, nearest_fact, written
from tcgraph.export.spoken_triple import known_name, read_triple
from tcgraph.owl.patterns import MEANINGS
from tcgraph.owl.proof import Fact, Proof
from tcgraph.project import Project, Role
from tcgraph.rdf import NamedNode, Triple
from tcgraph.shacl.validation_report import Report, Severity
from tcgraph.terms import INFERRED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcgraph.diagnostics.places import AssertedPlaces
    from tcgraph.engine.literal_forms import TermEngine
    from tcgraph.explain.violation import Grounds
    from tcgraph.owl.schema import Schema

    Prover = Callable[[Triple], Proof | None]


@app.command()
def explain(
    context: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="S", help="A path such as recommendation/12, prefix:name, a name or IRI.")
    ],
    predicate: Annotated[str | None, typer.Argument(metavar="P", help="A property; a for rdf:type.")] = None,
    object_: Annotated[str | None, typer.Argument(metavar="O", help="A thing, or a text.")] = None,
    shape: Annotated[bool, typer.Option("--shape", help="Say which shapes the node S violates, and why.")] = False,
    server: Annotated[
        str | None,
        typer.Option("--engine", help="Explain what a SPARQL server holds, as build --to put it there.", metavar="URL"),
    ] = None,
    format_: TextOrJson = "text",
) -> None:
    """Say why a triple is there, or, of a single node, which shapes it violates and why.

    Exit 1 when the triple does not hold, or the node violates a shape.
    """
    if predicate is not None and (object_ is None or shape):
        raise BadParameter("Give a subject, a predicate and an object, or a single node. Try: tcgraph explain --help")

    from tcgraph.export.rebase import rebase_to

    project = project_of(context)
    base = rebase_to(os.environ.get("TCGRAPH_BASE_IRI")).base
    engine = _reasoned(project) if server is None else _opened(server)
    try:
        if predicate is None or object_ is None:
            _node(project, engine, known_name(engine, subject, base), as_json=format_ == "json")
        else:
            _triple(project, engine, (subject, predicate, object_), base, as_json=format_ == "json")
    finally:
        engine.close()


def _opened(location: str) -> Engine:
    """A server that holds a build, conclusions and all."""
    engine = open_engine(location, os.environ)
    if INFERRED not in engine.graphs():
        engine.close()
        raise EngineError(
            f"{engine.name} holds no build: it has no graph {INFERRED}. Run: tcgraph build --to {location}"
        )
    return engine


def _premises(project: Project, engine: Engine) -> list[NamedNode]:
    """The graphs that were reasoned over: of ontology and data, of which a server may hold more than the project."""
    rules = {file.graph for file in project.files(Role.SHAPES)}
    return [graph for graph in engine.graphs() if graph not in rules]


def _reasoned(project: Project) -> TermEngine:
    """The project's files as they are now, whether or not they could be published: explaining is for mending."""
    from tcgraph.engine.literal_forms import TermEngine
    from tcgraph.publish.project_graph import conclude, load_project

    engine = TermEngine()
    progress("loading")
    load_project(engine, project, roles=[Role.ONTOLOGY, Role.DATA])
    progress("reasoning")
    conclude(engine, project)
    return engine


def _triple(project: Project, engine: Engine, words: tuple[str, str, str], base: str, *, as_json: bool) -> None:
    from tcgraph.publish.project_graph import load_project

    explainer = Explainer(engine, premises=_premises(project, engine))
    if isinstance(engine, EmbeddedEngine):
        # Only now: nothing was concluded from shapes, but a triple of theirs can be asked for.
        load_project(engine, project, roles=[Role.SHAPES])
    fact = read_triple(engine, words, base)
    proof = explainer.explain(fact)
    if proof is None:
        near = nearest_fact(engine, fact)
        sentence = f"{written(fact, explainer.schema)}: this does not hold; "
        sentence += f"the nearest that does is {written(near, explainer.schema)}" if near else _silence(fact, explainer)
        if as_json:
            terms = dict(zip(("subject", "predicate", "object"), map(str, fact), strict=True))
            nearest = [str(term) for term in near] if near else None
            print(json.dumps({**terms, "holds": False, "nearest": nearest}, ensure_ascii=False, indent=2))
        else:
            print(f"{sentence}.")
        raise typer.Exit(1)
    explanation = ProofWriter(explainer.schema, _places(project, engine, [proof]))
    if as_json:
        print(json.dumps({"holds": True, **explanation.data(proof)}, ensure_ascii=False, indent=2))
    else:
        print(explanation.text(proof))


def _silence(fact: Fact, explainer: Explainer) -> str:
    return f"{name(fact[0], explainer.schema)} has no {name(fact[1], explainer.schema)} at all"


def _node(project: Project, engine: Engine, node: NamedNode, *, as_json: bool) -> None:
    from tcgraph.explain.violation import why
    from tcgraph.shacl.shapes import Shapes
    from tcgraph.shacl.validate import validate

    shapes = Shapes.of_files(file.path for file in project.files(Role.SHAPES))
    premises = _premises(project, engine)
    checked = [*premises, INFERRED]
    everything = validate(engine, shapes, data_graphs=checked).findings
    report = Report.of(f for f in everything if f.focus == node or (f.origin and f.origin[1] == node))
    grounds = [why(engine, shapes, finding, data_graphs=checked) for finding in report.findings]
    explainer = Explainer(engine, premises=premises)
    triples = dict.fromkeys(triple for found in grounds for triple in found.triples)
    proofs = {triple: explainer.explain((triple.subject, triple.predicate, triple.object)) for triple in triples}
    places = _places(project, engine, [proof for proof in proofs.values() if proof])
    explanation = ProofWriter(explainer.schema, places)

    def prove(triple: Triple) -> Proof | None:
        return proofs[triple]

    about = name(node, explainer.schema)
    if as_json:
        found = {"node": node.value, "conforms": report.conforms, "findings": explanation.findings_data(grounds, prove)}
        print(json.dumps(found, ensure_ascii=False, indent=2))
    elif report.conforms:
        print(f"{about} violates no shape.")
    else:
        print(explanation.findings(about, grounds, prove))
    if report.count(Severity.VIOLATION):
        raise typer.Exit(1)


def _places(project: Project, engine: Engine, proofs: list[Proof]) -> AssertedPlaces:
    from tcgraph.diagnostics.places import AssertedPlaces
    from tcgraph.publish.project_graph import checked_files

    facts = [(leaf.conclusion, leaf.graphs) for proof in proofs for leaf in proof.asserted()]
    return AssertedPlaces(engine, checked_files(project), facts)


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

    def findings(self, about: str, grounds: Sequence[Grounds], prove: Prover) -> str:
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

    def findings_data(self, grounds: Sequence[Grounds], prove: Prover) -> list[dict[str, Any]]:
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
