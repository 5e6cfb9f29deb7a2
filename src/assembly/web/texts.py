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
    "annulled": N_("Voting annulled"),
}

LANGUAGES: Final[dict[str, str]] = {
    "nl": "Nederlands",
    "fr": "Français",
    "de": "Deutsch",
    "en": "English",
}
"""Each language in its own words: never translated."""

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
    "whole": N_("Write a whole number, such as 25."),
    "impossible": N_("No result could ever meet this rule. Ask for at least the share instead."),
    "no_time": N_("Write a day and a time."),
    "weight": N_("Write a number above 0 with at most six digits after the point, such as 1.5."),
    "college": N_("Write 1 to 40 letters."),
    "reason": N_("Write the reason, in 10 to 1000 characters."),
    "nobody": N_("Tick at least one person."),
    "same_person": N_("Choose two different people."),
}
"""What the pages of the desk say at a field."""

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
        "body-too-large",
        N_("This is too large"),
        N_("What was sent is larger than 64 kB."),
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
