# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The day of a correction is the day where the assembly sits, on paper as in a feed."""

from datetime import UTC, date, datetime

from assembly.publication.formats.told import tell
from assembly.publication.formats.value import Correction, PublicAssembly, PublicResolution
from assembly.publication.formats.words import correction_words
from assembly.resolutions.rules.outcome import Outcome

LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
"""Half past midnight in Brussels."""


def corrected(zone: str) -> PublicResolution:
    return PublicResolution(
        assembly=PublicAssembly("https://a.example", "a", "A", "nl", zone, None, imported=False),
        id="r",
        number=1,
        title="Zorg",
        title_derived=False,
        language="nl",
        version=1,
        digest="0" * 64,
        provisions=(),
        outcome=Outcome.ADOPTED,
        published_at=LATE,
        voting=None,
        source=None,
        correction=Correction(2, LATE, "Een tikfout.", None, None, None),
    )


def test_a_correction_after_midnight_is_of_the_next_day_in_every_form():
    one = corrected("Europe/Brussels")
    assert one.corrected_on == date(2026, 11, 24)
    assert "2026-11-24" in (correction_words(one) or "")
    assert "24 november 2026: Een tikfout." in dict(tell(one).facts).values()


def test_elsewhere_it_is_still_the_day_before():
    one = corrected("America/New_York")
    assert "2026-11-23" in (correction_words(one) or "")
    assert "23 november 2026: Een tikfout." in dict(tell(one).facts).values()
