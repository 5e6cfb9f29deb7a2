# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sittings as a calendar (RFC 5545): the same sitting always has the same UID."""

from collections.abc import Iterable

from icalendar import STATUS, Calendar, Event

from assembly.assemblies.models import Assembly
from assembly.sittings.queries import SittingView
from assembly.sittings.rules.lifecycle import State

PRODUCER = "-//Assembly//Sittings//EN"


def write_calendar(assembly: Assembly, sittings: Iterable[SittingView], site: str) -> bytes:
    """Every one of them that has an hour. The same sittings always give the same bytes.

    SEQUENCE is the revision, which only rises; one that is cancelled says so and stays.
    """
    page = f"{site}/assemblies/{assembly.slug}"
    events = [_event(view, page) for view in sittings if view.planned_for or view.opened_at]
    calendar = Calendar.new(
        name=assembly.name, prodid=PRODUCER, language=assembly.language, subcomponents=events
    )
    calendar.pop("UID", None)  # drawn anew at each writing
    written: bytes = calendar.to_ical()
    return written


def _event(view: SittingView, page: str) -> Event:
    """As planned; one that was held without a plan is when it was held."""
    planned = view.planned_for is not None
    return Event.new(
        uid=str(view.id),
        stamp=view.changed_at,
        last_modified=view.changed_at,
        created=view.planned_at,
        sequence=view.revision,
        start=view.planned_for if planned else view.opened_at,
        end=view.planned_until if planned else view.closed_at,
        status=STATUS.CANCELLED if view.state is State.CANCELLED else STATUS.CONFIRMED,
        summary=view.title,
        location=view.place,
        url=page,
    )
