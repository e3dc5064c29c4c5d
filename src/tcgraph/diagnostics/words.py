"""SHACL results in plain words: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from tcgraph.diagnostics.naming import Writer, short_name
from tcgraph.diagnostics.suggest import did_you_mean, local_name
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE, STANDARD, application
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl.report import Finding
from tcgraph.shacl.validate import Shapes

_SH = STANDARD["sh"]
_XSD = STANDARD["xsd"]
_RDF = STANDARD["rdf"]
_KINDS = {
    "integer": ("a whole number", "12, without quotes"),
    "decimal": ("a decimal number", "0.5, without quotes"),
    "double": ("a number with exponent", "1.0E3"),
    "boolean": ("true or false", "true, without quotes"),
    "date": ("a date", '"2006-11-30"^^xsd:date'),
    "dateTime": ("a date and time", '"2006-11-30T12:00:00Z"^^xsd:dateTime'),
    "gYear": ("a year", '"2006"^^xsd:gYear'),
    "gYearMonth": ("a year and month", '"2006-11"^^xsd:gYearMonth'),
    "string": ("a text without language tag", '"text"'),
    "anyURI": ("an address", '"https://…"^^xsd:anyURI'),
}
_NODE_KINDS = {
    "IRI": "an IRI", "BlankNode": "a blank node", "Literal": "a literal", "BlankNodeOrIRI": "an IRI or blank node",
    "BlankNodeOrLiteral": "a blank node or literal", "IRIOrLiteral": "an IRI or literal",
}  # fmt: skip
_BOUNDS = {
    "MinInclusive": "less than", "MinExclusive": "not more than", "MaxInclusive": "more than",
    "MaxExclusive": "not less than",
}  # fmt: skip
_MOST_REASONS = 5
_LEADS_TO_SHAPES = (
    *(NamedNode(_SH + name) for name in ("property", "node", "sparql", "not", "qualifiedValueShape")),
    *(NamedNode(_SH + name) for name in ("and", "or", "xone", "parameter", "validator", "nodeValidator")),
    *(NamedNode(_RDF + name) for name in ("first", "rest")),
)


class Words:
    """Says findings in words.

    Args:
        engine: holds the data, for labels and near misses.
        shapes: what the data was checked against.
        language: the language of labels.
    """

    def __init__(self, engine: Engine, shapes: Shapes, language: str = "en") -> None:
        self._engine = engine
        self._shapes = shapes.graph
        self._language = language
        self.label = cache(self._label)
        self._instances = cache(self._instances_of)

    def headline(self, finding: Finding, prefixes: Mapping[str, str]) -> tuple[str, str | None]:
        """What is wrong and what to do, each in a sentence.

        Args:
            finding: a result.
            prefixes: the prefixes of the file where it stands; names are written with them.
        """
        what, advice = self._headline(finding, prefixes)
        reasons = dict.fromkeys(self._headline(inner, prefixes)[0] for inner in _innermost(finding))
        if reasons:
            advice = " ".join((*filter(None, (advice,)), "In detail:", *list(reasons)[:_MOST_REASONS]))
        return what, advice

    def _headline(self, finding: Finding, prefixes: Mapping[str, str]) -> tuple[str, str | None]:
        component = finding.component.value.removeprefix(_SH).removesuffix("ConstraintComponent")
        own = self._parameter(finding.shape, "message") is not None
        if component in ("SPARQL", "JS") or not finding.component.value.startswith(_SH):
            return Writer(self.label, prefixes).shortened(finding.message) or "A rule of the shape is broken.", None
        writer = Writer(self.label, prefixes)
        what = self._what(component, finding, writer)
        advice = finding.message if own and finding.message else self._remedy(component, finding, writer)
        if what is None:
            return writer.shortened(finding.message) or "The shape is not met.", self._suggestion(component, finding)
        meant = self._suggestion(component, finding)
        return what, " ".join(part for part in (meant, advice) if part) or None

    def subject(self, finding: Finding, prefixes: Mapping[str, str]) -> str:
        """The focus node by its short name."""
        return Writer(self.label, prefixes).name(finding.focus)

    def rule(self, shape: Term) -> str:
        """A short name for a shape: its own, or for a blank node that of the shape around it and its path."""
        if isinstance(shape, NamedNode):
            return local_name(shape.value) or shape.value
        path = self._parameter(shape, "path")
        around: Term = shape
        for _ in range(20):
            owner = next(
                (outer for predicate in _LEADS_TO_SHAPES for outer in self._shapes.having(predicate, around)),
                None,
            )
            if owner is None:
                break
            around = owner
            if isinstance(owner, NamedNode):
                suffix = f".{local_name(path.value)}" if isinstance(path, NamedNode) else ""
                return f"{local_name(owner.value)}{suffix}"
        return local_name(path.value) if isinstance(path, NamedNode) else "anonymous-shape"

    # -- sentences

    def _what(self, component: str, finding: Finding, write: Writer) -> str | None:
        focus = write.full(finding.focus)
        path = write.path(finding)
        value = write.name(finding.value) if finding.value is not None else focus
        bound = self._parameter(finding.shape, component[:1].lower() + component[1:])
        limit = write.name(bound) if bound is not None else ""
        match component:
            case "MinCount":
                have = self._count(finding)
                inverse = finding.property_path
                if inverse is not None and inverse.operator == "^":
                    return f"No {path.removesuffix(' from elsewhere')} leads to {focus}."
                if not have:
                    return f"{focus} has no {path}."
                return f"{focus} has {have} of {path}; at least {limit} are needed."
            case "MaxCount":
                have = self._count(finding)
                return f"{focus} has {have or 'too many'} values of {path}; at most {limit} can stand."
            case "Datatype":
                return f"{value} is not {_kind(bound)}."
            case "Class":
                known = finding.value is None or self._described(finding.value)
                kind = self.label(bound) or local_name(limit) if bound is not None else "thing"
                article = "an" if kind[:1].lower() in "aeio" else "a"
                return f"{value} is not {article} {kind} ({limit})." if known else f"{value} is not described anywhere."
            case "NodeKind":
                wanted = _NODE_KINDS.get(local_name(bound.value) if isinstance(bound, NamedNode) else "", limit)
                return f"{value} is {_node_kind(finding.value or finding.focus)}; {path} takes {wanted}."
            case "In":
                return f"{value} is not one of the values that {path} can have."
            case "Pattern":
                return f"{value} does not have the form that {path} asks for."
            case "MinLength" | "MaxLength":
                short = "short" if component == "MinLength" else "long"
                return f"{value} is too {short} for {path}; the limit is {limit} characters."
            case "LanguageIn":
                return f"{value} is in a language that {path} does not take."
            case "UniqueLang":
                return f"{focus} has more than one {path} in one language."
            case "MinInclusive" | "MinExclusive" | "MaxInclusive" | "MaxExclusive":
                return f"{value} is {_BOUNDS[component]} {limit}, which {path} does not allow."
            case "HasValue":
                return f"{focus} lacks {limit} as {path}."
            case "Closed":
                return f"{path} cannot be used on {focus}."
            case "LessThan" | "LessThanOrEquals":
                return f"{value} as {path} is not {'less than' if component == 'LessThan' else 'at most'} {limit}."
            case "Equals" | "Disjoint":
                verb = "must have the same values as" if component == "Equals" else "must not share a value with"
                return f"{path} of {focus} {verb} {limit}: {value}."
        return None

    def _remedy(self, component: str, finding: Finding, write: Writer) -> str | None:
        path = write.path(finding)
        match component:
            case "MinCount":
                return f"Add {path} to it."
            case "Datatype":
                wanted = self._parameter(finding.shape, "datatype")
                name = wanted.value.removeprefix(_XSD) if isinstance(wanted, NamedNode) else ""
                return f"Write it like this: {_KINDS[name][1]}." if name in _KINDS else None
            case "Pattern":
                pattern = self._parameter(finding.shape, "pattern")
                return f"The form is the regular expression {pattern.value}" if isinstance(pattern, Literal) else None
            case "In":
                allowed = [write.name(term) for term in self._list(finding.shape, "in")]
                return f"Use one of {', '.join(allowed[:12])}{' …' if len(allowed) > 12 else ''}." if allowed else None
            case "LanguageIn":
                tags = [term.value for term in self._list(finding.shape, "languageIn") if isinstance(term, Literal)]
                return f"Use one of {', '.join(tags)}." if tags else None
            case "Closed":
                return "Use a predicate that the shape allows, or extend the shape."
        return None

    def _suggestion(self, component: str, finding: Finding) -> str | None:
        wrong: Term | None = finding.value
        candidates: list[Term] = []
        if component == "Class":
            wanted = self._parameter(finding.shape, "class")
            if isinstance(wanted, NamedNode) and wrong is not None and not self._described(wrong):
                candidates = list(self._instances(wanted))
        elif component == "In":
            candidates = self._list(finding.shape, "in")
        elif component == "Closed":
            wrong = finding.predicate
            candidates = [
                path
                for inner in self._shapes.objects(finding.shape, NamedNode(_SH + "property"))
                if (path := self._parameter(inner, "path")) is not None
            ]
        return did_you_mean(wrong, candidates)

    # -- look-ups

    def _parameter(self, shape: Term, name: str) -> Term | None:
        return self._shapes.value(shape, NamedNode(_SH + name))

    def _list(self, shape: Term, name: str) -> list[Term]:
        node = self._parameter(shape, name)
        found: list[Term] = []
        while node is not None and node != NamedNode(_RDF + "nil") and len(found) < 1000:
            first = self._shapes.value(node, NamedNode(_RDF + "first"))
            if first is None:
                break
            found.append(first)
            node = self._shapes.value(node, NamedNode(_RDF + "rest"))
        return found

    def _count(self, finding: Finding) -> int:
        if finding.predicate is None or isinstance(finding.focus, Literal):
            return 0
        query = "SELECT DISTINCT ?o ?s ?p { ?s ?p ?o }"
        return sum(1 for _ in self._engine.select(query, bindings={"s": finding.focus, "p": finding.predicate}))

    def _described(self, node: Term) -> bool:
        return isinstance(node, Literal) or self._engine.ask("ASK { ?node ?p ?o }", bindings={"node": node})

    def _label(self, node: Term) -> str | None:
        if isinstance(node, Literal):
            return None
        query = "SELECT ?label ?node { ?node rdfs:label|skos:prefLabel ?label }"
        found = [row[0] for row in self._engine.select(query, bindings={"node": node})]
        labels = [label for label in found if isinstance(label, Literal)]
        labels.sort(key=lambda label: (label.language != self._language, bool(label.language), label.value))
        return labels[0].value if labels else None

    def _instances_of(self, kind: NamedNode) -> tuple[Term, ...]:
        query = f"SELECT DISTINCT ?x ?kind {{ ?x {RDF_TYPE}/rdfs:subClassOf* ?kind }}"
        return tuple(row[0] for row in self._engine.select(query, bindings={"kind": kind}) if row[0] is not None)


def _innermost(finding: Finding) -> Iterator[Finding]:
    """The findings of nested shapes that rest on no others."""
    for detail in finding.details:
        if detail.details:
            yield from _innermost(detail)
        else:
            yield detail


def _kind(datatype: Term | None) -> str:
    if not isinstance(datatype, NamedNode):
        return "of the datatype that is asked for"
    name = datatype.value.removeprefix(_XSD)
    if name in _KINDS:
        return f"{_KINDS[name][0]} (xsd:{name})"
    if datatype.value == _RDF + "langString":
        return 'a text with a language tag: "text"@en'
    return f"of datatype {short_name(datatype.value, application().prefixes)}"


def _node_kind(node: Term) -> str:
    return "an IRI" if isinstance(node, NamedNode) else "a blank node" if isinstance(node, BlankNode) else "a literal"
