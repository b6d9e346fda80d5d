"""The interface for other applications: /api/process/v1. Described by its own OpenAPI document, which is made from it."""

PREFIX = "/api/process/v1"
VERSION = "1.0.0"
