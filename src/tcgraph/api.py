"""What ``import tcgraph`` offers: a graph to query, validate, reason over, explain and report from.

It mirrors the command line: :func:`load` takes files of anybody's, :func:`open` a project's published graph or a
SPARQL server, and what they give does what the commands of the same names do. docs/python.md shows all of it.
"""

from __future__ import annotations

import csv
import datetime
import decimal
import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tcgraph.errors import BadParameter
from tcgraph.namespaces import STANDARD, application
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Term, Triple

if TYPE_CHECKING:
    from tcgraph.diagnostics.check import Outcome
    from tcgraph.diagnostics.files import CheckedFile
    from tcgraph.diagnostics.inputs import Inputs
    from tcgraph.engine import Engine
    from tcgraph.owl.proof import Proof, Reasoning
    from tcgraph.project import Project

Value = str | int | float | bool | decimal.Decimal | datetime.date | datetime.datetime
"""What a cell holds in Python: IRIs and texts are strings, numbers are numbers, dates are dates."""

_READ: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger"), int),
    **dict.fromkeys(("double", "float"), float),
    "decimal": decimal.Decimal,
    "date": datetime.date.fromisoformat,
    "dateTime": datetime.datetime.fromisoformat,
    "boolean": lambda text: text in ("true", "1"),
}


def load(*sources: str | Path | bytes, format: str = "turtle") -> Graph:
    """Load RDF into memory: files, directories, addresses, or the bytes of one document.

    Args:
        sources: paths (each file fills a named graph of its own, its ``file:`` address), packed or not, or bytes.
        format: the syntax of bytes: ``turtle``, ``nt``, ``nq``, ``trig``, ``rdf`` or ``jsonld``; files tell it by
            their first lines and their ending.

    Raises:
        BrokenInput: a source is not there or does not parse; with path, line and column.
    """
    from tcgraph.diagnostics.inputs import Inputs
    from tcgraph.engine.literal_forms import TermEngine

    engine = TermEngine()
    inputs = Inputs()
    files = inputs.checked([Path(source) for source in sources if not isinstance(source, bytes)])
    for file in files:
        graph = None if file.format.holds_graph_names else file.graph
        engine.load(file.path, file.format, graph=graph, base=file.base)
    for number, source in enumerate(source for source in sources if isinstance(source, bytes)):
        kind = GraphFormat.named(format)
        engine.load(source, kind, graph=None if kind.holds_graph_names else NamedNode(f"urn:document:{number + 1}"))
    return Graph(engine, files=files, inputs=inputs)


def open(where: str | Path | None = None) -> Graph:  # noqa: A001 -- as sqlite3 and shelve name it
    """Open a project's published graph, or one that a SPARQL server holds.

    Args:
        where: a project's directory, or the address of a server; by default the project at or above the working
            directory, else the one that is shipped. A project is built first where its files have changed.

    Raises:
        ProjectNotFound: there is no project there.
        TcgraphError: it cannot be built, or the server cannot be asked.
    """
    from tcgraph.engine import open_engine
    from tcgraph.project import find_project, open_project
    from tcgraph.publish.build import open_published

    if isinstance(where, str) and where.startswith(("http://", "https://")):
        return Graph(open_engine(where, os.environ))
    project = find_project(Path.cwd(), os.environ) if where is None else open_project(Path(where))
    return Graph(open_published(project, os.environ).engine, project=project)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT.

    Attributes:
        columns: names, in the query's order.
        terms: the rows as RDF terms, None where nothing is bound.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]

    def __iter__(self) -> Iterator[dict[str, Value | None]]:
        """Each row by column name, in Python's own types."""
        return (dict(zip(self.columns, map(value_of, row), strict=True)) for row in self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def csv(self) -> str:
        """The table as SPARQL 1.1 Query Results CSV."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(self.columns)
        writer.writerows([getattr(term, "value", "") if term is not None else "" for term in row] for row in self.terms)
        return text.getvalue()


class Graph:
    """A graph in memory or on a server.

    Args:
        engine: holds it.
        project: whose it is, with named queries and shapes; None for anybody's files.
        files: the files that it was loaded from, to say where a fault stands.
        inputs: what those were named as; None for what they are.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        project: Project | None = None,
        files: Sequence[CheckedFile] = (),
        inputs: Inputs | None = None,
    ) -> None:
        self.engine = engine
        self.project = project
        self._files = tuple(files)
        self._inputs = inputs

    def __len__(self) -> int:
        """How many triples it holds, each named graph counted by itself."""
        return self.engine.size()

    def query(self, query: str, **values: object) -> Table:
        """Run a SELECT query, or a named query of the project.

        Args:
            query: SPARQL, or a name such as ``donors-by-recommendation``.
            values: for a named query its parameters, as a person writes them; else values for variables, which are
                bound as terms and never become part of the text.

        Raises:
            BrokenQuery: the text does not parse; with line and column.
            UnknownQuery, BadParameter: there is no such named query, or a value does not fit.
        """
        if self.project is not None and "{" not in query:
            from tcgraph.queries import read_queries

            text = read_queries(self.project.queries)[query].bind({name: str(value) for name, value in values.items()})
            found = self.engine.select(text)
        else:
            text = _bound(query, values)
            found = self.engine.select(text)
        return Table(found.variables, tuple(found))

    def ask(self, query: str, **values: object) -> bool:
        """Run an ASK query; values as for :meth:`query`."""
        text = _bound(query, values)
        return self.engine.ask(text)

    def construct(self, query: str, **values: object) -> list[Triple]:
        """Run a CONSTRUCT or DESCRIBE query; values as for :meth:`query`. Each triple once."""
        text = _bound(query, values)
        return list(dict.fromkeys(self.engine.construct(text)))

    def validate(self, *shapes: str | Path, infer: bool = False) -> Outcome:
        """Check the files that the graph was loaded from against SHACL shapes (W3C Recommendation, 2017).

        Args:
            shapes: files or directories of shapes; by default the project's.
            infer: reason first (OWL 2 RL), so that shapes see what follows.

        Returns:
            ``conforms``, and ``diagnostics``: each with message, rule, level, and a location of path, line and column.

        Raises:
            BadParameter: there is nothing to judge, or nothing to judge by.
        """
        from tcgraph.diagnostics.check import Check, run_check
        from tcgraph.diagnostics.files import named_files
        from tcgraph.diagnostics.inputs import Inputs
        from tcgraph.engine.literal_forms import TermEngine

        inputs = self._inputs or Inputs()
        rules = [file.path for file in named_files(inputs.files(map(Path, shapes)))]
        files = self._files
        if self.project is not None:
            from tcgraph.project import Role
            from tcgraph.publish.project_graph import checked_files

            files = tuple(checked_files(self.project, Role.ONTOLOGY, Role.DATA))
            rules = rules or [file.path for file in self.project.files(Role.SHAPES)]
        if not files or not rules:
            raise BadParameter("Validation needs files and shapes: load(FILE …).validate(SHAPES …).")
        described = application().described if self.project is not None and not shapes else ()
        check = Check(files, rules, (), "compiled", "rules" if infer else None, described)
        return inputs.renamed(run_check(check, TermEngine()))

    def reason(self) -> Reasoning:
        """Add what follows under OWL 2 RL, in a graph of its own (W3C OWL 2 Profiles §4.3).

        Returns:
            How much was inferred, by which rules, and what cannot be true together.
        """
        from tcgraph.owl.reason import reason

        return reason(self.engine)

    def explain(self, subject: object, predicate: object, object_: object) -> Proof | None:
        """Why a triple holds: asserted, or its proof down to asserted facts; None when it does not hold.

        Args:
            subject: a term, an IRI, ``prefix:name``, or in a project a path such as ``recommendation/12``.
            predicate: likewise.
            object_: likewise; any other text or number is a literal.

        Raises:
            ProofNotFound: what follows was made by another reasoner, or the search met its limits.
        """
        from tcgraph.explain.triple import Explainer

        fact = (term_of(subject, named=True), term_of(predicate, named=True), term_of(object_, named=True))
        return Explainer(self.engine).explain(fact)

    def report(self, cycle: str, format: str = "md") -> bytes:
        """The implementation report of a cycle, as ``tcgraph report --cycle`` writes it.

        Args:
            cycle: its name, such as ``2006-10``.
            format: ``md``, ``html``, ``docx`` or ``pdf`` (through LibreOffice).

        Raises:
            BadParameter: the graph is of no project, or the cycle is unknown or not open.
        """
        if self.project is None:
            raise BadParameter("Only a project has cycles to report on: tcgraph.open(DIR).report(CYCLE).")
        from tcgraph.followup.project_engine import open_graph
        from tcgraph.followup.report.query_rows import NamedQueryRows
        from tcgraph.followup.report.setting import cycle_report, set_as
        from tcgraph.queries import read_queries

        answers = NamedQueryRows(open_graph(self.project), read_queries(self.project.queries))
        return set_as(cycle_report(answers, cycle), format)


def _bound(query: str, values: Mapping[str, object]) -> str:
    """A query joined with values at the start of its outermost group (SPARQL 1.1 §10), whether it shows them or not."""
    from tcgraph.engine.remote import with_bindings

    return with_bindings(query, {name: term_of(value) for name, value in values.items()})


def term_of(value: object, *, named: bool = False) -> Term:
    """A Python value as an RDF term.

    Args:
        value: a term, or text, number, truth value, date or time.
        named: whether text may name a thing: an IRI, ``prefix:name``, or a path below the application's things.

    Raises:
        BadParameter: no term stands for it.
    """
    xsd = STANDARD["xsd"]
    match value:
        case NamedNode() | BlankNode() | Literal() | Triple():
            return value
        case bool():
            return Literal(str(value).lower(), datatype=NamedNode(xsd + "boolean"))
        case int() | float() | decimal.Decimal():
            kind = "integer" if isinstance(value, int) else "double" if isinstance(value, float) else "decimal"
            return Literal(str(value), datatype=NamedNode(xsd + kind))
        case datetime.datetime():
            return Literal(value.isoformat(), datatype=NamedNode(xsd + "dateTime"))
        case datetime.date():
            return Literal(value.isoformat(), datatype=NamedNode(xsd + "date"))
        case str():
            return (_name(value) if named else None) or Literal(value)
    raise BadParameter(f"{value!r} is no value for a query: give text, a number, a date or an RDF term.")


def _name(text: str) -> NamedNode | None:
    if " " in text or not text:
        return None
    try:
        return application().prefixes.expand(text)
    except ValueError:
        return NamedNode(application().things + text) if "/" in text else None


def value_of(term: Term | None) -> Value | None:
    """An RDF term in Python's own types; what a datatype's own type cannot hold stays text."""
    if not isinstance(term, Literal):
        return None if term is None else str(getattr(term, "value", term))
    read = _READ.get(term.datatype.value.removeprefix(STANDARD["xsd"]))
    try:
        return read(term.value) if read else term.value
    except (ValueError, ArithmeticError):
        return term.value
