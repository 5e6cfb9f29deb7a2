# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every environment variable, typed, frozen, read once. Builds nothing.

.env.example lists them with their defaults; a test keeps the two equal.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[2]
"""The project folder: where data/, migrations/ and alembic.ini are."""


class Settings(BaseSettings):
    """What an operator decides. Durations are seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    database_url: str = Field(description="PostgreSQL 15 or newer, postgresql://user@host/name")
    redis_url: str = Field(description="Redis 6.2 or Valkey 8 or newer, redis://host:port/0")
    secret_key: SecretStr = Field(
        min_length=32, description="Keys the hashes of personal codes; changing it voids every code"
    )
    public_url: str = Field(
        "http://127.0.0.1:8000", description="Where people reach this installation"
    )
    cookie_secure: bool = Field(
        True, description="Only false on a trial machine reached by plain http under a real name"
    )
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    database_pool_size: int = Field(10, ge=1, le=100)
    waiting: int = Field(
        5000, ge=1, le=100_000, description="Ballots that may wait in one web process; more get 503"
    )
    token_idle_minutes: int = Field(240, ge=1, description="A token unused for this long expires")
    token_hours: int = Field(16, ge=1, description="A token older than this expires in any case")
    argon2_memory_kib: int = Field(19456, ge=8, description="OWASP's minimum for argon2id")
    argon2_passes: int = Field(2, ge=1)
    sweep_seconds: int = Field(
        5, ge=1, le=30, description="How often the worker looks for work a lost bell left behind"
    )

    @field_validator("database_url")
    @classmethod
    def _asyncpg(cls, url: str) -> str:
        scheme, separator, rest = url.partition("://")
        if scheme not in {"postgres", "postgresql", "postgresql+asyncpg"} or not separator:
            message = "must begin with postgresql://"
            raise ValueError(message)
        return f"postgresql+asyncpg://{rest}"

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, url: str) -> str:
        return url.rstrip("/")
