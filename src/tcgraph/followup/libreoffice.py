"""Files of office programs put into other forms by LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120.0
"""How long a file may take."""


def libreoffice() -> str:
    """Its program; "" where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def converted(source: Path, into: str, seconds: float = SECONDS) -> bytes | None:
    """A file in another form; None where LibreOffice cannot read it.

    Args:
        source: the file.
        into: the suffix of the form, and after a colon the filter that writes it.
        seconds: how long it may take.

    Raises:
        TimeoutError: it takes longer.
    """
    with tempfile.TemporaryDirectory(prefix="tcgraph-") as folder:
        # A profile of its own: LibreOffice refuses to start a second time on one that is in use.
        command = [libreoffice(), f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless"]
        command += ["--norestore", "--convert-to", into, "--outdir", folder, str(source.resolve())]
        try:
            subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603 -- no shell
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        made = Path(folder, f"{source.stem}.{into.partition(':')[0]}")
        return made.read_bytes() if made.is_file() else None
