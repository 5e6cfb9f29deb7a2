# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Elections with their whole record, written down: what a release decided, the next one decides.

Each file under `methods` names its source and holds what goes into `assembly elect` and what comes
out. A change of the record is a change of the rule, or of the format: it is made on purpose, with
`.venv/bin/python -m tests.golden`, read in the difference, and named in the changelog.
"""

import json
from pathlib import Path
from typing import Any

from assembly.voting.rules.methods.elect import elect

FOLDER = Path(__file__).parent / "methods"


def golden_files() -> list[Path]:
    return sorted(FOLDER.glob("*.json"))


def with_record(told: dict[str, Any]) -> str:
    """The file as it should be: source, input, and the record of today's code."""
    record = elect(json.dumps(told["input"]).encode())
    whole = {"source": told["source"], "input": told["input"], "record": record}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
