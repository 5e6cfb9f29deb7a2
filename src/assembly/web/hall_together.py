# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Choose, confirm and cast for all whom one represents, on one form with one receipt page.

Each is a ballot of its own; who is left out has none yet. Nothing kept says that they came
together.
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.params import FromPath

from assembly.api.dependencies import Sessions
from assembly.assemblies.rules.representing import MOST_PROXIES
from assembly.errors import NotEntitled
from assembly.identity.guard import Acting, signed_in
from assembly.voting.dependencies import CastingBooth
from assembly.voting.queries import require_voting
from assembly.voting.rules.ballot import read_choice
from assembly.voting.rules.receipt import Receipt
from assembly.voting.together import Wanted
from assembly.web.ballots import with_choices
from assembly.web.hall import not_ours, open_to, show_votings, shown_to
from assembly.web.me import me_here
from assembly.web.rendering import PERSONAL, render
from assembly.web.texts import PROBLEMS, Problem

_FIELD = re.compile(r"tracker-([1-9][0-9]{0,5})")

FilledIn = dict[int, tuple[str, UUID]]
"""Choice and tracker by the number of the seat; the choice is empty where none was made."""


@dataclass(frozen=True, slots=True)
class BallotTold:
    """What became of one ballot: in the box now, in the box before, or why it is not."""

    number: int
    name: str
    tracker: str
    repeated: bool
    problem: Problem | None


@post("/votings/{voting_id:uuid}/choices", status_code=200, guards=[signed_in])
async def confirm_together(
    request: Request[Any, Any, Any], voting_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """All choices repeated, to be confirmed once; or the form again, as it was filled in."""
    form = await request.form()
    filled_in = _filled_in(form)
    async with sessions.begin() as session:
        me, voting = await open_to(session, request, voting_id, actor)
    if not filled_in.keys() <= {person.number for person in voting.people}:
        raise NotEntitled("You do not cast for this seat in this voting.")
    every = str(form.get("all") or "")
    able = {person.number for person in voting.people if person.may_choose}
    chosen = {
        number: (choice if number in able else "", tracker)
        for number, (word, tracker) in filled_in.items()
        if (choice := every or word) == "" or read_choice(choice, voting.choices)
    }
    shown = with_choices(voting, chosen)
    if "again" in form or not any(person.choice for person in shown.people):
        return show_votings(request, me, shown, nothing_chosen="again" not in form)
    return render(
        request,
        "confirm_together.html",
        headers=PERSONAL,
        home="/my-votings",
        assembly=me.assembly,
        seat=me,
        voting=shown,
    )


@post("/votings/{voting_id:uuid}/ballots", status_code=200, guards=[signed_in])
async def cast_for_all(
    request: Request[Any, Any, Any],
    voting_id: FromPath[UUID],
    sessions: Sessions,
    booth: CastingBooth,
) -> Response[Any]:
    """Every ballot with its receipt, or why it has none. Sent again, the same receipts."""
    filled_in = _filled_in(await request.form())
    wanted = [
        Wanted(number, tracker, choice) for number, (choice, tracker) in filled_in.items() if choice
    ]
    seat_id, _ = await booth.require_seat(voting_id)
    if not wanted:
        raise not_ours()
    told = await booth.cast_together(voting_id, wanted)
    async with sessions.begin() as session:
        voting = await require_voting(session, voting_id)
        me = await me_here(session, booth.actor)
        shown = await shown_to(session, voting, request, seat_id)
    names = {person.number: person.name for person in shown.people}
    return render(
        request,
        "receipts.html",
        headers=PERSONAL,
        home="/my-votings",
        assembly=me.assembly,
        seat=me,
        voting=shown,
        ballots=[
            BallotTold(
                number,
                names.get(number, f"Seat {number}"),
                str(answer.tracker) if isinstance(answer, Receipt) else "",
                isinstance(answer, Receipt) and answer.repeated,
                None if isinstance(answer, Receipt) else PROBLEMS[answer.slug],
            )
            for number, answer in told
        ],
    )


def _filled_in(form: Any) -> FilledIn:
    """What the form says of each seat, or `InvalidRequest`."""
    filled_in: FilledIn = {}
    for name in form:
        found = _FIELD.fullmatch(name)
        if found is None:
            continue
        try:
            tracker = UUID(str(form.get(name)))
        except ValueError:
            raise not_ours() from None
        filled_in[int(found[1])] = (str(form.get(f"choice-{found[1]}") or ""), tracker)
    if not 0 < len(filled_in) <= MOST_PROXIES + 1:
        raise not_ours()
    return filled_in


router = Router("/", route_handlers=[confirm_together, cast_for_all], include_in_schema=False)
