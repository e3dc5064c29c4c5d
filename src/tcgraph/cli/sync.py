"""``tcgraph sync``: keep a copy current from the stream of its changes."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.cli.console import counted, print_findings, say
from tcgraph.errors import BadParameter, EngineError, NotConforming, ProjectNotFound
from tcgraph.project import Role, open_project

if TYPE_CHECKING:
    from tcgraph.sync.follow import SyncOutcome
    from tcgraph.sync.store import CopyStore, CopyTarget


@app.command("sync")
def sync_command(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="A Linked Data Event Stream, or an ActivityStreams collection.")],
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", help="A new directory for the copy, or a project to add it to; else the project you are in."
        ),
    ] = None,
    every: Annotated[
        float | None,
        typer.Option("--every", min=1, help="Go on, asking again after so many seconds.", metavar="SECONDS"),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Read to the end of the stream and stop; the default.")] = False,
    host: Annotated[
        list[str] | None, typer.Option("--host", help="Another host that the stream may lead to.", metavar="HOST")
    ] = None,
    max_pages: Annotated[int, typer.Option("--max-pages", min=1, help="Pages to ask for in one run.")] = 10_000,
    rewritten: Annotated[
        bool,
        typer.Option("--rewritten", help="Take over, too, what the rules over two versions find rewritten or gone."),
    ] = False,
) -> None:
    """Keep a copy of a graph current; stopped at any moment, the next run goes on where this one came to.

    What the stream rewrote or took out of what it gave before is told by the rules over two versions. A copy by itself
    follows it all the same; in a project of your own nothing is written then, unless you say --rewritten.

    A server that not everybody may read is shown the token in TCGRAPH_SYNC_TOKEN.
    """
    from tcgraph.sync.fetch import Fetcher
    from tcgraph.sync.follow import Follower
    from tcgraph.sync.store import CopyStore, CopyTarget

    if once and every is not None:
        raise BadParameter("--once and --every exclude each other.")
    fetcher = Fetcher(url, host or (), token=os.environ.get("TCGRAPH_SYNC_TOKEN", ""))
    target = CopyTarget(into or project_of(context).root, url)
    with target.held():
        target.prepare()
        store = CopyStore(target.record)
        follower = Follower(url, store, fetcher, max_pages=max_pages)
        try:
            while True:
                try:
                    outcome = follower.run()
                    past_told(target, store, _rules(context), refuse=not (target.whole or rewritten))
                except (EngineError, NotConforming) as error:
                    if every is None:
                        raise
                    say(f"tcgraph: {error}")
                else:
                    written = target.write(store)
                    if target.needs_queries:
                        target.begin_queries(_queries(context, target.directory))
                    _tell(outcome, store.size, len(written), target.directory)
                if every is None:
                    return
                time.sleep(every)
        except KeyboardInterrupt:
            return
        finally:
            store.close()
            fetcher.close()


def _tell(outcome: SyncOutcome, size: int, files: int, directory: Path) -> None:
    if outcome.anew:
        say("tcgraph: the stream no longer has all that changed in between; it was read from the beginning.")
    print(
        f"{outcome.changed:,} changed, {outcome.deleted:,} of them deleted; {size:,} things in {directory} "
        f"({outcome.pages:,} pages asked for, {files:,} files written)",
        flush=True,
    )


def _rules(context: typer.Context) -> list[Path]:
    """The shapes of the project that the command line means, for a copy that has none of its own."""
    try:
        return [file.path for file in project_of(context).files(Role.SHAPES)]
    except ProjectNotFound:
        return []


def _queries(context: typer.Context, copy: Path) -> dict[str, str]:
    """The named queries of a new copy, where it is of the project meant; of another, the program brings them."""
    try:
        project = project_of(context)
    except ProjectNotFound:
        return {}
    if not any((copy / "data" / "ttl" / one.folder.name).is_dir() for one in project.follow_ups):
        return {}
    files = [path for path in project.queries.rglob("*") if path.is_file()]
    return {path.relative_to(project.queries).as_posix(): path.read_text(encoding="utf-8") for path in files}


# -- what a stream did to what it gave before, told before a copy of it is written


def past_told(target: CopyTarget, store: CopyStore, rules: Sequence[Path], *, refuse: bool) -> None:
    """Say what the rules over two versions find in what is about to be written.

    Args:
        target: where the copy is; its files are what held before.
        store: what is to be written.
        rules: shapes to judge by where the copy has none of its own.
        refuse: whether an error keeps it from being written.

    Raises:
        NotConforming: something given before is rewritten or gone, and that is refused.
    """
    from tcgraph.publish.gate import diagnosed, judge_graphs

    pending = [(path, quads) for _, path, quads in target.pending(store)]
    if not any(path.exists() for path, _ in pending):
        return  # Nothing held before.
    try:
        project = open_project(target.directory)
    except ProjectNotFound:
        return
    own = [file.path for file in project.files(Role.SHAPES)]
    if not (own or rules):
        return
    changes = [(project.graph_of(path), quads) for path, quads in pending]
    engine, shapes, judged = judge_graphs(project, changes, rules=own or rules)
    counts = print_findings(diagnosed(engine, shapes, judged.past, lambda *_: None))
    if counts["error"] and refuse:
        raise NotConforming(
            f"The stream rewrote what it gave before: {counted(counts)}; nothing was written. Ask its publisher for an "
            "amendment, or take it over with --rewritten."
        )
    if counts:
        say(f"tcgraph: the stream changed what it gave before: {counted(counts)}.")
