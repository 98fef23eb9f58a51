//! Remotes behind real servers on loopback: what works, what is said when it does not, and that it always ends.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::support::http::{self, Manner};
use crate::support::{Ran, Sandbox};

/// A store with one entry, whose remote `remote.git` lies beside it at this address.
fn store_with(remote: impl Fn(&Path) -> String) -> Sandbox {
    let sandbox = Sandbox::new();
    let bare = sandbox.home().join("remote.git");
    sandbox.git(&["init", "-q", "--bare", bare.to_str().unwrap()]).ok();
    sandbox.git_in(&bare, &["config", "http.receivepack", "true"]).ok();
    sandbox.git(&["remote", "add", "origin", &remote(sandbox.home())]).ok();
    sandbox.riffle(&["capture", "Tea"]).ok();
    sandbox
}

/// Pushes from one store and pulls in a clone of it.
fn assert_exchanges(home: &Sandbox) {
    let url = home.git(&["remote", "get-url", "origin"]).ok();
    let work = Sandbox::bare();
    home.riffle(&["sync"]).ok();
    work.riffle(&["clone", url.trim(), work.store.to_str().unwrap()]).ok();
    work.riffle(&["capture", "Coffee"]).ok();
    work.riffle(&["sync"]).ok();
    home.riffle(&["sync"]).ok();

    assert_eq!(home.files(), work.files());
    assert!(home.read("notes/2026/coffee.md").contains("Coffee"));
}

fn refused(manner: Manner, words: &str, code: i32) {
    if !http::git_has("http-backend") {
        return;
    }
    let sandbox = store_with(|home| format!("http://127.0.0.1:{}/remote.git", http::serve(home, manner)));
    let before = sandbox.files();

    let mut command = sandbox.command(&["sync"]);
    let ran = Ran::of(command.env("RIFFLE_STALL_MS", "1500").stdin(Stdio::null()));

    assert_eq!(ran.code, Some(code), "{ran:?}");
    assert!(ran.err.contains(words), "{ran:?}");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_store_is_exchanged_over_the_web() {
    if http::git_has("http-backend") {
        assert_exchanges(&store_with(|home| {
            format!("http://127.0.0.1:{}/remote.git", http::serve(home, Manner::Open))
        }));
    }
}

#[test]
fn a_password_in_the_address_is_used_on_loopback() {
    if http::git_has("http-backend") {
        assert_exchanges(&store_with(|home| {
            format!("http://ada:secret@127.0.0.1:{}/remote.git", http::serve(home, Manner::Password))
        }));
    }
}

#[test]
fn a_server_that_wants_a_password_ends_the_sync_without_a_prompt() {
    refused(Manner::Password, "sign in", 4);
}

#[test]
fn a_wrong_password_is_not_repeated_to_the_reader() {
    if !http::git_has("http-backend") {
        return;
    }
    let sandbox =
        store_with(|home| format!("http://ada:guess@127.0.0.1:{}/remote.git", http::serve(home, Manner::Password)));

    let said = sandbox.riffle(&["sync"]).fails(4);

    assert!(said.contains("sign in") && !said.contains("guess"), "{said}");
}

#[test]
fn a_server_that_forbids_or_breaks_or_lacks_the_repository_is_told_apart() {
    refused(Manner::Status(403), "sign in", 4);
    refused(Manner::Status(404), "no repository", 4);
    refused(Manner::Status(503), "cannot be reached", 4);
}

#[test]
fn a_server_that_says_nothing_is_given_up_on() {
    refused(Manner::Silent, "nothing came for 1 seconds", 4);
}

#[test]
fn a_store_is_exchanged_with_a_git_daemon() {
    if !http::git_has("daemon") {
        return;
    }
    let port = free_port();
    let sandbox = store_with(|_| format!("git://127.0.0.1:{port}/remote.git"));
    let command = sandbox.command(&[]);
    let environment: Vec<_> =
        command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
    let mut daemon = Command::new(http::git_folder().join("git-daemon"));
    daemon.env_clear().envs(environment).args(["--export-all", "--enable=receive-pack", "--verbose"]);
    daemon.args(["--reuseaddr", "--listen=127.0.0.1", &format!("--port={port}")]);
    daemon.arg(format!("--base-path={}", sandbox.home().display())).stderr(Stdio::piped());
    let mut daemon = Server(daemon.spawn().unwrap());
    wait_for(&mut daemon.0, "Ready to rumble");

    assert_exchanges(&sandbox);
}

#[test]
fn a_store_is_exchanged_over_ssh_and_a_strange_host_is_not_trusted() {
    let Some(sshd) = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].into_iter().find(|file| Path::new(file).exists())
    else {
        eprintln!("SKIPPED: no sshd on this computer");
        return;
    };
    let port = free_port();
    let user = std::env::var("USER").unwrap_or_else(|_| "root".to_owned());
    let sandbox = store_with(|home| format!("ssh://{user}@127.0.0.1:{port}{}/remote.git", home.display()));
    let home = sandbox.home();
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
        return;
    }

    let said = sandbox.riffle(&["sync"]).fails(4);
    assert!(said.contains("sign in") || said.contains("Host key verification failed"), "{said}");

    let known = format!("[127.0.0.1]:{port} {}", std::fs::read_to_string(home.join("host.pub")).unwrap());
    std::fs::write(home.join("known"), known).unwrap();
    let ssh =
        format!("ssh -F /dev/null -i {0}/mine -o UserKnownHostsFile={0}/known -o IdentitiesOnly=yes", home.display());
    let mut command = sandbox.command(&["sync"]);
    Ran::of(command.env("GIT_SSH_COMMAND", ssh).stdin(Stdio::null())).ok();
    assert!(sandbox.git_in(&home.join("remote.git"), &["log", "-1", "--format=%s", "main"]).ok().contains("Tea"));
}

/// A program that ends with its test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
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
