"""A directory: Debian's slapd as a process of our own, with StartTLS, and a few people in it."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ldap3
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.fixtures.browser import free_port

SUFFIX = "dc=liuwan,dc=example"
ADMIN, SECRET = f"cn=admin,{SUFFIX}", "directory-secret"
PEOPLE, GROUPS = f"ou=people,{SUFFIX}", f"ou=groups,{SUFFIX}"
CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {home}/slapd.pid
TLSCACertificateFile {home}/certificate.pem
TLSCertificateFile {home}/certificate.pem
TLSCertificateKeyFile {home}/key.pem
security simple_bind=128
database mdb
maxsize 10485760
suffix "{suffix}"
rootdn "{admin}"
rootpw {secret}
directory {home}/db
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
"""


class Directory:
	"""`url`, `certificate`; `add` puts a person in."""

	def __init__(self, url: str, certificate: Path) -> None:
		self.url, self.certificate = url, certificate

	def connect(self) -> ldap3.Connection:
		tls = ldap3.Tls(ca_certs_file=str(self.certificate))
		server = ldap3.Server(self.url, tls=tls)
		bind = ldap3.AUTO_BIND_TLS_BEFORE_BIND
		return ldap3.Connection(server, ADMIN, SECRET, auto_bind=bind, raise_exceptions=True)

	def add(self, uid: str, name: str, mail: str, password: str) -> None:
		values = {"cn": name, "sn": name, "mail": mail, "userPassword": password}
		self.connect().add(f"uid={uid},{PEOPLE}", "inetOrgPerson", {"uid": uid, **values})


@contextmanager
def running(home: Path) -> Iterator[Directory]:
	"""A directory on a free port of this machine, while the block runs."""
	slapd = shutil.which("slapd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
	if not slapd:
		reason = "slapd is not installed"
		pytest.fail(reason) if os.environ.get("LIUWAN_OWN_BENCH") else pytest.skip(reason)
	(home / "db").mkdir()
	certify(home)
	configuration = CONFIGURATION.format(home=home, suffix=SUFFIX, admin=ADMIN, secret=SECRET)
	(home / "slapd.conf").write_text(configuration)
	url = f"ldap://localhost:{free_port()}"
	with (home / "slapd.log").open("wb") as log:
		process = subprocess.Popen([slapd, "-f", home / "slapd.conf", "-h", url, "-d", "0"], stderr=log)
	try:
		directory = Directory(url, home / "certificate.pem")
		fill(directory, process, home / "slapd.log")
		yield directory
	finally:
		process.terminate()
		process.wait(20)


def fill(directory: Directory, process: subprocess.Popen, log: Path) -> None:
	"""Wait until it answers; make the folders of people and groups."""
	end = time.monotonic() + 30
	while True:
		try:
			connection = directory.connect()
			break
		except ldap3.core.exceptions.LDAPException:
			if process.poll() is not None or time.monotonic() > end:
				pytest.fail(f"slapd does not answer: {log.read_text()[-2000:]}")
			time.sleep(0.1)
	connection.add(SUFFIX, ["dcObject", "organization"], {"dc": "liuwan", "o": "Liuwan"})
	connection.add(PEOPLE, "organizationalUnit")
	connection.add(GROUPS, "organizationalUnit")


def certify(home: Path) -> None:
	"""A certificate for localhost that signs itself."""
	key = rsa.generate_private_key(65537, 2048)
	name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
	now = datetime.datetime.utcnow()
	builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
	builder = builder.not_valid_before(now - datetime.timedelta(days=1))
	builder = builder.not_valid_after(now + datetime.timedelta(days=7))
	builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
	builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
	certificate = builder.sign(key, hashes.SHA256())
	(home / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
	plain = serialization.NoEncryption()
	form = serialization.PrivateFormat.PKCS8
	(home / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
