"""SHACL results in plain words: what is wrong, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from tcgraph.diagnostics.constraint_phrases import (
    NODE_KINDS,
    ConstraintPhrase,
    Constraints,
    component_name,
    glossed,
    is_text,
    kind,
    listed,
    node_kind,
    said_together,
    written_as,
    wrong_form,
)
from tcgraph.diagnostics.fixes import REPLACED, literal_meant, replacement
from tcgraph.diagnostics.locate import innermost
from tcgraph.diagnostics.lookups import LookUps
from tcgraph.diagnostics.misnamed_classes import MisnamedClasses
from tcgraph.diagnostics.names_in_use import UNDEFINED_TERM, UNKNOWN_THING
from tcgraph.diagnostics.rule_names import RuleNames
from tcgraph.diagnostics.suggest import Candidates, local_name, namespace, prefixed
from tcgraph.diagnostics.term_names import TermWriter
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE, STANDARD, Prefixes, application
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.transition import CHANGE
from tcgraph.shacl.validate import Shapes
from tcgraph.shacl.validation_report import Finding
from tcgraph.turtle.leaves import as_written

_SH, _RDF = STANDARD["sh"], STANDARD["rdf"]
_BOUNDS = {
    "MinInclusive": "less than", "MinExclusive": "not more than", "MaxInclusive": "more than",
    "MaxExclusive": "not less than",
}  # fmt: skip
_ABOUT_FOCUS = ("MinCount", "MaxCount", "UniqueLang", "HasValue", "Closed", "Equals", "Disjoint")
"""Components whose sentences name the focus node beside the value."""
_OF_VALUE = frozenset(
    ("Datatype", "Class", "NodeKind", "In", "Pattern", "MinLength", "MaxLength", "LanguageIn", *_BOUNDS)
)
"""Components whose sentences are of the value alone: what is wrong a thousand times is put in words once."""
_ORDER = {"LessThan": ("be less than", "be before"), "LessThanOrEquals": ("not be more than", "not be after")}
_MOST_REASONS = 5
_FEW = 15  # so many concepts of a list can be named in a sentence
_DATATYPE = re.compile(r"(?<![\w^])xsd:(\w+)")
_EXAMPLE = re.compile(r', [^,."]*"[^"]*"\^\^\w+:\w+(?=[.,;])')
"""How an advice shows the form of a value, which is shown once where the value itself is written out in it."""
_MISSING, _STEPWISE = ("MinCount", "QualifiedMinCount"), ("MinCount", "HasValue")
_OF_A_THING = ("Class", "Node", "And", "Or", "Xone", "In")


class ResultWords:
    """Says findings in words; the engine holds the data, for labels and near misses."""

    def __init__(self, engine: Engine, shapes: Shapes, language: str = "en") -> None:
        self._engine = engine
        self._shapes = shapes.graph
        self._language = language
        self._data = LookUps(engine, (), language)
        self.misnamed = MisnamedClasses(self._data, self._shapes)
        self._constraints = Constraints(self._shapes)
        self._parameter, self._list = self._constraints.parameter, self._constraints.items
        self.rule = cache(RuleNames(shapes.graph, self._constraints.parameter).name)
        self._candidates = cache(self._candidates_of)
        self._near = cache(self._question)
        self._beside = cache(self._beside_of)
        self._writers: dict[tuple[tuple[str, str], ...], TermWriter] = {}
        self._told: dict[tuple[object, ...], tuple[str, str | None]] = {}
        self._replaced: tuple[Finding | None, Term | None] = None, None
        self._latest: tuple[Mapping[str, str], TermWriter] = ({}, TermWriter(lambda node: self._data.label(node), {}))

    def prepare(self, findings: Iterable[Finding]) -> None:
        """Ask the engine once what all of these findings need, which would else be asked for each."""
        self._told.clear()
        self._data = LookUps(self._engine, findings, self._language)
        self.misnamed = MisnamedClasses(self._data, self._shapes)

    def _writer(self, prefixes: Mapping[str, str]) -> TermWriter:
        """The writer for a file's prefixes, made once; most findings in a row are of one file."""
        if prefixes is not self._latest[0]:
            key = tuple(prefixes.items())
            if key not in self._writers:
                self._writers[key] = TermWriter(lambda node: self._data.label(node), prefixes)
            self._latest = prefixes, self._writers[key]
        return self._latest[1]

    def headline(self, finding: Finding, prefixes: Mapping[str, str]) -> tuple[str, str | None]:
        """What is wrong and what to do, each in a sentence.

        Args:
            finding: a result.
            prefixes: the prefixes of the file where it stands; names are written with them.
        """
        what, advice = self._headline(finding, prefixes)
        advice = prefixed(advice, finding.value, self._writer(prefixes).name)
        if not finding.details:
            return what, advice
        # What a text lacks that should be in one language is not wrong with those in the others.
        alone = self._strange(finding) is not None or (finding.value is None and component_name(finding) in _MISSING)
        behind = [] if alone else [each for each in innermost(finding) if self._says_something(each)]
        own = self._parameter(finding.shape, "message") is not None
        # Of several that a value may be, one that it nearly is.
        behind = [each for each in behind if self._suggestion("Datatype", each)][:1] or behind
        reasons = said_together(self._headline(each, prefixes)[0] for each in behind)[:_MOST_REASONS]
        if reasons and own and what == finding.message and len({each.component for each in behind}) == 1:
            # What is wrong with the value comes before what the shape would have one do.
            return " ".join(reasons), " ".join(filter(None, (self._suggestion("Datatype", behind[0]), what)))
        if reasons:
            advice = " ".join((*filter(None, (advice,)), "In detail:", *reasons))
        return what, advice

    def _headline(self, finding: Finding, prefixes: Mapping[str, str]) -> tuple[str, str | None]:
        writer = self._writer(prefixes)
        asked, value = self._constraints.asked(finding, writer), finding.value
        if asked.component not in _OF_VALUE or finding.details or value is None or value == finding.focus:
            return self._in_words(finding, asked, writer, prefixes)
        key = (finding.shape, asked, value, finding.message)
        if key not in self._told:
            self._told[key] = self._in_words(finding, asked, writer, prefixes)
        return self._told[key]

    def _in_words(
        self, finding: Finding, asked: ConstraintPhrase, writer: TermWriter, prefixes: Mapping[str, str]
    ) -> tuple[str, str | None]:
        component, own, strange = asked.component, asked.own, self._strange(finding)
        if asked.by_message and finding.component in (UNDEFINED_TERM, UNKNOWN_THING):
            name, told, remedy = finding.message.split("\n")
            return f"{Prefixes({**application().prefixes, **prefixes}).shorten(name)} {told}", remedy
        if asked.by_message:
            told = _DATATYPE.sub(glossed, writer.shortened(finding.message))
            return told or "A rule of the shape is broken.", strange or None
        advice = finding.message if own and finding.message else asked.remedy
        meant = self.misnamed.question(finding) or self._suggestion(component, finding) or strange
        # A path of several steps is no name that people know: what to do says it better.
        steps = finding.property_path is not None and finding.property_path.operator == "/"
        what = None if own and steps and component in _STEPWISE else self._what(asked, finding, writer)
        if strange is not None and component in _OF_A_THING and finding.value is not None:
            what = f"{writer.name(finding.value)} is not described anywhere."
            if component == "Node" and not strange and (others := self._of_the_list(finding, writer)):
                advice = " ".join(filter(None, (others, advice)))
        if component == "Class" and finding.value is not None and not self._data.is_described(finding.value):
            advice = advice or f"Describe it as {self._a_member(asked)}, or name one."
        if what is None:
            return writer.shortened(finding.message) or "The shape is not met.", meant
        if component == "Datatype" and meant and advice and advice.count("^^") == 1:
            advice = _EXAMPLE.sub("", advice)
        return what, " ".join(part for part in (meant, advice) if part) or None

    def _strange(self, finding: Finding) -> str | None:
        """What may be meant by a name of which nothing says what it is; empty where no other is near.

        None where the value is no such name, or stands in a namespace of which nothing is described at all.
        """
        value = finding.value
        if not isinstance(value, NamedNode) or value == finding.focus or finding.component.value.startswith(CHANGE):
            return None
        if self._data.is_typed(value):
            return None
        return self.near(value)

    def near(self, name: NamedNode) -> str | None:
        """What may be meant by a name; empty where none of its namespace is near, None where nothing is there."""
        others = self._beside(namespace(name.value))
        return None if others is None else others.question(name) or ""

    def _beside_of(self, start: str) -> Candidates | None:
        others = self._data.typed_in(start)
        return Candidates(others) if others else None

    def stands_beside(self, finding: Finding) -> bool:
        """Whether the value of a comparison with another property is a value of that one."""
        other = self._parameter(finding.shape, "equals")
        if other is None or finding.value is None:
            return False
        there = {"focus": finding.focus, "other": other, "value": finding.value}
        return self._engine.ask("ASK { ?focus ?other ?value }", bindings=there)

    def without_description(self, finding: Finding) -> Term | None:
        """The name of which a finding tells that nothing says what it is; None where it tells something else."""
        if finding.predicate == RDF_TYPE and finding.component == NamedNode(_SH + "MinCountConstraintComponent"):
            return finding.focus
        unknown = finding.component == UNDEFINED_TERM and finding.predicate != RDF_TYPE
        return finding.predicate if unknown else None if self._strange(finding) is None else finding.value

    def _says_something(self, finding: Finding) -> bool:
        """Whether a nested result is of use: that a shape must not be met says nothing without a message."""
        bare = finding.component == NamedNode(_SH + "NotConstraintComponent")
        return not bare or self._parameter(finding.shape, "message") is not None

    def replacement(self, finding: Finding) -> Term | None:
        """The one term that the value of a result should have been, where there is one."""
        if finding is not self._replaced[0]:
            # The headline asks, and whoever writes the fix does.
            self._replaced = finding, self._replacement_of(finding)
        return self._replaced[1]

    def _replacement_of(self, finding: Finding) -> Term | None:
        component = component_name(finding)
        near = None
        if component not in REPLACED:
            return None
        if component in ("Class", "In") and finding.value is not None:
            if self._is_known(component, finding.value):
                return None
            near = self._candidates(component, finding.shape)
        found = replacement(finding, self._shapes, near)
        if finding.value is None or found is None or near is None or near.is_same(finding.value, found):
            return found
        # A hand slips once; what others say, too, is a word of its own, however near.
        return found if self._data.stands_once(finding.value) else None

    def _is_known(self, component: str, value: Term) -> bool:
        return component in ("Class", "In") and isinstance(value, NamedNode) and self._data.is_described(value)

    def subject(self, finding: Finding, prefixes: Mapping[str, str]) -> str:
        """The focus node by its short name."""
        return self._writer(prefixes).name(finding.focus)

    def asked_kind(self, finding: Finding) -> Term | None:
        """The class of which a value was to be, or the list."""
        return self._parameter(finding.shape, "class") or self._asked_list(finding)

    def path(self, finding: Finding) -> str:
        """The property that a finding is about, with the project's prefixes."""
        return self._writer({}).path(finding)

    def name(self, term: Term) -> str:
        """A term with the project's prefixes."""
        return self._writer({}).name(term)

    # -- sentences

    def _what(self, asked: ConstraintPhrase, finding: Finding, write: TermWriter) -> str | None:
        component, path, bound, limit = asked.component, asked.path, asked.bound, asked.limit
        # To tell the focus node's label takes a look at the data.
        about_focus = finding.value is None or component in _ABOUT_FOCUS
        focus = write.full(finding.focus) if about_focus else ""
        value = write.name(finding.value) if finding.value is not None else focus
        match component:
            case "MinCount":
                have = 0 if finding.predicate is None else self._data.count(finding.focus, finding.predicate)
                if finding.predicate == RDF_TYPE:
                    return f"Nothing says what {focus} is."
                if ", " not in path and all(each.endswith(" from elsewhere") for each in path.split(" or ")):
                    return f"No {path.replace(' from elsewhere', '')} leads to {focus}."
                if not have:
                    return f"{focus} has no {path}."
                return f"{focus} has {have} of {path}; at least {limit} are needed."
            case "QualifiedMinCount":
                return f"{focus} has no {path} of the kind that is asked for."
            case "MaxCount":
                values = self._values(finding)
                which = f", {listed(write.name(each) for each in values)}" if 0 < len(values) <= _MOST_REASONS else ""
                number = len(values) if which else "too many"
                return f"{focus} has {number} values of {path}{which}; at most {limit} can stand."
            case "Datatype":
                if isinstance(finding.value, Literal) and self.replacement(finding) is not None:
                    return f"{value} is written as {written_as(finding.value)}, and not as {kind(bound)}."
                return f"{value} is not {kind(bound)}."
            case "Class":
                known = finding.value is None or self._data.is_described(finding.value)
                wanted = self._a_member(asked)
                if known and finding.value is not None and self._data.is_class(finding.value):
                    return f"{value} is the word for a kind; name a particular thing, {wanted}."
                if known:
                    return f"{value} is not {wanted}."
                return f"{value} is not described anywhere."
            case "NodeKind":
                wanted = NODE_KINDS.get(local_name(bound.value) if isinstance(bound, NamedNode) else "", limit)
                return f"{value} is {node_kind(finding.value or finding.focus)}; {path} takes {wanted}."
            case "In":
                return f"{value} is not one of the values that {path} can have."
            case "Pattern":
                return f"{value} {wrong_form(finding.value, bound, path)}."
            case "MinLength" | "MaxLength":
                short, least = ("short", "least") if component == "MinLength" else ("long", "most")
                return f"{value} is too {short} for {path}, which takes at {least} {limit} characters."
            case "LanguageIn":
                tag = finding.value.language if isinstance(finding.value, Literal) else None
                if not tag:
                    return f"{value} has no language tag, which {path} is to have."
                return f"{value} has the language tag “{tag}”, which {path} does not take."
            case "UniqueLang":
                return f"{focus} has more than one {path} in one language."
            case "MinInclusive" | "MinExclusive" | "MaxInclusive" | "MaxExclusive":
                if is_text(finding.value) and not is_text(bound):
                    return f"{value} is a text, and cannot be compared with {limit}, as {path} asks."
                return f"{value} is {_BOUNDS[component]} {limit}, which {path} does not allow."
            case "HasValue":
                if finding.predicate == NamedNode(STANDARD["skos"] + "inScheme"):
                    return f"{focus} is not in the list {write.full(bound) if bound is not None else limit}."
                return f"{focus} lacks {limit} as {path}."
            case "Closed":
                return f"{path} cannot be used on {focus}."
            case "LessThan" | "LessThanOrEquals":
                of_time = isinstance(finding.value, Literal) and "#date" in finding.value.datatype.value.replace(
                    "gYear", "date"
                )
                other = self._data.first_values(finding, bound, 1) if isinstance(bound, NamedNode) else []
                its = f", which is {write.name(other[0])}" if other else ""
                return f"{path} is {value}, and must {_ORDER[component][of_time]} {limit}{its}."
            case "Equals" if self.stands_beside(finding):
                others = [write.name(each) for each in self._values(finding)][:_MOST_REASONS]
                where = f"and by {path} it is {listed(others)}" if others else f"to which {path} does not lead"
                return f"{limit} of {focus} is {value}, {where}."
            case "Equals":
                return f"{path} leads from {focus} to {value}, which is not among {limit} of it."
            case "Disjoint":
                return f"{value} of {focus} is both {path} and {limit}."
        return None

    def _a_member(self, asked: ConstraintPhrase) -> str:
        """What a member of the class is called that a constraint asks for."""
        bound = asked.bound
        called = (
            "thing" if bound is None else self._data.label(bound) or local_name(getattr(bound, "value", asked.limit))
        )
        return f"{'an' if called[:1].lower() in 'aeio' else 'a'} {called} ({asked.limit})"

    def _suggestion(self, component: str, finding: Finding) -> str | None:
        if component == "Datatype" and (fitting := self.replacement(finding)) is not None:
            return f"Write {as_written(fitting, application().prefixes)}."
        if isinstance(finding.value, Literal) and component in ("Datatype", "Or", "Xone", "LanguageIn"):
            return literal_meant(finding.value, finding.shape, self._shapes)
        wrong: Term | None = finding.predicate if component == "Closed" else finding.value
        if component not in ("Class", "In", "Closed") or wrong is None:
            return None
        return self._near(component, finding.shape, wrong)

    def _question(self, component: str, shape: Term, wrong: Term) -> str | None:
        return None if self._is_known(component, wrong) else self._candidates(component, shape).question(wrong)

    def _candidates_of(self, component: str, shape: Term) -> Candidates:
        if component == "Class":
            wanted = self._parameter(shape, "class")
            return Candidates(self._data.instances(wanted) if isinstance(wanted, NamedNode) else ())
        if component == "In":
            return Candidates(self._list(shape, "in"))
        inner = self._shapes.objects(shape, NamedNode(_SH + "property"))
        return Candidates(path for one in inner if (path := self._parameter(one, "path")) is not None)

    # -- look-ups

    def _of_the_list(self, finding: Finding, write: TermWriter) -> str | None:
        """The concepts of the list that a value was to be of, where they are few."""
        if (asked := self._asked_list(finding)) is None:
            return None
        query = "SELECT ?value ?list { ?value skos:inScheme ?list } ORDER BY ?value"
        values = [value for value, _ in self._engine.select(query, bindings={"list": asked}) if value is not None]
        return f"There are {listed(write.name(each) for each in values)}." if 1 < len(values) <= _FEW else None

    def _asked_list(self, finding: Finding) -> Term | None:
        node = self._parameter(finding.shape, "node")
        inner = self._shapes.objects(node, NamedNode(_SH + "property")) if node is not None else ()
        lists = [found for each in inner if (found := self._parameter(each, "hasValue")) is not None]
        return lists[0] if len(lists) == 1 else None

    def _values(self, finding: Finding) -> list[Term]:
        """The values that a path leads to, up to one more than a sentence can hold."""
        path = finding.property_path
        if path is None:
            return []
        if finding.predicate is not None:
            return self._data.first_values(finding, finding.predicate, _MOST_REASONS + 1)
        query = f"SELECT DISTINCT ?value ?focus {{ ?focus {path.sparql()} ?value }} ORDER BY ?value"
        rows = self._engine.select(f"{query} LIMIT {_MOST_REASONS + 1}", bindings={"focus": finding.focus})
        return [value for value, _ in rows if value is not None]
