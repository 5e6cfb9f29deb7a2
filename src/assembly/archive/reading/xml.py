# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""XML that declares nothing, reaches nowhere and is not too deep (defusedxml)."""

import io
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from assembly.apart.rules.limits import DEEPEST_XML, Fault, unreadable


def parse_xml(data: bytes) -> Element:
    """The root. Refuses declarations of types or entities, deep nesting, and broken XML."""
    root: Element | None = None
    depth = 0
    try:
        for event, element in iterparse(io.BytesIO(data), ("start", "end"), forbid_dtd=True):
            if event == "start":
                root = element if root is None else root
                depth += 1
                if depth > DEEPEST_XML:
                    raise unreadable(Fault.NESTED_TOO_DEEP, "The file is nested too deeply.")
            else:
                depth -= 1
    except DefusedXmlException:
        message = "The file declares entities, which could make it endless."
        raise unreadable(Fault.XML_ENTITIES, message) from None
    except (ParseError, ValueError, LookupError):
        raise unreadable(Fault.BROKEN_FILE, "The XML in this file is damaged.") from None
    if root is None:
        raise unreadable(Fault.BROKEN_FILE, "The XML in this file is empty.")
    return root


def local(element: Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]
