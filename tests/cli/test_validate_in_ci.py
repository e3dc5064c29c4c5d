"""The files that other repositories use in their CI, each really run."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tcgraph.followup import new_project
from tcgraph.followup.new_project import Body, create_project
from tests.cli.test_validate import DATA, SHAPES
from tests.conftest import PATIENCE, ROOT
from tests.own_project import copy_project

GOOD = DATA["data.ttl"].replace('"forty"', "40").replace("editro", "editor")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "data.ttl").write_text(DATA["data.ttl"])
    return tmp_path


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which ``tcgraph`` is a command, as after its installation."""
    programs = tmp_path_factory.mktemp("bin")
    command = programs / "tcgraph"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tcgraph "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    return {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path)}


def run(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)


def git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, timeout=PATIENCE)


def test_the_action_annotates_and_writes_sarif(folder: Path, environment: dict[str, str]) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    inputs = {name: str(given["default"]) for name, given in action["inputs"].items()}
    inputs |= {"files": "data.ttl", "shapes": "shapes.ttl"}
    install, validate, _ = action["runs"]["steps"]
    assert "pip install" in install["run"]
    step = {key: inputs[value.split("inputs.")[1].split()[0]] for key, value in validate["env"].items()}
    done = run(["bash", "-e", "-c", validate["run"]], folder, {**environment, **step})
    assert done.returncode == 1, done.stderr
    assert "::error file=data.ttl,line=4," in done.stdout
    assert json.loads((folder / "tcgraph.sarif").read_text())["version"] == "2.1.0"
    (folder / "data.ttl").write_text(GOOD)
    assert run(["bash", "-e", "-c", validate["run"]], folder, {**environment, **step}).returncode == 0


def test_the_gitlab_job_writes_both_reports(folder: Path, environment: dict[str, str]) -> None:
    job = yaml.safe_load((ROOT / ".gitlab" / "validate.yml").read_text("utf-8"))["validate-rdf"]
    own = {**environment, **job["variables"], "FILES": "data.ttl", "SHAPES": "shapes.ttl"}
    done = run(["bash", "-e", "-c", "\n".join(job["script"])], folder, own)
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    assert len(json.loads((folder / reports["codequality"]).read_text())) == 2
    assert 'failures="2"' in (folder / reports["junit"]).read_text()


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A project in git whose last commit overwrites a status."""
    folder = tmp_path / "own"
    copy_project(folder)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "start")
    section = folder / "data/ttl/gb297-tc-3/section-1.ttl"
    section.write_text(section.read_text("utf-8").replace("tc:status v-status:taken", "tc:status v-status:planned", 1))
    git(folder, "commit", "-qam", "change")
    return folder


def program(environment: dict[str, str], name: str, text: str) -> None:
    """Put a program in the place of one that would write to the world."""
    path = Path(environment["PATH"].partition(os.pathsep)[0]) / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_the_action_comments_on_a_pull_request_once(changed: Path, environment: dict[str, str]) -> None:
    review = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"][2]["run"]
    # No comment is there yet to be edited.
    program(environment, "gh", 'echo "$@" >>gh.log; case "$*" in *--edit-last*) exit 1;; esac')
    own = {
        "BASE": "HEAD~1",
        "REQUEST": "https://example.org/pull/1",
        "GITHUB_STEP_SUMMARY": str(changed / "summary.md"),
    }
    done = run(["bash", "-e", "-o", "pipefail", "-c", review], changed, {**environment, **own})
    assert done.returncode == 0, done.stderr
    assert "**Overwritten** (1)" in (changed / "review.md").read_text()
    assert (changed / "summary.md").read_text() == (changed / "review.md").read_text()
    assert len((changed / "gh.log").read_text().splitlines()) == 2


def test_the_gitlab_job_writes_a_page_and_a_note(changed: Path, environment: dict[str, str]) -> None:
    job = yaml.safe_load((ROOT / ".gitlab" / "validate.yml").read_text("utf-8"))["review-facts"]
    program(environment, "curl", 'echo "$@" >>curl.log')
    own = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD~1", "REVIEW_TOKEN": "t", "CI_API_V4_URL": "https://example.org/api"}
    done = run(["bash", "-e", "-c", "\n".join(job["script"])], changed, {**environment, **own})
    assert done.returncode == 0, done.stderr
    assert "Overwritten" in (changed / job["artifacts"]["paths"][0]).read_text()
    assert "body@review.md https://example.org/api/projects/" in (changed / "curl.log").read_text()


def given_to_outsiders() -> list[str]:
    """The texts that docs/check.md has to be copied into another repository, in its order."""
    section = (
        (ROOT / "docs" / "check.md").read_text("utf-8").partition("## In your own repository")[2].partition("\n## ")[0]
    )
    return re.findall(r"```(?:sh|yaml)\n(.*?)```", section, re.DOTALL)


def test_what_the_manual_gives_to_outsiders_is_what_there_is(folder: Path, environment: dict[str, str]) -> None:
    once, action, hooks, gitlab = given_to_outsiders()
    # Beside what the manual names, shapes and data are as in somebody's repository.
    for name in ("data", "shapes"):
        (folder / name).mkdir()
        (folder / f"{name}.ttl").rename(folder / name / f"{name}.ttl")
    before, _, command = once.strip().partition(" tcgraph validate ")
    assert before.startswith("pipx run --spec git+https://")
    done = run(
        ["tcgraph", "validate", *command.replace("DATA", "data").replace("SHAPES", "shapes").split()],
        folder,
        environment,
    )
    assert done.returncode == 1, done.stderr
    steps = yaml.safe_load(action)["jobs"]["rdf"]["steps"]
    offered = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert set(steps[-1]["with"]) <= set(offered["inputs"])
    names = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    (repository,) = yaml.safe_load(hooks)["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= names
    last = yaml.safe_load(gitlab)["rdf"]["script"][-1]
    assert run(["bash", "-e", "-c", last], folder, environment).returncode == 1
    (folder / "data" / "data.ttl").write_text(GOOD)
    assert run(["bash", "-e", "-c", last], folder, environment).returncode == 0


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of another body, in git, as it is pushed first."""
    body = Body("Harbour Council", "council-12", symbol="HC/12")
    folder = create_project(tmp_path_factory.mktemp("begun") / "p", body, datetime.date(2026, 5, 5)).root
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "start")
    return folder


def test_a_new_project_passes_on_github_at_its_first_push(begun: Path, environment: dict[str, str]) -> None:
    flow = yaml.safe_load((begun / ".github" / "workflows" / "validate.yml").read_text("utf-8"))
    assert flow["env"]["PACKAGE"].startswith("${{ vars.TCGRAPH_PACKAGE || '")
    steps = [step["run"] for step in flow["jobs"]["validate"]["steps"] if "run" in step and "if" not in step]
    assert steps[0] == 'python -m pip install "$PACKAGE"'
    for step in steps[1:]:
        done = run(["bash", "-e", "-o", "pipefail", "-c", step], begun, environment)
        assert done.returncode == 0, (step, done.stdout, done.stderr)


@pytest.mark.at_size
def test_a_new_project_passes_on_gitlab_at_its_first_push(begun: Path, environment: dict[str, str]) -> None:
    jobs = yaml.safe_load((begun / ".gitlab-ci.yml").read_text("utf-8"))
    assert jobs["validate"]["before_script"][-1].endswith('"$TCGRAPH_PACKAGE"')
    done = run(["bash", "-e", "-c", "\n".join(jobs["validate"]["script"])], begun, environment)
    assert done.returncode == 0, done.stderr
    report = begun / jobs["validate"]["artifacts"]["reports"]["codequality"]
    assert json.loads(report.read_text()) == []
    report.unlink()
    change = jobs["what-changed"]
    own = {**environment, "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD"}
    done = run(["bash", "-e", "-c", "\n".join(change["script"])], begun, own)
    assert done.returncode == 0, done.stderr
    assert (begun / change["artifacts"]["paths"][0]).is_file()


def test_what_is_not_released_is_installed_from_where_it_came(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Installed:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return '{"url": "https://example.org/t.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}'

    monkeypatch.setattr(new_project, "distribution", lambda _: Installed())
    folder = create_project(tmp_path / "p", Body("B", "b"), datetime.date(2026, 5, 5)).root
    assert "'git+https://example.org/t.git@abc'" in (folder / ".github" / "workflows" / "validate.yml").read_text(
        "utf-8"
    )
    jobs = yaml.safe_load((folder / ".gitlab-ci.yml").read_text("utf-8"))
    assert jobs["variables"]["TCGRAPH_PACKAGE"] == "git+https://example.org/t.git@abc"


@pytest.mark.at_size
def test_the_hooks_run_under_pre_commit(folder: Path, environment: dict[str, str]) -> None:
    pytest.importorskip("pre_commit")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    for hook in hooks:
        # An environment of its own would be downloaded; everything else of the definition is run as it stands.
        hook["language"] = "system"
        if hook["id"] == "tcgraph-validate":
            hook |= {"args": ["--shapes", "shapes.ttl"], "files": r"^data\.ttl$"}
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    environment["PRE_COMMIT_HOME"] = str(folder / ".cache")
    first = run([sys.executable, "-m", "pre_commit", "run", "--all-files"], folder, environment)
    assert first.returncode == 1
    assert "tcgraph fmt" in first.stdout
    assert "data.ttl:5:12" in first.stdout, first.stdout
    (folder / "data.ttl").write_text(GOOD)
    run([sys.executable, "-m", "pre_commit", "run", "--all-files"], folder, environment)
    git(folder, "add", "-A")
    again = run([sys.executable, "-m", "pre_commit", "run", "--all-files"], folder, environment)
    assert again.returncode == 0, again.stdout
