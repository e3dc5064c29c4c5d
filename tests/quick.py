"""What a change of a few modules needs: lint and types of what changed, and the tests beside it. ``make quick``."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ALWAYS = ("tests/test_layers.py",)
_MOST = 8
"""So many files of tests are run for a module that none is named after: a minute's work; `make test` runs all."""
_LEFT_OUT = "not slow and not browser and not servers and not at_size"


def changed(since: str) -> list[Path]:
    """The files that differ from a revision, those that git does not track yet among them."""
    commands = (
        ("git", "diff", "--name-only", "--diff-filter=d", since),
        ("git", "ls-files", "--others", "--exclude-standard"),
    )
    told = (subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for command in commands)
    return sorted({Path(name) for done in told for name in done.stdout.splitlines()})


def beside(paths: Iterable[Path], root: Path = ROOT) -> list[str]:
    """The tests beside changed files.

    Args:
        paths: relative to the checkout.
        root: the checkout.

    Returns:
        Of a module its own tests where it has some, else those of its package that are nearest by what they import, or
        that run the command it is named after, not more than :data:`_MOST` and those of like names first; where there
        are none, all of its package.
    """
    found: dict[str, None] = {}
    for path in paths:
        if path.parts[:2] == ("src", "tcgraph") and path.suffix == ".py":
            found.update(dict.fromkeys(_of_module(path, root)))
        elif path.parts[0] == "tests" and path.name.startswith("test_") and path.suffix == ".py":
            found[path.as_posix()] = None
        elif path.parts[0] in ("shapes", "ontology"):
            found["tests/test_shapes.py"] = None
        elif path.parts[0] == "queries":
            found["tests/test_answers.py"] = None
    return [*found, *(test for test in _ALWAYS if test not in found)]


def _of_module(path: Path, root: Path) -> Iterable[str]:
    folder = Path("tests", *path.parts[2:-1])
    own = folder / f"test_{path.stem}.py"
    if (root / own).is_file():
        return [own.as_posix()]
    while not (root / folder).is_dir():
        folder = folder.parent
    if folder == Path("tests"):
        return _ALWAYS
    tests = [test.relative_to(root) for test in sorted((root / folder).rglob("test_*.py"))]
    modules = [module.relative_to(root) for module in (root / "src" / "tcgraph" / path.parts[2]).rglob("*.py")]
    near, reached = {path}, {path}
    while near:
        if found := _importing(near, tests, root):
            words = set(path.stem.split("_"))
            found.sort(key=lambda test: -len(words & set(test.stem.split("_"))))
            return [test.as_posix() for test in found[:_MOST]]
        near = {*_importing(near, (module for module in modules if module not in reached), root)}
        reached |= near
    word = f'"{path.stem.rstrip("_")}"'
    return [test.as_posix() for test in tests if word in (root / test).read_text("utf-8")] or [folder.as_posix()]


def _importing(modules: Iterable[Path], among: Iterable[Path], root: Path) -> list[Path]:
    """Those of some files that import one of the modules."""
    written = []
    for module in modules:
        *package, name = module.parent.parts[1:] if module.stem == "__init__" else module.with_suffix("").parts[1:]
        inside = r"\.".join(package)
        written.append(rf"{inside}\.{name} import|{inside} import (?:\([^)]*|.*)\b{name}\b")
    sought = re.compile("|".join(rf"^\s*from (?:{each})" for each in written), re.MULTILINE)
    return [path for path in among if sought.search((root / path).read_text(encoding="utf-8"))]


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
