//! Passwords, tokens and keys.
//!
//! One pass over the text finds every mark that a secret may have; from each mark a small recogniser walks on. What
//! several of them see is told once, by the one that knows it best. A second pass reads the text as a person would who
//! looks through zero-width characters, look-alike letters and escapes, and a third what is written in base64.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::source::{Hit, Role, Source, once};
use rule::Rule;

mod argument;
mod assigned;
mod assignment;
mod bare;
mod block;
mod der;
mod digits;
pub(super) mod effort;
mod entropy;
mod jwt;
mod login;
mod name;
mod named;
mod rule;
mod rules;
mod services;
mod stand_in;
mod value;
mod veil;

#[cfg(test)]
mod tests;

/// Something that is, or may be, a secret.
struct Found {
    id: &'static str,
    /// With its article.
    what: String,
    range: Range<usize>,
    advice: &'static str,
    is_weak: bool,
}

const ROTATE: &str = "take it out, and replace it where it is valid if anyone else has seen it";
const LOOK: &str = "take it out if it opens anything";

impl Found {
    /// The same in a text that has more before it.
    fn moved(self, by: usize) -> Self {
        Self { range: self.range.start + by..self.range.end + by, ..self }
    }
}

/// What a mark leads to.
#[derive(Clone, Copy)]
enum Lead {
    Rule(&'static Rule),
    Named(&'static named::Named),
    Assigned(assigned::Word),
    Block,
    Der,
    Jwt,
    Login,
    /// A command, by its place among those that take passwords.
    Command(usize),
}

/// All marks in one automaton, and what each leads to.
struct Marks {
    automaton: AhoCorasick,
    leads: Vec<(&'static str, Lead)>,
}

static MARKS: LazyLock<Marks> = LazyLock::new(Marks::new);

impl Marks {
    fn new() -> Self {
        let rules = rules::all().flat_map(|rule| rule.marks.iter().map(move |mark| (*mark, Lead::Rule(rule))));
        let named = services::all().flat_map(|one| one.names.iter().map(move |name| (*name, Lead::Named(one))));
        let words = assigned::WORDS.iter().map(|(mark, word)| (*mark, Lead::Assigned(*word)));
        let blocks = block::MARKS.iter().map(|mark| (*mark, Lead::Block));
        let keys = der::MARKS.iter().map(|mark| (*mark, Lead::Der));
        let commands = argument::marks().map(|(mark, program)| (mark, Lead::Command(program)));
        let rest = [(jwt::MARK, Lead::Jwt), (login::MARK, Lead::Login)];
        let leads: Vec<_> =
            rules.chain(named).chain(words).chain(blocks).chain(keys).chain(commands).chain(rest).collect();
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(leads.iter().map(|(mark, _)| *mark));
        Self { automaton: automaton.expect("the marks are few and short"), leads }
    }
}

/// What is known without a rule of its own: keys, web tokens, logins, passwords, what is assigned, bears or is an
/// argument, bots, and what was drawn by lot.
const OTHERS: usize = 9;

/// How many kinds of secrets are known.
pub(super) fn count() -> usize {
    let ids: HashSet<_> = rules::all().map(|rule| rule.id).chain(services::all().map(|named| named.id)).collect();
    ids.len() + OTHERS
}

/// The name and password that end with the `@` at a place of an address, with that sign.
pub(in crate::team) fn login_before(text: &str, at: usize) -> Option<Range<usize>> {
    let login = login::Login::before(text, at)?;
    (!login.password.is_empty()).then_some(login.range)
}

/// Every secret of a source, in the order in which they stand.
pub(super) fn find(source: &Source<'_>) -> Vec<Hit> {
    let mut hits = hits(source, scan(source), "");
    if let Some(plain) = veil::lifted(source.text) {
        let plain = Source::new(&plain, source.role);
        let veiled = self::hits(&plain, scan(&plain), " in disguise");
        let known: HashSet<_> = hits.iter().map(|hit| (hit.rule, hit.location.clone())).collect();
        let is_new = |hit: &Hit| !known.contains(&(hit.rule, hit.location.clone()));
        let veiled: Vec<Hit> = veiled.into_iter().filter(is_new).map(|hit| in_place(hit, source)).collect();
        hits.extend(veiled);
    }
    hits.extend(veil::decoded(source.text).flat_map(|(at, text)| within(source, at, &text)));
    once(hits)
}

/// The place as the real text has it; a name is shown as it is.
fn in_place(hit: Hit, source: &Source<'_>) -> Hit {
    match source.role {
        Role::Name => Hit { location: source.location(0), ..hit },
        Role::File(_) | Role::Message | Role::Author => hit,
    }
}

/// The secrets of a text that is written in base64 at a place of the source.
fn within(source: &Source<'_>, at: usize, text: &str) -> Vec<Hit> {
    let decoded = Source::new(text, Role::Message);
    let found = scan(&decoded).into_iter().filter(|found| !found.is_weak).collect();
    let hits = hits(&decoded, found, " in base64");
    hits.into_iter().map(|hit| Hit { location: source.location(at), ..hit }).collect()
}

fn hits(source: &Source<'_>, found: Vec<Found>, how: &str) -> Vec<Hit> {
    let hit = |found: Found| {
        let secret = &source.text[found.range.clone()];
        let what = format!("{}{how} ({})", found.what, masked(secret));
        let hit = source.hit(found.range.start, found.id, secret, what).advising(found.advice);
        Hit { is_weak: found.is_weak, ..hit }
    };
    found.into_iter().map(hit).collect()
}

/// The beginning of a secret that is long enough to stay one, and its length.
fn masked(secret: &str) -> String {
    let length = secret.chars().count();
    if length < 16 {
        return format!("{length} characters");
    }
    let start: String = secret.chars().take(4).collect();
    format!("{}…, {length} characters", super::source::shown(&start))
}

/// Everything that lies in a text, each once.
fn scan(source: &Source<'_>) -> Vec<Found> {
    let mut kept = Apart::default();
    let mut later = Vec::new();
    let text = source.text;
    for found in MARKS.automaton.find_overlapping_iter(text) {
        let (mark, lead) = MARKS.leads[found.pattern()];
        let range = found.range();
        match lead {
            Lead::Rule(rule) if text.as_bytes()[range.clone()] == *mark.as_bytes() => {
                kept.add(of_rule(rule, text, range));
            }
            Lead::Rule(_) => {}
            Lead::Block => kept.add(block::find(text, range)),
            Lead::Der => kept.add(der::find(text, range)),
            Lead::Jwt => kept.add(jwt::find(text, range)),
            Lead::Login => kept.add(login::find(text, range)),
            Lead::Command(program) => {
                argument::find(text, range, program).into_iter().for_each(|it| kept.add(Some(it)));
            }
            Lead::Named(_) | Lead::Assigned(_) => later.push((range, lead)),
        }
    }
    // What says least about its secret comes last.
    for (range, lead) in &later {
        if let Lead::Named(named) = lead {
            kept.add(named.find(source, range.clone()));
        }
    }
    for (range, lead) in &later {
        if let Lead::Assigned(word) = lead {
            kept.add(word.find(source, range.clone()));
        }
    }
    bare::find(source).into_iter().for_each(|found| kept.add(Some(found)));
    kept.found.into_values().collect()
}

fn of_rule(rule: &'static Rule, text: &str, mark: Range<usize>) -> Option<Found> {
    let token = rule.token(text, mark)?;
    if !rule.is_plain && stand_in::is_stand_in(&text[token.own]) {
        return None;
    }
    let (what, advice) = match token.has_right_digits {
        true => (rule.what.to_owned(), ROTATE),
        false => (format!("what looks like {}, though its check digits are wrong", rule.what), LOOK),
    };
    Some(Found { id: rule.id, what, range: token.range, advice, is_weak: !token.has_right_digits })
}

/// What was found, by where it begins; nothing lies within anything else.
#[derive(Default)]
struct Apart {
    found: BTreeMap<usize, Found>,
}

impl Apart {
    fn add(&mut self, found: Option<Found>) {
        let Some(found) = found else { return };
        let before = self.found.range(..found.range.end).next_back();
        if before.is_none_or(|(_, other)| other.range.end <= found.range.start) {
            self.found.insert(found.range.start, found);
        }
    }
}
