"""Whether a clinician was there and directing while a student or an aide worked."""

from __future__ import annotations

import re

from romberg.notes.layout import Document

_ABSENT = re.compile(
    r"\bwith (?:his|her|their|my|a|an|another|other) (?:[a-z]+ )?(?:patients?|pts?|clients?"
    r"|eval(?:uation)?)\b|\b(?:while|as) (?:i|the (?:pt|ci|ot|therapist)|(?:pt|ci|ot|slp)) (?:was|were|treated"
    r"|evaluated|saw|worked|finished|charted|had|took|did|completed)"
    r"|\b(?:treat|see|evaluat|work)(?:ed|ing|s|n)?(?: with)? (?:another|other|a different|someone else"
    r"|two other) ?(?:patients?|pts?|clients?)?|\bon (?:her|his|their) own\b|\bindependently by\b|\b(?:not|was not"
    r"|wasn't|isn't|nobody|no (?:pt|therapist|ot|slp|clinician)) (?:in the room|present|in line of sight|on site"
    r"|in the (?:gym|building|clinic))"
    r"|\b(?:went|left|stepped|moved|called) (?:over |away |out )?(?:to|into|for) (?:room \d"
    r"|the (?:next|other|front)|start|see|another|a meeting|an eval)|\bin (?:room|bay) \d\b"
    r"|\bin the (?:next|other) (?:bay|booth|cubicle)\b"
    r"|\bto start (?:her|his|their|an?) (?:\d{1,2}:\d\d )?eval"
    r"|\bout of the (?:room|building|clinic|office|gym)|\bin (?:the|an) (?:other|next|adjacent|back|another) (?:gym"
    r"|room|office|building)|\bin (?:the |his |her |an? )?(?:office|meeting|break room)\b|\bat the (?:front )?desk\b"
    r"|\bon (?:a|the) (?:call|phone)\b|\bat lunch\b|\boff[\s-]?site\b|\bchecked in at the end|\breviewed (?:it "
    r"|the (?:session|treatment|note) )?with (?:her|him|them|student) after|\bavailable by (?:phone|text)"
    r"|\b(?:charting|documenting) (?:at|in) (?:the|my|her|his)"
    r"|\bi (?:was |were )?(?:[a-z]+ing|adjusted|treated|saw|worked|evaluated)\b[^.;\n]{0,40}"
    r"\b(?:meanwhile|in the meantime|at the same time|during (?:that|this) time)"
    r"|\b(?:meanwhile|in the meantime)[, ]+(?:i|the (?:pt|ot|dc|doctor"
    r"|therapist)|(?:pt|ot|dc)) (?:was|were|adjusted|treated|saw|worked|evaluated)"
    r"|\bhad (?:his|her|their|my|its) own (?:\w+ )?(?:patients?|pts?|clients?|caseload)"
    r"|\bin another (?:room|building|wing|gym|area|part)\b|\b(?:down|across) the (?:hall|corridor)\b"
    r"|\b(?:in|at) (?:a|an|the) (?:[a-z]+ )?(?:conference|meeting|in-?service|huddle|staffing)\b"
    r"|\bread (?:this|it|(?:the|my|this|her|his) (?:note|record|entry))(?: over)? (?:after\w*|later|at the end)"
    r"|\blooked in (?:for|once|twice|at)\b|\bbehind the curtain\b|\bheard (?:about it|of it|later)\b"
    r"|\bfor another (?:patient|pt|client|child)\b|\b(?:spt|ots|student)\b[,;:]?\s(?:all )?by (?:him|her|them)self\b"
    r"|\b(?:spt|ots|student|aide|tech)\b[^.;\n]{0,24}\balone\b"
    r"|\bled (?:a|an|the|my|her|his) (?:[a-z]+ )?(?:class|group)\b"
    r"|\b(?:was|is|were) (?:treating|seeing|evaluating|working with|running|doing|leading|teaching) (?:an? "
    r"|the |his |her |my "
    r"|their )?(?:own |next |other |new |[a-z]+ )?(?:patients?|pts?|clients?|eval\w*|class|group|bed|mr|mrs|ms)\b"
    r"|\b(?:had|has|was) gone (?:across|to|home|out|next door|down|into|for)\b|\bpopped in\b|\bcame (?:by|in"
    r"|back|over) (?:when|after"
    r"|at the end)|\b(?:watched|saw|observed) (?:only )?the last\b|\breviewed (?:it|the (?:session|visit"
    r"|treatment|work)) (?:after\w*"
    r"|later|when)|\b(?:talked|went) (?:it over|over it|over the (?:session|visit))[^.;\n]{0,24}\b(?:later"
    r"|after\w*|when)\b"
    r"|\bunsupervised\b|\bwithout (?:the |any |a )?(?:pt|ci|ot|slp|therapist|supervisor|me"
    r"|instructor) (?:present|there|in)\b"
    r"|\bsupervised from (?:the|my|her|his|an?) (?:\w+ )?(?:desk|office|hall|next|room"
    r"|distance)|\bwhile (?:treating|seeing) (?:his|her|my|their) own\b"
    r"|\b(?:pt|ci|ot|slp|i|therapist|instructor) left for\b|\btreated the next\b"
    r"|\bi (?:was|were) (?:finishing|writing|charting|documenting|typing|dictating|catching up)\b"
    r"|\bin (?:the |an )?eval(?:uation)? room\b"
    r"|\b(?:ci|pt|ot|slp|i|therapist|instructor) (?:was )?(?:treating |seeing |busy |working )?(?:at|with|on|in) (?:the"
    r"|an?)?\s?(?:next|another|other|adjacent|nearby) (?:mat|table|bay|room|bed|station|plinth|patient|pt|client)\b"
    r"|\b(?:pt|ot|slp|dc|ci|therapist|doctor) (?:was )?(?:writing|charting|documenting|typing|dictating) (?:notes?\b"
    r"|up\b|in\b|at\b|the\b|an?\b|his\b|her\b)|\bgeneral supervision\b|\bchecked (?:in|on (?:them|him|her|us)) (?:once"
    r"|twice|at|every|periodically|occasionally|when|as|from|now)\b"
    r"|\bsupervised from across\b|\b(?:while|as) (?:treating|seeing|evaluating|working with|with) (?:an? |the )?"
    r"(?:mr|mrs|ms|another|other|next|new|different)\b|\b(?:evaluated|treated|saw) an? new (?:patient|pt|client)\b"
    r"|\babsent (?:from|for|during)\b|\bstepped (?:out|away)\b"
    r"|\balso (?:treating|seeing|evaluating|working with|had|has)\b(?! (?:him|her|them|the pt|pt|this))"
    r"|\b(?:in (?:the )?(?:room|gym|bay)|present|line[\s-]of[\s-]sight|on[\s-]?site)(?: \([^)\n]{0,20}\))?"
    r"\s?[:=?]\s?(?:no|n)\b|\b(?:was |were )?next door\b(?! to (?:him|her|them|us|the pt))"
)
_PRESENT = re.compile(
    r"\bin (?:the )?(?:treatment )?room\b|\bline[\s-]of[\s-](?:sight|vision)\b|\bpresent (?:for|throughout|during|in"
    r"|the (?:whole|entire))|\b(?:was|is|were|pt|ci|ot|slp|therapist) present\b|\bdirecting\b|\bdirected (?:the|each"
    r"|all|entire|treatment)|\bdirect(?: 1:1)? (?:personal )?supervision\b|\b(?:1:1|one[\s-]on[\s-]one|100%|constant"
    r"|full[\s-]time|continuous) (?:direct )?supervision\b|\bguid(?:ing|ed) (?:the student|each|all|throughout)"
    r"|\bwith me (?:seated|sitting|standing|there|beside|next|right|watching|in the room|at (?:the|his|her))\b"
    r"|\bi sat (?:with|beside) (?:them|him|her|the student)\b"
    r"|\b(?:saw|treated|had) (?:nobody|no one|no other) (?:else|patients?)\b"
    r"|\bside by side|\bat (?:the )?bedside with|\bmaking the (?:skilled|clinical) (?:judg|decision)"
    r"|\b(?:at|by) my side\b"
    r"|\b(?:me|i|ci|pt|ot) (?:was )?(?:at|by|beside) (?:his|her|their) (?:shoulder|side|elbow|back|hip)\b"
    r"|\btreating (?:no one|nobody) else\b|\bbeside me\b|\bno other (?:patients?|pts?|clients?)\b"
    r"|\bi (?:guarded|guided|directed)\b"
    r"|\bnot (?:treating|seeing|engaged (?:in|with)) (?:any(?:one| other)?|other|another)"
)
# Of a student: somewhere in the house is not in the room.
_ABOUT = re.compile(
    r"\b(?:ci|pt|ot|slp|therapist|instructor|supervisor)[^.;\n]{0,20}?\s(?:in (?:the )?(?:building|clinic|suite"
    r"|facility)|on[\s-]?site|on (?:the )?premises|available (?:if|as|when|by))\b"
)
NEGATED = re.compile(r"\b(?:not|never|without|nor|wasn't|no)\s+(?:\w+\s+){0,2}$")


def is_away(sentence: str) -> bool:
    """Whether words say that somebody was elsewhere or with others: "led an aquatic class in the other building"."""
    return any(not NEGATED.search(sentence[: m.start()][-24:]) for m in _ABSENT.finditer(sentence))


def supervised(document: Document, at: int) -> bool | None:
    """Whether a clinician was there and directing: said in the same paragraph, else anywhere in the visit."""
    line = document.line_at(at)
    near = document.folded[line.start : min(document.active.end, line.end + 200)].split("\n\n")[0]
    for words in (
        document.folded[line.start : line.end],
        near,
        document.folded[document.active.start : document.active.end],
    ):
        if is_away(words):
            return False
        if any(not NEGATED.search(words[: m.start()][-24:]) for m in _PRESENT.finditer(words)):
            return True
        if _ABOUT.search(words):
            return False
    return None
