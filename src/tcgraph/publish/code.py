"""Which of our own modules decide what a build yields: those that it imports, at whatever moment, and theirs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

_FROM = re.compile(rb"from (tcgraph[\w.]*) import (\([^)]*\)|[^\n]*)")
_WHOLE = re.compile(rb"import (tcgraph[\w.]+)")
_NAME = re.compile(rb"\w+")


def code_behind(package: Path, module: str) -> dict[str, bytes]:
    """The modules that a module imports, directly or not, itself included.

    Imports are read from the text, which takes a fraction of importing; those inside functions count as well. The
    files of other kinds that stand beside such a module (a query, a template) may be read by it, and count too.

    Args:
        package: the folder of ``tcgraph``.
        module: the module's name, ``tcgraph.publish.make`` for one.

    Returns:
        The content of each file, by its path below the package, sorted.
    """
    there = _files(package)
    found: dict[str, bytes] = {}
    waiting = [module]
    seen = {module}
    while waiting:
        for path in _of_module(waiting.pop()) & there - found.keys():
            found[path] = content = (package / path).read_bytes()
            fresh = set(_imported(content)) - seen
            seen |= fresh
            waiting += fresh
    folders = {path.rpartition("/")[0] for path in found}
    beside = [path for path in there if not path.endswith(".py") and path.rpartition("/")[0] in folders]
    return dict(sorted({**found, **{path: (package / path).read_bytes() for path in beside}}.items()))


def _files(package: Path) -> set[str]:
    """Every file of the package, but what the interpreter keeps there."""
    found: set[str] = set()
    for folder, inside, names in os.walk(package):
        inside[:] = [name for name in inside if name != "__pycache__"]
        below = folder[len(str(package)) + 1 :].replace(os.sep, "/")
        found.update(f"{below}/{name}" if below else name for name in names)
    return found


def _of_module(name: str) -> set[str]:
    """Where a module's code may stand, and that of the packages around it; the name may be one of a class, too."""
    parts = name.split(".")[1:]
    around = ("/".join([*parts[:length], "__init__.py"]) for length in range(len(parts) + 1))
    return {"/".join(parts) + ".py", *around}


def _imported(content: bytes) -> Iterator[str]:
    for module, names in _FROM.findall(content):
        yield module.decode()
        for name in _NAME.findall(names):
            yield f"{module.decode()}.{name.decode()}"
    for module in _WHOLE.findall(content):
        yield module.decode()
