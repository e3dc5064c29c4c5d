"""SPARQL in colours, on the server: the same marks as the editor's, without any script."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r'|(?P<string>"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')'
    r"|(?P<iri><[^<>\"{}|^`\\\s]*>)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<name>[A-Za-z][\w-]*:[\w.%-]*\w|:[\w-]+|[A-Za-z][\w-]*:)"
    r"|(?P<keyword>\b(?:BASE|PREFIX|SELECT|DISTINCT|REDUCED|CONSTRUCT|DESCRIBE|ASK|FROM|NAMED|WHERE|ORDER|GROUP|BY"
    r"|HAVING|ASC|DESC|LIMIT|OFFSET|VALUES|UNDEF|OPTIONAL|GRAPH|SERVICE|SILENT|MINUS|UNION|FILTER|BIND|AS|NOT|EXISTS"
    r"|IN|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT|SEPARATOR|IF|COALESCE|BOUND|STR|LANG|LCASE|UCASE|CONCAT|CONTAINS"
    r"|STRAFTER|STRBEFORE|STRSTARTS|REGEX|REPLACE|IRI|URI|DATATYPE|true|false)\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def highlight(text: str) -> Markup:
    """Query text as HTML: the same characters, tokens in ``span`` with a class of one letter or two."""
    parts: list[str] = []
    end = 0
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        # Escaped once here: `Markup.format` would parse its pattern again for each of a thousand tokens.
        parts.append(f'{escape(text[end : found.start()])}<span class="q-{(kind or "x")[0]}">{escape(found[0])}</span>')
        end = found.end()
    return Markup("".join(parts)) + escape(text[end:])  # noqa: S704
