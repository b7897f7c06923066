"""The commands of audits: samples, what they prove, and peers."""
