"""Pictures of the report, drawn by matplotlib as SVG that takes its colours and letters from the page around it."""

import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_INK, _DIM, _LINE, _ACCENT, _PAPER = "#010101", "#020202", "#030303", "#040404", "#050505"
_THEME = {_INK: "--ink", _DIM: "--dim", _LINE: "--line", _ACCENT: "--accent", _PAPER: "--card"}
_WIDTH = 5.2  # inches: 374 points, as wide as a phone, so that letters there are as large as drawn
_ROW = 0.72  # inches of one portal's row
_RECIPE: dict[Any, Any] = {
    "svg.fonttype": "none",  # letters stay letters: sharp, searchable, read aloud
    "svg.hashsalt": "tin-so",  # the same report, the same bytes
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": _INK,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _DIM,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _DIM,
    "ytick.color": _DIM,
    "text.parse_math": False,  # names of portals are no formulas
}


def months_picture(by_portal: Mapping[str, Mapping[str, int]]) -> str:
    """Draw articles by month, a row a portal, all on one axis of time; each row has its own height."""
    if not by_portal:
        return ""
    first = min(min(counts) for counts in by_portal.values())
    last = max(max(counts) for counts in by_portal.values())
    axis = _months_between(first, last)

    def draw(figure: Any) -> None:
        rows = figure.subplots(len(by_portal), 1, sharex=True, squeeze=False)[:, 0]
        for row, (portal, counts) in zip(rows, by_portal.items(), strict=True):
            numbers = [counts.get(month, 0) for month in axis]
            places = [date(int(month[:4]), int(month[5:7]), 1).toordinal() for month in axis]
            row.fill_between(places, numbers, step="post", color=_ACCENT, linewidth=0)
            row.set_ylim(0, max(numbers) * 1.15)
            row.set_yticks([max(numbers)])
            row.tick_params(length=0)
            row.spines["left"].set_visible(False)
            row.set_title(portal, loc="left", fontsize=11, pad=2, color=_INK)
        _years(rows[-1], axis)

    return _svg(draw, 0.5 + _ROW * len(by_portal), f"Articles by month of publication, {first} to {last}")


def fields_picture(rates: Mapping[str, Mapping[str, float]]) -> str:
    """Draw the share of articles that have each field: a column a portal would not fit a phone, so rows are fields."""
    if not rates:
        return ""
    names = list(next(iter(rates.values())))

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        for place, name in enumerate(names):
            shares = [100 * portal[name] for portal in rates.values()]
            axes.plot([min(shares), max(shares)], [place, place], color=_LINE, linewidth=5, solid_capstyle="round")
            axes.plot(shares, [place] * len(shares), "o", color=_ACCENT, markersize=5, alpha=0.75)
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set_xlim(-2, 102)
        axes.set_xlabel("% of a portal's articles; a dot is a portal")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)

    return _svg(draw, 0.7 + 0.3 * len(names), "Share of articles that have each field, a dot a portal")


def lags_picture(found: Mapping[str, tuple[float, float, float]]) -> str:
    """Draw how long after publication articles were stored: a dot at the median, a line from p10 to p90."""
    if not found:
        return ""

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        for place, (low, median, high) in enumerate(found.values()):
            axes.plot([low, high], [place, place], color=_ACCENT, linewidth=2, alpha=0.5)
            axes.plot([median], [place], "o", color=_ACCENT, markersize=6)
        axes.set_yticks(range(len(found)), list(found))
        axes.invert_yaxis()
        axes.set_xscale("symlog", linthresh=1)
        axes.set_xlim(left=-0.1, right=max(1.5, 1.6 * max(high for _, _, high in found.values())))
        ticks = [(0, "0"), (1, "day"), (7, "week"), (30, "month"), (365, "year"), (3650, "10 years")]
        shown = [(days, label) for days, label in ticks if days <= axes.get_xlim()[1]]
        axes.set_xticks([days for days, _ in shown], [label for _, label in shown])
        axes.set_xticks([], minor=True)
        axes.set_xlabel("from publication until first stored")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)

    return _svg(draw, 0.7 + 0.3 * len(found), "Days from publication until an article was first stored, by portal")


def _svg(draw: Any, height: float, title: str) -> str:
    """Draw into a figure and return it as SVG to stand in a page, its colours named as the page names them."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_RECIPE):
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        draw(figure)
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Title": title})
    return _themed(out.getvalue(), title)


def _themed(svg: str, title: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    for colour, name in _THEME.items():
        svg = svg.replace(colour, f"var({name})")
    svg = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font: \1 inherit", svg)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    prefix = re.sub(r"\W", "", title)[:12]
    svg = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{prefix}-", svg)  # several pictures share one page
    return svg.replace("<svg", f'<svg role="img" aria-label="{title}"', 1)


def _months_between(first: str, last: str) -> list[str]:
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(start, end + 2)]


def _years(axes: Any, axis: list[str]) -> None:
    years = sorted({int(month[:4]) for month in axis})
    every = -(-len(years) // 8)
    shown = years[::every] if len(years) > 1 else years
    axes.set_xticks([date(year, 1, 1).toordinal() for year in shown], [str(year) for year in shown])
