"""``tcgraph completeness``: how much of what the shapes ask of each kind of thing is there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tcgraph.cli.app import TextOrJson, app, project_of
from tcgraph.errors import BadParameter
from tcgraph.rdf import NamedNode
from tcgraph.terms import shorten

if TYPE_CHECKING:
    from tcgraph.followup.completeness import Figures
    from tcgraph.shacl.profile import Share


@app.command("completeness")
def completeness_command(
    context: typer.Context,
    class_: Annotated[
        str, typer.Argument(metavar="[CLASS]", help="A class such as tc:Action: what one has, and why.")
    ] = "",
    by: Annotated[Literal["class", "file", "section"], typer.Option("--by", help="What to count by.")] = "class",
    format_: TextOrJson = "text",
) -> None:
    """Say how much of what the shapes ask of each kind of thing is there, by class, file or section.

    What must be there breaks a rule where it is missing, what should be there is warned of, and what may be there is
    what the shapes and the ontology have a place for.
    """
    from tcgraph.followup.completeness import figures
    from tcgraph.followup.project_engine import open_graph

    project = project_of(context)
    found = figures(open_graph(project), project)
    if class_:
        _tell_class(found, _kind(found, class_), format_)
        return
    groups: Mapping[str, Mapping[str, Share]] = {
        "class": {shorten(kind.value): found.kinds[kind] for kind in found.counted.kinds},
        "file": found.files,
        "section": found.sections,
    }
    _tell(by, groups[by], format_)


def _kind(found: Figures, name: str) -> NamedNode:
    """The class of a name, with its prefix or without.

    Raises:
        BadParameter: nothing is of such a class.
    """
    names = {shorten(kind.value): kind for kind in found.counted.kinds}
    local = {short.rpartition(":")[2].casefold(): kind for short, kind in names.items()}
    kind = names.get(name) or local.get(name.rpartition(":")[2].casefold())
    if kind is None:
        raise BadParameter(f"Nothing is of a class {name}; there are {', '.join(names)}.")
    return kind


def _tell(by: str, shares: Mapping[str, Share], format_: str) -> None:
    from tcgraph.cli.table import print_rows
    from tcgraph.shacl.profile import Requirement

    if format_ == "json":
        rows = [
            {by: name, "things": share.things}
            | {need.value: {"asked": share.asked[need], "there": share.having[need]} for need in Requirement}
            for name, share in shares.items()
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    columns = [by, "things", *(need.value for need in Requirement)]
    print_rows(columns, [[name, str(share.things), *_percents(share)] for name, share in shares.items()])


def _percents(share: Share) -> Sequence[str]:
    from tcgraph.shacl.profile import Requirement

    return ["–" if (part := share.hundredths(need)) is None else f"{part} %" for need in Requirement]


def _tell_class(found: Figures, kind: NamedNode, format_: str) -> None:
    from tcgraph.cli.table import print_rows

    rows = found.counted.of_kind(kind)
    if format_ == "json":
        parts = [
            {
                "property": had.asked.path.text, "need": had.asked.need.value, "things": had.things,
                "there": had.having, "why": had.asked.why,
            }
            for had in rows
        ]  # fmt: skip
        print(json.dumps(parts, ensure_ascii=False, indent=1))
        return
    lines = [
        [had.asked.need.value, had.asked.path.text, f"{had.having} of {had.things}", had.asked.why] for had in rows
    ]
    print_rows(["need", "property", "there", "why"], lines)
