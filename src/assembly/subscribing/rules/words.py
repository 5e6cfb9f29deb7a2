# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the mails."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly.inviting.rules.letter import printable


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    please_confirm: str
    somebody_asked: str
    open_to_confirm: str
    not_you: str
    news: str
    published: str
    why: str
    stop: str
    everything_of: str
    next_of: str
    theme: str
    earlier: str


WORDS = {
    "nl": Words(
        "Bevestig dat je dit wil volgen",
        "Iemand, hopelijk jij, wil op dit adres bericht krijgen over:",
        "Open deze link binnen drie dagen om te bevestigen:",
        "Was jij het niet? Doe dan niets: je krijgt verder geen bericht.",
        "Nieuws over wat je volgt",
        "Bekendgemaakt:",
        "Je krijgt dit bericht omdat je het zelf gevraagd hebt.",
        "Stoppen, of kiezen wat je volgt:",
        "Alles van {name}",
        "{name}: resolutie {number} en wat daarna gebeurt",
        "Thema {name}",
        "En er is meer, van vroeger:",
    ),
    "fr": Words(
        "Confirmez que vous voulez suivre ceci",
        "Quelqu’un, vous sans doute, veut recevoir à cette adresse des nouvelles de :",
        "Ouvrez ce lien dans les trois jours pour confirmer :",
        "Ce n’était pas vous ? Ne faites rien : vous ne recevrez plus de message.",
        "Du nouveau dans ce que vous suivez",
        "Publié :",
        "Vous recevez ce message parce que vous l’avez demandé.",
        "Arrêter, ou choisir ce que vous suivez :",
        "Tout de {name}",
        "{name} : la résolution {number} et la suite",
        "Thème {name}",
        "Et il y a plus, d’auparavant :",
    ),
    "de": Words(
        "Bestätigen Sie, dass Sie das verfolgen möchten",
        "Jemand, hoffentlich Sie, möchte an diese Adresse Nachrichten über:",
        "Öffnen Sie diesen Link innerhalb von drei Tagen, um zu bestätigen:",
        "Sie waren es nicht? Dann tun Sie nichts: Sie erhalten keine weitere Nachricht.",
        "Neues zu dem, was Sie verfolgen",
        "Bekannt gegeben:",
        "Sie erhalten diese Nachricht, weil Sie darum gebeten haben.",
        "Beenden, oder wählen, was Sie verfolgen:",
        "Alles von {name}",
        "{name}: Resolution {number} und was danach geschieht",
        "Thema {name}",
        "Und es gibt mehr, von früher:",
    ),
    "en": Words(
        "Confirm that you want to follow this",
        "Somebody, we hope you, wants to hear at this address about:",
        "Open this link within three days to confirm:",
        "It was not you? Then do nothing: you will not hear from us again.",
        "News about what you follow",
        "Published:",
        "You receive this message because you asked for it.",
        "Stop, or choose what you follow:",
        "Everything of {name}",
        "{name}: resolution {number} and what happens next",
        "Theme {name}",
        "And there is more, from before:",
    ),
}


def confirmation(language: str, followed: Sequence[str], link: str, stop: str) -> tuple[str, str]:
    """Subject and text of the mail that asks to confirm."""
    words = WORDS[language]
    parts = [
        words.somebody_asked,
        "\n".join(f"- {printable(one)}" for one in followed),
        f"{words.open_to_confirm}\n{link}",
        words.not_you,
        f"{words.stop}\n{stop}",
    ]
    return words.please_confirm, "\n\n".join(parts) + "\n"


def digest(
    language: str, news: Sequence[tuple[str, str]], earlier: Sequence[tuple[str, str]], stop: str
) -> tuple[str, str]:
    """Subject and text of one mail for all there is: what, and where to read it.

    `earlier` leads to what is not told line by line.
    """
    words = WORDS[language]
    told = [_line(*one) for one in news]
    if earlier:
        told += [words.earlier, *(_line(*one) for one in earlier)]
    subject = printable(news[0][0]) if len(news) == 1 else words.news
    return subject, "\n\n".join([words.published, *told, words.why, f"{words.stop}\n{stop}"]) + "\n"


def _line(title: str, address: str) -> str:
    return f"{printable(title)}\n{address}"
