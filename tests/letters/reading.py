"""Reads a PDF as a person sees it, and as a screen reader hears it."""

import re

import pikepdf


def words(pdf: pikepdf.Pdf) -> list[str]:
    """What stands on each page: line by line, each from left to right, whichever way it is read."""
    pages = []
    for page in pdf.pages:
        lines = {}
        for x, y, text in _shown(page):
            lines.setdefault(round(y), []).append((x, text))
        pages.append("\n".join("  ".join(text for _, text in sorted(line)) for line in lines.values()))
    return pages


def _shown(page):
    """Pieces of text with the place where they begin."""
    maps = {name: _unicode(font) for name, font in page.Resources.Font.items()}
    current, place, text = {}, (0.0, 0.0), ""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) == "Tm":
            place = (float(operands[4]), float(operands[5]))
        elif str(operator) == "TJ":
            glyphs = b"".join(bytes(run) for run in operands[0] if isinstance(run, pikepdf.String))
            text += "".join(current.get(glyphs[i : i + 2], "") for i in range(0, len(glyphs), 2))
        elif str(operator) == "ET":
            yield (*place, text)
            text = ""


def _unicode(font):
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", table)
    return {bytes.fromhex(glyph): bytes.fromhex(said).decode("utf-16-be") for glyph, said in pairs}


def tags(pdf: pikepdf.Pdf):
    def below(element):
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    return list(below(pdf.Root.StructTreeRoot))
