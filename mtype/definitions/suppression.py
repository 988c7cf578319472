"""Is this XML comment a suppression, and of which rules?"""

from __future__ import annotations

import re

from mtype.model.definition import Position, Suppression

MARK = "virt-machine-type"
_RULE = re.compile(r"MT[0-9]{1,3}", re.IGNORECASE)
_BETWEEN_RULES = re.compile(r"[\s,]+")
_LONGEST = 4096


def parse_suppression(text: str, at: Position) -> Suppression | None:
    """Read the text of a comment such as ` virt-machine-type: ignore MT202, MT3: the reason `.

    None for any other comment, and for one that names no rule, or something that cannot be a rule: what
    is not understood suppresses nothing. White space and line breaks between the words do not matter.
    """
    # Split instead of matched: a comment may be megabytes of white space, and this stays linear.
    mark, _, rest = text.partition(":")
    if mark.strip() != MARK:
        return None
    order, _, reason = rest.partition(":")
    if len(order) > _LONGEST:
        # Not cut: a part of MT202 would be a group of rules.
        return None
    words = _BETWEEN_RULES.split(order.strip(" \t\r\n,"))
    if words[0] != "ignore" or len(words) < 2:
        return None
    if not all(_RULE.fullmatch(word) for word in words[1:]):
        return None
    rules = tuple(dict.fromkeys(word.upper() for word in words[1:]))
    return Suppression(rules, " ".join(reason[:_LONGEST].split()), at)
