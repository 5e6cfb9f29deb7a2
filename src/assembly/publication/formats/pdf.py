# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""PDF for everybody and for ever: tagged after PDF/UA-1, kept after PDF/A-2a. Set by Typst.

Typst refuses to write a file that breaks either standard. The same resolutions always give the same
bytes: the only date in a file is the day of its latest outcome.
"""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache, partial
from pathlib import Path

import typst

from assembly.errors import Unexpected
from assembly.inviting.cards import FONTS, load_fonts
from assembly.publication.formats.told import cover_of, tell
from assembly.publication.formats.value import PublicAssembly, PublicResolution
from assembly.publication.formats.writer import Booklet

TEMPLATE = Path(__file__).with_name("booklet.typ")


def set_pdf(resolutions: Sequence[PublicResolution], *, many: bool) -> bytes:
    """The file. It takes a while: never on the event loop."""
    cover = cover_of(resolutions)
    day = cover.changed_on
    about = asdict(cover) | {"date": [day.year, day.month, day.day], "changed_on": None}
    data = {"cover": about, "many": many, "items": [asdict(tell(one)) for one in resolutions]}
    words = "".join(_shown(sign) for sign in json.dumps(data, ensure_ascii=False))
    made = typst.Compiler(TEMPLATE, font_paths=_fonts(), ignore_system_fonts=True).compile(
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        sys_inputs={"data": words},
        timestamp=datetime.combine(day, time(), UTC),
    )
    if not isinstance(made, bytes):
        raise Unexpected("The document was not set.")
    return made


@cache
def _shown(sign: str) -> str:
    """The sign; where the fonts have none for it, its number, so that nothing is missing unseen."""
    if ord(sign) in load_fonts() or sign in " \n":
        return sign
    return "" if unicodedata.category(sign) == "Cf" else f"[U+{ord(sign):04X}]"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def pdf_of_one(resolution: PublicResolution) -> bytes:
    """One resolution."""
    return set_pdf([resolution], many=False)


def pdf_booklet(_assembly: PublicAssembly | None, _at: str) -> Booklet:
    """The resolutions of an assembly."""
    return Booklet(partial(set_pdf, many=True))
