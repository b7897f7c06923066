"""Letters and packets put into words: the papers that a clinic sends to a payer."""

from romberg.formats.letters.appeal import advice_paper, letter_paper
from romberg.formats.letters.senders import Sender

__all__ = ["Sender", "advice_paper", "letter_paper"]
