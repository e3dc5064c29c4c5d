"""What is told of a project's files as such."""

from __future__ import annotations

from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.file_layout import astray_blocks, empty_files, other_layout, with_cut_files, with_unread_files
from tcgraph.diagnostics.one_cause import one_for_each_cause
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, Literal, NamedNode
from tcgraph.shacl.validation_report import Finding, Severity

TURTLE = "@prefix ex: <https://example.org/> .\n\nex:a a ex:B ;\n    ex:c 1 .\n"


def files(folder: Path, *texts: str) -> list[Path]:
    paths = [folder / f"{number}.ttl" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode())
    return paths


def test_a_file_that_is_laid_out_otherwise_than_the_others(tmp_path: Path) -> None:
    windows, tabs = TURTLE.replace("\n", "\r\n"), TURTLE.replace("    ", "\t")
    told = other_layout(files(tmp_path, TURTLE, TURTLE, TURTLE, windows, tabs))
    assert [(each.location, each.level) for each in told] == [
        (Location(tmp_path / "4.ttl", 4), Level.INFO),
        (Location(tmp_path / "3.ttl", 1), Level.INFO),
    ]


def test_files_that_are_all_laid_out_alike_are_left_alone(tmp_path: Path) -> None:
    assert other_layout(files(tmp_path, *[TURTLE.replace("\n", "\r\n").replace("    ", "\t")] * 3)) == []


def test_a_tab_inside_a_long_text_indents_nothing(tmp_path: Path) -> None:
    text = 'ex:a ex:b """first\n\tsecond""" .\n'
    assert other_layout(files(tmp_path, TURTLE, TURTLE, TURTLE + text)) == []


def test_an_emptied_file_is_told_in_place_of_all_that_comes_of_it(tmp_path: Path) -> None:
    paths = files(tmp_path, TURTLE, " \n")
    (empty,) = empty_files(paths)
    assert empty.location == Location(paths[1], 1)
    missing = [Diagnostic("rule", Level.ERROR, f"{n} is missing.", Location(paths[0], n)) for n in (3, 4)]
    assert one_for_each_cause(missing, paths) == [empty]
    copied = files(tmp_path, TURTLE, TURTLE, TURTLE.replace("/>", "/other/>"))
    (twin,) = one_for_each_cause([Diagnostic("rule", Level.ERROR, "Two values.", Location(copied[1], 4))], copied)
    assert (twin.rule, twin.level, twin.location) == ("copied-file", Level.ERROR, Location(copied[1], 1))
    files(tmp_path, TURTLE, " \n")
    warned = Diagnostic("rule", Level.WARNING, "Look again.", Location(paths[0], 3))
    assert one_for_each_cause([warned], paths) == [warned, empty]


def test_a_file_that_breaks_off_is_told_in_place_of_all_that_comes_of_it(tmp_path: Path) -> None:
    blocks = [f"ex:{name} a ex:B .\n\n" for name in "bcde"]
    whole = "".join((TURTLE, "\n", *blocks)).encode()
    (path,) = files(tmp_path, TURTLE)
    missing = Diagnostic("rule", Level.ERROR, "It is missing.", Location(tmp_path / "other.ttl", 3))
    (cut,) = with_cut_files([missing], {path: whole})
    assert (cut.rule, cut.location) == ("cut-file", Location(path, 4))
    assert "4 blocks followed" in cut.message
    # Nothing comes of it, or it is one thing alone that was taken out, or it says something else.
    assert with_cut_files([], {path: whole}) == []
    assert with_cut_files([missing], {path: f"{TURTLE}\n{blocks[0]}".encode()}) == [missing]
    assert with_cut_files([missing], {path: whole.replace(b"ex:c 1", b"ex:c 2")}) == [missing]


def test_a_file_saved_in_the_wrong_encoding_is_told_once(tmp_path: Path) -> None:
    node = NamedNode("https://example.org/a")
    texts = ["RÃ©union", "EspaÃ±a", "Ã\ufffdfrica", "aÃ±o", "diÃ¡logo", "plain"]
    found = [
        Diagnostic(
            "text", Level.ERROR, text, Location(tmp_path / "es.ttl", line),
            finding=Finding(node, node, node, Severity.VIOLATION, text, "", predicate=node, value=Literal(text)),
        )
        for line, text in enumerate(texts, 1)
    ]  # fmt: skip
    told = one_for_each_cause(found, [])
    assert [each.location.line for each in told if each.location] == [1, 6]
    assert "5 texts of this file" in told[0].message


def test_a_file_in_a_folder_that_is_not_read_is_told_instead_of_what_comes_of_it(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    paths = files(tmp_path / "demo", TURTLE, TURTLE + "ex:known ex:c 2 .\n")
    rule, lost, known = (NamedNode(f"https://example.org/{name}") for name in ("rule", "a", "known"))
    engine = EmbeddedEngine()
    engine.load(b"<https://example.org/known> a <https://example.org/B> .", GraphFormat.TURTLE)

    def told(focus: NamedNode, value: NamedNode, place: Location | None) -> Diagnostic:
        finding = Finding(focus, rule, rule, Severity.VIOLATION, "", "", predicate=rule, value=value)
        return Diagnostic("rule", Level.ERROR, "Wrong.", place, finding=finding)

    leads, other = told(known, lost, Location(tmp_path / "ttl/b.ttl", 1)), told(known, known, None)
    found = with_unread_files([leads, other], [], engine, paths)
    assert [each.rule for each in found] == ["rule", "unread-file", "unread-file"]
    assert found[0] == other
    assert str(tmp_path / "ttl") in (found[1].help or "")
    # Where nothing has a place, no folder is named.
    (alone,) = with_unread_files([told(known, lost, None)], [], engine, paths[:1])
    assert alone.rule == "unread-file"
    assert with_unread_files([other], [], engine, paths) == [other]


def test_a_file_that_is_gone_is_told_for_all_that_its_loss_brings(tmp_path: Path) -> None:
    path = tmp_path / "gone.ttl"
    was = b"@prefix ex: <https://example.org/> .\nex:a ex:p 1 .\nex:b ex:p 1 .\nex:c ex:p 1 .\n"
    brought = [about(f"https://example.org/{name}") for name in "abc"]
    other = about("https://example.org/d")
    gone, *rest = with_cut_files([*brought, other], {path: was})
    assert (gone.rule, gone.location) == ("cut-file", Location(path))
    assert rest == [other]
    assert with_cut_files([*brought[:2], other], {path: was}) == [*brought[:2], other]


def about(iri: str) -> Diagnostic:
    kind = NamedNode("urn:kind")
    finding = Finding(NamedNode(iri), kind, kind, Severity.VIOLATION, "Nothing says what it is.", "ex:p")
    return Diagnostic("type", Level.ERROR, f"Nothing says what {iri} is.", finding=finding)


def test_a_thing_pasted_among_others_beside_which_its_kind_never_stands_is_told(tmp_path: Path) -> None:
    body = "".join(f"ex:body-{n} a ex:Body ;\n    ex:c 1 .\n\n" for n in range(12))
    section = "".join(f"ex:{kind}-{n} a ex:{kind} ;\n    ex:c 1 .\n\n" for n in range(6) for kind in ("Deed", "Sum"))
    paths = files(tmp_path, f"{body}ex:sum a ex:Sum ;\n    ex:c 1 .\n", section, section)
    (astray,) = astray_blocks(paths)
    assert (astray.level, astray.location) == (Level.INFO, Location(paths[0], 37))
    assert "12 stand in 2 other files" in astray.message
    # A file of its own, one file alone that has such things, or one where they do stand beside such others.
    assert astray_blocks(files(tmp_path, "ex:sum a ex:Sum ;\n    ex:c 1 .\n", section, section)) == []
    assert astray_blocks(files(tmp_path, f"{body}ex:sum a ex:Sum .\n", section)) == []
    assert astray_blocks(files(tmp_path, f"{body}ex:sum a ex:Sum .\n", section, f"{section}ex:b a ex:Body .\n")) == []
