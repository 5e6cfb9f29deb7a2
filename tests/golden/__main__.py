# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write every record anew, on purpose."""

import json

from tests.golden import golden_files, with_record

for path in golden_files():
    path.write_text(with_record(json.loads(path.read_text("utf-8"))), "utf-8")
