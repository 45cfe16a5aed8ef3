"""Writes stdlib/plot/font/: the outlines of letters that labels are drawn with.

    python3 scripts/lib/glyphs.py DEJAVU_SANS.ttf DEJAVU_SANS_BOLD.ttf STIX_GENERAL.ttf LICENSE_DEJAVU LICENSE_STIX ROOT

DejaVu Sans 2.37 for all letters, its bold face for \\mathbf, and the capitals of STIX General for \\mathcal; all of them come
with matplotlib, whose fonts/ttf has the files. Needs fontTools.
"""

import sys
import textwrap

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem


UNITS = 2048  # of the size of a letter


def span(first, last):
    return range(first, last + 1)


LATIN = [*span(0x20, 0x7E), *span(0xA0, 0x17F), *span(0x218, 0x21B)]
GREEK = [*(u for u in span(0x391, 0x3A9) if u != 0x3A2), *span(0x3B1, 0x3C9), 0x3D1, 0x3D5, 0x3D6, 0x3F1, 0x3F5]
SMALL = [ord(c) for c in "⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢᵣᵤᵥᵦᵧᵨᵩᵪⱼᵀᵏᵐᵗᵖ"]
SIGNS = [ord(c) for c in
         "‐‑‒–—―‘’‚“”„†‡•…‰′″‴‹›€™⅓⅔⅛−∓∗∘∙√∛∜∝∞∟∠∣∥∧∨∩∪∫∮∴∼≃≅≈≠≡≤≥≪≫≲≳≺≻⊂⊃⊆⊇⊕⊖⊗⊙⊤⊥⋂⋃⋄⋅⋆⋮⋯⋱⟨⟩⌈⌉⌊⌋⪯⪰✓⟂⟿"
         "∀∂∃∅∆∇∈∉∋∏∑∖←↑→↓↔↗↘↦⇐⇒⇔ℂℍℕℙℚℝℤℓℏℜℑℵℒ●○■□▲△◆◇▼▽★☆‖ˆ˜˙\ufffd"]
REGULAR = sorted({*LATIN, *GREEK, *SMALL, *SIGNS})
BOLD = sorted({*span(0x30, 0x39), *span(0x41, 0x5A), *span(0x61, 0x7A), *GREEK} - {0x3D1, 0x3D6, 0x3F1})
SCRIPT = {ord("B"): 0x212C, ord("E"): 0x2130, ord("F"): 0x2131, ord("H"): 0x210B, ord("I"): 0x2110, ord("L"): 0x2112,
          ord("M"): 0x2133, ord("R"): 0x211B}
SCRIPT.update({u: 0x1D49C + u - 0x41 for u in span(0x41, 0x5A) if u not in SCRIPT})


def outline(glyphs, name):
    """The contours in the units of the font, as an SVG would write them with y upwards, quadratic curves from point to point."""
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    pieces, at = [], (0, 0)
    for command, points in pen.value:
        if command == "moveTo":
            pieces.append("M%d %d" % points[0])
            at = start = points[0]
        elif command == "lineTo":
            pieces.append("l" + pair(at, points[0]))
            at = points[0]
        elif command == "qCurveTo":
            if points[-1] is None:  # a contour of control points alone
                points = [*points[:-1], middle(points[-2], points[0])]
                pieces.append("M%d %d" % points[-1])
                at = start = points[-1]
            controls = points[:-1]
            for i, control in enumerate(controls):
                end = points[-1] if i == len(controls) - 1 else middle(control, controls[i + 1])
                pieces.append("q" + join(pair(at, control), pair(at, end)))
                at = end
        else:
            pieces.append("z")
            at = start
    return "".join(pieces)


def middle(a, b):
    return ((a[0] + b[0]) // 2, (a[1] + b[1]) // 2)


def join(a, b):
    return a + (b if b.startswith("-") else " " + b)


def pair(a, b):
    return join("%d" % (b[0] - a[0]), "%d" % (b[1] - a[1]))


def record(font, cmap, glyphs, shown, code, known):
    """`@code advance outline`, or for a letter with an accent `@code advance&part x y&part x y`."""
    name = cmap[code]
    start = "@%x %d" % (shown, glyphs[name].width)
    glyph = font["glyf"][name]
    if glyph.isComposite():
        parts = glyph.components
        if all(c.glyphName in known and hasattr(c, "x") and not hasattr(c, "transform") for c in parts):
            return start + "".join("&%x %d %d" % (known[c.glyphName], c.x, c.y) for c in parts)
    return start + outline(glyphs, name)


def kerning(font, cmap):
    """How much nearer or farther than their widths say neighbours among ASCII stand: `AV-131`."""
    letters = {cmap[u]: chr(u) for u in span(0x21, 0x7E)}
    pairs = font["kern"].kernTables[0].kernTable
    return " ".join(
        "%s%s%d" % (letters[a], letters[b], n) for (a, b), n in sorted(pairs.items()) if a in letters and b in letters)


def wrapped(text, breaks):
    while text:
        end = len(text) if len(text) <= 118 else max(i for i in range(1, 118) if text[i] in breaks and text[i - 1] != " ")
        yield text[:end] + "\n"
        text = text[end:].lstrip(" ")


def write(path, source, comment, licence, codes):
    font = TTFont(source)
    if font["head"].unitsPerEm != UNITS:
        scale_upem(font, UNITS)
    cmap, glyphs = font.getBestCmap(), font.getGlyphSet()
    codes = {shown: code for shown, code in codes.items() if code in cmap}
    known = {cmap[code]: shown for shown, code in codes.items()}
    with open(path, "w") as file:
        file.write("---%s Written by scripts/lib/glyphs.py.\n---\n" % comment)
        for line in licence.splitlines():
            for part in textwrap.wrap(line.strip(), 110, break_long_words=False) or [""]:
                file.write(("---" + part).rstrip() + "\n")
        file.write("return {\n")
        if "kern" in font:
            file.write("kerning = [[\n" + "".join(wrapped(kerning(font, cmap), " ")) + "]],\n")
        # The lines end where numbers do.
        text = "".join(record(font, cmap, glyphs, shown, code, known) for shown, code in sorted(codes.items()))
        file.write("outlines = [[\n" + "".join(wrapped(text, "-lqzM@&")) + "]],\n}\n")


if __name__ == "__main__":
    regular, bold, stix, dejavu_licence, stix_licence, root = sys.argv[1:]
    folder = root + "/stdlib/plot/font/"
    licence = open(dejavu_licence, encoding="utf-8").read()
    write(folder + "regular.lua", regular, "Letters of DejaVu Sans.", licence, {u: u for u in REGULAR})
    write(folder + "bold.lua", bold, "Letters of DejaVu Sans Bold.", "The licence is that in regular.lua.", {u: u for u in BOLD})
    write(folder + "script.lua", stix, "Capitals of STIX General.", open(stix_licence, encoding="utf-8").read(), SCRIPT)
