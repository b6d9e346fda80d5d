"""Development bench: brings up Frappe 15 with this app from package registries alone. Not part of the app."""
