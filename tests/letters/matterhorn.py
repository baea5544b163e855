"""What a machine can check of PDF/UA-1, each fault with its number in the Matterhorn protocol."""

import re
from collections import Counter
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Pdf

STANDARD = set(
    re.findall(
        r"\w+",
        """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5
        H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot
        Ruby RB RT RP Warichu WT WP Figure Formula Form""",
    )
)
#: Whose child an element may only be, and what may only be its children.
PARENTS = {"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}}
PARENTS |= {"TH": {"TR"}, "TD": {"TR"}}
CHILDREN = {"L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}, "TR": {"TH", "TD"}}
ALONE = {"P", "H1", "H2", "H3", "H4", "H5", "H6"}
PAINTS = set(re.findall(r"\S+", "Tj TJ ' \" S s f F f* B B* b b* sh Do BI INLINE IMAGE"))
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NO_LETTERS = {"\0", "\ufeff", "\ufffe", "\ufffd"}


def faults(pdf: Pdf) -> list[str]:
    checks = (_metadata, _languages, _kinds, _nesting, _headings, _content, _words, _fonts, _annotations)
    return [fault for check in checks for fault in check(pdf)]


def elements(pdf: Pdf) -> Iterator[Dictionary]:
    """All elements of structure in reading order."""
    yield from _below(pdf.Root.StructTreeRoot)


def heard(pdf: Pdf) -> str:
    """What a screen reader says of the whole, in reading order."""
    shown = [_shown(pdf, page) for page in pdf.pages]
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    said = []
    for one in elements(pdf):
        marks = [shown[pages[one.Pg.objgen]][mark] for mark in _marks(one)]
        said.append(str(one.ActualText) if "/ActualText" in one else "".join(marks))
    return "".join(said)


def _metadata(pdf: Pdf) -> Iterator[str]:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        if told.get("pdfuaid:part") != "1":
            yield "06-002 says nothing of PDF/UA"
        if not told.get("dc:title"):
            yield "06-003 has no title"
    if not pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07-001 shows its file name instead of its title"
    marked = pdf.Root.get("/MarkInfo", {})
    if not marked.get("/Marked") or marked.get("/Suspects"):
        yield "05-001 isn't tagged, or not surely"


def _languages(pdf: Pdf) -> Iterator[str]:
    said = [str(pdf.Root.get("/Lang", ""))]
    said += [str(one.Lang) for one in elements(pdf) if "/Lang" in one]
    yield from (f"11-001 „{code}“ is no language" for code in said if not LANGUAGE.fullmatch(code))


def _kinds(pdf: Pdf) -> Iterator[str]:
    roles = pdf.Root.StructTreeRoot.get("/RoleMap", {})
    for one in elements(pdf):
        kind = _kind(one)
        if str(roles.get(one.S, one.S))[1:] not in STANDARD:
            yield f"02-001 {kind} is no standard type"
        if "/ActualText" in one and not str(one.ActualText).strip():
            yield f"13-004 {kind} says nothing instead of its text"
        if kind == "Figure" and not str(one.get("/Alt", one.get("/ActualText", ""))).strip():
            yield "13-004 a figure without words"
        if kind == "TH" and "/Scope" not in one.get("/A", {}):
            yield "15-003 a head of a table that isn't said what for"
        if not _marks(one) and not any(map(_marks, _below(one))):
            yield f"empty {kind}"


def _nesting(pdf: Pdf) -> Iterator[str]:
    for one in elements(pdf):
        kind, above = _kind(one), _kind(one.P)
        if above not in PARENTS.get(kind, {above}) or (kind in ALONE and above in ALONE):
            yield f"09-004 {kind} in {above}"
        strange = {_kind(kid) for kid in _kids(one)} - CHILDREN.get(kind, STANDARD)
        yield from (f"09-005 {kid} in {kind}" for kid in strange)
        if kind == "LI" and "LBody" not in {_kind(kid) for kid in _kids(one)}:
            yield "09-005 an item that says nothing"


def _headings(pdf: Pdf) -> Iterator[str]:
    level = 0
    for one in elements(pdf):
        if found := re.fullmatch("H([1-6])", _kind(one)):
            if int(found[1]) > level + 1:
                yield f"14-003 H{found[1]} after H{level}"
            level = int(found[1])
    if level == 0:
        yield "14-002 no heading"


def _content(pdf: Pdf) -> Iterator[str]:
    """Everything painted is an artifact, or belongs to exactly one element that is read."""
    owners = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    told = {(one.Pg.objgen, mark): one for one in elements(pdf) for mark in _marks(one)}
    for page in pdf.pages:
        marks = Counter[int]()
        yield from _painted(page, marks)
        for mark, times in marks.items():
            one = told.get((page.objgen, mark))
            if one is None or times > 1 or owners[page.StructParents][mark].objgen != one.objgen:
                yield f"01-006 {mark} belongs to nobody, or to several"
        missing = {mark for at, mark in told if at == page.objgen} - set(marks)
        yield from (f"01-006 {mark} is nowhere on the page" for mark in missing)


def _painted(page: pikepdf.Page, marks: Counter[int]) -> Iterator[str]:
    """Counts what is read; what is neither read nor an artifact is a fault."""
    names: list[int | str | None] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word in {"BMC", "BDC"}:
            names.append(_mark(operands))
            marks.update(name for name in names[-1:] if isinstance(name, int))
            if len({type(name) for name in names if name is not None}) > 1:
                yield "01-003 an artifact in what is read, or the other way round"
        elif word == "EMC":
            names.pop()
        elif word in PAINTS and all(name is None for name in names):
            yield f"01-005 {word} is neither read nor an artifact"


def _words(pdf: Pdf) -> Iterator[str]:
    """Each glyph is one of its font, and stands for letters."""
    for page in pdf.pages:
        for name, glyph, letters in _glyphs(page):
            if glyph == b"\0\0":
                yield f"31-030 {name} shows a glyph that it doesn't have"
            if (
                not letters
                or set(letters) & NO_LETTERS
                or any("\ue000" <= one <= "\uf8ff" for one in letters)
            ):
                yield f"31-027 {name} {glyph.hex()} stands for nothing"


def _fonts(pdf: Pdf) -> Iterator[str]:
    for font in (font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()):
        (below,) = font.DescendantFonts
        if not {"/FontFile2", "/FontFile3"} & set(below.FontDescriptor.keys()):
            yield f"31-009 {font.BaseFont} isn't embedded"
        if "/ToUnicode" not in font:
            yield f"31-027 {font.BaseFont} has no letters"
        if below.Subtype == Name.CIDFontType2 and "/CIDToGIDMap" not in below:
            yield f"31-013 {font.BaseFont} doesn't say which glyph is which"


def _annotations(pdf: Pdf) -> Iterator[str]:
    linked = {
        kid.Obj.objgen
        for one in elements(pdf)
        if _kind(one) == "Link"
        for kid in one.K
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR
    }
    for page in pdf.pages:
        if page.get("/Tabs") != Name.S:
            yield "28-008 tabs don't follow the structure"
        for one in page.get("/Annots", []):
            if one.objgen not in linked or not str(one.get("/Contents", "")).strip():
                yield "28-011 a link without words, or outside of what is read"


def _below(element: Dictionary) -> Iterator[Dictionary]:
    for kid in _kids(element):
        yield kid
        yield from _below(kid)


def _kids(element: Dictionary) -> list[Dictionary]:
    kids = element.get("/K", [])
    listed = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, Dictionary) and "/S" in kid]


def _marks(element: Dictionary) -> list[int]:
    kids = element.get("/K", [])
    return [int(kid) for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, int)]


def _kind(element: Dictionary) -> str:
    return str(element.get("/S", "/"))[1:]


def _mark(operands: list[pikepdf.Object]) -> int | str | None:
    """The number of what is read, the name of an artifact, or nothing that counts."""
    if operands[0] == Name.Artifact:
        return "artifact"
    more = operands[1] if len(operands) > 1 else None
    return int(more.MCID) if isinstance(more, Dictionary) and "/MCID" in more else None


def _shown(pdf: Pdf, page: pikepdf.Page) -> dict[int, str]:
    """The letters of each number of marked content, as they are painted."""
    said: dict[int, str] = {}
    for mark, text in _runs(page):
        said[mark] = said.get(mark, "") + "".join(letters for _, _, letters in text)
    return said


def _glyphs(page: pikepdf.Page) -> Iterator[tuple[str, bytes, str]]:
    for _, text in _runs(page):
        yield from text


def _runs(page: pikepdf.Page) -> Iterator[tuple[int, list[tuple[str, bytes, str]]]]:
    maps = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    name, marks = "", [-1]
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word == "Tf":
            name = str(operands[0])
        elif word in {"BMC", "BDC"}:
            mark = _mark(operands)
            marks.append(mark if isinstance(mark, int) else -1)
        elif word == "EMC":
            marks.pop()
        elif word == "TJ":
            run = b"".join(bytes(one) for one in operands[0] if isinstance(one, pikepdf.String))
            glyphs = [run[place : place + 2] for place in range(0, len(run), 2)]
            yield marks[-1], [(name, glyph, maps[name].get(glyph, "")) for glyph in glyphs]


def _letters(font: Dictionary) -> dict[bytes, str]:
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", table)
    return {bytes.fromhex(glyph): bytes.fromhex(said).decode("utf-16-be") for glyph, said in pairs}
