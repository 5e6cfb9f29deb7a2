# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m assembly` is `assembly`."""

from assembly.cli import main

if __name__ == "__main__":
    main()
