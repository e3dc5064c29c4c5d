"""What a stream did to what it gave before, told before a copy of it is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tcgraph.cli.console import say
from tcgraph.cli.findings import counted, print_findings
from tcgraph.errors import NotConforming, ProjectNotFound

if TYPE_CHECKING:
    from tcgraph.sync.files import Target
    from tcgraph.sync.store import CopyStore


def past_told(target: Target, store: CopyStore, rules: Sequence[Path], *, refuse: bool) -> None:
    """Say what the rules over two versions find in what is about to be written.

    Args:
        target: where the copy is; its files are what held before.
        store: what is to be written.
        rules: shapes to judge by where the copy has none of its own.
        refuse: whether an error keeps it from being written.

    Raises:
        NotConforming: something given before is rewritten or gone, and that is refused.
    """
    from tcgraph.project import Role, open_project
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
