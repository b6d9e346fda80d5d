"""Signing in by a directory, over StartTLS: an account is made, matched to the Staff Member, and lands on the portal."""

import frappe
import pytest
import requests

from tests.factories import ensure_demo, person
from tests.sign_in import directory as ldap
from tests.sign_in.people import account_of, is_participant, staff

PASSWORD = "Deep-Shaft-7"


@pytest.fixture(scope="module")
def directory(site, tmp_path_factory):
	ensure_demo()
	with ldap.running(tmp_path_factory.mktemp("directory")) as found:
		settings = frappe.get_doc("LDAP Settings")
		settings.update(
			{
				"enabled": 1,
				"ldap_directory_server": "OpenLDAP",
				"ldap_server_url": found.url,
				"base_dn": ldap.ADMIN,
				"password": ldap.SECRET,
				"ldap_search_path_user": ldap.PEOPLE,
				"ldap_search_path_group": ldap.GROUPS,
				"ldap_search_string": "(uid={0})",
				"ldap_email_field": "mail",
				"ldap_username_field": "uid",
				"ldap_first_name_field": "cn",
				"default_user_type": "Website User",
				"ssl_tls_mode": "StartTLS",
				"require_trusted_certificate": "Yes",
				"local_ca_certs_file": str(found.certificate),
			}
		)
		settings.save()
		frappe.db.commit()
		yield found
		frappe.db.rollback()
		frappe.db.set_single_value("LDAP Settings", "enabled", 0)
		frappe.db.commit()
		frappe.clear_document_cache("LDAP Settings", "LDAP Settings")


def sign_in(base_url: str, uid: str, password: str) -> tuple[requests.Session, requests.Response]:
	session = requests.Session()
	url = f"{base_url}/api/method/frappe.integrations.doctype.ldap_settings.ldap_settings.login"
	return session, session.post(url, data={"usr": uid, "pwd": password}, timeout=60)


def test_by_staff_number(base_url, directory):
	"""The directory's e-mail is not the one on file; the user name is the staff number."""
	staff("LD-1001")
	directory.add("LD-1001", "钱一鸣", "ld-1001@directory.example", PASSWORD)
	session, answer = sign_in(base_url, "LD-1001", PASSWORD)
	assert answer.status_code == 200 and answer.json()["home_page"] == "/process", answer.text
	assert account_of("LD-1001") == "ld-1001@directory.example"
	assert is_participant("ld-1001@directory.example")
	assert session.get(f"{base_url}/process", timeout=60).status_code == 200
	me = session.get(f"{base_url}/api/process/v1/me", timeout=60).json()
	assert (me["staff_member"], me["user"]) == ("LD-1001", "ld-1001@directory.example")


def test_by_e_mail(base_url, directory):
	staff("LD-1002", "ming@directory.example")
	directory.add("ming", "钱一鸣", "ming@directory.example", PASSWORD)
	_session, answer = sign_in(base_url, "ming", PASSWORD)
	assert answer.json()["home_page"] == "/process"
	assert account_of("LD-1002") == "ming@directory.example"
	_session, again = sign_in(base_url, "ming", PASSWORD)
	assert again.status_code == 200 and account_of("LD-1002") == "ming@directory.example"


def test_a_wrong_password_signs_nobody_in(base_url, directory):
	staff("LD-1003")
	directory.add("LD-1003", "钱一鸣", "ld-1003@directory.example", PASSWORD)
	for password in ("wrong", ""):
		session, answer = sign_in(base_url, "LD-1003", password)
		assert answer.status_code >= 400
		assert session.get(f"{base_url}/api/process/v1/me", timeout=60).status_code == 401
	assert account_of("LD-1003") is None


def test_somebody_who_is_no_staff_gets_no_role(base_url, directory):
	directory.add("visitor", "Visitor", "visitor@directory.example", PASSWORD)
	session, answer = sign_in(base_url, "visitor", PASSWORD)
	assert answer.status_code == 200
	assert not is_participant("visitor@directory.example")
	assert session.get(f"{base_url}/api/process/v1/me", timeout=60).status_code == 403


def test_nobody_takes_a_number_that_belongs_to_another(base_url, directory):
	directory.add("LD-TAKEN", "Somebody", "ld-taken@directory.example", PASSWORD)
	number = frappe.db.get_value("Staff Member", {"user": person("sales1")})
	before = account_of(number)
	assert sign_in(base_url, "LD-TAKEN", PASSWORD)[1].status_code == 200
	assert account_of(number) == before == person("sales1")


def test_a_user_name_of_one_s_own_choosing_proves_nothing(base_url, directory):
	"""People can change the user name in their own account, and sign in by password: that matches nobody."""
	from liuwan_process.setup.users import make_users, set_passwords

	staff("LD-1004")
	make_users([{"email": "sly@directory.example", "full_name": "Sly", "roles": [], "username": "LD-1004"}])
	set_passwords(["sly@directory.example"], PASSWORD)
	frappe.db.commit()
	form = {"usr": "sly@directory.example", "pwd": PASSWORD}
	answer = requests.post(f"{base_url}/api/method/login", data=form, timeout=60)
	assert answer.status_code == 200
	assert account_of("LD-1004") is None and not is_participant("sly@directory.example")
