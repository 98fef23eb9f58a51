//! What the person calls things: titles of private entries, and words of their own list.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::source::{Hit, Source, once, shown};

/// The longest title that is looked for, in words.
const LONGEST: usize = 8;
/// A single word is telling from so many letters.
const LETTERS: usize = 8;

const ADVICE: &str = "call it something else, or leave it out";

/// A word of a text.
struct Word<'a> {
    start: usize,
    text: &'a str,
    /// What stands between it and the word before ends a sentence, an item or a paragraph.
    begins: bool,
}

/// Runs of words that are titles of private entries. Each run is asked for once, longer ones first, and words of a
/// title that was found are not looked at again.
pub(super) fn titles(sources: &[Source<'_>], is_title: &dyn Fn(&str) -> bool) -> Vec<Hit> {
    let mut known: HashMap<String, bool> = HashMap::new();
    let mut ask = |run: String| -> bool { *known.entry(run).or_insert_with_key(|run| is_title(run)) };
    let mut hits = Vec::new();
    for source in sources {
        let words = words_of(source.text);
        let mut at = 0;
        while at < words.len() {
            match title_at(source.text, &words, at, &mut ask) {
                Some((count, title)) => {
                    let what = format!("the title of a private entry: {}", shown(&title));
                    hits.push(source.hit(words[at].start, "private-title", &title, what).advising(ADVICE));
                    at += count;
                }
                None => at += 1,
            }
        }
    }
    once(hits)
}

/// The longest title that begins with a word, and how many words it has.
fn title_at(text: &str, words: &[Word<'_>], at: usize, ask: &mut dyn FnMut(String) -> bool) -> Option<(usize, String)> {
    let near = &words[at..words.len().min(at + LONGEST)];
    let together = 1 + near.iter().skip(1).take_while(|word| !word.begins).count();
    (1..=together).rev().find_map(|count| {
        let (first, last) = (&near[0], &near[count - 1]);
        if count == 1 && first.text.chars().filter(|c| c.is_alphabetic()).count() < LETTERS {
            return None;
        }
        let end = last.start + last.text.len();
        let mark = text[end..].chars().next().filter(|c| "?!)]+#".contains(*c)).map_or(0, char::len_utf8);
        let run = asked(&text[first.start..end]);
        let marked = (mark > 0).then(|| asked(&text[first.start..end + mark]));
        let said = |run: String, ask: &mut dyn FnMut(String) -> bool| ask(run.clone()).then_some((count, run));
        said(run, ask).or_else(|| marked.and_then(|run| said(run, ask)))
    })
}

/// A run of words as titles are compared: composed, in lower case, one space between words.
fn asked(run: &str) -> String {
    let joined = run.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.nfc().collect::<String>().to_lowercase()
}

/// Runs of letters and digits; those of one sentence follow each other.
fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut end, mut at) = (0, 0);
    while let Some(start) = text[at..].find(char::is_alphanumeric).map(|start| at + start) {
        let belongs = |c: char| c.is_alphanumeric() || is_combining_mark(c) || "'’\u{ad}\u{200c}\u{200d}".contains(c);
        let length = text[start..].find(|c| !belongs(c)).unwrap_or(text.len() - start);
        words.push(Word { start, text: &text[start..start + length], begins: divides(&text[end..start]) });
        end = start + length;
        at = end;
    }
    words
}

/// Whether what stands between two words divides them.
fn divides(between: &str) -> bool {
    let ends_sentence = [". ", ".\n", "? ", "?\n", "! ", "!\n"].iter().any(|end| between.starts_with(end));
    let lines: Vec<&str> = between.split('\n').skip(1).collect();
    let begins = |line: &&str| {
        line.trim().is_empty() && lines.len() > 1 || line.trim_start().starts_with(['-', '*', '#', '>', '|', '`', '+'])
    };
    ends_sentence || between.contains('|') || between.len() > 40 || lines.iter().any(begins)
}

/// Words of the person's list, wherever they stand as words.
pub(super) fn words(sources: &[Source<'_>], list: &[String]) -> Vec<Hit> {
    let list = List::new(list);
    if list.is_empty() {
        return Vec::new();
    }
    once(sources.iter().flat_map(|source| list.find(source)).collect())
}

/// The words of the list by how they begin.
struct List<'a> {
    /// By the first folded word, the whole sequence.
    sequences: HashMap<String, Vec<(Vec<String>, &'a str)>>,
    /// Of scripts that set no words apart.
    dense: Vec<(String, &'a str)>,
}

impl<'a> List<'a> {
    fn new(list: &'a [String]) -> Self {
        let mut new = Self { sequences: HashMap::new(), dense: Vec::new() };
        let mut seen = HashSet::new();
        for entry in list.iter().map(|entry| entry.trim()).filter(|entry| seen.insert(folded(entry))) {
            let words: Vec<String> = pieces(entry).map(|(_, word)| folded(word)).collect();
            match words.first() {
                _ if entry.chars().any(is_dense) => new.dense.push((folded(entry), entry)),
                Some(first) => new.sequences.entry(first.clone()).or_default().push((words, entry)),
                None => {}
            }
        }
        new
    }

    fn is_empty(&self) -> bool {
        self.sequences.is_empty() && self.dense.is_empty()
    }

    fn find(&self, source: &Source<'_>) -> Vec<Hit> {
        let words: Vec<(usize, String)> = pieces(source.text).map(|(at, word)| (at, folded(word))).collect();
        let mut hits = Vec::new();
        for (index, (at, word)) in words.iter().enumerate() {
            let sequences = self.sequences.get(word).into_iter().flatten();
            let follows = |sequence: &Vec<String>| {
                sequence
                    .iter()
                    .zip(words[index..].iter().map(|(_, word)| word))
                    .filter(|(one, other)| one == other)
                    .count()
                    == sequence.len()
            };
            hits.extend(
                sequences.filter(|(sequence, _)| follows(sequence)).map(|(_, entry)| private_word(source, *at, entry)),
            );
        }
        hits.extend(self.find_dense(source));
        hits
    }

    fn find_dense(&self, source: &Source<'_>) -> Vec<Hit> {
        if self.dense.is_empty() {
            return Vec::new();
        }
        let mut at = 0;
        let lines = source.text.split_inclusive('\n').map(|line| {
            at += line.len();
            (at - line.len(), folded(line))
        });
        let found = |(at, line): (usize, String)| {
            let within = self.dense.iter().filter(move |(own, _)| line.contains(own.as_str()));
            within.map(move |(_, entry)| private_word(source, at, entry))
        };
        lines.flat_map(found).collect()
    }
}

fn private_word(source: &Source<'_>, at: usize, entry: &str) -> Hit {
    source.hit(at, "private-word", &folded(entry), format!("a word of your list: {}", shown(entry))).advising(ADVICE)
}

/// Runs of letters and digits. What has no width does not part them.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let belongs = |c: char| c.is_alphanumeric() || is_combining_mark(c) || super::invisible::is_invisible(c);
    let mut at = 0;
    let pieces = text.split_inclusive(move |c| !belongs(c)).map(move |piece| {
        at += piece.len();
        (at - piece.len(), piece.trim_end_matches(|c| !belongs(c)))
    });
    pieces.filter(|(_, piece)| !piece.is_empty())
}

/// Without case, accents and what is not seen.
fn folded(text: &str) -> String {
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c) && !super::invisible::is_invisible(*c));
    bare.flat_map(char::to_lowercase).collect::<String>().replace('ß', "ss")
}

fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
