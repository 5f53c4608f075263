"""Full-text search: adapters of archives.ports.SearchIndex."""
