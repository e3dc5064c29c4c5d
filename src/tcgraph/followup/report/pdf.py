"""Turn a Word document into a PDF with LibreOffice, where it is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from tcgraph.errors import EngineError

# PDF/UA-1 as far as LibreOffice goes: tagged, with the document's title shown, its language and its outline.
_FILTER = "pdf:writer_pdf_Export:" + json.dumps(
    {
        name: {"type": "boolean", "value": "true"}
        for name in ("PDFUACompliance", "UseTaggedPDF", "ExportBookmarks", "DisplayPDFDocumentTitle")
    }
)


def to_pdf(docx: bytes, *, timeout: float = 120.0) -> bytes:
    """Convert with LibreOffice, which is started on its own profile and touches no user's settings.

    Raises:
        EngineError: LibreOffice is not installed, fails, or takes too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise EngineError("A PDF needs LibreOffice, which is not installed; use --format docx instead.")
    with tempfile.TemporaryDirectory(prefix="tcgraph-") as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(docx)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", _FILTER, "--outdir", folder, str(source)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=timeout, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise EngineError(f"LibreOffice did not finish in {timeout:.0f} seconds; use --format docx.") from error
        result = source.with_suffix(".pdf")
        if done.returncode or not result.is_file():
            raise EngineError(
                "LibreOffice could not convert the report; install its Writer part, or use --format docx."
            )
        return result.read_bytes()
