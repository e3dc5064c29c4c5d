"""A project for another body: a small, valid example of every kind of file, with the common vocabulary and rules.

The vocabulary and shapes that hold of any follow-up are copied from the shipped project, whose questions are asked
without a copy; what is the body's own (its document, themes, terms, rules and words) is written from the templates in
``starter/``.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import jinja2

from tcgraph.errors import BadParameter
from tcgraph.project import Project, shipped_project
from tcgraph.query_files import RECORD, digest_of
from tcgraph.turtle.formatter import format_turtle

_STARTER = Path(__file__).parent / "starter"
_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LANGUAGES = ("en", "fr", "es")

_OWN = ("ontology/gb297-tc-3.ttl", "ontology/vocab/theme.ttl", "shapes/gb297-tc-3.ttl")
"""Files of the shipped project that are its body's own, among those that hold of any."""
_OWN_KINDS = re.compile(
    r"^:(?:ilo(?:-\w+)?|constituents) a skos:Concept ;\n(?: .*\n)+\n?|\s+:(?:ilo(?:-\w+)?|constituents),", re.MULTILINE
)
"""Concepts of the common vocabularies that are the body's own, in the formatter's layout."""
_REFERENCE = ("countries", "regions")
_PASSAGES = (
    ("section-1", "section 1", "section", 0, 0, "Section 1. Training"),
    ("r1-left", "row 1, left column", "left", 1, 0, "1. Improve access to training."),
    ("r1-b1", "row 1, right column, bullet 1", "right", 1, 1, "A course was held in March {year}."),
    ("r1-b2", "row 1, right column, bullet 2", "right", 1, 2, "A second course is planned for {next}."),
    ("r2-left", "row 2, left column", "left", 2, 0, "2. Publish what has been learnt."),
    ("r2-b1", "row 2, right column, bullet 1", "right", 2, 1, "Work on a first guide has begun."),
)


@dataclass(frozen=True, slots=True)
class Body:
    """Whose decisions a new project follows up.

    Attributes:
        name: the body's.
        code: short: lower-case letters, digits and hyphens; it names files and things.
        language: of names and summaries: one of :data:`LANGUAGES`.
        symbol: of the document that is reported in; made from the code where none is given.
    """

    name: str
    code: str
    language: str = "en"
    symbol: str = ""


def create_project(folder: Path, body: Body, today: datetime.date, *, example: bool = True) -> Project:
    """Write a new project.

    Args:
        folder: where; it must not hold a project or data of the same names. What else it has stays as it is; lists of
            git's are added to.
        body: whose.
        today: the day that the example's report holds for.
        example: whether it holds an example; else the first table that is accepted becomes its follow-up.

    Returns:
        The project: it validates, builds and serves as it is.

    Raises:
        BadParameter: the code or language is none, or something is in the way.
    """
    _check(body)
    taken = [part for part in ("ontology", "data", "shapes", "queries", "project.toml") if (folder / part).exists()]
    taken += [name for name in (f"documents/{body.code}.txt", RECORD) if (folder / name).exists()]
    if taken:
        raise BadParameter(
            f"{folder} has {', '.join(taken)} already. Name an empty directory; "
            "to begin another follow-up in a project: tcgraph add follow-up"
        )
    shipped = shipped_project()
    common = copied(shipped)
    for relative, text in common.items():
        put(folder / relative, text)
    files = _FOLLOW_UP | {"cycles.ttl": "data/ttl/cycles/known.ttl"} if example else {}
    _write(folder, body, today, files | _PROJECT | _BESIDE, example=example)
    write_record({name: digest_of(text) for name, text in common.items()}, folder)
    return Project(folder)


def add_follow_up(project: Project, body: Body, today: datetime.date, known_body: str = "") -> Path:
    """Begin another follow-up in a project that has one: an example of each kind of fact, apart from the others'.

    Args:
        project: where.
        body: whose; its code names the follow-up's folder and is part of the address of each of its things.
        today: the day that the example's report holds for.
        known_body: code of that body, where the project knows it already.

    Returns:
        The folder of its data.

    Raises:
        BadParameter: the code or language is none, or there is a follow-up or a folder of that code.
    """
    _check(body)
    folder = project.data / body.code
    if (document := project.root / f"documents/{body.code}.txt").exists():
        raise BadParameter(f"{document} is there already; give another --code.")
    if folder.exists() or body.code in {one.code for one in project.follow_ups}:
        raise BadParameter(f"There is a {body.code!r} already; give another --code.")
    cycles = {"cycles.ttl": f"data/ttl/{body.code}/cycles/known.ttl"}
    _write(project.root, body, today, _FOLLOW_UP | cycles, prefix=f"{body.code}-", known_body=known_body)
    return folder


def _check(body: Body) -> None:
    if not _CODE.fullmatch(body.code):
        raise BadParameter(f"--code {body.code!r}: use lower-case letters, digits and hyphens, such as council-12.")
    if body.language not in LANGUAGES:
        raise BadParameter(f"--language {body.language!r} is none of {', '.join(LANGUAGES)}.")
    if not body.name.strip():
        raise BadParameter("--body: say whose decisions are followed up.")


_FOLLOW_UP = {
    "document.txt": "documents/{code}.txt",
    "decisions.ttl": "data/ttl/{code}/decisions.ttl",
    "follow-up.ttl": "data/ttl/{code}/follow-up.ttl",
    "shapes.ttl": "shapes/{code}.ttl",
}
"""What a follow-up has of its own: templates, and where they go."""
_PROJECT = {
    "project.toml": "project.toml",
    "theme.ttl": "ontology/vocab/theme.ttl",
    "ontology.ttl": "ontology/{code}.ttl",
    "words.toml": "queries/words/{language}.toml",
}
"""What a project has of its own, its body's first words among it."""
_BESIDE = {
    "README.md": "README.md",
    "github.yml": ".github/workflows/validate.yml",
    "gitlab.yml": ".gitlab-ci.yml",
    "pre-commit.yaml": ".pre-commit-config.yaml",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
}
"""What a folder may have had before it became a project."""
_COMMENT = re.compile(r"^((?:.*\S)?\s*# )(.+)$", re.MULTILINE)
"""What a line of Turtle, TOML or YAML says to people: all of it, or what stands behind a value."""
_LISTS = (".gitignore", ".gitattributes")


def had_before(folder: Path) -> list[str]:
    """The files of a folder that a new project would have too, and that stay as they are."""
    return [name for name in _BESIDE.values() if name not in _LISTS and (folder / name).exists()]


def _write(
    folder: Path,
    body: Body,
    today: datetime.date,
    files: Mapping[str, str],
    *,
    prefix: str = "",
    known_body: str = "",
    example: bool = True,
) -> None:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_STARTER), keep_trailing_newline=True, undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 -- Turtle and TOML, quoted by tojson
    )  # fmt: skip
    year = today.year
    given: dict[str, object] = {
        "body": body.name,
        "code": body.code,
        "language": body.language,
        "symbol": body.symbol or body.code.upper(),
        "name": _told("What became of the decisions of {}", body.name, body.language),
        "kind": "un-body",
        "year": year,
        "day": today.isoformat(),
        "cycle": f"{year}-{today.month:02}",
        "label": lambda text, name="": _label(str(text), str(name), body.language),
    }
    given |= {"pre": prefix, "known_body": known_body, "example": example, "package": _package()}
    text = templates.get_template("document.txt").render(given)
    given |= {
        "digest": digest_of(text),
        "characters": len(text),
        "passages": [_passage(text, year, passage) for passage in _PASSAGES],
    }
    left = had_before(folder)
    for template, place in files.items():
        target = place.format(code=body.code, language=body.language)
        if target in left:
            continue
        own = f"{Path(template).stem}.{body.language}{Path(template).suffix}"  # where the template is in its language
        written = _with_comments(templates.select_template([own, template]).render(given), body.language)
        if target in _LISTS and (folder / target).exists():
            before = (folder / target).read_text(encoding="utf-8").splitlines()
            written = "\n".join([*before, *(one for one in written.splitlines() if one not in before), ""])
        put(folder / target, format_turtle(written) if target.endswith(".ttl") else written)


def _package() -> str:
    """What installs this program elsewhere: the address that it was installed from (PEP 610), else its name."""
    try:
        told = distribution("tcgraph").read_text("direct_url.json")
    except PackageNotFoundError:
        told = None
    origin = json.loads(told) if told else {}
    version = origin.get("vcs_info")
    return f"{version['vcs']}+{origin['url']}@{version['commit_id']}" if version else "tcgraph"


def _passage(text: str, year: int, passage: tuple[str, str, str, int, int, str]) -> dict[str, object]:
    name, locator, column, row, ordinal, template = passage
    words = template.format(year=year, next=year + 1)
    start = text.index(words)
    return {
        "name": name, "locator": locator, "column": column, "row": row, "ordinal": ordinal,
        "line": text.count("\n", 0, start) + 1, "start": start, "end": start + len(words), "digest": digest_of(words),
    }  # fmt: skip


def _label(text: str, name: str, language: str) -> str:
    """A text as Turtle, in English, which shapes ask for everywhere, and in the project's own language."""
    # A body's name in another language stands in quotation marks within an English phrase.
    quoted = name if language == "en" or text == "{}" else f"“{name}”"
    english = f"{_quoted(text.replace('{}', quoted))}@en"
    return english if language == "en" else f"{english}, {_quoted(_told(text, name, language))}@{language}"


def _with_comments(written: str, language: str) -> str:
    """A file with its comments in a language."""
    return _COMMENT.sub(lambda found: found[1] + _told(found[2], "{}", language), written)


def _told(text: str, name: str, language: str) -> str:
    """A text of the example in a language; what has no translation is a name, the same in every language."""
    return _translations().get(text, {}).get(language, text).replace("{}", name)


@cache
def _translations() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((_STARTER / "translations.toml").read_text(encoding="utf-8"))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def copied(shipped: Project) -> dict[str, str]:
    """Everything that is copied into a new project: its vocabulary, rules and reference data.

    Returns:
        The text of each file by its path below a project's root.
    """
    found: dict[str, str] = {}
    for part in ("ontology", "shapes"):
        for path in sorted((shipped.root / part).rglob("*.ttl")):
            relative = path.relative_to(shipped.root).as_posix()
            if relative not in _OWN:
                found[relative] = _OWN_KINDS.sub("", path.read_text(encoding="utf-8"))
    for name in _REFERENCE:
        relative = f"data/ttl/reference/{name}.ttl"
        found[relative] = (shipped.root / relative).read_text(encoding="utf-8")
    return found


def write_record(digests: Mapping[str, str], folder: Path) -> None:
    """Record what was copied: a digest and a name a line."""
    put(folder / RECORD, "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())))


def put(path: Path, text: str) -> None:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
