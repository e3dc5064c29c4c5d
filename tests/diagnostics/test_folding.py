"""Several rules that tell of one slip are told as one message, and two slips as two."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tcgraph.diagnostics.causes import Causes
from tcgraph.diagnostics.changed_things import taken_in
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.folding import by_change, folded
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import Literal, NamedNode, Term, Triple
from tcgraph.shacl.names import sh
from tcgraph.shacl.validation_report import Finding, Severity

_MIN, _CLASS, _SPARQL = (sh(f"{name}ConstraintComponent") for name in ("MinCount", "Class", "SPARQL"))


def _n(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def told(
    rule: str,
    focus: str,
    predicate: str | None = None,
    value: Term | None = None,
    component: NamedNode = _SPARQL,
    level: Level = Level.ERROR,
) -> Diagnostic:
    severity = Severity.VIOLATION if level is Level.ERROR else Severity.WARNING
    finding = Finding(
        _n(focus), _n(rule), component, severity, "", predicate=_n(predicate) if predicate else None, value=value
    )
    return Diagnostic(rule, level, f"The rule {rule} is broken.", Location(Path("a.ttl"), 1), finding=finding)


def rules(found: list[Diagnostic]) -> list[list[str]]:
    return sorted([each.rule, *(other.message.split()[4] for other in each.related)] for each in found)


def fact(subject: str, predicate: str, value: str) -> Triple:
    return Triple(_n(subject), _n(predicate), _n(value))


def test_two_rules_on_the_one_statement_that_was_changed_are_one_message() -> None:
    found = [told("now", "action", "addresses", _n("rec-14")), told("elsewhere", "element", None, _n("action"))]
    was, is_ = fact("action", "addresses", "rec-4"), fact("action", "addresses", "rec-14")
    assert rules(by_change(found, [was], [is_])) == [["now", "elsewhere"]]


def test_what_one_statement_leaves_without_its_ground_is_told_with_it() -> None:
    reason = told("reason", "entry", "reason", level=Level.WARNING)
    found = [told("other", "entry", "alternative", _n("rec-5"), sh("ClassConstraintComponent")), reason]
    found.append(told("now", "entry", "pairing", _n("stated")))
    was = [fact("entry", "pairing", "inferred"), fact("entry", "alternative", "rec-5"), fact("entry", "reason", "r")]
    assert rules(by_change(found, was, [fact("entry", "pairing", "stated")])) == [["now", "other", "reason"]]
    # Where two statements say otherwise, either may be what the rest stood beside.
    several = [fact("entry", "pairing", "stated"), fact("entry", "row", "6")]
    assert len(by_change(found, [*was, fact("entry", "row", "5")], several)) == len(found)


def test_two_texts_in_one_language_come_before_what_is_wrong_with_either() -> None:
    twice = told("twice", "entry", "label", component=sh("UniqueLangConstraintComponent"))
    was, is_ = (Triple(_n("entry"), _n("label"), Literal("Bonjour", language=tag)) for tag in ("fr", "en"))
    long = told("long", "entry", "label", is_.object)
    assert rules(by_change([long, twice], [was], [is_])) == [["twice", "long"]]


def test_what_a_withdrawn_thing_led_to_is_told_with_what_still_leads_to_it() -> None:
    left, led = told("left", "entry", "reported", component=_MIN), told("led", "withdrawn", "answeredBy", _n("element"))
    was = [fact("withdrawn", "type", "Action"), fact("withdrawn", "reportedBy", "entry")]
    removed = [Triple(was[0].subject, RDF_TYPE, was[0].object), was[1]]
    added = [Triple(was[0].subject, RDF_TYPE, _n("Withdrawn"))]
    assert rules(by_change([left, led], removed, added)) == [["led", "left"]]
    mild = told("told", "withdrawn", level=Level.WARNING)
    assert rules(by_change([left, mild], removed, added)) == [["left"], ["told"]]
    assert rules(by_change([left, led], removed, [*added, fact("other", "of", "entry")])) == [["led"], ["left"]]


def test_two_statements_of_one_thing_that_were_changed_are_two_messages() -> None:
    found = [told("one", "action", "addresses", _n("rec-14")), told("two", "action", "agent", _n("nobody"))]
    removed = [fact("action", "addresses", "rec-4"), fact("action", "agent", "ilo")]
    added = [fact("action", "addresses", "rec-14"), fact("action", "agent", "nobody")]
    assert rules(by_change(found, removed, added)) == [["one"], ["two"]]


def test_a_warning_is_told_beneath_an_error_and_never_the_other_way() -> None:
    found = [told("mild", "action", "agent", level=Level.WARNING), told("grave", "action", "agent")]
    assert rules(by_change(found, [fact("action", "agent", "ilo")], [])) == [["grave", "mild"]]


def test_a_thing_that_was_renamed_is_told_once_for_all_that_led_to_it() -> None:
    said = [Triple(_n("old"), RDF_TYPE, _n("Project")), fact("old", "donor", "swe"), fact("old", "country", "zmb")]
    now = [Triple(_n("new"), fact.predicate, fact.object) for fact in said]
    found = [
        told("gone", "old"),
        told("leads-nowhere", "action", "mentions", _n("old")),
        told("unlinked", "new", component=_MIN),
    ]
    assert len(by_change(found, said, now)) == 1


def test_a_link_that_was_turned_round_is_one_slip() -> None:
    found = [told("lost", "document", "inFollowUp", _n("tc")), told("stray", "tc", "inFollowUp", _n("document"))]
    was, is_ = fact("document", "inFollowUp", "tc"), fact("tc", "inFollowUp", "document")
    assert len(by_change([*found, told("other", "third", "x")], [was, fact("third", "x", "y")], [is_])) == 2


def test_what_many_that_lead_to_it_tell_of_one_thing_is_told_once() -> None:
    found = [told("part-of", f"section-{n}", "partOf", _n("thing"), _CLASS) for n in range(3)]
    for each in found[1:]:
        assert each.finding is not None
    same = [Diagnostic(d.rule, d.level, d.message, d.location, finding=d.finding) for d in found]
    assert len(folded(same, Causes())) == 1


def test_two_wrong_values_of_one_property_stay_two() -> None:
    found = [told("theme", "rec", "theme", Literal("one")), told("theme", "rec", "theme", Literal("two"))]
    assert len(folded(found, Causes())) == 2


def test_two_values_of_a_thing_that_were_swapped_are_one_slip() -> None:
    def years(first: str, last: str) -> list[Triple]:
        return [
            Triple(_n("action"), _n("start"), Literal(first)),
            Triple(_n("action"), _n("end"), Literal(last)),
            Triple(_n("other"), _n("x"), Literal(first + last)),
        ]

    found = [told("order", "action"), told("start", "action", "start"), told("end", "action", "end")]
    assert len(by_change(found, years("2006", "2010"), years("2010", "2006"))) == 1


def test_a_thing_whose_texts_are_all_told_of_another_was_taken_in() -> None:
    texts = [Triple(_n("gone"), _n(each), Literal(f"its own {each}", language="en")) for each in ("label", "basis")]
    rest = [fact("gone", each, "same") for each in ("status", "report", "day")]
    before: dict[Term, list[Triple]] = {_n("gone"): [Triple(_n("gone"), RDF_TYPE, _n("Observation")), *texts, *rest]}
    came: list[Triple] = [Triple(_n("other"), each.predicate, each.object) for each in texts]
    assert taken_in(before, {_n("other"): came}) == {_n("other"): _n("gone")}
    assert taken_in(before, {_n("other"): came[:1]}) == {}


def _said(subject: str, predicate: str, value: str, language: str | None = None) -> Triple:
    return Triple(_n(subject), _n(predicate), Literal(value, language=language))


def test_one_replacement_everywhere_is_one_message_that_tells_of_the_others() -> None:
    names = ["report", "first", "second", "third"]
    was, is_ = ([_said(each, "asOf", day) for each in names] for day in ("2006-10-11", "2006-10-12"))
    found = [told("date", each, "asOf", now.object) for each, now in zip(names, is_, strict=True)]
    found = [replace(each, location=Location(Path("a.ttl"), line)) for line, each in enumerate(found, 1)]
    (one,) = by_change(found, was, is_)
    assert [(each.message, each.location.line) for each in one.related] == [("and here", line) for line in (2, 3, 4)]
    assert "in 3 other places" in str(one.help)
    # Two are two slips, and so are as many to different ends.
    assert len(by_change(found[:2], was[:2], is_[:2])) == 2
    apart = [_said(each, "asOf", f"2006-10-1{day}") for day, each in enumerate(names, 2)]
    others = [told("date", each, "asOf", now.object) for each, now in zip(names, apart, strict=True)]
    assert len(by_change(others, was, apart)) == len(names)


def test_texts_in_which_the_replaced_word_stands_are_of_that_replacement() -> None:
    was = [_said("target", "value", "70"), _said("figure", "value", "70")]
    was += [_said("entry", "label", "Some 70 per cent", "en"), _said("entry", "note", "of 1970", "en")]
    is_ = [Triple(each.subject, each.predicate, _new(each.object)) for each in was]
    found = [told(f"rule-{n}", each.subject.value[20:], each.predicate.value[20:], each.object)
             for n, each in enumerate(is_) if isinstance(each.subject, NamedNode)]  # fmt: skip
    assert rules(by_change(found, was, is_)) == [["rule-0", "rule-1", "rule-2"], ["rule-3"]]


def _new(value: Term) -> Literal:
    assert isinstance(value, Literal)
    return Literal(value.value.replace("70", "75"), language=value.language)


def test_an_exchange_and_a_move_are_one_message_each() -> None:
    was, is_ = [_said("one", "code", "703"), _said("two", "code", "705")], []
    is_ = [_said("one", "code", "705"), _said("two", "code", "703")]
    found = [told("code", each, "code") for each in ("one", "two")]
    assert len(by_change(found, was, is_)) == 1
    was, is_ = [_said("one", "since", "1999")], [_said("two", "since", "1999")]
    assert len(by_change([told("gone", "one", "since"), told("new", "two", "since")], was, is_)) == 1


def test_a_decision_that_is_gone_is_told_with_what_it_was_about() -> None:
    was = [fact("decision", "amends", "funding"), fact("decision", "amendedProperty", "donor")]
    was += [Triple(_n("decision"), RDF_TYPE, _n("Decision")), fact("funding", "donor", "nobody")]
    found = [told("lasts", "decision"), told("stands", "funding", "donor", _n("sweden"))]
    other = [fact("funding", "donor", "sweden"), fact("elsewhere", "of", "else")]
    assert len(by_change(found, was, other)) == 1
