"""Where Oxigraph as WebAssembly comes from: the npm package that the lock file names, installed when it is needed.

The lock file holds the package's digest, so what is installed is what was tested; none of its scripts is run.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

_HERE = Path(__file__).parent / "wasm"
_FILES = ("web.js", "web_bg.wasm")
_MANIFESTS = ("package.json", "package-lock.json")
_SECONDS = 300


def oxigraph(environment: Mapping[str, str]) -> Path | str:
    """The folder that holds the package's files.

    Args:
        environment: ``XDG_CACHE_HOME`` says where installed packages are kept.

    Returns:
        The folder, or a sentence that says why there is none.
    """
    cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tcgraph"
    locked = hashlib.sha256((_HERE / "package-lock.json").read_bytes()).hexdigest()[:12]
    kept = cache / f"oxigraph-{locked}"
    for folder in (_HERE, kept):
        found = folder / "node_modules" / "oxigraph"
        if all((found / name).is_file() for name in _FILES):
            return found
    npm = shutil.which("npm", path=environment.get("PATH"))
    if npm is None:
        return "npm is not installed, so the edition has no page for questions in the browser; install Node.js for one."
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="oxigraph-") as draft:
        for name in _MANIFESTS:
            shutil.copy(_HERE / name, draft)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        try:
            subprocess.run(command, cwd=draft, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return "npm could not install Oxigraph, so the edition has no page for questions in the browser; try again."
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(draft, kept)
    return kept / "node_modules" / "oxigraph"


def copy_to(package: Path, directory: Path) -> None:
    """Put the files into an edition."""
    directory.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        shutil.copyfile(package / name, directory / name)
