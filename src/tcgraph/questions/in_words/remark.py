"""What has to be told with an answer, each remark by its key, and how it is said in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

SAYS = {
    "absent": "The document names no such Convention as {code}; nearest in number: {near}.",
    "status": "Of the same, these stand otherwise and are not listed: {counts}.",
    "none": "Of this, nothing is {status}; how it stands: {counts}.",
    "asked": "No reported item names this; these recommendations do, and what was reported under them may be about it.",
    "asked_of_all": "No reported item names all of this; these recommendations do, and what was reported under them "
    "may be about it.",
    "compare": "What is compared is listed together; what differs is for the reader to see.",
    "deeds": "Not all of it is done: {counts}.",
    "doer": "{name} acts or takes part in {fit} of {all}; elsewhere it is only named.",
    "place": "What is done in {name} is told by {fit} of {all}; elsewhere it is only the country of one who pays.",
    "for": "Said to be for {name}: {fit} of {all}; elsewhere it is only named.",
    "own": "Linked to {name} itself: {fit} of {all}; the others are only named in the same items.",
    "beside": "Named together with {name} in the same items; that each of them is about it is not told.",
    "called": "In their own names and summaries: {fit} of {all}; elsewhere the words stand only beside them.",
    "listed": "Only those are listed.",
    "whether": "This is what the document tells of it, and no yes or no; so it stands: {counts}.",
    "silent": "The document tells nothing of this, which is neither a yes nor a no.",
    "instrument": "Recommendations, declarations and other instruments are listed beside Conventions.",
    "state": "The status is that of the action that names them, not their own.",
    "wider": "Everything with this in its name is meant: {names}; and what lies there.",
    "of_one": "At least one action of each is told so; the document says of no recommendation "
    "as a whole how far it is.",
    "judged": "That all of it stands so is concluded from what is reported; the document says so of none, and a report "
    "may give examples only.",
    "same_items": "Also told in the same items, though not all of the question is said of it:",
    "everything": "This is all that there is, or nearly all of it: nothing was said that would narrow it.",
    "unfit": "Of {names} nothing of this is told.",
    "entry": "Told in the same items, but not listed, as not all of the question is said of it: {names}.",
    "day": "No day was said; this is as of {day}, the day of the last report.",
    "kind": "Nothing of the kind that is asked for was found by these words; the same is told of these.",
    "none_named": "The document names none of the kind that is asked for with all that was understood; "
    "this is what it tells of the same.",
    "none_together": "Nothing that is told names all of these together: {names}.",
    "despite": "Not linked to {name}, but named with it in the text: {fit} of {all}; look whether they are meant.",
    "titled": "Not counted, though what they name has a region's name in its own: {names}.",
    "bears": "Not listed, though it has the same name in its own: {names}.",
    "paying": "Not counted, as they are named only as donors: {names}.",
    "roles": "In this part {name} is named in {fit} of {all}.",
    "theme": "Actions that are about {name}, too, and are not listed: {fit}.",
    "near": "Nearest by its words; whether it is what was asked is not sure:",
    "located": "In the document:",
    "member": "Not named by itself, but as one of those that are named together: {names}.",
    "without": "Also, without “{name}”:",
    "half": "To “{name}”, as far as it is what was asked:",
    "apart": "Also, where {name} is only named:",
    "others": "The others:",
    "of_theme": "Also, about {name}:",
    "read": "The document does not say this of them in so many words; it is our reading: {names}.",
    "read_pays": "That these pay is our reading; the document names them, or a programme of theirs, and does not say "
    "it: {names}.",
    "asked_in": "Asked for itself in: {names}; in the others only what was reported is about it.",
    "asked_too": "Also asked for, under recommendations of which nothing is listed:",
    "one_by_one": "Also, about those of this sort that are named one by one: {names}.",
    "by_set": "Not listed, as only a set that it belongs to is named there, and not {name} itself: {names}.",
    "dated": "A time counts where it is named; that it is when these were done is not told.",
    "by_place": "Only a place in it is named, and not {name} itself, in: {names}.",
    "scattered": "No text of the document has any two of these words: {names}.",
    "fell": "Left out, since “{name}” is told of these, too: {names}.",
    "fell_many": "Left out, since “{name}” is told of them, too: {names} more.",
    "item_by_item": "Of the items one by one, these are about the one and not about the other:",
    "names_time": "Done, too, and these only name a time that touches it; it need not be when they were done:",
    "by_deeds": "By the days on which these were done, as far as the document tells; most deeds have none.",
    "other_parts": "Further ones are told of in other parts and not listed: {names}.",
    "by_members": "Named as a group, whose members are {count}: {names}.",
    "none_so": "Of this, nothing is {status}.",
    "alone": "Listed is what names it; others may be named there, too.",
    "not_named": "That none is named does not say that there is none.",
    "unsaid": "Whether this is so was not found in the document.",
    "names_none": "To “{name}” the document names none.",
    "each_counted": "Of each: {names}.",
    "each_and_both": "Of each: {names}; of all of them at once: {both}.",
    "contrary": "It is asked whether there is nothing of the kind; what is listed is what there is.",
    "unnamed": "Not named in the document: {names}.",
    "also": "Those with this in their names are meant, too: {names}.",
}
"""What is remarked, in English; pages have it in each language."""
OF_ANOTHER_KIND = frozenset(("kind", "none_named", "by_members"))
"""What says that the rows are not of the kind that is asked for."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a reader has to know with an answer.

    Attributes:
        key: of :data:`SAYS`.
        values: what it is said of.
        counts: how many there are of each status, where that is told.
    """

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    counts: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        return SAYS[self.key].format(**self.said(lambda code: code.removeprefix("status.")))

    def said(self, word: Callable[[str], str]) -> dict[str, str]:
        """The values in words, statuses among them.

        Args:
            word: for ``status.`` and a code.
        """
        counts = ", ".join(f"{word(f'status.{code}').lower()} ({count})" for code, count in self.counts)
        status = {"status": word(f"status.{self.values['status']}").lower()} if "status" in self.values else {}
        return {**self.values, **status, "counts": counts}
