"""Bytes to text for files that nobody labelled: encodings, byte order marks and line ends, each finding said."""

from __future__ import annotations

import codecs
import re

from tcgraph.diagnostics import Level
from tcgraph.followup.tables.model import TableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode(data: bytes, file: TableFile) -> str:
    r"""Read bytes as text.

    Args:
        data: the file's bytes.
        file: where findings go.

    Returns:
        The text with ``\n`` as its only line end. No character is dropped except control characters, which
        are counted in a finding.
    """
    text = _decoded(data, file)
    alone = len(re.findall(r"\r(?!\n)", text))
    if alone:
        file.find("line-ends", Level.INFO, f"{alone} line(s) end in a bare carriage return; read as line ends")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\r\n", "\n")
    controls = len(_CONTROL.findall(text))
    if controls:
        file.find("control-characters", Level.WARNING, f"{controls} control character(s) left out")
        text = _CONTROL.sub("", text)
    if "\ufffd" in text:
        file.find("replacement-characters", Level.WARNING, f"{text.count(chr(0xFFFD))} character(s) were lost earlier")
    return text


def _decoded(data: bytes, file: TableFile) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if encoding != "utf-8-sig":
                file.find("encoding", Level.INFO, "the text is UTF-16; read as such")
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        file.find(
            "encoding",
            Level.WARNING,
            f"not UTF-8 (first at line {line}); read as Windows-1252, so check names with accents",
        )
        return data.decode("cp1252", errors="replace")
