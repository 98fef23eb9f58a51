//! What the person calls things: titles of private entries, and words of their own list.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::character::is_invisible;
use super::source::{Hit, Source, once, shown};

mod common;

/// The longest title that is looked for, in words.
const LONGEST: usize = 8;
/// A title with a single rare word is telling from so many letters.
const LETTERS: usize = 8;
/// So many words in the same order are telling though each is common.
const WORDS: usize = 5;
/// A path is telling from so many words: folder, name and ending.
const PATH: usize = 3;

const ADVICE: &str = "call it something else, or leave it out";

/// The words of a text, and the text as titles are compared: composed, in lower case, one space between words.
#[derive(Default)]
struct Words {
    folded: String,
    all: Vec<Word>,
}

/// A word of a text.
struct Word {
    /// Where it begins in the text itself.
    start: usize,
    folded: Range<usize>,
    /// What stands between it and the word before ends a sentence, an item or a paragraph.
    begins: bool,
}

/// Runs of words that are titles of private entries. Each run is asked for once, longer ones first, and words of a
/// title that was found are not looked at again.
pub(super) fn titles(sources: &[Source<'_>], is_title: &dyn Fn(&str) -> bool) -> Vec<Hit> {
    let all: Vec<Words> = sources.iter().map(|source| Words::of(source.text)).collect();
    let mut known: HashMap<&str, bool> = HashMap::new();
    let mut hits = Vec::new();
    for (source, words) in sources.iter().zip(&all) {
        let mut at = 0;
        while at < words.all.len() {
            let found = words.runs(at).find(|(_, run)| *known.entry(run).or_insert_with(|| is_title(run)));
            let found = found.filter(|(_, run)| !is_public_name(run, &source.text[..words.all[at].start]));
            if let Some((_, title)) = found {
                let what = format!("the title of a private entry: {}", shown(title));
                hits.push(source.hit(words.all[at].start, "private-title", title, what).advising(ADVICE));
            }
            at += found.map_or(1, |(count, _)| count);
        }
    }
    once(hits)
}

impl Words {
    /// Runs of letters and digits; those of one sentence follow each other.
    fn of(text: &str) -> Self {
        let belongs = |c: char| c.is_alphanumeric() || is_combining_mark(c) || "'’\u{ad}\u{200c}\u{200d}".contains(c);
        let mut words = Self::default();
        let mut end = 0;
        while let Some(start) = text[end..].find(char::is_alphanumeric).map(|start| end + start) {
            words.add_between(&text[end..start]);
            let length = text[start..].find(|c| !belongs(c)).unwrap_or(text.len() - start);
            let folded = words.folded.len();
            words.folded.extend(text[start..start + length].nfc().flat_map(char::to_lowercase));
            let begins = divides(&text[end..start]);
            words.all.push(Word { start, folded: folded..words.folded.len(), begins });
            end = start + length;
        }
        words.add_between(&text[end..]);
        words
    }

    fn add_between(&mut self, between: &str) {
        for c in between.chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
            if c != ' ' || !self.folded.ends_with(' ') {
                self.folded.push(c);
            }
        }
    }

    /// The runs that begin with a word, the longest first, and how many words each has.
    fn runs(&self, at: usize) -> impl Iterator<Item = (usize, &str)> {
        let near = &self.all[at..self.all.len().min(at + LONGEST)];
        let together = 1 + near.iter().skip(1).take_while(|word| !word.begins).count();
        let start = near[0].folded.start;
        (1..=together).rev().flat_map(move |count| {
            let end = near[count - 1].folded.end;
            let mark = self.folded[end..].chars().next().filter(|c| "?!)]+#".contains(*c)).map(char::len_utf8);
            let runs = [Some(end), mark.map(|length| end + length)].into_iter().flatten();
            let runs = runs.map(move |end| &self.folded[start..end]);
            runs.filter(|run| is_telling(run)).map(move |run| (count, run))
        })
    }
}

/// Whether words say by themselves whose they are, or what of, as a path does. Days, numbers and words that anybody uses do
/// not.
fn is_telling(run: &str) -> bool {
    let words = || run.split(|c: char| !c.is_alphanumeric()).filter(|word| word.contains(char::is_alphabetic));
    if words().count() == 1 && words().all(common::is_subject) {
        return false;
    }
    let rare = words().filter(|word| !common::is_common(word)).count();
    let letters = run.chars().filter(|c| c.is_alphabetic()).count();
    let is_path = run.contains('/') && words().count() >= PATH;
    rare >= 2 || rare == 1 && letters >= LETTERS || words().count() >= WORDS || is_path
}

/// Whether a name is a part of an address of the web, which is called so there. What ends in `.md` is a file of a store.
fn is_public_name(run: &str, before: &str) -> bool {
    let is_part = !run.contains(char::is_whitespace) && !run.ends_with(".md") && before.ends_with('/');
    let begins = |c: char| c.is_whitespace() || "(<\"'".contains(c);
    let address = before.rsplit(begins).next().unwrap_or_default();
    is_part && (address.starts_with("https://") || address.starts_with("http://"))
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
    let belongs = |c: char| c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c);
    let mut at = 0;
    let pieces = text.split_inclusive(move |c| !belongs(c)).map(move |piece| {
        at += piece.len();
        (at - piece.len(), piece.trim_end_matches(|c| !belongs(c)))
    });
    pieces.filter(|(_, piece)| !piece.is_empty())
}

/// Without case, accents and what is not seen.
fn folded(text: &str) -> String {
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c) && !is_invisible(*c));
    bare.flat_map(char::to_lowercase).collect::<String>().replace('ß', "ss")
}

fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
