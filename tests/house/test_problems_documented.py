# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/problems.md explains every refusal, and no other, with its status and what to do."""

import re
from pathlib import Path

import pytest

from assembly.apart.rules import limits
from assembly.api.problems import status_of
from assembly.archive.rules.blocks import Code
from assembly.archive.rules.questions import Ask
from assembly.archive.rules.source import Fault, Sign
from assembly.errors import Refusal, all_refusals
from assembly.web.texts import HISTORY_ASKS, IMPORT_DOUBTS, IMPORT_FAULTS

SECTION = re.compile(
    r"^## (?P<slug>[a-z-]+)\n\nStatus \*\*(?P<status>\d{3})\*\*\. When: (?P<when>[^#]+?)\n\n"
    r"Do: (?P<what_to_do>[^#]+?)\n(?=\n#|\Z)",
    re.MULTILINE,
)
REFUSALS = {refusal.slug: refusal for refusal in all_refusals()}


def sections(project: Path) -> dict[str, re.Match[str]]:
    text = (project / "docs/problems.md").read_text(encoding="utf-8")
    return {match["slug"]: match for match in SECTION.finditer(text)}


def test_every_refusal_is_explained_and_nothing_else(project: Path) -> None:
    text = (project / "docs/problems.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert sorted(headings) == sorted(REFUSALS)


def test_every_explanation_has_its_three_parts(project: Path) -> None:
    assert sorted(sections(project)) == sorted(REFUSALS)


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_the_status_is_the_one_that_is_sent(project: Path, refusal: type[Refusal]) -> None:
    assert int(sections(project)[refusal.slug]["status"]) == status_of(refusal)


def test_the_names_in_the_text_are_names_of_refusals(project: Path) -> None:
    text = (project / "docs/problems.md").read_text(encoding="utf-8")
    for slug in re.findall(r"/problems/([a-z-]+)", text):
        assert slug in REFUSALS


def test_every_complaint_and_note_about_a_source_is_explained(project: Path) -> None:
    text = (project / "docs/archive-import.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)
    told = (*Fault, *Sign, *Ask)
    assert listed == [one.value for one in told]
    assert [*HISTORY_ASKS] == [ask.value for ask in Ask]


def test_every_refusal_and_doubt_about_a_document_of_proposals_is_explained(project: Path) -> None:
    text = (project / "docs/proposal-import.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)
    assert listed == [*(fault.value for fault in limits.Fault), *(code.value for code in Code)]
    assert [*IMPORT_FAULTS] == [fault.value for fault in limits.Fault]
    assert [*IMPORT_DOUBTS] == [code.value for code in Code]
