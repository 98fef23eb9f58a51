//! Prints a query the way a person would type it.

use std::borrow::Cow;
use std::fmt::{self, Display};

use super::field::is_bare;
use super::{Clause, Query, Term};
use crate::entry::text::is_tag;

impl Display for Query {
    /// Prints a query that parses to the same one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, all) in self.any.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { " OR " })?;
            for (at, clause) in all.iter().enumerate() {
                write!(f, "{}{clause}", if at == 0 { "" } else { " " })?;
            }
        }
        // A blank behind the last word says that it is whole.
        let last = self.any.last().and_then(|all| all.last());
        let is_whole = last.is_some_and(|last| !last.not && is_finished(&last.term));
        f.write_str(if is_whole { " " } else { "" })
    }
}

/// Whether it could go on and does not.
fn is_finished(term: &Term) -> bool {
    matches!(term, Term::Word { prefix: false, .. } | Term::Property { prefix: false, .. })
}

impl Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.not { "-" } else { "" }, self.term)
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word { text, .. } => f.write_str(text),
            Self::Phrase(words) => write!(f, "\"{words}\""),
            Self::Kind(kinds) => write!(f, "kind:{}", listed(kinds)),
            Self::Conflict => f.write_str("is:conflict"),
            Self::Stage(stages) => write!(f, "stage:{}", listed(stages)),
            Self::Tag(tags) => match tags.as_slice() {
                [tag] if is_tag(tag) => write!(f, "#{tag}"),
                tags => write!(f, "tag:{}", listed(&tags.iter().map(|tag| item(tag)).collect::<Vec<_>>())),
            },
            Self::In(places) => write!(f, "in:{}", listed(&places.iter().map(|place| item(place)).collect::<Vec<_>>())),
            Self::Title(words) => write!(f, "title:{}", quoted(words)),
            Self::Property { name, value, .. } if is_bare(value) => write!(f, "{name}:{value}"),
            Self::Property { name, value, .. } => write!(f, "{name}:\"{value}\""),
            Self::Path(path) => write!(f, "path:{}", quoted(path)),
            Self::Before(day) => write!(f, "before:{}", day.typed),
            Self::After(day) => write!(f, "after:{}", day.typed),
        }
    }
}

fn listed<T: Display>(items: &[T]) -> String {
    items.iter().map(T::to_string).collect::<Vec<_>>().join(",")
}

fn quoted(value: &str) -> Cow<'_, str> {
    if value.contains(|c: char| c.is_whitespace()) { format!("\"{value}\"").into() } else { value.into() }
}

fn item(tag: &str) -> Cow<'_, str> {
    if tag.contains(',') { format!("\"{tag}\"").into() } else { quoted(tag) }
}
