# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How fast it went. Pure."""

from collections.abc import Sequence
from math import ceil

from assembly.rehearsal.ledger import Ledger
from assembly.rehearsal.report import Timing


def timings_of(
    ledgers: Sequence[Ledger], signed_in: int, signing_in: float, whole: float, asked_again: int
) -> tuple[Timing, ...]:
    """Rates and waits over all votings; what could not be measured is left out.

    `ballots` counts electors with a receipt, not the deliberate repeats that came with them. A cast
    lasts from the first sending to the receipt, waiting for a busy server included.
    """
    timings = [Timing("sign-ins", signed_in / max(signing_in, 1e-9), "/s")]
    casting = sum(ledger.casting_seconds for ledger in ledgers)
    ballots = sum(ledger.cast_meanwhile for ledger in ledgers)
    if casting:
        timings.append(Timing("ballots", ballots / casting, "/s"))
    seconds = sorted(second for ledger in ledgers for second in ledger.seconds)
    if seconds:
        timings += [
            Timing("a cast, p50", percentile(seconds, 50) * 1000, "ms"),
            Timing("a cast, p99", percentile(seconds, 99) * 1000, "ms"),
        ]
    for heard in (ledger.phones for ledger in ledgers if ledger.phones is not None):
        timings += [
            Timing("phones: all listen, signed in before", heard.joining, "s"),
            Timing("phones: opening asked for → the last looks", heard.last_heard, "s"),
            Timing("phones: opening asked for → the last receipt", heard.last_cast, "s"),
        ]
    waits = [ledger.published_after for ledger in ledgers if ledger.published_after is not None]
    if waits:
        timings.append(Timing("closing → published, longest", max(waits), "s"))
    return (
        *timings,
        Timing("asked again, the server being busy or away", asked_again, "times"),
        Timing("the whole rehearsal", whole, "s"),
    )


def percentile(ascending: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile: the smallest value with `percent` of all at or below it."""
    return ascending[ceil(len(ascending) * percent / 100) - 1]
