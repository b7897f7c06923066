"""Signs of picture fonts as the signs that they draw: bullets that would come out as letters, and ticked boxes."""

from __future__ import annotations

# Wingdings and its kin, by the letter that a document stores; only what notes use.
WINGDINGS = {
    0x6C: "•", 0x6E: "▪", 0x9F: "•", 0xA7: "▪", 0x9E: "·", 0x77: "◆", 0x75: "◆", 0x76: "❖", 0x71: "❑", 0x72: "❒",
    0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xF0: "⇨", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐",
    0x78: "☒",
}  # fmt: skip
SYMBOL = {
    0xB7: "•", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xA3: "≤", 0xB3: "≥", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓",
    0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0x6D: "µ", 0x44: "Δ", 0x61: "α", 0x62: "β",
}  # fmt: skip


def drawn(text: str, font: str) -> str:
    """What a stretch of text in a picture font shows; in other fonts, and for signs not known, the text itself."""
    name = font.lower()
    table = WINGDINGS if "wingding" in name or "webding" in name else SYMBOL if "symbol" in name else None
    if table is None:
        return text if text.isascii() else "".join(_private(one) for one in text)
    return "".join(table.get(ord(one) & 0xFF, one) if ord(one) < 0x100 or _is_private(one) else one for one in text)


def _private(one: str) -> str:
    """A sign stored by its place in a picture font of unknown name: nearly always Symbol's or Wingdings' bullet."""
    if not _is_private(one):
        return one
    code = ord(one) & 0xFF
    return SYMBOL.get(code) or WINGDINGS.get(code) or one


def _is_private(one: str) -> bool:
    return "\uf000" <= one <= "\uf0ff"
