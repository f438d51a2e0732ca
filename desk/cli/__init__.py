"""The command line: the same services and the same safeguards as the window. One module per command group."""
