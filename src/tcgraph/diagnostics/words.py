"""SHACL results in plain words: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from tcgraph.diagnostics.fixes import replacement
from tcgraph.diagnostics.lookups import LookUps
from tcgraph.diagnostics.names_in_use import UNDEFINED_TERM, UNKNOWN_THING
from tcgraph.diagnostics.naming import Writer, short_name
from tcgraph.diagnostics.suggest import Candidates, local_name
from tcgraph.engine import Engine
from tcgraph.namespaces import STANDARD, application
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
_ABOUT_FOCUS = ("MinCount", "MaxCount", "UniqueLang", "HasValue", "Closed", "Equals", "Disjoint")
"""Components whose sentences name the focus node beside the value."""
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
        self._data = LookUps(engine, (), language)
        self._parameter = cache(self._parameter_of)
        self._list = cache(self._list_of)
        self.rule = cache(self._rule)
        self._candidates = cache(self._candidates_of)
        self._near = cache(self._question)
        self._writers: dict[tuple[tuple[str, str], ...], Writer] = {}

    def prepare(self, findings: Iterable[Finding]) -> None:
        """Ask the engine once what all of these findings need, which would else be asked for each."""
        self._data = LookUps(self._engine, findings, self._language)

    def _writer(self, prefixes: Mapping[str, str]) -> Writer:
        """The writer for a file's prefixes, made once."""
        key = tuple(prefixes.items())
        if key not in self._writers:
            self._writers[key] = Writer(lambda node: self._data.label(node), prefixes)
        return self._writers[key]

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
        if finding.component in (UNDEFINED_TERM, UNKNOWN_THING):
            name, told, remedy = finding.message.split("\n")
            return f"{short_name(name, {**application().prefixes, **prefixes})} {told}", remedy
        component = finding.component.value.removeprefix(_SH).removesuffix("ConstraintComponent")
        own = self._parameter(finding.shape, "message") is not None
        if component in ("SPARQL", "JS") or not finding.component.value.startswith(_SH):
            return self._writer(prefixes).shortened(finding.message) or "A rule of the shape is broken.", None
        writer = self._writer(prefixes)
        what = self._what(component, finding, writer)
        advice = finding.message if own and finding.message else self._remedy(component, finding, writer)
        if what is None:
            return writer.shortened(finding.message) or "The shape is not met.", self._suggestion(component, finding)
        meant = self._suggestion(component, finding)
        return what, " ".join(part for part in (meant, advice) if part) or None

    def replacement(self, finding: Finding) -> Term | None:
        """The one term that the value of a result should have been, where there is one."""
        component = finding.component.value.removeprefix(_SH).removesuffix("ConstraintComponent")
        near = None
        if component in ("Class", "In") and finding.value is not None:
            near = (
                Candidates(())
                if self._is_known(component, finding.value)
                else self._candidates(component, finding.shape)
            )
        return replacement(finding, self._shapes, near)

    def _is_known(self, component: str, value: Term) -> bool:
        return component == "Class" and self._data.is_described(value)

    def subject(self, finding: Finding, prefixes: Mapping[str, str]) -> str:
        """The focus node by its short name."""
        return self._writer(prefixes).name(finding.focus)

    def _rule(self, shape: Term) -> str:
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
        path = write.path(finding)
        # To tell the focus node's label takes a look at the data.
        about_focus = finding.value is None or component in _ABOUT_FOCUS
        focus = write.full(finding.focus) if about_focus else ""
        value = write.name(finding.value) if finding.value is not None else focus
        bound = self._parameter(finding.shape, component[:1].lower() + component[1:])
        limit = write.name(bound) if bound is not None else ""
        match component:
            case "MinCount":
                have = self._have(finding)
                inverse = finding.property_path
                if inverse is not None and inverse.operator == "^":
                    return f"No {path.removesuffix(' from elsewhere')} leads to {focus}."
                if not have:
                    return f"{focus} has no {path}."
                return f"{focus} has {have} of {path}; at least {limit} are needed."
            case "MaxCount":
                have = self._have(finding)
                return f"{focus} has {have or 'too many'} values of {path}; at most {limit} can stand."
            case "Datatype":
                return f"{value} is not {_kind(bound)}."
            case "Class":
                known = finding.value is None or self._data.is_described(finding.value)
                kind = self._data.label(bound) or local_name(limit) if bound is not None else "thing"
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
        wrong: Term | None = finding.predicate if component == "Closed" else finding.value
        if component not in ("Class", "In", "Closed") or wrong is None:
            return None
        return self._near(component, finding.shape, wrong)

    def _question(self, component: str, shape: Term, wrong: Term) -> str | None:
        if self._is_known(component, wrong):
            return None
        return self._candidates(component, shape).question(wrong)

    def _candidates_of(self, component: str, shape: Term) -> Candidates:
        if component == "Class":
            wanted = self._parameter(shape, "class")
            return Candidates(self._data.instances(wanted) if isinstance(wanted, NamedNode) else ())
        if component == "In":
            return Candidates(self._list(shape, "in"))
        inner = self._shapes.objects(shape, NamedNode(_SH + "property"))
        return Candidates(path for one in inner if (path := self._parameter(one, "path")) is not None)

    # -- look-ups

    def _have(self, finding: Finding) -> int:
        return 0 if finding.predicate is None else self._data.count(finding.focus, finding.predicate)

    def _parameter_of(self, shape: Term, name: str) -> Term | None:
        return self._shapes.value(shape, NamedNode(_SH + name))

    def _list_of(self, shape: Term, name: str) -> list[Term]:
        node = self._parameter(shape, name)
        found: list[Term] = []
        while node is not None and node != NamedNode(_RDF + "nil") and len(found) < 1000:
            first = self._shapes.value(node, NamedNode(_RDF + "first"))
            if first is None:
                break
            found.append(first)
            node = self._shapes.value(node, NamedNode(_RDF + "rest"))
        return found


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
    if datatype.value == STANDARD["rdfs"] + "Literal":
        return "of datatype rdfs:Literal, which no literal has; the shape may mean sh:nodeKind sh:Literal"
    return f"of datatype {short_name(datatype.value, application().prefixes)}"


def _node_kind(node: Term) -> str:
    return "an IRI" if isinstance(node, NamedNode) else "a blank node" if isinstance(node, BlankNode) else "a literal"
