# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Give a proxy, end it, and say how many one seat may hold. Frozen rolls stay as they are."""

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly, Proxy, Seat
from assembly.assemblies.queries import lock_seats
from assembly.assemblies.rules.presence import begins_at
from assembly.assemblies.rules.representing import (
    require_no_chain,
    require_room,
    require_sound_limit,
    require_two,
)
from assembly.audit.record import record_act


async def give_proxy(
    session: AsyncSession,
    assembly: Assembly,
    giver_number: int,
    holder_number: int,
    *,
    at: datetime,
    by: str,
) -> None:
    """The holder stands in for the giver, and nobody else does: a former proxy has ended.

    Giving the same again changes and records nothing. Refuses a seat for itself (`InvalidRequest`),
    a seat nobody has (`SeatNotFound`), a giver who holds a proxy or a holder who gave one
    (`ProxyChain`), and a holder who stands in for as many as the assembly allows now
    (`ProxyLimitReached`). Locks both seats FOR UPDATE in the order of ids, then the assembly FOR
    SHARE, so that no two acts build a chain or pass the limit between them.
    """
    require_two(giver_number, holder_number)
    seats = await lock_seats(session, assembly.id, (giver_number, holder_number))
    by_number = {seat.number: seat for seat in seats}
    giver, holder = by_number[giver_number], by_number[holder_number]
    last = (
        await session.execute(
            select(Proxy.given_at, Proxy.ended_at, Proxy.holder_id)
            .where(Proxy.giver_id == giver.id)
            .order_by(Proxy.given_at.desc())
            .limit(1)
        )
    ).one_or_none()
    if last is not None and last.ended_at is None and last.holder_id == holder.id:
        return
    await _require_possible(session, assembly, giver, holder)
    began: tuple[datetime, datetime | None] | None = None
    if last is not None:
        began = (last.given_at, last.ended_at)
        if last.ended_at is None:
            await _end(session, giver, at)
    await session.execute(
        insert(Proxy).values(
            giver_id=giver.id,
            holder_id=holder.id,
            assembly_id=assembly.id,
            given_at=begins_at(at, began),
        )
    )
    _note(session, "give_proxy", assembly, giver_number, at=at, by=by, holder=holder_number)


async def end_proxy(
    session: AsyncSession, assembly: Assembly, giver_number: int, *, at: datetime, by: str
) -> None:
    """Nobody stands in for the giver. Doing it again changes and records nothing.

    Refuses a seat nobody has (`SeatNotFound`). Locks the giver's seat FOR UPDATE.
    """
    (giver,) = await lock_seats(session, assembly.id, (giver_number,))
    if await _end(session, giver, at):
        _note(session, "end_proxy", assembly, giver_number, at=at, by=by)


async def limit_proxies(
    session: AsyncSession, assembly: Assembly, limit: int, *, at: datetime, by: str
) -> Assembly:
    """From now on a seat may hold so many proxies; those that were given stay in force.

    The same again changes and records nothing. Refuses a limit that cannot be (`InvalidRequest`).
    Locks the assembly's row FOR UPDATE.
    """
    require_sound_limit(limit)
    locked = (
        await session.scalars(
            select(Assembly)
            .where(Assembly.id == assembly.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one()
    if locked.proxies_per_holder != limit:
        before, locked.proxies_per_holder = locked.proxies_per_holder, limit
        record_act(
            session,
            "limit_proxies",
            at=at,
            by=by,
            subject=f"assembly:{assembly.slug}",
            assembly_id=assembly.id,
            before=before,
            after=limit,
        )
    return locked


async def _require_possible(
    session: AsyncSession, assembly: Assembly, giver: Seat, holder: Seat
) -> None:
    in_force = Proxy.ended_at.is_(None)
    holds = select(func.count()).select_from(Proxy).where(in_force)
    gave_to = await session.scalar(
        select(Seat.number)
        .join(Proxy, Proxy.holder_id == Seat.id)
        .where(in_force, Proxy.giver_id == holder.id)
    )
    require_no_chain(
        giver.number,
        holder.number,
        giver_holds=await session.scalar(holds.where(Proxy.holder_id == giver.id)) or 0,
        holder_gave_to=gave_to,
    )
    held = await session.scalar(holds.where(Proxy.holder_id == holder.id)) or 0
    limit = await session.scalars(
        select(Assembly.proxies_per_holder)
        .where(Assembly.id == assembly.id)
        .with_for_update(read=True)
    )
    require_room(holder.number, held, limit.one())


async def _end(session: AsyncSession, giver: Seat, at: datetime) -> bool:
    ended = await session.scalars(
        update(Proxy)
        .where(Proxy.giver_id == giver.id, Proxy.ended_at.is_(None))
        .values(ended_at=func.greatest(at, Proxy.given_at))
        .returning(Proxy.giver_id)
        .execution_options(synchronize_session=False)
    )
    return bool(ended.all())


def _note(
    session: AsyncSession,
    act: str,
    assembly: Assembly,
    giver: int,
    *,
    at: datetime,
    by: str,
    **facts: object,
) -> None:
    record_act(
        session, act, at=at, by=by, subject=f"seat:{giver}", assembly_id=assembly.id, **facts
    )
