"""The sheets of the reporting workbook: each column says what it holds and which fact it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tcgraph.followup.workbook.workbook_words import meant


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        key: its name in IRI templates.
        heading: what people read.
        kind: ``text``, ``string``, ``label``, ``date``, ``year``, ``biennium``, ``integer``, ``decimal``, ``yesno``,
            ``slug`` (a code of the office's own), ``shown`` (filled in for reading, ignored on the way back),
            ``code:KIND`` (a country's or instrument's code), ``concept:SCHEME``, ``ref:KIND`` (a thing there already
            or in this workbook).
        help: what to write.
        predicate: the property it fills; "" where a builder uses it.
        required: whether a row is incomplete without it.
        many: whether several values may be given, separated by semicolons.
    """

    key: str
    heading: str
    kind: str
    help: str
    predicate: str = ""
    required: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet.

    Attributes:
        name: its tab.
        title: what it is for, in one sentence.
        type: class of what a row describes.
        iri: path of a row's thing below ``/id/``, from the keys of its columns.
        label: label of a row's thing, from the keys of its columns.
        columns: from left to right.
    """

    name: str
    title: str
    type: str
    iri: str
    label: str
    columns: tuple[Column, ...]

    def column(self, heading: str) -> Column | None:
        """The column with a heading, in any of the workbook's languages, whatever its case and spacing."""
        wanted = meant(heading)
        return next((column for column in self.columns if column.heading.lower() in wanted), None)


_COUNTRY: Final = Column("country", "Country", "code:country", "ISO code, such as SEN.", "tc:country", required=True)
_NOTE: Final = Column("note", "Remark", "text", "Anything a reader should know.", "tc:note")


OBSERVATIONS: Final = SheetSpec(
    "Actions so far",
    "What has become of each action reported earlier. Leave 'Status now' empty where you have nothing to report.",
    "Observation",
    "observation/{action}-{cycle}",
    "{action}: {status}, {cycle}",
    (
        Column("action", "Action", "ref:action", "Its code; do not change.", "tc:ofAction", required=True),
        Column("number", "Recommendation", "shown", "For reading only."),
        Column("was", "What was reported", "shown", "For reading only."),
        Column("before", "Status then", "shown", "For reading only."),
        Column("status", "Status now", "concept:status", "taken, under-way, planned or standing.", "tc:status"),
        Column("basis", "What happened", "text", "One or two sentences that bear out the status.", "tc:basis"),
        Column("as_of", "As of", "date", "If not the date of the cycle.", "tc:asOf"),
        Column("expected", "Expected by", "date", "For what is still planned or under way.", "tc:expectedBy"),
    ),
)

NEW_ACTIONS: Final = SheetSpec(
    "New actions",
    "What has been done or started that no earlier report tells of.",
    "Action",
    "action/{number}-{row}",
    "{label}",
    (
        Column("number", "Recommendation", "ref:recommendation", "Its number.", required=True),
        Column("label", "In a few words", "label", "At most 60 characters.", required=True),
        Column("summary", "What was done", "text", "One sentence.", "tc:summary", required=True),
        Column("agent", "Who", "ref:organisation", "Codes such as actrav; ilo.", "tc:agent", required=True, many=True),
        Column("status", "Status", "concept:status", "taken, under-way, planned or standing.", required=True),
        Column("basis", "Borne out by", "text", "What the status rests on.", required=True),
        Column("expected", "Expected by", "date", "For what is still planned or under way."),
        Column("country", "Countries", "code:country", "ISO codes such as SEN; PER.", "tc:beneficiary", many=True),
    ),
)

PROGRAMMES: Final = SheetSpec(
    "Country programmes",
    "How far the preparation and implementation of each decent work country programme has come.",
    "CountryProgramme",
    "country-programme/{country}-{start}",
    "Country programme {country} {start}-{end}",
    (
        _COUNTRY,
        Column("start", "From year", "year", "First year.", "tc:periodStart", required=True),
        Column("end", "To year", "year", "Last year.", "tc:periodEnd", required=True),
        Column("stage", "Stage", "concept:stage", "How far it has come.", required=True),
        Column("as_of", "As of", "date", "If not the date of the cycle."),
        Column("framework", "Incorporated in", "ref:framework", "Codes such as undaf; prsp; cca.", many=True),
        Column("framework_start", "Framework from", "year", "First year of these frameworks, if known."),
        Column("framework_end", "Framework to", "year", "Last year of these frameworks, if known."),
        Column("summary", "Priorities", "text", "The programme's priorities in a sentence.", "tc:summary"),
        _NOTE,
    ),
)

OUTCOMES: Final = SheetSpec(
    "Outcomes",
    "Outcomes of country programmes, of the programme and budget, and of the strategic framework.",
    "Outcome",
    "outcome/{code}",
    "{label}",
    (
        Column("code", "Code", "slug", "Your code, such as sen101.", required=True),
        Column("label", "In a few words", "label", "At most 60 characters.", required=True),
        Column("kind", "Kind", "concept:outcome-kind", "Strategic, operational …", "tc:outcomeKind", required=True),
        Column("programme", "Country programme", "ref:country-programme", "Such as SEN-2006.", "tc:outcomeOf"),
        Column("to", "Contributes to", "ref:outcome", "Codes of wider outcomes.", "tc:contributesTo", many=True),
    ),
)

RESULTS: Final = SheetSpec(
    "Results",
    "Figures for the indicators of outcomes, one row a date.",
    "Measurement",
    "measurement/{outcome}-{as_of}-{row}",
    "{outcome}: {value} as of {as_of}",
    (
        Column("outcome", "Outcome", "ref:outcome", "Its code.", "tc:measures", required=True),
        Column("indicator", "Indicator", "text", "What is counted.", "tc:indicator", required=True),
        Column("as_of", "As of", "date", "The day the figure holds for.", "tc:asOf", required=True),
        Column("value", "Figure", "decimal", "A number.", "tc:value", required=True),
        Column("target", "Aimed at", "decimal", "A number.", "tc:targetValue"),
        _NOTE,
    ),
)

PROJECTS: Final = SheetSpec(
    "Projects",
    "Technical cooperation projects and what they contribute to.",
    "Project",
    "project/{code}",
    "{label}",
    (
        Column("code", "Code", "slug", "Your project code, such as sen-06-01.", required=True),
        Column("label", "In a few words", "label", "At most 60 characters.", required=True),
        Column("title", "Full title", "text", "As approved.", "dcterms:title"),
        Column("country", "Countries", "code:country", "ISO codes such as SEN; PER.", "tc:beneficiary", many=True),
        Column(
            "region",
            "Regions",
            "ref:region",
            "Codes such as africa, for regional projects.",
            "tc:beneficiary",
            many=True,
        ),
        Column("stage", "Stage", "concept:stage", "How far it has come.", required=True),
        Column("as_of", "As of", "date", "If not the date of the cycle."),
        Column("to", "Contributes to", "ref:outcome", "Codes of outcomes.", "tc:contributesTo", many=True),
        Column("agreement", "Agreement", "ref:agreement", "The donor agreement.", "tc:underAgreement"),
        Column("framework", "Part of", "ref:framework", "Such as global-compact.", "tc:mentions", many=True),
        Column("start", "From year", "year", "First year.", "tc:periodStart"),
        Column("end", "To year", "year", "Last year.", "tc:periodEnd"),
        _NOTE,
    ),
)

AGREEMENTS: Final = SheetSpec(
    "Agreements",
    "Agreements with donors, single-year and multi-year.",
    "Agreement",
    "agreement/{code}",
    "{label}",
    (
        Column("code", "Code", "slug", "Your code.", required=True),
        Column("label", "In a few words", "label", "At most 60 characters.", required=True),
        Column(
            "donor",
            "Donor",
            "ref:organisation",
            "Such as government-of-nld; dfid.",
            "tc:party",
            required=True,
            many=True,
        ),
        Column("signed", "Signed on", "date", "The day.", "tc:signedOn"),
        Column("start", "From year", "year", "First year.", "tc:periodStart", required=True),
        Column("end", "To year", "year", "Last year; the same for a single year.", "tc:periodEnd", required=True),
        Column("aligned", "Follows our cycle", "yesno", "yes or no.", "tc:alignedWithCycle"),
        Column("gender", "Gender provisions", "yesno", "yes or no.", "tc:genderProvisions"),
        Column("amount", "Amount", "decimal", "A number.", "tc:amount"),
        Column("currency", "Currency", "currency", "Three letters, such as USD.", "tc:currency"),
    ),
)

MONEY: Final = SheetSpec(
    "Money",
    "What is set aside for each project or programme in a biennium.",
    "Allocation",
    "allocation/{project}-{biennium}-{source}-{row}",
    "{project}, {biennium}",
    (
        Column("project", "Project", "ref:project", "Its code.", "tc:allocatedTo", required=True),
        Column("biennium", "Biennium", "biennium", "Such as 2008-09.", "tc:biennium", required=True),
        Column("source", "Source", "concept:resource", "Where it comes from.", "tc:resource", required=True),
        Column("amount", "Amount", "decimal", "A number; leave empty if not known yet.", "tc:amount"),
        Column("currency", "Currency", "currency", "Three letters, such as USD.", "tc:currency"),
        Column("agreement", "Agreement", "ref:agreement", "The donor agreement, if any.", "tc:underAgreement"),
    ),
)

APPRAISALS: Final = SheetSpec(
    "Appraisal",
    "Which criterion each proposal meets, and by what evidence.",
    "Appraisal",
    "appraisal/{project}-{criterion}",
    "{project}: {criterion}",
    (
        Column("project", "Project", "ref:project", "Its code.", "tc:appraises", required=True),
        Column(
            "criterion",
            "Criterion",
            "concept:appraisal-criterion",
            "One of the list.",
            "tc:againstCriterion",
            required=True,
        ),
        Column("met", "Met", "yesno", "yes or no.", "tc:met", required=True),
        Column("evidence", "Evidence", "text", "What shows it.", "tc:evidence"),
        Column("as_of", "As of", "date", "The day of the appraisal.", "tc:asOf"),
    ),
)

RATIFICATIONS: Final = SheetSpec(
    "Ratifications",
    "Ratifications of Conventions, with the source you read them in.",
    "Ratification",
    "ratification/{country}-{instrument}",
    "{country} ratifies {instrument}",
    (
        _COUNTRY,
        Column("instrument", "Convention", "code:instrument", "Such as C144.", "tc:instrument", required=True),
        Column("on", "Ratified on", "date", "The day of registration.", "tc:ratifiedOn", required=True),
        Column("as_of", "Source read on", "date", "The day you looked it up.", "tc:asOf", required=True),
        Column("source", "Source", "link", "A web address.", "dcterms:source", required=True),
    ),
)

SUPERVISION: Final = SheetSpec(
    "Supervision",
    "Comments of the supervisory bodies that technical cooperation can answer.",
    "SupervisoryComment",
    "supervisory-comment/{country}-{instrument}-{year}-{row}",
    "{country}, {instrument}, {year}",
    (
        _COUNTRY,
        Column("instrument", "Instrument", "code:instrument", "Such as C087.", "tc:instrument", required=True),
        Column("year", "Year", "year", "Of the comment.", "tc:periodStart", required=True),
        Column("body", "Body", "ref:organisation", "Such as committee-of-experts.", "dcterms:creator", required=True),
        Column("summary", "What about", "text", "One sentence.", "tc:summary", required=True),
        Column("project", "Answered by", "ref:project", "A project that answers it.", "tc:mentions", many=True),
    ),
)

BASELINES: Final = SheetSpec(
    "Baselines",
    "Where a country stands on a fundamental Convention, ratified or not.",
    "Baseline",
    "baseline/{country}-{instrument}-{as_of}",
    "Baseline {country} {instrument} {as_of}",
    (
        _COUNTRY,
        Column("instrument", "Convention", "code:instrument", "Such as C087.", "tc:instrument", required=True),
        Column("as_of", "As of", "date", "The day.", "tc:asOf", required=True),
        Column("summary", "Situation", "text", "One or two sentences.", "tc:summary", required=True),
    ),
)

NEEDS: Final = SheetSpec(
    "Needs",
    "What a country needs in relation to the mandate.",
    "Need",
    "need/{country}-{theme}-{row}",
    "{country}: {theme}",
    (
        _COUNTRY,
        Column("theme", "Theme", "concept:theme", "One of the list.", "tc:theme", required=True),
        Column("summary", "Need", "text", "One sentence.", "tc:summary", required=True),
        Column("as_of", "As of", "date", "The day it was found.", "tc:asOf"),
    ),
)

PRACTICES: Final = SheetSpec(
    "Practices",
    "What worked, and what others can learn from it.",
    "Practice",
    "practice/{country}-{theme}-{row}",
    "{country}: {theme}",
    (
        _COUNTRY,
        Column("theme", "Theme", "concept:theme", "One of the list.", "tc:theme", required=True),
        Column("summary", "What was done", "text", "One sentence.", "tc:summary", required=True),
        Column("lesson", "Lesson", "text", "What others can learn.", "tc:lesson", required=True),
    ),
)

BODIES: Final = SheetSpec(
    "Tripartite bodies",
    "National tripartite bodies and the women and men in them.",
    "TripartiteBody",
    "tripartite-body/{country}-{row}",
    "{label}",
    (
        _COUNTRY,
        Column("label", "Name", "label", "At most 60 characters.", required=True),
        Column("women", "Women", "integer", "How many members.", "tc:women", required=True),
        Column("men", "Men", "integer", "How many members.", "tc:men", required=True),
        Column("as_of", "As of", "date", "The day.", "tc:asOf", required=True),
    ),
)

SHEETS: Final = (
    OBSERVATIONS,
    NEW_ACTIONS,
    PROGRAMMES,
    OUTCOMES,
    RESULTS,
    PROJECTS,
    AGREEMENTS,
    MONEY,
    APPRAISALS,
    RATIFICATIONS,
    SUPERVISION,
    BASELINES,
    NEEDS,
    PRACTICES,
    BODIES,
)
"""Every sheet, in the order of the workbook; those that others refer to come before them."""
