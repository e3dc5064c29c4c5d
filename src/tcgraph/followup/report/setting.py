"""A report from its cycle's name to the bytes of a file."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tcgraph.errors import BadParameter, EngineError
from tcgraph.follow_ups import FollowUp
from tcgraph.followup.cycles import cycle_named, cycles, how_to_open
from tcgraph.followup.libreoffice import SECONDS, converted, libreoffice
from tcgraph.followup.report.blocks import ReportDocument
from tcgraph.followup.report.content import implementation_report
from tcgraph.followup.report.one_page import one_page
from tcgraph.followup.report.query_rows import NamedQueryRows
from tcgraph.followup.report.report_words import ReportWords, Wording

FORMATS = ("docx", "html", "md", "pdf")
"""What a report can be set as."""


def cycle_report(
    answers: NamedQueryRows,
    name: str,
    of: FollowUp | None = None,
    *,
    language: str = "en",
    copy: str | None = None,
    short: bool = False,
) -> ReportDocument:
    """The implementation report of a cycle, compared with the cycle before it.

    Args:
        answers: asks the project's graph.
        name: of the cycle, such as ``2006-10``.
        of: the follow-up that it reports about; None where only one has a cycle of that name.
        language: what to write in.
        copy: the text of the source, where a copy is attached: it is quoted then, and summarized otherwise.
        short: whether it is to be one page: how things stand, what moved, what is worst and what is due.

    Raises:
        BadParameter: there is no such cycle, or it is not open yet; or no such language.
    """
    cycle = cycle_named(answers.engine, name, of)
    if cycle.as_of is None:
        raise BadParameter(f"Cycle {name} is not open yet; open it with: {how_to_open(name)}")
    known = [c for c in cycles(answers.engine) if c.follow_up == cycle.follow_up]
    earlier = [c for c in known if c.as_of is not None and c.as_of < cycle.as_of]
    code = cycle.follow_up.value.rpartition("/")[2] if cycle.follow_up else ""
    known_documents = NamedQueryRows(answers.engine, answers.queries, code).rows("reporting-cycles")
    documents = {row.get("cycle"): row.get("report", "") for row in known_documents}
    answers = NamedQueryRows(answers.engine, answers.queries, code, language)
    before, symbol, words = earlier[-1] if earlier else None, documents.get(cycle.name, ""), ReportWords(language)
    if short:
        return one_page(answers, cycle, before, symbol=symbol, words=words)
    wording = Wording(answers.engine, copy)
    return implementation_report(answers, cycle, before, symbol=symbol, words=words, wording=wording)


def set_as(report: ReportDocument, kind: str, template: Path | None = None) -> bytes:
    """A report as a file.

    Args:
        report: what it says.
        kind: one of :data:`FORMATS`.
        template: a Word document whose styles, page and header are the body's own, for Word and PDF.

    Raises:
        BadParameter: there is no such format.
        TcgraphError: LibreOffice, which makes the PDF, is not installed.
    """
    if kind not in FORMATS:
        raise BadParameter(f"--format {kind!r} is none of {', '.join(FORMATS)}.")
    if kind == "md":
        from tcgraph.followup.report.render_text import to_markdown

        return to_markdown(report).encode()
    if kind == "html":
        from tcgraph.followup.report.render_text import to_html

        return to_html(report).encode()
    from tcgraph.followup.report.render_docx import to_docx

    document = to_docx(report, template)
    if kind == "docx":
        return document

    return to_pdf(document)


# PDF/UA-1 as far as LibreOffice goes: tagged, with the document's title shown, its language and its outline.
_FILTER = "pdf:writer_pdf_Export:" + json.dumps(
    {
        name: {"type": "boolean", "value": "true"}
        for name in ("PDFUACompliance", "UseTaggedPDF", "ExportBookmarks", "DisplayPDFDocumentTitle")
    }
)


def to_pdf(docx: bytes, *, timeout: float = SECONDS) -> bytes:
    """Convert with LibreOffice, which is started on its own profile and touches no user's settings.

    Raises:
        EngineError: LibreOffice is not installed, fails, or takes too long.
    """
    if not libreoffice():
        raise EngineError("A PDF needs LibreOffice, which is not installed; use --format docx instead.")
    with tempfile.TemporaryDirectory(prefix="tcgraph-") as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(docx)
        try:
            made = converted(source, _FILTER, timeout, own=True)
        except TimeoutError as error:
            raise EngineError(f"LibreOffice did not finish in {timeout:.0f} seconds; use --format docx.") from error
    if made is None:
        raise EngineError("LibreOffice could not convert the report; install its Writer part, or use --format docx.")
    return made
