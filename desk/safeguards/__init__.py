"""The safeguard layer: text in, decision out. Pure, deterministic, no Qt, no network, no store.

``guard.Guard`` is the only door. Everything that reaches retrieval, a model, a screen, the clipboard or a file carries
a seal that only the guard can set (``sealed``).
"""
