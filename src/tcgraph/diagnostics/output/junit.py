"""JUnit XML: a suite a file and a case a problem, so that any CI server lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level

# XML 1.0 §2.2: other characters cannot stand in a document at all, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTED = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#09;"}
"""What else to escape in an attribute, so that it is read back as it is (XML 1.0 §3.3.3)."""


def render(outcome: Outcome) -> Iterator[str]:
    """The outcome as JUnit XML: errors are failures, warnings and information are output of passing cases.

    A file without problems is a suite with one passing case. A file that cannot be read is an error, not a failure.
    """
    by_file: dict[str, list[Diagnostic]] = {path.as_posix(): [] for path in outcome.files}
    for diagnostic in outcome.diagnostics:
        name = diagnostic.location.path.as_posix() if diagnostic.location else "(no file)"
        by_file.setdefault(name, []).append(diagnostic)
    readable = outcome.readable
    suites = {name: (found, _counts(found, readable)) for name, found in by_file.items() if found or readable}
    totals = {key: sum(counts[key] for _, counts in suites.values()) for key in ("tests", "failures", "errors")}
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tcgraph validate"{_attributes(totals)}>\n'
    for name, (found, counts) in suites.items():
        yield f"  <testsuite{_attributes({'name': name, **counts})}>\n"
        if not found:
            yield f"    <testcase{_attributes({'name': 'conforms', 'classname': name})} />\n"
        yield from (_case(name, diagnostic, readable) for diagnostic in found)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _counts(found: list[Diagnostic], readable: bool) -> dict[str, int]:
    bad = sum(1 for diagnostic in found if diagnostic.level is Level.ERROR)
    return {"tests": max(len(found), 1), "failures": bad if readable else 0, "errors": 0 if readable else bad}


def _case(file: str, diagnostic: Diagnostic, readable: bool) -> str:
    place = diagnostic.location
    where = "" if place is None else f" [{place.cell}]" if place.cell else f":{place.line}" if place.line else ""
    case = {"name": f"{diagnostic.rule}{where} {diagnostic.subject or ''}".strip(), "classname": file}
    if place is not None and place.line is not None:
        case |= {"file": file, "line": str(place.line)}
    text = f"{place or file}: {diagnostic.message}" + (f"\n{diagnostic.help}" if diagnostic.help else "")
    inner = {}
    if diagnostic.level is Level.ERROR:
        tag, inner = "failure" if readable else "error", {"message": diagnostic.message, "type": diagnostic.rule}
    else:
        tag, text = "system-out", f"{diagnostic.level.value}: {text}"
    return (
        f"    <testcase{_attributes(case)}>\n"
        f"      <{tag}{_attributes(inner)}>{escape(_ILLEGAL.sub('�', text))}</{tag}>\n    </testcase>\n"
    )


def _attributes(named: Mapping[str, object]) -> str:
    return "".join(f' {name}="{escape(_ILLEGAL.sub("�", str(value)), _QUOTED)}"' for name, value in named.items())
