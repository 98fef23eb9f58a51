//! What a browser searches in: a line for each page, small enough to be fetched whole.

use serde_json::{Value, json};

use super::{Plan, names};
use crate::entry::text;
use crate::team::read::TeamPage;

/// As many characters of a page's words as are searched.
const MOST_WORDS: usize = 240;

pub(super) fn index(plan: &Plan<'_>) -> String {
    let pages = plan.source.pages.iter().filter(|page| !page.is_withdrawn());
    Value::from(pages.map(|page| line(plan, page)).collect::<Vec<_>>()).to_string() + "\n"
}

fn line(plan: &Plan<'_>, page: &TeamPage) -> Value {
    let words = text::one_line(&page.text_below_title().chars().take(2 * MOST_WORDS).collect::<String>());
    let words: String = words.chars().filter(|c| !"#*`_>|".contains(*c)).take(MOST_WORDS).collect();
    json!({
        "title": page.title, "url": names::encoded(plan.names.of_path(&page.path).unwrap_or_default()),
        "topic": plan.topic(page), "tags": page.tags, "words": words,
    })
}
