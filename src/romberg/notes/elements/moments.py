"""How performance is told at two moments: at first and at last, in a series, in counts of one kind."""

from __future__ import annotations

import re

SAME_COUNT = re.compile(
    r"\b\d{1,3}\s?(?:of|/)\s?(\d{1,3})\b[^\n.;()]{0,44}?\b\d{1,3}\s?(?:of|/)\s?\1\b"
    r"|\b\d+(?:\.\d+)?\s?(s|sec|deg|cm|reps?|ft|%)\s+to\s+\d+(?:\.\d+)?\s?\2\b"
    r"|\b\d+(?:\.\d+)? ?(?:%|x|s\b|sec\b|of \d+)?[^\n;.()]{0,40}"
    r"\(\s*\d+(?:\.\d+)?\s?(?:%|x|s|of \d+|/\d+)?\s+(?:on\s+\d|in\s+[a-z]{3}|last|at (?:first|eval|start|the start))"
)
BEFORE_AND_AFTER = re.compile(
    r"\b\d{1,3}\s?(?:of|/)\s?(\d{1,3})\b[^\n.;]{0,24}\b(?:first|start|initially)\b[^\n.;]{0,24}\b\d{1,3}\s?(?:of|/)\s?\1\b"
)
SERIES = re.compile(
    r"\b\d+(?:\.\d+)?\s?(s|sec|deg|ft|cm|reps|%),\s?(?:then\s)?\d+(?:\.\d+)?\s?\1,\s?(?:and\s|then\s)?\d+(?:\.\d+)?\s?\1\b"
)
_TURN = r"(?:set|lap|rep|trial|round|try|pass|length)"
MOMENTS = re.compile(
    r"\b(?:first|(?:round|set|lap|trial|block) (?:one|1)|at (?:the )?start|initially|at first|early on|to begin with)\b"
    r"[^.;\n]{0,70}?"
    rf"(?:\bby (?:the )?(?:last|end|second|third|fourth|fifth|final|\d(?:nd|rd|th)|(?:{_TURN}|min\w*) \d)\b"
    r"|\b(?:in|of|on|at) (?:the )?(?:last|end|final|third|fourth)\b"
    r"|\b(?:for|in|on) the next (?:\d|two|three|four|five|six|few|ten)"
    r"|\bafter (?:\w+ )?(?:tries|trials|reps|sets|attempts|laps)\b"
    rf"|\blast (?:{_TURN}|walk|few|ones?)\b|[,;>] ?(?:then )?\d+ (?:in|on|at|by) (?:the )?\w+)"
    r"|\bby the (?:time (?:she|he|they|pt) (?:left|finished|was done|stopped)"
    rf"|(?:second|third|fourth|fifth|last|final) {_TURN})\b"
    r"|\d[^.;\n]{0,30}\bby the end\b[^.;\n]{0,30}\b(?:first|start)\b"
    r"|\bnone (?:after|once|when|with) (?:s?he|they|the|pt|cued?)\b"
    r"|\b(?:until|till|unless) (?:i|cued|told|reminded|given an?|the cue|my)\b"
    r"|\b(?:2nd|3rd|second|third|last) (?:time (?:round|around|through)|go|try|attempt|pass|trial)"
    r"\s*(?::|,|(?:was|went|had|no|he|she|without|clean|clear|smooth|steady|w/o|straight|even)\b)"
)
THEN = re.compile(
    r"\b(?:stood|held|balanced|stayed|sat|lasted|managed|got|missed|off|touched|dropped|spilled|errors?|falls?|steps?|slips?)\b"
    r"[^.;\n\d]{0,24}\d+(?:\.\d+)?\s?(?:times|x|s|sec\w*|of\s\d+|/\s?\d+)?(?:\s(?:on|w|with|at)\s\w+)?,?\s(?:and\s)?then\s(?:only\s)?\d+\b"
    r"(?!\s?(?:x|reps?|sets?|min|lb|#|ft|m\b|more))"
)
