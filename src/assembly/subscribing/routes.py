# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ask over HTTP to follow something by mail. What is mailed leads to pages."""

from typing import Any

from litestar import Request, Response, Router, post
from litestar.params import JSONBody
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.api.dependencies import House, Sessions
from assembly.api.network import network_of
from assembly.api.problems import READS_BODY, refusals
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    CrossSiteRequest,
    MailOff,
    ResolutionNotFound,
    ThemeNotFound,
    TooManyAttempts,
)
from assembly.identity.sign_in import count_attempt
from assembly.settings import Settings
from assembly.subscribing.follow import ask_to_follow
from assembly.subscribing.queries import target_of
from assembly.subscribing.rules.following import MOST_ASKED, digest_of
from assembly.subscribing.schemas import AskToFollow

Asked = Request[Any, Any, Any]


def require_mail(settings: Settings) -> None:
    """Nothing, or `MailOff`."""
    if not settings.sends_mail:
        raise MailOff("This installation sends no mail; follow a feed instead.")


async def ask(
    request: Asked,
    sessions: async_sessionmaker[AsyncSession],
    settings: Settings,
    data: AskToFollow,
) -> None:
    """What is asked waits to be confirmed; nobody learns whether the address was known.

    Refuses a network address that asks too often (`TooManyAttempts`), and as `target_of`.
    """
    host = network_of(request, settings.proxies)
    async with sessions.begin() as session:
        network = digest_of(f"follow-by-mail:{host}")
        await count_attempt(session, network, at=now(), most=MOST_ASKED)
    async with sessions.begin() as session:
        kind, target = await target_of(session, data.assembly, data.resolution, data.theme)
        await ask_to_follow(session, data.email, data.language, kind, target, at=now())


@post(
    "/subscriptions",
    status_code=202,
    operation_id="askToFollow",
    responses=refusals(
        *READS_BODY,
        CrossSiteRequest,
        AssemblyNotFound,
        ResolutionNotFound,
        ThemeNotFound,
        MailOff,
        TooManyAttempts,
    ),
)
async def ask_over_http(
    request: Asked, data: JSONBody[AskToFollow], sessions: Sessions, settings: House
) -> Response[None]:
    """Hear by mail of what an assembly publishes, of a resolution, or of a theme.

    A letter asks the mailbox to confirm. The answer is the same whether the address was known.
    """
    require_mail(settings)
    await ask(request, sessions, settings, data)
    return Response(None, status_code=202, headers={"Cache-Control": "no-store"})


router = Router("/", route_handlers=[ask_over_http], tags=["Public"])
