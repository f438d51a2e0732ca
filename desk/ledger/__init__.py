"""The tamper-evident record: append, verify, export. The verifier stands alone."""

from desk.ledger.chain import Entry, Verification, export, make_entry, verify

__all__ = ["Entry", "Verification", "export", "make_entry", "verify"]
