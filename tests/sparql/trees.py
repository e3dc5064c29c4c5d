"""Random queries and updates from the grammar, as syntax trees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tcgraph.sparql.forms import (
    Alias,
    Ask,
    BaseDeclaration,
    ChangeData,
    Construct,
    Dataset,
    DeleteWhere,
    Describe,
    GraphManagement,
    Load,
    Modifiers,
    Modify,
    Operation,
    Order,
    PrefixDeclaration,
    Prologue,
    QuadsIn,
    Query,
    Select,
    Template,
    Transfer,
    Update,
    UpdateStep,
    VersionDeclaration,
)
from tcgraph.sparql.keywords import ARGUMENTS
from tcgraph.sparql.syntax import (
    XSD,
    Aggregate,
    Alternative,
    Annotated,
    AnnotationBlock,
    Bind,
    Blank,
    BlankWith,
    Call,
    Collection,
    Exists,
    Expression,
    Filter,
    GraphNode,
    Group,
    In,
    Infix,
    InGraph,
    Inverse,
    Iri,
    Lateral,
    Literal,
    Minus,
    Negated,
    Optional,
    Path,
    Pattern,
    Predicate,
    ReifiedTriple,
    Reifier,
    RepeatedPath,
    Sequence,
    Service,
    Term,
    Triples,
    TripleTerm,
    Unary,
    Union,
    Values,
    Var,
)

PREFIX = "http://example.org/ns#"
_PROLOGUE: Prologue = (
    VersionDeclaration("1.2"),
    BaseDeclaration(Iri("http://example.org/base/")),
    PrefixDeclaration("ex", Iri(PREFIX)),
    PrefixDeclaration("", Iri("http://example.org/")),
)
_TEXTS = (
    "",
    "a",
    'he said "no"',
    "back\\slash",
    "two\nlines",
    "tab\t",
    "é ʘ 👾",
    "'",
    "<a> ?b # c",
    "\u2028",
    "\\u0041",
)
_OPERATORS = (("||",), ("&&",), ("=", "!=", "<", ">", "<=", ">="), ("+", "-"), ("*", "/"))
_NAMES = (
    "ex:a",
    "ex:a.b-c",
    ":",
    ":1",
    "ex:",
    "ex:%20",
    r"ex:o\'clock",
    r"ex:a\.",
    "<rel>",
    "<http://example.org/full>",
    "",
)


class Trees:
    """Makes trees.

    Args:
        random: where chance comes from.
        depth: how deep they may go.
        services: whether they ask other servers.
    """

    def __init__(self, random: Random, depth: int = 3, *, services: bool = True) -> None:
        self._random = random
        self._services = services
        self._depth = depth
        self._fresh = 0
        self._deeper = 60
        self._data = False

    def query(self) -> Query:
        made: Query = self._pick(self._select, self._ask, self._construct, self._describe)
        return replace(made, prologue=_PROLOGUE)

    def update(self) -> Update:
        steps = [UpdateStep(_PROLOGUE, self._operation())]
        steps += [UpdateStep((), self._operation()) for _ in range(self._some(2))]
        return Update(
            (*steps, UpdateStep((PrefixDeclaration("x", Iri("urn:x")),), None)) if self._maybe() else tuple(steps)
        )

    # --- chance ---

    def _pick(self, *makers: Callable[[], Any]) -> Any:
        return self._random.choice(makers)()

    def _maybe(self) -> bool:
        return self._random.random() < 0.3

    def _some(self, most: int) -> int:
        return self._random.randint(0, most)

    def _deep(self) -> bool:
        """Whether to go deeper, which a tree does a limited number of times."""
        self._deeper -= self._deeper > 0
        return self._deeper > 0 and self._random.random() < 0.4

    def _new(self) -> Var:
        self._fresh += 1
        return Var(f"new{self._fresh}")

    # --- terms ---

    def _var(self) -> Var:
        return Var(self._random.choice(("a", "b", "c1", "é", "_u", "0")))

    def _iri(self) -> Iri:
        written = self._random.choice(_NAMES)
        match written:
            case "":
                return Iri("urn:made")
            case "<rel>":
                return Iri("http://example.org/base/rel", written)
            case _ if written.startswith("<"):
                return Iri(written[1:-1], written)
        prefix, _, local = written.partition(":")
        return Iri((PREFIX if prefix else "http://example.org/") + local.replace("\\", ""), written)

    def _literal(self) -> Literal:
        value = self._random.choice(_TEXTS)
        match self._some(6):
            case 0:
                return Literal(value, None, self._random.choice(("en", "fr-CA")))
            case 1:
                return Literal(value, None, "ar", self._random.choice(("rtl", "ltr")))
            case 2:
                return Literal(value, self._iri())
            case 3:
                return Literal(self._random.choice(("1", "-2", "+3", "01", "1.5")), Iri(XSD + "integer"))
            case 4:
                kind = self._random.choice(("decimal", "double"))
                return Literal(self._random.choice(("1.5", "-.5", "1e3", "1.e-3", "-1.5E+3", "NaN")), Iri(XSD + kind))
            case 5:
                return Literal(self._random.choice(("true", "false", "1")), Iri(XSD + "boolean"))
        return Literal(value, Iri(XSD + "string"))

    def _constant(self) -> Iri | Literal:
        return self._pick(self._iri, self._literal)  # type: ignore[no-any-return]

    def _term(self) -> Term:
        if self._data:
            return self._constant()
        if self._deep():
            return TripleTerm(self._term(), self._name(), self._term())
        return self._pick(self._var, self._var, self._iri, self._literal, lambda: Blank(""))  # type: ignore[no-any-return]

    def _name(self) -> Var | Iri:
        return self._iri() if self._data or self._maybe() else self._var()

    def _node(self) -> GraphNode:
        if self._data or not self._deep():
            return self._term()
        return self._pick(  # type: ignore[no-any-return]
            lambda: BlankWith(self._predicates()),
            lambda: Collection(tuple(self._node() for _ in range(1 + self._some(2)))),
            self._reified,
        )

    def _reified(self) -> ReifiedTriple:
        part = self._term
        reifier = self._pick(self._name, lambda: None, lambda: Blank(""))
        return ReifiedTriple(self._reified() if self._deep() else part(), self._name(), part(), reifier)

    # --- paths and triples ---

    def _path(self) -> Path:
        if not self._deep():
            return self._iri()
        return self._pick(  # type: ignore[no-any-return]
            lambda: Inverse(self._path()),
            lambda: Sequence(self._paths()),
            lambda: Alternative(self._paths()),
            lambda: RepeatedPath(self._path(), self._random.choice("*+?")),
            lambda: Negated(tuple(self._negated() for _ in range(1 + self._some(2)))),
        )

    def _paths(self) -> tuple[Path, ...]:
        return tuple(self._path() for _ in range(2 + self._some(1)))

    def _negated(self) -> Iri | Inverse:
        return Inverse(self._iri()) if self._maybe() else self._iri()

    def _predicates(self, *, paths: bool = False) -> tuple[Predicate, ...]:
        return tuple(self._predicate(paths=paths) for _ in range(1 + self._some(2)))

    def _predicate(self, *, paths: bool) -> Predicate:
        verb: Var | Path = self._path() if paths and self._maybe() else self._name()
        annotated = isinstance(verb, Var | Iri) and not self._data
        objects = (self._annotated() if annotated and self._deep() else self._node() for _ in range(1 + self._some(1)))
        return Predicate(verb, tuple(objects))

    def _annotated(self) -> Annotated:
        made = (self._annotation() for _ in range(1 + self._some(2)))
        return Annotated(self._node(), tuple(made))

    def _annotation(self) -> Reifier | AnnotationBlock:
        if self._maybe():
            return AnnotationBlock(self._predicates())
        return Reifier(self._pick(self._name, lambda: None, lambda: Blank("")))

    def _triples(self, *, paths: bool = True) -> Triples:
        subject = self._iri() if self._data else self._node()
        if isinstance(subject, BlankWith | Collection | ReifiedTriple) and self._maybe():
            return Triples(subject, ())
        return Triples(subject, self._predicates(paths=paths))

    # --- expressions ---

    def _expression(self, *, aggregates: bool = False) -> Expression:
        if aggregates and self._maybe():
            return self._aggregate()
        if not self._deep():
            return self._pick(self._var, self._iri, self._literal)  # type: ignore[no-any-return]

        def again() -> Expression:
            return self._expression(aggregates=aggregates)

        return self._pick(  # type: ignore[no-any-return]
            lambda: self._infix(aggregates=aggregates),
            lambda: Unary("!", again()),
            lambda: Unary(self._random.choice("+-"), again()),
            lambda: In(again(), tuple(again() for _ in range(self._some(2))), self._maybe()),
            lambda: self._call(aggregates=aggregates),
            lambda: Exists(self._group(), self._maybe()),
            lambda: TripleTerm(self._name(), self._name(), self._constant()),
        )

    def _infix(self, *, aggregates: bool) -> Infix:
        signs = self._random.choice(_OPERATORS)
        count = 1 if "=" in signs else 1 + self._some(2)
        operators = tuple(self._random.choice(signs) for _ in range(count))
        return Infix(operators, tuple(self._expression(aggregates=aggregates) for _ in range(count + 1)))

    def _call(self, *, aggregates: bool) -> Call:
        name = self._random.choice(sorted(ARGUMENTS))
        if name == "BOUND":
            return Call(name, (self._var(),))
        least, most = ARGUMENTS[name]
        function = self._iri() if self._maybe() else name
        count = self._random.randint(least, min(most, least + 2))
        return Call(function, tuple(self._expression(aggregates=aggregates) for _ in range(count)))

    def _aggregate(self) -> Aggregate:
        name = self._random.choice(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))
        argument = None if name == "COUNT" and self._maybe() else self._expression()
        separator = Literal("; ", Iri(XSD + "string")) if name == "GROUP_CONCAT" and self._maybe() else None
        return Aggregate(name, argument, self._maybe(), separator)

    # --- patterns ---

    def _group(self) -> Group:
        self._depth -= 1
        if self._depth > 0 and self._maybe():
            made: tuple[Pattern, ...] = (self._select(),)
        else:
            made = tuple(self._element() for _ in range(self._some(4)))
        self._depth += 1
        return Group(made)

    def _element(self) -> Pattern:
        if self._depth <= 0 or self._maybe():
            return self._triples()
        return self._pick(  # type: ignore[no-any-return]
            self._group,
            lambda: Union(tuple(self._group() for _ in range(2 + self._some(1)))),
            lambda: Optional(self._group()),
            lambda: Minus(self._group()),
            lambda: Lateral(self._group()),
            lambda: InGraph(self._name(), self._group()),
            lambda: Service(self._name(), self._group(), self._maybe()) if self._services else self._group(),
            lambda: Filter(self._expression()),
            lambda: Bind(self._expression(), self._new()),
            self._values,
        )

    def _values(self) -> Values:
        variables = tuple(self._new() for _ in range(self._some(3)))
        rows = (tuple(None if self._maybe() else self._constant() for _ in variables) for _ in range(self._some(3)))
        return Values(variables, tuple(rows))

    # --- queries ---

    def _select(self) -> Select:
        where = self._group()
        modifiers = self._modifiers()
        modifier = self._random.choice(("", "DISTINCT", "REDUCED"))
        if self._maybe():
            keys = tuple(self._pick(self._var, lambda: Alias(self._expression(), self._new())) for _ in range(2))
            columns = tuple(Alias(self._aggregate(), self._new()) for _ in range(1 + self._some(2)))
            having = (self._expression(aggregates=True),)
            modifiers = replace(modifiers, group_by=keys, having=having if self._maybe() else ())
            return Select((), modifier, columns, (), where, modifiers)
        named: tuple[Var | Alias, ...] = tuple(dict.fromkeys(self._var() for _ in range(self._some(2))))
        if named and self._maybe():
            named += (Alias(self._expression(), self._new()),)
        return Select((), modifier, named, (), where, modifiers)

    def _modifiers(self) -> Modifiers:
        orders = (Order(self._expression(), self._random.choice(("", "ASC", "DESC"))) for _ in range(self._some(2)))
        return Modifiers(
            order_by=tuple(orders),
            limit=self._some(9) if self._maybe() else None,
            offset=self._some(9) if self._maybe() else None,
            values=self._values() if self._maybe() else None,
        )

    def _froms(self) -> tuple[Dataset, ...]:
        return tuple(Dataset(self._iri(), self._maybe()) for _ in range(self._some(2)))

    def _ask(self) -> Ask:
        return Ask((), self._froms(), self._group(), self._modifiers())

    def _construct(self) -> Construct:
        plain = tuple(self._triples(paths=False) for _ in range(self._some(3)))
        if self._maybe():
            return Construct((), None, self._froms(), Group(plain), self._modifiers())
        return Construct((), Template(plain), self._froms(), self._group(), self._modifiers())

    def _describe(self) -> Describe:
        terms = tuple(dict.fromkeys(self._name() for _ in range(self._some(2))))
        return Describe((), terms, self._froms(), self._group() if self._maybe() else None, self._modifiers())

    # --- updates ---

    def _template(self) -> Template:
        parts = (self._triples(paths=False) if self._maybe() else self._quads() for _ in range(self._some(3)))
        return Template(tuple(parts))

    def _quads(self) -> QuadsIn:
        return QuadsIn(self._name(), tuple(self._triples(paths=False) for _ in range(self._some(2))))

    def _operation(self) -> Operation:
        def graph() -> Iri | None:
            return self._iri() if self._maybe() else None

        action = self._random.choice(("INSERT", "DELETE"))
        return self._pick(  # type: ignore[no-any-return]
            lambda: ChangeData(action, self._plain()),
            lambda: DeleteWhere(self._plain()),
            lambda: Modify(graph(), None, self._template(), self._froms(), self._group()),
            lambda: Modify(graph(), self._plain(), self._template(), self._froms(), self._group()),
            lambda: Load(self._iri(), graph(), self._maybe()),
            lambda: GraphManagement("CREATE", self._iri(), self._maybe()),
            lambda: GraphManagement(
                self._random.choice(("CLEAR", "DROP")),
                self._random.choice(("DEFAULT", "NAMED", "ALL", self._iri())),
                self._maybe(),
            ),
            lambda: Transfer(self._random.choice(("ADD", "MOVE", "COPY")), graph(), graph(), self._maybe()),
        )

    def _plain(self) -> Template:
        """Data: no variables and no blank nodes."""
        self._data = True
        made = self._template()
        self._data = False
        return made
