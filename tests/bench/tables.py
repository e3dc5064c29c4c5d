"""How well other bodies' tables are read: rows, pairing, statuses and what is left out.

Run by hand: ``python -m tests.bench.tables FOLDER [--half tune|held] [--without-status] [--show]``. The folder has
tables of any kind that is read, and beside TABLE a ``TABLE.gold.csv`` with the columns ``ask``, ``reply`` and
``status`` (a notation, or nothing where nothing is said). A table belongs to the half to tune on where the MD5 of its
name ends in an even digit; the other half is for measuring once.

``python -m tests.bench.tables --sentences FILE.csv`` measures statuses proposed from sentences alone: columns
``language``, ``text``, ``status`` (a notation; ``-`` where the sentence tells of no progress of anything).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from tcgraph.engine.protocol import Engine
from tcgraph.errors import TcgraphError
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.layout.entry import AskedItem
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.tables import read_tables
from tcgraph.followup.wording.status_wording import CONFIDENT, propose
from tcgraph.project import open_project

ROOT = Path(__file__).parents[2]
_DONE = {"taken", "standing"}
_UNDONE = {"not-taken", "rejected", "cancelled", "overtaken"}


@dataclass
class Figures:
    """What was counted of one table, or of several.

    Attributes:
        counted: by name: rows, found, replies, paired, status, proposed, right, negative, turned, junk (rows too
            many), lost (characters).
        wrong: what was proposed and is not so.
    """

    counted: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """One line of the table of figures."""
        n = self.counted
        share = [_share(n["found"], n["rows"]), _share(n["paired"], n["replies"])]
        status = [_share(n["right"], n["proposed"]), _share(n["proposed"], n["status"])]
        told = "".join(f"{words:>16}" for words in (*share, *status))
        return f"{name:44}{told}{n['turned']:>5}/{n['negative']:<4}{n['junk']:>6}{n['lost']:>8}"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.2f}" if whole else "-"


def half_of(name: str) -> str:
    """Which half a table belongs to."""
    return "held" if int(hashlib.md5(name.encode()).hexdigest()[-1], 16) % 2 else "tune"


def _tidy(text: str) -> str:
    return re.sub(r"\W+", " ", normalize("NFC", text)).strip().casefold()


def measure(path: Path, engine: Engine, *, without_status: bool) -> Figures:
    """Read one table and compare it with what stands beside it."""
    figures = Figures()
    draft = make_draft(path, engine)
    figures.counted["lost"] = _lost(path, draft)
    gold_path = path.with_name(path.name + ".gold.csv")
    if not gold_path.is_file():
        figures.counted["rows"] = figures.counted["found"] = len(draft.reading.asks)
        return figures
    with gold_path.open(encoding="utf-8", newline="") as lines:
        gold = list(csv.DictReader(lines))
    asks: dict[str, list[AskedItem]] = {}
    for one in draft.reading.asks:
        asks.setdefault(_tidy(one.text), []).append(one)
    for row in gold:
        figures.counted["rows"] += 1
        same = asks.get(_tidy(row["ask"]), [])
        if not same:
            figures.wrong.append(f"row not found: {row['ask'][:90]}")
            continue
        ask = same.pop(0) if len(same) > 1 else same[0]  # words that stand in several rows count in their order
        figures.counted["found"] += 1
        replies = [reply for reply in draft.reading.replies if reply.ask is ask]
        if row["reply"].strip():
            figures.counted["replies"] += 1
            told = _tidy(" ".join(reply.text for reply in replies))
            figures.counted["paired"] += _tidy(row["reply"]) in told
        if row["status"] and not without_status:
            found = {a.status for a in draft.actions if a.reply.ask is ask and a.confidence >= CONFIDENT}
            _judge(figures, row["status"], found, row["ask"])
    figures.counted["junk"] = max(0, len(draft.reading.asks) - figures.counted["rows"])
    return figures


def _judge(figures: Figures, status: str, found: set[str], words: str) -> None:
    figures.counted["status"] += 1
    figures.counted["negative"] += status in _UNDONE
    if not found:
        return
    figures.counted["proposed"] += 1
    figures.counted["right"] += found == {status}
    figures.counted["turned"] += status in _UNDONE and bool(found & _DONE)
    if found != {status}:
        figures.wrong.append(f"{'/'.join(sorted(found))} for {status}: {words[:150]}")


def _lost(path: Path, draft: Draft) -> int:
    """Characters of cells that stand neither in the draft nor among what it says was not read."""
    reading = draft.reading
    kept = [words for ask in reading.asks for words in (f"{ask.reference} {ask.text}", ask.beside)]
    for reply in reading.replies:
        kept += [reply.text, reply.beside, reply.status_text, reply.agent_text, reply.due_text]
    kept += [left.text for left in draft.unread]
    known = f" {_tidy(' '.join(kept))} "
    cells = {_tidy(cell.text) for sheet in read_tables(path).sheets for row in sheet.rows for cell in row.cells}
    return sum(len(cell) for cell in cells if cell and f" {cell} " not in known)


def sentences(path: Path) -> Figures:
    """Propose a status for each sentence of a file and compare it with what a person said."""
    figures = Figures()
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found = propose(row["text"], language=row["language"])
            sure = {found.status} if found.status and found.confidence >= CONFIDENT else set()
            if row["status"] == "-":
                figures.counted["silent"] += 1
                figures.counted["invented"] += bool(sure)
                if sure:
                    figures.wrong.append(f"{found.status} for none: {row['text'][:150]}")
            else:
                _judge(figures, row["status"], sure, row["text"])
                if not sure:
                    figures.wrong.append(f"none ({found.status} {found.confidence}) for {row['status']}: {row['text']}")
    return figures


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--half", choices=("tune", "held"))
    parser.add_argument("--without-status", action="store_true")
    parser.add_argument("--sentences", action="store_true")
    parser.add_argument("--show", action="store_true", help="say what is wrong")
    given = parser.parse_args()
    total = Figures()
    heads = ("rows", "paired", "status right", "proposed")
    print(f"{'':44}{''.join(f'{head:>16}' for head in heads)} turned     junk    lost")
    engine = None if given.sentences else open_graph(open_project(ROOT))
    for path in sorted(_tables(given.paths, given.half) if not given.sentences else given.paths):
        try:
            figures = sentences(path) if engine is None else measure(path, engine, without_status=given.without_status)
        except TcgraphError as error:
            print(f"{path.name:44} refused: {error}")
            continue
        print(figures.line(path.name))
        total.counted += figures.counted
        if given.show:
            print("".join(f"    {words}\n" for words in figures.wrong), end="")
    print(total.line("all"))
    if engine is None:
        print(f"told of nothing: {total.counted['invented']} proposed of {total.counted['silent']}")


def _tables(paths: list[Path], half: str | None) -> list[Path]:
    files = [file for path in paths for file in (path.iterdir() if path.is_dir() else [path])]
    read = {".csv", ".xlsx", ".docx", ".ods", ".html", ".pdf", ".txt"}
    files = [file for file in files if file.suffix in read and not file.name.endswith(".gold.csv")]
    return [file for file in files if half in (None, half_of(file.name))]


if __name__ == "__main__":
    main()
