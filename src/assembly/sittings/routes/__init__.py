# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sittings over HTTP: the meeting, its agenda, the floor, calendars. Minutes: `publication`."""

from litestar import Router

from assembly.sittings.routes import calendars, items, leading, meeting, planning, speaking

router = Router(
    "/",
    route_handlers=[
        *planning.HANDLERS,
        *meeting.HANDLERS,
        *items.HANDLERS,
        *speaking.HANDLERS,
        *leading.HANDLERS,
        *calendars.HANDLERS,
    ],
    tags=["Sittings"],
)
