"""The answers that somebody has read, kept as tables in ``tests/queries``, and how a project's answers differ."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import conclude, load_project
from tcgraph.queries import NamedQuery, read_queries


@dataclass(frozen=True, slots=True)
class Difference:
    """How an answer differs from the one that was read.

    Attributes:
        query: the name of the question.
        gone: rows that are no longer there, as they stand in the table.
        come: rows that are new.
        is_new: there is no table yet.
    """

    query: str
    gone: tuple[str, ...]
    come: tuple[str, ...]
    is_new: bool = False


def expected_folder(project: Project) -> Path:
    """Where the tables are, one a question, with ``values.toml`` for those that need a value."""
    return project.root / "tests" / "queries"


def reasoned(project: Project) -> EmbeddedEngine:
    """A project's graph with what follows from it.

    Raises:
        BrokenInput: a file does not parse.
    """
    engine = EmbeddedEngine()
    load_project(engine, project, roles=[Role.ONTOLOGY, Role.DATA])
    conclude(engine, project)
    return engine


def values_of(project: Project) -> Mapping[str, Mapping[str, str]]:
    """The values that questions are asked with, by question.

    Raises:
        BrokenInput: ``values.toml`` is no TOML.
    """
    path = expected_folder(project) / "values.toml"
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BrokenInput(str(error), path=path) from error


def answer(engine: Engine, query: NamedQuery, values: Mapping[str, str]) -> str:
    """A question's answer as CSV with line feeds; values that the question does not know are left out."""
    known = {parameter.name for parameter in query.parameters}
    solutions = engine.select(query.bind({name: value for name, value in values.items() if name in known}))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(solutions.variables)
    for row in solutions:
        writer.writerow(["" if term is None else getattr(term, "value", str(term)) for term in row])
    return out.getvalue()


def differences(project: Project, names: Iterable[str] = (), *, update: bool = False) -> list[Difference]:
    """Ask a project's questions and compare.

    Args:
        project: the project.
        names: the questions meant; none for all that have a table, or for all with ``update``.
        update: write the tables anew.

    Raises:
        BrokenInput: a file does not parse.
        UnknownQuery: there is no question of a name.
    """
    queries, folder = read_queries(project.queries), expected_folder(project)
    kept = {path.stem for path in folder.glob("*.csv")}
    asked = [queries[name] for name in names] or queries.of_kind("answer")
    engine, values = reasoned(project), values_of(project)
    found: list[Difference] = []
    for query in asked:
        if query.name not in kept and not names and not update:
            continue
        path, given = folder / f"{query.name}.csv", values.get(query.name, {})
        if not names and not given and any(parameter.required for parameter in query.parameters):
            continue  # values.toml says with which value it is asked
        now = answer(engine, query, given)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if before != now:
            was, here = Counter(before.splitlines()), Counter(now.splitlines())
            found.append(
                Difference(
                    query.name, tuple((was - here).elements()), tuple((here - was).elements()), not path.exists()
                )
            )
            if update:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(now, encoding="utf-8")
    return found
