"""Reporting an error in a fact: a message prepared for a mail or a form of new issues; this server receives nothing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from tcgraph.rdf import NamedNode


@dataclass(frozen=True, slots=True)
class Correction:
    """A message about a fact, ready to be sent.

    Attributes:
        subject: in a line.
        text: with what is said, where, in which version, and room for what is wrong.
        address: that opens it in a mail program or a form; empty where nobody said where corrections go.
    """

    subject: str
    text: str
    address: str


def correction_of(
    thing: NamedNode, name: str, places: tuple[str, ...], version: str, page: str, to: str = ""
) -> Correction:
    """The message about one thing.

    Args:
        thing: of which something is wrong.
        name: what it is called.
        places: where it was read.
        version: of the graph.
        page: the address at which it was seen.
        to: a mail address, or the address of a form for new issues.
    """
    subject = f"Correction: {name}"
    lines = [
        f"Fact: {thing.value}",
        f"Called: {name}",
        *(f"Read from: {place}" for place in places),
        f"Seen in version {version} at {page}",
        "",
        "What is wrong, and where the document says otherwise:",
        "",
    ]
    text = "\n".join(lines)
    return Correction(subject, text, _address(to, subject, text))


def _address(to: str, subject: str, text: str) -> str:
    if not to:
        return ""
    if to.startswith(("https://", "http://")):
        # As forges read it: GitHub, GitLab (`issue[…]` there) and Forgejo all take a title and a body.
        names = ("issue[title]", "issue[description]") if "/-/issues/new" in to else ("title", "body")
        return f"{to}{'&' if '?' in to else '?'}{urlencode(dict(zip(names, (subject, text), strict=True)))}"
    # RFC 6068 §2: spaces are %20 in a mail address, and lines end with %0D%0A.
    body = quote(text.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={body}"
