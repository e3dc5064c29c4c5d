"""What a release consists of, made into a folder: packages, bill of materials, notes and checksums; uploads nothing.

``make release`` runs it; the version is the one of pyproject.toml and stands nowhere else. With ``--final`` the
changelog must have a section for it; without, what stands under *Unreleased* is taken for the notes: a dry run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
_EARLIEST = "315532800"
"""The first day that a zip file can tell, where git does not know when the last change was made."""


class NotReady(Exception):
    """Something is missing that a release must have."""


def version(root: Path = ROOT) -> str:
    """The version, from the one place where it stands."""
    told: str = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return told


def notes(changelog: str, number: str, *, final: bool) -> str:
    """What the changelog says of a version.

    Args:
        changelog: the file's text.
        number: the version.
        final: whether a section of its own is required; else what is unreleased will do.

    Raises:
        NotReady: there is no such section, or something unreleased is left beside it.
    """
    parts: list[str] = re.split(r"^## (.+)$", changelog, flags=re.MULTILINE)
    sections: dict[str, str] = dict(zip(parts[1::2], (text.strip() for text in parts[2::2]), strict=True))
    if not final:
        return sections.get("Unreleased") or sections.get(number, "")
    if number not in sections:
        raise NotReady(f"CHANGELOG.md has no section {number}; name what is unreleased so, or change the version.")
    if sections.get("Unreleased"):
        raise NotReady("CHANGELOG.md still has something under Unreleased.")
    return sections[number]


def build(target: Path, root: Path = ROOT, *, final: bool = False) -> list[str]:
    """Make everything a release consists of; the same revision gives the same bytes.

    Args:
        target: where to; made if need be.
        root: the checkout.
        final: see :func:`notes`.

    Returns:
        The names of the files.

    Raises:
        NotReady: something is missing.
    """
    target.mkdir(parents=True, exist_ok=True)
    told = notes((root / "CHANGELOG.md").read_text(encoding="utf-8"), version(root), final=final)
    (target / "NOTES.md").write_text(f"# tcgraph {version(root)}\n\n{told}\n", encoding="utf-8")
    when = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=False)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": when.stdout.strip() or _EARLIEST}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(target)],
        cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    subprocess.run(
        [
            sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible", "--no-validate",
            "--of", "JSON", "--pyproject", "pyproject.toml", "--mc-type", "application",
            "-o", str(target / "sbom.cdx.json"), "requirements.lock",
        ],
        cwd=root, check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    made = sorted(path.name for path in target.iterdir() if path.name != "SHA256SUMS")
    sums = [f"{hashlib.sha256((target / name).read_bytes()).hexdigest()}  {name}\n" for name in made]
    (target / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return [*made, "SHA256SUMS"]


def main() -> None:
    """Make a release in ``dist``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path, nargs="?", default=ROOT / "dist")
    parser.add_argument("--final", action="store_true", help="require a section of the changelog for the version")
    given = parser.parse_args()
    try:
        files = build(given.directory, final=given.final)
    except NotReady as error:
        sys.exit(f"Not ready: {error}")
    sys.stdout.write("".join(f"{given.directory / name}\n" for name in files))


if __name__ == "__main__":
    main()
