# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One file a measured promise; `make bench` prints JSON lines, ratios within one run."""
