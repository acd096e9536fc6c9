"""Symbolic pictures drawn by code, so that a gallery shows nothing that somebody else made.

Flat shapes in the portal's colours. Nothing is random: the same code gives the same picture.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

SIZE = (1600, 1200)
# Drawn larger and scaled down, so that edges are smooth.
SCALE = 2
NIGHT, NIGHT_RAISED, DEEP, PAPER, MIST = "#0a2833", "#123845", "#08566a", "#f0f4f4", "#cfe3e8"
YELLOW, BLUE, GREEN, PINK, ORANGE = "#ffd02e", "#69b7ff", "#56d39a", "#f28bd2", "#ffa45c"
LINES = (BLUE, GREEN, PINK, ORANGE)

Point = tuple[float, float]


class Sheet:
    """Paper that is measured in the picture's own points."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def area(self, points: Sequence[Point], colour: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        flat = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(flat, fill=colour, width=round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc((x, y), width / 2, colour)

    def disc(self, centre: Point, radius: float, colour: str) -> None:
        (x, y), r = centre, radius
        self.pen.ellipse(
            [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE], fill=colour
        )

    def ring(self, centre: Point, radius: float, colour: str, width: float) -> None:
        (x, y), r = centre, radius
        box = [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE]
        self.pen.ellipse(box, outline=colour, width=round(width * SCALE))

    def person(self, centre: Point, radius: float, colour: str, edge: str) -> None:
        self.disc(centre, radius, edge)
        self.disc(centre, radius - 12, colour)

    def tile(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        box = [left * SCALE, top * SCALE, (left + width) * SCALE, (top + height) * SCALE]
        self.pen.rounded_rectangle(box, radius=28 * SCALE, fill=colour)

    def png(self) -> bytes:
        """A few dozen colours are enough for flat shapes, and keep the file small."""
        small = self.image.resize(SIZE, Image.Resampling.LANCZOS)
        file = io.BytesIO()
        small.quantize(96, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return file.getvalue()


def square() -> bytes:
    """A square seen from above: fields of many colours, people as discs on their ways across."""
    sheet = Sheet(PAPER)
    fields = [
        (80, 80, 520, 330, MIST), (640, 80, 330, 330, GREEN), (1010, 80, 510, 330, MIST),
        (80, 450, 330, 330, YELLOW), (450, 450, 700, 330, DEEP), (1190, 450, 330, 330, BLUE),
        (80, 820, 700, 300, PINK), (820, 820, 330, 300, MIST), (1190, 820, 330, 300, ORANGE),
    ]  # fmt: skip
    for field in fields:
        sheet.tile(*field)
    ways = [
        [(0, 1160), (430, 800), (430, 430), (620, 430), (990, 60), (990, 0)],
        [(0, 430), (610, 430), (800, 615), (1170, 800), (1600, 800)],
        [(1600, 60), (1170, 430), (1170, 800), (800, 1140), (800, 1200)],
    ]
    for way in ways:
        sheet.line(way, "#ffffff", 26)
    people = [
        (430, 640, PINK), (610, 430, ORANGE), (800, 615, YELLOW), (990, 708, BLUE),
        (1170, 560, GREEN), (1170, 800, PINK), (240, 965, NIGHT), (805, 245, NIGHT),
        (1355, 615, NIGHT), (990, 970, DEEP), (1360, 965, NIGHT), (300, 240, DEEP),
        (1265, 330, ORANGE),
    ]  # fmt: skip
    for x, y, colour in people:
        sheet.person((x, y), 44, colour, "#ffffff")
    return sheet.png()


def calendar() -> bytes:
    """One place, many hours: a week of booked and free fields."""
    sheet = Sheet(NIGHT)
    colours = (NIGHT_RAISED, DEEP, *LINES, YELLOW)
    plan = [
        "0120031", "0104010", "2010050", "0301204", "0000610", "1035010",
    ]  # fmt: skip
    for row, week in enumerate(plan):
        for column, mark in enumerate(week):
            sheet.tile(110 + column * 200, 90 + row * 172, 176, 148, colours[int(mark)])
    for column, row in ((2, 0), (4, 2), (1, 3), (5, 3), (3, 5)):
        centre = (110 + column * 200 + 88, 90 + row * 172 + 74)
        sheet.person(centre, 34, "#ffffff", NIGHT)
    return sheet.png()


def rain() -> bytes:
    """Rain that falls on a city, runs along lines and reaches the roots of trees."""
    sheet = Sheet(MIST)
    for row in range(5):
        for column in range(15):
            x, y = 40 + column * 112 + row % 2 * 56, -30 + row * 128 + column * 37 % 50
            colour = BLUE if (row * 2 + column) % 3 == 0 else "#ffffff"
            sheet.line([(x, y), (x - 22, y + 78)], colour, 9)
    for left, width, height in ((60, 190, 420), (270, 150, 560), (440, 230, 340), (1040, 170, 500),
                                (1230, 240, 380), (1490, 170, 520)):  # fmt: skip
        sheet.area(
            [(left, 860), (left, 860 - height), (left + width, 860 - height), (left + width, 860)],
            DEEP,
        )
        for row in range(int(height // 90) - 1):
            for column in range(int(width // 70)):
                x, y = left + 34 + column * 66, 860 - height + 50 + row * 88
                sheet.tile(
                    x, y, 26, 34, YELLOW if (row * 5 + column * 3) % 7 == 0 else NIGHT_RAISED
                )
    sheet.area([(0, 860), (1600, 860), (1600, 1200), (0, 1200)], NIGHT)
    for number, colour in enumerate((BLUE, GREEN, "#9fd0ff", BLUE)):
        depth = 920 + number * 74
        sheet.line(
            [(x, depth + 22 * math.sin(x / 150 + number * 1.3)) for x in range(-20, 1640, 20)],
            colour,
            16,
        )
    for x, top, radius in ((800, 520, 150), (930, 640, 95)):
        sheet.line([(x, top), (x, 880)], NIGHT, 34)
        for spread in (-2, -1, 1, 2):
            sheet.line([(x, 880), (x + spread * 34, 960), (x + spread * 62, 1110)], PAPER, 9)
        sheet.disc((x, top), radius, GREEN)
        sheet.disc((x - radius * 0.34, top - radius * 0.26), radius * 0.42, "#8fe6bd")
    return sheet.png()


def rings() -> bytes:
    """Four drops on still water, and the rings that run from them through each other."""
    sheet = Sheet(DEEP)
    drops = ((470, 470, 4), (1130, 760, 5), (1330, 240, 2), (230, 980, 2))
    for x, y, count in drops:
        for ring in range(count, 0, -1):
            colour = LINES[(ring + count) % 4] if ring % 2 else NIGHT_RAISED
            sheet.ring((x, y), ring * 92, colour, 20)
        sheet.disc((x, y), 36, YELLOW)
    return sheet.png()


DRAWINGS: dict[str, Callable[[], bytes]] = {
    "square": square,
    "calendar": calendar,
    "rain": rain,
    "rings": rings,
}
