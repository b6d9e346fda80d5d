"""Django as its documentation sets up a production site, on the benchmark's database."""

import json
import os

import pymysql

pymysql.install_as_MySQLdb()

SECRET_KEY = "of a benchmark on this machine alone"
ALLOWED_HOSTS = ["127.0.0.1"]
DEBUG = False
USE_TZ = True
ROOT_URLCONF = "benchmarks.viewflow_site.urls"
WSGI_APPLICATION = "benchmarks.viewflow_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.mysql", **json.loads(os.environ["VIEWFLOW_DATABASE"])}}
INSTALLED_APPS = [
	"django.contrib.auth",
	"django.contrib.contenttypes",
	"django.contrib.sessions",
	"django.contrib.messages",
	"viewflow",
	"viewflow.workflow",
	"benchmarks.viewflow_site.apps.SpeedConfig",
]
MIDDLEWARE = [
	"django.middleware.security.SecurityMiddleware",
	"django.contrib.sessions.middleware.SessionMiddleware",
	"django.middleware.common.CommonMiddleware",
	"django.middleware.csrf.CsrfViewMiddleware",
	"django.contrib.auth.middleware.AuthenticationMiddleware",
	"django.contrib.messages.middleware.MessageMiddleware",
	"viewflow.middleware.SiteMiddleware",
]
TEMPLATES = [
	{
		"BACKEND": "django.template.backends.django.DjangoTemplates",
		"APP_DIRS": True,
		"OPTIONS": {
			"context_processors": [
				"django.template.context_processors.request",
				"django.contrib.auth.context_processors.auth",
				"django.contrib.messages.context_processors.messages",
			]
		},
	}
]
