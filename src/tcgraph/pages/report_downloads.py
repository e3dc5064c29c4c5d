"""Reports and briefs to take along, from the pages of what they are about."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from tcgraph.errors import BadParameter, TcgraphError
from tcgraph.follow_ups import chosen
from tcgraph.pages.headers import HTML_HEADERS
from tcgraph.pages.site import Site
from tcgraph.terms import BASE, ID

FORMS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
"""What a paper can be taken along as."""
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


def _file_name(name: str) -> str:
    """A name, as whoever asks wrote it, as part of the name of a file: a header has no room for all that a path has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-")


def routes(site: Site) -> list[BaseRoute]:
    """The papers, made when they are asked for."""

    def paper(request: Request) -> Response:
        from tcgraph.followup.report.briefs import KINDS, brief
        from tcgraph.followup.report.query_rows import NamedQueryRows
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
            made = set_as(report, given["form"])
        except BadParameter as error:
            return PlainTextResponse(f"{error}\n", 404)
        except (ImportError, TcgraphError) as error:
            return PlainTextResponse(f"{error}\n", 501)
        # A page is to be read, unless whoever asks wants the file.
        how = "inline" if given["form"] == "html" and "download" not in asked else "attachment"
        headers = {
            **HTML_HEADERS,
            "Content-Security-Policy": _POLICY,
            "Content-Disposition": f'{how}; filename="{_file_name(name)}-{language}.{given["form"]}"',
        }
        return Response(made, media_type=FORMS[given["form"]], headers=headers)

    return [
        Route("/reporting/report/{cycle}.{form}", paper),
        Route("/reporting/brief/{kind}/{code}.{form}", paper),
    ]
