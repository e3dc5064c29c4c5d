"""The server's own pages as an edition of plain files: the application is asked in this process, without a network."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx

from tcgraph.config import Settings
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.export.catalogue import Release, ReleaseFile, catalogue
from tcgraph.export.catalogue.release import source_date
from tcgraph.export.edition.crawl import CrawlReply
from tcgraph.export.edition.edition import Edition, Progress, write_edition
from tcgraph.export.edition.rewrite import ORIGIN
from tcgraph.export.rebase import Rebase
from tcgraph.http.start import create_app
from tcgraph.pages.mounted import pages_of
from tcgraph.pages.page import page_path
from tcgraph.project import Project
from tcgraph.publish.journal import Journal
from tcgraph.publish.versions import Version
from tcgraph.queries import read_queries
from tcgraph.rdf import GraphFormat, Quad
from tcgraph.server.published_site import PublishedSite

_LOCATION = re.compile(rf"<loc>{ORIGIN}([^<]*)</loc>")
_SETTINGS: Final[dict[str, Any]] = {
    # No reader waits for a page of an edition, so a question may take its time.
    "query_seconds": 120.0,
    "queue_seconds": 120.0,
    # There is one reader, whose long questions hold up nobody else.
    "slow_per_client": 1000,
    "requests_per_minute": 0,
    "write": False,
    "public_url": "",
    "root_path": "",
    # Whole files are renamed once they are there: how pages lead to each other is told by our own IRIs.
    "base_iri": "",
}


async def write_site(
    project: Project,
    version: Version,
    directory: Path,
    *,
    languages: Sequence[str],
    oxigraph: Path | None,
    rebase: Rebase | None = None,
    progress: Progress | None = None,
) -> Edition:
    """Write the edition of a published version.

    Args:
        project: whose version it is.
        version: what to write.
        directory: where to.
        languages: of the pages.
        oxigraph: the npm package's folder, or None.
        rebase: renames our IRIs, for a deployment's own copy.
        progress: told each step and how far it has come.
    """
    engine = EmbeddedEngine()
    engine.load(version.dump, GraphFormat.N_QUADS)
    queries = read_queries(project.queries)
    settings = Settings(**_SETTINGS)
    release = Release(version.name, source_date(project, os.environ))

    def describe(files: Iterable[ReleaseFile]) -> list[Quad]:
        return catalogue(engine, project, release, files)

    with TemporaryDirectory() as folder:
        site = PublishedSite(project, version, settings, queries, Journal(Path(folder) / "journal.log"))
        # A reader's own copy of the document is for that reader alone.
        site.attached = lambda: None
        await site.start()
        try:
            transport = httpx.ASGITransport(app=create_app(site, pages_of))
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, timeout=None) as client:  # noqa: S113
                # What goes from here to here need not be packed.
                headers = {"accept": "text/html, */*;q=0.5", "accept-encoding": "identity"}

                async def ask(address: str) -> CrawlReply:
                    answer = await client.get(address, headers=headers)
                    return CrawlReply(answer.status_code, answer.headers.get("content-type", ""), answer.content)

                listed = (await ask("/sitemap.xml")).body.decode()
                return await write_edition(
                    ask,
                    engine,
                    queries,
                    directory,
                    starts=_LOCATION.findall(listed),
                    languages=languages,
                    page_of=page_path,
                    describe=describe,
                    oxigraph=oxigraph,
                    rebase=rebase,
                    progress=progress,
                )
        finally:
            await site.close()
