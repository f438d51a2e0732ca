"""A cleared question and masked passages become an answer, quoted or generated, every sentence checked and cited."""
