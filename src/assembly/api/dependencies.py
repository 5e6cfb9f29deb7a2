# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a handler may ask for by name, built once by `create_app` and kept in the app's state."""

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.doorbell import Doorbell
from assembly.settings import Settings

Sessions = NamedDependency[SkipValidation[async_sessionmaker[AsyncSession]]]
Bell = NamedDependency[SkipValidation[Doorbell]]
House = NamedDependency[SkipValidation[Settings]]


def _sessions(state: State) -> async_sessionmaker[AsyncSession]:
    factory: async_sessionmaker[AsyncSession] = state.sessions
    return factory


def _bell(state: State) -> Doorbell:
    bell: Doorbell = state.bell
    return bell


def _settings(state: State) -> Settings:
    settings: Settings = state.settings
    return settings


PROVIDED = {
    "sessions": Provide(_sessions, sync_to_thread=False),
    "bell": Provide(_bell, sync_to_thread=False),
    "settings": Provide(_settings, sync_to_thread=False),
}
