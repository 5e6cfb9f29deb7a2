# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an election costs: 10,000 ballots, hardly two of them equal, over 20 options."""

import json
from collections.abc import Callable
from time import perf_counter
from typing import Any

from assembly.voting.rules.methods.elect import elect
from assembly.voting.rules.methods.majority_judgment import GRADES
from assembly.voting.rules.methods.tie import lot_order
from benchmarks.rig import Rig

BALLOTS = 10_000
IDS = tuple(f"option-{place}" for place in range(20))
SEATS = {"stv": 7}

Order = tuple[str, ...]
MAKE: dict[str, Callable[[Order], Any]] = {
    "single_choice": lambda order: order[0],
    "approval": lambda order: order[:6],
    "score": lambda order: {id_: place % 6 for place, id_ in enumerate(order[:14])},
    "majority_judgment": lambda order: {id_: GRADES[place % 6] for place, id_ in enumerate(order)},
    "instant_runoff": lambda order: order[:10],
    "schulze": lambda order: [order[:2], *order[2:16]],
    "stv": lambda order: order,
}


async def main(_rig: Rig) -> None:
    """Prints its lines: seconds from JSON to the record."""
    orders = [lot_order(str(place), IDS) for place in range(BALLOTS)]
    for method, ballot in MAKE.items():
        told = {
            "method": method,
            "options": [{"id": id_} for id_ in IDS],
            "seats": SEATS.get(method, 1),
            "roll_digest": "0" * 64,
            "ballots": [{"ballot": ballot(order)} for order in orders],
        }
        data = json.dumps(told).encode()
        began = perf_counter()
        stages = len(elect(data)["stages"])
        seconds = round(perf_counter() - began, 3)
        detail = {"ballots": BALLOTS, "options": len(IDS), "stages": stages}
        print(
            json.dumps({"name": f"elect {method}", "value": seconds, "unit": "s", "detail": detail})
        )
