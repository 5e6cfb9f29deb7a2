# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mail server on this machine that takes letters, or refuses them as it is told."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from pydantic import SecretStr

from assembly.settings import Settings

CODE = re.compile(r"[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{3}-[2-9A-HJKMNP-TV-Z]{3}")


@dataclass
class Letterbox:
    """What arrived; `refuses` is an answer by address, `says` one to every letter."""

    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    says: str = ""
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.says:
            return self.says
        letter = BytesParser(policy=default).parsebytes(envelope.content)
        self.letters.extend((address, letter) for address in envelope.rcpt_tos)
        return "250 taken"

    def code_for(self, address: str) -> str:
        """The code in the newest letter to this address."""
        letter = [one for to, one in self.letters if to == address][-1]
        body = letter.get_body(("plain",))
        assert body is not None
        return str(CODE.findall(body.get_content())[-1])

    def settings(self, settings: Settings) -> Settings:
        """The same installation, with this mail server."""
        return settings.model_copy(
            update={
                "smtp_url": SecretStr(f"smtp://127.0.0.1:{self.port}"),
                "mail_from": "Burgerraad <raad@example.org>",
            }
        )


@contextmanager
def mail_server() -> Iterator[Letterbox]:
    box = Letterbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
