# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole sitting against a running server, over HTTP only, with every promise checked.

The rehearsal is a stranger to the server: it knows addresses and wire shapes, and recomputes what
was published with the pure rules. It marks what it founds as a rehearsal.
"""

from assembly.rehearsal.course import rehearse
from assembly.rehearsal.report import Report, Row, Timing, show
from assembly.rehearsal.wire import RehearsalStopped

__all__ = ["RehearsalStopped", "Report", "Row", "Timing", "rehearse", "show"]
