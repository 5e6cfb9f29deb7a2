# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a text and a title must be to be kept. What looks like a tag (`<b>`) is refused.

Characters that nobody sees and those that turn the direction of reading (U+202A to U+202E, U+2066
to U+2069) are refused, because what is seen would not be what is decided. The plain marks U+200E
and U+200F, which only help neighbours, may stay, and so may joiners where they join something.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from assembly.errors import EmptyText, InvalidRequest, UnsoundText
from assembly.resolutions.rules.markup import require_no_markup
from assembly.resolutions.rules.text import Kind, Provision, has_words, tidy, turns, unseen

LONGEST_TITLE = 300
LONGEST_MARKER = 12
LONGEST_PROVISION = 20_000
MOST_PROVISIONS = 10_000
"""A hundred printed pages have about 3,500."""


def sound_text(provisions: Sequence[Provision], standing: Collection[str] = ()) -> list[Provision]:
    """The provisions as they will be kept.

    The words of `standing` stand in the text already and may be longer: several amendments together
    may have made them so.

    Refuses a text or a provision without words (`EmptyText`), a character, a marker, a level or a
    length that cannot be kept (`UnsoundText`), each naming the first provision concerned.
    """
    if len(provisions) > MOST_PROVISIONS:
        raise UnsoundText(
            f"A text has at most {MOST_PROVISIONS} provisions.",
            fault="too-many",
            limit=MOST_PROVISIONS,
        )
    sound = [
        replace(provision, marker=tidy(provision.marker), text=tidy(provision.text))
        for provision in provisions
    ]
    if not sound:
        raise EmptyText("A resolution has at least one provision.")
    for place, provision in enumerate(sound, start=1):
        if not has_words(provision.text):
            raise EmptyText(f"Provision {place} has no words.", provision=place)
        if provision.text not in standing:
            require_sound_words(provision.text, place)
        require_sound_words(provision.marker, place, "marker")
        if provision.level and provision.kind is not Kind.ITEM:
            raise _unsound(
                place, "level", "is a paragraph; only items of a list are nested", "level"
            )
        if provision.marker and provision.kind is not Kind.ITEM:
            raise _unsound(
                place, "marker", "is a paragraph with a marker; only items have one", "marker"
            )
    return sound


def require_sound_words(words: str, place: int, member: str = "text") -> None:
    """Nothing, or `UnsoundText` for words that cannot be kept, `MarkupInText` for tags in them."""
    if unseen(words):
        raise _unsound(
            place, "control", "holds a control character, or another that nobody sees", member
        )
    if turns(words):
        raise _unsound(place, "direction", "holds a character that turns the reading", member)
    require_no_markup(words, f"Provision {place}", provision=place)
    longest = LONGEST_MARKER if member == "marker" else LONGEST_PROVISION
    if len(words) > longest:
        said = f"has a {member} of over {longest} characters"
        raise _unsound(place, "too-long", said, member, limit=longest)


def sound_title(title: str | None) -> str | None:
    """The title as it will be kept, None for one without words, or `InvalidRequest`."""
    sound = tidy(title) if title else ""
    if len(sound) > LONGEST_TITLE or unseen(sound) or turns(sound):
        raise InvalidRequest(
            f"A title has at most {LONGEST_TITLE} characters, and none that control.",
            errors=[{"pointer": "/title", "detail": "cannot be kept"}],
        )
    return sound or None


def _unsound(place: int, fault: str, said: str, member: str, **facts: int) -> UnsoundText:
    return UnsoundText(
        f"Provision {place} {said}.",
        fault=fault,
        provision=place,
        **facts,
        errors=[{"pointer": f"/provisions/{place - 1}/{member}", "detail": said}],
    )
