"""Turn a page of the server into a page among files: relative links, a policy of its own, no timings, no server."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Final

from tcgraph.export.edition.file_addresses import EditionPlace, relative

ORIGIN: Final = "http://edition.invalid"
"""The host that pages are asked for by; nothing of it may be left in a file."""

_LINK = re.compile(r'<a\b(?P<rest>[^>]*?)\shref="(?P<href>/[^"]*|\?[^"]*)"')
_ELEMENT = re.compile(r'(?P<before><(?:script|img|button|link)\b[^>]*?\s(?:src|data-png|href)=")(?P<to>/[^"]*)"')
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_FORM = re.compile(r'<form\b(?P<rest>[^>]*?)\saction="(?P<to>/[^"]*)"(?P<more>[^>]*)>(?P<body>.*?)</form>', re.DOTALL)
_HIDDEN_LANGUAGE = re.compile(r'<input type="hidden" name="lang"[^>]*>')
_POLICY: Final = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'"
)
_STYLES: Final = (
    '.filters:not(:has(form)), button[data-png="#"], .tongues a:not([href]) { display: none; } '
    "a:not([href]) { color: inherit; text-decoration: none; } #everything details { margin-block: .4rem; } "
    "#everything summary { cursor: pointer; text-transform: capitalize; } #everything ul { columns: 18rem; } "
    "#found li { margin-block: .4rem; } #found small { display: block; }"
)
"""What the edition's pages add to the pages' own style."""
_OF_SERVER = re.compile(
    r"\s*<(?:link\b[^>]*\sdata-server>|(?P<tag>\w+)\b[^>]*\sdata-server\b.*?</(?P=tag)>)", re.DOTALL
)
"""What a page says of the server alone, marked so by its template."""

Places = Callable[[str], EditionPlace | None]


def links(page: str) -> list[str]:
    """The addresses on the server that a page's links and elements lead to."""
    found = [match["href"] for match in _LINK.finditer(page)] + [match["to"] for match in _ELEMENT.finditer(page)]
    return [html.unescape(address) for address in found]


def rewritten(page: str, file: str, language: str, places: Places) -> str:
    """A page as it stands in a file.

    Args:
        page: what the server gave.
        file: where it will stand.
        language: its language.
        places: the place of an address, None when the edition has nothing for it: a link is then text only.
    """
    page = _FORM.sub(lambda found: _form(found, file, language, places), _OF_SERVER.sub("", page))
    page = page.replace(" data-soft", "")
    name = file.rpartition("/")[2].removesuffix(".html")
    if name in ("query", "search"):
        page = page.replace("</head>", f'<script src="/static/{name}.js" type="module"></script>\n</head>', 1)
    if "/" in file.removeprefix(f"{language}/"):
        # Those where one begins bring their style; to the thousands below it would add a half of what they are.
        page = _STYLE.sub('<link rel="stylesheet" href="/static/site.css">', page, count=1)
    page = page.replace("</head>", f"<style>{_STYLES}</style>\n</head>", 1)

    def link(found: re.Match[str]) -> str:
        place = places(html.unescape(found["href"]))
        return f"<a{found['rest']}" + (f' href="{html.escape(relative(place, file))}"' if place else "")

    def element(found: re.Match[str]) -> str:
        place = places(html.unescape(found["to"]))
        return f'{found["before"]}{html.escape(relative(place, file)) if place else "#"}"'

    page = _ELEMENT.sub(element, _LINK.sub(link, page))
    wasm = " 'wasm-unsafe-eval'" if name == "query" else ""
    policy = _POLICY.format(scripts=_digests(page, "script") + wasm, styles=_digests(page, "style"))
    return page.replace(
        "<meta charset", f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<meta charset', 1
    )


def _digests(page: str, element: str) -> str:
    """What stands in a page itself, as sources of its policy (Content Security Policy Level 3 §2.3.1)."""
    own = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
    return "".join(f" 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in own)


def _form(found: re.Match[str], file: str, language: str, places: Places) -> str:
    """A form that the browser can send: a search, or a question to the query page; filters need the server."""
    path = html.unescape(found["to"]).partition("?")[0]
    name = path.removeprefix("/ask/") if path.startswith("/ask/") else ""
    if not name and path not in ("/search", "/sparql"):
        return ""
    place = places(f"{path}?lang={language}&name=" if name else f"{path}?lang={language}")
    if place is None:
        return ""
    hidden = f'<input type="hidden" name="name" value="{html.escape(name)}">' if name else ""
    action = html.escape(relative(replace(place, query=""), file))
    body = _HIDDEN_LANGUAGE.sub("", found["body"])
    return f'<form{found["rest"]} action="{action}"{found["more"]}>{hidden}{body}</form>'
