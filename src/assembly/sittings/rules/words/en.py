# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""English."""

SENTENCES = {
    "heading": "Minutes: {title}",
    "draft": "Draft: these minutes are not published yet.",
    "resolution": "resolution {number} ({title})",
    "amendment": "amendment {amendments} to resolution {number} ({title})",
    "amendments": "amendments {amendments} to resolution {number} ({title})",
    "opened": "The sitting is opened. Present: {present} of {seated}.",
    "opened_represented": (
        "The sitting is opened. Present: {present} of {seated}, of whom {represented} by proxy."
    ),
    "opened_uncounted": "The sitting is opened, without a count of who is present.",
    "suspended": "The sitting is suspended.",
    "resumed": "The sitting is resumed. Present: {present} of {seated}.",
    "resumed_uncounted": "The sitting is resumed.",
    "closed": "The sitting is closed. Present: {present} of {seated}.",
    "closed_uncounted": "The sitting is closed.",
    "item_begun": "Item {position} begins: {name}.",
    "item_begun_unnamed": "Item {position} begins.",
    "item_taken_up_again": "Item {position} is taken up again. Reason: {because}",
    "item_done": "Item {position} is done.",
    "item_done_over": "Item {position} is done, {time} later than planned.",
    "item_passed_over": "Item {position} is passed over.",
    "spoke": "Seat {seat} ({label}) speaks, for {time}.",
    "spoke_pro": "Seat {seat} ({label}) speaks in favour, for {time}.",
    "spoke_contra": "Seat {seat} ({label}) speaks against, for {time}.",
    "spoke_point": "Seat {seat} ({label}) raises a point of order, for {time}.",
    "arrived_one": "Seat {seats} arrives.",
    "arrived_many": "{count} arrive: seats {seats}.",
    "left_one": "Seat {seats} leaves.",
    "left_many": "{count} leave: seats {seats}.",
    "proxy_given": "Seat {giver} gives a proxy to seat {holder}.",
    "proxy_ended": "The proxy of seat {giver} for seat {holder} ends.",
    "voting_opened_secret": (
        "A secret voting on {about} is opened. Entitled to vote: {entitled}; present: {present}."
    ),
    "voting_opened_roll_call": (
        "A roll call on {about} is opened. Entitled to vote: {entitled}; present: {present}."
    ),
    "voting_opened_secret_uncounted": (
        "A secret voting on {about} is opened. Entitled to vote: {entitled}."
    ),
    "voting_opened_roll_call_uncounted": (
        "A roll call on {about} is opened. Entitled to vote: {entitled}."
    ),
    "voting_closed": "The voting on {about} is closed. Turnout: {turnout} of {entitled}.",
    "voting_outcome": "Outcome of the voting on {about}. {sentence}",
    "voting_annulled": "The voting on {about} is annulled. Reason: {because}",
    "resolution_adopted": "Resolution {number} ({title}) is approved.",
    "resolution_not_adopted": "Resolution {number} ({title}) is not approved.",
    "amendment_adopted": "Amendment {amendment} to resolution {number} is approved.",
    "amendment_not_adopted": "Amendment {amendment} to resolution {number} is not approved.",
    "amendment_taken_over": (
        "Amendment {amendment} to resolution {number} is taken over without a vote."
    ),
    "amendment_fallen": (
        "Amendment {amendment} to resolution {number} falls away, because amendment {to} is"
        " approved."
    ),
    "note": "{text}",
}
