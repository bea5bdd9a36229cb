"""Characters that Word keeps as codes of a symbol font (U+F020 … U+F0FF): what they look like."""

from __future__ import annotations

import re

UNKNOWN = "〓"
"""The printer's mark for a character there is no type for."""

_PRIVATE = re.compile(r"[\uf020-\uf0ff]")
_SYMBOL = {0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xBB: "≈", 0xB4: "×", 0xB1: "±", 0xB8: "÷", 0xB0: "°", 0xB7: "●", 0xA5: "∞",
           0xA2: "′", 0xB2: "″", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xD7: "·", 0xD6: "√", 0xE5: "∑", 0x61: "α",
           0x62: "β", 0x67: "γ", 0x6D: "μ", 0x57: "Ω", 0x44: "Δ", 0x70: "π"}  # fmt: skip
_WINGDINGS = {0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "◆", 0x77: "◆",
              0x9F: "●", 0xA7: "■", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
              0x52: "☑", 0x53: "☒", 0xAB: "★", 0xB2: "☆",
              **{0x80 + i: character for i, character in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")}}  # fmt: skip


def symbol(code: int, font: str) -> str:
    """The character of a code in a symbol font; a code outside the private area is a character itself."""
    if not 0xF000 <= code <= 0xF0FF and code > 0xFF:
        return chr(code) if code < 0xD800 or 0xF900 <= code <= 0xFFFD else UNKNOWN
    low, name = code & 0xFF, font.lower()
    if name.startswith("wingdings"):
        return _WINGDINGS.get(low, UNKNOWN)
    if 0x20 <= low < 0x7F and (name != "symbol" or not chr(low).isalpha()):
        return chr(low)
    return _SYMBOL.get(low, UNKNOWN)


def symbols(text: str, font: str) -> str:
    """Text with such codes replaced."""
    return _PRIVATE.sub(lambda found: symbol(ord(found[0]), font), text)
