"""Text extraction: adapters of archives.ports.TextExtractor."""
