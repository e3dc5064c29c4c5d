"""Pages as HTML: one Jinja environment, strict about what it is given, escaping everything."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from tcgraph.pages.caveats import groups_told
from tcgraph.pages.charts.svg import PATTERNS
from tcgraph.pages.diagnose import said_in
from tcgraph.pages.headers import SHADE, STYLES, STYLES_SOURCE
from tcgraph.pages.i18n import languages, meaning_of, note_of, of_language, question_of, summary_of, translator
from tcgraph.pages.labels import Labels, day, figure, number, place, spelled_out, word_for
from tcgraph.pages.manual import chapters, help_for, tells_changes
from tcgraph.pages.navigation import groups
from tcgraph.pages.page import Page, State, anchor_of, page_path
from tcgraph.pages.page_formats import MEDIA_TYPES, NAMES, paper_forms, suffixes_of
from tcgraph.pages.query_tokens import highlight
from tcgraph.pages.result_columns import (
    UNTOLD,
    columns_shown,
    counted_at,
    day_of,
    heading,
    is_code,
    is_figures,
    names_of,
    note_all,
    table_of,
    thing_of,
    things_of,
    words_of,
)
from tcgraph.pages.site import HERE, Answer, Site
from tcgraph.pages.standing import standing_of, tells_status
from tcgraph.pages.structured import block
from tcgraph.questions.saved import file_name
from tcgraph.questions.warnings.warning_sentences import name_of
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.terms import TC

_LONG = re.compile(r"\S{29,}")
_LONGEST = 64


class _Compiled(FileSystemBytecodeCache):
    """Templates compiled by an earlier start; a folder that cannot be written is as good as none."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def environment(compiled: Path | None = None) -> Environment:
    """The environment that every page is rendered in.

    Args:
        compiled: a folder of our own, where compiled templates are kept for the next start.
    """
    made = Environment(
        bytecode_cache=_Compiled(str(compiled)) if compiled is not None else None,
        loader=FileSystemLoader(HERE / "templates"),
        auto_reload=False,  # else each template that a page is made of is looked up on the disk for each page
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["sparql"] = highlight
    made.filters["file_name"] = file_name
    made.filters["anchor"] = anchor_of
    made.filters["local"] = lambda iri: iri.removeprefix(TC)
    made.tests["iri"] = lambda term: isinstance(term, NamedNode)
    made.tests["literal"] = lambda term: isinstance(term, Literal)
    made.globals["format_names"] = NAMES
    made.globals["paper_forms"] = paper_forms
    made.globals |= {"shade": SHADE, "styles": STYLES, "styles_source": STYLES_SOURCE}
    made.globals["patterns"] = f'<svg width="0" height="0" aria-hidden="true">{PATTERNS}</svg>'
    return made


def render(made: Environment, site: Site, page: Page, state: State) -> str:
    """The page as HTML in the state's language."""
    t = translator(state.language)
    labels = Labels(site, state.language)
    listed, spell = groups(site.queries), cache(lambda: spelled_out(site, labels))

    def word(kind: str, code: str) -> str:
        return word_for(state.language, kind, code, labels)

    def text(term: Term | str | None) -> Markup | str:
        return written(labels.translated(term) if isinstance(term, Literal) else term, state.language)

    def in_full(term: Term | None) -> Markup | str:
        said = text(term)
        return said if "title=" in said else spell()(said)

    def cause(english: str) -> Markup | str:
        said = said_in(english, state.language)
        return written(Literal(said, language="en") if said == english else said, state.language)

    def link(iri: str) -> str:
        return state.to(page_path(iri))

    def at(locator: str) -> Markup | str:
        told = place(locator, state.language)
        return written(Literal(locator, language="en"), state.language) if told is None else told

    def counted(answer: Answer, row: int, column: str) -> str | None:
        return counted_at(site.queries, answer, row, column, state)

    note_all(labels, page.answers, page.texts)
    return made.get_template(page.template).render(
        page=page,
        state=state,
        site=site,
        licence=site.project.about.licence,
        groups_in=lambda answer: groups_told(site, state.language, answer),
        tells_changes=tells_changes(site),
        navigation=listed,
        follow_ups=site.queries.follow_ups if site.of else (),
        has_page=lambda key: any(group.holds(key) for group in listed),
        t=t,
        colon=f"{of_language(state.language, 'before_signs')}: ",
        semicolon=f"{of_language(state.language, 'before_signs')}; ",
        languages=languages(),
        language_field=_hidden(("lang", state.named_language)),
        kept_fields=_hidden(("lang", state.named_language), ("of", state.get("of"))),
        of_language=of_language,
        onward=of_language(state.language, "on"),
        backward=of_language(state.language, "back"),
        help_for=lambda section: help_for(section, tuple(chapters())),
        standing=cache(lambda: standing_of(site, state.parameters.get("asOf", ""))),
        tells_status=tells_status,
        text=text,
        in_full=in_full,
        link=link,
        cause=cause,
        label=labels.of,
        heading=lambda column: heading(column, state.language),
        column_said=lambda answer, column: heading(column, state.language, answer),
        named_by=name_of,
        named=labels.all_of,
        plainly=lambda term: written(term, state.language),
        word=word,
        at=at,
        day=lambda told: day(told, state.language),
        day_of=lambda column, term: day_of(column, term, state.language),
        figure=lambda term: figure(term, state.language),
        grouped=lambda value: number(value, state.language),
        columns=lambda answer: columns_shown(answer, labels),
        tabled=lambda answer, page: table_of(
            answer, columns_shown(answer, labels), labels, state, "" if answer is page.answers[0] else f"{answer.name}."
        ),
        thing_of=lambda column, term: thing_of(column, term, labels),
        things_of=things_of,
        names_of=names_of,
        words_of=words_of,
        is_code=is_code,
        untold=UNTOLD,
        counted=counted,
        figures=is_figures,
        asked_as=lambda query: question_of(query, state.language),
        meant=lambda column: meaning_of(column, state.language),
        told_as=lambda query: summary_of(query, state.language),
        noted=lambda query: note_of(query, state.language),
        structured=block(page, state, t) if page.status == 200 else "",
        forms=[(suffix, MEDIA_TYPES[suffix]) for suffix in suffixes_of(page)],
        **page.context,
    )


def _hidden(*fields: tuple[str, str]) -> Markup:
    """What a form carries unseen, as the language and the follow-up; nothing of what its address need not name."""
    return Markup().join(Markup('<input type="hidden" name="{}" value="{}">').format(*one) for one in fields if one[1])


def written(term: Term | str | None, language: str) -> Markup | str:
    """A literal's text, marked with its language where that is not the page's own."""
    match term:
        case None:
            return ""
        case str():
            return folded(term)
        case Literal():
            own = term.language
            if own and own != language:
                return Markup('<span lang="{}">{}</span>').format(own, folded(term.value))
            return folded(term.value)
        case NamedNode() | BlankNode():
            return folded(term.value)
        case Triple():
            return str(term)


def folded(text: str) -> Markup | str:
    """A text in which long addresses may be broken after their signs, and the longest show their ends alone."""
    if not _LONG.search(text):
        return text

    def fold(found: re.Match[str]) -> str:
        whole = found[0]
        shown = whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 20]}…{whole[-18:]}"
        broken = "<wbr>".join(str(escape(part)) for part in re.split(r"(?<=[/?&=#_.:-])(?=[^/])", shown))
        return f'<span title="{escape(whole)}">{broken}</span>' if shown != whole else broken

    # Every piece is escaped, or is what fold makes of an escaped one.
    return Markup("".join(fold(m) if _LONG.match(m[0]) else str(escape(m[0])) for m in re.finditer(r"\S+|\s+", text)))  # noqa: S704
