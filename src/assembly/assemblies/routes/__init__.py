# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Assemblies over HTTP: founding, seats, lists of people, the room and who stands in for whom."""

from litestar import Router

from assembly.assemblies.routes import check_ins, founding, lists, room, seats, substitutes

router = Router(
    "/",
    route_handlers=[
        *founding.HANDLERS,
        *seats.HANDLERS,
        *lists.HANDLERS,
        *substitutes.HANDLERS,
        *room.HANDLERS,
        *check_ins.HANDLERS,
    ],
    tags=["Assemblies"],
)
