# SPDX-License-Identifier: GPL-2.0
"""The series and kernel trees: what a tree needs, put it in, take it out, export it."""
