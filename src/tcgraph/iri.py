"""Relative references against a base (RFC 3986 §5.2), for every scheme alike; names of files in an IRI."""

from __future__ import annotations

import re
from urllib.parse import quote

from tcgraph.errors import BrokenInput

# RFC 3986, appendix B.
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)

# RFC 3987 §2.2, what a path may hold as it is: unreserved (ucschar among it), sub-delims, ":", "@" and the slash.
_NOT_IN_A_PATH = re.compile(
    r"[\x00-\x20\"#%<>?\[\\\]^`{|}\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
    r"\U0001fffe\U0001ffff\U0002fffe-\U0010ffff]"
)
"""Told by what it has, and not by what it has not: a class of nearly all characters takes long to compile."""


def iri_path(name: str) -> str:
    """A file's name or path as the path of an IRI may hold it, whatever its characters; no two become the same.

    Raises:
        BrokenInput: some bytes of the name are no text, so that nothing can write of it.
    """
    try:
        return _NOT_IN_A_PATH.sub(lambda found: quote(found[0]), name)
    except UnicodeEncodeError:
        raise BrokenInput("the name of this file is not UTF-8 text; rename it", path=name) from None


def resolve(reference: str, base: str | None) -> str:
    """The IRI that a reference means.

    Args:
        reference: an IRI or a relative reference, escapes undone.
        base: the base IRI, or None.

    Returns:
        The IRI; the reference itself when there is no base or it has a scheme of its own.
    """
    scheme, authority, path, query, fragment = _split(reference)
    # An IRI with a scheme stands as written: RDF compares IRIs as strings (RDF 1.1 Concepts §3.2).
    if scheme is not None or base is None:
        return reference
    base_scheme, base_authority, base_path, base_query, _ = _split(base)
    if authority is None:
        authority = base_authority
        if not path:
            path = base_path
            query = base_query if query is None else query
        elif path.startswith("/"):
            path = _without_dots(path)
        elif base_authority is not None and not base_path:
            path = _without_dots("/" + path)
        else:
            path = _without_dots(base_path[: base_path.rfind("/") + 1] + path)
    else:
        path = _without_dots(path)
    parts = [f"{base_scheme}:" if base_scheme is not None else ""]
    parts.append(f"//{authority}" if authority is not None else "")
    parts.append(path)
    parts.append(f"?{query}" if query is not None else "")
    parts.append(f"#{fragment}" if fragment is not None else "")
    return "".join(parts)


def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    found = _PARTS.fullmatch(iri)
    assert found is not None
    return found[1], found[2], found[3] or "", found[4], found[5]


def _without_dots(path: str) -> str:
    # RFC 3986 §5.2.4: "." stays where it is, ".." takes the segment before it away.
    kept: list[str] = []
    segments = path.split("/")
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment == ".":
            if last:
                kept.append("")
        elif segment == "..":
            if len(kept) > 1 or (kept and kept[0]):
                kept.pop()
            if last:
                kept.append("")
        else:
            kept.append(segment)
    return "/".join(kept)
