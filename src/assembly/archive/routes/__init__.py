# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of proposals and files of history over HTTP."""

from litestar import Router

from assembly.archive.routes import of_history, of_proposals

router = Router(
    "/", route_handlers=[*of_proposals.HANDLERS, *of_history.HANDLERS], tags=["Resolutions"]
)
