"""Tables of a body: data tables become rows, layout tables are unwrapped."""

from crawler.cleaning.line import IMAGE, ROW, Line

PROSE = 400
"""A cell with this many characters holds text that was only laid out in a table."""


class Table:
    """Cells of one table while the walk fills them."""

    def __init__(self, outside: list[Line]) -> None:
        self.outside = outside
        """The lines the table stands among."""
        self.rows: list[list[list[Line]]] = []

    def row(self) -> None:
        """Begin a row."""
        self.rows.append([])

    def cell(self) -> list[Line]:
        """Begin a cell and return the list its lines go to."""
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append([])
        return self.rows[-1][-1]

    def lines(self) -> list[Line]:
        """Return one line a row for data, the cells' own lines for layout.

        >>> table = Table([])
        >>> table.cell().append(Line("Mây")); table.cell().append(Line("120"))
        >>> [line.text for line in table.lines()]
        ['Mây | 120']
        """
        cells = [cell for row in self.rows for cell in row if cell]
        pictured = any(line.kind == IMAGE for cell in cells for line in cell)
        if pictured or self._is_layout(cells):
            return self._unwrapped(cells, pictured=pictured)
        return [_joined(row) for row in self.rows if any(row)]

    def _is_layout(self, cells: list[list[Line]]) -> bool:
        """No row has two filled cells, or a cell holds prose, or the one row holds lists of lines (a signature)."""
        widest = max((sum(1 for cell in row if cell) for row in self.rows), default=0)
        if widest < 2:
            return True
        if widest == 2 and any(len(line.text) > PROSE for cell in cells for line in cell):
            return True
        return len(self.rows) == 1 and any(len(cell) > 1 for cell in cells)

    @staticmethod
    def _unwrapped(cells: list[list[Line]], *, pictured: bool) -> list[Line]:
        lines = [line for cell in cells for line in cell]
        if pictured:
            for line in lines:
                line.in_table = True
        return lines


def _joined(row: list[list[Line]]) -> Line:
    filled = [cell for cell in row if cell]
    if len(filled) == 1 and len(filled[0]) == 1:
        return filled[0][0]
    first = filled[0][0]
    text = " | ".join(" ".join(line.text for line in cell) for cell in filled)
    return Line(text, ROW, emphasis=first.emphasis, block=first.block)
