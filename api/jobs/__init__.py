"""The door of work that no person waits for."""
