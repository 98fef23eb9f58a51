//! What a page is called.

use super::{Order, Refusal, body, fields};
use crate::entry::{Entry, text};

/// A title, and where it was said.
pub(super) struct Title {
    pub(super) words: String,
    said: Said,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Field,
    Heading,
    FileName,
}

impl Title {
    /// The title of an entry whose published text is this. A heading that stays behind is none.
    pub(super) fn of(order: &Order, body: &str) -> Result<Self, Refusal> {
        let entry = order.entry;
        let words = |text: &str, line| body::words(text, line, order);
        if let Some(title) = entry.said("title").first() {
            let words = words(title, fields::line_of(entry, "title"))?;
            if !words.is_empty() {
                return Ok(Self { words, said: Said::Field });
            }
        }
        match text::title(body).map(|title| text::one_line(&title)).filter(|title| !title.is_empty()) {
            Some(words) => Ok(Self { words, said: Said::Heading }),
            None => Ok(Self { words: words(entry.path.stem(), 1)?, said: Said::FileName }),
        }
    }

    /// What stands above a text for it to have its title as a heading; nothing where it has it.
    pub(super) fn line_above(&self, body: &str) -> Option<String> {
        let is_title =
            |heading: &text::Heading| heading.level == 1 && (self.said == Said::Heading || self.is_said(&heading.text));
        let blank = if body.is_empty() { "" } else { "\n" };
        let is_there = text::headings(body).iter().any(is_title);
        (!is_there).then(|| format!("{}\n{blank}", heading(&self.words)))
    }

    /// Whether it is all of an entry that was written as one line.
    pub(super) fn is_all_of(&self, entry: &Entry) -> bool {
        entry.is_one_line() && self.said == Said::Field
    }

    fn is_said(&self, heading: &str) -> bool {
        heading == self.words || text::title(&self::heading(&self.words)).is_some_and(|plain| plain == heading)
    }
}

/// `# Title`, of which nothing is read as HTML.
pub(crate) fn heading(title: &str) -> String {
    let mut words = String::with_capacity(title.len() + 2);
    for (at, c) in title.char_indices() {
        let is_tag = c == '<' && title[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "!?/".contains(c));
        words.extend(is_tag.then_some('\\'));
        words.push(c);
    }
    format!("# {words}")
}
