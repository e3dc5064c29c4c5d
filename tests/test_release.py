"""A release is made of packages that hold one version, a bill of materials, notes, and checksums of all of them."""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.release import NotReady, build, notes, version

CHANGES = "# Changelog\n\n## Unreleased\n\n- new\n\n## 1.0.0\n\n- first\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("cyclonedx_py", reason="cyclonedx-bom is not installed")
    target = tmp_path_factory.mktemp("dist")
    build(target)
    return target


@pytest.mark.at_size
def test_the_packages_have_the_one_version(made: Path) -> None:
    (wheel,), (source,) = made.glob("*.whl"), made.glob("*.tar.gz")
    assert wheel.name.startswith(f"tcgraph-{version()}-")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert f"Version: {version()}\n" in archive.read(f"tcgraph-{version()}.dist-info/METADATA").decode()
    assert "tcgraph/_project/docs/ask.md" in names
    with tarfile.open(source) as archive:
        assert f"tcgraph-{version()}/pyproject.toml" in archive.getnames()


def test_the_version_stands_in_one_place() -> None:
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")]
    assert not [text for text in code if re.search(r"""__version__\s*=\s*["']\d""", text)]


@pytest.mark.at_size
def test_the_bill_of_materials_names_all_that_is_locked(made: Path) -> None:
    told = json.loads((made / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert told["bomFormat"] == "CycloneDX"
    named = {(part["name"], part["version"]) for part in told["components"]}
    locked = set(re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    assert named == locked
    assert all(part["purl"].startswith("pkg:pypi/") for part in told["components"])


@pytest.mark.at_size
def test_checksums_are_of_every_file(made: Path) -> None:
    sums = dict(line.split()[::-1] for line in (made / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    files = {path.name for path in made.iterdir()} - {"SHA256SUMS"}
    assert set(sums) == files
    assert {name: hashlib.sha256((made / name).read_bytes()).hexdigest() for name in files} == sums


def test_notes_are_what_the_changelog_says() -> None:
    assert notes(CHANGES, "1.1.0", final=False) == "- new"
    with pytest.raises(NotReady, match=r"no section 1\.1\.0"):
        notes(CHANGES, "1.1.0", final=True)
    with pytest.raises(NotReady, match="under Unreleased"):
        notes(CHANGES, "1.0.0", final=True)
    assert notes(CHANGES.replace("- new\n", ""), "1.0.0", final=True) == "- first"


def test_the_shipped_changelog_has_something_to_release() -> None:
    assert notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version(), final=False)
