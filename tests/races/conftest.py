# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""As many connections as rivals, so that they meet in the database and not in a pool."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.database import open_engine, sessions_of
from assembly.settings import Settings

RIVALS = 60


@pytest.fixture
async def sessions(settings: Settings) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    engine = open_engine(settings.database_url, pool_size=RIVALS, name="races")
    yield sessions_of(engine)
    await engine.dispose()
