"""The words of the document behind a fact, shown only from the reader's own copy and checked by their digest."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from tcgraph.pages.page import web_address
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.rdf import Literal, NamedNode, plain

_AROUND = 160


@dataclass(frozen=True, slots=True)
class PassageCorrection:
    """What of the rendition is read otherwise: where and what stands there, whose fault it is, what we read and why."""

    start: int
    end: int
    kind: str
    as_printed: str
    as_read: str
    reason: Literal


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A stretch of the rendition.

    Attributes:
        iri: the passage.
        locator: where it is, in words.
        line: number of its first line in the rendition.
        start: first character.
        end: the character after the last.
        digest: SHA-256 that the characters must have.
        corrections: what in it is read otherwise.
        shown: the words in their surroundings, when a copy is attached.
        verified: whether the copy has exactly these words; None without a copy.
        document: the document; None where the graph does not say.
        address: where the document is shown to the public; empty where that is not known.
    """

    iri: str
    locator: str
    line: str
    start: int
    end: int
    digest: str
    corrections: tuple[PassageCorrection, ...] = ()
    shown: Markup | None = None
    verified: bool | None = None
    document: NamedNode | None = None
    address: str = ""

    @property
    def kinds(self) -> Counter[str]:
        """How many corrections of each kind."""
        return Counter(one.kind for one in self.corrections)


def passages_of(site: Site, number: str = "", thing: str = "") -> tuple[dict[str, list[ShownPassage]], Answer]:
    """Passages by the thing they tell of, in reading order, and the query that found them.

    Args:
        site: the site.
        number: only those of one recommendation's row; all when empty.
        thing: only those that tell of one thing; all when empty.
    """
    answer = ask(site, "passages", {"number": number})
    text = site.attached()
    misprints = _misprints(site)
    found: dict[str, dict[str, ShownPassage]] = {}
    for row in answer.texts():
        if thing and row["thing"] != thing:
            continue
        start, end = int(row["start"]), int(row["end"])
        mine = tuple(one for one in misprints.get(row["rendition"], ()) if start <= one.start and one.end <= end)
        shown, verified = _shown(text, start, end, row["sha256"], mine)
        found.setdefault(row["thing"], {})[row["passage"]] = ShownPassage(
            row["passage"], row["locator"], row["line"], start, end, row["sha256"], mine, shown, verified,
            NamedNode(row["document"]) if row["document"] else None, web_address(row["address"]),
        )  # fmt: skip
    return {thing: list(passages.values()) for thing, passages in found.items()}, answer


def _misprints(site: Site) -> dict[str, list[PassageCorrection]]:
    """The corrections by the rendition they were made in, in reading order."""
    found: dict[str, list[PassageCorrection]] = {}
    for row in ask(site, "misprints").dicts():
        why = row.get("reason")
        correction = PassageCorrection(
            int(plain(row["start"])), int(plain(row["end"])), plain(row.get("correction_kind")) or "scan",
            plain(row.get("as_printed")), plain(row.get("as_read")), why if isinstance(why, Literal) else Literal(""),
        )  # fmt: skip
        found.setdefault(plain(row["rendition"]), []).append(correction)
    return found


def _shown(
    text: str | None, start: int, end: int, digest: str, corrections: Iterable[PassageCorrection]
) -> tuple[Markup | None, bool | None]:
    if text is None:
        return None, None
    if hashlib.sha256(text[start:end].encode()).hexdigest() != digest:
        return None, False
    marked = Markup()
    at = start
    for one in corrections:
        # Two corrections of the same letters: the first tells of both places.
        if one.start >= at:
            told = f"{one.as_read} ({one.reason.value})".lstrip()
            marked += escape(text[at : one.start])
            marked += Markup('<ins title="{}">{}</ins>').format(told, text[one.start : one.end])
            at = one.end
    marked += escape(text[at:end])
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Markup("{}<mark>{}</mark>{}").format(
        ("… " + before) if start > _AROUND else before, marked, after + (" …" if end + _AROUND < len(text) else "")
    ), True
