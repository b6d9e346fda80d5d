"""Those whom a new version concerns are asked to read what changed, reminded, and counted."""
