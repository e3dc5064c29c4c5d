"""What a build was made by: changed code makes a new version, whichever module it is in."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tcgraph
from tcgraph.project import open_project
from tcgraph.publish import VersionStore, build
from tcgraph.publish.build import code_behind
from tests.http.running import empty_project

PACKAGE = Path(tcgraph.__file__).parent
BUILD = """
import json, sys
from pathlib import Path
from tcgraph.project import open_project
from tcgraph.publish import VersionStore, build
build(open_project(Path(sys.argv[1])), VersionStore(Path(sys.argv[2])), literals="normalise")
print(json.dumps([module.__file__ for name, module in sys.modules.items() if name.startswith("tcgraph")]))
"""


def test_every_module_that_a_build_loads_is_found() -> None:
    found = code_behind(PACKAGE, "tcgraph.publish.build")
    assert {"rdf.py", "project.py", "publish/make.py", "__init__.py"} <= found.keys()
    assert not any(path.startswith(("http/", "pages/")) for path in found), "what serves a version does not make it"


def test_what_is_found_is_what_is_imported(tmp_path: Path) -> None:
    project = empty_project(tmp_path / "p")
    (project / "data/ttl/a.ttl").write_text("<https://example.org/a> <https://example.org/b> 1.50 .\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(project), str(tmp_path / "s")], capture_output=True, text=True, check=True
    )
    loaded = {Path(path).relative_to(PACKAGE).as_posix() for path in json.loads(done.stdout)}
    assert loaded <= code_behind(PACKAGE, "tcgraph.publish.build").keys()


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("rdf.py", True),
        ("errors.py", True),
        ("project.py", True),
        ("turtle/reader.py", True),
        ("shacl/validate.py", True),
        ("owl/__init__.py", True),
        ("http/start.py", False),
        ("cli/app.py", False),
    ],
)
def test_changed_code_that_makes_a_version_makes_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str, again: bool
) -> None:
    code = tmp_path / "tcgraph"
    shutil.copytree(PACKAGE, code, ignore=shutil.ignore_patterns("__pycache__", "static", "frontend"))
    monkeypatch.setattr(tcgraph, "__file__", str(code / "__init__.py"))
    project, versions = open_project(empty_project(tmp_path / "p")), VersionStore(tmp_path / "s")
    before = build(project, versions).version.name
    with (code / changed).open("a", encoding="utf-8") as file:
        file.write("\n# another way\n")
    assert (build(project, versions).version.name != before) is again
