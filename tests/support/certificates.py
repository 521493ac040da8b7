# SPDX-License-Identifier: Apache-2.0
"""A certificate authority of our own, and a server's certificate for this machine."""
import subprocess


def make(folder):
    """Writes both into a folder; returns (file of the authority, (certificate, key) of the server)."""
    def run(*command):
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
        "-subj", "/CN=Test CA")
    run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj",
        "/CN=127.0.0.1")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1")
    run("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-out", "server.pem", "-days", "2", "-extfile", "names")
    return str(folder / "ca.pem"), (folder / "server.pem", folder / "server.key")
