"""Search: embedder, vector index, words, fusion. Everything here can be rebuilt from the vault."""
