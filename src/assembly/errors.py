# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every refusal this house knows, by name. No HTTP here: `api/problems.py` translates.

A refusal has a stable slug (its class name in kebab case), one sentence a person can act on,
and facts. docs/problems.md explains each; a test keeps that list complete.

    Refusal
    ├── NotSignedIn      BadCredentials
    ├── NotAllowed       NotPermitted · NotEntitled · CrossSiteRequest
    ├── NotFound         NoSuchAddress · AssemblyNotFound · SeatNotFound · ResolutionNotFound ·
    │                    VotingNotFound · NotPublished
    ├── Conflict         AlreadyVoted · TrackerTaken · VotingNotOpen · IllegalMove · AlreadyTaken ·
    │                    NobodyToVote · SmallClasses · ProxyLimitReached · ProxyChain ·
    │                    EndTooNear · CollegesMissing · PapersNotAgreed · SourceChanged
    ├── Stale            (412) the text changed since it was read
    ├── PreconditionMissing
    ├── Unsound          InvalidRequest · MalformedBody · UnknownChoice · UnknownRule ·
    │                    UnsoundNumber · ImpossibleCounts · UnknownMethod · UnsoundQuestion ·
    │                    UnsoundBallot · NoSuchLocalTime · AmbiguousLocalTime ·
    │                    ImpossibleSchedule · PapersDoNotReconcile · EmptyText · SourceUnreadable
    ├── BodyTooLarge · MethodNotAllowed · UnsupportedMediaType
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


class ResolutionNotFound(NotFound):
    """The assembly has no resolution with this number, or it is still a draft."""


class VotingNotFound(NotFound):
    """No voting has this id."""


class NotPublished(NotFound):
    """The voting exists; its result is not published yet."""


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


class PapersNotAgreed(Conflict):
    """The voting takes paper, and no two moderators have entered the same count yet."""


class SourceChanged(Conflict):
    """A source that was brought in before now says something else; `differences` lists what."""


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


class NoSuchLocalTime(Unsound):
    """Clocks are put forward over this local time: on that day it does not exist."""


class AmbiguousLocalTime(Unsound):
    """Clocks are put back over this local time: on that day it comes twice."""


class ImpossibleSchedule(Unsound):
    """A beginning or an end in the past, in the wrong order, or too near to each other."""


class SourceUnreadable(Unsound):
    """A source document cannot be understood; `complaints` name the lines."""


class BodyTooLarge(Refusal):
    """The body is larger than 64 kB."""


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
