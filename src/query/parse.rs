//! Reads a query as a person types it; never fails.
//!
//! Code is searched for as often as prose, so a word is only taken for more than a word where its form leaves no doubt:
//! `--flag`, `std::fs`, `C++` and `https://…` are words, and only a known name before a colon is a field.

use std::str::FromStr;

use chrono::NaiveDate;

use super::field::{self, Field};
use super::{Clause, Day, MAX_BYTES, MAX_CLAUSES, Parsed, Query, Term};
use crate::entry::text::is_tag;
use crate::entry::{PAGE_STATE, Unknown};

impl Query {
    /// Reads a query as a person types it; never fails. `today` gives words such as `yesterday` their meaning.
    pub fn parse(text: &str, today: NaiveDate) -> Parsed {
        let mut ignored = Vec::new();
        let cut = &text[..text.floor_char_boundary(MAX_BYTES)];
        if cut.len() < text.len() {
            ignored.push("the query is longer than 4 KB; its end is left out".to_owned());
        }
        let mut reader =
            Reader { rest: cut.trim_start(), today, any: vec![Vec::new()], ignored, clauses: 0, last_is_word: false };
        if cut.trim() == "OR" {
            reader.word("OR", false);
        } else {
            reader.read();
        }
        reader.finish(cut)
    }
}

struct Reader<'a> {
    rest: &'a str,
    today: NaiveDate,
    any: Vec<Vec<Clause>>,
    ignored: Vec<String>,
    clauses: usize,
    /// Whether nothing followed the last word.
    last_is_word: bool,
}

impl<'a> Reader<'a> {
    fn read(&mut self) {
        while !self.rest.is_empty() {
            self.last_is_word = false;
            if self.clauses == MAX_CLAUSES {
                self.ignored.push(format!("the query has more than {MAX_CLAUSES} conditions; the rest is left out"));
                return;
            }
            self.part();
            self.rest = self.rest.trim_start();
        }
    }

    /// Reads one word, phrase, field or `OR`.
    fn part(&mut self) {
        let word = first_word(self.rest);
        if word == "OR" {
            self.skip(word.len());
            self.any.push(Vec::new());
            return;
        }
        let negated = word.strip_prefix('-').filter(|rest| can_be_negated(rest));
        let (not, body) = (negated.is_some(), negated.unwrap_or(word));
        self.skip(word.len() - body.len());
        if body.starts_with('"') {
            self.phrase(not);
        } else if let Some(tag) = body.strip_prefix('#').filter(|tag| is_tag(tag)) {
            self.skip(body.len());
            self.push(not, Term::Tag(vec![tag.trim_end_matches('/').to_owned()]));
        } else if let Some((name, field)) = field::known(body) {
            self.skip(name.len() + 1);
            self.field(not, field);
        } else {
            self.property_or_word(not, body);
        }
    }

    /// Reads a field of the front matter, or a word.
    fn property_or_word(&mut self, not: bool, body: &'a str) {
        let Some((name, value)) = field::property(body) else {
            self.skip(body.len());
            return self.word(body, not);
        };
        self.skip(name.len() + 1);
        let quoted = value.starts_with('"');
        let value = if quoted { self.quoted() } else { value.to_owned() };
        if value.is_empty() {
            return self.word(name, not);
        }
        if !quoted {
            self.skip(value.len());
            self.last_is_word = true;
        }
        self.push(not, Term::Property { name: name.to_owned(), value, prefix: false });
    }

    fn word(&mut self, text: &str, not: bool) {
        self.push(not, Term::Word { text: text.to_owned(), prefix: false });
        self.last_is_word = true;
    }

    fn phrase(&mut self, not: bool) {
        let words = self.quoted();
        if !words.is_empty() {
            self.push(not, Term::Phrase(words));
        }
    }

    /// Reads what stands in quotes; an open quote reaches to the end.
    fn quoted(&mut self) -> String {
        let inner = &self.rest[1..];
        let (words, length) = match inner.find('"') {
            Some(end) => (&inner[..end], end + 2),
            None => {
                self.ignored.push("the quote is not closed; searched as a phrase up to the end".into());
                (inner, self.rest.len())
            }
        };
        self.skip(length);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn field(&mut self, not: bool, field: Field) {
        let values = self.values(field);
        if values.is_empty() {
            self.ignored.push(format!("`{}:` needs a value", field.name()));
            return;
        }
        let first = values.concat();
        let term = match field {
            Field::Kind => self.named(&values).map(Term::Kind),
            Field::Stage => self.named(&values).map(Term::Stage),
            Field::Is => self.state(&first),
            Field::Tag => Some(Term::Tag(values)),
            Field::In => Some(Term::In(values)),
            Field::Title => Some(Term::Title(first)),
            Field::Path => Some(Term::Path(first)),
            Field::Before => self.day(&first).map(Term::Before),
            Field::After => self.day(&first).map(Term::After),
        };
        if let Some(term) = term {
            self.push(not, term);
        }
    }

    /// Reads the values of a field, with commas between them where it takes several.
    fn values(&mut self, field: Field) -> Vec<String> {
        let mut values = Vec::new();
        loop {
            let value = if self.rest.starts_with('"') {
                self.quoted()
            } else {
                let word = first_word(self.rest);
                let word = if field.is_list() { word.split(',').next().unwrap_or_default() } else { word };
                self.skip(word.len());
                word.to_owned()
            };
            let value = if field == Field::Tag { bare_tag(&value) } else { &value };
            if !value.is_empty() && !values.iter().any(|other| other == value) {
                values.push(value.to_owned());
            }
            match self.rest.strip_prefix(',').filter(|_| field.is_list()) {
                Some(rest) => self.rest = rest,
                None => return values,
            }
        }
    }

    /// The kinds or stages of these names; names that are none are said.
    fn named<T: FromStr<Err = Unknown> + PartialEq>(&mut self, names: &[String]) -> Option<Vec<T>> {
        let mut found = Vec::new();
        for name in names {
            match name.parse::<T>() {
                Ok(one) if !found.contains(&one) => found.push(one),
                Ok(_) => {}
                Err(unknown) => self.ignored.push(unknown.to_string()),
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// What an entry is: in conflict, or a bookmark whose address was visited and is dead, moved or changed.
    fn state(&mut self, typed: &str) -> Option<Term> {
        let typed = typed.to_ascii_lowercase();
        match typed.as_str() {
            "conflict" => Some(Term::Conflict),
            "dead" | "moved" | "changed" => {
                Some(Term::Property { name: PAGE_STATE.to_owned(), value: typed, prefix: false })
            }
            _ => {
                self.ignored
                    .push(format!("`is:` is asked with `conflict`, `dead`, `moved` or `changed`, not with `{typed}`"));
                None
            }
        }
    }

    fn day(&mut self, typed: &str) -> Option<Day> {
        let day = Day::parse(typed, self.today);
        if day.is_none() {
            self.ignored.push(format!(
                "`{typed}` is not a date; write 2026-11-21, 2026-11, yesterday, last-week, monday or 3d"
            ));
        }
        day
    }

    fn push(&mut self, not: bool, term: Term) {
        self.clauses += 1;
        if let Some(all) = self.any.last_mut() {
            all.push(Clause { not, term });
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
    }

    fn finish(mut self, text: &str) -> Parsed {
        self.any.retain(|all| !all.is_empty());
        if let ([all], 1) = (self.any.as_mut_slice(), self.clauses) {
            all.iter_mut().for_each(flag_alone);
        }
        let is_open = self.last_is_word && !text.ends_with(char::is_whitespace);
        let last = self.any.last_mut().and_then(|all| all.last_mut()).filter(|last| is_open && !last.not);
        if let Some(Clause { term: Term::Word { prefix, .. } | Term::Property { prefix, .. }, .. }) = last {
            *prefix = true;
        }
        Parsed { query: Query { any: self.any }, ignored: self.ignored }
    }
}

/// Everything but one letter is nothing to look for: `-x` alone is the flag.
fn flag_alone(clause: &mut Clause) {
    if let Term::Word { text, .. } = &mut clause.term
        && clause.not
        && text.chars().count() == 1
    {
        text.insert(0, '-');
        clause.not = false;
    }
}

fn first_word(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

/// Whether what follows a `-` is negated by it; a second `-`, an arrow or nothing is part of a word.
fn can_be_negated(rest: &str) -> bool {
    let is_tag = rest.strip_prefix('#').is_some_and(is_tag);
    is_tag || rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '"')
}

/// A tag without `#`, quotes and outer slashes.
fn bare_tag(value: &str) -> &str {
    value
        .trim_start_matches(|c: char| c.is_whitespace() || "#/\"".contains(c))
        .trim_end_matches(|c: char| c.is_whitespace() || "/\"".contains(c))
}
