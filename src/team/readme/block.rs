//! The index between Riffle's markers: a line for each page, below a heading for each topic.
//!
//! It is edited line by line. What colleagues wrote there by hand (a line, a note behind a link, a title of their own) stays.

use std::ops::Range;

use super::markdown::{self, escaped, target};
use super::{Listing, Shown, items};

pub(crate) const BEGIN: &str = "<!-- riffle:index -->";
pub(crate) const END: &str = "<!-- /riffle:index -->";

/// What lies between the markers of the index.
pub(super) fn find(readme: &str) -> Option<Range<usize>> {
    between(readme, BEGIN, END)
}

/// What lies between two markers; `None` unless there is one pair of them, each on a line of its own.
pub(super) fn between(readme: &str, begin: &str, end: &str) -> Option<Range<usize>> {
    let lines = items::lines(readme);
    let marks = |mark: &str| -> Vec<Range<usize>> {
        let is_mark = |line: &&items::Line<'_>| !line.is_code && line.text.trim() == mark;
        lines.iter().filter(is_mark).map(|line| line.start..line.start + line.text.len() + line.end.len()).collect()
    };
    match (marks(begin).as_slice(), marks(end).as_slice()) {
        ([begin], [end]) if begin.end <= end.start => Some(begin.end..end.start),
        _ => None,
    }
}

/// The README with the index edited.
pub(super) fn edited(readme: &str, place: &Range<usize>, listings: &[Listing<'_>], gone: &[&str]) -> String {
    let end = if readme[..place.start].ends_with("\r\n") { "\r\n" } else { "\n" };
    let mut block = Block { rows: rows(&readme[place.clone()]), end };
    gone.iter().for_each(|path| drop(block.taken_out(path)));
    listings.iter().for_each(|listing| block.list(listing));
    let index: String = block.rows.into_iter().map(|row| row.text).collect();
    format!("{}{index}{}", &readme[..place.start], &readme[place.end..])
}

struct Block<'t> {
    rows: Vec<Row>,
    /// How its lines end.
    end: &'t str,
}

/// A line with its end.
struct Row {
    text: String,
    what: What,
}

enum What {
    /// By its words in lower case.
    Heading(String),
    Item {
        path: String,
        /// As a reader sees it.
        title: String,
    },
    Blank,
    Other,
}

fn rows(text: &str) -> Vec<Row> {
    let lines = items::lines(text);
    let mut all: Vec<Row> = lines
        .iter()
        .map(|line| Row {
            text: format!("{}{}", line.text, line.end),
            what: match line.text.trim_start_matches('#').strip_prefix(' ') {
                _ if line.text.trim().is_empty() => What::Blank,
                Some(name) if line.text.starts_with('#') && !line.is_code => {
                    What::Heading(markdown::plain(name.trim()).to_lowercase())
                }
                Some(_) | None => What::Other,
            },
        })
        .collect();
    for item in items::all(text) {
        all[item.line].what = What::Item { title: markdown::plain(&item.title), path: item.path };
    }
    all
}

impl Block<'_> {
    fn position(&self, path: &str) -> Option<usize> {
        self.rows.iter().position(|row| matches!(&row.what, What::Item { path: other, .. } if other == path))
    }

    /// Lists a page: a line that is there already keeps what somebody wrote into it.
    fn list(&mut self, listing: &Listing<'_>) {
        let page = listing.page;
        let before = listing.from.filter(|from| *from != page.path);
        let row = match before.and_then(|from| self.taken_out(from)) {
            Some(row) => row,
            None => match self.position(&page.path) {
                None => Row::new(page, self.end),
                Some(at) if !listing.is_titled_otherwise(self.rows[at].title()) => return,
                Some(at) if self.stays_in_order(at, page) => {
                    let row = std::mem::replace(&mut self.rows[at], Row::blank(self.end));
                    self.rows[at] = row.of(listing);
                    return;
                }
                Some(_) => self.taken_out(&page.path).unwrap_or_else(|| Row::new(page, self.end)),
            },
        };
        if self.position(&page.path).is_none() {
            self.insert(row.of(listing), page);
        }
    }

    /// Whether a line has its place still when it says the page's title.
    fn stays_in_order(&self, at: usize, page: &Shown) -> bool {
        let key = (seen(&page.title).to_lowercase(), page.path.as_str());
        let is_item = |row: &&Row| matches!(row.what, What::Item { .. });
        let is_heading = |row: &Row| matches!(row.what, What::Heading(_));
        let above = self.rows[..at].iter().rev().take_while(|row| !is_heading(row)).find(is_item);
        let below = self.rows[at + 1..].iter().take_while(|row| !is_heading(row)).find(is_item);
        above.is_none_or(|above| above.key() <= key) && below.is_none_or(|below| key <= below.key())
    }

    /// Takes a line out, and the heading that has none below it any more.
    fn taken_out(&mut self, path: &str) -> Option<Row> {
        let at = self.position(path)?;
        let row = self.rows.remove(at);
        let is_heading = |row: &Row| matches!(row.what, What::Heading(_));
        let above = self.rows[..at].iter().rposition(|row| !matches!(row.what, What::Blank));
        let below = self.rows[at..].iter().position(|row| !matches!(row.what, What::Blank));
        let is_last = below.is_none_or(|below| is_heading(&self.rows[at + below]));
        if let Some(heading) = above.filter(|above| is_last && is_heading(&self.rows[*above])) {
            let is_blank = |at: usize| matches!(self.rows[at].what, What::Blank);
            let start = if heading > 0 && is_blank(heading - 1) { heading - 1 } else { heading };
            self.rows.drain(start..at);
        } else if above.is_none() && is_last && matches!(self.rows[..at], [Row { what: What::Blank, .. }]) {
            self.rows.remove(0);
        }
        if self.rows.iter().all(|row| matches!(row.what, What::Blank)) {
            self.rows.clear();
        }
        Some(row)
    }

    /// Puts a line among those of its topic, by title.
    fn insert(&mut self, row: Row, page: &Shown) {
        if self.rows.is_empty() {
            self.rows.push(Row::blank(self.end));
        }
        let Some(section) = self.section(&page.topic.to_lowercase()) else { return self.open(row, page) };
        let key = row.key();
        let items = section.clone().filter(|at| matches!(self.rows[*at].what, What::Item { .. }));
        let items: Vec<usize> = items.collect();
        let next = items.iter().copied().find(|at| self.rows[*at].key() > key);
        let at = next.or_else(|| items.last().map(|last| last + 1)).unwrap_or(section.start);
        self.rows.insert(at, row);
    }

    /// The lines below the heading of a topic, from behind a blank one.
    fn section(&self, topic: &str) -> Option<Range<usize>> {
        let is_heading = |row: &Row| matches!(row.what, What::Heading(_));
        let heading = self.rows.iter().position(|row| matches!(&row.what, What::Heading(name) if name == topic));
        let start = if topic.is_empty() { 0 } else { heading? + 1 };
        let end = self.rows[start..].iter().position(is_heading).map_or(self.rows.len(), |at| start + at);
        let has_items = self.rows[start..end].iter().any(|row| matches!(row.what, What::Item { .. }));
        let is_blank = self.rows.get(start).is_some_and(|row| matches!(row.what, What::Blank));
        (has_items || !topic.is_empty()).then(|| start + usize::from(is_blank && start < end)..end)
    }

    /// Opens a section for a topic, in the order of the alphabet.
    fn open(&mut self, row: Row, page: &Shown) {
        let topic = page.topic.to_lowercase();
        let next = self.rows.iter().position(|row| matches!(&row.what, What::Heading(name) if *name > topic));
        let mut at = match next {
            Some(at) if at > 0 && matches!(self.rows[at - 1].what, What::Blank) => at - 1,
            Some(at) => at,
            None => self.rows.len() - usize::from(matches!(self.rows.last(), Some(Row { what: What::Blank, .. }))),
        };
        let mut put = |row: Row| {
            self.rows.insert(at, row);
            at += 1;
        };
        put(Row::blank(self.end));
        if !topic.is_empty() {
            let text = format!("### {}{}", escaped(&page.topic), self.end);
            put(Row { text, what: What::Heading(topic) });
            put(Row::blank(self.end));
        }
        put(row);
    }
}

/// A title as a line shows it.
fn seen(title: &str) -> String {
    markdown::plain(&escaped(title))
}

impl Row {
    fn blank(end: &str) -> Self {
        Self { text: end.to_owned(), what: What::Blank }
    }

    fn new(page: &Shown, end: &str) -> Self {
        let text = format!("- [{}]({}){end}", escaped(&page.title), target(&page.path));
        Self { text, what: What::Item { path: page.path.clone(), title: seen(&page.title) } }
    }

    fn title(&self) -> &str {
        match &self.what {
            What::Item { title, .. } => title,
            What::Heading(_) | What::Blank | What::Other => "",
        }
    }

    /// By what lines are kept in order.
    fn key(&self) -> (String, &str) {
        match &self.what {
            What::Item { path, title } => (title.to_lowercase(), path),
            What::Heading(_) | What::Blank | What::Other => Default::default(),
        }
    }

    /// The line for a page as it is now; what somebody wrote around its link stays.
    fn of(self, listing: &Listing<'_>) -> Self {
        let page = listing.page;
        let title =
            if listing.is_titled_otherwise(self.title()) { page.title.clone() } else { self.title().to_owned() };
        let text = match items::all(&self.text).first() {
            Some(item) => {
                let end = &self.text[self.text.trim_end_matches(['\n', '\r']).len()..];
                let shown = if title == page.title { escaped(&title) } else { item.title.clone() };
                format!("{}[{shown}]({}{}){}{end}", item.bullet, item.prefix, target(&page.path), item.rest)
            }
            None => self.text,
        };
        Self { text, what: What::Item { path: page.path.clone(), title: seen(&title) } }
    }
}
