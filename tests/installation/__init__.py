"""Installation, migration and removal of the app."""
