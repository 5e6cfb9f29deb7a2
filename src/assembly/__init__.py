# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house: nouns are pure, verbs act, edges translate.

Each room (`identity`, `assemblies`, `resolutions`, `voting`, `publication`, `archive`, `audit`)
keeps its rules of procedure in `rules/` (values in, values out, no I/O), one file for each thing
an assembly does, and the same four edges: `models` (tables), `queries` (reads), `schemas` (wire
shapes), `routes` (HTTP). `web` serves the pages, `api` the common HTTP parts; `doorbell` is the
only writer to Redis. CONTRIBUTING.md draws the directions between them.
"""

__version__ = "0.1.0"
