"""A deployment's own copy: the same graph with its IRIs under another base, and the way back.

Files are renamed before anybody sees them, so a writer needs to know nothing of bases, and none can forget it. Only
dumps are renamed as statements, before they are packed.

The redirects that make our IRIs answer at a deployment: w3id.org's ``.htaccess`` for ``tcgraph/``.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from tcgraph import terms
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.rdf import Literal, NamedNode, Quad, Term, Triple


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A scratch directory whose files move into ``target`` when the block ends well, and vanish when it does not.

    Files already in ``target`` stay, unless one of the same name replaces them.

    Raises:
        BrokenInput: ``target`` cannot be written to.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".part-", dir=target))
    except OSError as error:
        raise BrokenInput(f"cannot be written to: {error.strerror}; choose another directory", path=target) from error
    try:
        yield scratch
        for path in sorted(scratch.rglob("*")):
            if path.is_file():
                final = target / path.relative_to(scratch)
                final.parent.mkdir(parents=True, exist_ok=True)
                path.replace(final)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


_PLAIN = re.compile(r"https?://[A-Za-z0-9._~:/-]+")
"""A base that is written the same in every syntax: nothing in it is escaped, quoted or a separator anywhere."""


@dataclass(frozen=True, slots=True)
class Rebase:
    """Renames IRIs from one base to another.

    Attributes:
        base: what replaces ``https://w3id.org/tcgraph/``; ends in a slash.
        origin: what is replaced.
    """

    base: str = terms.BASE
    origin: str = terms.BASE
    _host: str = field(init=False, repr=False, compare=False)
    _encoded: tuple[tuple[bytes, bytes], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what every document is searched for."""
        object.__setattr__(self, "_host", urlsplit(self.origin).hostname or "")
        encoded = ((quote(self.origin, safe).encode(), quote(self.base, safe).encode()) for safe in ("", "/"))
        object.__setattr__(self, "_encoded", tuple(encoded))

    @property
    def changes_nothing(self) -> bool:
        """Whether both bases are the same."""
        return self.base == self.origin

    @property
    def back(self) -> Rebase:
        """The opposite renaming."""
        return Rebase(base=self.origin, origin=self.base)

    def iri(self, iri: str) -> str:
        """One IRI, renamed when it lies under the origin; in one of others, what it says of ours (``?about=…``)."""
        return self.base + iri[len(self.origin) :] if iri.startswith(self.origin) else self.text(iri)

    def text(self, text: str) -> str:
        """A text with every IRI of ours renamed: a namespace, a pattern or a query that a literal holds."""
        # Hardly any text names the host, and looking for that is quick.
        return self.document(text.encode()).decode() if self._host in text else text

    def document(self, data: bytes) -> bytes:
        """A whole document in whatever textual format, with every IRI of ours renamed, percent-encoded ones too.

        An address of others that only ends in one of ours, such as that of an archived copy, stays what it is.
        """
        ours, theirs = self.origin.encode(), self.base.encode()
        if b"/" + ours in data:
            data = re.sub(rb"(?<!/)" + re.escape(ours), lambda _: theirs, data)
        else:
            data = data.replace(ours, theirs)
        for old, new in self._encoded:
            data = data.replace(old, new)
        return data

    def quads(self, quads: Iterable[Quad]) -> Iterable[Quad]:
        """Quads with every IRI of ours renamed; the very same iterable when nothing changes."""
        return quads if self.changes_nothing else self._renamed(quads)

    def prefixes(self) -> dict[str, str]:
        """The project's prefixes under the new base."""
        return {prefix: self.iri(namespace) for prefix, namespace in terms.PREFIXES.items()}

    def _renamed(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            graph = quad.graph_name
            yield Quad(
                self._node(quad.subject),  # type: ignore[arg-type]
                NamedNode(self.iri(quad.predicate.value)),
                self._node(quad.object),
                NamedNode(self.iri(graph.value)) if isinstance(graph, NamedNode) else graph,
            )

    def _node(self, term: Term) -> Term:
        if isinstance(term, NamedNode):
            return NamedNode(self.iri(term.value))
        if isinstance(term, Triple):
            return Triple(self._node(term.subject), NamedNode(self.iri(term.predicate.value)), self._node(term.object))  # type: ignore[arg-type]
        if isinstance(term, Literal):
            return self._literal(term)
        return term

    def _literal(self, literal: Literal) -> Literal:
        """A literal of a datatype of ours, or one that names an IRI of ours, as ``sh:namespace`` and patterns do."""
        value, datatype = self.text(literal.value), literal.datatype.value
        if literal.language:
            changed = value != literal.value
            return Literal(value, language=literal.language, direction=literal.direction) if changed else literal
        if value == literal.value and not datatype.startswith(self.origin):
            return literal
        return Literal(value, datatype=NamedNode(self.iri(datatype)))


def rebase_to(base: str | None) -> Rebase:
    """Read a base-IRI setting.

    Args:
        base: an absolute http(s) IRI without query or fragment; None or empty keeps the canonical base.

    Raises:
        BadParameter: it is none, has letters that some format would escape, or IRIs of others lie under it too.
    """
    if not base:
        return Rebase()
    rebase = Rebase(base if base.endswith("/") else base + "/") if _PLAIN.fullmatch(base) and _is_iri(base) else None
    if rebase is None or _holds_others(rebase):
        raise BadParameter(
            f"{base!r} cannot be a base IRI; give one of your own, in letters, digits and -._~:/, such as "
            "https://data.example.org/tcgraph/."
        )
    return rebase


def _is_iri(base: str) -> bool:
    try:
        return NamedNode(base).value == base and bool(urlsplit(base).hostname)
    except ValueError:
        return False


def _holds_others(rebase: Rebase) -> bool:
    """Whether known namespaces of others lie under a base, so that nobody could tell them from ours again."""
    others = (start for start in terms.PREFIXES.values() if not start.startswith(rebase.origin))
    return any(start.startswith(rebase.base) for start in others)


_KEPT = (".txt", ".gz", ".zst")
"""A text is what somebody said, and passages point into it by place and digest; what is packed was renamed before."""


@contextmanager
def staged_under(target: Path, rebase: Rebase) -> Iterator[Path]:
    """A scratch directory whose files move into ``target`` when the block ends well, renamed by then.

    Args:
        target: where the files go; as in :func:`~tcgraph.export.rebase.staged`.
        rebase: renames our IRIs in them.

    Raises:
        BrokenInput: ``target`` cannot be written to.
    """
    with staged(target) as scratch:
        yield scratch
        rebase_files(scratch, rebase)


def rebase_files(directory: Path, rebase: Rebase) -> None:
    """Rename our IRIs in every file of a directory and below; texts and packed files stay as they are.

    To be called once only: a base may lie under ours, and would be renamed again.
    """
    if rebase.changes_nothing:
        return
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.suffix not in _KEPT:
            _rebase_file(path, rebase)


def rebase_workbook(content: bytes, rebase: Rebase) -> bytes:
    """A workbook (Office Open XML, ECMA-376) with every IRI of ours renamed in all its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as renamed:
        for member in book.infolist():
            renamed.writestr(member, rebase.document(book.read(member)))
    return out.getvalue()


def _rebase_file(path: Path, rebase: Rebase) -> None:
    if path.suffix == ".parquet":
        from tcgraph.export.fact_tables.parquet import rebase_parquet

        rebase_parquet(path, rebase)
        return
    content = path.read_bytes()
    renamed = rebase_workbook(content, rebase) if path.suffix == ".xlsx" else rebase.document(content)
    if renamed != content:
        path.write_bytes(renamed)


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
