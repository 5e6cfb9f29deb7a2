# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters by SMTP (RFC 5321), over one connection for as many as there are.

What goes wrong has a name of ours: a server's own words may hold an address.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from io import BytesIO
from typing import Self
from urllib.parse import unquote, urlsplit

import aiosmtplib
import segno

from assembly.clock import now
from assembly.inviting.rules.letter import (
    PICTURE,
    Guest,
    html_letter,
    plain_letter,
    printable,
    subject,
)
from assembly.inviting.rules.sending import Failure
from assembly.settings import Settings

PATIENCE = 20
"""Seconds for each step of the conversation."""
FOR_GOOD = 500
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


class LetterFailed(Exception):
    """The letter did not go out."""

    def __init__(self, because: Failure) -> None:
        super().__init__(because.value)
        self.because = because


def compose(
    guest: Guest, to: str, code: str, links: dict[str, str], settings: Settings
) -> EmailMessage:
    """Text, and the same as HTML with the QR code; ready to be sent.

    The code stands in it: nobody keeps it, logs it or hands it to the queue.
    """
    letter = EmailMessage(policy=SMTP)
    letter["From"] = settings.mail_from
    letter["To"] = Address(guest.called(guest.languages[0])[:78], addr_spec=to)
    letter["Subject"] = printable(subject(guest))[:200]
    letter["Date"] = format_datetime(now())
    sender = parseaddr(settings.mail_from)[1]
    letter["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    letter["Auto-Submitted"] = "auto-generated"
    letter["Content-Language"] = ", ".join(guest.languages)
    letter.set_content(plain_letter(guest, code, links), cte="quoted-printable")
    letter.add_alternative(html_letter(guest, code, links), subtype="html", cte="quoted-printable")
    page = letter.get_payload()[1]  # type: ignore[index]
    page.add_related(  # type: ignore[union-attr]
        _picture(links[guest.languages[0]]), "image", "png", cid=f"<{PICTURE}>"
    )
    return letter


def _picture(link: str) -> bytes:
    file = BytesIO()
    segno.make(link, error="m", micro=False).save(file, kind="png", scale=6, border=4)
    return file.getvalue()


class Post:
    """A connection to the mail server, made when first needed: `async with Post(settings)`.

    `smtps://` is encrypted from the beginning, `smtp://` from STARTTLS on where the server has it.
    A password goes out over an encrypted line only, unless the server is this machine.
    """

    def __init__(self, settings: Settings) -> None:
        url = urlsplit(settings.smtp_url.get_secret_value())
        encrypted = url.scheme == "smtps"
        must = url.password is not None and url.hostname not in LOCAL
        self._client = aiosmtplib.SMTP(
            hostname=url.hostname,
            port=url.port or (465 if encrypted else 587),
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            use_tls=encrypted,
            start_tls=None if encrypted or not must else True,
            timeout=PATIENCE,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._client.close()

    async def send(self, letter: EmailMessage) -> None:
        """The server has taken the letter; or `LetterFailed` says why not."""
        try:
            if not self._client.is_connected:
                await self._client.connect()
            await self._client.send_message(letter)
        except (aiosmtplib.SMTPException, OSError, ValueError) as problem:
            because = why(problem)
            self._client.close()
            raise LetterFailed(because) from None


def why(problem: Exception) -> Failure:
    """In a word of ours. An address that is refused for the moment is tried again."""
    if isinstance(problem, aiosmtplib.SMTPRecipientsRefused):
        lasting = any(one.code >= FOR_GOOD for one in problem.recipients)
        return Failure.ADDRESS_REFUSED if lasting else Failure.LETTER_REFUSED
    if isinstance(problem, aiosmtplib.SMTPAuthenticationError):
        return Failure.SIGN_IN_REFUSED
    if isinstance(problem, aiosmtplib.SMTPConnectResponseError):
        return Failure.SERVER_AWAY
    if isinstance(problem, (aiosmtplib.SMTPResponseException, ValueError)):
        return Failure.LETTER_REFUSED
    return Failure.SERVER_AWAY
