# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/formats.md tells of every format and every column as they are."""

import re
from pathlib import Path

import pytest

from assembly.publication.formats.registry import FORMATS, Scope
from assembly.publication.formats.rows import HEADER

LINE = r"^\| `([a-z-]+)` \| (yes|no) \| (yes|no) \| (yes|no) \| `([^`]+)` \|"


@pytest.fixture(scope="module")
def page(project: Path) -> str:
    return (project / "docs" / "formats.md").read_text("utf-8")


def test_the_table_has_every_format_with_its_scopes_and_media_type(page):
    told = {row[0]: row[1:] for row in re.findall(LINE, page, re.MULTILINE)}
    there = {
        form.key: (
            *("yes" if form.holds(scope) else "no" for scope in Scope),
            form.media_type,
        )
        for form in FORMATS.values()
    }
    assert told == there


def test_the_table_of_columns_has_every_column_in_its_order(page):
    part = page.partition("## CSV and XLSX")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]+) \|", part, re.MULTILINE)
    assert tuple(name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)) == HEADER
