# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every environment variable, typed, frozen, read once. Builds nothing.

.env.example lists them with their defaults; a test keeps the two equal.
"""

import re
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[2]
"""The project folder: where data/, migrations/ and alembic.ini are."""


Network = IPv4Network | IPv6Network


def read_networks(written: str) -> tuple[Network, ...]:
    """Comma-separated addresses and networks, or `ValueError`."""
    return tuple(ip_network(one.strip()) for one in written.split(",") if one.strip())


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
    signing_key: SecretStr = Field(
        SecretStr(""),
        description="Signs checkpoints of the log: 64 hex digits; empty: derived from SECRET_KEY",
    )
    public_url: str = Field(
        "http://127.0.0.1:8000", description="Where people reach this installation"
    )
    cookie_secure: bool = Field(
        True, description="Only false on a trial machine reached by plain http under a real name"
    )
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    keep_public: bool = Field(
        True, description="Keep public answers until PostgreSQL tells of a change; needs LISTEN"
    )
    database_pool_size: int = Field(10, ge=1, le=100)
    waiting: int = Field(
        5000, ge=1, le=100_000, description="Ballots that may wait in one web process; more get 503"
    )
    token_idle_minutes: int = Field(240, ge=1, description="A token unused for this long expires")
    token_hours: int = Field(16, ge=1, description="A token older than this expires in any case")
    argon2_memory_kib: int = Field(19456, ge=8, description="OWASP's minimum for argon2id")
    argon2_passes: int = Field(2, ge=1)
    smtp_url: SecretStr = Field(
        SecretStr(""), description="Mail server, smtp://user:password@host:587; empty: no mail"
    )
    mail_from: str = Field("", description="Sender of letters, Name <name@example.org>")
    data_licence: str = Field(
        "",
        description="Address of the licence of what is published, for the catalogue; empty: none",
    )
    webhooks_local: bool = Field(
        False, description="Only true on a trial machine: webhooks may lead to this machine itself"
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses or networks of our proxies, comma-separated; empty: trust nobody",
    )
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

    @field_validator("signing_key")
    @classmethod
    def _a_seed(cls, key: SecretStr) -> SecretStr:
        if not re.fullmatch("([0-9a-f]{64})?", key.get_secret_value(), re.ASCII | re.IGNORECASE):
            message = "must be 64 hexadecimal digits, as openssl rand -hex 32 writes them"
            raise ValueError(message)
        return key

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, url: SecretStr) -> SecretStr:
        parts = urlsplit(url.get_secret_value())
        if url.get_secret_value() and not (parts.scheme in {"smtp", "smtps"} and parts.hostname):
            message = "must begin with smtp:// or smtps:// and name a host"
            raise ValueError(message)
        return url

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, written: str) -> str:
        try:
            read_networks(written)
        except ValueError:
            message = "must be addresses or networks, such as 10.0.0.5, 172.18.0.0/16"
            raise ValueError(message) from None
        return written

    @field_validator("mail_from")
    @classmethod
    def _an_address(cls, sender: str) -> str:
        if sender and ("@" not in parseaddr(sender)[1] or set(sender) & set("\r\n")):
            message = "must be an address, such as Assembly <assembly@example.org>"
            raise ValueError(message)
        return sender

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if bool(self.smtp_url.get_secret_value()) != bool(self.mail_from):
            message = "SMTP_URL and MAIL_FROM belong together: set both or neither"
            raise ValueError(message)
        return self

    @field_validator("data_licence")
    @classmethod
    def _a_licence(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and not (parts.scheme in {"http", "https"} and parts.netloc):
            message = "must be the address of a licence, https://…"
            raise ValueError(message)
        return address

    @property
    def proxies(self) -> tuple[Network, ...]:
        """The networks whose word about who asks is taken."""
        return read_networks(self.trusted_proxies)

    @property
    def sends_mail(self) -> bool:
        """Whether there is a mail server."""
        return bool(self.smtp_url.get_secret_value())

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, url: str) -> str:
        return url.rstrip("/")
