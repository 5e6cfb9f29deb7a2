# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A voting opens and every phone asks what is open now: that fragment against a no-op, 50 clients.

The no-op is the cheapest route there is (`/health/live`), which looks up no token. Beside it: the
milliseconds of the web process that each costs, and the rate when another voting has just opened.
The part about the sitting is measured the same way: for who has it not yet, and for who has it so.
"""

import httpx
import psutil

from assembly.clock import now
from assembly.sittings.agenda import add_item
from assembly.sittings.ask import ask_for_floor
from assembly.sittings.begin import begin_item
from assembly.sittings.plan import Plan, plan_sitting
from assembly.sittings.preside import open_sitting
from assembly.sittings.queries import agenda_of
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.floor import Kind
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.voting.models import Voting
from benchmarks.crowd import BY, Crowd, gather_crowd, open_voting_for
from benchmarks.great_hall import listening_process
from benchmarks.load import Run, middle, request, run
from benchmarks.rig import UVICORN, Rig, say

CLIENTS = 50
SEATS = 2000
ROUNDS = 5
PATH = "/my-votings/now"
SITTING = "/my-votings/sitting"
FEW = 500
"""Phones that ask for the part about the sitting in a round."""
WAITING = 5
LIVE = request("GET", "/health/live")


async def main(rig: Rig) -> None:
    """Prints its lines."""
    crowd = await gather_crowd(rig.sessions, SEATS)
    await open_voting_for(rig.sessions, crowd)
    asked = [request("GET", PATH, token=token) for token in crowd.tokens]
    with rig.web(UVICORN) as port:
        process = listening_process(port)
        await run(port, asked[:200], CLIENTS)
        ours, theirs, spent = [], [], []
        for _ in range(ROUNDS):
            theirs.append(await run(port, [LIVE] * SEATS, CLIENTS))
            before = _seconds(process)
            ours.append(await run(port, asked, CLIENTS))
            spent.append((_seconds(process) - before) * 1000 / SEATS)
        opened: list[Voting] = []
        first = []
        for _ in range(ROUNDS):
            opened.append(await open_voting_for(rig.sessions, crowd))
            first.append(await run(port, asked, CLIENTS))
        sitting = await _sitting(port, rig, crowd)
    _line("fragments_per_second_over_noop", crowd, middle(ours), middle(theirs), sorted(spent))
    _line("fragments_per_second_after_an_opening", crowd, middle(first), middle(theirs), [])
    for word, ours_too in sitting.items():
        _line(f"sitting_fragments_per_second_{word}", crowd, ours_too, middle(theirs), [])


async def _sitting(port: int, rig: Rig, crowd: Crowd) -> dict[str, Run]:
    """The part about the sitting while an item is dealt with and five wait for the floor."""
    of, item = crowd.assembly.id, Planned(ItemKind.DEBATE, "Bus", floor_open=True)
    async with rig.sessions.begin() as session:
        row = await plan_sitting(session, crowd.assembly, Plan("Bench"), at=now(), by=BY)
        await add_item(session, of, row.number, item, at=now(), by=BY)
        await open_sitting(session, crowd.assembly, row.number, at=now(), by=BY)
        (shown,) = await agenda_of(session, row.id)
        await begin_item(session, of, row.number, shown.id, at=now(), by=BY)
        for seat in crowd.seats[-WAITING:]:
            kind = Kind.CONTRIBUTION
            await ask_for_floor(session, of, row.number, seat, kind, at=now(), by=BY)
    asked = [request("GET", SITTING, token=token) for token in crowd.tokens[:FEW]]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as phone:
        bearer = {"Authorization": f"Bearer {crowd.tokens[0]}"}
        etag = (await phone.get(SITTING, headers=bearer)).headers["etag"]
    known = [
        one.replace(b"\r\n\r\n", f"\r\nIf-None-Match: {etag}\r\n\r\n".encode()) for one in asked
    ]
    first, again = [], []
    for _ in range(ROUNDS):
        first.append(await run(port, asked, CLIENTS))
        again.append(await run(port, known, CLIENTS))
    return {"sent": middle(first), "not_modified": middle(again)}


def _line(name: str, crowd: Crowd, ours: Run, theirs: Run, spent: list[float]) -> None:
    say(
        name,
        ours.per_second,
        "1/s",
        theirs.per_second,
        ours.per_second / theirs.per_second,
        {
            "phones": len(crowd.tokens),
            "clients": CLIENTS,
            "p50_ms": round(ours.p50, 2),
            "p99_ms": round(ours.p99, 2),
            "web_cpu_ms_each": [round(one, 3) for one in spent],
            "statuses": ours.statuses,
        },
    )


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
