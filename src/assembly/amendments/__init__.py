# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is to be changed in a text: amendments, who supports them, how conflicts were settled."""
