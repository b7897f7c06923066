"""What a record request is answered with: the papers of an episode, what each shows, and what is not there."""

from romberg.report.packets.checklist import Check, State
from romberg.report.packets.exhibits import Exhibit, exhibits
from romberg.report.packets.packet import Packet, packet
from romberg.report.packets.rows import EvidenceRow, SignatureRow, evidence

__all__ = ["Check", "EvidenceRow", "Exhibit", "Packet", "SignatureRow", "State", "evidence", "exhibits", "packet"]
