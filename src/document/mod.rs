//! The text of a PDF or an EPUB, in reading order.
//!
//! Such a file is somebody else's, and what reads it is large: it is read by this program in a hidden mode, in a process of its
//! own with limits of memory and time. Whatever becomes of that process, here it is one line.

mod epub;
mod limits;
mod pdf;
mod xml;

use std::io::{self, Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{ExitCode, ExitStatus};

use serde::{Deserialize, Serialize};

use crate::process::{self, GoOn, Run, session};
use crate::web;

/// The hidden first argument; what follows is the kind, and the file is read from standard input.
pub(crate) const ARGUMENT: &str = "__document";

/// The longest text that is kept, in bytes.
const LONGEST: usize = 2 * 1024 * 1024;
/// The longest title, author and description, in characters.
const LINE: usize = 300;

/// A file that is no page of the web, and has text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pdf,
    Epub,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) lang: Option<String>,
    /// Markdown.
    pub(crate) text: String,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
#[error("this {} cannot be read: {why}", kind.name())]
pub(crate) struct Error {
    kind: Kind,
    why: String,
}

/// What the process says of it.
type Answer = Result<Document, String>;

impl Kind {
    /// What a file is by its first bytes.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let head = &bytes[..bytes.len().min(1024)];
        let has = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
        match () {
            () if has(b"%PDF-") => Some(Self::Pdf),
            () if head.starts_with(b"PK\x03\x04") && has(b"application/epub+zip") => Some(Self::Epub),
            () => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Epub => "EPUB",
        }
    }
}

/// Reads a file in a process of its own.
pub(crate) fn read(kind: Kind, bytes: Vec<u8>, go_on: &mut GoOn<'_>) -> Result<Document, Error> {
    let refused = |why: String| Error { kind, why };
    let program = session::itself().ok_or_else(|| refused("there is no program to read it".to_owned()))?;
    let run = Run {
        program: program.into(),
        args: vec![ARGUMENT.into(), kind.name().into()],
        folder: PathBuf::from("/"),
        stall: limits::TIME,
        input: Some(bytes),
        ..Run::default()
    };
    let output = run.output_while(go_on).map_err(|error| {
        refused(match error {
            process::Error::Stalled { .. } => limits::too_long(),
            error => error.to_string(),
        })
    })?;
    // What reads a file may print, but not behind the answer.
    let last = output.stdout.rsplit(|byte| *byte == b'\n').find(|line| !line.is_empty()).unwrap_or_default();
    match serde_json::from_slice::<Answer>(last) {
        Ok(answer) => answer.map_err(refused),
        Err(_) => Err(refused(ending(output.status, &output.stderr))),
    }
}

/// Why the process ended without an answer.
fn ending(status: ExitStatus, stderr: &[u8]) -> String {
    let was_short_of_memory = memchr::memmem::find(stderr, b"memory allocation").is_some();
    match status.signal() {
        _ if was_short_of_memory => format!("it needs more than {} MB of memory", limits::MEMORY / 1_000_000),
        Some(signal) if signal == limits::OUT_OF_TIME => limits::too_long(),
        Some(_) | None => "it is damaged".to_owned(),
    }
}

/// The process: reads the file from standard input and prints what it says.
pub(crate) fn serve(kind: &str) -> ExitCode {
    limits::set();
    let mut bytes = Vec::new();
    if io::stdin().read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    let answer = if kind == Kind::Epub.name() { epub::read(&bytes) } else { pdf::read(&bytes) };
    let answer: Answer = answer.and_then(|document| match document.text.is_empty() {
        true => Err("it has no text, as a scanned one has none".to_owned()),
        false => Ok(document),
    });
    let printed =
        serde_json::to_string(&answer).map(|answer| io::stdout().write_all(format!("\n{answer}\n").as_bytes()));
    if matches!(printed, Ok(Ok(()))) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Words on one line, if there are any.
fn line(words: &str) -> Option<String> {
    web::line(words, LINE)
}

/// Adds a part to a text; `false` once there is no room for more.
fn add(text: &mut String, part: &str) -> bool {
    if text.len() + part.len() > LONGEST {
        return false;
    }
    if !text.is_empty() && !part.is_empty() {
        text.push('\n');
    }
    text.push_str(part);
    true
}
