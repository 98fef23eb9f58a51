//! Servers of repositories on loopback, each ending with its test.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::{Sandbox, http};

/// A program that ends with its test.
pub(crate) struct Server(Child);

/// An `sshd` that lets in who has a key of its own, and how to call it.
pub(crate) struct Sshd {
    _server: Server,
    pub(crate) port: u16,
    /// What `ssh` is to be called with.
    pub(crate) command: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub(crate) fn user() -> String {
    std::env::var("USER").unwrap_or_else(|_| "root".to_owned())
}

/// Serves the repositories of a folder through `git daemon`.
pub(crate) fn daemon(sandbox: &Sandbox, root: &Path, port: u16) -> Server {
    let mut daemon = Command::new(http::git_folder().join("git-daemon"));
    daemon.env_clear().envs(sandbox.environment()).args(["--export-all", "--enable=receive-pack", "--verbose"]);
    daemon.args(["--reuseaddr", "--listen=127.0.0.1", &format!("--port={port}")]);
    daemon.arg(format!("--base-path={}", root.display())).stderr(Stdio::piped());
    let mut daemon = Server(daemon.spawn().unwrap());
    wait_for(&mut daemon.0, "Ready to rumble");
    daemon
}

/// Starts `sshd` with keys in the home of a sandbox; says loudly that it cannot where it cannot.
pub(crate) fn sshd(sandbox: &Sandbox) -> Option<Sshd> {
    let Some(sshd) = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].into_iter().find(|file| Path::new(file).exists())
    else {
        eprintln!("SKIPPED: no sshd on this computer");
        return None;
    };
    let (port, home) = (free_port(), sandbox.home());
    for key in ["host", "mine"] {
        let made =
            Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(home.join(key)).output();
        assert!(made.unwrap().status.success());
    }
    std::fs::copy(home.join("mine.pub"), home.join("allowed")).unwrap();
    std::fs::set_permissions(home.join("allowed"), std::fs::Permissions::from_mode(0o600)).unwrap();
    let mut command = Command::new(sshd);
    command.args(["-D", "-e", "-f", "/dev/null", "-p", &port.to_string()]);
    for option in ["ListenAddress=127.0.0.1", "StrictModes=no", "PidFile=none", "UsePAM=no", "PermitRootLogin=yes"] {
        command.args(["-o", option]);
    }
    command.arg("-o").arg(format!("AuthorizedKeysFile={}", home.join("allowed").display()));
    command.arg("-h").arg(home.join("host")).stderr(Stdio::piped());
    let mut server = Server(command.spawn().unwrap());
    if !wait_for(&mut server.0, "listening on") {
        eprintln!("SKIPPED: sshd does not start here");
        return None;
    }
    let known = format!("[127.0.0.1]:{port} {}", std::fs::read_to_string(home.join("host.pub")).unwrap());
    std::fs::write(home.join("known"), known).unwrap();
    let command =
        format!("ssh -F /dev/null -i {0}/mine -o UserKnownHostsFile={0}/known -o IdentitiesOnly=yes", home.display());
    Some(Sshd { _server: server, port, command })
}

/// Reads a server's messages up to the one that says it is ready; whether there was one.
fn wait_for(server: &mut Child, ready: &str) -> bool {
    let mut messages = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    while messages.read_line(&mut line).is_ok_and(|count| count > 0) {
        if line.contains(ready) {
            // Read on, so that the server never waits for us.
            std::thread::spawn(move || std::io::copy(&mut messages, &mut std::io::sink()));
            return true;
        }
        line.clear();
    }
    false
}
