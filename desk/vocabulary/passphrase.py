"""What a passphrase must be: it is all that stands between a stolen disk and what is on it."""

# Characters. Whoever steals the disk can try for years.
SHORTEST = 12
