# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Assemblies over HTTP: founding, seats and who sits there, the room and who stands in for whom."""

from litestar import Router

from assembly.assemblies.routes import founding, room, seats

router = Router(
    "/", route_handlers=[*founding.HANDLERS, *seats.HANDLERS, *room.HANDLERS], tags=["Assemblies"]
)
