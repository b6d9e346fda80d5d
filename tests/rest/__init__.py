"""The interface for other applications, over HTTP."""
