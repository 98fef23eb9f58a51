//! Words as they were likely meant: one typing error away from what was typed, and in far more entries.

use tantivy::Searcher;

use super::asked::single_word;
use super::schema::Fields;
use super::tokenize::INNER;
use super::translate::frequency;
use crate::query::{Clause, Query, Term};

/// Shorter words are near too many others.
const SHORTEST: usize = 4;
/// A word in more entries than this was not mistyped.
const RARE: u64 = 2;
/// So many times more entries must have the word that is taken instead.
const TIMES: u64 = 10;

/// A query with words taken for others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant {
    pub query: Query,
    /// What was typed and what it was taken for.
    pub words: Vec<(String, String)>,
}

/// The query as it was likely meant, of which `found` entries have what was typed; `None` if nothing is nearer.
pub(super) fn meant(query: &Query, found: usize, searcher: &Searcher, fields: &Fields) -> Option<Meant> {
    let mut meant = Meant { query: query.clone(), words: Vec::new() };
    let within_names = |word: &str| frequency(searcher, fields, &format!("{word}{INNER}"));
    let clauses = meant.query.any.iter_mut().flatten().filter(|clause| !clause.not);
    for Clause { term, .. } in clauses {
        // A word that goes on is still being typed.
        if let Term::Word { text, prefix } = term
            && (found == 0 || !*prefix)
            && let Some(word) = single_word(text)
            && let Some(other) = nearest(&word, |word| frequency(searcher, fields, word) + within_names(word))
        {
            meant.words.push((std::mem::replace(text, other.clone()), other));
        }
    }
    (!meant.words.is_empty()).then_some(meant)
}

/// The commonest word that is one error away.
fn nearest(word: &str, frequency: impl Fn(&str) -> u64) -> Option<String> {
    let is_word = word.chars().count() >= SHORTEST && word.chars().all(char::is_alphabetic);
    let own = is_word.then(|| frequency(word)).filter(|own| *own <= RARE)?;
    let near = errors(word).into_iter().map(|other| (frequency(&other), other));
    let near = near.filter(|(have, other)| *have > own * TIMES && other != word);
    // Two letters in each other's place are the likeliest error.
    near.max_by_key(|(have, other)| (letters(other) == letters(word), *have)).map(|(_, other)| other)
}

fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// All words one error away: a letter too many, two letters in each other's place, a wrong one, one too few.
fn errors(word: &str) -> Vec<String> {
    let mut errors = Vec::new();
    let places = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    for (before, after) in places.map(|at| word.split_at(at)) {
        let mut rest = after.chars();
        let first = rest.next();
        let behind = rest.as_str();
        if let Some(first) = first {
            errors.push(format!("{before}{behind}"));
            let mut rest = behind.chars();
            errors.extend(rest.next().map(|second| format!("{before}{second}{first}{}", rest.as_str())));
            errors.extend(('a'..='z').map(|letter| format!("{before}{letter}{behind}")));
        }
        errors.extend(('a'..='z').map(|letter| format!("{before}{letter}{after}")));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_word_one_error_away_is_meant() {
        let have = |word: &str| match word {
            "kubernetes" => 40,
            "receive" => 30,
            "recieve" => 2,
            "relieve" => 50,
            _ => 0,
        };

        for typed in ["kuberntes", "kubernettes", "kuebrnetes", "kubernates"] {
            assert_eq!(nearest(typed, have).as_deref(), Some("kubernetes"), "{typed}");
        }
        assert_eq!(nearest("recieve", have).as_deref(), Some("receive"));
        assert_eq!(nearest("reliebe", have).as_deref(), Some("relieve"));
        assert_eq!(nearest("kubermates", have), None);
        assert_eq!(nearest("receive", have), None);
    }
}
