"""The window: everything Qt. Pages over services; nothing here reaches the vault, a model or a network."""
