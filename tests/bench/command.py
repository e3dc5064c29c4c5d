"""What the command costs beyond the library: `tcgraph validate` beside loading and validating, by processor time.

    python -m tests.bench.command --size 1000000 --faults 0 150000 3000 30 3

Of the same data and Core shapes, one thing in so many is faulty. Prints one line a measurement: the number of results,
the seconds of processor of the library (imports and reading of shapes among them, no places) and of the command,
which finds places, words them and writes them; and how many times as much that is. The two take turns, and the least
of some turns counts, so that other work on the machine tells little.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.generate import generate
from tests.bench.shacl import SHAPES

_LIBRARY = """
import sys
from pathlib import Path
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.shacl.validate import Shapes, validate
data, shapes = map(Path, sys.argv[1:])
engine = EmbeddedEngine()
engine.load(data, GraphFormat.of_path(data), graph=NamedNode("urn:bench"))
print(len(validate(engine, Shapes.of_files([shapes])).findings))
"""


def seconds_of(*command: str) -> tuple[float, str]:
    """The processor time of a process, and what it wrote."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--faults", type=int, nargs="*", default=[0, 500, 30, 2])
    parser.add_argument("--times", type=int, default=3)
    chosen = parser.parse_args()
    shapes = str(SHAPES / "core.ttl")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.nt"
        for faults in chosen.faults:
            with data.open("w", encoding="utf-8") as file:
                file.writelines(generate(chosen.size, faults=faults))
            both = ("-c", _LIBRARY, str(data), shapes), ("-m", "tcgraph", "validate", str(data), "--shapes", shapes)
            turns = [[seconds_of(*each) for each in both] for _ in range(chosen.times)]
            library, command = (min(each[0] for each in mine) for mine in zip(*turns, strict=True))
            sys.stdout.write(
                f"{turns[0][0][1].strip():>7} results: library {library:.2f} s, command {command:.2f} s; "
                f"{command / library:.2f} times as much\n"
            )
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
