"""A prefix that means something else in one file."""

from __future__ import annotations

from pathlib import Path

from tcgraph.diagnostics.files import load_files, named_files
from tcgraph.diagnostics.prefixes import other_meanings, with_names_before
from tcgraph.engine.embedded import EmbeddedEngine

TURTLE = "@prefix ex: <https://example.org/> .\nex:a a ex:B .\n"


def files(folder: Path, *texts: str) -> list[Path]:
    paths = [folder / f"{number}.ttl" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_one_slip_is_told_at_its_place(tmp_path: Path) -> None:
    paths = files(tmp_path, TURTLE, TURTLE, TURTLE, "\n" + TURTLE.replace("org/", "org"))
    (told,) = other_meanings(paths)
    assert told.location is not None
    assert (told.location.path, told.location.line, told.location.column) == (paths[3], 2, 13)
    assert told.help == "Write <https://example.org/>, or choose another prefix."


def test_a_prefix_that_files_use_each_in_their_way_is_no_slip(tmp_path: Path) -> None:
    others = (TURTLE.replace("example.org", f"{name}.example") for name in "abcd")
    assert other_meanings(files(tmp_path, *others)) == []


def test_a_second_meaning_further_down_is_told(tmp_path: Path) -> None:
    paths = files(tmp_path, TURTLE, TURTLE, TURTLE + "@prefix ex: <https://other.example/> .\n")
    (told,) = other_meanings(paths)
    assert told.location is not None
    assert told.location.line == 3


def test_what_a_file_calls_otherwise_is_told_by_its_own_prefix(tmp_path: Path) -> None:
    paths = files(tmp_path, TURTLE, TURTLE.replace("ex:", "own:") + "own:c own:d ex:e .\n")
    (told,) = load_files(EmbeddedEngine(), named_files(paths))
    assert told.help == "own: stands here for what ex: is in other files: write own: in its place."


def test_the_name_that_stood_before_is_told_in_the_place_of_one_without_a_known_prefix(tmp_path: Path) -> None:
    own = TURTLE + "own:c own:d ex:e .\n"
    paths = files(tmp_path, TURTLE, own)
    told = load_files(EmbeddedEngine(), named_files(paths))
    kept = with_names_before(told[:1], lambda _: own.encode())
    assert kept == told[:1], "the line that declares it was lost"
    (mended,) = with_names_before(told[:1], lambda _: own.replace("own:c", "ex:c").encode())
    assert mended.help == "ex:c stood here before: put it back."
