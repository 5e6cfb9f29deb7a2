# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page offers to other programs: files to download, and the facts in the page itself."""

from typing import Any

from markupsafe import Markup

from assembly.archive.queries import SourceView
from assembly.assemblies.models import Assembly
from assembly.publication.formats.besluit import graph_of
from assembly.publication.formats.graph import rdfa
from assembly.publication.formats.registry import Scope, formats_of
from assembly.publication.queries import Decision, Totals
from assembly.publication.released import among, public_assembly, public_resolution

File = tuple[str, str, str]
"""What people call it, its media type, its address."""


def reuse_of(
    decision: Decision, assembly: Assembly, source: SourceView | None, site: str
) -> dict[str, Any]:
    """The files of a resolution, and its facts as RDFa; nothing before its outcome is published."""
    if decision.outcome is None or assembly.is_rehearsal:
        return {"files": [], "linked": ""}
    value = public_resolution(decision, public_assembly(assembly, site), source)
    here = f"/api/v1/assemblies/{assembly.slug}/resolutions/{value.number}/export"
    return {
        "files": _files(here, Scope.ONE),
        "linked": Markup(rdfa(graph_of(value))),  # noqa: S704 - made of escaped parts
    }


def files_of(assembly: Assembly, totals: Totals) -> list[File]:
    """The files of an assembly; none while they would be empty."""
    if assembly.is_rehearsal or not among(totals, None):
        return []
    return _files(f"/api/v1/assemblies/{assembly.slug}/export", Scope.ASSEMBLY)


def _files(here: str, scope: Scope) -> list[File]:
    return [(one.label, one.media_type, f"{here}/{one.key}") for one in formats_of(scope)]
