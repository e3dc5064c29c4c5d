"""What every HTML answer says to the browser about itself, and what stands in its head, so that nothing is waited for.

A page brings its styles and the reader's choice of shade: a file of them would cost a journey to the server before
anything is seen. The policy names both by their digests (Content Security Policy Level 3 §2.3.1).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from markupsafe import Markup

_STATIC = Path(__file__).parent / "static"
_SPACE = r"(?:\s|/\*.*?\*/)"
_SPACES = re.compile(rf"""("[^"]*")|{_SPACE}*([{{}};,>]){_SPACE}*|(:){_SPACE}+|{_SPACE}+""", re.DOTALL)


def squeezed(styles: str) -> str:
    """A style sheet without comments, and without spaces that say nothing; strings stay as they are."""
    return _SPACES.sub(lambda found: found[1] or found[2] or found[3] or " ", styles).replace(";}", "}").strip()


def _source(text: str) -> str:
    """What a policy allows a style sheet or a script by that stands in a page."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_STYLES: Final = squeezed((_STATIC / "site.css").read_text("utf-8"))
_SHADE: Final = """\
try { document.documentElement.dataset.shade = localStorage.getItem("shade") || "" } catch { /* none is kept */ }"""
"""The shade that the reader chose last on this device, before anything is painted; without one, the system's."""

STYLES_SOURCE: Final = _source(_STYLES)
STYLES: Final = Markup(f"<style>{_STYLES}</style>")  # noqa: S704
SHADE: Final = Markup(f"<script>{_SHADE}</script>")  # noqa: S704

HTML_HEADERS: Final = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'self' {_source(_SHADE)}; style-src 'self' {STYLES_SOURCE}; "
        "img-src 'self' data: blob:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def framed_by(embedders: Sequence[str]) -> dict[str, str]:
    """The same for a page that others may show in a frame (Content Security Policy Level 3 §6.4.2).

    Args:
        embedders: whose pages may: sources of a policy; nobody's where there are none.
    """
    policy = HTML_HEADERS["Content-Security-Policy"]
    ancestors = " ".join(embedders) or "'none'"
    return {
        **HTML_HEADERS,
        "Content-Security-Policy": policy.replace("frame-ancestors 'none'", f"frame-ancestors {ancestors}"),
    }
