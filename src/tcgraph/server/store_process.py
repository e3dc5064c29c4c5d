"""The process that keeps the store: ``python -m tcgraph.server.store_process DESCRIPTOR read|write [DUMP]``."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

from tcgraph.server.fork_server import Trial, keep
from tcgraph.server.worker import die_with_parent


def _trial() -> Trial:
    # Reasoning and validation take longer to import than all the rest: not where nothing is ever changed.
    from tcgraph.server.dry_run import try_update

    return try_update


if __name__ == "__main__":
    die_with_parent()
    descriptor, mode, *dump = sys.argv[1:]
    keep(socket.socket(fileno=int(descriptor)), Path(dump[0]) if dump else None, _trial() if mode == "write" else None)
