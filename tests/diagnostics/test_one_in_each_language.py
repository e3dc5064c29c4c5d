"""A second label in one language is told where that language stands twice, and not in the file of translations."""

from __future__ import annotations

from pathlib import Path

from tcgraph.diagnostics.check import Check, run_check
from tcgraph.diagnostics.files import named_files
from tcgraph.engine.literal_forms import TermEngine

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:name ; sh:uniqueLang true ] ."""


def test_the_second_of_one_language_is_the_place(tmp_path: Path) -> None:
    head = "@prefix ex: <https://example.org/> .\n"
    (tmp_path / "a.ttl").write_text(f'{head}ex:a a ex:Thing ;\n ex:name "One"@en ,\n "Another"@en .\n', "utf-8")
    (tmp_path / "fr.ttl").write_text(f'{head}ex:a ex:name "Un"@fr .\n', "utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, "utf-8")
    files = named_files([tmp_path / "a.ttl", tmp_path / "fr.ttl"])
    (told,) = run_check(Check(files, [tmp_path / "shapes.ttl"]), TermEngine()).diagnostics
    assert told.location is not None
    assert (told.location.path.name, told.location.line) == ("a.ttl", 4)
