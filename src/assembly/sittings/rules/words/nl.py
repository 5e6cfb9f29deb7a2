# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dutch."""

SENTENCES = {
    "heading": "Notulen: {title}",
    "draft": "Ontwerp: deze notulen zijn nog niet bekendgemaakt.",
    "resolution": "resolutie {number} ({title})",
    "amendment": "amendement {amendments} op resolutie {number} ({title})",
    "amendments": "de amendementen {amendments} op resolutie {number} ({title})",
    "opened": "De zitting wordt geopend. Aanwezig: {present} van de {seated}.",
    "opened_represented": (
        "De zitting wordt geopend. Aanwezig: {present} van de {seated}, van wie {represented}"
        " met een volmacht."
    ),
    "opened_uncounted": "De zitting wordt geopend, zonder te tellen wie aanwezig is.",
    "suspended": "De zitting wordt geschorst.",
    "resumed": "De zitting wordt hervat. Aanwezig: {present} van de {seated}.",
    "resumed_uncounted": "De zitting wordt hervat.",
    "closed": "De zitting wordt gesloten. Aanwezig: {present} van de {seated}.",
    "closed_uncounted": "De zitting wordt gesloten.",
    "item_begun": "Punt {position} begint: {name}.",
    "item_begun_unnamed": "Punt {position} begint.",
    "item_taken_up_again": "Punt {position} wordt opnieuw behandeld. Reden: {because}",
    "item_done": "Punt {position} is afgehandeld.",
    "item_done_over": "Punt {position} is afgehandeld, {time} later dan gepland.",
    "item_passed_over": "Punt {position} wordt overgeslagen.",
    "spoke": "Zetel {seat} ({label}) spreekt, {time} lang.",
    "spoke_pro": "Zetel {seat} ({label}) spreekt voor, {time} lang.",
    "spoke_contra": "Zetel {seat} ({label}) spreekt tegen, {time} lang.",
    "spoke_point": "Zetel {seat} ({label}) maakt een opmerking over de orde, {time} lang.",
    "arrived_one": "Zetel {seats} komt aan.",
    "arrived_many": "{count} komen aan: de zetels {seats}.",
    "left_one": "Zetel {seats} vertrekt.",
    "left_many": "{count} vertrekken: de zetels {seats}.",
    "proxy_given": "Zetel {giver} geeft een volmacht aan zetel {holder}.",
    "proxy_ended": "De volmacht van zetel {giver} aan zetel {holder} eindigt.",
    "voting_opened_secret": (
        "De geheime stemming over {about} wordt geopend. Stemgerechtigd: {entitled}; aanwezig:"
        " {present}."
    ),
    "voting_opened_roll_call": (
        "De stemming op naam over {about} wordt geopend. Stemgerechtigd: {entitled}; aanwezig:"
        " {present}."
    ),
    "voting_opened_secret_uncounted": (
        "De geheime stemming over {about} wordt geopend. Stemgerechtigd: {entitled}."
    ),
    "voting_opened_roll_call_uncounted": (
        "De stemming op naam over {about} wordt geopend. Stemgerechtigd: {entitled}."
    ),
    "voting_closed": (
        "De stemming over {about} wordt gesloten. Gestemd: {turnout} van de {entitled}."
    ),
    "voting_outcome": "Uitslag van de stemming over {about}. {sentence}",
    "voting_annulled": "De stemming over {about} wordt vernietigd. Reden: {because}",
    "resolution_adopted": "Resolutie {number} ({title}) is goedgekeurd.",
    "resolution_not_adopted": "Resolutie {number} ({title}) is niet goedgekeurd.",
    "amendment_adopted": "Amendement {amendment} op resolutie {number} is goedgekeurd.",
    "amendment_not_adopted": "Amendement {amendment} op resolutie {number} is niet goedgekeurd.",
    "amendment_taken_over": (
        "Amendement {amendment} op resolutie {number} wordt zonder stemming overgenomen."
    ),
    "amendment_fallen": (
        "Amendement {amendment} op resolutie {number} vervalt, omdat amendement {to} is"
        " goedgekeurd."
    ),
    "note": "{text}",
}
