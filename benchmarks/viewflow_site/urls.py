from django.urls import path
from viewflow.contrib.auth import AuthViewset
from viewflow.urls import Application, Site
from viewflow.workflow.flow import FlowAppViewset

from benchmarks.viewflow_site.flows import SpeedFlow

site = Site(viewsets=[Application(title="Speed", app_name="speed", viewsets=[FlowAppViewset(SpeedFlow)])])
urlpatterns = [path("accounts/", AuthViewset().urls), path("", site.urls)]
