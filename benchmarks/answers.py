# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page, a list and a ballot cost, against a no-op of the same server in the same run."""

import json
from functools import partial
from uuid import uuid4

from benchmarks.load import Run, compare, request
from benchmarks.rig import UVICORN, Rig, open_hall

LIVE = request("GET", "/health/live")
CLIENTS = 50
READS = 2000
SEATS = 1000
ROUNDS = 3


def line(name: str, ours: Run, theirs: Run, detail: str) -> str:
    """One JSON object, as the contract has it."""
    return json.dumps(
        {
            "name": name,
            "value": round(ours.per_second, 1),
            "unit": "1/s",
            "baseline": round(theirs.per_second, 1),
            "ratio": round(ours.per_second / theirs.per_second, 3),
            "detail": {
                "what": detail,
                "p50_ms": round(ours.p50, 2),
                "p99_ms": round(ours.p99, 2),
                "baseline_p50_ms": round(theirs.p50, 2),
                "statuses": {str(status): count for status, count in ours.statuses.items()},
            },
        }
    )


def reading(path: str, _round: int) -> list[bytes]:
    """The same reading, again and again."""
    return [request("GET", path)] * (READS // 4)


async def main(rig: Rig) -> None:
    """Prints its lines."""
    tokens, votings = await open_hall(rig.sessions, SEATS, ROUNDS)

    def ballots(number: int) -> list[bytes]:
        return [
            request(
                "POST",
                f"/api/v1/votings/{votings[number]}/ballots",
                token=token,
                body=json.dumps({"choice": "yes", "tracker": str(uuid4())}).encode(),
            )
            for token in tokens
        ]

    reads = {
        "list_of_44_json": "/api/v1/assemblies/caruna-2025/resolutions",
        "list_of_44_page": "/assemblies/caruna-2025/resolutions",
        "resolution_page": "/assemblies/caruna-2025/resolutions/19",
    }
    with rig.web(UVICORN) as port:
        for name, path in reads.items():
            ours, theirs = await compare(
                port,
                partial(reading, path),
                lambda _: [LIVE] * READS,
                clients=CLIENTS,
                rounds=ROUNDS,
            )
            print(line(name, ours, theirs, f"GET {path} ÷ GET /health/live, {CLIENTS} clients"))
        ours, theirs = await compare(
            port, ballots, lambda _: [LIVE] * READS, clients=CLIENTS, rounds=ROUNDS
        )
        print(
            line("ballots", ours, theirs, f"durable ballots ÷ GET /health/live, {CLIENTS} clients")
        )
