"""Signing in by an OpenID provider: from the button on the sign-in page to the portal."""

import html
import json
import re

import frappe
import jwt
import pytest
import requests

from tests.factories import ensure_demo, person
from tests.sign_in import provider as openid
from tests.sign_in.people import account_of, is_participant, staff

# Frappe reads who it is from userinfo for a provider of one's own, and from the id token for Office 365.
KEYS = {
	"liuwan_sso": {"social_login_provider": "Custom", "provider_name": "Liuwan SSO"},
	"office_365": {"social_login_provider": "Office 365", "provider_name": "Office 365"},
}
CALLBACKS = {
	"liuwan_sso": "/api/method/frappe.integrations.oauth2_logins.custom/liuwan_sso",
	"office_365": "/api/method/frappe.integrations.oauth2_logins.login_via_office365",
}


@pytest.fixture(scope="module")
def provider(site):
	ensure_demo()
	with openid.running() as found:
		for name in KEYS:
			make_key(name, found)
		before = frappe.db.get_single_value("Website Settings", "disable_signup")
		allow_new_accounts(True)
		yield found
		frappe.db.rollback()
		for name in KEYS:
			frappe.delete_doc("Social Login Key", name, force=True)
		frappe.db.set_single_value("Website Settings", "disable_signup", before)
		frappe.db.commit()
		frappe.clear_cache()


def make_key(name: str, found: openid.Provider) -> None:
	frappe.delete_doc("Social Login Key", name, force=True, ignore_missing=True)
	frappe.get_doc(
		{
			"doctype": "Social Login Key",
			**KEYS[name],
			"enable_social_login": 1,
			"client_id": openid.CLIENT,
			"client_secret": openid.SECRET,
			"custom_base_url": 1,
			"base_url": found.url,
			"authorize_url": "/authorize",
			"access_token_url": "/token",
			"api_endpoint": f"{found.url}/userinfo",
			"redirect_url": CALLBACKS[name],
			"auth_url_data": json.dumps({"response_type": "code", "scope": "openid email profile"}),
			"user_id_property": "employee_number",
		}
	).insert()
	frappe.db.commit()


def allow_new_accounts(yes: bool) -> None:
	frappe.db.set_single_value("Website Settings", "disable_signup", int(not yes))
	frappe.db.commit()
	frappe.clear_cache()


def sign_in(base_url: str, name: str, asking_for: str = "") -> tuple[requests.Session, requests.Response]:
	"""Press a provider's button on the sign-in page and follow wherever that leads."""
	session = requests.Session()
	page = session.get(f"{base_url}/login{asking_for}", timeout=60).text
	links = [html.unescape(link) for link in re.findall(r'href="(http[^"]*/authorize\?[^"]*)"', page)]
	[link] = [link for link in links if CALLBACKS[name].rsplit(".", 1)[-1].split("/")[0] in link]
	return session, session.get(link, timeout=60)


def claims(number: str, email: str) -> dict[str, str]:
	return {"sub": f"id-{number}", "employee_number": number, "email": email, "name": "钱一鸣"}


@pytest.mark.parametrize("name", KEYS)
def test_a_new_account_is_matched_by_e_mail(base_url, provider, name):
	staff("OP-2001", "yiming@provider.example")
	provider.person = claims("other", "yiming@provider.example")
	session, landed = sign_in(base_url, name)
	assert landed.status_code == 200 and landed.url == f"{base_url}/process", landed.url
	assert account_of("OP-2001") == "yiming@provider.example" and is_participant("yiming@provider.example")
	assert session.get(f"{base_url}/api/process/v1/me", timeout=60).json()["staff_member"] == "OP-2001"


def test_a_new_account_is_matched_by_staff_number(base_url, provider):
	staff("OP-2002", user="private@provider.example")
	provider.person = claims("OP-2002", "private@provider.example")
	_session, landed = sign_in(base_url, "liuwan_sso")
	assert landed.url == f"{base_url}/process"
	assert account_of("OP-2002") == "private@provider.example"


def test_an_account_that_exists_is_used(base_url, provider):
	number = frappe.db.get_value("Staff Member", {"user": person("sales1")})
	provider.person = claims(number, person("sales1"))
	session, landed = sign_in(base_url, "liuwan_sso")
	assert landed.url == f"{base_url}/process"
	assert session.get(f"{base_url}/api/process/v1/me", timeout=60).json()["user"] == person("sales1")


def test_whoever_wanted_a_page_gets_it(base_url, provider):
	provider.person = claims("x", person("sales1"))
	_session, landed = sign_in(base_url, "liuwan_sso", "?redirect-to=/process/requests")
	assert landed.url == f"{base_url}/process/requests"


def test_somebody_who_is_no_staff_gets_no_role(base_url, provider):
	provider.person = claims("nobody", "visitor@provider.example")
	session, landed = sign_in(base_url, "liuwan_sso")
	assert landed.url == f"{base_url}/me"
	frappe.db.rollback()
	assert not is_participant("visitor@provider.example")
	assert session.get(f"{base_url}/api/process/v1/me", timeout=60).status_code == 403


def test_a_user_id_put_into_one_s_account_before_proves_nothing(base_url, provider):
	"""Anybody can write into the list of providers in his own account; only what comes with a new account counts."""
	staff("OP-2003")
	provider.person = claims("first", "sly@provider.example")
	sign_in(base_url, "liuwan_sso")
	frappe.db.rollback()
	filters = {"parent": "sly@provider.example", "provider": "liuwan_sso"}
	frappe.db.set_value("User Social Login", filters, "userid", "OP-2003")
	frappe.db.commit()
	sign_in(base_url, "liuwan_sso")
	assert account_of("OP-2003") is None and not is_participant("sly@provider.example")


def test_without_sign_up_only_accounts_that_exist_get_in(base_url, provider):
	staff("OP-2004", "late@provider.example")
	provider.person = claims("OP-2004", "late@provider.example")
	allow_new_accounts(False)
	try:
		session, landed = sign_in(base_url, "liuwan_sso")
		assert "Signup is Disabled" in landed.text
		assert session.get(f"{base_url}/api/process/v1/me", timeout=60).status_code == 401
		assert account_of("OP-2004") is None
	finally:
		allow_new_accounts(True)


def test_a_code_works_once_and_the_id_token_is_signed(provider):
	provider.person = claims("one", "one@provider.example")
	query = {"client_id": openid.CLIENT, "response_type": "code", "scope": "openid", "state": "s"}
	back = provider.authorize(query | {"redirect_uri": "http://127.0.0.1/back"})
	form = {"code": re.search("code=([^&]+)", back)[1], "client_secret": openid.SECRET}
	tokens = provider.token(form | {"redirect_uri": "http://127.0.0.1/back"})
	read = jwt.decode(tokens["id_token"], provider.key.public_key(), ["RS256"], audience=openid.CLIENT)
	assert read["email"] == "one@provider.example"
	assert provider.token(form | {"redirect_uri": "http://127.0.0.1/back"}) is None
