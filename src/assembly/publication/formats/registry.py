# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every format by its name: what it is called on the wire, and what it can hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assembly.publication.formats.akoma_ntoso import akoma_ntoso
from assembly.publication.formats.besluit import DecisionGraph, decision_document
from assembly.publication.formats.csv_table import CsvTable
from assembly.publication.formats.docx_document import docx_booklet, docx_of_one
from assembly.publication.formats.json_document import JsonDocument, document_of, dumps
from assembly.publication.formats.pdf import pdf_booklet, pdf_of_one
from assembly.publication.formats.popolo import PopoloDocument, motion_document
from assembly.publication.formats.schema_org import schema_document
from assembly.publication.formats.told import MOST
from assembly.publication.formats.value import PublicResolution
from assembly.publication.formats.writer import Make, written
from assembly.publication.formats.xlsx import MOST_ROWS, Workbook

JSON = "application/json"
JSON_LD = "application/ld+json"


class Scope(StrEnum):
    """What one file holds: a resolution, an assembly's, or those of all assemblies."""

    ONE = "resolution"
    ASSEMBLY = "assembly"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `key` is its name in addresses, `label` the name people know it by.

    `one` makes a file of a resolution, `many` begins one of an assembly, or of all where it is
    `everywhere`. `most` is how many fit; `streams` says that it never holds more than a part.
    `asked` says that it is what an Accept with this media type means, `whole` that it carries all
    that is published, so that it can be brought in elsewhere.
    """

    key: str
    label: str
    media_type: str
    extension: str
    one: Callable[[PublicResolution], bytes] | None
    many: Make | None
    everywhere: bool = True
    most: int | None = None
    streams: bool = True
    asked: bool = True
    whole: bool = False

    def holds(self, scope: Scope) -> bool:
        """Whether there is a file of this scope."""
        if scope is Scope.ONE:
            return self.one is not None
        return self.many is not None and (scope is Scope.ASSEMBLY or self.everywhere)


def _alone(make: Make) -> Callable[[PublicResolution], bytes]:
    """A file for many that holds one."""
    return lambda one: b"".join(written(make(one.assembly, one.api), [[one]]))


FORMATS: Mapping[str, Format] = {
    one.key: one
    for one in (
        Format(
            "json",
            "JSON",
            JSON,
            "json",
            lambda one: (dumps(document_of(one)) + "\n").encode(),
            JsonDocument,
            asked=False,
            whole=True,
        ),
        Format("csv", "CSV", "text/csv", "csv", _alone(CsvTable), CsvTable),
        Format(
            "xlsx",
            "Excel (XLSX)",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            _alone(Workbook),
            Workbook,
            most=MOST_ROWS - 1,
        ),
        Format(
            "jsonld",
            "JSON-LD (OSLO Besluit Publicatie)",
            JSON_LD,
            "jsonld",
            decision_document,
            DecisionGraph,
        ),
        Format(
            "schema-org",
            "JSON-LD (schema.org)",
            JSON_LD,
            "schema.jsonld",
            schema_document,
            None,
            asked=False,
        ),
        Format(
            "popolo",
            "Popolo (JSON)",
            JSON,
            "popolo.json",
            motion_document,
            PopoloDocument,
            asked=False,
        ),
        Format(
            "pdf",
            "PDF",
            "application/pdf",
            "pdf",
            pdf_of_one,
            pdf_booklet,
            everywhere=False,
            most=MOST,
            streams=False,
        ),
        Format(
            "docx",
            "Word (DOCX)",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            docx_of_one,
            docx_booklet,
            everywhere=False,
            most=MOST,
            streams=False,
        ),
        Format("akn", "Akoma Ntoso (XML)", "application/akn+xml", "akn.xml", akoma_ntoso, None),
    )
}


def formats_of(scope: Scope) -> list[Format]:
    """Those that there is a file of, in the order of the table."""
    return [one for one in FORMATS.values() if one.holds(scope)]
