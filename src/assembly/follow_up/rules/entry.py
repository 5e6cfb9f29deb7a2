# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an entry may say. Refused as `InvalidRequest`, pointing at the field, or `MarkupInText`."""

from dataclasses import replace
from datetime import date
from typing import NoReturn
from urllib.parse import urlsplit

from assembly.errors import InvalidRequest
from assembly.follow_up.rules.dossier import Kind, StepState, Told
from assembly.resolutions.rules.markup import require_no_markup
from assembly.resolutions.rules.text import tidy, turns, unseen

LONGEST_NAME = 300
LONGEST_TEXT = 4000
LONGEST_LINK = 2000
MOST_ENTRIES = 500
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
NEEDED = {
    Kind.ADDRESSEE: {"text"},
    Kind.DUE: {"on"},
    Kind.ANSWER: {"text", "on"},
    Kind.STEP: {"text", "on", "state"},
}
ALLOWED = {
    Kind.ADDRESSEE: {"text"},
    Kind.DUE: {"on"},
    Kind.ANSWER: {"text", "on", "link"},
    Kind.STEP: {"text", "on", "link", "state", "step"},
}


def sound_entry(told: Told, *, steps: int, today: date) -> Told:
    """The entry as it will be kept; a step that begins here has the next number.

    `steps` is how many the dossier has. What was answered, done or abandoned, was so by `today`.
    """
    sound = replace(told, text=_text(told), link=_link(told.link))
    for field in ("text", "on", "link", "state", "step"):
        given = getattr(sound, field) is not None
        if given and field not in ALLOWED[told.kind]:
            _refuse(field, "This kind of entry has no such field.")
        if not given and field in NEEDED[told.kind]:
            _refuse(field, "This kind of entry needs this field.")
    if sound.on is not None and not EARLIEST <= sound.on < LATEST:
        _refuse("on", "Write a day between 1900 and 2200.")
    past = told.kind is Kind.ANSWER or sound.state in {StepState.DONE, StepState.ABANDONED}
    if past and sound.on is not None and sound.on > today:
        _refuse("on", "What has happened is dated today or before.")
    if sound.step is not None and not 1 <= sound.step <= steps:
        _refuse("step", "The dossier has no step with this number.")
    if told.kind is Kind.STEP and sound.step is None:
        return replace(sound, step=steps + 1)
    return sound


def _text(told: Told) -> str | None:
    words = tidy(told.text or "")
    longest = LONGEST_NAME if told.kind is Kind.ADDRESSEE else LONGEST_TEXT
    if len(words) > longest or unseen(words) or turns(words):
        _refuse("text", f"Write at most {longest} readable characters.")
    require_no_markup(words, "The text", what="text")
    return words or None


def _link(link: str | None) -> str | None:
    """An address on the web; what a browser would run or open elsewhere is none."""
    address = (link or "").strip()
    if not address:
        return None
    wrong = "Write a whole address that begins with https:// or http://."
    if len(address) > LONGEST_LINK or not address.isprintable() or " " in address:
        _refuse("link", wrong)
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        sound = False
    if not sound:
        _refuse("link", wrong)
    return address


def _refuse(field: str, sentence: str) -> NoReturn:
    raise InvalidRequest(sentence, errors=[{"pointer": f"/{field}", "detail": sentence}])
