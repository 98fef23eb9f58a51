//! `config.toml` into [`Config`]: defaults, then what the file says; what it says wrongly is reported with its line.

mod read;
mod template;

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::entry::{EntryId, EntryPath, Kind};

/// A longer file is no configuration.
const LONGEST: u64 = 1_000_000;

/// The person's settings.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "settings of their own, as they are written")]
pub struct Config {
    /// The store to open when nothing else says which.
    pub store: Option<PathBuf>,
    /// Path template of a new entry, per kind, in the order of `Kind::ALL`: `notes/{year}/{slug}.md`.
    pub paths: [String; 4],
    /// Which of these templates the file of settings gives, in the same order.
    pub own_paths: [bool; 4],
    /// Folder → kind of a file without `kind:`.
    pub folders: Vec<(String, Kind)>,
    /// `riffle-dark`, `riffle-light`, `terminal`, `mono`.
    pub theme: Option<String>,
    pub glyphs: Glyphs,
    pub line_breaks: LineBreaks,
    pub pages: Pages,
    /// 1 or 2: how wide the terminal draws ambiguous characters.
    pub ambiguous_width: u8,
    /// `default`, `vim`, `emacs`, `plain`.
    pub keymap: String,
    /// Milliseconds before which-key shows.
    pub which_key_after: u64,
    pub mouse: bool,
    pub confirm_quit: bool,
    /// Whether a store that was exchanged once is exchanged again without being asked for.
    pub background_sync: bool,
    /// Whether what is followed is asked for what is new without being told to.
    pub background_feeds: bool,
    /// What the person calls this machine, for their other machines.
    pub machine: Option<String>,
    /// Where the web is searched, with `{query}` for what is looked for; nothing where it is not.
    pub search_url: Option<String>,
    /// Words that are told before they leave in a publication.
    pub private_words: Vec<String>,
    /// Tags that never leave, and those below them.
    pub private_tags: Vec<String>,
}

/// The characters that frames and marks are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    #[default]
    Unicode,
    Ascii,
}

/// Which line breaks of a paragraph are shown as they were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineBreaks {
    Keep,
    Join,
    /// All, but those of a paragraph that a program wrapped.
    #[default]
    Auto,
}

/// Where the readable text of bookmarked pages is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pages {
    /// In the store, in git.
    #[default]
    Store,
    /// On this machine alone.
    Local,
    /// Nowhere; pages are not fetched.
    Off,
}

/// One thing a configuration file says wrongly; the rest of the file counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    pub file: PathBuf,
    /// Counted from 1.
    pub line: usize,
    /// With the nearest name: `unknown setting "glyhps"; did you mean "glyphs"?`
    pub what: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.what)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            store: None,
            paths: [
                "notes/{year}/{slug}.md",
                "bookmarks/{year}/{slug}.md",
                "nuggets/{year}/{slug}.md",
                "journal/{year}/{date}.md",
            ]
            .map(String::from),
            own_paths: [false; 4],
            folders: [
                ("notes", Kind::Note),
                ("bookmarks", Kind::Bookmark),
                ("nuggets", Kind::Nugget),
                ("journal", Kind::Journal),
            ]
            .map(|(folder, kind)| (folder.to_owned(), kind))
            .to_vec(),
            theme: None,
            glyphs: Glyphs::Unicode,
            line_breaks: LineBreaks::Auto,
            pages: Pages::Store,
            ambiguous_width: 1,
            keymap: "default".into(),
            which_key_after: 400,
            mouse: false,
            confirm_quit: false,
            background_sync: true,
            background_feeds: true,
            search_url: Some("https://duckduckgo.com/?q={query}".into()),
            machine: None,
            private_words: Vec::new(),
            private_tags: Vec::new(),
        }
    }
}

impl Config {
    /// Reads a configuration file; a missing one is the defaults, and so is one that is no TOML.
    pub fn load(file: &Path) -> (Self, Vec<Complaint>) {
        let (config, complaints) = match text(file) {
            Ok(text) => read::config(&text),
            Err(None) => (Self::default(), Vec::new()),
            Err(Some(complaint)) => (Self::default(), vec![complaint]),
        };
        let complaints = complaints.into_iter().map(|(line, what)| Complaint { file: file.to_owned(), line, what });
        (config, complaints.collect())
    }

    /// Whether the person said where entries of a kind go.
    pub fn says_path(&self, kind: Kind) -> bool {
        self.own_paths[kind as usize]
    }

    /// Where a new entry goes: its kind's template, filled in.
    pub fn path_for(&self, kind: Kind, date: NaiveDate, slug: &str, id: &EntryId) -> EntryPath {
        let fill = |templates: &[String; 4]| template::fill(&templates[kind as usize], date, slug, &id.to_string());
        // A template that was read from a file has been checked; one that was not is no reason to lose a text.
        fill(&self.paths)
            .unwrap_or_else(|| fill(&Self::default().paths).expect("the default templates make paths in a store"))
    }
}

/// The text of a file; `Err(None)` when there is no file.
fn text(file: &Path) -> Result<String, Option<(usize, String)>> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => None,
        _ => Some((1, format!("cannot be read: {error}"))),
    };
    let meta = fs::metadata(file).map_err(failed)?;
    if !meta.is_file() || meta.len() > LONGEST {
        return Err(Some((1, "is not a configuration file: a text of at most 1 MB is expected".into())));
    }
    let bytes = fs::read(file).map_err(failed)?;
    let lines_before = |end: usize| 1 + bytes[..end].iter().filter(|byte| **byte == b'\n').count();
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            Err(Some((lines_before(error.valid_up_to()), "is not UTF-8; no setting of this file is used".into())))
        }
    }
}

#[cfg(test)]
mod tests;
