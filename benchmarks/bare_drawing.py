"""The yardstick for documents: plain reportlab drawing the same pages, neither measured nor tagged nor finished.

`read_pages` takes an already printed file apart into what it shows: every run of text at its place, every rule and
rectangle, the code as one path. `draw_bare` shows that again as a beginner would, with one call for each; `Yardstick`
does so in a process that has never seen our repairs of reportlab.
"""

import multiprocessing
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path

import pikepdf
from pikepdf import Dictionary
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PAIR = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,})>")


@dataclass
class BarePage:
    """What a page shows: (face, size, x, y, text), (x, y, x, y), (x, y, width, height), and the code's modules."""

    size: tuple[float, float]
    texts: list[tuple[str, float, float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, ...]] = field(default_factory=list)
    boxes: list[tuple[float, ...]] = field(default_factory=list)
    modules: list[tuple[float, ...]] = field(default_factory=list)


class Yardstick:
    """A process that draws the same pages whenever it is asked, and says how long it took, in CPU milliseconds."""

    def __init__(self, pages: Sequence[BarePage], fonts: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=answer, args=(theirs, pages, fonts), daemon=True)
        self._process.start()
        self.measure()  # the first drawing reads the faces

    def measure(self) -> float:
        self._pipe.send("draw")
        return self._pipe.recv()

    def close(self) -> None:
        self._pipe.send("end")
        self._process.join()


def answer(pipe: Connection, pages: Sequence[BarePage], fonts: Path) -> None:
    """Draw until told to end."""
    register_faces(fonts)
    while pipe.recv() == "draw":
        begun = time.process_time()
        draw_bare(pages)
        pipe.send((time.process_time() - begun) * 1000)


def register_faces(folder: Path) -> None:
    """Make every vendored face known to reportlab under its own name, as a beginner would."""
    for path in folder.glob("*.ttf"):
        font = TTFont(path.stem, str(path))
        font.fontName = font.face.name.decode()
        pdfmetrics.registerFont(font)


def read_pages(pdf: bytes) -> list[BarePage]:
    """Take a printed file apart."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [read_page(page) for page in opened.pages]


def read_page(page: pikepdf.Page) -> BarePage:
    found = BarePage((float(page.MediaBox[2]), float(page.MediaBox[3])))
    fonts = {name: (face_of(font), characters_of(font)) for name, font in page.Resources.Font.items()}
    font, size, at, scale, start = "", 0.0, (0.0, 0.0), None, (0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Tm":
                at = (float(operands[4]), float(operands[5]))
            case "Tj":
                face, characters = fonts[font]
                text = "".join(characters[code] for code in bytes(operands[0]))
                found.texts.append((face, size, *at, text))
            case "m":
                start = (float(operands[0]), float(operands[1]))
            case "l":
                found.rules.append((*start, float(operands[0]), float(operands[1])))
            case "cm":
                scale = [float(number) for number in operands]
            case "re" if scale and scale[0] != 1:
                found.modules.append(scaled([float(number) for number in operands], scale))
            case "re":
                found.boxes.append(tuple(float(number) for number in operands))
    return found


def scaled(box: Sequence[float], matrix: Sequence[float]) -> tuple[float, ...]:
    module, left, bottom = matrix[0], matrix[4], matrix[5]
    return (left + box[0] * module, bottom + box[1] * module, box[2] * module, box[3] * module)


def face_of(font: Dictionary) -> str:
    return str(font.BaseFont).partition("+")[2]


def characters_of(font: Dictionary) -> Mapping[int, str]:
    pairs = PAIR.findall(font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(units.decode()).decode("utf-16-be") for code, units in pairs}


def draw_bare(pages: Sequence[BarePage]) -> bytes:
    """Draw the pages again."""
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1)
    for page in pages:
        canvas.setPageSize(page.size)
        for face, size, x, y, text in page.texts:
            canvas.setFont(face, size)
            canvas.drawString(x, y, text)
        for rule in page.rules:
            canvas.line(*rule)
        for box in page.boxes:
            canvas.rect(*box)
        path = canvas.beginPath()
        for module in page.modules:
            path.rect(*module)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
