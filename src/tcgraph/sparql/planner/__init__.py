"""A planner on the tree of a query: other words with the same solutions, which cost less.

Each rule is a module: what it does, the clause of SPARQL 1.1 by which both wordings are equal, and where it is left
out. Rules change which of two equal wordings is asked; counts of the graph (:class:`Counts`) say which one costs less,
and never what is equal. :func:`plan` applies them; :class:`QueryPlan` tells which were.

Words are those of SPARQL 1.1 and LATERAL, for an engine that joins by looking up.
"""

from __future__ import annotations

from tcgraph.sparql.planner.planner import QueryPlan, plan, plan_update
from tcgraph.sparql.planner.rule import AppliedRule, Constant, Counts, Rule, Sample

__all__ = ["AppliedRule", "Constant", "Counts", "QueryPlan", "Rule", "Sample", "plan", "plan_update"]
