# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every sentence of the pages that is not in a template, in English, as a key of the catalogues.

`N_` only marks a sentence for extraction; templates translate it with `_()`. Every refusal that can
reach the outside has its words here (a title, when it comes, what to do), by its slug.
"""

from dataclasses import dataclass
from typing import Final


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for marking
    """The sentence itself, marked for the catalogues."""
    return message


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Both forms of a sentence with a number, marked for the catalogues."""
    return one, many


@dataclass(frozen=True, slots=True)
class Problem:
    """What a page says about a refusal. All but the slug are keys of the catalogues."""

    slug: str
    title: str
    when: str
    what_to_do: str


STATES: Final[dict[str, str]] = {
    # of a resolution
    "draft": N_("Draft"),
    "submitted": N_("Submitted"),
    "tabled": N_("On the table"),
    "under_vote": N_("Under vote"),
    "adopted": N_("Approved"),
    "not_adopted": N_("Not approved"),
    "withdrawn": N_("Withdrawn"),
    # of its voting
    "planned": N_("Voting planned"),
    "open": N_("Voting open"),
    "closed": N_("Voting closed, being counted"),
    "counted": N_("Counted, not published yet"),
    "published": N_("Result published"),
    "annulled": N_("Voting annulled"),
}

AMENDMENT_STATES: Final[dict[str, str]] = {
    "submitted": N_("Submitted, not judged yet"),
    "admissible": N_("Admissible"),
    "inadmissible": N_("Not admissible"),
    "under_vote": N_("Under vote"),
    "adopted": N_("Approved in the voting"),
    "not_adopted": N_("Not approved in the voting"),
    "taken_over": N_("Taken over by a sponsor"),
    "fallen": N_("Fallen away"),
    "withdrawn": N_("Taken back"),
}

TIME_LEFT: Final[dict[str, tuple[str, str]]] = {
    "over": (N_("the time is over"), ""),
    "seconds": (N_("less than a minute left"), ""),
    "minutes": ngettext("%(num)s minute left", "%(num)s minutes left"),
    "hours": ngettext("%(num)s hour left", "%(num)s hours left"),
    "days": ngettext("%(num)s day left", "%(num)s days left"),
}

LANGUAGES: Final[dict[str, str]] = {
    "nl": "Nederlands",
    "fr": "Français",
    "de": "Deutsch",
    "en": "English",
}
"""Each language in its own words: never translated."""

IN_LANGUAGE: Final[dict[str, str]] = {
    "nl": N_("in Dutch"),
    "fr": N_("in French"),
    "de": N_("in German"),
    "en": N_("in English"),
}
"""As a part of a sentence: `Original text in Dutch`."""

TRIAL_ERRORS: Final[dict[str, str]] = {
    "missing": N_("Fill in a number."),
    "number": N_("Write a number such as 12 or 12.5, not below zero."),
    "share": N_("Write a fraction such as 3/5: above zero, and at most 1/1."),
    "choice": N_("Choose one from the list."),
    "needed": N_("This rule needs this number."),
    "too_many": N_("This is more than there are."),
    "too_few": N_("There are more votes than people who may vote."),
    "name": N_("Another college has this name."),
    "parts": N_("The colleges together have more than the whole. Look at their numbers again."),
    "together": N_("These numbers do not fit together. Look at them again."),
}
"""What the page for trying a rule says at a field."""

FORM_ERRORS: Final[dict[str, str]] = {
    **TRIAL_ERRORS,
    "sure": N_("Tick this first: it cannot be undone."),
    "whole": N_("Write a whole number, such as 25."),
    "impossible": N_("No result could ever meet this rule. Ask for at least the share instead."),
    "no_time": N_("Write a day and a time."),
    "weight": N_("Write a number above 0 with at most six digits after the point, such as 1.5."),
    "college": N_("Write 1 to 40 letters."),
    "reason": N_("Write the reason, in 10 to 1000 characters."),
    "nobody": N_("Tick at least one person."),
    "same_person": N_("Choose two different people."),
    "order": N_("Give every amendment a place, and write the reason, in 10 to 1000 characters."),
    "terms": N_("Write a day and a time, and a whole number of supporters."),
    "third": N_("Write plain words without markup, or choose that the words go."),
    "settlement": N_("Choose one side, or choose other words and write them."),
    "amendments": N_("Tick at least one amendment."),
    "person": N_("Write a name of 1 to 200 letters."),
    "email": N_("Write an address such as jan@example.org, or leave it empty."),
    "seat_number": N_("Write a whole number from 1 to 100000."),
    "day": N_("Choose a day, or leave it empty."),
    "missing_word": N_("Fill this in."),
    "slug": N_("Use small letters, digits and dashes, at least three."),
    "slug_taken": N_("Another assembly has this address. Choose another one."),
    "zone": N_("Write a time zone such as Europe/Brussels."),
    "after": N_("A sitting ends after it begins."),
    "line": N_("Write one line of at most 300 readable characters."),
    "item_name": N_("Write a title, or the number of a resolution."),
    "resolution": N_("There is no resolution with this number here."),
    "minutes": N_("Write a whole number from 1 to 1440, or leave it empty."),
    "seconds": N_("Write a whole number from 10 to 7200, or leave it empty."),
    "seats": N_("Write the numbers of seats, such as 3, 5, 12-15."),
    "entry": N_("Write it without markup, in at most 4000 readable characters."),
    "entry_day": N_("Choose a day. What has happened is dated today or before."),
    "link": N_("Write a whole address that begins with https:// or http://."),
    "follow_email": N_("Write an address such as jan@example.org."),
    "theme_word": N_("Write 1 to 80 readable characters."),
    "theme_taken": N_("Another theme has or had this address. Choose another one."),
    "papers": N_("Count this line again: it does not add up, or is more than there can be."),
}
"""What the pages of the desk say at a field."""

PROGRESS: Final[dict[str, str]] = {
    "open": N_("Waiting for an answer"),
    "answered": N_("Answered"),
    "done": N_("Carried out"),
}

FOLLOW_UP_WANTED: Final[dict[str, str]] = PROGRESS | {"overdue": N_("Overdue")}

STEP_STATES: Final[dict[str, str]] = {
    "planned": N_("Planned"),
    "done": N_("Done"),
    "abandoned": N_("Given up"),
}

ENTRY_KINDS: Final[dict[str, str]] = {
    "addressee": N_("Addressed to"),
    "due": N_("Answer due by"),
    "answer": N_("Answer"),
    "step": N_("Step"),
}
"""What an entry of a dossier tells."""

SITTING_STATES: Final[dict[str, str]] = {
    "planned": N_("Planned"),
    "open": N_("Under way"),
    "suspended": N_("Suspended"),
    "closed": N_("Closed"),
    "cancelled": N_("Cancelled"),
}

ITEM_STATES: Final[dict[str, str]] = {
    "planned": N_("Not begun yet"),
    "current": N_("Being dealt with"),
    "done": N_("Done"),
    "passed_over": N_("Passed over"),
}

ITEM_KINDS: Final[dict[str, str]] = {
    "opening": N_("Opening"),
    "announcement": N_("Announcement"),
    "debate": N_("Debate"),
    "decision": N_("Decision"),
    "election": N_("Election"),
    "break": N_("Break"),
    "closing": N_("Closing"),
    "other": N_("Something else"),
}

SPEAKER_KINDS: Final[dict[str, str]] = {
    "contribution": N_("Contribution"),
    "pro": N_("Speak in favour"),
    "contra": N_("Speak against"),
    "point_of_order": N_("Point of order"),
}
"""What the floor is asked for."""

PLACES: Final[dict[str, str]] = {
    "point_of_order": N_("a point of order goes first"),
    "hand": N_("in the order of asking"),
    "new_voice": N_("has not spoken yet, so goes first"),
    "turn": N_("it is the turn of this side"),
    "other_side_silent": N_("nobody of the other side waits"),
}
"""Why somebody who waits for the floor stands where they stand."""

IMPORT_STATES: Final[dict[str, str]] = {
    "waiting": N_("Being read"),
    "read": N_("Read, not accepted yet"),
    "refused": N_("Could not be read"),
    "accepted": N_("Accepted: these are drafts"),
    "undone": N_("Undone: the drafts are withdrawn"),
    "rejected": N_("Thrown away"),
}
"""Where a document of proposals stands."""

IMPORT_FAULTS: Final[dict[str, str]] = {
    "too-large": N_("The document is too large."),
    "empty-file": N_("The document is empty."),
    "wrong-encoding": N_("The text has an encoding we do not read. Save it as UTF-8."),
    "forbidden-character": N_(
        "The document has characters that nobody can see or that mislead. Take them out."
    ),
    "unsupported-format": N_(
        "We do not read this kind of file. Save it as DOCX, ODT, PDF or text."
    ),
    "wrong-extension": N_("The file is not what its name says. Give it the right ending."),
    "encrypted": N_("The document is protected by a password. Save it without one."),
    "macros": N_("The document holds macros. Save it without them."),
    "scripts": N_("The document holds scripts. Save it without them."),
    "zip-bomb": N_("The document unpacks to far too much. Save it again from your word processor."),
    "unsound-archive": N_("The parts of the document have misleading names. Save it again."),
    "xml-entities": N_("The document declares entities, which we do not read. Save it again."),
    "nested-too-deep": N_("The document is nested too deeply."),
    "broken-file": N_("The document is damaged. Open it and save it again."),
    "no-text": N_("The PDF holds only pictures of pages. Recognise its text first."),
    "no-proposals": N_("We cannot tell the proposals from the other text. Use headings or lists."),
    "no-header": N_("We find no headings such as Number and Name above the columns of this list."),
    "no-rows": N_("There is nobody under the headings of this list."),
    "no-value": N_(
        "A cell holds a formula without a value. Open the file in a spreadsheet program, save it"
        " and send it again."
    ),
    "too-many-rows": N_("The list has more than 10,000 people."),
    "too-slow": N_("The document takes too long to read."),
    "too-much-memory": N_("The document needs too much memory."),
    "reader-died": N_("Reading the document broke off. Save it in another form and send it again."),
}
"""Why a document of proposals is refused."""

IMPORT_DOUBTS: Final[dict[str, str]] = {
    "spelling": N_("This looks like a misspelt reference; it is read as one."),
    "unclosed-citation": N_("A reference begins here and does not end."),
    "empty-list": N_("This chapter has no proposals in the document."),
    "after-list": N_("This text follows the list; it is put with the last proposal."),
    "before-list": N_("This item stands before the list; it is put with the introduction."),
    "list-or-one": N_("Each item is read as a proposal; perhaps the list is one proposal."),
    "numbering": N_("This number does not follow the one before."),
    "too-deep": N_("This item was nested deeper than we keep."),
    "long-heading": N_("This heading is too long for a title; it is kept as text."),
    "broken-word": N_("A word is broken over two lines; its hyphen is kept."),
    "lost-character": N_("A character was lost before the document came here."),
    "invisible-character": N_("An invisible character was left aside."),
    "tracked-change": N_("There are tracked changes; they are read as if accepted."),
    "table": N_("This stood in a table."),
    "code": N_("This was marked as computer code."),
    "html": N_("HTML was left aside."),
    "markup": N_(
        "This looks like a tag of a web page; a text with it cannot be kept. Leave it out."
    ),
    "link": N_("The address of a link was left aside; its words are kept."),
    "picture": N_("A picture or a text box was left aside."),
    "footnote": N_("A footnote was left aside."),
    "running-head": N_("This repeats on pages or is a page number; it was left aside."),
    "contents": N_("A table of contents was left aside."),
}
"""What is doubtful about a proposal."""

ROLL_CALL_NAMES: Final[dict[str, tuple[str, str]]] = {
    "names_stay": (
        N_("Published roll calls go on naming them"),
        N_("As the law of many councils asks. Their address and their code are deleted."),
    ),
    "pseudonyms": (
        N_("The number of their seat stands instead of their name"),
        N_(
            "Everywhere, also for those who were forgotten before. This cannot be undone for them."
            " Minutes call speakers by their seats."
        ),
    ),
}
LIST_STATES: Final[dict[str, str]] = {
    "previewed": N_("Compared, not applied yet"),
    "applied": N_("Applied"),
    "undone": N_("Undone"),
    "rejected": N_("Thrown away"),
}
"""Where a list of people stands."""

CORRECTABLE: Final[dict[str, str]] = {
    "title": N_("Title"),
    "outcome": N_("Outcome"),
    "decided_on": N_("Decided on"),
    "counts": N_("Numbers of votes"),
    "note": N_("Note"),
}
"""What a correction may change."""

LOG_GROWTH: Final[dict[str, str]] = {
    "same": N_("Both are checkpoints of the same log, as long and with the same entries."),
    "grew": N_(
        "The log only grew. Everything that stood in it then still does, in the same place and"
        " word for word."
    ),
    "rewritten": N_(
        "The longer log does not begin with the shorter one: something was changed or taken out."
        " Keep both checkpoints and show them to others."
    ),
    "shrunk": N_(
        "This log was signed when it was longer than it is now: entries are missing."
        " Keep the checkpoint and show it to others."
    ),
}
"""What two checkpoints of the log say together."""

WEBHOOK_EVENTS: Final[dict[str, str]] = {
    "record.published": N_("A result is published"),
    "record.corrected": N_("A published result is corrected"),
    "minutes.published": N_("Minutes are published"),
    "voting.annulled": N_("A voting is annulled"),
    "ping": N_("Test event"),
}
"""What a webhook is told of."""

WEBHOOK_STATES: Final[dict[str, str]] = {
    "waiting": N_("Waits to be sent"),
    "again": N_("Did not get through, is tried again at"),
    "delivered": N_("Got through"),
    "failed": N_("Given up"),
}
"""Where an event for a webhook stands."""

WEBHOOK_ATTEMPTS: Final[dict[str, str]] = {
    "open": N_("no outcome written down"),
    "delivered": N_("got through"),
    "failed": N_("failed"),
}
"""What came of one attempt."""

WEBHOOK_FAILURES: Final[dict[str, str]] = {
    "answer": N_("the other system answered with an error"),
    "timeout": N_("no answer in time"),
    "unreachable": N_("nobody answers there"),
    "insecure": N_("its certificate cannot be trusted"),
    "unknown-host": N_("its name is not known"),
    "forbidden-address": N_("its name leads into a network that is not public"),
    "disabled": N_("the webhook was disabled"),
}
"""Why the last attempt did not get through."""

WEBHOOK_DISABLED: Final[dict[str, str]] = {
    "gone": N_("Disabled: the other system wants nothing any more."),
    "failing": N_("Disabled: nothing got through for five days."),
}
"""Why nothing is sent to a webhook."""

HISTORY_STATES: Final[dict[str, str]] = {
    "open": N_("Not brought in yet"),
    "brought_in": N_("Brought in"),
    "rejected": N_("Thrown away"),
}

HISTORY_FIELDS: Final[dict[str, str]] = {
    "number": N_("Number of the resolution"),
    "text": N_("Text"),
    "outcome": N_("Outcome"),
    "title": N_("Title"),
    "date": N_("Day of the decision"),
    "yes": N_("Votes in favour"),
    "no": N_("Votes against"),
    "abstain": N_("Abstentions"),
    "cast": N_("All votes cast"),
    "theme": N_("Theme or chapter"),
}
"""What a column of a file of history may be. The first three are needed."""

HISTORY_ASKS: Final[dict[str, str]] = {
    "encoding": N_("The file is not UTF-8. Are the letters below right in this encoding?"),
    "page-silent": N_("This page has no text: is there nothing to bring in?"),
    "cells-too-many": N_("This row has more cells than there are columns."),
    "number-missing": N_("There is no number. Which one is it?"),
    "number-unclear": N_("This is no number we can read. Which one is it?"),
    "number-twice": N_("Other rows have the same number. Which one is this?"),
    "outcome-missing": N_("There is no outcome. What was decided?"),
    "outcome-unknown": N_("What does this word for an outcome mean?"),
    "text-missing": N_("There is no text. What does the resolution say?"),
    "text-unsound": N_("The text is too long, or holds markup. What does the resolution say?"),
    "tracked-change": N_("A change was tracked here, and nobody accepted it. Which reading holds?"),
    "word-broken": N_("A line ends in a hyphen. How is the text written?"),
    "title-unsound": N_("The title is too long, or holds markup. What is the title?"),
    "theme-unsound": N_("The theme is too long, or holds markup. What is the theme?"),
    "day-unclear": N_("Which day is this?"),
    "count-unclear": N_("How many votes is this?"),
    "counts-differ": N_("The numbers of votes do not add up. What are they?"),
    "counts-against": N_("It was approved without a majority. Are the numbers of votes right?"),
}
"""What the importer of history is asked, and never guessed."""

HISTORY_SHAPES: Final[dict[str, str]] = {
    "confirmed": N_("Yes, this encoding is right"),
    "number": N_("Number of the resolution"),
    "outcome": N_("Outcome"),
    "text": N_("Text"),
    "title": N_("Title"),
    "theme": N_("Theme or chapter"),
    "day": N_("Day, such as 2025-11-22"),
    "count": N_("Number of votes"),
    "reading": N_("Which reading holds"),
    "counts": N_("In favour, against and abstentions, such as 12/3/1"),
}
"""What a value answers."""

HISTORY_REPLIES: Final[dict[str, str]] = {
    "value": N_("It is this:"),
    "not-recorded": N_("It is not recorded"),
    "leave-out": N_("Leave it out, because:"),
}

LIST_MARKS: Final[dict[str, tuple[str, str]]] = {
    "same": ("=", N_("the same")),
    "new": ("+", N_("new")),
    "changed": ("→", N_("changed")),
    "doubtful": ("?", N_("doubtful")),
    "wrong": ("×", N_("wrong")),
}
"""A sign and a word for each mark: never colour alone."""

LIST_COLUMNS: Final[dict[str, str]] = {
    "number": N_("Seat"),
    "name": N_("Name"),
    "weight": N_("Weight"),
    "college": N_("College"),
    "email": N_("E-mail"),
}

LIST_REASONS: Final[dict[str, str]] = {
    "not-a-number": N_("This is no number of a seat."),
    "number-given": N_("Without a number: this one is free."),
    "number-twice": N_("This number stands in the list twice."),
    "name-missing": N_("There is no name."),
    "name-twice": N_("This name stands in the list twice."),
    "name-elsewhere": N_("Somebody with this name has another seat."),
    "code-stays": N_("Is this another person? The code of the seat stays: give a new one."),
    "unseen-character": N_("There is a character that nobody can see."),
    "too-long": N_("This is too long."),
    "no-letters": N_("A name without letters?"),
    "formula": N_("This looks like a formula; it is kept as text."),
    "not-a-weight": N_("A weight is above 0, such as 1.5."),
    "thousands": N_("This is read as a fraction, not as thousands."),
    "not-a-college": N_("A college has 1 to 40 letters."),
    "colleges-alike": N_("Another college is written almost like this."),
    "not-an-address": N_("This is no e-mail address."),
    "address-twice": N_("Two people have this address."),
}
"""Why a cell of a list is doubtful or wrong."""

LIST_FINDINGS: Final[dict[str, str]] = {
    "unknown-column": N_("These columns mean nothing here and are left aside:"),
    "column-twice": N_("These columns come twice; only the first one counts:"),
    "number-given": N_("These people had no number and get one:"),
    "number-twice": N_("These numbers stand there twice:"),
    "colleges-alike": N_("These colleges are written almost alike:"),
    "not-in-list": N_("These seats are not in the list and stay as they are:"),
}
"""What is said about a whole list."""

INVITATION_STATES: Final[dict[str, str]] = {
    "print": N_("card made"),
    "sent": N_("letter sent"),
    "waiting": N_("letter waits to be sent"),
    "again": N_("letter is tried again"),
    "failed": N_("letter not sent"),
}

INVITATION_FAILURES: Final[dict[str, str]] = {
    "no-address": N_("there is no address any more"),
    "address-refused": N_("the address does not exist"),
    "letter-refused": N_("the mail server did not take it"),
    "server-away": N_("the mail server did not answer"),
    "sign-in-refused": N_("the mail server did not let us in"),
    "mail-off": N_("there is no mail server"),
    "code-replaced": N_("the seat got another code meanwhile"),
}
"""Why a letter did not go out."""

_PROBLEMS: Final = (
    # ── who
    Problem(
        "not-signed-in",
        N_("You are not signed in"),
        N_("The page or the action is for people who are signed in, or your sign-in has expired."),
        N_("Sign in again with your personal code. What you had sent before is safe."),
    ),
    Problem(
        "bad-credentials",
        N_("We do not know this code or password"),
        N_("The personal code, or the e-mail address with this password, is not known here."),
        N_(
            "Look at your invitation again and type the code slowly. The letters O, I, L and U "
            "and the digits 0 and 1 are never in it. If it still fails, ask for a new code."
        ),
    ),
    Problem(
        "not-allowed",
        N_("You may not do this"),
        N_("You are signed in, but this is not yours to do."),
        N_("If you think you should be able to, ask the people who run your assembly."),
    ),
    Problem(
        "not-permitted",
        N_("Your role does not allow this"),
        N_("Opening and closing a voting, for instance, is only for moderators."),
        N_("Ask the people who run your assembly, or sign in with another account."),
    ),
    Problem(
        "not-entitled",
        N_("You cannot vote here"),
        N_(
            "The list of people who may vote was fixed when this voting opened, and you are not "
            "on it."
        ),
        N_("Tell a moderator now: you can be on the list of the next voting."),
    ),
    Problem(
        "proposing-closed",
        N_("Participants do not propose here now"),
        N_(
            "In this assembly only moderators write resolutions, or the time for proposals is over."
        ),
        N_("Ask a moderator. What you wrote before stays yours to read and change."),
    ),
    Problem(
        "cross-site-request",
        N_("This request came from another site"),
        N_("Another website tried to do something here in your name."),
        N_("Go to the page here yourself and try again from there."),
    ),
    Problem(
        "too-many-attempts",
        N_("Too many attempts"),
        N_("A wrong code or password was tried too often."),
        N_("Wait a few minutes and try again. A moderator can also give you a new code at once."),
    ),
    # ── what
    Problem(
        "not-found",
        N_("This does not exist"),
        N_("There is no such thing, or it is not public."),
        N_("Check the address, or start again from the first page."),
    ),
    Problem(
        "no-such-address",
        N_("There is no page here"),
        N_("No page has this address."),
        N_("Check the address for a typing error, or start again from the first page."),
    ),
    Problem(
        "assembly-not-found",
        N_("We do not know this assembly"),
        N_("No assembly has this name in its address."),
        N_("The first page lists every assembly that is public."),
    ),
    Problem(
        "seat-not-found",
        N_("There is no such seat"),
        N_("The assembly has no seat with this number."),
        N_("Check the number in the list of seats."),
    ),
    Problem(
        "resolution-not-found",
        N_("There is no such resolution"),
        N_("The assembly has no resolution with this number, or it is not public yet."),
        N_("The list of the assembly shows every resolution that is public."),
    ),
    Problem(
        "version-not-found",
        N_("There is no such version"),
        N_("The text has no version with this number, or it was never on the table."),
        N_("Open the resolution; it shows the present version."),
    ),
    Problem(
        "translation-not-found",
        N_("There is no such translation"),
        N_("Nobody has translated this text into this language yet."),
        N_("Read the text in its own language."),
    ),
    Problem(
        "sponsor-not-found",
        N_("There is no such sponsor"),
        N_("The list of sponsors has no line with this number."),
        N_("Open the resolution and look at its sponsors again."),
    ),
    Problem(
        "voting-not-found",
        N_("There is no such voting"),
        N_("No voting has this address."),
        N_("Go back to your votings to see what is open now."),
    ),
    Problem(
        "not-published",
        N_("The result is not public yet"),
        N_("The voting exists, but its result has not been published."),
        N_("Come back later. Until then nobody can see any number of votes."),
    ),
    Problem(
        "import-not-found",
        N_("We do not know this document"),
        N_("No document was brought in at this address."),
        N_("Look at the list of documents on the desk."),
    ),
    Problem(
        "seat-list-not-found",
        N_("We do not know this list"),
        N_("No list of people was sent at this address."),
        N_("Look at the lists that were sent."),
    ),
    Problem(
        "checkpoint-not-found",
        N_("There is no such checkpoint"),
        N_("The log was never signed at this length, or is not that long yet."),
        N_("Ask for the newest checkpoint."),
    ),
    Problem(
        "unsound-checkpoint",
        N_("This is no checkpoint"),
        N_("A checkpoint has four lines, an empty one, and at least one with a signature."),
        N_("Paste all lines as they were, also those that begin with a dash."),
    ),
    Problem(
        "foreign-checkpoint",
        N_("No key of this log signed this checkpoint"),
        N_("It comes from another site, or was changed, or this site hides a key that it used."),
        N_("Look where it comes from. If you kept it from this site as it was, tell others."),
    ),
    Problem(
        "nothing-published",
        N_("There is nothing to download yet"),
        N_("Files hold published outcomes only, and there is none here."),
        N_("Come back when the outcome is published."),
    ),
    Problem(
        "webhook-not-found",
        N_("There is no such webhook"),
        N_("It was removed, or belongs to another assembly."),
        N_("Look at the list of webhooks."),
    ),
    Problem(
        "delivery-not-found",
        N_("This event is not in the log"),
        N_("What is over leaves the log of a webhook after thirty days."),
        N_("Choose an event from the log."),
    ),
    # ── when
    Problem(
        "conflict",
        N_("This does not fit the present state"),
        N_("Something changed since you opened the page."),
        N_("Open the page again and look at what is possible now."),
    ),
    Problem(
        "already-voted",
        N_("You have voted already"),
        N_("Your ballot for this voting is in the box. A secret ballot cannot be changed."),
        N_("You need to do nothing. If you did not cast it yourself, tell a moderator at once."),
    ),
    Problem(
        "tracker-taken",
        N_("This receipt number is in use"),
        N_("Another ballot bears the number your device drew. Nothing was cast."),
        N_("Open your votings again and choose once more: your device draws a new number."),
    ),
    Problem(
        "voting-not-open",
        N_("This voting is not open"),
        N_("Ballots are taken only between the opening and the closing of a voting."),
        N_("Go back to your votings to see what is open now."),
    ),
    Problem(
        "illegal-move",
        N_("This step is not possible now"),
        N_(
            "A resolution or a voting goes from one state to the next in a fixed order, and this "
            "step is not the next one."
        ),
        N_("Open the page again and look at what the next step is."),
    ),
    Problem(
        "already-taken",
        N_("This name or number is in use"),
        N_("An assembly’s address, a seat number or an e-mail address can be used only once."),
        N_("Choose another one."),
    ),
    Problem(
        "nobody-to-vote",
        N_("Nobody could vote"),
        N_("The voting would open with an empty list of people who may vote."),
        N_("Give people a seat first, and open the voting then."),
    ),
    Problem(
        "small-classes",
        N_("Some voters could be recognised"),
        N_(
            "So few people share a weight and a group that a secret voting "
            "could show how they voted."
        ),
        N_(
            "Vote by roll call, or open the voting all the same and accept it: "
            "the record will say so."
        ),
    ),
    Problem(
        "proxy-limit-reached",
        N_("This person represents enough people already"),
        N_("In this assembly nobody may represent more people than this."),
        N_("Choose somebody else to represent you."),
    ),
    Problem(
        "proxy-chain",
        N_("A proxy cannot be passed on"),
        N_(
            "Who represents somebody cannot be represented, "
            "and who is represented represents nobody."
        ),
        N_("Choose somebody else, or end the other proxy first."),
    ),
    Problem(
        "end-too-near",
        N_("The planned end is too near"),
        N_("The end that was planned for this voting has passed, or leaves too little time."),
        N_("Plan another end, and open the voting then."),
    ),
    Problem(
        "colleges-missing",
        N_("The rule and the roll have different colleges"),
        N_("The voting asks for a majority in each college, and the seats have other colleges."),
        N_("Give the seats the colleges that the rule names, or plan another rule."),
    ),
    Problem(
        "result-held",
        N_("The result is held back"),
        N_("The voting is counted, and its result is not public yet."),
        N_("Publish the result first. Then you can annul the voting."),
    ),
    Problem(
        "preview-not-agreed",
        N_("Nobody sees this result beforehand"),
        N_("It was agreed before the voting that its result is public at once, or it is public."),
        N_("Read the result where everybody reads it."),
    ),
    Problem(
        "papers-not-agreed",
        N_("The papers are not counted yet"),
        N_("This voting also takes paper, and no two people have entered the same count."),
        N_("Let two people count and enter what they found, each by themselves."),
    ),
    Problem(
        "papers-do-not-reconcile",
        N_("The paper count does not add up"),
        N_("The numbers are not those of the papers, or not of people who vote on paper."),
        N_("Count again. Everything on the papers together must be the number of papers."),
    ),
    Problem(
        "webhook-limit-reached",
        N_("There are as many webhooks as possible already"),
        N_("An assembly has at most 20 webhooks."),
        N_("Remove one you no longer need."),
    ),
    Problem(
        "proposal-limit-reached",
        N_("You have as many as possible already"),
        N_("One person has a limited number of drafts, and a draft a limited number of versions."),
        N_("Withdraw a draft you no longer need, or ask a moderator."),
    ),
    Problem(
        "amendment-not-found",
        N_("There is no such amendment"),
        N_("The text has no amendment with this number, or it is not public yet."),
        N_("Look at the list of amendments."),
    ),
    Problem(
        "conflict-not-found",
        N_("There is no such conflict"),
        N_("These amendments are not in conflict in this place, or not any more."),
        N_("Look at the plan again."),
    ),
    Problem(
        "amendments-closed",
        N_("No amendments are taken"),
        N_("The deadline has passed, or the text is not on the table."),
        N_("Ask a moderator whether the deadline can be moved."),
    ),
    Problem(
        "supporters-missing",
        N_("Too few support this amendment"),
        N_("The text asks for a number of supporters before an amendment is admissible."),
        N_("Find more people who support it."),
    ),
    Problem(
        "still-in-conflict",
        N_("Not every change fits into the text"),
        N_(
            "The text has other words in this place by now, or two changes that "
            "were approved cannot stand together."
        ),
        N_(
            "Rewrite the amendment or withdraw it; between approved changes, a "
            "moderator settles the conflict."
        ),
    ),
    Problem(
        "adopted-words",
        N_("What was adopted stays in the text"),
        N_("Your version takes back words that the assembly adopted with an amendment."),
        N_("Leave those words as they are. Only another amendment can change them."),
    ),
    Problem(
        "amendments-in-conflict",
        N_("These amendments are in conflict"),
        N_("Amendments that change the same words differently cannot be voted on together."),
        N_("Put them to the vote one after the other, or settle the conflict."),
    ),
    Problem(
        "split-asked",
        N_("Somebody asked for a separate vote"),
        N_("An amendment is voted on by itself when anybody asks for that."),
        N_("Put it to the vote by itself."),
    ),
    Problem(
        "out-of-order",
        N_("Other amendments come first"),
        N_("The furthest-reaching amendment is put to the vote first."),
        N_("Follow the plan, or choose another order and say why."),
    ),
    Problem(
        "amendments-undecided",
        N_("Amendments are still undecided"),
        N_(
            "The final vote is on the amended text, so every amendment comes "
            "before it, and what amends an amendment before that one."
        ),
        N_("Decide about the amendments first."),
    ),
    Problem(
        "amendment-limit-reached",
        N_("You have as many amendments as possible"),
        N_("One person has a limited number of undecided amendments to one text."),
        N_("Withdraw one you no longer need."),
    ),
    Problem(
        "unknown-version",
        N_("There is no such version"),
        N_("The amendment is made on a version that the text never had."),
        N_("Read the text again and amend what you see."),
    ),
    Problem(
        "sitting-not-found",
        N_("There is no such sitting"),
        N_("The assembly has no sitting with this number."),
        N_("Look in the list of sittings."),
    ),
    Problem(
        "agenda-item-not-found",
        N_("This item is not on the agenda"),
        N_("The item was taken off the agenda, or it stands on another one."),
        N_("Read the agenda again."),
    ),
    Problem(
        "speaker-not-found",
        N_("Nobody asked for the floor here"),
        N_("Nobody in this sitting raised a hand under this address."),
        N_("Read the list of speakers again."),
    ),
    Problem(
        "minutes-not-published",
        N_("The minutes are not published yet"),
        N_("The moderators publish the minutes after the sitting is closed."),
        N_("Come back later."),
    ),
    Problem(
        "minutes-version-not-found",
        N_("There is no such version of the minutes"),
        N_("The minutes were not published in a version with this number."),
        N_("Open the minutes: every version is listed below them."),
    ),
    Problem(
        "feed-archive-not-found",
        N_("This feed has no such archive"),
        N_("An archive holds fifty older outcomes, and there is none with this number yet."),
        N_("Open the feed itself. It leads to every archive."),
    ),
    Problem(
        "record-version-not-found",
        N_("There is no such version of this record"),
        N_("The outcome was not published in a version with this number."),
        N_("Open the resolution: from there you reach every version."),
    ),
    Problem(
        "box-decides",
        N_("The box decides this"),
        N_(
            "This voting was held here. Its outcome, its numbers and its day come from the ballot "
            "box, so nobody can correct them."
        ),
        N_("Correct the title or write a note. If the voting went wrong, annul it and vote again."),
    ),
    Problem(
        "nothing-corrected",
        N_("Nothing would change"),
        N_("The published record says already what you want it to say."),
        N_("Change what is wrong, and look at the difference again."),
    ),
    Problem(
        "minutes-unchanged",
        N_("There is nothing to add"),
        N_("The published minutes say already everything that there is to say."),
        N_("Write a note first, or wait for an outcome. Then publish the addition."),
    ),
    Problem(
        "sitting-under-way",
        N_("Another sitting is under way"),
        N_("An assembly holds one sitting at a time. A suspended one counts too."),
        N_("Close the other sitting first."),
    ),
    Problem(
        "sitting-not-open",
        N_("The sitting is not open"),
        N_("Items begin and speakers are called only while the sitting is open."),
        N_("Open or resume the sitting first."),
    ),
    Problem(
        "voting-still-open",
        N_("A voting is still open"),
        N_("A sitting is not closed while people are voting."),
        N_("Close the voting first, or wait until it ends."),
    ),
    Problem(
        "agenda-item-begun",
        N_("This item has begun already"),
        N_("What was begun or passed over stays on the agenda as it is."),
        N_("Leave the item as it stands. Add a new one if you need to."),
    ),
    Problem(
        "floor-closed",
        N_("Nobody can ask for the floor now"),
        N_("No item is being dealt with, or its list of speakers is closed."),
        N_(
            "Wait until a moderator opens the list. A point of order is possible whenever an item "
            "is dealt with."
        ),
    ),
    Problem(
        "already-waiting",
        N_("You are waiting already"),
        N_("This seat asked for the floor before, to say something else."),
        N_("Take that back first, then ask again."),
    ),
    Problem(
        "nobody-waiting",
        N_("Nobody is waiting"),
        N_("The list of speakers is empty."),
        N_("Wait until somebody asks for the floor, or go on with the agenda."),
    ),
    Problem(
        "last-sponsor",
        N_("You are the last sponsor"),
        N_("A proposal that is not on the table yet always has at least one sponsor."),
        N_("Withdraw the draft instead, or ask a moderator."),
    ),
    Problem(
        "source-changed",
        N_("The source says something else now"),
        N_("A document that was brought in before has different words or outcomes now."),
        N_("Look at the list of differences. Bring it in as a correction, or use the first file."),
    ),
    Problem(
        "stale",
        N_("Someone else changed this text"),
        N_("The text was changed after you opened it. Your change was not saved."),
        N_("Open the text again, and make your change in the newest version."),
    ),
    Problem(
        "precondition-missing",
        N_("It is not clear which version you changed"),
        N_("A change to a shared text must say on which version it was made."),
        N_("Send the version you read in the header If-Match."),
    ),
    Problem(
        "import-in-use",
        N_("Somebody worked on these drafts"),
        N_("A draft that the document became was revised or put on the table."),
        N_("Withdraw the drafts you do not want one by one."),
    ),
    Problem(
        "questions-open",
        N_("There are open questions"),
        N_("A file of history still has questions, or nobody said which column is what."),
        N_("Answer every question, and then bring it in."),
    ),
    Problem(
        "history-changed",
        N_("Somebody went on with this file"),
        N_("The columns or answers were changed after you opened the page. Nothing was done."),
        N_("Look at the newest state, and do it again."),
    ),
    Problem(
        "roll-changed",
        N_("Somebody changed the seats meanwhile"),
        N_("Seats or codes are not what they were when you began. Nothing was done."),
        N_("Look at the newest state, compare the list again, and then agree to it."),
    ),
    Problem(
        "seat-list-faulty",
        N_("Some rows are wrong"),
        N_("A row that is wrong cannot be applied, and it was not left out."),
        N_("Leave these rows out, or correct the file and send it again."),
    ),
    Problem(
        "seat-list-in-use",
        N_("This list cannot be undone any more"),
        N_(
            "Somebody on it signed in, arrived, holds a proxy or may vote already, "
            "or a seat was changed again."
        ),
        N_("Change the seats one by one instead."),
    ),
    Problem(
        "seat-ambiguous",
        N_("Several people are called so"),
        N_("A name was typed at the door that more than one person here has."),
        N_("Choose who it is, or type the number of the seat."),
    ),
    Problem(
        "check-in-code-expired",
        N_("This check-in code does not hold"),
        N_("A check-in code holds for a few minutes, for one seat of one assembly."),
        N_("Let them load the page on their phone again, or type the number of the seat."),
    ),
    Problem(
        "seat-substituted",
        N_("Somebody substitutes here already"),
        N_("A seat has one substitute at a time."),
        N_("End that substitution first."),
    ),
    Problem(
        "seat-still-votes",
        N_("This person can vote right now"),
        N_(
            "Their seat is on the roll of a voting that is open; without them it would count"
            " otherwise."
        ),
        N_("Close that voting first, then forget them."),
    ),
    Problem(
        "last-administrator",
        N_("This is the last administrator"),
        N_("Nobody else could enrol staff."),
        N_("Enrol another administrator first."),
    ),
    Problem(
        "staff-not-found",
        N_("No such member of staff"),
        N_("Nobody is enrolled as staff with this id."),
        N_("Check the id."),
    ),
    Problem(
        "mail-off",
        N_("This installation sends no mail"),
        N_("The people who run it have not set up a mail server."),
        N_("Print cards instead, or ask them to set one up."),
    ),
    Problem(
        "nobody-to-invite",
        N_("There is nobody to invite"),
        N_("None of these seats needs a card, or none has an e-mail address."),
        N_("Choose other people, or add their addresses."),
    ),
    Problem(
        "too-many-for-one-file",
        N_("This is too much for one file"),
        N_("A file of this kind cannot hold so many resolutions."),
        N_("Download CSV or JSON instead."),
    ),
    Problem(
        "follow-up-not-found",
        N_("There is no follow-up here"),
        N_("The resolution is not published as approved, so nothing follows from it yet."),
        N_("Look at the resolution: its outcome stands there."),
    ),
    Problem(
        "dossier-full",
        N_("This follow-up is full"),
        N_("A follow-up holds at most 500 entries."),
        N_("Put the rest in a document of your own, and link to it."),
    ),
    Problem(
        "subscription-not-found",
        N_("This link is not in force"),
        N_("The link was used already, is older than three days, or was copied only in part."),
        N_("Ask again to follow by mail; you get a new link."),
    ),
    Problem(
        "theme-not-found",
        N_("There is no such theme"),
        N_("The list of themes has none at this address."),
        N_("Choose one from the list of themes."),
    ),
    Problem(
        "theme-in-use",
        N_("This theme is in use"),
        N_("Resolutions are about it, or another theme became this one."),
        N_("Merge it with another theme instead."),
    ),
    Problem(
        "theme-limit-reached",
        N_("These are too many themes"),
        N_("The list holds at most 500 themes, and a resolution is about at most 20."),
        N_("Choose the themes that matter most, or merge some."),
    ),
    # ── how
    Problem(
        "unsound",
        N_("We cannot use what was sent"),
        N_("What was sent cannot be understood, or makes no sense."),
        N_("Check what you filled in and send it again."),
    ),
    Problem(
        "invalid-request",
        N_("Something is missing or wrong"),
        N_("One or more fields are missing, unknown or not of the right form."),
        N_("The answer names each field. Correct it and send it again."),
    ),
    Problem(
        "malformed-body",
        N_("What was sent cannot be read"),
        N_("The body is not valid JSON, though it says so."),
        N_("Correct the JSON and send it again."),
    ),
    Problem(
        "unknown-choice",
        N_("This choice does not exist"),
        N_("The choice is not one that this voting offers. Nothing was cast."),
        N_("Go back and choose one of the choices on the ballot."),
    ),
    Problem(
        "unknown-rule",
        N_("This rule does not exist"),
        N_("The rule names a majority or a base that does not exist."),
        N_("Choose one of the rules in the documentation on voting rules."),
    ),
    Problem(
        "unsound-number",
        N_("This number cannot be used"),
        N_("A number is missing, negative, too large, or not written out exactly."),
        N_("Write whole numbers, or decimals with at most six digits after the point."),
    ),
    Problem(
        "impossible-counts",
        N_("These numbers do not fit together"),
        N_("There are more ballots than people, or parts that are larger than the whole."),
        N_("Compare the numbers with their source and correct the one that is wrong."),
    ),
    Problem(
        "unknown-method",
        N_("This method does not exist"),
        N_("There is no method of electing with this name."),
        N_("Choose one of the methods in the documentation."),
    ),
    Problem(
        "unsound-question",
        N_("The question cannot be put like this"),
        N_("The options, the seats or the settings of the method do not fit together."),
        N_("Look at what the documentation says about the method, and put the question again."),
    ),
    Problem(
        "unsound-ballot",
        N_("This ballot does not fit the method"),
        N_("The ballot is not filled in as this method of electing asks. Nothing was counted."),
        N_("Look at what the method allows on a ballot, and fill it in again."),
    ),
    Problem(
        "empty-text",
        N_("There are no words"),
        N_("A resolution must have at least one word."),
        N_("Write the text, then save it again."),
    ),
    Problem(
        "unsound-address",
        N_("Nothing can be sent to this address"),
        N_(
            "An address begins with https://, holds no password, "
            "and leads to a machine that everybody reaches."
        ),
        N_("Correct the address."),
    ),
    Problem(
        "unsound-text",
        N_("This text cannot be kept"),
        N_(
            "A piece of it is longer than 20,000 characters, or holds a character that cannot be "
            "seen or that turns the direction of reading; or there are more than 10,000 pieces."
        ),
        N_("Change that piece. Text copied from elsewhere may hold characters you do not see."),
    ),
    Problem(
        "unsound-translation",
        N_("This translation does not fit the text"),
        N_(
            "A translation has words for every piece of its version, no others, and is in another "
            "language than the text."
        ),
        N_("Read the version again and translate each of its pieces."),
    ),
    Problem(
        "markup-in-text",
        N_("There is markup in the text"),
        N_("Something in the text looks like a tag of a web page: a word between angle brackets."),
        N_("Take it out, or put a space behind the opening bracket."),
    ),
    Problem(
        "unknown-provision",
        N_("This piece is not in the text"),
        N_("The amendment is about a piece that this version of the text does not have."),
        N_("Open the text again and make your changes in it."),
    ),
    Problem(
        "overlapping-edits",
        N_("One piece is changed twice"),
        N_("The amendment changes the same piece of the text in two ways."),
        N_("Make one change of the two."),
    ),
    Problem(
        "changes-nothing",
        N_("This changes nothing"),
        N_("The text would be the same with this amendment as without it."),
        N_("Write what should change, then try again."),
    ),
    Problem(
        "no-such-local-time",
        N_("This time does not exist"),
        N_("On that day clocks are put forward over this time."),
        N_("Choose another time, or write it with its offset from UTC."),
    ),
    Problem(
        "ambiguous-local-time",
        N_("This time comes twice"),
        N_("On that day clocks are put back, so that this time comes twice."),
        N_("Choose another time, or write it with its offset from UTC."),
    ),
    Problem(
        "impossible-schedule",
        N_("These hours are not possible"),
        N_("A beginning or an end has passed, or the two are too near or in the wrong order."),
        N_("Choose hours that lie ahead, with enough time between them."),
    ),
    Problem(
        "source-unreadable",
        N_("This document cannot be understood"),
        N_("Some lines of the source are not what they should be. Nothing was brought in."),
        N_("The answer names each line. Correct those, and bring the document in again."),
    ),
    Problem(
        "file-cut-short",
        N_("The end of this file is missing"),
        N_("The file is empty, or it holds less than it says. Nothing was brought in."),
        N_("Get the whole file again from where it was made."),
    ),
    Problem(
        "file-not-understood",
        N_("This file holds no assembly in a form that is known here"),
        N_("It has another format or version, or holds only a part. Nothing was brought in."),
        N_("Export one whole assembly as JSON with the same version, and bring in that file."),
    ),
    Problem(
        "file-altered",
        N_("This file was changed"),
        N_("What it says does not fit with its own fingerprints. Nothing was brought in."),
        N_("Get the file again from where it was made, and do not edit it."),
    ),
    Problem(
        "file-too-large",
        N_("This file is too large"),
        N_(
            "The file, or a line of it, is larger than any that is written. Nothing was brought in."
        ),
        N_("Look whether it is the right file."),
    ),
    Problem(
        "body-too-large",
        N_("This is too large"),
        N_("What was sent is larger than this page takes. A whole text may have 2 MB."),
        N_("Send less at a time."),
    ),
    Problem(
        "method-not-allowed",
        N_("This is not possible at this address"),
        N_("The address exists, but it does not answer to this kind of request."),
        N_("Go back to the page before and use its links and buttons."),
    ),
    Problem(
        "unsupported-media-type",
        N_("This form of data cannot be read here"),
        N_("The body is in a form that this address does not read."),
        N_("Send JSON as application/json."),
    ),
    Problem(
        "document-unreadable",
        N_("This document cannot be read"),
        N_(
            "The file is empty, broken, protected, of another kind, "
            "or holds something that could do harm."
        ),
        N_("Save it again as DOCX, ODT, PDF, Markdown or plain text, and send that."),
    ),
    Problem(
        "document-too-large",
        N_("This document is too large"),
        N_("A document that is brought in has at most 10 MB, a file of history 20 MB."),
        N_("Take out pictures, or send the document in parts."),
    ),
    # ── the house itself
    Problem(
        "unavailable",
        N_("Not available for a moment"),
        N_("A part of this installation is down for the moment."),
        N_("Wait a few seconds and try again. Sending the same thing twice does no harm."),
    ),
    Problem(
        "unexpected",
        N_("Something went wrong on our side"),
        N_("This is a fault of ours. Nothing was changed."),
        N_("Try again. If it stays, tell the people who run this installation what you did."),
    ),
)

PROBLEMS: Final[dict[str, Problem]] = {problem.slug: problem for problem in _PROBLEMS}
