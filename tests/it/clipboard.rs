//! What is copied, and who takes it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::support::{Sandbox, Terminal};

const SIZE: (u16, u16) = (100, 24);

/// Begins the sequence by which a terminal is asked to take a text (OSC 52).
const ASKED: &[u8] = b"\x1b]52;";

fn store() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    let path = sandbox.riffle(&["capture", "Green tea at eighty degrees"]).ok().trim().to_owned();
    sandbox.put_first_steps_away();
    (sandbox, path)
}

/// A program of the desktop that keeps what it is given in a file.
fn desktop(sandbox: &Sandbox, name: &str) -> String {
    let (folder, kept) = (sandbox.home().join("bin"), sandbox.home().join("kept"));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), format!("#!/bin/sh\ncat > '{}'\n", kept.display())).unwrap();
    fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default())
}

fn is_asked(terminal: &Terminal) -> bool {
    terminal.written.windows(ASKED.len()).any(|bytes| bytes == ASKED)
}

#[test]
fn in_tmux_a_copied_text_is_in_its_buffer_and_goes_on_to_the_terminal() {
    if Command::new("tmux").arg("-V").output().is_err() {
        eprintln!("SKIPPED: tmux is not installed");
        return;
    }
    let (sandbox, path) = store();
    let (socket, log) = (sandbox.home().join("tmux"), sandbox.home().join("log"));
    let mut terminal = Terminal::start_in_tmux(&sandbox, &socket, &["--log", log.to_str().unwrap()], SIZE);
    terminal.shows("Green tea");

    terminal.keys("yp").shows("Copied the path to the tmux buffer.");

    let buffer = Command::new("tmux").arg("-S").arg(&socket).arg("show-buffer").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&buffer.stdout), path);
    assert_eq!(terminal.leaves(), 0);
    assert!(is_asked(&terminal));
    assert!(fs::read_to_string(log).unwrap().contains("copied by tmux"));
}

#[test]
fn over_ssh_the_terminal_is_asked_and_no_program_of_the_other_computer() {
    let (sandbox, _) = store();
    let path = desktop(&sandbox, "wl-copy");
    let env = [("SSH_TTY", "/dev/pts/1"), ("WAYLAND_DISPLAY", "wayland-0"), ("PATH", path.as_str())];
    let mut terminal = Terminal::start(&sandbox, &[], SIZE, &env);
    terminal.shows("Green tea");

    terminal.keys("yp").shows("Sent the path to the terminal's clipboard.");

    assert_eq!(terminal.leaves(), 0);
    assert!(is_asked(&terminal) && !sandbox.home().join("kept").exists());
}

#[cfg(not(target_os = "macos"))]
#[test]
fn at_a_desktop_its_program_takes_a_copied_text_and_without_one_the_terminal_is_asked() {
    let (sandbox, copied) = store();
    let path = desktop(&sandbox, "wl-copy");
    let mut terminal =
        Terminal::start(&sandbox, &[], SIZE, &[("WAYLAND_DISPLAY", "wayland-0"), ("PATH", path.as_str())]);
    terminal.shows("Green tea");

    terminal.keys("yp").shows("Copied the path to the clipboard.");

    assert_eq!(fs::read_to_string(sandbox.home().join("kept")).unwrap(), copied);
    assert_eq!(terminal.leaves(), 0);
    assert!(!is_asked(&terminal));

    fs::write(sandbox.home().join("bin/wl-copy"), "#!/bin/sh\nexit 1\n").unwrap();
    let mut terminal =
        Terminal::start(&sandbox, &[], SIZE, &[("WAYLAND_DISPLAY", "wayland-0"), ("PATH", path.as_str())]);
    terminal.shows("Green tea").keys("yp").shows("Sent the path to the terminal's clipboard.");
    assert_eq!(terminal.leaves(), 0);
    assert!(is_asked(&terminal));
}
