"""What a change of a few modules needs: lint and types of what changed, and the tests beside it. ``make quick``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ALWAYS = ("tests/test_layers.py",)
_LEFT_OUT = "not slow and not browser and not servers"


def changed(since: str) -> list[Path]:
    """The files that differ from a revision, those that git does not track yet among them."""
    commands = (
        ("git", "diff", "--name-only", "--diff-filter=d", since),
        ("git", "ls-files", "--others", "--exclude-standard"),
    )
    told = (subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for command in commands)
    return sorted({Path(name) for done in told for name in done.stdout.splitlines()})


def beside(paths: Iterable[Path], root: Path = ROOT) -> list[str]:
    """The tests beside changed files: a module's own where it has some, else its package's.

    Args:
        paths: relative to the checkout.
        root: the checkout.
    """
    found: dict[str, None] = {}
    for path in paths:
        if path.parts[:2] == ("src", "tcgraph") and path.suffix == ".py":
            folder = Path("tests", *path.parts[2:-1])
            own = folder / f"test_{path.stem}.py"
            while not (root / folder).is_dir():
                folder = folder.parent
            nearest = own if (root / own).is_file() else folder
            found[nearest.as_posix() if nearest != Path("tests") else _ALWAYS[0]] = None
        elif path.parts[0] == "tests" and path.name.startswith("test_") and path.suffix == ".py":
            found[path.as_posix()] = None
        elif path.parts[0] in ("shapes", "ontology"):
            found["tests/test_shapes.py"] = None
        elif path.parts[0] == "queries":
            found["tests/test_answers.py"] = None
    return [*found, *(test for test in _ALWAYS if test not in found)]


def main() -> int:
    """Run them; the exit code is that of the first that failed."""
    paths = changed(sys.argv[1] if len(sys.argv) > 1 else "HEAD")
    python = [str(path) for path in paths if path.suffix == ".py" and path.parts[0] in ("src", "tests")]
    commands = [[sys.executable, "-m", "ruff", "check", *python], [sys.executable, "-m", "mypy"]] if python else []
    commands.append([sys.executable, "-m", "pytest", "-x", "-n", "2", "-m", _LEFT_OUT, *beside(paths)])
    return next(
        (code for command in commands if (code := subprocess.run(command, cwd=ROOT, check=False).returncode)), 0
    )


if __name__ == "__main__":
    sys.exit(main())
