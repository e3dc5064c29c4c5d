"""Bytes to text for files that nobody labelled: encodings, byte order marks and line ends, each finding said."""

from __future__ import annotations

import codecs
import re

from tcgraph.diagnostics import Level
from tcgraph.followup.tables.model import TableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What offices in Europe and the Americas wrote before Unicode, the likeliest first.
_OLDER = {"cp1252": "Windows-1252", "mac_roman": "Mac OS Roman", "cp850": "DOS code page 850"}
# Marks that English, French and Spanish text has beyond ASCII; other ones show that it was decoded wrongly.
_USUAL = re.compile(r"[àâäáãåæçéèêëíìîïñóòôöõœúùûüÿÀÂÄÁÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖŒÚÙÛÜ¿¡«»“”‘’–—…•°ºª§€£\xa0]")
_ODD = re.compile(r"[a-zà-öø-ÿ][À-ÖØ-ÞŒ]")
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
                file.find("encoding", Level.INFO, f"the text is {encoding.upper()}; read as such")
            return data.decode(encoding, errors="replace")
    if (wide := _without_mark(data)) is not None:
        file.find("encoding", Level.INFO, "the text is UTF-16 without saying so; read as such")
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        encoding = max(_OLDER, key=lambda name: _likely(data.decode(name, errors="replace")))
        message = f"not UTF-8 (first at line {line}); read as {_OLDER[encoding]}, so check names with accents"
        file.find("encoding", Level.WARNING, message)
        return data.decode(encoding, errors="replace")


def _without_mark(data: bytes) -> str | None:
    """UTF-16 that does not begin with its mark: every other byte of Latin text in it is zero."""
    sample = data[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 3 < len(sample) // 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _likely(text: str) -> int:
    beyond = [char for char in text if not char.isascii()]
    usual = sum(_USUAL.match(char) is not None for char in beyond)
    # No word has a capital amid small letters only because it has an accent.
    odd = len(_ODD.findall(text))
    return usual - 3 * (len(beyond) - usual) - 3 * odd
