"""Every row of the fault matrix has a test that carries its name: `test_R3_R4_...` is of the rows R3 and R4.

Rows by letter: T transport, Z compression and size, C charsets, H hostile documents, S scope and redirects, R robots.txt
and politeness, X traps and block pages, K crash and operation, E exports, browse page and search. A rows must hold before
any unattended use, B rows before 1.0, C rows are welcome. SECURITY.md says what they ask.
"""

import re
from pathlib import Path

ROWS = """
A T1 T2 T3 T4 T5 Z1 Z2 Z3 Z7 C1 C2 C3 H1 H2 H5 H7 H10 S1 S2 S3 S4 S5 S6 S12 R1 R2 R3 R4 R9 R11 R12 R13 R14 R15
A X1 X2 X3 X4 X5 X6 X7 K1 K2 K3 K4 K5 K6 K7 K8 K9 K11 K12 K14 E1 E2 E3 E4 E5 E6 E7 E8
B T6 T7 T8 T11 T12 T13 Z4 Z5 C4 C5 C6 C7 H3 H4 H6 H8 H9 S7 S8 S9 S10 S11 R5 R6 R7 R8 R10 R16 R17 X8
B K10 K13 K15 K16 K17 E9 E10 E11 E12
C T9 T10 T14 Z6 C8 X9 K18
"""
_NAMED = re.compile(r"^(?:async )?def test_((?:[A-Z]\d+_)+)", re.MULTILINE)


def rows(priorities: str) -> list[str]:
    """The rows of these priorities, in order."""
    lines = [line.split() for line in ROWS.strip().splitlines()]
    return [row for priority, *named in lines if priority in priorities for row in named]


def named_rows() -> set[str]:
    """The rows that names of tests begin with."""
    texts = (path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    return {row for text in texts for names in _NAMED.findall(text) for row in names.split("_") if row}


def test_there_are_107_rows_each_once():
    assert len(set(rows("ABC"))) == len(rows("ABC")) == 107


def test_every_row_that_must_hold_has_a_test_of_its_name():
    assert [row for row in rows("A") if row not in named_rows()] == []


def test_nine_in_ten_of_the_next_rows_have_one():
    missing = sorted(set(rows("B")) - named_rows())
    assert len(missing) <= 0.1 * len(rows("B")), missing


def test_no_test_names_a_row_that_is_none():
    assert named_rows() - set(rows("ABC")) == set()
