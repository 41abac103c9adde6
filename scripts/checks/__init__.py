# SPDX-License-Identifier: GPL-2.0
"""What make test checks without a kernel that runs."""
