//! A [`Query`] into what tantivy searches, and into what is marked in results.
//!
//! One field has all words of an entry and decides what is found; a match in the title counts more, then one in aliases
//! and tags. Conditions on kind, stage, tag, path and date only let through.

use std::collections::HashSet;
use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query as Search, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term as Token};

use super::document::day;
use super::exclude::Collected;
use super::key::Key;
use super::phrase::Phrase;
use super::schema::Fields;
use super::snippet::Needle;
use super::tokenize::{self, Form};
use crate::query::{Clause, Day, Query, Term};

/// Beginnings of words up to so many characters are indexed as such.
const STARTS: usize = 2;
/// What a match of a beginning alone is worth.
const BEGINNING: f32 = 0.1;
/// What a word of the title adds, as a multiple of its rarity; in the body it never comes to more than 2.2.
const TITLE: f32 = 3.0;
/// The same for aliases and tags.
const NAMES: f32 = 2.3;
/// What the beginning of a word adds where a word of the title, or of aliases and tags, begins so: more than a common word
/// of the body does.
const TITLE_BEGINNING: f32 = 4.0;
const NAMES_BEGINNING: f32 = 2.0;
/// The same for one or two letters, with which much begins.
const TITLE_START: f32 = 2.0;

/// A query ready to run.
pub(super) struct Translated {
    pub search: Box<dyn Search>,
    /// What puts a match further up, and how much.
    pub better: Vec<(Box<dyn Search>, f32)>,
    /// Something in it is ranked; if not, results come by date.
    pub ranked: bool,
    /// What every match is worth, if that is the same for all before something puts one further up.
    pub flat: Option<f32>,
    pub needles: Vec<Needle>,
}

/// Looks up a part of a path; given by the index, which keeps what makes that fast.
pub(super) type PathSearch<'a> = &'a dyn Fn(&str) -> Box<dyn Search>;

/// Makes the search of a query; `None` if it asks for nothing.
pub(super) fn translate(
    query: &Query,
    fields: &Fields,
    searcher: &Searcher,
    paths: PathSearch<'_>,
) -> Option<Translated> {
    let mut translation = Translation {
        fields,
        searcher,
        paths,
        ranked: false,
        flat: Some(0.0),
        better: Vec::new(),
        needles: Vec::new(),
    };
    let any: Vec<_> = query.any.iter().filter_map(|clauses| translation.all(clauses)).collect();
    let search = union(any)?;
    let mut seen = HashSet::new();
    translation.needles.retain(|needle| seen.insert(needle.clone()));
    let Translation { ranked, flat, better, needles, .. } = translation;
    // Of several alternatives one may match or all.
    let flat = flat.filter(|_| query.any.len() == 1);
    Some(Translated { search, better, ranked, flat, needles })
}

struct Translation<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    paths: PathSearch<'a>,
    ranked: bool,
    flat: Option<f32>,
    better: Vec<(Box<dyn Search>, f32)>,
    needles: Vec<Needle>,
}

impl Translation<'_> {
    /// All clauses of an alternative.
    fn all(&mut self, clauses: &[Clause]) -> Option<Box<dyn Search>> {
        let mut parts: Vec<(Occur, Box<dyn Search>)> = Vec::new();
        for clause in clauses {
            // Where to look is the caller's to choose: what is left out there is not here.
            if clause.not && !matches!(clause.term, Term::In(_)) {
                let (ranked, flat, better, marked) = (self.ranked, self.flat, self.better.len(), self.needles.len());
                let unwanted = intersection(self.term(&clause.term));
                parts.extend(unwanted.map(|search| (Occur::MustNot, Box::new(Collected(search)) as Box<dyn Search>)));
                (self.ranked, self.flat) = (ranked, flat);
                self.better.truncate(better);
                self.needles.truncate(marked);
            } else {
                parts.extend(self.term(&clause.term).into_iter().map(|search| (Occur::Must, search)));
            }
        }
        if parts.is_empty() {
            return None;
        }
        if parts.iter().all(|part| part.0 == Occur::MustNot) {
            parts.push((Occur::Must, constant(Box::new(AllQuery), 0.0)));
        }
        match parts.len() {
            1 => parts.pop().map(|part| part.1),
            _ => Some(Box::new(BooleanQuery::new(parts))),
        }
    }

    /// What must hold for one condition; nothing if nothing of it is searchable.
    fn term(&mut self, term: &Term) -> Vec<Box<dyn Search>> {
        let fields = self.fields;
        let filter = match term {
            Term::Word { text, prefix } => return self.words(text, *prefix),
            Term::Phrase(text) => return self.words(text, false),
            Term::Kind(kinds) => any_of(kinds.iter().map(|kind| key(fields, Key::Kind, kind.name()))),
            Term::Stage(stages) => any_of(stages.iter().map(|stage| key(fields, Key::Stage, stage.name()))),
            Term::Tag(tags) => any_of(tags.iter().map(|tag| {
                let tag = tokenize::folded(tag.trim_matches('/'));
                key(fields, Key::Tag, tag.trim_start_matches('#'))
            })),
            Term::In(_) => Box::new(AllQuery),
            Term::Path(part) => (self.paths)(part),
            Term::Before(Day { start, .. }) => {
                let until = Bound::Excluded(Token::from_field_i64(fields.day, day(*start)));
                Box::new(RangeQuery::new(Bound::Unbounded, until))
            }
            Term::After(Day { start, .. }) => {
                let from = Bound::Included(Token::from_field_i64(fields.day, day(*start)));
                Box::new(RangeQuery::new(from, Bound::Unbounded))
            }
        };
        vec![constant(filter, 0.0)]
    }

    /// A word, a symbol or a phrase.
    fn words(&mut self, text: &str, prefix: bool) -> Vec<Box<dyn Search>> {
        let asked = Asked::of(text);
        // A pair is whole, whatever is typed behind it.
        let prefix = prefix && !asked.parts.last().is_some_and(|part| part.pair);
        self.ranked |= !asked.parts.is_empty();
        self.mark(&asked, prefix);
        if let Some(whole) = &asked.whole {
            let Fields { title, body, .. } = *self.fields;
            self.better.extend(
                [(title, 3.0), (body, 2.0)].map(|(field, weight)| {
                    (if prefix { beginning(field, whole) } else { exact(field, whole) }, weight)
                }),
            );
        }
        match asked.parts.as_slice() {
            [] => Vec::new(),
            [part] if prefix || part.single => vec![self.beginning_word(&part.text)],
            // The unfinished end of a symbol may stand anywhere: as a phrase it would cost too much.
            [finished @ .., last] if prefix => vec![self.finished(finished), self.beginning_word(&last.text)],
            parts => vec![self.finished(parts)],
        }
    }

    fn mark(&mut self, asked: &Asked, prefix: bool) {
        let last = asked.parts.len().saturating_sub(1);
        let parts = asked.parts.iter().enumerate();
        self.needles.extend(
            parts.map(|(at, part)| Needle { text: part.text.clone(), prefix: part.single || (prefix && at == last) }),
        );
    }

    /// Whole words next to each other, or one.
    fn finished(&mut self, parts: &[Part]) -> Box<dyn Search> {
        let Fields { title, names, body, .. } = *self.fields;
        let search = |field| match parts {
            [part] => scored(field, &part.text),
            _ => {
                let origin = parts.first().map_or(0, |part| part.position);
                let terms = parts.iter().map(|part| part.term(field, origin)).collect();
                Box::new(Phrase(terms)) as Box<dyn Search>
            }
        };
        let rarity: f32 = parts.iter().map(|part| self.rarity(&part.text)).sum();
        self.flat = None;
        self.better.push((search(title), TITLE * rarity));
        self.better.push((search(names), NAMES * rarity));
        match parts {
            [part] => self.with_inner(&part.text, search(body)),
            _ => search(body),
        }
    }

    /// The same or the word inside a name, which counts as a beginning does.
    fn with_inner(&self, word: &str, search: Box<dyn Search>) -> Box<dyn Search> {
        let inner = format!("{word}{}", tokenize::INNER);
        if self.frequency(&inner) == 0 {
            return search;
        }
        Box::new(BooleanQuery::union(vec![search, constant(exact(self.fields.body, &inner), BEGINNING)]))
    }

    /// How many entries have a token.
    fn frequency(&self, token: &str) -> u64 {
        self.searcher.doc_freq(&Token::from_field_text(self.fields.body, token)).unwrap_or(0)
    }

    /// The beginning of a word; where it is a whole word it counts more.
    fn beginning_word(&mut self, word: &str) -> Box<dyn Search> {
        let Fields { title, names, body, title_starts, starts, .. } = *self.fields;
        let rarity = self.rarity(word);
        self.flat = self.flat.map(|flat| flat + BEGINNING);
        self.better.push((exact(title, word), TITLE * rarity));
        let length = word.chars().count();
        // A single letter is a word in many texts and means little there.
        if length > 1 {
            self.better.push((exact(body, word), rarity));
            self.better.push((exact(names, word), NAMES * rarity));
        }
        if length <= STARTS {
            self.better.push((exact(title_starts, word), TITLE_START));
            return constant(exact(starts, word), BEGINNING);
        }
        self.better.push((beginning(title, word), TITLE_BEGINNING));
        self.better.push((beginning(names, word), NAMES_BEGINNING));
        constant(beginning(body, word), BEGINNING)
    }

    /// How much a word says: the fewer entries have it, the more.
    #[expect(clippy::cast_precision_loss, reason = "a weight")]
    fn rarity(&self, word: &str) -> f32 {
        let have = self.frequency(word) as f32;
        let all = self.searcher.num_docs() as f32;
        (1.0 + (all - have).max(0.0) / (have + 0.5)).ln().max(0.1)
    }
}

/// The tokens of a word or phrase as a search needs them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    parts: Vec<Part>,
    /// The one symbol that the text is, if it is one.
    whole: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
struct Part {
    text: String,
    position: usize,
    /// A single character that may begin a pair in the text.
    single: bool,
    pair: bool,
}

impl Asked {
    fn of(text: &str) -> Self {
        let text = tokenize::composed(text);
        let mut asked = Self::default();
        let (mut symbols, mut pair_end) = (Vec::new(), None);
        tokenize::each(&text, |token| {
            let (single, pair) = (token.form == Form::Single, token.form == Form::Pair);
            let part = Part { text: token.text.to_owned(), position: token.position, single, pair };
            match token.form {
                Form::Word => asked.parts.push(part),
                Form::Pair => {
                    pair_end = Some(token.end);
                    asked.parts.push(part);
                }
                // The end of a run is part of its last pair already.
                Form::Single if pair_end == Some(token.end) => {}
                Form::Single => asked.parts.push(part),
                Form::Joined => symbols.push(part.text),
                Form::Inner => {}
                Form::Signed => {
                    asked.parts.pop();
                    asked.parts.push(part);
                }
            }
            true
        });
        let lone = !text.trim().contains(char::is_whitespace);
        asked.whole = symbols.pop().filter(|_| lone && symbols.is_empty());
        asked
    }
}

impl Part {
    fn term(&self, field: Field, origin: usize) -> (usize, Token) {
        (self.position - origin, Token::from_field_text(field, &self.text))
    }
}

/// Matches what any of the searches does; `None` without any.
fn union(mut any: Vec<Box<dyn Search>>) -> Option<Box<dyn Search>> {
    match any.len() {
        0 | 1 => any.pop(),
        _ => Some(Box::new(BooleanQuery::union(any))),
    }
}

fn any_of(any: impl Iterator<Item = Box<dyn Search>>) -> Box<dyn Search> {
    union(any.collect()).unwrap_or_else(|| Box::new(EmptyQuery))
}

fn intersection(mut all: Vec<Box<dyn Search>>) -> Option<Box<dyn Search>> {
    match all.len() {
        0 | 1 => all.pop(),
        _ => Some(Box::new(BooleanQuery::intersection(all))),
    }
}

fn exact(field: Field, text: &str) -> Box<dyn Search> {
    Box::new(TermQuery::new(Token::from_field_text(field, text), IndexRecordOption::Basic))
}

fn key(fields: &Fields, key: Key, text: &str) -> Box<dyn Search> {
    Box::new(TermQuery::new(key.term(fields.keys, text), IndexRecordOption::Basic))
}

fn scored(field: Field, text: &str) -> Box<dyn Search> {
    Box::new(TermQuery::new(Token::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn constant(search: Box<dyn Search>, score: f32) -> Box<dyn Search> {
    Box::new(ConstScoreQuery::new(search, score))
}

/// Everything in the field that begins with `text`.
fn beginning(field: Field, text: &str) -> Box<dyn Search> {
    let from = Bound::Included(Token::from_field_text(field, text));
    let until = after(text).map_or(Bound::Unbounded, |next| Bound::Excluded(Token::from_field_text(field, &next)));
    Box::new(RangeQuery::new(from, until))
}

/// The least text that is greater than all that begin with `text`.
fn after(text: &str) -> Option<String> {
    let mut rest = text.to_owned();
    while let Some(last) = rest.pop() {
        let next = (last as u32 + 1..=char::MAX as u32).find_map(char::from_u32);
        if let Some(next) = next {
            rest.push(next);
            return Some(rest);
        }
    }
    None
}
