//! Remotes behind real servers on loopback: what works, what is said when it does not, and that it always ends.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::http::{self, Manner};
use crate::support::{PageServer, Ran, Reply, Sandbox, Terminal, servers};

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
    refused(Manner::Status(403), "does not allow this", 4);
    refused(Manner::Status(404), "no repository", 4);
    refused(Manner::Status(413), "no push of this size", 1);
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
    let port = servers::free_port();
    let sandbox = store_with(|_| format!("git://127.0.0.1:{port}/remote.git"));
    let _daemon = servers::daemon(&sandbox, sandbox.home(), port);

    assert_exchanges(&sandbox);
}

#[test]
fn at_a_terminal_a_password_is_asked_for_and_not_seen() {
    if !http::git_has("http-backend") {
        return;
    }
    let sandbox = store_with(|home| format!("http://127.0.0.1:{}/remote.git", http::serve(home, Manner::Password)));
    let mut terminal = Terminal::start(&sandbox, &["sync"], (100, 20), &[]);

    terminal.shows("Username for").keys("ada\r").shows("Password for").keys("secret\r").shows("2 sent");

    assert!(!terminal.text().contains("secret"), "{}", terminal.text());
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn at_a_terminal_a_clone_asks_for_a_password() {
    if !http::git_has("http-backend") {
        return;
    }
    let (home, work) = (store_with(|_| "unused".to_owned()), Sandbox::bare());
    home.git(&["push", "-q", home.home().join("remote.git").to_str().unwrap(), "main"]).ok();
    let url = format!("http://127.0.0.1:{}/remote.git", http::serve(home.home(), Manner::Password));
    let mut terminal = Terminal::start(&work, &["clone", &url, work.store.to_str().unwrap()], (100, 20), &[]);

    terminal.shows("Username for").keys("ada\r").shows("Password for").keys("secret\r");

    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.files(), work.files());
}

#[test]
fn the_workbench_asks_for_a_password_that_is_not_seen_and_can_be_left() {
    if !http::git_has("http-backend") {
        return;
    }
    let sandbox = store_with(|home| format!("http://127.0.0.1:{}/remote.git", http::serve(home, Manner::Password)));
    let mut terminal = Terminal::start(&sandbox, &[], (100, 24), &[]);

    terminal.shows("+2 to push").keys("R").shows("Username for").keys("\x03").shows("asks to sign in");
    terminal.keys("R").shows("Sign in").keys("ada\r").shows("Password for").keys("secret").shows("******");
    assert!(!terminal.text().contains("secret"), "{}", terminal.text());
    terminal.keys("\r").shows("sent 2 commits");
}

#[test]
fn at_a_terminal_a_strange_host_and_a_passphrase_are_asked_about() {
    let sandbox = store_with(|home| format!("ssh://{}@127.0.0.1:1{}/remote.git", servers::user(), home.display()));
    let Some(sshd) = servers::sshd(&sandbox) else { return };
    let url = format!("ssh://{}@127.0.0.1:{}{}/remote.git", servers::user(), sshd.port, sandbox.home().display());
    sandbox.git(&["remote", "set-url", "origin", &url]).ok();
    let key = sandbox.home().join("mine");
    let made = Command::new("ssh-keygen").args(["-q", "-p", "-N", "open sesame", "-f"]).arg(&key).output();
    assert!(made.unwrap().status.success());
    std::fs::remove_file(sandbox.home().join("known")).unwrap();
    let mut terminal = Terminal::start(&sandbox, &["sync"], (120, 24), &[("GIT_SSH_COMMAND", &sshd.command)]);

    terminal.shows("key fingerprint is SHA256:").shows("(yes/no").keys("yes\r").shows("passphrase for key");
    terminal.keys("open sesame\r").shows("2 sent");

    // Several programs connect one after the other; the person is asked once.
    assert_eq!(terminal.text().matches("passphrase for key").count(), 1, "{}", terminal.text());
    assert!(!terminal.text().contains("sesame"), "{}", terminal.text());
}

#[test]
fn a_host_that_is_not_there_and_one_that_does_not_listen_are_told_apart() {
    let lost = store_with(|_| "http://127.0.0.1:1/remote.git".to_owned());
    assert!(lost.riffle(&["sync"]).fails(4).contains("nothing answers"));

    let unknown = store_with(|_| "https://nowhere.invalid/remote.git".to_owned());
    assert!(unknown.riffle(&["sync"]).fails(4).contains("host is not found"));
}

#[test]
fn a_page_that_answers_in_the_place_of_a_git_server_is_told() {
    let portal = PageServer::start(|_| Reply::html("<html><body>Accept our terms</body></html>"));
    let sandbox = store_with(|_| portal.url("/remote.git"));

    let said = sandbox.riffle(&["sync"]).fails(4);

    assert!(said.contains("no git server") && said.contains("sign-in page"), "{said}");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let server = PageServer::secure(|_| Reply::status(200));
    let sandbox = store_with(|_| server.url("/remote.git"));

    assert!(sandbox.riffle(&["sync"]).fails(4).contains("certificate is not trusted"));
}

#[test]
fn a_store_is_exchanged_over_ssh_and_a_strange_host_is_not_trusted() {
    let sandbox = store_with(|home| format!("ssh://{}@127.0.0.1:1{}/remote.git", servers::user(), home.display()));
    let Some(sshd) = servers::sshd(&sandbox) else { return };
    let url = format!("ssh://{}@127.0.0.1:{}{}/remote.git", servers::user(), sshd.port, sandbox.home().display());
    sandbox.git(&["remote", "set-url", "origin", &url]).ok();

    let said = sandbox.riffle(&["sync"]).fails(4);
    assert!(said.contains("host key is not known here") && said.contains("fingerprint"), "{said}");

    let mut command = sandbox.command(&["sync"]);
    Ran::of(command.env("GIT_SSH_COMMAND", &sshd.command).stdin(Stdio::null())).ok();
    assert!(
        sandbox.git_in(&sandbox.home().join("remote.git"), &["log", "-1", "--format=%s", "main"]).ok().contains("Tea")
    );
}
