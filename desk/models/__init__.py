"""Language models: the only place from which bytes leave for one. Imported by ``answering`` alone."""
