# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The door for people: sign in with a code or as staff, sign out."""

from typing import Any

from litestar import Request, Response, Router, get, post
from pydantic import SecretStr, ValidationError

from assembly.api.dependencies import House, Sessions
from assembly.api.problems import headers_of, status_of
from assembly.clock import now
from assembly.errors import BadCredentials, Refusal, TooManyAttempts, Unavailable
from assembly.identity.guard import Acting
from assembly.identity.routes import Argon, cookie_with, enter, forget_cookie
from assembly.identity.schemas import SignIn
from assembly.identity.sign_in import sign_out
from assembly.web.rendering import PERSONAL, redirect, render, translated
from assembly.web.texts import PROBLEMS


@get("/sign-in", include_in_schema=False)
async def sign_in_page(request: Request[Any, Any, Any], actor: Acting) -> Response[Any]:
    """One field for a code; who is signed in goes on to where they were going."""
    if actor.seat_id is not None:
        return redirect(request, "/my-votings")
    if actor.is_signed_in:
        return redirect(request, "/desk")
    return render(request, "sign_in.html", headers=PERSONAL, tried=None, error=None)


@get("/join", include_in_schema=False)
async def join_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Where a card leads: the form for a code. The code of the link never comes here.

    Nothing depends on who asks, so whoever is signed in may sign in as somebody else.
    """
    return render(request, "join.html", headers=PERSONAL)


@post("/sign-in", include_in_schema=False)
async def sign_in_form(
    request: Request[Any, Any, Any],
    sessions: Sessions,
    hasher: Argon,
    settings: House,
    actor: Acting,
) -> Response[Any]:
    """Signed in and on the way; or the same page, with the reason beside the field."""
    form = await request.form()
    try:
        data = _credentials(form)
        signed = await enter(data, sessions, hasher, settings, actor)
    except (BadCredentials, TooManyAttempts, Unavailable) as refusal:
        return _again(request, "code" if "code" in form else "staff", refusal)
    answer = redirect(request, "/my-votings" if signed.role == "participant" else "/desk")
    answer.cookies.append(cookie_with(signed, settings))
    return answer


@post("/sign-out", include_in_schema=False)
async def sign_out_form(
    request: Request[Any, Any, Any], sessions: Sessions, settings: House, actor: Acting
) -> Response[Any]:
    """The token is void and the cookie gone; whoever was signed out already is, again."""
    if actor.token_id is not None:
        async with sessions.begin() as session:
            await sign_out(session, actor.token_id, at=now())
    answer = redirect(request, "/")
    forget_cookie(answer, settings)
    return answer


def _credentials(form: Any) -> SignIn:
    code, email, password = (str(form.get(name) or "") for name in ("code", "email", "password"))
    if len(code) > 64 or len(email) > 254 or len(password) > 256:  # noqa: PLR2004
        raise BadCredentials("Nothing known here is as long as that.")
    try:
        if code:
            return SignIn(code=SecretStr(code))
        if email and password:
            return SignIn(email=email, password=SecretStr(password))
    except ValidationError:
        raise BadCredentials("Nothing known here holds such characters.") from None
    raise BadCredentials("Nothing was filled in.")


def _again(request: Request[Any, Any, Any], tried: str, refusal: Refusal) -> Response[Any]:
    problem = PROBLEMS[refusal.slug]
    words = translated(request, problem.title) + ". " + translated(request, problem.what_to_do)
    return render(
        request,
        "sign_in.html",
        status_code=status_of(type(refusal)),
        headers={**headers_of(refusal), **PERSONAL},
        tried=tried,
        error=words,
    )


router = Router(
    "/",
    route_handlers=[sign_in_page, join_page, sign_in_form, sign_out_form],
    include_in_schema=False,
)
