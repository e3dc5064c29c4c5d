"""The ontology as something to be read: its terms, what uses them, and what changed from version to version."""

from tcgraph.export.ontology.model import Module, Ontology, Scheme, Term, module_of, one_ontology
from tcgraph.export.ontology.read import ONTOLOGY, read_ontology

__all__ = ["ONTOLOGY", "Module", "Ontology", "Scheme", "Term", "module_of", "one_ontology", "read_ontology"]
