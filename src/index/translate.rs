//! A [`Query`] into what tantivy searches, and into what is marked in results.
//!
//! One field has all words of an entry and decides what is found; a match in the title counts more, then one in aliases
//! and tags. Conditions on kind, stage, tag, path and date only let through.

use std::collections::HashSet;
use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query as Search, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term as Token};

use super::asked::{Asked, Part};
use super::document::day;
use super::endings;
use super::exclude::Collected;
use super::key::Key;
use super::phrase::Phrase;
use super::property;
use super::schema::Fields;
use super::snippet::Needle;
use super::tokenize;
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
/// The same where entries have what was typed as a whole word: then that is likely what is meant.
const TITLE_CONTINUATION: f32 = 1.0;
const NAMES_CONTINUATION: f32 = 0.5;
/// What a whole word adds besides its score, so that a common one counts more than such a beginning.
const WHOLE: f32 = 2.5;
/// What a title or an alias adds that is just what is searched for: more than anything else can.
const WHOLE_TITLE: f32 = 200.0;
const WHOLE_ALIAS: f32 = 150.0;
/// What another ending of a word is worth, as a share of the word itself.
const ENDING: f32 = 0.6;
/// The same for one or two letters, with which much begins.
const TITLE_START: f32 = 2.0;

/// A query ready to run.
pub(super) struct Translated {
    pub search: Box<dyn Search>,
    /// What puts a match further up.
    pub better: Vec<Better>,
    /// Something in it is ranked; if not, results come by date.
    pub ranked: bool,
    /// What every match is worth, if that is the same for all before something puts one further up.
    pub flat: Option<f32>,
    pub needles: Vec<Needle>,
}

/// What adds to the score of a match.
pub(super) struct Better {
    pub search: Box<dyn Search>,
    pub worth: Worth,
}

/// How much something adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Worth {
    Flat(f32),
    /// So much and its own score.
    Scored(f32),
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
    query.any.iter().for_each(|clauses| translation.whole_title(clauses));
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
    better: Vec<Better>,
    needles: Vec<Needle>,
}

impl Translation<'_> {
    fn add(&mut self, search: Box<dyn Search>, worth: f32) {
        self.better.push(Better { search, worth: Worth::Flat(worth) });
    }

    /// Puts the entry first whose title or alias is all that is searched for.
    fn whole_title(&mut self, clauses: &[Clause]) {
        let words = clauses.iter().filter(|clause| !clause.not).filter_map(|clause| match &clause.term {
            Term::Word { text, .. } | Term::Phrase(text) | Term::Title(text) => Some(text.as_str()),
            Term::Kind(_) | Term::Stage(_) | Term::Conflict | Term::Tag(_) | Term::In(_) | Term::Path(_) => None,
            Term::Property { .. } | Term::Before(_) | Term::After(_) => None,
        });
        let title = tokenize::name(&words.collect::<Vec<_>>().join(" "));
        if !title.is_empty() {
            self.add(key(self.fields, Key::Title, &title), WHOLE_TITLE);
            self.add(key(self.fields, Key::Alias, &title), WHOLE_ALIAS);
        }
    }

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
            Term::Title(text) => return self.in_title(text),
            Term::Property { name, value, prefix } => return self.property(name, value, *prefix),
            Term::Kind(kinds) => any_of(kinds.iter().map(|kind| key(fields, Key::Kind, kind.name()))),
            Term::Stage(stages) => any_of(stages.iter().map(|stage| key(fields, Key::Stage, stage.name()))),
            Term::Conflict => key(fields, Key::Conflict, ""),
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
            for (field, worth) in [(title, 3.0), (body, 2.0)] {
                self.add(if prefix { beginning(field, whole) } else { exact(field, whole) }, worth);
            }
        }
        match asked.parts.as_slice() {
            [] => Vec::new(),
            [part] if prefix || part.single => vec![self.beginning_word(&part.text)],
            // The unfinished end of a symbol may stand anywhere: as a phrase it would cost too much.
            [finished @ .., last] if prefix => vec![self.finished(finished), self.beginning_word(&last.text)],
            parts => vec![self.finished(parts)],
        }
    }

    /// A field of the front matter that has such a value, or the words as they are: code looks like a field, too.
    fn property(&mut self, name: &str, value: &str, prefix: bool) -> Vec<Box<dyn Search>> {
        let words = property::words(value).into_iter();
        let keys = words.map(|word| key(self.fields, Key::Property, &property::named(name, &word))).collect();
        let as_words = intersection(self.words(&format!("{name}:{value}"), prefix));
        let Some(keys) = intersection(keys) else { return as_words.into_iter().collect() };
        self.add(keys.box_clone(), TITLE);
        let marks = property::words(value).into_iter().map(|text| Needle { text, prefix: false });
        self.needles.extend(marks);
        union([constant(keys, BEGINNING)].into_iter().chain(as_words).collect()).into_iter().collect()
    }

    /// Words of the title, the last of which may go on.
    fn in_title(&mut self, text: &str) -> Vec<Box<dyn Search>> {
        let (asked, field) = (Asked::of(text), self.fields.title);
        self.ranked |= !asked.parts.is_empty();
        self.mark(&asked, true);
        let last = asked.parts.len().saturating_sub(1);
        let parts = asked.parts.iter().enumerate();
        let found = parts.map(|(at, part)| {
            let whole = exact(field, &part.text);
            self.add(whole.box_clone(), TITLE * self.rarity(&part.text));
            let goes_on = part.single || (at == last && !part.pair);
            constant(if goes_on { beginning(field, &part.text) } else { whole }, 0.0)
        });
        found.collect()
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
        self.add(search(title), TITLE * rarity);
        self.add(search(names), NAMES * rarity);
        match parts {
            [part] => self.with_others(&part.text, search(body)),
            _ => search(body),
        }
    }

    /// Finds, besides a word, its other endings for less, and for as little as a beginning the word inside a name.
    fn with_others(&mut self, word: &str, search: Box<dyn Search>) -> Box<dyn Search> {
        let body = self.fields.body;
        let mut any = vec![search];
        for other in self.endings(word) {
            any.push(Box::new(BoostQuery::new(scored(body, &other), ENDING)));
        }
        let inner = format!("{word}{}", tokenize::INNER);
        if self.frequency(&inner) > 0 {
            any.push(constant(exact(body, &inner), BEGINNING));
        }
        union(any).unwrap_or_else(|| Box::new(EmptyQuery))
    }

    /// The other endings of a word that entries have; in the title they count more, and where they stand they are marked.
    fn endings(&mut self, word: &str) -> Vec<String> {
        let mut endings = endings::others(word);
        endings.retain(|other| self.frequency(other) > 0);
        let in_titles = endings.iter().map(|other| exact(self.fields.title, other)).collect();
        if let Some(in_titles) = union(in_titles) {
            self.add(in_titles, ENDING * TITLE * self.rarity(word));
        }
        self.needles.extend(endings.iter().map(|other| Needle { text: other.clone(), prefix: false }));
        endings
    }

    fn frequency(&self, token: &str) -> u64 {
        frequency(self.searcher, self.fields, token)
    }

    /// The beginning of a word; where it is a whole word it counts as such.
    fn beginning_word(&mut self, word: &str) -> Box<dyn Search> {
        let Fields { title, names, body, title_starts, starts, .. } = *self.fields;
        let rarity = self.rarity(word);
        self.flat = self.flat.map(|flat| flat + BEGINNING);
        self.add(exact(title, word), TITLE * rarity);
        let length = word.chars().count();
        // A single letter is a word in many texts and means little there.
        if length > 1 {
            self.better.push(Better { search: scored(body, word), worth: Worth::Scored(WHOLE) });
            self.add(exact(names, word), NAMES * rarity);
        }
        if length <= STARTS {
            self.add(exact(title_starts, word), TITLE_START);
            return constant(exact(starts, word), BEGINNING);
        }
        let (in_title, in_names) = match self.frequency(word) {
            0 => (TITLE_BEGINNING, NAMES_BEGINNING),
            _ => (TITLE_CONTINUATION, NAMES_CONTINUATION),
        };
        self.add(beginning(title, word), in_title);
        self.add(beginning(names, word), in_names);
        let others = self.endings(word).into_iter().filter(|other| !other.starts_with(word));
        let any = [beginning(body, word)].into_iter().chain(others.map(|other| exact(body, &other)));
        constant(any_of(any), BEGINNING)
    }

    /// How much a word says: the fewer entries have it, the more.
    #[expect(clippy::cast_precision_loss, reason = "a weight")]
    fn rarity(&self, word: &str) -> f32 {
        let have = self.frequency(word) as f32;
        let all = self.searcher.num_docs() as f32;
        (1.0 + (all - have).max(0.0) / (have + 0.5)).ln().max(0.1)
    }
}

/// How many entries have a token.
pub(super) fn frequency(searcher: &Searcher, fields: &Fields, token: &str) -> u64 {
    searcher.doc_freq(&Token::from_field_text(fields.body, token)).unwrap_or(0)
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
