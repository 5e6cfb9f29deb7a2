# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write a further version of a text that is on the table."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.errors import IllegalMove
from assembly.resolutions.draft import (
    names_used,
    note,
    require_revision,
    text_now,
    write_version,
)
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.lifecycle import State, told
from assembly.resolutions.rules.naming import name_provisions
from assembly.resolutions.rules.reason import sound_reason
from assembly.resolutions.rules.sound import sound_text, sound_title
from assembly.resolutions.rules.text import Provision


async def renew_text(
    session: AsyncSession,
    resolution: Resolution,
    *,
    revision: int,
    title: str | None,
    provisions: Sequence[Provision],
    because: str,
    at: datetime,
    by: str,
) -> tuple[list[Provision], list[Provision]] | None:
    """The tabled text has a further version that says why; its words before and now.

    Sending what stands there already changes nothing and is None, also on the revision before.
    Refuses a text that is not on the table (`IllegalMove`), one that is not at `revision` any more
    (`Stale`), a reason that says nothing (`InvalidRequest`) and words that cannot be kept. Hold
    the resolution first.
    """
    reason = sound_reason(because)
    sound, new_title = sound_text(provisions), sound_title(title)
    if resolution.state is not State.TABLED:
        raise IllegalMove(
            "Only a text on the table gets a new version this way.", state=told(resolution.state)
        )
    before = await text_now(session, resolution)
    named = name_provisions(sound, before, await names_used(session, resolution))
    if new_title == resolution.title and named == before:
        return None
    require_revision(resolution, revision)
    resolution.title = new_title
    resolution.current_version += 1
    resolution.revision += 1
    await write_version(session, resolution, named, at=at, by=by, because=reason)
    note(session, "renew_text", resolution, at=at, by=by, because=reason)
    return before, named
