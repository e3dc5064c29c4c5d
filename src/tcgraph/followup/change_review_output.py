"""A reviewed change as text, as Markdown for a comment on a pull request, and as a page of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from tcgraph.followup.change_review import ChangeKind, FactChange, short

_MARKUP = re.compile(r"[\\`*_\[\]<>#|&]")
_MOST_ADDED = 200
_MOST_QUOTED = 300


def as_text(facts: Sequence[FactChange], quote: Callable[[FactChange], str]) -> str:
    """For a terminal; ``quote`` gives the passage's words where a copy of the document is attached, else nothing."""
    lines = [headline(facts)]
    for kind, group in _grouped(facts):
        lines += ["", f"{kind} ({len(group)})"]
        for fact in group:
            lines.append(f"  {_line(fact)}")
            if words := quote(fact):
                lines.append(f"      {words}")
    return "\n".join((*lines, *_sections(facts, "  {} {}"), ""))


def as_markdown(facts: Sequence[FactChange], quote: Callable[[FactChange], str]) -> str:
    """For a comment on a pull or merge request; what was merely added is folded."""
    lines = ["### What this change does to the graph", "", headline(facts)]
    for kind, group in _grouped(facts):
        folded = kind in (ChangeKind.ADDED, ChangeKind.RULES) and len(group) > 5
        lines += [
            "",
            f"<details><summary>{kind} ({len(group)})</summary>" if folded else f"**{kind}** ({len(group)})",
            "",
        ]
        for fact in group[:_MOST_ADDED]:
            lines.append(f"- {_plain(_line(fact))}")
            if words := quote(fact):
                lines.append(f"  > {_plain(words)}")
        if len(group) > _MOST_ADDED:
            lines.append(f"- … and {len(group) - _MOST_ADDED} more: `tcgraph diff` shows all.")
        lines += ["", "</details>"] if folded else []
    return "\n".join((*lines, *_sections(facts, "- {} {}"), ""))


def as_html(facts: Sequence[FactChange], quote: Callable[[FactChange], str]) -> str:
    """A page of its own, which needs nothing but a browser."""
    parts: list[str] = []
    for kind, group in _grouped(facts):
        parts.append(f'<h2 class="{kind.name.lower()}">{kind} <small>{len(group)}</small></h2>\n<ul>')
        for fact in group:
            words = quote(fact)
            cited = f"<blockquote>{escape(words)}</blockquote>" if words else ""
            place = f"<small>{escape(_place(fact))}</small>" if _place(fact) else ""
            name = f"<code>{escape(short(fact.thing))}</code>"
            parts.append(f"<li><b>{escape(fact.label)}</b> {name} {escape(fact.what)} {place}{cited}</li>")
        parts.append("</ul>")
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{count}</td></tr>" for name, count in _counts(facts))
    table = f"<h2>By section</h2>\n<table>{rows}</table>" if rows else ""
    page = (Path(__file__).parent / "data" / "change.html").read_text(encoding="utf-8")
    return page.replace("{headline}", escape(headline(facts))).replace("{body}", "\n".join((*parts, table)))


def headline(facts: Sequence[FactChange]) -> str:
    """How much there is of each kind, in one sentence."""
    if not facts:
        return "The same facts."
    counts = Counter(fact.kind for fact in facts)
    told = [f"{counts[kind]} {_IN_SHORT[kind]}" for kind in ChangeKind if counts[kind]]
    return f"{', '.join(told)}."


_IN_SHORT = {
    ChangeKind.SURER: "made surer", ChangeKind.OVERWRITTEN: "overwritten", ChangeKind.LOST: "lost",
    ChangeKind.DECIDED: "filled in by a decision",
    ChangeKind.CHANGED: "told otherwise", ChangeKind.RULES: "in rules, terms or questions", ChangeKind.ADDED: "added",
}  # fmt: skip


def _grouped(facts: Sequence[FactChange]) -> list[tuple[ChangeKind, list[FactChange]]]:
    return [(kind, list(group)) for kind, group in groupby(facts, key=lambda fact: fact.kind)]


def _line(fact: FactChange) -> str:
    place = _place(fact)
    name = f" [{short(fact.thing)}]" if short(fact.thing) != fact.label else ""
    return f"{fact.label}{name} {fact.what}{f' — {place}' if place else ''}"


def _place(fact: FactChange) -> str:
    offsets = f"characters {fact.span[0]}–{fact.span[1]}" if fact.span else ""
    return ", ".join(filter(None, (fact.locator, offsets)))


def _counts(facts: Sequence[FactChange]) -> list[tuple[str, int]]:
    return sorted(Counter(fact.section or "outside the sections" for fact in facts).items())


def _sections(facts: Sequence[FactChange], form: str) -> list[str]:
    counts = _counts(facts)
    return ["", "By section:", "", *(form.format(count, name) for name, count in counts)] if counts else []


def _plain(text: str) -> str:
    """Without what Markdown or HTML would take for markup."""
    escaped = _MARKUP.sub(lambda found: f"&#{ord(found[0])};", text)
    # A zero-width space, so that nobody is notified who happens to be called like that.
    return escaped.replace("\n", " ").replace("@", "@\u200b")


def shortened(words: str) -> str:
    """A passage on one line, cut where it is long."""
    line = " ".join(words.split())
    return line if len(line) <= _MOST_QUOTED else line[:_MOST_QUOTED].rstrip() + " …"
