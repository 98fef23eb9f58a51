//! The query language: text ⇄ [`Query`].
//!
//! `word`, `"phrase"`, `-not`, `OR`, `kind:`, `tag:`, `stage:`, `is:conflict`, `in:`, `title:`, `path:`, `before:`, `after:`, `any-other-field:`. Lenient: what
//! cannot be understood is searched as words or left out, and named in [`Parsed::ignored`].

mod day;
mod field;
mod parse;
mod print;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::entry::{Kind, Stage};

/// The longest text that is read.
pub const MAX_BYTES: usize = 4096;
/// The most conditions of one query.
pub const MAX_CLAUSES: usize = 64;

/// What is searched for: at least one of the alternatives, and in it every clause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub any: Vec<Vec<Clause>>,
}

/// One condition, or its opposite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub not: bool,
    pub term: Term,
}

/// What one condition asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A word of title, body, tags or path; `prefix` on the last word of a query that is still being typed.
    Word { text: String, prefix: bool },
    /// Words in this order, next to each other.
    Phrase(String),
    /// One of these kinds.
    Kind(Vec<Kind>),
    /// One of these stages.
    Stage(Vec<Stage>),
    /// Texts that are kept a second time since two sides changed the same lines.
    Conflict,
    /// One of these tags or a tag below it (`a` finds `a/b`).
    Tag(Vec<String>),
    /// Where to look instead of in the store: in these teams, `team` for all of them. What is searched is the caller's to choose
    /// (see [`Query::places`]); within it the condition holds.
    In(Vec<String>),
    /// Words of the title, the last of which may go on.
    Title(String),
    /// A field of the front matter with all of these words in its value; `prefix` as with a word.
    Property { name: String, value: String, prefix: bool },
    /// A part of the path, ignoring case.
    Path(String),
    /// Dated before the start of this day or period.
    Before(Day),
    /// Dated on or after the start of this day or period.
    After(Day),
}

/// A day as it was typed (`yesterday`, `2026-03`) and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub typed: String,
    pub start: NaiveDate,
}

/// A query and what was left out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    pub query: Query,
    /// A sentence each, for the person: `` `kind:` needs a value ``.
    pub ignored: Vec<String>,
}

/// The name of the field that was likely meant by a name that is none.
pub fn nearest_field(name: &str) -> Option<&'static str> {
    field::nearest(name).map(field::Field::name)
}

impl Query {
    /// Asks for one thing.
    pub fn of(term: Term) -> Self {
        Self { any: vec![vec![Clause { not: false, term }]] }
    }

    /// The places that it asks for, each once; none for the store.
    pub fn places(&self) -> Vec<&str> {
        self.places_where(|clause| !clause.not)
    }

    /// The places that it leaves out (`-in:acme`), each once.
    pub fn places_left_out(&self) -> Vec<&str> {
        self.places_where(|clause| clause.not)
    }

    fn places_where(&self, wanted: impl Fn(&Clause) -> bool) -> Vec<&str> {
        let mut places: Vec<&str> = Vec::new();
        for clause in self.any.iter().flatten().filter(|clause| wanted(clause)) {
            if let Term::In(named) = &clause.term {
                places.extend(named.iter().map(String::as_str));
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The same query without the places.
    #[must_use]
    pub fn anywhere(mut self) -> Self {
        self.any.iter_mut().for_each(|all| all.retain(|clause| !matches!(clause.term, Term::In(_))));
        self.any.retain(|all| !all.is_empty());
        self
    }

    /// The names of fields of the front matter that it asks for, each once.
    pub fn properties(&self) -> Vec<&str> {
        let named = self.any.iter().flatten().filter_map(|clause| match &clause.term {
            Term::Property { name, .. } => Some(name.as_str()),
            Term::Word { .. } | Term::Phrase(_) | Term::Kind(_) | Term::Stage(_) | Term::Tag(_) | Term::In(_) => None,
            Term::Conflict | Term::Title(_) | Term::Path(_) | Term::Before(_) | Term::After(_) => None,
        });
        let mut named: Vec<&str> = named.collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    /// Whether it asks for nothing, so that recent entries are shown.
    pub fn is_empty(&self) -> bool {
        self.any.iter().all(Vec::is_empty)
    }
}
