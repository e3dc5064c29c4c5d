"""OWL 2 RL as rules: tables, what an ontology makes of them, and running them as SPARQL inside an engine.

The way of a run: :mod:`schema` reads the ontology's axioms, :mod:`instances` turns each axiom into rules about the
data alone, :mod:`rule_order` orders those by what they read and write, :mod:`fixpoint` sends them to the engine. After
an edit, :mod:`reason_change` follows the same rules from the facts that came or went, found by :mod:`matches`.
"""
