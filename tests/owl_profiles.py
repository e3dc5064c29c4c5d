"""Ask the OWL API and HermiT about ontologies; run as a script, because a Java machine cannot leave its process.

``python owl_profiles.py profiles:FILE reason:FILE…`` prints one JSON object a file: violations of OWL 2 DL and RL and,
where asked to reason over what is inside OWL 2 DL, whether it is consistent and its unsatisfiable classes. Checkers
and reasoner come in the one jar that owlready2 installs.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import jpype
import jpype.imports


def examine(path: str, *, reason: bool) -> dict[str, Any]:
    """What the profile checkers and the reasoner say of one ontology in RDF/XML."""
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(path))
    answer: dict[str, Any] = {"axioms": int(ontology.getAxiomCount())}
    for profile in ("DL", "RL"):
        checker = jpype.JClass(f"org.semanticweb.owlapi.profiles.OWL2{profile}Profile")()
        answer[profile] = sorted(str(found) for found in checker.checkOntology(ontology).getViolations())
    if answer["DL"] or not reason:
        return answer
    reasoner = jpype.JClass("org.semanticweb.HermiT.Reasoner")(ontology)
    answer["consistent"] = bool(reasoner.isConsistent())
    if answer["consistent"]:
        classes = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()
        answer["unsatisfiable"] = sorted(str(found.toStringID()) for found in classes)
    return answer


if __name__ == "__main__":
    owlready = importlib.util.find_spec("owlready2")
    assert owlready is not None
    assert owlready.origin is not None
    jpype.startJVM(classpath=[str(Path(owlready.origin).parent / "hermit" / "HermiT.jar")])
    for task, _, name in (argument.partition(":") for argument in sys.argv[1:]):
        sys.stdout.write(json.dumps(examine(name, reason=task == "reason")) + "\n")
