# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""German."""

SENTENCES = {
    "heading": "Protokoll: {title}",
    "draft": "Entwurf: Dieses Protokoll ist noch nicht veröffentlicht.",
    "resolution": "Resolution {number} ({title})",
    "amendment": "Änderungsantrag {amendments} zu Resolution {number} ({title})",
    "amendments": "die Änderungsanträge {amendments} zu Resolution {number} ({title})",
    "opened": "Die Sitzung wird eröffnet. Anwesend: {present} von {seated}.",
    "opened_represented": (
        "Die Sitzung wird eröffnet. Anwesend: {present} von {seated}, davon {represented} durch"
        " Vollmacht."
    ),
    "opened_uncounted": "Die Sitzung wird eröffnet, ohne dass die Anwesenden gezählt werden.",
    "suspended": "Die Sitzung wird unterbrochen.",
    "resumed": "Die Sitzung wird fortgesetzt. Anwesend: {present} von {seated}.",
    "resumed_uncounted": "Die Sitzung wird fortgesetzt.",
    "closed": "Die Sitzung wird geschlossen. Anwesend: {present} von {seated}.",
    "closed_uncounted": "Die Sitzung wird geschlossen.",
    "item_begun": "Punkt {position} beginnt: {name}.",
    "item_begun_unnamed": "Punkt {position} beginnt.",
    "item_taken_up_again": "Punkt {position} wird erneut behandelt. Grund: {because}",
    "item_done": "Punkt {position} ist erledigt.",
    "item_done_over": "Punkt {position} ist erledigt, {time} später als geplant.",
    "item_passed_over": "Punkt {position} wird übergangen.",
    "spoke": "Sitz {seat} ({label}) spricht, {time} lang.",
    "spoke_pro": "Sitz {seat} ({label}) spricht dafür, {time} lang.",
    "spoke_contra": "Sitz {seat} ({label}) spricht dagegen, {time} lang.",
    "spoke_point": "Sitz {seat} ({label}) meldet sich zur Geschäftsordnung, {time} lang.",
    "arrived_one": "Sitz {seats} kommt an.",
    "arrived_many": "{count} kommen an: die Sitze {seats}.",
    "left_one": "Sitz {seats} geht.",
    "left_many": "{count} gehen: die Sitze {seats}.",
    "proxy_given": "Sitz {giver} erteilt Sitz {holder} eine Vollmacht.",
    "proxy_ended": "Die Vollmacht von Sitz {giver} an Sitz {holder} endet.",
    "voting_opened_secret": (
        "Die geheime Abstimmung über {about} wird eröffnet. Stimmberechtigt: {entitled};"
        " anwesend: {present}."
    ),
    "voting_opened_roll_call": (
        "Die namentliche Abstimmung über {about} wird eröffnet. Stimmberechtigt: {entitled};"
        " anwesend: {present}."
    ),
    "voting_opened_secret_uncounted": (
        "Die geheime Abstimmung über {about} wird eröffnet. Stimmberechtigt: {entitled}."
    ),
    "voting_opened_roll_call_uncounted": (
        "Die namentliche Abstimmung über {about} wird eröffnet. Stimmberechtigt: {entitled}."
    ),
    "voting_closed": (
        "Die Abstimmung über {about} wird geschlossen. Abgestimmt: {turnout} von {entitled}."
    ),
    "voting_outcome": "Ergebnis der Abstimmung über {about}. {sentence}",
    "voting_annulled": "Die Abstimmung über {about} wird aufgehoben. Grund: {because}",
    "resolution_adopted": "Resolution {number} ({title}) ist angenommen.",
    "resolution_not_adopted": "Resolution {number} ({title}) ist nicht angenommen.",
    "amendment_adopted": "Änderungsantrag {amendment} zu Resolution {number} ist angenommen.",
    "amendment_not_adopted": (
        "Änderungsantrag {amendment} zu Resolution {number} ist nicht angenommen."
    ),
    "amendment_taken_over": (
        "Änderungsantrag {amendment} zu Resolution {number} wird ohne Abstimmung übernommen."
    ),
    "amendment_fallen": (
        "Änderungsantrag {amendment} zu Resolution {number} entfällt, weil Änderungsantrag {to}"
        " angenommen ist."
    ),
    "note": "{text}",
}
