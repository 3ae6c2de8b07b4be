"""The picture of a run: words a second of all systems, and what a word costs as documents and corpora grow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import Results, rounded
from benchmarks.scaling import Growth
from benchmarks.speed import Speed
from benchmarks.systems import TASKS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Halfway between black and white or strong enough, so that all can be read on either; there is no background.
_INK = "#7d8590"
_OURS, _ALONE, _THEIRS = "#2f81f7", "#79b0f9", "#a0703c"
_LINES = ("#2f81f7", "#d9822b")
_POINTS = (("s", "#1f9d6b"), ("D", "#b452c9"), ("^", "#c9414b"))


def draw(results: Results, path: Path) -> None:
    """Write the picture; SVG, or what else the ending says.

    Raises:
        ImportError: matplotlib is not installed.
    """
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    settings = {
        "svg.hashsalt": "vnpolnlp",  # the same figures give the same file
        "font.size": 9,
        **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), _INK),
    }
    with pyplot.rc_context(settings):
        count = len(results.speeds)
        figure, (bars, lines) = pyplot.subplots(
            2, 1, figsize=(8.6, 5.2 + 0.24 * count), height_ratios=(0.27 * count, 3.2), layout="constrained"
        )
        _draw_bars(bars, results.speeds)
        _draw_lines(lines, results)
        figure.savefig(path, transparent=True, metadata={"Date": None} if path.suffix == ".svg" else None)
        pyplot.close(figure)


def _draw_bars(axes: Axes, speeds: tuple[Speed, ...]) -> None:
    places, labels = [], []
    place = 0.0
    largest = max(speed.cold for speed in speeds)
    for task in (task for task in TASKS if any(speed.task == task for speed in speeds)):
        axes.text(
            0, place, f"{task}  ", fontweight="bold", ha="right", va="center", transform=axes.get_yaxis_transform()
        )
        place += 1
        for speed in sorted((s for s in speeds if s.task == task), key=lambda s: -s.cold):
            color = _THEIRS if not speed.ours else _ALONE if speed.system.endswith("one by one") else _OURS
            axes.barh(place, speed.cold, color=color, height=0.74)
            axes.text(speed.cold * 1.04, place, rounded(speed.cold), va="center")
            places.append(place)
            labels.append(speed.system)
            place += 1
        place += 0.4
    axes.set_yticks(places, labels)
    axes.set_ylim(place - 0.6, -0.7)
    axes.set_xscale("log")
    axes.set_xlim(1_000, largest * 2.2)
    _thousands(axes)
    axes.tick_params(axis="y", length=0)
    axes.set_title("Words a second on unseen text (log scale)", loc="left", fontweight="bold")
    _plain(axes)


def _draw_lines(axes: Axes, results: Results) -> None:
    kinds = ((results.lengths, "one document of so many words"), (results.sizes, "a corpus of articles, file to file"))
    for (found, label), color in zip(kinds, _LINES, strict=True):
        sizes = [some.words / some.documents for some in found] if found == results.lengths else _words(found)
        axes.plot(sizes, [_cost(some) for some in found], marker="o", color=color, label=label)
    for some, (marker, color) in zip(results.lines, _POINTS, strict=False):
        axes.plot([some.words], [_cost(some)], marker, color=color, label=some.input)
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    _thousands(axes)
    axes.set_xlabel("words")
    axes.set_title("Microseconds a word, default pipeline: flat is linear", loc="left", fontweight="bold")
    axes.grid(axis="y", color=_INK, alpha=0.25)
    axes.legend(frameon=False, loc="upper center")
    _plain(axes)


def _words(found: tuple[Growth, ...]) -> list[float]:
    return [some.words for some in found]


def _cost(some: Growth) -> float:
    return 1e6 / some.speed


def _thousands(axes: Axes) -> None:
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def _plain(axes: Axes) -> None:
    axes.set_facecolor("none")
    axes.spines[["top", "right"]].set_visible(False)
