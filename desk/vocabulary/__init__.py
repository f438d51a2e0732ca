"""The words of the field as immutable types. No I/O, no Qt, nothing that can fail for outside reasons."""
