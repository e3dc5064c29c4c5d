"""``tcgraph validate`` on what is not a plain file: standard input, packed files, patterns, folders, addresses."""

from __future__ import annotations

import gzip
import json
import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import pytest

from tests import command_line
from tests.cli.test_validate import DATA, SHAPES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        extensions_map: ClassVar = {  # type: ignore[misc]
            ".ttl": "text/turtle",
            "": "application/octet-stream",
        }

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def validate(folder: Path, *arguments: str, given: bytes = b"") -> tuple[int, list[str], str]:
    """The exit code, where the errors are, and the text."""
    asked = ["validate", *arguments, "--shapes", "shapes.ttl"]
    told, as_json = (
        command_line.run([*asked, "-f", name], folder, os.environ, given=given) for name in ("text", "json")
    )
    found = json.loads(as_json.stdout)["diagnostics"] if as_json.returncode < 2 and as_json.stdout else []
    places = [f"{d['location']['path']}:{d['location']['line']}" for d in found if d["rule"] == "Person-age"]
    return told.returncode, places, told.stdout + told.stderr


@pytest.mark.parametrize("name", ["data.ttl", "data.nt", "data.jsonld", "data.rdf"])
def test_standard_input_of_any_syntax(folder: Path, name: str) -> None:
    code, places, text = validate(folder, "-", given=DATA[name].encode())
    line = next(number for number, line in enumerate(DATA[name].splitlines(), 1) if "forty" in line)
    assert (code, places) == (1, [f"-:{line}"])
    assert f"--> -:{line}" in text
    assert "forty" in text


def test_standard_input_that_is_packed_or_in_utf_16_is_placed_as_its_text_is(folder: Path) -> None:
    for given in (gzip.compress(DATA["data.ttl"].encode()), DATA["data.ttl"].encode("utf-16")):
        assert validate(folder, "-", given=given)[:2] == (1, ["-:4"])


@pytest.mark.parametrize("name", ["data.owl", "data", "data.rdf"])
def test_turtle_under_another_name_or_none(folder: Path, name: str) -> None:
    (folder / name).write_text("\ufeff" + DATA["data.ttl"], encoding="utf-8")
    (folder / "shapes.ttl").rename(folder / "s.shacl")
    (folder / "shapes.ttl").symlink_to("s.shacl")
    assert validate(folder, name)[:2] == (1, [f"{name}:4"])
    assert command_line.run(["validate", name, "--shapes", "s.shacl"], folder, os.environ).returncode == 1


def test_what_neither_name_nor_text_tell_can_be_said(folder: Path) -> None:
    text = "\n" * 3 + DATA["data.nt"].replace("<http", "\t<http")
    (folder / "data.txt").write_text("!" + text)
    assert "tell its syntax" in validate(folder, "data.txt")[2]
    code, _, said = validate(folder, "data.txt", "--syntax", "nt")
    assert code == 2
    assert "data.txt:1:1" in said


def test_a_packed_file_by_itself_and_in_a_folder(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "one.ttl.gz").write_bytes(gzip.compress(DATA["data.ttl"].encode()))
    (folder / "data" / "two.nt").write_text(DATA["data.nt"].replace("/ann>", "/bea>"))
    assert validate(folder, "data/one.ttl.gz")[:2] == (1, ["data/one.ttl.gz:4"])
    assert validate(folder, "data")[:2] == (1, ["data/one.ttl.gz:4", "data/two.nt:4"])


def test_a_pattern(folder: Path) -> None:
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "data.n3").write_text(DATA["data.ttl"])
    assert validate(folder, "deep/**/*.n3")[:2] == (1, ["deep/er/data.n3:4"])
    code, _, text = validate(folder, "no/*.ttl")
    assert code == 2
    assert "no file has a name like this" in text


def test_an_address(folder: Path, address: str) -> None:
    (folder / "data.ttl").write_text(DATA["data.ttl"].replace("ex:ann", "<#ann>"))
    code, places, text = validate(folder, f"{address}/data.ttl")
    assert (code, places) == (1, [f"{address.replace('//', '/')}/data.ttl:4"])
    code, _, text = validate(folder, f"{address}/nothing.ttl")
    assert code == 2
    assert "/nothing.ttl does not answer" in text


def test_a_bomb_is_not_unpacked(folder: Path) -> None:
    (folder / "bomb.ttl.gz").write_bytes(gzip.compress(b"#" * 400_000_000, compresslevel=1))
    code, _, text = validate(folder, "bomb.ttl.gz")
    assert code == 2
    assert "more than 256 MB come out of it" in text
    assert "--unpacked" in text


def test_how_much_comes_out_of_packed_files_together_is_bounded(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / f"{name}.ttl.gz").write_bytes(gzip.compress(b"#" * 800_000, compresslevel=1))
    code, _, text = validate(folder, "one.ttl.gz", "two.ttl.gz", "--unpacked", "1")
    assert code == 2
    assert "two.ttl.gz: more than 0 MB come out of it" in text
    assert validate(folder, "one.ttl.gz", "two.ttl.gz", "--unpacked", "2")[0] == 0


@pytest.mark.slow
@pytest.mark.at_size
def test_what_is_asked_for_may_come_out_of_a_file_packed_very_small(folder: Path) -> None:
    (folder / "wide.ttl.gz").write_bytes(gzip.compress((b" " * 99 + b"\n") * 3_000_000, compresslevel=1))
    asked = ["validate", "wide.ttl.gz", "--unpacked", "400", "--shapes", "shapes.ttl"]
    assert command_line.run(asked, folder, os.environ).returncode == 0


def test_what_does_not_unpack_is_named(folder: Path) -> None:
    (folder / "torn.ttl.gz").write_bytes(gzip.compress(DATA["data.ttl"].encode())[:-20])
    code, _, text = validate(folder, "torn.ttl.gz")
    assert code == 2
    assert "torn.ttl.gz" in text
    assert "does not unpack as gzip" in text
