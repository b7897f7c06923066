"""The words of the RTF language that decide what is shown, and its tables of characters."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
# Groups that hold no words of the document; everything behind \* is of that sort too, but for the ones below.
_SKIPPED = """
    colortbl stylesheet info themedata datastore colorschememapping generator listtable
    listoverridetable revtbl rsidtbl xmlnstbl latentstyles filetbl fldinst bkmkstart bkmkend nonshppict
    objdata sp sn sv annotation atnid atnauthor atndate atnref atnicn atnparent pgdsctbl mmathPr fontemb
    ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn template datafield formfield private listname pnseclvl
    pntxta pntxtb xe tc rxe wgrffmtfilter userprops docvar htmltag mhtmltag
    """
SKIPPED = frozenset(_SKIPPED.split())
READ_THOUGH_STARRED = frozenset(("shpinst", "shptxt", "shppict", "do", "dptxbxtext", "footnote"))
APART = {"footer": "foot", "footerl": "foot", "footerr": "foot", "footerf": "foot", "footnote": "foot"}
SIGNS = {
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "nestcell": "  ",
}  # fmt: skip
SYMBOLS = {"~": "\xa0", "_": "-", "\t": "\t", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
MARKED = {"v": "hidden", "deleted": "deleted", "strike": "struck", "striked": "struck"}
