"""The redirects that make our IRIs answer at a deployment: w3id.org's ``.htaccess`` for ``tcgraph/``."""

from __future__ import annotations

from urllib.parse import urlsplit

from tcgraph.errors import BadParameter

_TEXT = """# {origin} answers at {target}
#
# Every name of ours goes to the same path there, whatever its ending: the server weighs the Accept header by its
# q-values, which rewrite rules cannot do, and sends people to pages and programs to data.
Options -MultiViews
RewriteEngine On
RewriteRule ^$ {target} [R=303,L]
RewriteRule ^(ns|ontology)$ {target}$1 [R=303,L]
RewriteRule ^(ns\\.(?:{suffixes}))$ {target}$1 [R=303,L]
RewriteRule ^((?:id|vocab|graph|ontology)/.+)$ {target}$1 [R=303,L]
"""


def redirects(target: str, origin: str, suffixes: tuple[str, ...]) -> str:
    """The text of the file, for Apache's mod_rewrite in the directory of our base.

    Args:
        target: the address of the deployment.
        origin: our base, for the comment.
        suffixes: file endings in which the vocabulary can be had, with their dots.

    Raises:
        BadParameter: the address is none to redirect to.
    """
    parts = urlsplit(target)
    unsafe = any(sign.isspace() or sign in "%$\\\"'" for sign in target)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment or unsafe:
        raise BadParameter(f"{target!r} cannot be redirected to; give an address such as https://data.example.org/.")
    return _TEXT.format(
        origin=origin,
        target=target if target.endswith("/") else target + "/",
        suffixes="|".join(sorted(suffix.removeprefix(".") for suffix in suffixes)),
    )
