# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words inside XML: escaped, and without the characters that XML 1.0 cannot hold."""

import re
from xml.sax.saxutils import escape  # it writes, and reads nothing

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTES = {'"': "&quot;"}


def xml(text: str) -> str:
    """Fit to stand between tags and inside double quotes. What XML cannot hold becomes U+FFFD."""
    return escape(writable(text), _QUOTES)


def writable(text: str) -> str:
    """The text with U+FFFD for what XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)
