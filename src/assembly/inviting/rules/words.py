# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a card and a letter say, in four languages. They go to paper, so they are no catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language. Blanks are filled in with `str.format`."""

    subject: str
    greeting: str
    seat: str
    seat_here: str
    seat_on: str
    link: str
    type_it: str
    yours: str
    scan: str
    code: str
    keep: str


WORDS: dict[str, Words] = {
    "nl": Words(
        subject="Je uitnodiging: {assembly}",
        greeting="Dag {name},",
        seat="Zetel {number}",
        seat_here="Je hebt zetel {number} in {assembly}.",
        seat_on="Je hebt zetel {number} in {assembly}, op {day}.",
        link="Om mee te doen heb je geen account nodig. Open deze link, of scan de QR-code:",
        type_it="Of ga naar {address} en typ je persoonlijke code:",
        yours="Deze code is alleen voor jou: geef ze aan niemand. Kreeg je meer dan één "
        "uitnodiging, dan geldt alleen de nieuwste.",
        scan="Scan de code, of ga naar",
        code="Je persoonlijke code",
        keep="Alleen voor jou. Deel deze kaart niet.",
    ),
    "fr": Words(
        subject="Votre invitation : {assembly}",
        greeting="Bonjour {name},",
        seat="Siège {number}",
        seat_here="Vous avez le siège {number} : {assembly}.",
        seat_on="Vous avez le siège {number} : {assembly}, le {day}.",
        link="Vous n’avez pas besoin de compte. Ouvrez ce lien ou scannez le code QR :",
        type_it="Ou allez à l’adresse {address} et tapez votre code personnel :",
        yours="Ce code est pour vous seul : ne le donnez à personne. Si vous avez reçu plusieurs "
        "invitations, seule la plus récente est valable.",
        scan="Scannez le code, ou allez à",
        code="Votre code personnel",
        keep="Pour vous seul. Ne partagez pas cette carte.",
    ),
    "de": Words(
        subject="Ihre Einladung: {assembly}",
        greeting="Guten Tag {name},",
        seat="Sitz {number}",
        seat_here="Sie haben den Sitz {number}: {assembly}.",
        seat_on="Sie haben den Sitz {number}: {assembly}, am {day}.",
        link="Sie brauchen kein Konto. Öffnen Sie diesen Link, oder scannen Sie den QR-Code:",
        type_it="Oder gehen Sie zu {address} und tippen Sie Ihren persönlichen Code ein:",
        yours="Dieser Code ist nur für Sie: Geben Sie ihn niemandem. Wenn Sie mehrere Einladungen "
        "bekommen haben, gilt nur die neueste.",
        scan="Code scannen, oder gehen Sie zu",
        code="Ihr persönlicher Code",
        keep="Nur für Sie. Geben Sie diese Karte nicht weiter.",
    ),
    "en": Words(
        subject="Your invitation: {assembly}",
        greeting="Hello {name},",
        seat="Seat {number}",
        seat_here="You have seat {number} in {assembly}.",
        seat_on="You have seat {number} in {assembly}, on {day}.",
        link="You need no account to take part. Open this link, or scan the QR code:",
        type_it="Or go to {address} and type your personal code:",
        yours="This code is for you alone: give it to nobody. If you got more than one invitation, "
        "only the newest one counts.",
        scan="Scan the code, or go to",
        code="Your personal code",
        keep="For you alone. Do not share this card.",
    ),
}
