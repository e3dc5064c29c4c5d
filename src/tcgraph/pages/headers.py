"""What every HTML answer says to the browser about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

HTML_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
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
