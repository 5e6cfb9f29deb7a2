# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Translations of a resolution: written under If-Match, or If-None-Match for the first."""

from typing import Any

from litestar import Response, put
from litestar.connection import Request
from litestar.params import FromPath, JSONBody

from assembly.api.bodies import TEXTS
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.api.revisions import revision_asked
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    IllegalMove,
    MarkupInText,
    PreconditionMissing,
    ResolutionNotFound,
    Stale,
    TranslationNotFound,
    UnsoundText,
    UnsoundTranslation,
    VersionNotFound,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission
from assembly.resolutions.backing import require_hand
from assembly.resolutions.rules.text import LANGUAGES
from assembly.resolutions.schemas import TranslationWritten, WriteTranslation
from assembly.resolutions.translate import write_translation


@put(
    "/assemblies/{slug:str}/resolutions/{number:int}/translations/{language:str}",
    guards=[signed_in],
    operation_id="translateResolution",
    request_max_body_size=TEXTS,
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        ResolutionNotFound,
        TranslationNotFound,
        VersionNotFound,
        IllegalMove,
        PreconditionMissing,
        Stale,
        MarkupInText,
        UnsoundText,
        UnsoundTranslation,
    ),
    security=NEEDS_TOKEN,
)
async def translate(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    language: FromPath[str],
    data: JSONBody[WriteTranslation],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[TranslationWritten]:
    """Translate one version, provision by provision. Moderators; of a draft its sponsors too.

    `If-Match` names the edition it was made on; `If-None-Match: *` says that there is none yet.
    """
    first = request.headers.get("if-none-match", "").strip() == "*"
    if language not in LANGUAGES:
        raise TranslationNotFound("Texts are in nl, fr, de or en.", languages=sorted(LANGUAGES))
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.PROPOSE, assembly.id)
        written = await write_translation(
            session,
            assembly.id,
            number,
            language,
            edition=0 if first else revision_asked(request),
            version=data.version,
            title=data.title,
            provisions=[provision.value() for provision in data.provisions],
            at=now(),
            by=actor.name,
            hand=await require_hand(session, actor, assembly.id, number),
        )
    if written.public:
        await bell.changed(slug, f"resolution/{number}")
    told = {"ETag": f'"{written.edition}"', "Cache-Control": "no-store"}
    return Response(TranslationWritten.model_validate(written), headers=told)


HANDLERS = [translate]
