"""Write the workbook that an office fills in: one sheet a subject, with lists to choose from and what is known."""

from __future__ import annotations

import datetime
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from tcgraph.engine import Engine
from tcgraph.errors import BadParameter
from tcgraph.followup.cycles import Cycle, cycles
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.naming.review_names import ReviewNames, Unknown
from tcgraph.followup.workbook.cell_names import CellNames
from tcgraph.followup.workbook.sheets import NEW_ACTIONS, OBSERVATIONS, SHEETS, SheetColumn, SheetSpec, said
from tcgraph.namespaces import stands_in
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID, PREFIXES

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_ROWS: Final = 200
_STATUS: Final = next(column for column in OBSERVATIONS.columns if column.key == "status")
_WIDTHS: Final = {"text": 60, "label": 40, "shown": 30, "link": 40}
_LATEST: Final = """
SELECT ?action ?number ?status WHERE {
  VALUES ?kind { tc:Action tc:StateOfAffairs }
  ?recommendation a tc:Recommendation ; tc:number ?number .
  ?action a ?kind ; tc:addresses ?recommendation ; tc:hasObservation ?observation .
  ?observation tc:asOf ?asOf ; tc:status ?status .
  OPTIONAL { ?action tc:hasObservation/tc:asOf ?later FILTER(?later > ?asOf) }
  FILTER(!BOUND(?later))
} ORDER BY ?number ?action"""
_UNANSWERED: Final = """
SELECT ?recommendation ?number WHERE {
  ?recommendation a tc:Recommendation ; tc:number ?number .
  OPTIONAL { ?recommendation ^tc:addresses ?action }
  FILTER(!BOUND(?action))
} ORDER BY ?number"""
_ASKED: Final = "SELECT ?recommendation ?number WHERE { ?recommendation a tc:Recommendation ; tc:number ?number }"
_TEXTS: Final = """
SELECT ?thing ?text WHERE {
  VALUES ?kind { tc:Recommendation tc:Action tc:StateOfAffairs }
  ?thing a ?kind ; tc:summary ?text .
}"""
_OF_OFFICE: Final = "SELECT ?action ?office WHERE { ?action (tc:agent|tc:inferredAgent)/tc:governs? ?office }"
_CONCEPTS: Final = """
SELECT ?notation ?label WHERE {{
  ?c skos:inScheme {scheme} ; skos:notation ?notation ; skos:prefLabel ?english FILTER(LANG(?english) = "en")
  OPTIONAL {{ ?c skos:prefLabel ?own FILTER(LANG(?own) = "{language}") }}
  BIND(COALESCE(?own, ?english) AS ?label)
}} ORDER BY ?notation"""
_CODES: Final = """
SELECT DISTINCT ?thing ?label WHERE {{
  ?thing a {type} ; rdfs:label ?english FILTER(LANG(?english) = "en")
  OPTIONAL {{ ?thing rdfs:label ?own FILTER(LANG(?own) = "{language}") }}
  BIND(COALESCE(?own, ?english) AS ?label)
}} ORDER BY ?thing"""
_OWN_SHEETS: Final = {"project": "Projects", "outcome": "Outcomes", "agreement": "Agreements"}
"""Things that the office itself lists on a sheet, by their codes in its first column."""
_CLASSES: Final = {
    "country": "Country",
    "instrument": "Convention",
    "organisation": "Organisation",
    "framework": "Framework",
    "region": "Region",
}


def workbook(
    engine: Engine,
    cycle: Cycle,
    *,
    recommendations: Sequence[int] = (),
    office: str = "",
    language: str = "en",
    every_sheet: bool = False,
) -> bytes:
    """Make an empty reporting workbook.

    Args:
        engine: the graph whose actions, codes and lists go into it.
        cycle: the cycle it is for.
        recommendations: only these; all, when empty.
        office: code or name of the body that fills it in, or of the country whose government does: only actions that it
            carries out; all, when empty.
        language: what it is written in; in French and Spanish names are chosen, in English codes.
        every_sheet: whether it asks for programmes, projects, agreements and the like where the graph has none yet.

    Returns:
        The bytes of an .xlsx file; the same graph gives the same cells.

    Raises:
        BadParameter: the graph knows no such body or country.
    """
    from openpyxl import Workbook

    body = _known_office(engine, office)
    book = Workbook()
    front = book.active
    assert front is not None
    front.title = said("Read me", language)
    several = len({other.follow_up for other in cycles(engine)}) > 1
    _front(front, cycle, cycle.full_name if several else cycle.name, language)
    lists = _Lists(engine, language)
    texts = _texts(engine, language)
    known: dict[SheetSpec, Iterable[dict[str, str]]] = {
        OBSERVATIONS: _known(engine, cycle, recommendations, body, lists, texts),
        NEW_ACTIONS: _unanswered(engine, cycle, recommendations, texts),
    }
    # A body that tells of nothing but actions is asked for nothing else.
    every = every_sheet or any(spec not in known and _tells_of(engine, spec) for spec in SHEETS)
    for spec in SHEETS:
        if every or spec in known:
            _fill(book.create_sheet(said(spec.name, language)), spec, lists, known.get(spec, ()))
    lists.write(book.create_sheet(said("Codes", language)))
    # No clock in an artefact: equal graphs give equal workbooks.
    stamp = datetime.datetime(2000, 1, 1)
    book.properties.created = book.properties.modified = stamp
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _known_office(engine: Engine, office: str) -> NamedNode | None:
    """The body, or the country whose government it is, that a name or code means; None for no name."""
    if not office:
        return None
    try:
        return ReviewNames(engine).actor(office)
    except Unknown as unknown:
        told = str(unknown).partition(" (")[0]
        how = "" if told.endswith("?") else "; name a body or a country by its code or name."
        raise BadParameter(f"--office: {told}{how}") from None


def _front(sheet: Worksheet, cycle: Cycle, name: str, language: str) -> None:
    from openpyxl.styles import Alignment, Font

    day = str(cycle.as_of or said("the date of the cycle", language))
    lines = [
        said(words, language).format(name=name, day=day)
        for words in (
            "Reporting workbook, cycle {name}",
            "What you report holds as of {day}, unless a row gives another date.",
            "Fill in only the sheets and rows that you have something to say on. A star marks what a row must have.",
            "Codes and lists are on the last sheet. Where several values fit, separate them with semicolons.",
            "Do not rename sheets or headings. You may sort and filter rows and add rows at the end.",
            "Send it back; it is read with: tcgraph import FILE --cycle {name}",
        )
    ]
    for number, line in enumerate(lines, start=1):
        sheet.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 100


def _tells_of(engine: Engine, spec: SheetSpec) -> bool:
    return any(True for _ in engine.select(f"SELECT ?thing WHERE {{ ?thing a tc:{spec.type} }} LIMIT 1"))


def _texts(engine: Engine, language: str) -> dict[NamedNode, str]:
    """What was asked and what was reported: in a language, else in English, else in what it is worded in."""
    found: dict[NamedNode, list[Literal]] = defaultdict(list)
    for thing_, text in engine.select(_TEXTS):
        if isinstance(thing_, NamedNode) and isinstance(text, Literal):
            found[thing_].append(text)

    def place(text: Literal) -> tuple[bool, bool, str]:
        return text.language != language, stands_in(text) or text.language != "en", text.value

    return {thing_: min(told, key=place).value for thing_, told in found.items()}


def _unanswered(
    engine: Engine, cycle: Cycle, recommendations: Sequence[int], texts: Mapping[NamedNode, str]
) -> Iterable[dict[str, str]]:
    """What nobody has answered yet, to be answered for the first time."""
    for asked, number in engine.select(cycle.about_its_own(_UNANSWERED)):
        assert isinstance(asked, NamedNode)
        assert isinstance(number, Literal)
        if not recommendations or int(number.value) in recommendations:
            yield {"number": number.value, "asked": texts.get(asked, "")}


def _known(
    engine: Engine,
    cycle: Cycle,
    recommendations: Sequence[int],
    office: NamedNode | None,
    lists: _Lists,
    texts: Mapping[NamedNode, str],
) -> Iterable[dict[str, str]]:
    asked = {
        number: texts[node]
        for node, number in engine.select(cycle.about_its_own(_ASKED))
        if isinstance(node, NamedNode) and isinstance(number, Literal) and node in texts
    }
    own = {row[0] for row in engine.select(_OF_OFFICE, bindings={"office": office})} if office else set()
    for action, number, status in engine.select(cycle.about_its_own(_LATEST)):
        if office and action not in own:
            continue
        if not (isinstance(action, NamedNode) and isinstance(number, Literal)):
            continue
        if recommendations and int(number.value) not in recommendations:
            continue
        yield {
            "action": action.value.removeprefix(f"{ID}action/"),
            "number": number.value,
            "asked": asked.get(number, ""),
            "was": texts.get(action, ""),
            "before": lists.choice(_STATUS, status.value.rpartition("/")[2]) if isinstance(status, NamedNode) else "",
        }


def _fill(sheet: Worksheet, spec: SheetSpec, lists: _Lists, rows: Iterable[dict[str, str]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    tell = partial(said, language=lists.language)
    sheet["A1"] = tell(spec.title)
    sheet["A1"].font = Font(italic=True)
    last = 2
    for number, row in enumerate(rows, start=3):
        last = number
        for index, column in enumerate(spec.columns, start=1):
            if column.key in row:
                value = row[column.key]
                cell = sheet.cell(number, index, int(value) if value.isdigit() else value)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for index, column in enumerate(spec.columns, start=1):
        heading = sheet.cell(2, index, tell(column.heading) + (" *" if column.required else ""))
        heading.font = Font(bold=True, color="FFFFFF")
        heading.fill = PatternFill("solid", start_color="1F4E79")
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        heading.comment = Comment(tell(column.help), "tcgraph")
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.kind, 18)
        chosen = lists.range_of(column)
        if chosen:
            # Where several values fit, the list helps with the first, and more can be typed after it.
            rule = DataValidation(type="list", formula1=chosen, allow_blank=True, showErrorMessage=not column.many)
            rule.error = tell("Choose from the list: {help}").format(help=tell(column.help))[:250]
            rule.add(f"{letter}3:{letter}{last + _ROWS}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "A3"
    if last > 2:
        sheet.auto_filter.ref = f"A2:{get_column_letter(len(spec.columns))}{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = "2:2"


class _Lists:
    """The lists to choose from, each in two columns of the last sheet: what is chosen, and what it stands for.

    In English codes are chosen; in other languages names, each that stands for one code alone.
    """

    def __init__(self, engine: Engine, language: str) -> None:
        self._engine, self.language = engine, language
        self._names = CellNames(engine)
        self._columns: dict[str, list[tuple[str, str]]] = {}

    def choice(self, column: SheetColumn, code: str) -> str:
        """What a code is chosen by."""
        self.range_of(column)
        pairs = self._columns.get(column.kind.replace("concept:", "vocab/"), [])
        return next((shown for shown, stands in pairs if code in (shown, stands)), code)

    def _chosen(self, column: SheetColumn, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        if self.language == "en":
            return pairs
        named = [(label, code) if self._names.code(column, label) == code else (code, label) for code, label in pairs]
        return sorted(named, key=lambda pair: plain_words(pair[0]))

    def range_of(self, column: SheetColumn) -> str | None:
        """The cells to choose a column's value from; None where it is free."""
        kind, _, name = column.kind.partition(":")
        if column.kind == "yesno":
            return f'"{said("yes", self.language)},{said("no", self.language)}"'
        if kind == "ref" and name in _OWN_SHEETS:
            return f"'{said(_OWN_SHEETS[name], self.language)}'!$A$3:$A${_ROWS + 2}"
        if kind == "concept":
            key = f"vocab/{name}"
            if key not in self._columns:
                scheme = NamedNode(PREFIXES["vocab"] + name)
                found = self._engine.select(_CONCEPTS.format(scheme=scheme, language=self.language))
                self._columns[key] = self._chosen(column, self._pairs(found))
        elif name in _CLASSES:
            key = name
            if key not in self._columns:
                kind_node = NamedNode(PREFIXES["tc"] + _CLASSES[name])
                rows = self._engine.select(_CODES.format(type=kind_node, language=self.language))
                pairs = [(code.rpartition("/")[2], label) for code, label in self._pairs(rows)]
                self._columns[key] = self._chosen(column, pairs)
        else:
            return None
        from openpyxl.utils import get_column_letter

        position = get_column_letter(2 * list(self._columns).index(key) + 1)
        return f"'{said('Codes', self.language)}'!${position}$2:${position}${len(self._columns[key]) + 1}"

    @staticmethod
    def _pairs(rows: Iterable[tuple[object, ...]]) -> list[tuple[str, str]]:
        return [(first.value, second.value) for first, second in rows if _has_value(first) and _has_value(second)]  # type: ignore[attr-defined]

    def write(self, sheet: Worksheet) -> None:
        """Write the lists."""
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        for index, (key, pairs) in enumerate(self._columns.items()):
            left = 2 * index + 1
            sheet.cell(1, left, key.removeprefix("vocab/")).font = Font(bold=True)
            sheet.cell(1, left + 1, said("stands for", self.language)).font = Font(bold=True)
            for number, (code, label) in enumerate(pairs, start=2):
                sheet.cell(number, left, code)
                sheet.cell(number, left + 1, label)
            sheet.column_dimensions[get_column_letter(left + 1)].width = 36
        sheet.freeze_panes = "A2"


def _has_value(term: object) -> bool:
    return isinstance(term, (NamedNode, Literal))
