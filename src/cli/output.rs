//! The only writer of the command line: text or JSON, colour, exit codes, broken pipe.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::{Global, When};
use crate::config::Complaint;
use crate::entry;
use crate::ops::edit::Changed;
use crate::ops::error::chain;
use crate::ops::fresh::Progress;
use crate::ops::{self, Damage, ErrorKind};
use crate::paths::Paths;
use crate::render::{self, Line};
use crate::tui;

/// What is written around words for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    None,
    Colours,
    /// Colours, and links that the terminal opens (OSC 8).
    Links,
}

/// Standard output and error of one command.
pub(super) struct Output {
    stdout: io::BufWriter<io::Stdout>,
    pub(super) json: bool,
    marks: Marks,
    quiet: bool,
    /// Where a log is written, to be said at the end.
    log: Option<PathBuf>,
}

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub(super) enum Failure {
    Ops(ops::Error),
    Face(tui::Error),
    /// Nobody reads what is written any more; not a failure.
    Closed,
    /// Standard output cannot be written.
    Stdout(io::Error),
    /// The words of the command make no sense, or there is no store: what, and what to do.
    Usage {
        what: String,
        hint: String,
    },
    /// A check found something; it has been printed.
    Findings,
    /// The person left without choosing.
    Left,
}

impl From<ops::Error> for Failure {
    fn from(error: ops::Error) -> Self {
        Self::Ops(error)
    }
}

impl From<tui::Error> for Failure {
    fn from(error: tui::Error) -> Self {
        Self::Face(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Stdout(error) }
    }
}

impl From<entry::Unknown> for Failure {
    fn from(unknown: entry::Unknown) -> Self {
        Self::Usage { what: unknown.to_string(), hint: "`riffle help` shows what there is".into() }
    }
}

impl Output {
    pub(super) fn new(global: &Global) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var("TERM").is_ok_and(|term| term == "dumb");
        let colour = match global.color {
            When::Always => true,
            When::Never => false,
            When::Auto => !plain && !global.plain && io::stdout().is_terminal(),
        };
        Self {
            stdout: io::BufWriter::with_capacity(64 * 1024, io::stdout()),
            json: global.json,
            marks: match colour {
                false => Marks::None,
                true if io::stdout().is_terminal() && knows_links() => Marks::Links,
                true => Marks::Colours,
            },
            quiet: global.quiet,
            log: None,
        }
    }

    /// Says nothing on standard error: what there was to say has been said.
    pub(super) fn silent() -> Self {
        Self { stdout: io::BufWriter::new(io::stdout()), json: false, marks: Marks::None, quiet: true, log: None }
    }

    /// One line of text, made safe for a terminal.
    pub(super) fn line(&mut self, text: impl fmt::Display) -> Result<(), Failure> {
        let text = text.to_string();
        Ok(writeln!(self.stdout, "{}", render::safe(&text))?)
    }

    /// Bytes as they are, for pipes and files; a terminal gets them as text that is safe.
    pub(super) fn raw(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if io::stdout().is_terminal() {
            let text = String::from_utf8_lossy(bytes);
            return Ok(self.stdout.write_all(render::safe(&text).as_bytes())?);
        }
        Ok(self.stdout.write_all(bytes)?)
    }

    /// Rendered lines, coloured where that is wanted.
    pub(super) fn lines(&mut self, lines: &[Line]) -> Result<(), Failure> {
        // Each span is made safe; the colours between them are ours.
        let text = if self.marks != Marks::None { render::to_ansi(lines) } else { render::to_text(lines) };
        Ok(self.stdout.write_all(text.as_bytes())?)
    }

    pub(super) fn opens_links(&self) -> bool {
        self.marks == Marks::Links
    }

    /// Rendered lines, with links where the terminal opens them.
    pub(super) fn linked(&mut self, lines: &[Line], address: render::AddressOf<'_>) -> Result<(), Failure> {
        if !self.opens_links() {
            return self.lines(lines);
        }
        Ok(self.stdout.write_all(render::to_linked_ansi(lines, address).as_bytes())?)
    }

    /// One JSON object on a line of its own.
    pub(super) fn object(&mut self, object: &Value) -> Result<(), Failure> {
        Ok(writeln!(self.stdout, "{}", render::escaped(&object.to_string()))?)
    }

    /// A message for the person, on standard error, unless they asked for quiet.
    pub(super) fn note(&mut self, text: &str) {
        if !self.quiet {
            to_stderr(&render::safe(text));
        }
    }

    pub(super) fn warnings(&mut self, warnings: &[String]) {
        for warning in warnings {
            tracing::warn!("{}", render::safe(warning));
            to_stderr(&format!("warning: {}", render::safe(warning)));
        }
    }

    /// Tells how far something has come, on one line of a terminal that is written over.
    pub(super) fn progress(&self) -> impl FnMut(Progress) + use<> {
        let is_shown = !self.quiet && io::stderr().is_terminal();
        move |Progress { done, total }| {
            if is_shown && total > 500 && (done.is_multiple_of(500) || done == total) {
                // A closed standard error leaves nobody to tell.
                drop(write!(io::stderr(), "\r{done} of {total}{}", if done == total { "\n" } else { "" }));
            }
        }
    }

    /// What an act changed: a path a line.
    pub(super) fn changed(&mut self, changed: &Changed) -> Result<(), Failure> {
        self.warnings(&changed.warnings);
        if changed.paths.is_empty() {
            self.note("Nothing changed.");
        }
        if self.json {
            let paths: Vec<&str> = changed.paths.iter().map(entry::EntryPath::as_str).collect();
            return self.object(&json!({ "changed": paths }));
        }
        changed.paths.iter().try_for_each(|path| self.line(path))
    }

    pub(super) fn complaints(&mut self, complaints: &[Complaint]) {
        for complaint in complaints.iter().filter(|_| !self.quiet) {
            to_stderr(&format!("warning: {}", render::safe(&complaint.to_string())));
        }
    }

    /// Says what was asked for and waits for a line; `None` at the end of input.
    pub(super) fn ask(&mut self, question: &str) -> Result<Option<String>, Failure> {
        write!(self.stdout, "{}", render::safe(question))?;
        self.stdout.flush()?;
        let mut answer = String::new();
        let read = io::stdin().read_line(&mut answer)?;
        Ok((read > 0).then(|| answer.trim().to_owned()))
    }

    /// Writes what is left, says what went wrong, and chooses the exit code.
    pub(super) fn finish(mut self, done: Result<(), Failure>) -> ExitCode {
        let flushed = self.stdout.flush().map_err(Failure::from);
        self.warnings(&ops::take_news());
        let code = code_of(done.and(flushed));
        if let Some(log) = self.log.take() {
            self.note(&format!("Log: {}", log.display()));
        }
        code
    }

    /// Says at the end where the log is.
    pub(super) fn logs_to(&mut self, log: Option<PathBuf>) {
        self.log = log;
    }

    /// Lets the person see what has been written so far.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.stdout.flush()?)
    }
}

/// Terminals that print the sequence of a link instead of passing over it.
fn knows_links() -> bool {
    std::env::var("TERM").is_ok_and(|term| !["dumb", "linux"].contains(&term.as_str()) && !term.starts_with("screen"))
}

/// Says what went wrong, and chooses the exit code.
fn code_of(done: Result<(), Failure>) -> ExitCode {
    match done {
        Ok(()) | Err(Failure::Closed) => {
            tracing::info!("done");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            failure.say();
            failure.code()
        }
    }
}

impl Failure {
    pub(super) fn usage(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { what: what.into(), hint: hint.into() }
    }

    fn say(&self) {
        match self {
            Self::Ops(error) => {
                say("error", &chain(error));
                if let Some(hint) = error.hint() {
                    say("hint", &hint.shell);
                }
            }
            Self::Face(error) => {
                say("error", &chain(error));
                if let Some(hint) = error.hint() {
                    say("hint", &hint);
                }
            }
            Self::Usage { what, hint } => {
                say("error", what);
                say("hint", hint);
            }
            Self::Stdout(error) => say("error", &format!("cannot write to standard output: {error}")),
            Self::Closed | Self::Findings | Self::Left => {}
        }
    }

    fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Closed => 0,
            Self::Stdout(_) | Self::Findings | Self::Face(_) => 1,
            Self::Usage { .. } => 2,
            Self::Left => 130,
            Self::Ops(error) => match error.kind() {
                ErrorKind::Failed => 1,
                ErrorKind::Usage => 2,
                ErrorKind::Decision => 3,
                ErrorKind::Network => 4,
                ErrorKind::Interrupted => 130,
            },
        })
    }
}

/// What clap says of arguments: help as it is, since all of it is ours; errors, which quote what was typed, made safe.
pub(super) fn refuse(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        to_stderr(render::safe(&error.render().to_string()).trim_end());
        return ExitCode::from(2);
    }
    // A closed standard output leaves nobody to help.
    drop(error.print());
    ExitCode::SUCCESS
}

/// Says what a command is stuck in, and ends it.
pub(super) fn end_stuck(damage: &Damage) {
    say("error", &format!("{} {}", damage.file.display(), damage.what));
    say("hint", &damage.remedy);
    std::process::exit(1);
}

/// Tells of a panic.
pub(super) fn mourn(panic: &std::panic::PanicHookInfo<'_>) {
    to_stderr(&render::safe(&panic.to_string()));
}

fn say(label: &str, text: &str) {
    tracing::error!("{label}: {}", render::safe(text));
    to_stderr(&format!("{label}: {}", render::safe(text)));
}

fn to_stderr(text: &str) {
    // A closed standard error leaves nobody to tell.
    drop(writeln!(io::stderr(), "{text}"));
}

/// How wide the terminal is that standard output goes to, if it is one.
pub(super) fn columns_of_terminal() -> Option<usize> {
    rustix::termios::tcgetwinsize(io::stdout()).ok().map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// Sends the program's log to a file, if one was asked for. Answers with where it lies if the person did not say where.
pub(super) fn start_log(global: &Global) -> Result<Option<PathBuf>, String> {
    let of_state = if global.log.is_none() && global.debug { debug_log() } else { None };
    let Some(path) = global.log.as_ref().or(of_state.as_ref()) else { return Ok(None) };
    let level = match global.verbose {
        0 if !global.debug => tracing::Level::INFO,
        0 | 1 => tracing::Level::DEBUG,
        _ => tracing::Level::TRACE,
    };
    let mut file = std::fs::OpenOptions::new();
    // What `--debug` writes is about this run alone.
    file.create(true).mode(0o600).append(of_state.is_none()).write(true).truncate(of_state.is_some());
    let file = file.open(path).map_err(|error| format!("cannot log to {}: {error}", path.display()))?;
    tracing_subscriber::fmt().with_ansi(false).with_max_level(level).with_writer(std::sync::Mutex::new(file)).init();
    Ok(of_state)
}

/// Where `--debug` writes, in a folder that is there.
fn debug_log() -> Option<PathBuf> {
    let folder = Paths::find()?.state;
    // Without it, the log cannot be opened, which is said then.
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).ok();
    Some(folder.join("debug.log"))
}
