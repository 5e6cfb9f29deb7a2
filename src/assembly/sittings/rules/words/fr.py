# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""French."""

SENTENCES = {
    "heading": "Procès-verbal : {title}",
    "draft": "Projet : ce procès-verbal n’est pas encore publié.",
    "resolution": "la résolution {number} ({title})",
    "amendment": "l’amendement {amendments} à la résolution {number} ({title})",
    "amendments": "les amendements {amendments} à la résolution {number} ({title})",
    "opened": "La séance est ouverte. Présents : {present} sur {seated}.",
    "opened_represented": (
        "La séance est ouverte. Présents : {present} sur {seated}, dont {represented} par"
        " procuration."
    ),
    "opened_uncounted": "La séance est ouverte, sans décompte des présents.",
    "suspended": "La séance est suspendue.",
    "resumed": "La séance reprend. Présents : {present} sur {seated}.",
    "resumed_uncounted": "La séance reprend.",
    "closed": "La séance est close. Présents : {present} sur {seated}.",
    "closed_uncounted": "La séance est close.",
    "item_begun": "Le point {position} commence : {name}.",
    "item_begun_unnamed": "Le point {position} commence.",
    "item_taken_up_again": "Le point {position} est repris. Motif : {because}",
    "item_done": "Le point {position} est traité.",
    "item_done_over": "Le point {position} est traité, {time} plus tard que prévu.",
    "item_passed_over": "Le point {position} n’est pas traité pour l’instant.",
    "spoke": "Le siège {seat} ({label}) prend la parole, pendant {time}.",
    "spoke_pro": "Le siège {seat} ({label}) parle pour, pendant {time}.",
    "spoke_contra": "Le siège {seat} ({label}) parle contre, pendant {time}.",
    "spoke_point": "Le siège {seat} ({label}) fait un rappel au règlement, pendant {time}.",
    "arrived_one": "Le siège {seats} arrive.",
    "arrived_many": "{count} arrivées : les sièges {seats}.",
    "left_one": "Le siège {seats} part.",
    "left_many": "{count} départs : les sièges {seats}.",
    "proxy_given": "Le siège {giver} donne procuration au siège {holder}.",
    "proxy_ended": "La procuration du siège {giver} au siège {holder} prend fin.",
    "voting_opened_secret": (
        "Le vote secret sur {about} est ouvert. Peuvent voter : {entitled} ; présents : {present}."
    ),
    "voting_opened_roll_call": (
        "Le vote nominatif sur {about} est ouvert. Peuvent voter : {entitled} ; présents :"
        " {present}."
    ),
    "voting_opened_secret_uncounted": (
        "Le vote secret sur {about} est ouvert. Peuvent voter : {entitled}."
    ),
    "voting_opened_roll_call_uncounted": (
        "Le vote nominatif sur {about} est ouvert. Peuvent voter : {entitled}."
    ),
    "voting_closed": "Le vote sur {about} est clos. Ont voté : {turnout} sur {entitled}.",
    "voting_outcome": "Résultat du vote sur {about}. {sentence}",
    "voting_annulled": "Le vote sur {about} est annulé. Motif : {because}",
    "resolution_adopted": "La résolution {number} ({title}) est approuvée.",
    "resolution_not_adopted": "La résolution {number} ({title}) n’est pas approuvée.",
    "amendment_adopted": "L’amendement {amendment} à la résolution {number} est approuvé.",
    "amendment_not_adopted": (
        "L’amendement {amendment} à la résolution {number} n’est pas approuvé."
    ),
    "amendment_taken_over": (
        "L’amendement {amendment} à la résolution {number} est repris sans vote."
    ),
    "amendment_fallen": (
        "L’amendement {amendment} à la résolution {number} devient sans objet, car l’amendement"
        " {to} est approuvé."
    ),
    "note": "{text}",
}
