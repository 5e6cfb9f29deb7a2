# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is followed, how links prove themselves, and the words of the mails. No I/O."""
