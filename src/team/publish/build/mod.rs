//! What of an entry a team gets to see: a page built anew from what is allowed, never a copy with parts taken out.
//!
//! Pure: the same order makes the same page. All that stays behind is listed, for its author alone.

mod addresses;
pub mod attachment;
mod body;
mod code;
mod consent;
pub mod credit;
mod draft;
mod fields;
mod free;
mod gap;
mod html;
pub mod id;
mod links;
mod marks;
pub mod message;
mod meta;
mod privacy;
mod spans;
mod sweep;
#[cfg(test)]
mod tests;
mod title;
mod tombstone;
mod walk;

use chrono::NaiveDate;

use super::{LeftOut, LeftOutKind};
use crate::entry::front_matter;
use crate::entry::link::Link;
pub use crate::entry::place::anchor;
use crate::entry::text::one_line;
use crate::entry::{Entry, Problem};
use crate::team::read::PageKind;
use crate::team::read::rules::{Rules, Style};
use body::Body;
pub use consent::permitted;
use draft::Piece;
use fields::Fields;
pub use free::free;
pub use marks::Fault;
pub use privacy::Privacy;
use title::Title;
pub(crate) use title::heading;
pub use tombstone::tombstone;

/// Where a link leads for those who read the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To a page of the team; `#` and an anchor may follow its path where the page is known to have that heading.
    Page { path: String, title: String },
    /// To an address that anybody may know.
    Address(String),
    /// To a file that goes along.
    Attachment(Attached),
    /// Nowhere: it is private, or is not there.
    Private,
}

/// A file that goes along with a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attached {
    /// Its path in the store.
    pub from: String,
    /// Its path in the team, named after its cleaned content.
    pub to: String,
}

/// A team in which the words of a page stand already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// As all of its people call it.
    pub team: String,
    /// Where its page is read, if that is known.
    pub address: Option<String>,
}

/// What is to be published, and how.
pub struct Order<'e, 'a> {
    pub entry: &'e Entry,
    pub rules: &'a Rules,
    /// Of the page: the entry's own, or an opaque one.
    pub id: &'a str,
    /// Tags that the author keeps, and those below them.
    pub without_tags: &'a [String],
    /// The team in which its words were before.
    pub origin: Option<&'a Origin>,
    /// Whether somebody is one of the team's people.
    pub is_person: &'a dyn Fn(&str) -> bool,
    /// Where a link leads. Only its target, heading, form and field are to be looked at: its ranges lie in a text that has
    /// already changed.
    pub target_of: &'a dyn Fn(&Link) -> LinkTarget,
}

/// What would be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub path: String,
    /// Every byte of the file.
    pub text: String,
    pub title: String,
    pub attachments: Vec<Attached>,
    /// In the order of the entry's lines.
    pub left_out: Vec<LeftOut>,
}

/// Why nothing of an entry can be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("it says that it is never shared (`{field}` in its front matter)")]
    Never { field: String },
    #[error("it may be shared with a team, and everybody can read this repository (`share: team` in its front matter)")]
    TooWide,
    #[error("`{value}` (line {line}) is not a clear value; use {takes}")]
    Unclear { line: usize, value: String, takes: &'static str },
    #[error("it is unclear whether it may be shared: {what} (line {line})")]
    Doubt { line: usize, what: String },
    #[error("its file cannot be read safely: {} (line {})", .0.what, .0.line)]
    Unreadable(Problem),
    #[error("it is one side of a conflict; decide which text counts first")]
    ConflictCopy,
    #[error("a journal stays private; make a nugget of what is worth sharing")]
    Journal,
    #[error("its words were adopted under the licence {0:?}, which is not an SPDX id and so cannot go along")]
    License(String),
    #[error("nothing would be left of it once what is private is taken out")]
    Empty,
    #[error("line {line}: {}", .fault.name())]
    Mark { line: usize, fault: Fault },
    #[error("taking out what is private would change what is code around line {line}; move the two apart")]
    Entangled { line: usize },
}

/// What a team gets to see of an entry, wherever its page will lie and on whatever day it is published: made once, and held
/// by preview, checks and delivery alike.
#[derive(Clone, Debug)]
pub struct Built<'e> {
    entry: &'e Entry,
    pub kind: PageKind,
    pub title: String,
    /// None of those that stay, and none that only a private passage has.
    pub tags: Vec<String>,
    /// What is above the title in the page, if its style has that.
    fields: Fields,
    style: Style,
    body: Body,
    title_line: Option<String>,
}

/// Builds what a team gets to see of an entry.
pub fn build<'e>(order: &Order<'e, '_>) -> Result<Built<'e>, Refusal> {
    permitted(order.entry, order.rules.audience)?;
    let kind = PageKind::of(order.entry.kind).ok_or(Refusal::Journal)?;
    credit::permitted(order.entry)?;
    let body = body::published(order)?;
    let title = Title::of(order, &body.text)?;
    let fields = fields::published(order, &title.words, &body.text)?;
    if body.text.is_empty() && !fields.has("url") && !title.is_all_of(order.entry) {
        return Err(Refusal::Empty);
    }
    let (title_line, tags) = (title.line_above(&body.text), fields.tags.clone());
    Ok(Built { entry: order.entry, kind, title: title.words, tags, fields, style: order.rules.style, body, title_line })
}

/// What a team gets to see of a line that is no entry: the body of the order's entry on one line, for a file in a folder.
pub(crate) fn line(order: &Order, folder: &str) -> Result<(String, Vec<LeftOut>), Refusal> {
    let body = body::published(order)?;
    let line = one_line(&led(&body.pieces, folder));
    if line.is_empty() { Err(Refusal::Empty) } else { Ok((line, body.left_out)) }
}

/// A text in pieces, with its links leading from a folder.
fn led(pieces: &[Piece], folder: &str) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::File(path) => links::led_to(path, folder),
    };
    pieces.iter().map(piece).collect()
}

impl Built<'_> {
    /// The page at a path in the team, published on a day.
    pub fn page(&self, path: &str, today: NaiveDate) -> Page {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let fields = self.fields.at(folder, today);
        let text = self.text(folder);
        let text = match self.style {
            Style::Fields => format!("{}\n{text}", front_matter::print(&fields)),
            Style::Plain => text,
        };
        let mut left_out = fields::left_out(self.entry, &fields);
        left_out.extend(self.body.left_out.iter().cloned());
        left_out.sort_by_key(|left| left.line);
        let attachments = self.body.attachments.clone();
        Page { path: path.to_owned(), text, title: self.title.clone(), attachments, left_out }
    }

    /// Title and text, with their links leading from a folder.
    fn text(&self, folder: &str) -> String {
        let mut text = self.title_line.clone().unwrap_or_default();
        text.push_str(&led(&self.body.pieces, folder));
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}
