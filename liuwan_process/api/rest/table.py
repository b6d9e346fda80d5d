"""All routes: importing the rooms fills the table."""

from liuwan_process.api.rest import acts, events, me, page, processes, runs, tasks
from liuwan_process.api.rest.routes import ROUTES, Route

__all__ = ["ROUTES", "Route", "acts", "events", "me", "page", "processes", "runs", "tasks"]
