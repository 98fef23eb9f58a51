//! Asks the person what `git` or `ssh` wants to know: a name, a password, a passphrase, whether a host is the right one.
//!
//! They have left the terminal and start this program in a hidden mode, which brings the question over a socket to the program
//! that started them. That asks the person and remembers the answers for as long as it listens; nothing is stored.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::io::{self, Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::fs::DirBuilderExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;
use std::{fs, process, thread};

use super::host_keys;

/// Names the socket in the environment of `git`.
pub(crate) const SOCKET: &str = "RIFFLE_ASKS_AT";

/// So long a person may look for their key.
const LONGEST_NOTICE: Duration = Duration::from_secs(120);
/// A longer question is none.
const LONGEST: u64 = 10_000;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Shows a question, which may have several lines, and answers with what was typed; nothing if the person would not.
pub type Ask = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Somebody who can be asked, as long as it lives.
pub(crate) struct Asker {
    ask: Arc<Ask>,
    listener: OnceCell<Option<Listener>>,
}

impl Asker {
    pub(crate) fn new(ask: Arc<Ask>) -> Self {
        Self { ask, listener: OnceCell::new() }
    }

    /// Where questions are heard from now on; nothing where that cannot be.
    pub(crate) fn place(&self) -> Option<Place> {
        let listen = || Listener::start(Arc::clone(&self.ask)).ok();
        self.listener.get_or_init(listen).as_ref().map(Listener::place)
    }
}

/// Where questions are heard.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) socket: PathBuf,
    /// Whether the person is being asked right now.
    pub(crate) is_asking: Arc<AtomicBool>,
}

struct Listener {
    folder: PathBuf,
    is_over: Arc<AtomicBool>,
    is_asking: Arc<AtomicBool>,
}

impl Listener {
    fn start(ask: Arc<Ask>) -> io::Result<Self> {
        let name = format!("riffle-asks-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        // Nobody else may ask.
        fs::DirBuilder::new().mode(0o700).create(&folder)?;
        let listener = Self { folder, is_over: Arc::default(), is_asking: Arc::default() };
        let socket = UnixListener::bind(listener.socket())?;
        let (is_over, is_asking) = (Arc::clone(&listener.is_over), Arc::clone(&listener.is_asking));
        let ask = move |question: &str| {
            is_asking.store(true, Ordering::Relaxed);
            let answer = ask(question);
            is_asking.store(false, Ordering::Relaxed);
            answer
        };
        thread::spawn(move || {
            let mut known = Known::default();
            let streams = socket.incoming().flatten().take_while(|_| !is_over.load(Ordering::Relaxed));
            // A question that breaks off is nobody's any more.
            streams.for_each(|stream| drop(known.reply(&stream, &ask)));
        });
        Ok(listener)
    }

    fn place(&self) -> Place {
        Place { socket: self.socket(), is_asking: Arc::clone(&self.is_asking) }
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("s")
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the one who listens.
        UnixStream::connect(self.socket()).ok();
        // The folder is empty then; what cannot be removed is a name without a meaning.
        drop(fs::remove_file(self.socket()).and_then(|()| fs::remove_dir(&self.folder)));
    }
}

/// Answers that were given, by their questions, with the program that asked.
#[derive(Default)]
struct Known(HashMap<String, (String, String)>);

impl Known {
    /// A program that asks the same once more was told something wrong; another one is told the same.
    fn reply(&mut self, mut stream: &UnixStream, ask: &impl Fn(&str) -> Option<String>) -> io::Result<()> {
        let mut text = String::new();
        stream.take(LONGEST).read_to_string(&mut text)?;
        let Some((asking, question)) = text.split_once('\n') else { return Ok(()) };
        let known = self.0.get(question).filter(|(before, _)| before != asking).map(|(_, answer)| answer.clone());
        let Some(answer) = known.or_else(|| ask(&explained(&plain(question)))) else { return Ok(()) };
        self.0.insert(question.to_owned(), (asking.to_owned(), answer.clone()));
        write!(stream, "+{answer}")
    }
}

/// Whether `ssh` only says something (a key wants to be touched) and ends this program when it is done.
pub(crate) fn is_notice() -> bool {
    std::env::var_os("SSH_ASKPASS_PROMPT").is_some_and(|prompt| prompt == "none")
}

/// Waits to be ended, though not for ever.
pub(crate) fn wait() {
    thread::sleep(LONGEST_NOTICE);
}

/// The hidden mode: brings a question to the socket and prints the answer.
pub(crate) fn pass_on(socket: &Path, question: &str) -> io::Result<()> {
    let mut stream = UnixStream::connect(socket)?;
    let asking = rustix::process::getppid().map_or(0, |parent| parent.as_raw_nonzero().get());
    write!(stream, "{asking}\n{question}")?;
    stream.shutdown(Shutdown::Write)?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply)?;
    match reply.strip_prefix('+') {
        Some(answer) => writeln!(io::stdout(), "{answer}"),
        None => Err(io::ErrorKind::PermissionDenied.into()),
    }
}

/// Whether an answer is not to be seen while it is typed.
pub fn is_secret(question: &str) -> bool {
    !question.starts_with("Username") && !question.contains("(yes/no")
}

/// With what is known of the host that it is about.
fn explained(question: &str) -> String {
    match host_keys::verdict(question) {
        Some(verdict) => format!("{verdict}\n{question}"),
        None => question.to_owned(),
    }
}

/// Without anything that a terminal would obey.
fn plain(question: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    question.chars().filter(|c| *c == '\n' || !c.is_control() && !is_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_yes_or_no_are_seen_and_all_else_is_a_secret() {
        assert!(!is_secret("Username for 'https://example.org': "));
        assert!(!is_secret("Are you sure you want to continue connecting (yes/no/[fingerprint])? "));
        assert!(is_secret("Password for 'https://ada@example.org': "));
        assert!(is_secret("Enter passphrase for key '/home/ada/.ssh/id': "));
    }

    #[test]
    fn a_question_cannot_steer_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\nd"), "a[31mbc\nd");
    }

    #[test]
    fn another_program_is_told_the_same_and_one_that_asks_again_is_asked_about() {
        let mut known = Known::default();
        let asked = AtomicU32::new(0);
        let ask = |_: &str| Some(format!("answer {}", asked.fetch_add(1, Ordering::Relaxed)));
        let mut reply = |text: &str| {
            let (mut one, other) = UnixStream::pair().unwrap();
            one.write_all(text.as_bytes()).unwrap();
            one.shutdown(Shutdown::Write).unwrap();
            known.reply(&other, &ask).unwrap();
            drop(other);
            let mut answer = String::new();
            one.read_to_string(&mut answer).unwrap();
            answer
        };

        assert_eq!(reply("1\nPassword: "), "+answer 0");
        assert_eq!(reply("2\nPassword: "), "+answer 0");
        assert_eq!(reply("2\nPassword: "), "+answer 1", "it was wrong");
        assert_eq!(reply("no question"), "");
    }
}
