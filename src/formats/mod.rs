//! The files in which other programs hand out what a person has kept, read into values. Pure: bytes in, values out.
//!
//! One table of formats, a file per format: its name, how it is known by its content, how it is read. What many of them have
//! in common is read in one place: `html`, `csv`, `json`.

mod charset;
mod clean;
mod csv;
mod evernote;
mod files;
mod html;
mod hypothesis;
mod instapaper;
mod item;
pub(crate) mod joplin;
mod jrnl;
mod json;
mod karakeep;
mod keep;
mod kindle;
mod linkding;
mod links;
mod linkwarden;
mod markup;
mod matter;
mod moment;
pub(crate) mod nb;
mod netscape;
mod omnivore;
mod pinboard;
mod pocket;
mod raindrop;
mod readwise;
mod sample;
mod soup;
pub mod write;

use std::borrow::Cow;

pub(crate) use charset::decoded;
pub use files::File;
pub use item::{Attachment, Cut, Item, Malformed, Quote, Reading, Skipped, State};
use sample::Sample;

/// A format that is read.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// As it is named on the command line.
    pub name: &'static str,
    /// Whose it is.
    pub of: &'static str,
    is_recognised: fn(&Sample<'_>) -> bool,
    read: fn(&str) -> Result<Reading, Malformed>,
}

/// The format of a folder of Markdown, which is taken as it is.
pub(crate) const MARKDOWN: &str = "markdown";

/// The formats that are of several files; they are recognised by these.
const OF_FILES: [Format; 2] =
    [Format::of_files(joplin::NAME, "Joplin (RAW or .jex)"), Format::of_files(MARKDOWN, "a folder of Markdown")];

/// All formats; of several that may be meant, the first counts.
pub const FORMATS: &[Format] = &[
    pocket::HTML,
    netscape::FORMAT,
    pocket::CSV,
    raindrop::FORMAT,
    instapaper::FORMAT,
    readwise::READER,
    readwise::HIGHLIGHTS,
    matter::FORMAT,
    pinboard::FORMAT,
    linkding::FORMAT,
    karakeep::FORMAT,
    linkwarden::FORMAT,
    omnivore::FORMAT,
    hypothesis::FORMAT,
    keep::FORMAT,
    evernote::FORMAT,
    kindle::FORMAT,
    jrnl::FORMAT,
    links::ONETAB,
    links::BUKU,
    OF_FILES[0],
    OF_FILES[1],
];

/// Whether a file is OPML, which is no matter of entries.
pub(crate) fn is_list_of_feeds(text: &str) -> bool {
    Sample::of(text).head().contains("<opml")
}

/// The format of a name that is in the table.
pub(crate) fn named(name: &str) -> &'static Format {
    Format::named(name).expect("it is in the table")
}

impl Format {
    const fn of_files(name: &'static str, of: &'static str) -> Self {
        Self {
            name,
            of,
            is_recognised: |_| false,
            read: |_| Ok(Reading { items: Vec::new(), skipped: Vec::new(), cut: None }),
        }
    }

    pub(crate) fn is_of_one_file(&self) -> bool {
        ![MARKDOWN, joplin::NAME].contains(&self.name)
    }

    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name.eq_ignore_ascii_case(name))
    }

    /// The format that a file is in, by its content.
    pub(crate) fn of(text: &str) -> Option<&'static Self> {
        let text = unix(text);
        let sample = Sample::of(&text);
        FORMATS.iter().find(|format| (format.is_recognised)(&sample))
    }

    pub(crate) fn read(&self, text: &str) -> Result<Reading, Malformed> {
        (self.read)(&unix(text)).map(Reading::cleaned)
    }
}

/// A text whose lines end with LF: programs of Windows end them with CRLF, old ones of the Mac with CR.
fn unix(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

/// The number of the last line of a file.
fn last_line(text: &str) -> usize {
    text.trim_end().lines().count().max(1)
}

#[cfg(test)]
mod tests;
