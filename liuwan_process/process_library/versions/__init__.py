"""Versions of a process side by side, and an old one back as the working copy."""
