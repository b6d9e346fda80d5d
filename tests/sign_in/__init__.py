"""Signing in by the enterprise's directory or identity provider."""
