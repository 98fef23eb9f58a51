//! Asks at the terminal what a server wants to know.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Arc, OnceLock};

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

use crate::ops::sync::{Ask, is_secret};

/// How the terminal was before the first question.
static BEFORE: OnceLock<Termios> = OnceLock::new();
/// Ctrl-c, by which the person would rather not say.
const INTERRUPT: u8 = 3;

/// Asks at the terminal, where there is one.
pub(super) fn at_terminal() -> Option<Arc<Ask>> {
    if io::stdin().is_terminal() && io::stderr().is_terminal() { Some(Arc::new(ask)) } else { None }
}

/// The terminal is as it was before: whoever asks may be ended in the middle of a question.
pub(super) fn leave() {
    if let Some(before) = BEFORE.get() {
        tcsetattr(io::stdin(), OptionalActions::Now, before).ok();
    }
}

fn ask(question: &str) -> Option<String> {
    let now = tcgetattr(io::stdin()).ok()?;
    let before = BEFORE.get_or_init(|| now);
    tcsetattr(io::stdin(), OptionalActions::Now, &asking(before.clone(), is_secret(question))).ok()?;
    write!(io::stderr(), "{} ", question.trim_end()).ok();
    let typed = line();
    leave();
    if typed.is_none() {
        writeln!(io::stderr()).ok();
    }
    typed
}

/// The terminal edits the line; Ctrl-c ends it, too, and stops no program.
fn asking(mut modes: Termios, is_secret: bool) -> Termios {
    modes.local_modes.remove(LocalModes::ISIG);
    modes.special_codes[SpecialCodeIndex::VEOL] = INTERRUPT;
    if is_secret {
        modes.local_modes.remove(LocalModes::ECHO);
        modes.local_modes.insert(LocalModes::ECHONL);
    }
    modes
}

/// What was typed until Enter; nothing if it ended otherwise.
fn line() -> Option<String> {
    let mut typed = Vec::new();
    while !matches!(typed.last(), Some(&b'\n' | &INTERRUPT)) {
        let mut read = [0; 1024];
        let count = rustix::io::read(io::stdin(), &mut read).ok().filter(|count| *count > 0)?;
        typed.extend(&read[..count]);
    }
    String::from_utf8(typed).ok()?.strip_suffix('\n').map(|typed| typed.trim_end_matches('\r').to_owned())
}
