"""Files that belong together, written together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_together(files: Mapping[Path, str]) -> None:
    """Write files: a full disk or a signal leaves all of them as they were, and no half of one behind.

    Args:
        files: texts by path, in the order in which they come into place.
    """
    staged = {path: path.with_name(f".{path.name}.part") for path in files}
    try:
        for path, text in files.items():
            staged[path].write_text(text, encoding="utf-8", newline="\n")
        # The graph comes last: a text that no graph refers to does no harm.
        for path, part in staged.items():
            part.replace(path)
    finally:
        for part in staged.values():
            part.unlink(missing_ok=True)
