"""One message for one cause."""

from __future__ import annotations

from dataclasses import replace

from tcgraph.diagnostics.causes import Causes, heads
from tcgraph.diagnostics.names_in_use import UNDEFINED_TERM, UNKNOWN_THING
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.names import TYPE, sh
from tcgraph.shacl.paths import Path, predicate_path
from tcgraph.shacl.transition import CHANGE
from tcgraph.shacl.validation_report import Finding, Severity

THING, PATH, OTHER = (NamedNode(f"https://example.org/{name}") for name in ("thing", "path", "other"))
TEXT = Literal("text")
PAST = NamedNode(CHANGE + "stands")


def finding(
    component: str | NamedNode, value: Term | None = None, path: NamedNode = PATH, focus: NamedNode = THING
) -> Finding:
    kind = component if isinstance(component, NamedNode) else sh(f"{component}ConstraintComponent")
    return Finding(focus, kind, kind, Severity.VIOLATION, str(component), predicate=path, value=value)


def test_a_value_of_the_wrong_type_is_told_once() -> None:
    cause = finding("Datatype", TEXT)
    assert heads([cause, finding("SPARQL", TEXT), finding("QualifiedMinCount")]) == [cause]


def test_what_is_wrong_beside_it_is_told() -> None:
    found = [finding("Datatype", TEXT), finding("MinCount", path=OTHER), finding("SPARQL", TEXT, focus=OTHER)]
    assert heads(found) == found


def test_a_text_for_a_thing_is_told_as_that() -> None:
    text = finding("SPARQL", TEXT)
    assert heads([finding("Class", TEXT), text]) == [text]


def test_that_a_right_thing_is_missing_comes_of_a_wrong_one() -> None:
    found = [finding("Class", OTHER), finding("MinCount")]
    assert heads(found) == found[:1]
    assert [cause and cause.of for cause in Causes().of(found)] == [None, 0]


def test_one_too_many_is_not_compared() -> None:
    cause = finding("MaxCount")
    assert heads([finding("LessThanOrEquals", TEXT), cause]) == [cause]


def test_a_property_that_nobody_knows_is_why_another_is_missing() -> None:
    unknown = finding(UNDEFINED_TERM, path=OTHER)
    assert heads([finding("MinCount"), unknown]) == [unknown]
    assert heads([finding(PAST, TEXT), unknown]) == [unknown]


def test_what_overwrote_with_something_wrong_is_told_as_wrong() -> None:
    past, now = [finding(PAST, OTHER), finding(PAST, OTHER, path=OTHER)], finding("Datatype", TEXT)
    assert heads([*past, now]) == [past[1], now]


def test_a_path_of_several_properties_is_about_each() -> None:
    either = replace(
        finding("Class", OTHER), predicate=None, property_path=Path("|", (predicate_path(PATH), predicate_path(OTHER)))
    )
    assert heads([either, finding("SPARQL", OTHER)]) == [either]
    assert heads([finding(PAST, TEXT), either]) == [either]


def reached(component: str, path: NamedNode, focus: NamedNode) -> Finding:
    back = Path("^", (predicate_path(path),))
    return replace(finding(component, focus=focus), predicate=None, property_path=back)


def test_one_statement_is_told_once() -> None:
    cause = finding("Datatype", TEXT)
    assert heads([finding("SPARQL", TEXT), cause, finding("In", TEXT)]) == [cause]


def test_a_warning_beside_an_error_about_the_same_property_is_left_out() -> None:
    cause = finding("UniqueLang")
    assert heads([replace(finding("SPARQL", TEXT), severity=Severity.WARNING), cause]) == [cause]


def test_a_link_that_is_missing_is_told_where_it_begins() -> None:
    cause = finding("MinCount")
    assert heads([cause, reached("MinCount", PATH, OTHER)]) == [cause]
    assert heads([reached("MinCount", OTHER, OTHER), cause]) == [
        reached("MinCount", OTHER, OTHER),
        cause,
    ]


def test_a_link_that_leads_nowhere_is_not_told_at_the_end_that_it_lost() -> None:
    gone = finding(UNKNOWN_THING, OTHER)
    assert heads([reached("MinCount", PATH, OTHER), gone]) == [gone]
    assert heads([finding(PAST, path=OTHER, focus=OTHER), gone]) == [gone]


def test_the_end_of_a_link_that_a_change_is_told_to_have_cut_is_not_told() -> None:
    end, cut = reached("MinCount", PATH, OTHER), finding(PAST)
    assert heads([cut, end]) == [end]
    assert [cause and cause.of for cause in Causes(rank=lambda each: (each != cut,)).of([cut, end])] == [None, 0]


def test_a_thing_of_an_unknown_class_is_told_by_its_class_alone() -> None:
    unknown = finding(UNDEFINED_TERM, OTHER, path=TYPE)
    assert heads([finding("SPARQL", TEXT), finding("Class", THING, focus=OTHER), unknown]) == [unknown]


def test_a_comparison_that_comes_of_a_wrong_value_is_told_on_neither_side() -> None:
    cause = finding("SPARQL", OTHER)
    sides = [replace(finding("Equals", value), predicate=None, path="a/b") for value in (OTHER, THING)]
    assert heads([*sides, cause]) == [cause]


def test_what_a_rule_says_of_two_things_it_says_of_the_first() -> None:
    found = [finding("SPARQL", OTHER), finding("SPARQL", THING, focus=OTHER)]
    assert heads(found) == found[:1]


def test_what_leads_to_a_thing_with_a_fault_is_not_told() -> None:
    cause = finding("In", TEXT)
    assert heads([finding("SPARQL", THING, focus=OTHER), cause]) == [cause]


def test_of_those_that_accuse_each_other_in_a_circle_one_is_told() -> None:
    things = [NamedNode(f"https://example.org/{name}") for name in "abc"]
    found = [finding("SPARQL", things[(n + 1) % 3], focus=thing) for n, thing in enumerate(things)]
    assert heads(found) == found[:1]
    assert len(heads(found[::-1])) == 1


def test_what_is_compared_by_way_of_a_wrong_link_is_not_told() -> None:
    cause = finding("Class", OTHER, focus=OTHER)
    compared = replace(
        finding("Equals", OTHER), predicate=None, property_path=Path("/", (predicate_path(OTHER), predicate_path(PATH)))
    )
    assert heads([compared, cause]) == [cause]
    assert heads([replace(compared, value=THING), cause]) == [replace(compared, value=THING), cause]


def test_what_a_query_makes_of_a_number_in_quotes_is_told_of_nobody() -> None:
    cause = finding("Datatype", Literal("17"))
    gap = replace(finding("SPARQL", path=OTHER, focus=OTHER), message="There is no 17: add it.")
    bound = finding("MinInclusive", Literal("17"))
    causes = Causes(reads=lambda each: frozenset((PATH,)) if each.focus == OTHER else frozenset())
    assert [cause and cause.of for cause in causes.of([gap, bound, cause])] == [2, 2, None]
    # One that reads another property, one that tells of another number, and one whose value is a number.
    others = [replace(gap, message="There is no 171: add it."), finding("MinInclusive", Literal(17)), cause]
    assert heads([gap, cause]) == [gap, cause]
    assert causes.of(others) == [None, None, None]
