"""Adapters for what comes in and goes out as files: lists, packages."""
