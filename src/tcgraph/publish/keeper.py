"""Entry point of the process that keeps the store: ``python -m tcgraph.publish.keeper DESCRIPTOR [DUMP]``."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

from tcgraph.engine.keeper import keep
from tcgraph.engine.worker import die_with_parent
from tcgraph.publish.trial import try_update

if __name__ == "__main__":
    die_with_parent()
    keep(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2]) if len(sys.argv) > 2 else None, try_update)
