# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an assembly is called, what a seat weighs, who is present, who stands in for whom. Pure."""
