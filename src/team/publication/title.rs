//! What a page is called.

use super::{Order, body};
use crate::entry::text;

/// The title that an entry has in a team; its file there is named after it, so the order's path does not matter here.
///
/// Where it is a heading of the text, it is one that stays, not one in a private passage.
pub fn title(order: &Order) -> String {
    Title::of(order).words
}

/// A title, and whether the text says it by itself.
pub(super) struct Title {
    pub(super) words: String,
    is_heading: bool,
}

impl Title {
    pub(super) fn of(order: &Order) -> Self {
        let entry = order.entry;
        let is_said = |title: &String| !title.is_empty();
        let field = entry.said("title").first().map(|title| body::words(title, order));
        if let Some(words) = field.filter(is_said) {
            return Self { words, is_heading: false };
        }
        match text::title(&body::bare(entry.body(), order)).map(|title| text::one_line(&title)).filter(is_said) {
            Some(words) => Self { words, is_heading: true },
            None => Self { words: body::words(entry.path.stem(), order), is_heading: false },
        }
    }

    /// The text below its title, which is a heading once.
    pub(super) fn above(&self, body: &str) -> String {
        let end = if body.is_empty() || body.ends_with('\n') { "" } else { "\n" };
        let is_title = |heading: &text::Heading| heading.level == 1 && (self.is_heading || self.is_said(&heading.text));
        if text::headings(body).iter().any(is_title) {
            return format!("{body}{end}");
        }
        let blank = if body.is_empty() { "" } else { "\n" };
        format!("{}\n{blank}{body}{end}", heading(&self.words))
    }

    fn is_said(&self, heading: &str) -> bool {
        heading == self.words || text::title(&self::heading(&self.words)).is_some_and(|plain| plain == heading)
    }
}

/// `# Title`, of which nothing is read as HTML.
pub(super) fn heading(title: &str) -> String {
    let mut words = String::with_capacity(title.len() + 2);
    for (at, c) in title.char_indices() {
        let is_tag = c == '<' && title[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "!?/".contains(c));
        words.extend(is_tag.then_some('\\'));
        words.push(c);
    }
    format!("# {words}")
}
