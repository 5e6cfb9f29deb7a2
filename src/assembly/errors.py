# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every refusal this house knows, by name. No HTTP here: `api/problems.py` translates.

A refusal has a stable slug (its class name in kebab case), one sentence a person can act on,
and facts. docs/problems.md explains each; a test keeps that list complete.

    Refusal
    ├── NotSignedIn      BadCredentials
    ├── NotAllowed       NotPermitted · NotEntitled · ProposingClosed · CrossSiteRequest
    ├── NotFound         NoSuchAddress · AssemblyNotFound · SeatNotFound · ResolutionNotFound ·
    │                    VersionNotFound · TranslationNotFound · SponsorNotFound ·
    │                    AmendmentNotFound · ConflictNotFound · VotingNotFound · NotPublished ·
    │                    ImportNotFound · SittingNotFound · AgendaItemNotFound · SpeakerNotFound ·
    │                    MinutesNotPublished · MinutesVersionNotFound · SeatListNotFound ·
    │                    CheckpointNotFound · NothingPublished · FollowUpNotFound ·
    │                    WebhookNotFound · DeliveryNotFound · RecordVersionNotFound ·
    │                    ThemeNotFound · SubscriptionNotFound · FeedArchiveNotFound
    ├── Conflict         AlreadyVoted · TrackerTaken · VotingNotOpen · IllegalMove · AlreadyTaken ·
    │                    NobodyToVote · SmallClasses · ProxyLimitReached · ProxyChain ·
    │                    EndTooNear · CollegesMissing · PapersNotAgreed · SourceChanged ·
    │                    ProposalLimitReached · LastSponsor · ImportInUse · AmendmentsClosed ·
    │                    SupportersMissing · StillInConflict · AdoptedWords ·
    │                    AmendmentsInConflict · SplitAsked · OutOfOrder · AmendmentsUndecided ·
    │                    AmendmentLimitReached ·
    │                    SittingUnderWay · SittingNotOpen · VotingStillOpen · AgendaItemBegun ·
    │                    FloorClosed · AlreadyWaiting · NobodyWaiting · RollChanged ·
    │                    SeatListFaulty · SeatListInUse · SeatSubstituted · MailOff ·
    │                    NobodyToInvite · SeatAmbiguous · CheckInCodeExpired · MinutesUnchanged ·
    │                    TooManyForOneFile · ResultHeld · PreviewNotAgreed · DossierFull ·
    │                    WebhookLimitReached · BoxDecides · NothingCorrected · ThemeInUse ·
    │                    ThemeLimitReached
    ├── Stale            (412) the text changed since it was read
    ├── PreconditionMissing
    ├── Unsound          InvalidRequest · MalformedBody · UnknownChoice · UnknownRule ·
    │                    UnsoundNumber · ImpossibleCounts · UnknownMethod · UnsoundQuestion ·
    │                    UnsoundBallot · NoSuchLocalTime · AmbiguousLocalTime ·
    │                    ImpossibleSchedule · PapersDoNotReconcile · EmptyText · UnsoundText ·
    │                    UnsoundTranslation · MarkupInText · UnknownVersion · UnknownProvision ·
    │                    OverlappingEdits · ChangesNothing · SourceUnreadable · DocumentUnreadable ·
    │                    UnsoundAddress · UnsoundCheckpoint · ForeignCheckpoint
    ├── BodyTooLarge     DocumentTooLarge
    ├── MethodNotAllowed · UnsupportedMediaType
    ├── TooManyAttempts
    ├── Unavailable
    └── Unexpected
"""

import re
from typing import Any, ClassVar

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


class Refusal(Exception):
    """Something asked for was not done, and nothing was half done."""

    slug: ClassVar[str] = "refusal"

    def __init__(self, detail: str, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.slug = _WORD.sub("-", cls.__name__).lower()


# ── who ───────────────────────────────────────────────────────────────────────
class NotSignedIn(Refusal):
    """Nobody is signed in, or the token is unknown, expired or revoked."""


class BadCredentials(NotSignedIn):
    """The code, or the e-mail address with this password, is not known here."""


class NotAllowed(Refusal):
    """The one who acts may not do this."""


class NotPermitted(NotAllowed):
    """The role does not carry the permission."""


class NotEntitled(NotAllowed):
    """The participant is not on the frozen roll of this voting."""


class ProposingClosed(NotAllowed):
    """In this assembly participants do not propose, or not any more."""


class CrossSiteRequest(NotAllowed):
    """A browser's cookie arrived with a request that another site started."""


class TooManyAttempts(Refusal):
    """Too many failed sign-ins for one code or account; `retry_after` says how long to wait."""


# ── what ──────────────────────────────────────────────────────────────────────
class NotFound(Refusal):
    """There is no such thing, or the one who asks may not know of it."""


class NoSuchAddress(NotFound):
    """No page or operation lives at this address."""


class AssemblyNotFound(NotFound):
    """No assembly has this slug."""


class SeatNotFound(NotFound):
    """The assembly has no seat with this number."""


class StaffNotFound(NotFound):
    """Nobody is enrolled as staff with this id."""


class ResolutionNotFound(NotFound):
    """The assembly has no resolution with this number, or it is still a draft."""


class VersionNotFound(NotFound):
    """The resolution has no such version, or it was never on the table."""


class TranslationNotFound(NotFound):
    """The resolution is not translated into this language."""


class SponsorNotFound(NotFound):
    """The resolution has no sponsor with this number in its list."""


class AmendmentNotFound(NotFound):
    """The resolution has no amendment with this number, or it is not public."""


class ConflictNotFound(NotFound):
    """There is no such conflict between amendments (any more)."""


class VotingNotFound(NotFound):
    """No voting has this id."""


class NotPublished(NotFound):
    """The voting exists; its result is not published yet."""


class ImportNotFound(NotFound):
    """The assembly has no document that was brought in under this id."""


class SittingNotFound(NotFound):
    """The assembly has no sitting with this number."""


class AgendaItemNotFound(NotFound):
    """The sitting has no item with this id on its agenda (any more)."""


class SpeakerNotFound(NotFound):
    """Nobody in this sitting asked for the floor under this id."""


class MinutesNotPublished(NotFound):
    """The sitting exists; its minutes are not public (yet)."""


class MinutesVersionNotFound(NotFound):
    """The minutes were not published in a version with this number."""


class NothingPublished(NotFound):
    """No outcome is published yet, so there is nothing that a file could hold."""


class FeedArchiveNotFound(NotFound):
    """The feed has fewer archives than this one's number; `archives` says how many."""


class RecordVersionNotFound(NotFound):
    """The outcome of the resolution was not published in a version with this number."""


class FollowUpNotFound(NotFound):
    """The resolution is not published as adopted, so nothing follows from it."""


class ThemeNotFound(NotFound):
    """The installation has no theme with this slug."""


class SubscriptionNotFound(NotFound):
    """This link to confirm or to stop mails is not in force, or never was."""


class WebhookNotFound(NotFound):
    """The assembly has no webhook with this id."""


class DeliveryNotFound(NotFound):
    """The event is not in the log of this webhook, or not any more."""


class SeatListNotFound(NotFound):
    """The assembly has no list of people under this id."""


class CheckpointNotFound(NotFound):
    """The log was never signed at this length, or is not that long."""


# ── when ──────────────────────────────────────────────────────────────────────
class Conflict(Refusal):
    """What was asked does not fit the present state of things."""


class AlreadyVoted(Conflict):
    """This elector's ballot is in the box already, with another tracker or choice."""


class TrackerTaken(Conflict):
    """Another ballot bears this tracker; nothing was cast."""


class VotingNotOpen(Conflict):
    """Ballots are taken only between opening and closing."""


class IllegalMove(Conflict):
    """The table of moves has no such step from the present state."""


class AlreadyTaken(Conflict):
    """A slug, a seat number or an e-mail address that must be unique exists already."""


class NobodyToVote(Conflict):
    """The roll would be empty."""


class SmallClasses(Conflict):
    """A weight or college that few electors share could unmask their secret ballots; `classes`."""


class ProxyLimitReached(Conflict):
    """The holder stands in for as many as the assembly allows already; `limit`."""


class ProxyChain(Conflict):
    """Who holds a proxy gives none, and who gave one holds none."""


class EndTooNear(Conflict):
    """The planned end has passed, or leaves less time than a voting needs; `closes_at`."""


class CollegesMissing(Conflict):
    """The rule asks for colleges that are not on the roll, or the roll has one without a rule."""


class AmendmentsClosed(Conflict):
    """The text takes no amendments (any more): its deadline passed, or it is not on the table."""


class SupportersMissing(Conflict):
    """Fewer support the amendment than its resolution asks for; `needed`, `supporters`."""


class StillInConflict(Conflict):
    """Amendments are in conflict with the present version, or what was adopted is; `amendments`."""


class AdoptedWords(Conflict):
    """A new version would take back what amendments brought into the text; `amendments`."""


class AmendmentsInConflict(Conflict):
    """Amendments in conflict with each other cannot be voted on together; `amendments`."""


class SplitAsked(Conflict):
    """Somebody asked that an amendment be voted on by itself; `amendments`."""


class OutOfOrder(Conflict):
    """Other amendments are put to the vote first; `amendments` are those whose turn it is."""


class AmendmentsUndecided(Conflict):
    """The final vote waits for amendments; `amendments`."""


class AmendmentLimitReached(Conflict):
    """One seat has as many undecided amendments to a text as it may have; `limit`."""


class PapersNotAgreed(Conflict):
    """The voting takes paper, and no two moderators have entered the same count yet."""


class SourceChanged(Conflict):
    """A source that was brought in before now says something else; `differences` lists what."""


class ProposalLimitReached(Conflict):
    """A seat has as many drafts, proposals or versions as it may; `what` and `limit` say which."""


class LastSponsor(Conflict):
    """A proposal before tabling is never without a sponsor: it is withdrawn instead."""


class ImportInUse(Conflict):
    """Something depends on a draft that a document became; `resolutions` lists which and why."""


class QuestionsOpen(Conflict):
    """A file of history still has questions, or no mapping; `questions` says how many."""


class HistoryChanged(Conflict):
    """Somebody went on with a file of history meanwhile; `revision` is its present one."""


class SittingUnderWay(Conflict):
    """Another sitting of the assembly is open or suspended; `sitting` says which."""


class SittingNotOpen(Conflict):
    """Items begin and speakers are called only while the sitting is open; `state`."""


class VotingStillOpen(Conflict):
    """A sitting is not closed while votings are open; `votings` and `resolutions` say which."""


class AgendaItemBegun(Conflict):
    """An item that was begun or passed over stays on the agenda as it is; `position`, `state`."""


class FloorClosed(Conflict):
    """Nobody can ask for the floor now: nothing is dealt with, or the list is closed."""


class AlreadyWaiting(Conflict):
    """This seat waits for the floor already, to say something else; `kind`."""


class NobodyWaiting(Conflict):
    """The list of speakers is empty."""


class RollChanged(Conflict):
    """Seats were changed after a list was compared with them; `list` is compared anew."""


class SeatListFaulty(Conflict):
    """Rows of the list are wrong and were not left out; `rows` are their lines."""


class SeatListInUse(Conflict):
    """Something depends on what a list did; `seats` are the numbers, `because` says what."""


class MinutesUnchanged(Conflict):
    """The published minutes say already all that there is to say."""


class BoxDecides(Conflict):
    """A voting held here is not corrected where its box decides; `fields` says what was asked."""


class NothingCorrected(Conflict):
    """The record says already what the correction would make it say."""


class SeatAmbiguous(Conflict):
    """Several people are called so: `numbers` are their seats."""


class CheckInCodeExpired(Conflict):
    """This check-in code is too old, or was not made here for this seat."""


class SeatSubstituted(Conflict):
    """Somebody substitutes on this seat already; `seat`."""


class SeatStillVotes(Conflict):
    """Who has this seat may vote right now; `seat` and the open `votings`."""


class LastAdministrator(Conflict):
    """Nobody else could enrol staff."""


class WebhookLimitReached(Conflict):
    """The assembly has as many webhooks as it may have; `limit`."""


class MailOff(Conflict):
    """This installation sends no mail: it has no mail server."""


class NobodyToInvite(Conflict):
    """None of the seats that were meant can be invited so; `channel`."""


class ResultHeld(Conflict):
    """The voting is counted and its result held back: it is published before it is annulled."""


class PreviewNotAgreed(Conflict):
    """The result is not one that is held back: nobody sees it before everybody does."""


class TooManyForOneFile(Conflict):
    """There are more resolutions than one file of this format can hold."""


class DossierFull(Conflict):
    """The dossier holds as many entries as a dossier can."""


class ThemeInUse(Conflict):
    """Resolutions are about this theme, or another was merged into it: it is not removed."""


class ThemeLimitReached(Conflict):
    """The list, or a resolution, has as many themes as it can; `limit` says how many."""


class Stale(Refusal):
    """The text changed since it was read; `current` is its present revision."""


class PreconditionMissing(Refusal):
    """A change to shared text must name the revision it was made on (If-Match)."""


# ── how ───────────────────────────────────────────────────────────────────────
class Unsound(Refusal):
    """What was sent cannot be understood or would make no sense."""


class InvalidRequest(Unsound):
    """Fields are missing, unknown or of the wrong form; `errors` points at each."""


class MalformedBody(Unsound):
    """The body is not the JSON it claims to be."""


class UnknownChoice(Unsound):
    """The choice is not one this voting offers."""


class UnknownRule(Unsound):
    """The rule names a preset, share, strictness or base that does not exist."""


class UnsoundNumber(Unsound):
    """A number is not exact, negative, too large, or needed and not given; `what` names it."""


class ImpossibleCounts(Unsound):
    """The counts cannot be those of one voting; `what` names the one that is too large."""


class UnknownMethod(Unsound):
    """No method of electing has this name; `methods` lists those there are."""


class UnsoundQuestion(Unsound):
    """A question that cannot be put so: its options, its seats or the method's settings."""


class UnsoundBallot(Unsound):
    """A ballot that does not fit the method; `fault` says how, and nothing repeats the ballot."""


class PapersDoNotReconcile(Unsound):
    """A count of papers does not add up, or is not of this roll; `line` says which one."""


class EmptyText(Unsound):
    """A resolution without words."""


class UnknownVersion(Unsound):
    """The text has no version with this number; `current` is the present one."""


class MarkupInText(Unsound):
    """Words hold something like a tag, such as `<b>`; `what` or `provision` says where."""


class UnknownProvision(Unsound):
    """An edit is about a provision that is not in the text it is made on; `provision`, `edit`."""


class OverlappingEdits(Unsound):
    """Two edits of one amendment are about the same provision; `provision`, `edit`."""


class ChangesNothing(Unsound):
    """An amendment, or one of its edits, leaves the text as it is; `edit` says which one."""


class UnsoundCheckpoint(Unsound):
    """These words are no checkpoint of a log; `checkpoint` says which of those that were given."""


class ForeignCheckpoint(Unsound):
    """No key of this log signed this checkpoint, or it was changed; `checkpoint` says which."""


class UnsoundAddress(Unsound):
    """Nothing can be sent to this address, or it leads into a network that is not public."""


class UnsoundText(Unsound):
    """A text that cannot be kept; `fault` says how, `provision` where."""


class UnsoundTranslation(Unsound):
    """A translation that does not fit its text, provision by provision; `fault` says how."""


class NoSuchLocalTime(Unsound):
    """Clocks are put forward over this local time: on that day it does not exist."""


class AmbiguousLocalTime(Unsound):
    """Clocks are put back over this local time: on that day it comes twice."""


class ImpossibleSchedule(Unsound):
    """A beginning or an end in the past, in the wrong order, or too near to each other."""


class SourceUnreadable(Unsound):
    """A source document cannot be understood; `complaints` name the lines."""


class FileCutShort(Unsound):
    """A file of resolutions is empty, or its end is missing; `line` says after which line."""


class FileNotUnderstood(Unsound):
    """A file that is no whole assembly in a format known here; `line` says where it shows."""


class FileAltered(Unsound):
    """A file of resolutions that is not what was written: `what` does not fit, on `line`."""


class DocumentUnreadable(Unsound):
    """A document of proposals cannot be understood; `code` says why, `at` where."""


class BodyTooLarge(Refusal):
    """The body is larger than this address takes; `limit` says how much that is."""


class DocumentTooLarge(BodyTooLarge):
    """A file that is sent is too large for its kind; `limit` says how many bytes may be."""


class FileTooLarge(BodyTooLarge):
    """A file, or one line of it, is larger than any we write; `limit` says how many bytes."""


class MethodNotAllowed(Refusal):
    """The address exists; it does not answer to this method."""


class UnsupportedMediaType(Refusal):
    """The body is not in a form this address reads."""


# ── the house itself ──────────────────────────────────────────────────────────
class Unavailable(Refusal):
    """A part of the house is down for the moment; the same request may be sent again."""


class Unexpected(Refusal):
    """A fault of ours; nothing was changed."""


def all_refusals() -> list[type[Refusal]]:
    """Every refusal there is, families included, by slug."""
    found: dict[str, type[Refusal]] = {}
    waiting = list(Refusal.__subclasses__())
    while waiting:
        cls = waiting.pop()
        found[cls.slug] = cls
        waiting.extend(cls.__subclasses__())
    return [found[slug] for slug in sorted(found)]
