# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A refusal as a page: what happened, what to do, and the way back."""

from typing import Any

from litestar import Request, Response

from assembly.api.problems import headers_of, status_of, understand
from assembly.errors import NotSignedIn, Unexpected
from assembly.web.rendering import redirect, render
from assembly.web.texts import PROBLEMS


def refusal_page(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The page for it; whoever needs to sign in first is brought to where one can.

    Unless a part of a page was asked for: another page has no place in it.
    """
    refusal = understand(error)
    handler: Any = request.scope.get("route_handler")
    part = handler is not None and bool(handler.opt.get("fragment"))
    if isinstance(refusal, NotSignedIn) and request.method == "GET" and not part:
        return redirect(request, "/sign-in")
    back = "/my-votings" if "/votings/" in request.url.path else None
    return render(
        request,
        "refusal.html",
        status_code=status_of(type(refusal)),
        headers=headers_of(refusal),
        problem=PROBLEMS.get(refusal.slug, PROBLEMS[Unexpected.slug]),
        status=status_of(type(refusal)),
        back=back,
    )
