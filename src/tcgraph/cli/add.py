"""``tcgraph add``: another follow-up, and the bodies, groups of countries and themes that facts refer to."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.cli.console import say

add_app = typer.Typer(help="Add another follow-up, or what facts refer to: a body, a group of countries, a theme.")
app.add_typer(add_app, name="add", no_args_is_help=True)

_Code = Annotated[str, typer.Argument(help="A short code: small letters, digits and hyphens.", metavar="CODE")]
_Name = Annotated[str, typer.Option("--name", help="Its name, in English.", metavar="TEXT")]
_French = Annotated[str, typer.Option("--fr", help="Its name in French.", metavar="TEXT")]
_Spanish = Annotated[str, typer.Option("--es", help="Its name in Spanish.", metavar="TEXT")]
_Source = Annotated[
    str, typer.Option("--source", help="Where that is known from: a web address, or document/CODE.", metavar="WHERE")
]


@add_app.command("follow-up")
def follow_up_command(
    context: typer.Context,
    code: _Code,
    body: Annotated[str, typer.Option("--body", help="Whose decisions: a name, or the code of a body known here.")],
    language: Annotated[str, typer.Option("--language", "-l", help="Of names and summaries: en, fr or es.")] = "en",
    symbol: Annotated[str, typer.Option("--symbol", help="Symbol of the document that is reported in.")] = "",
) -> None:
    """Begin a second follow-up beside the project's own: an example of everything, under addresses of its own."""
    from tcgraph.export.catalogue.release import date_told
    from tcgraph.followup.new_project import Body, add_follow_up
    from tcgraph.followup.project_engine import open_graph
    from tcgraph.followup.reference_entries import body_known

    project = project_of(context)
    known = body_known(open_graph(project), body)
    today = (date_told(os.environ) or datetime.now()).date()
    told = Body(known.name if known else body, code, language, symbol)
    print(add_follow_up(project, told, today, known.code if known else ""))
    say(f"tcgraph: next: tcgraph validate, then ask with -p of={code}, and report with --of {code}")


@add_app.command("body")
def body_command(
    context: typer.Context,
    code: _Code,
    name: _Name,
    kind: Annotated[str, typer.Option("--kind", help="Its kind, such as un-body or ministry.", metavar="KIND")],
    source: _Source,
    short: Annotated[str, typer.Option("--short", help="Its acronym.", metavar="TEXT")] = "",
    fr: _French = "",
    es: _Spanish = "",
) -> None:
    """Add a body that acts, pays or is asked."""
    from tcgraph.followup.reference_entries import ReferenceEntry, add_body

    _added(add_body(project_of(context), ReferenceEntry(code, {"en": name, "fr": fr, "es": es}, source), kind, short))


@add_app.command("country-group")
def group_command(
    context: typer.Context,
    code: _Code,
    name: _Name,
    country: Annotated[list[str], typer.Option("--country", "-c", help="A member's ISO code or name; repeated.")],
    source: _Source,
    fr: _French = "",
    es: _Spanish = "",
) -> None:
    """Add a group of countries."""
    from tcgraph.followup.reference_entries import ReferenceEntry, add_group

    _added(add_group(project_of(context), ReferenceEntry(code, {"en": name, "fr": fr, "es": es}, source), country))


@add_app.command("theme")
def theme_command(
    context: typer.Context,
    code: _Code,
    name: _Name,
    fr: _French,
    es: _Spanish,
    definition: Annotated[str, typer.Option("--definition", help="What it is about, in a sentence.", metavar="TEXT")],
) -> None:
    """Add a theme that decisions and actions can be about."""
    from tcgraph.followup.reference_entries import ReferenceEntry, add_theme

    _added(add_theme(project_of(context), ReferenceEntry(code, {"en": name, "fr": fr, "es": es}), definition))


def _added(path: Path) -> None:
    print(path)
    say("tcgraph: added. Next: tcgraph validate")
