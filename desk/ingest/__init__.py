"""From a file to a searchable report: reading, embedding, one transaction, the index; resumable and cancellable."""
