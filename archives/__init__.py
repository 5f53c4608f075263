"""The archives: rules, tables, services and adapters. Nothing here knows a door, an index or a setting."""
