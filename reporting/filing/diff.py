"""What a body changed since the round before, word by word."""

import re
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "ins", "del"
SPACE = " \t\r\n"


def words_of(text: str) -> list[str]:
    """Words with the space after each, so that joining them gives the text back. A no-break space keeps a number one word."""
    return re.findall(rf"[^{SPACE}]+[{SPACE}]*|[{SPACE}]+", text)


def changes(old: str, new: str) -> list[tuple[str, str]]:
    """Pieces of both texts in reading order: (same, ins or del; text)."""
    before, after = words_of(old), words_of(new)
    bare = [word.strip(SPACE) for word in before], [word.strip(SPACE) for word in after]
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append((SAME, "".join(after[j1:j2])))
            continue
        if i1 < i2:
            pieces.append((REMOVED, "".join(before[i1:i2])))
        if j1 < j2:
            pieces.append((ADDED, "".join(after[j1:j2])))
    return pieces
