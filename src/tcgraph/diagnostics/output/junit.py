"""JUnit XML: a suite a file and a case a problem, so that any CI server lists them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level

# XML 1.0 §2.2: other characters cannot stand in a document at all, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(outcome: Outcome) -> str:
    """The outcome as JUnit XML: errors are failures, warnings and information are output of passing cases.

    A file without problems is a suite with one passing case. A file that cannot be read is an error, not a failure.
    """
    by_file: dict[str, list[Diagnostic]] = {path.as_posix(): [] for path in outcome.files}
    for diagnostic in outcome.diagnostics:
        name = diagnostic.location.path.as_posix() if diagnostic.location else "(no file)"
        by_file.setdefault(name, []).append(diagnostic)
    root = ElementTree.Element("testsuites", name="tcgraph validate")
    totals = {"tests": 0, "failures": 0, "errors": 0}
    for name, found in by_file.items():
        if not found and not outcome.readable:
            continue
        counts = _suite(root, name, found, outcome.readable)
        for key, number in counts.items():
            totals[key] += number
    for key, number in totals.items():
        root.set(key, str(number))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: ElementTree.Element, name: str, found: list[Diagnostic], readable: bool) -> dict[str, int]:
    suite = ElementTree.SubElement(root, "testsuite", name=_legal(name))
    bad = sum(1 for diagnostic in found if diagnostic.level is Level.ERROR)
    counts = {"tests": max(len(found), 1), "failures": bad if readable else 0, "errors": 0 if readable else bad}
    for key, number in counts.items():
        suite.set(key, str(number))
    if not found:
        ElementTree.SubElement(suite, "testcase", name="conforms", classname=_legal(name))
    for diagnostic in found:
        _case(suite, name, diagnostic, readable)
    return counts


def _case(suite: ElementTree.Element, file: str, diagnostic: Diagnostic, readable: bool) -> None:
    place = diagnostic.location
    where = "" if place is None else f" [{place.cell}]" if place.cell else f":{place.line}" if place.line else ""
    case = ElementTree.SubElement(
        suite, "testcase", name=_legal(f"{diagnostic.rule}{where} {diagnostic.subject or ''}".strip()), classname=file
    )
    if place is not None and place.line is not None:
        case.set("file", _legal(file))
        case.set("line", str(place.line))
    text = f"{place or file}: {diagnostic.message}" + (f"\n{diagnostic.help}" if diagnostic.help else "")
    if diagnostic.level is Level.ERROR:
        tag = "failure" if readable else "error"
        inner = ElementTree.SubElement(case, tag, message=_legal(diagnostic.message), type=diagnostic.rule)
    else:
        inner = ElementTree.SubElement(case, "system-out")
        text = f"{diagnostic.level.value}: {text}"
    inner.text = _legal(text)


def _legal(text: str) -> str:
    return _ILLEGAL.sub("�", text)
