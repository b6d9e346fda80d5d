from django.apps import AppConfig


class SpeedConfig(AppConfig):
	name = "benchmarks.viewflow_site"
	label = "speed"
