"""A published version is evidence: nobody changes or deletes it."""

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import leave


@pytest.fixture
def version(flows):
	return frappe.get_doc("Process Version", flows.publish(leave()))


def test_version_is_not_saved(version):
	version.note = "Changed"

	with pytest.raises(frappe.ValidationError, match="never changed"):
		version.save(ignore_permissions=True)


def test_version_is_not_set_by_the_client(version):
	from frappe.client import set_value

	with pytest.raises(frappe.ValidationError, match="never changed"):
		set_value("Process Version", version.name, "status", "Retired")


def test_version_is_not_deleted(version):
	with pytest.raises(frappe.ValidationError, match="never changed"):
		frappe.delete_doc("Process Version", version.name, ignore_permissions=True)


def test_version_is_not_made_by_hand(version):
	copy = frappe.copy_doc(version)
	copy.version = 2

	with pytest.raises(frappe.ValidationError, match="never changed"):
		copy.insert(ignore_permissions=True)


def test_version_is_not_renamed(version):
	with pytest.raises(frappe.ValidationError):
		frappe.rename_doc("Process Version", version.name, "ZT-OTHER")
