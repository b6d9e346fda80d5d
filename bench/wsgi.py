"""The web server's entry: Frappe, with /assets and /files served beside it, so that no nginx is needed.

Run from sites/. `FRAPPE_SITE` pins the site, whatever host name a request bears.
"""

import os

import frappe.app
from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware

frappe.app._site = os.environ.get("FRAPPE_SITE")

application = SharedDataMiddleware(frappe.app.application, {"/assets": os.path.abspath("assets")})
application = StaticDataMiddleware(application, {"/files": os.path.abspath(".")})
