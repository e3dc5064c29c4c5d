"""What can be taken away: tables, the whole graph and its parts, and how programs reach them.

Reports and briefs to take along, from the pages of what they are about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from tcgraph.about import LICENCE
from tcgraph.errors import BadParameter, TcgraphError
from tcgraph.follow_ups import chosen
from tcgraph.pages.headers import HTML_HEADERS
from tcgraph.pages.i18n import of_language, translator
from tcgraph.pages.navigation import entries
from tcgraph.pages.page import Page, State, View, page_path
from tcgraph.pages.page_formats import NAMES, paper_forms
from tcgraph.pages.serving import state_of
from tcgraph.pages.site import Answer, Site, ask, source_name
from tcgraph.pages.structured import dataset
from tcgraph.rdf import NamedNode
from tcgraph.terms import BASE, GRAPH, ID

if TYPE_CHECKING:
    from tcgraph.followup.report.blocks import ReportDocument

_FIRST = ("gb297-tc-3", "translations", "reference", "cycles", "inferred", "ontology", "shapes")
"""The parts of the graph in the order in which readers want them; others come after."""


@dataclass(frozen=True, slots=True)
class GraphDownload:
    """One named graph.

    Attributes:
        iri: its address.
        name: the address without what all of them have.
        triples: how many statements it holds.
    """

    iri: str
    name: str
    triples: int


_TABLES = ("countries", "donors", "organisations", "standards", "frameworks", "deadlines")
"""The pages whose tables are handed out, where the project has them."""
_LICENCES = {LICENCE: "CC BY 4.0"}


def downloads(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of downloads: the whole graph, its parts, and how to reach it by program."""
    t = translator(state.language)
    about = site.project.about
    graphs = ask(site, "graphs")
    things = tuple(row[0] for row in graphs.rows if isinstance(row[0], NamedNode))
    context = {
        "parts": _parts(graphs),
        "triples": sum(int(row["triples"]) for row in graphs.texts()),
        "version": site.version(),
        "dumps": [(NAMES[syntax.suffix.lstrip(".")], path) for syntax, path in site.dumps],
        "form": NAMES.__getitem__,
        "licence_name": _LICENCES.get(about.licence, about.licence),
        "cited": ", ".join(filter(None, ("tcgraph", source_name(site, state.language)))),
        "queries": site.queries.of_kind("answer"),
        "tables": [entry.key for entry in entries(site.queries) if entry.key in _TABLES],
    }
    page = Page("data.html", t("data.title"), "data", context, (graphs,), things)
    return replace(page, subject=dataset(site, state, page, t))


def _parts(graphs: Answer) -> list[tuple[str, list[GraphDownload]]]:
    """The graphs by the first part of their names."""
    found: dict[str, list[GraphDownload]] = {}
    for row in graphs.texts():
        name = row["graph"].removeprefix(GRAPH)
        found.setdefault(name.partition("/")[0], []).append(GraphDownload(row["graph"], name, int(row["triples"])))
    order = {name: place for place, name in enumerate(_FIRST)}
    return sorted(found.items(), key=lambda part: (order.get(part[0], len(order)), part[0]))


VIEWS = (View("/data", downloads),)


FORMS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
"""What a paper can be taken along as."""
_AT_ONCE: Final = BoundedSemaphore(2)
"""LibreOffice takes a core and two hundred megabytes for some seconds, whoever asks."""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""A paper brings its own styles, and nothing else (Content Security Policy Level 3)."""
_KINDS: Final = {
    ID + "country/": "country",
    ID + "organisation/": "organisation",
    ID + "instrument/": "instrument",
    ID + "region/": "region",
    BASE + "vocab/theme/": "theme",
}


def brief_of(iri: str, *, pays: bool) -> str:
    """Where a brief on a thing is served, without its form; empty where there is none on things of its kind.

    Args:
        iri: the thing.
        pays: whether it is a donor, whose brief tells its agreements too.
    """
    for before, kind in _KINDS.items():
        if iri.startswith(before):
            return f"/reporting/brief/{'donor' if pays and kind == 'organisation' else kind}/{iri.removeprefix(before)}"
    return ""


@lru_cache(maxsize=32)
def _pdf(report: ReportDocument) -> bytes:
    """A paper as PDF.

    Raises:
        BlockingIOError: as many are being made as may be at once.
        EngineError: LibreOffice is not installed, fails, or takes too long.
    """
    from tcgraph.followup.report.setting import set_as

    if not _AT_ONCE.acquire(blocking=False):
        raise BlockingIOError
    try:
        return set_as(report, "pdf")
    finally:
        _AT_ONCE.release()


def _file_name(name: str) -> str:
    """A name, as whoever asks wrote it, as part of the name of a file: a header has no room for all that a path has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-")


def routes(site: Site) -> list[BaseRoute]:
    """The papers, made when they are asked for."""

    def paper(request: Request) -> Response:
        from tcgraph.followup.report.briefs import KINDS, brief
        from tcgraph.followup.report.query_rows import NamedQueryRows
        from tcgraph.followup.report.render_text import to_html
        from tcgraph.followup.report.report_words import LANGUAGES, ReportWords
        from tcgraph.followup.report.setting import cycle_report, set_as

        given, asked = request.path_params, request.query_params
        language = asked.get("lang", "en")
        language = language if language in LANGUAGES else "en"
        try:
            of = chosen(site.queries.follow_ups, asked.get("of", ""))
            answers = NamedQueryRows(site.engine(), site.queries, of.code if of else "", language)
            if given["form"] not in FORMS:
                raise BadParameter(f"There is no form {given['form']!r}; there are: {', '.join(FORMS)}.")
            if "cycle" in given:
                name, short = given["cycle"], "one-page" in asked
                report = cycle_report(
                    answers, name, of if asked.get("of") else None, language=language, copy=site.attached(), short=short
                )
            elif given["kind"] in KINDS:
                name, report = given["code"], brief(answers, given["kind"], given["code"], ReportWords(language))
            else:
                raise BadParameter(f"There is no brief on a {given['kind']}.")
            inline = given["form"] == "html" and "download" not in asked
            path = request.url.path
            here = state_of(request, path, site.public_url)
            if inline:
                more = {"one-page": 1} if "one-page" in asked else {}
                stem = path.removesuffix("html")
                forms = {said: here.to(stem + form, **more) for form, said in paper_forms().items()}
                back = here.to("/reporting")
                if "kind" in given:
                    # Read on the site, it leads back to the page there; a file leads to the address that lasts.
                    back = here.to(page_path(report.masthead.address))
                    report = replace(report, masthead=replace(report.masthead, address=here.absolute(back)))
                links = {f"{of_language(language, 'back')} tcgraph": back, **forms}
                links["HTML"] = here.to(path, download=1, **more)
                made = to_html(report, folded=True, forms=links).encode()
            elif given["form"] == "pdf":
                made = _pdf(report)
            else:
                made = set_as(report, given["form"])
        except BlockingIOError:
            return PlainTextResponse("Others are being made; try again in a moment.\n", 503, {"Retry-After": "10"})
        except BadParameter as error:
            return PlainTextResponse(f"{error}\n", 404)
        except (ImportError, TcgraphError) as error:
            return PlainTextResponse(f"{error}\n", 501)
        # A page is to be read, unless whoever asks wants the file.
        how = "inline" if inline else "attachment"
        headers = {
            **HTML_HEADERS,
            "Content-Security-Policy": _POLICY,
            "Content-Disposition": f'{how}; filename="{_file_name(name)}-{language}.{given["form"]}"',
        }
        return Response(made, media_type=FORMS[given["form"]], headers=headers)

    return [Route("/reporting/report/{cycle}.{form}", paper), Route("/reporting/brief/{kind}/{code}.{form}", paper)]
