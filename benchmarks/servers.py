# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Uvicorn against granian, serving this application (docs/decisions/0013)."""

import json

from benchmarks.load import Run, request, run
from benchmarks.rig import GRANIAN, UVICORN, Rig

PATHS = {"noop": "/health/live", "list": "/api/v1/assemblies/caruna-2025/resolutions"}
ROUNDS = 3


async def main(rig: Rig) -> None:
    """Prints one line a path and number of clients: uvicorn's figure over granian's."""
    with rig.web(UVICORN) as uvicorn, rig.web(GRANIAN) as granian:
        for name, path in PATHS.items():
            for clients in (1, 50):
                count = (400 if clients == 1 else 3000) // (1 if name == "noop" else 10)
                wanted = [request("GET", path)] * count
                ours: list[Run] = []
                theirs: list[Run] = []
                for _ in range(ROUNDS):
                    theirs.append(await run(granian, wanted, clients))
                    ours.append(await run(uvicorn, wanted, clients))
                ours.sort(key=lambda one: one.per_second)
                theirs.sort(key=lambda one: one.per_second)
                mine, other = ours[ROUNDS // 2], theirs[ROUNDS // 2]
                print(
                    json.dumps(
                        {
                            "name": f"uvicorn_{name}_{clients}",
                            "value": round(mine.per_second, 1),
                            "unit": "1/s",
                            "baseline": round(other.per_second, 1),
                            "ratio": round(mine.per_second / other.per_second, 3),
                            "detail": {
                                "what": f"uvicorn ÷ granian, GET {path}, {clients} clients",
                                "p50_ms": round(mine.p50, 2),
                                "baseline_p50_ms": round(other.p50, 2),
                                "p99_ms": round(mine.p99, 2),
                                "baseline_p99_ms": round(other.p99, 2),
                                "statuses": {**mine.statuses, **other.statuses},
                            },
                        }
                    )
                )
