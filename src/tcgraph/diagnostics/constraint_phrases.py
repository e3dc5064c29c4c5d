"""What constraints ask for, in words: the same for each of their results, however many, and worked out once."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tcgraph.diagnostics.datatype_words import KINDS
from tcgraph.diagnostics.naming import TermWriter
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.names import SH, sh
from tcgraph.shacl.report import Finding
from tcgraph.shacl.triples import TripleIndex

_XSD = STANDARD["xsd"]
_FIRST, _REST, _NIL = (NamedNode(STANDARD["rdf"] + name) for name in ("first", "rest", "nil"))


class ConstraintPhrase(NamedTuple):
    """What a constraint asks for.

    Attributes:
        component: its component, as SHACL's own are called for short.
        by_message: whether its message alone tells what is wrong: of queries, and of components of others.
        own: whether the shape has a message.
        path: the path of its results.
        bound: its parameter.
        limit: the same in words.
        remedy: what to do, where that is the same for all of its results.
    """

    component: str
    by_message: bool
    own: bool
    path: str
    bound: Term | None
    limit: str
    remedy: str | None


class Constraints:
    """The constraints of shapes.

    Args:
        shapes: the shapes graph.
    """

    def __init__(self, shapes: TripleIndex) -> None:
        self._shapes = shapes
        self._asked: dict[tuple[TermWriter, Term, NamedNode, str | None], ConstraintPhrase] = {}
        self.parameter = cache(self._parameter_of)
        self.items = cache(self._items_of)

    def asked(self, finding: Finding, write: TermWriter) -> ConstraintPhrase:
        """What the constraint asked for that a finding is a result of, in a writer's words."""
        key = (write, finding.shape, finding.component, finding.path)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = self._asked_of(finding, write)
        return found

    def _asked_of(self, finding: Finding, write: TermWriter) -> ConstraintPhrase:
        component, path, shape = component_name(finding), write.path(finding), finding.shape
        by_message = component in ("SPARQL", "JS") or not finding.component.value.startswith(SH)
        bound = None if by_message else self.parameter(shape, component[:1].lower() + component[1:])
        return ConstraintPhrase(
            component,
            by_message,
            self.parameter(shape, "message") is not None,
            path,
            bound,
            write.name(bound) if bound is not None else "",
            self._remedy(component, shape, path, write),
        )

    def _remedy(self, component: str, shape: Term, path: str, write: TermWriter) -> str | None:
        match component:
            case "MinCount":
                return f"Add {path} to it."
            case "Datatype":
                wanted = self.parameter(shape, "datatype")
                name = wanted.value.removeprefix(_XSD) if isinstance(wanted, NamedNode) else ""
                return f"Write it like this: {KINDS[name][1]}." if name in KINDS else None
            case "Pattern":
                pattern = self.parameter(shape, "pattern")
                return f"The form is the regular expression {pattern.value}" if isinstance(pattern, Literal) else None
            case "In":
                allowed = [write.name(term) for term in self.items(shape, "in")]
                return f"Use one of {', '.join(allowed[:12])}{' …' if len(allowed) > 12 else ''}." if allowed else None
            case "LanguageIn":
                tags = [term.value for term in self.items(shape, "languageIn") if isinstance(term, Literal)]
                return f"Use one of {', '.join(tags)}." if tags else None
            case "Closed":
                return "Use a predicate that the shape allows, or extend the shape."
        return None

    def _parameter_of(self, shape: Term, name: str) -> Term | None:
        return self._shapes.value(shape, sh(name))

    def _items_of(self, shape: Term, name: str) -> list[Term]:
        node = self.parameter(shape, name)
        found: list[Term] = []
        while node is not None and node != _NIL and len(found) < 1000:
            first = self._shapes.value(node, _FIRST)
            if first is None:
                break
            found.append(first)
            node = self._shapes.value(node, _REST)
        return found


def component_name(finding: Finding) -> str:
    """The component of a result, as SHACL's own are called for short."""
    return finding.component.value.removeprefix(SH).removesuffix("ConstraintComponent")
