"""Value nodes are found by what they are, whatever their names look like."""

from __future__ import annotations

from tcgraph.shacl.validate import validate
from tests.shacl.generated import DECLARED, engine_with, shapes_of


def test_a_node_whose_name_holds_a_variables_is_judged() -> None:
    query = "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?x } }"
    text = f"""{DECLARED} ex:S sh:targetClass ex:A ; sh:node ex:T .
      ex:T sh:sparql [ sh:message "m" ; sh:prefixes ex: ; sh:select "{query}" ] ."""
    named = "<http://example.org/?value=1>"
    (finding,) = validate(engine_with([(named, "a", "ex:A")]), shapes_of(text)).findings
    assert str(finding.focus) == named
