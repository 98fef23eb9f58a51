//! The files in which other programs hand out what a person has kept, read into values. Pure: bytes in, values out.
//!
//! One table of formats, a file per format: its name, how it is known by its content, how it is read. What many of them have
//! in common is read in one place: `html`, `csv`, `json`.

mod charset;
mod clean;
mod csv;
mod html;
mod hypothesis;
mod instapaper;
mod item;
mod jrnl;
mod json;
mod karakeep;
mod kindle;
mod linkding;
mod links;
mod linkwarden;
mod matter;
mod moment;
mod netscape;
mod omnivore;
mod pinboard;
mod pocket;
mod raindrop;
mod readwise;
mod sample;

pub(crate) use charset::decoded;
pub use item::{Cut, Item, Malformed, Quote, Reading, Skipped, State};
use sample::Sample;

/// A format that is read.
#[derive(Debug)]
pub struct Format {
    /// As it is named on the command line.
    pub name: &'static str,
    /// Whose it is.
    pub of: &'static str,
    is_recognised: fn(&Sample<'_>) -> bool,
    read: fn(&str) -> Result<Reading, Malformed>,
}

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
    kindle::FORMAT,
    jrnl::FORMAT,
    links::ONETAB,
    links::BUKU,
];

impl Format {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name.eq_ignore_ascii_case(name))
    }

    /// The format that a file is in, by its content.
    pub(crate) fn of(text: &str) -> Option<&'static Self> {
        let sample = Sample::of(text);
        FORMATS.iter().find(|format| (format.is_recognised)(&sample))
    }

    pub(crate) fn read(&self, text: &str) -> Result<Reading, Malformed> {
        (self.read)(text).map(Reading::cleaned)
    }
}
