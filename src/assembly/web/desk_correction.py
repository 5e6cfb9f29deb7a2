# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Correct what was published, on the desk: write it, see the difference and why, publish it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.clock import now
from assembly.errors import (
    BoxDecides,
    InvalidRequest,
    MarkupInText,
    NothingCorrected,
    Refusal,
    Stale,
)
from assembly.identity.guard import Acting, signed_in
from assembly.publication.correct import correct_record, judge_correction, require_published
from assembly.publication.record_versions import RecordVersion
from assembly.publication.rules.correction import (
    LONGEST_NOTE,
    Change,
    Correctable,
    Given,
    differences,
)
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.reason import LONGEST_REASON, sound_reason
from assembly.web.desk_frame import Frame, desk_page, frame_for
from assembly.web.forms import HIGHEST, number_in
from assembly.web.rendering import redirect
from assembly.web.texts import FORM_ERRORS

HERE = "/assemblies/{slug:str}/desk/{number:int}/correction"
COUNTS = ("yes", "no", "abstain")
FIELDS = {
    "corrects": 10,
    "title": 300,
    "outcome": 20,
    "decided_on": 10,
    **dict.fromkeys(COUNTS, 10),
    "note": LONGEST_NOTE,
    "because": LONGEST_REASON,
}
WRONG = {
    "title": "line",
    "outcome": "choice",
    "decided_on": "day",
    "counts": "whole",
    "note": "entry",
    "because": "reason",
}

Asked = Request[Any, Any, Any]


@dataclass(slots=True)
class Written:
    """A correction as it was typed, and what is wrong with it, by field."""

    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "Written":
        """From a form; one sign too many is kept, so that it is not cut without a word."""
        return cls(
            {
                name: str(form.get(name) or "")[: longest + 1].strip()
                for name, longest in FIELDS.items()
            }
        )

    @classmethod
    def now(cls, current: RecordVersion, because: str = "") -> "Written":
        """What the record says now."""
        facts, counts = current.facts, current.facts.counts
        told = {name: getattr(counts, name, None) for name in COUNTS}
        return cls(
            {
                "corrects": str(current.version),
                "title": facts.title or "",
                "outcome": facts.outcome.value,
                "decided_on": facts.decided_on.isoformat() if facts.decided_on else "",
                **{name: "" if number is None else str(number) for name, number in told.items()},
                "note": facts.note or "",
                "because": because,
            }
        )

    @property
    def names(self) -> list[str]:
        """What a form has to send again."""
        return list(self.typed)

    def value(self, name: str) -> str:
        """As it was typed."""
        return self.typed.get(name, "")

    def changes(self, *, held_here: bool) -> dict[Correctable, Any]:
        """What is to be said, as far as it can be read; a word at each field that cannot."""
        found: dict[Correctable, Any] = {
            Correctable.TITLE: self.value("title"),
            Correctable.NOTE: self.value("note"),
        }
        if held_here:
            return found
        day = None
        try:
            day = date.fromisoformat(self.value("decided_on")) if self.value("decided_on") else None
        except ValueError:
            self.errors["decided_on"] = FORM_ERRORS["day"]
        return found | {
            Correctable.OUTCOME: self.value("outcome"),
            Correctable.DECIDED_ON: day,
            Correctable.COUNTS: self._counts(),
        }

    def _counts(self) -> Given | None:
        typed = [self.value(name) for name in COUNTS]
        if not any(typed):
            return None
        read = [whole_in(word) for word in typed]
        for name, word, number in zip(COUNTS, typed, read, strict=True):
            if number is None and (word or name != "abstain"):
                self.errors[name] = FORM_ERRORS["whole"]
        return Given(read[0] or 0, read[1] or 0, read[2])

    def blame(self, refused: InvalidRequest | MarkupInText) -> None:
        """A word at the field that cannot be kept."""
        names = [str(one["pointer"]).removeprefix("/") for one in refused.facts.get("errors", ())]
        for name in names or [str(refused.facts["what"])]:
            self.errors["yes" if name == "counts" else name] = FORM_ERRORS[WRONG[name]]


def whole_in(word: str) -> int | None:
    """The whole number; None for anything else."""
    sound = word.isascii() and word.isdigit() and int(word) <= HIGHEST
    return int(word) if sound else None


@get(HERE, guards=[signed_in])
async def correction_desk(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """The form, with what everybody reads now."""
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        return await _page(request, session, frame, number)


@post(HERE, status_code=200, guards=[signed_in])
async def correct_on_desk(
    request: Asked,
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The difference is shown, or the correction published; what is refused keeps what was typed.

    Where somebody else corrected meanwhile, the form begins with what they wrote.
    """
    sent = await request.form()
    form, step = Written.of(sent), sent.get("step")
    refusal: Refusal | None = None
    changes: tuple[Change, ...] = ()
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
    try:
        async with sessions.begin() as session:
            if step == "publish":
                await _publish(session, frame, number, form, actor.name)
            elif step != "write":
                changes = await _look(session, frame, number, form)
    except (InvalidRequest, MarkupInText) as refused:
        form.blame(refused)
    except (BoxDecides, NothingCorrected, Stale) as refused:
        refusal = refused
    if step == "publish" and refusal is None and not form.errors:
        await bell.changed(slug, f"resolution/{number}")
        return redirect(request, f"/assemblies/{slug}/resolutions/{number}")
    async with sessions.begin() as session:
        return await _page(request, session, frame, number, form, changes, refusal)


async def _look(
    session: AsyncSession, frame: Frame, number: int, form: Written
) -> tuple[Change, ...]:
    """What would change; nothing where a field cannot be read."""
    decision, _ = await require_published(session, frame.assembly, number)
    changes = form.changes(held_here=decision.record is not None)
    if form.errors:
        return ()
    before, after = await judge_correction(
        session,
        frame.assembly,
        number,
        changes,
        corrects=number_in(form.value("corrects")),
        at=now(),
    )
    sound_reason(form.value("because"))
    return differences(before, after)


async def _publish(
    session: AsyncSession, frame: Frame, number: int, form: Written, by: str
) -> None:
    decision, _ = await require_published(session, frame.assembly, number)
    changes = form.changes(held_here=decision.record is not None)
    if form.errors:
        return
    await correct_record(
        session,
        frame.assembly,
        number,
        changes,
        form.value("because"),
        corrects=number_in(form.value("corrects")),
        at=now(),
        by=by,
    )


async def _page(
    request: Asked,
    session: AsyncSession,
    frame: Frame,
    number: int,
    form: Written | None = None,
    changes: tuple[Change, ...] = (),
    refusal: Refusal | None = None,
) -> Response[Any]:
    decision, current = await require_published(session, frame.assembly, number)
    if form is None or isinstance(refusal, Stale):
        form = Written.now(current, form.value("because") if form else "")
    return desk_page(
        request,
        "desk_correction.html",
        frame,
        home=f"/{number}/correction",
        refusal=refusal,
        status_code=422 if form.errors else 200,
        number=number,
        held_here=decision.record is not None,
        outcomes=list(Outcome),
        form=form,
        changes=changes,
    )


router = Router("/", route_handlers=[correction_desk, correct_on_desk], include_in_schema=False)
