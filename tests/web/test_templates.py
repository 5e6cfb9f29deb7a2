# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a template takes from another one is there: else one learns of it only on that page."""

import re

import pytest

from assembly.web.catalogues import FOLDER

TEMPLATES = sorted((FOLDER.parent / "templates").glob("*.html"))
TAKEN = re.compile(r'{%-? *from "([^"]+)" import (.+?)(?: with context)? *-?%}')
MADE = re.compile(r"{%-? *(?:macro|set) (\w+)")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_what_a_template_takes_from_another_is_there(template):
    for source, names in TAKEN.findall(template.read_text(encoding="utf-8")):
        made = set(MADE.findall(template.with_name(source).read_text(encoding="utf-8")))
        assert {name.strip().partition(" as ")[0] for name in names.split(",")} <= made
