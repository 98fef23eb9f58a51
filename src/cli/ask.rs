//! Asks at the terminal what a server wants to know.

use std::io::{self, IsTerminal as _, Write as _};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::ops::sync::{Asker, is_secret};

/// Asks at the terminal, where there is one, for as long as it lives; then the terminal is as it was before.
pub(super) struct AtTerminal {
    pub(super) asker: Asker,
    before: Termios,
}

impl AtTerminal {
    pub(super) fn begin() -> Option<Self> {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return None;
        }
        Some(Self { before: tcgetattr(io::stdin()).ok()?, asker: Asker::start(ask).ok()? })
    }
}

impl Drop for AtTerminal {
    fn drop(&mut self) {
        // Whoever asks may be ended while nothing is seen of what is typed.
        tcsetattr(io::stdin(), OptionalActions::Now, &self.before).ok();
    }
}

fn ask(question: &str) -> Option<String> {
    let before = tcgetattr(io::stdin()).ok()?;
    if is_secret(question) {
        let mut unseen = before.clone();
        unseen.local_modes.remove(LocalModes::ECHO);
        unseen.local_modes.insert(LocalModes::ECHONL);
        tcsetattr(io::stdin(), OptionalActions::Now, &unseen).ok()?;
    }
    write!(io::stderr(), "{} ", question.trim_end()).ok();
    let mut typed = String::new();
    let read = io::stdin().read_line(&mut typed);
    tcsetattr(io::stdin(), OptionalActions::Now, &before).ok();
    let is_there = read.is_ok_and(|read| read > 0);
    is_there.then(|| typed.trim_end_matches(['\n', '\r']).to_owned())
}
