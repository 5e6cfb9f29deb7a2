# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/follow-by-mail`: ask, confirm from the mailbox, stop with one click. No account is needed.

Opening a link changes nothing: programs that look at mail open links too.
"""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, QueryParameter
from pydantic import ValidationError

from assembly.api.dependencies import House, Sessions
from assembly.clock import now
from assembly.database import LARGEST
from assembly.errors import SubscriptionNotFound
from assembly.settings import Settings
from assembly.subscribing.follow import asked_with, confirm, stop
from assembly.subscribing.mail import secret_of
from assembly.subscribing.queries import follows_of, in_words, target_of
from assembly.subscribing.routes import ask, require_mail
from assembly.subscribing.rules.following import key_of, subscriber_in
from assembly.subscribing.schemas import AskToFollow
from assembly.web.forms import number_in
from assembly.web.rendering import Asked, language_of, redirect, render
from assembly.web.texts import FORM_ERRORS, LANGUAGES

HERE = "/follow-by-mail"
SlugAsked = Annotated[str | None, QueryParameter(max_length=80)]
NumberAsked = Annotated[int | None, QueryParameter(ge=1, le=LARGEST)]
UNSEEN = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@get(HERE)
async def ask_page(
    request: Asked,
    sessions: Sessions,
    settings: House,
    assembly: SlugAsked = None,
    resolution: NumberAsked = None,
    theme: SlugAsked = None,
) -> Response[Any]:
    """The form, for an assembly, a resolution of it, or a theme."""
    require_mail(settings)
    named = {"assembly": assembly, "resolution": resolution, "theme": theme}
    return await _form(request, sessions, named)


@post(HERE, status_code=200)
async def ask_form(request: Asked, sessions: Sessions, settings: House) -> Response[Any]:
    """Look in the mailbox: the same page, whether the address was known or not."""
    require_mail(settings)
    form = await request.form()
    named = {
        "assembly": str(form.get("assembly") or "")[:80] or None,
        "resolution": number_in(form.get("resolution")) or None,
        "theme": str(form.get("theme") or "")[:80] or None,
    }
    email, language = str(form.get("email") or "")[:300], str(form.get("language") or "")
    try:
        data = AskToFollow.model_validate({**named, "email": email, "language": language})
    except ValidationError:
        return await _form(request, sessions, named, email, FORM_ERRORS["follow_email"])
    await ask(request, sessions, settings, data)
    return render(request, "subscribe_asked.html", home=HERE, headers=UNSEEN)


async def _form(
    request: Asked,
    sessions: Sessions,
    named: Mapping[str, Any],
    email: str = "",
    error: str | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        kind, target = await target_of(session, **named)
        words = await in_words(session, kind, target, language_of(request))
    return render(
        request,
        "subscribe.html",
        home=HERE,
        headers=UNSEEN,
        status_code=422 if error else 200,
        words=words,
        named={name: value for name, value in named.items() if value},
        email=email,
        error=error,
        spoken=LANGUAGES,
    )


@get(HERE + "/confirm/{token:str}")
async def confirm_page(request: Asked, token: FromPath[str], sessions: Sessions) -> Response[Any]:
    """What was asked for, and a button to confirm it."""
    async with sessions.begin() as session:
        row = await asked_with(session, token, at=now())
        asked = await follows_of(session, row.id, language_of(request), confirmed=False)
    return render(
        request, "subscribe_confirm.html", home=HERE, headers=UNSEEN, token=token, asked=asked
    )


@post(HERE + "/confirm/{token:str}", status_code=200)
async def confirm_form(
    request: Asked, token: FromPath[str], sessions: Sessions, settings: House
) -> Response[Any]:
    """It is followed; on to the subscriber's own page."""
    async with sessions.begin() as session:
        subscriber_id = await confirm(session, token, at=now())
    return redirect(request, f"{HERE}/mine/{key_of(secret_of(settings), subscriber_id)}")


@get(HERE + "/mine/{key:str}")
async def own_page(
    request: Asked, key: FromPath[str], sessions: Sessions, settings: House
) -> Response[Any]:
    """What this subscriber follows, with what stops it."""
    subscriber_id = _require_subscriber(settings, key)
    async with sessions.begin() as session:
        mine = await follows_of(session, subscriber_id, language_of(request), confirmed=True)
    return render(request, "subscribe_mine.html", home=HERE, headers=UNSEEN, key=key, mine=mine)


@post(HERE + "/mine/{key:str}", status_code=200)
async def stop_form(
    request: Asked, key: FromPath[str], sessions: Sessions, settings: House
) -> Response[Any]:
    """Stopped: one, where the form names it; else all, and the address is deleted (RFC 8058)."""
    subscriber_id = _require_subscriber(settings, key)
    form = await request.form()
    one = form.get("stop")
    try:
        follow_id = UUID(str(one)) if one else None
    except ValueError:
        raise SubscriptionNotFound("There is nothing like this to stop.") from None
    async with sessions.begin() as session:
        await stop(session, subscriber_id, follow_id)
        mine = await follows_of(session, subscriber_id, language_of(request), confirmed=True)
    return render(
        request, "subscribe_mine.html", home=HERE, headers=UNSEEN, key=key, mine=mine, stopped=True
    )


def _require_subscriber(settings: Settings, key: str) -> UUID:
    found = subscriber_in(secret_of(settings), key)
    if found is None:
        raise SubscriptionNotFound("This link was never ours.")
    return found


router = Router(
    "/",
    route_handlers=[ask_page, ask_form, confirm_page, confirm_form, own_page, stop_form],
    include_in_schema=False,
)
