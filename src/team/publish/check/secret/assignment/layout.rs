//! Names and values that only their places bring together: pairs of fields, columns of a table, sentences.

use std::ops::Range;

use super::super::name as names;
use super::link::Link;
use super::{Value, line_before, words};

/// How far the field with the value may be from the one with the name.
const PAIR: usize = 240;
/// Rows of a table below its head.
const ROWS: usize = 20;
/// Words of a sentence between a name and its value.
const SENTENCE: usize = 80;

/// `name: TOKEN` and `value: x`, in either order, or `variable "token" { default = "x" }`.
pub(super) fn pair(text: &str, name: &Range<usize>) -> Vec<Value> {
    let before = line_before(text, name.start).trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let key = Some(words::last(before)).filter(|key| words::is_key(key));
    let behind = &text[name.end..text.floor_char_boundary(text.len().min(name.end + PAIR))];
    let opens = behind.trim_start_matches(['"', '\'', ' ', '=', ':']).starts_with(['{', '\n']);
    if key.is_none() && !opens {
        return Vec::new();
    }
    super::super::effort::add(behind.len());
    let next = key.and_then(|key| field(behind, |word| word == key)).map(|at| at.start);
    let window = &behind[..next.or_else(|| behind.find("\n\n")).unwrap_or(behind.len())];
    let mut found = values_in(text, name.end..name.end + window.len());
    if key.is_some() {
        let from = text.floor_char_boundary(name.start.saturating_sub(super::VALUE));
        let from = from + text[from..name.start].rfind(['{', '}', '[']).unwrap_or(0);
        found.extend(values_in(text, from..name.start));
    }
    found
}

fn values_in(text: &str, window: Range<usize>) -> Vec<Value> {
    let field = field(&text[window.clone()], words::is_value);
    let link = field.map(|field| Link::behind(text, &(window.start + field.start..window.start + field.end)));
    link.and_then(Link::value).into_iter().collect()
}

/// The first word of such a sort that is the name of a field.
fn field(text: &str, is_one: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let mut at = 0;
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '_').find_map(|piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let behind = text[start + word.len()..].trim_start_matches(['"', '\'', ' ']);
        (is_one(word) && behind.starts_with(['=', ':', '>'])).then(|| start..start + word.len())
    })
}

/// The fields below a head that is the name: `[token]`, `# token`, `token:`.
pub(super) fn section(text: &str, name: &Range<usize>) -> Vec<Value> {
    let before = line_before(text, name.start);
    let to = text.floor_char_boundary(text.len().min(name.end + PAIR));
    let (behind, below) = text[name.end..to].split_once('\n').unwrap_or_default();
    let is_head = before.starts_with(['[', '#']) || before.trim().is_empty() && behind.trim_end() == ":";
    if !is_head {
        return Vec::new();
    }
    let mut at = to - below.len();
    let fields = below.split_inclusive('\n').take_while(|line| !line.starts_with(['[', '#'])).filter_map(|line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let key = start..start + line.trim_start().find([' ', '=', ':']).unwrap_or(0);
        Link::behind(text, &key).value()
    });
    fields.collect()
}

/// The cells below the name in the head of a table, of Markdown or of comma-separated values.
pub(super) fn column(text: &str, name: &Range<usize>) -> Vec<Value> {
    let before = line_before(text, name.start);
    let to = text.floor_char_boundary(text.len().min(name.end + super::VALUE));
    let behind = text[name.end..to].split('\n').next().unwrap_or_default();
    let Some(separator) = ['|', ',', ';', '\t'].into_iter().find(|c| before.contains(*c) || behind.contains(*c)) else {
        return Vec::new();
    };
    let is_head = |c: char| c.is_alphanumeric() || c == separator || " _-\"'`".contains(c);
    if separator != '|' && !(before.chars().all(is_head) && behind.chars().all(is_head)) {
        return Vec::new();
    }
    let count = |line: &str| line.matches(separator).count();
    let (index, all) = (count(before), count(before) + count(behind));
    let mut found = Vec::new();
    let mut at = name.end + behind.len() + usize::from(text[name.end + behind.len()..].starts_with('\n'));
    for line in text[at..].split_inclusive('\n').take(ROWS) {
        let line = &line[..line.floor_char_boundary(line.len().min(super::VALUE))];
        super::super::effort::add(line.len());
        if count(line) != all {
            break;
        }
        let start = at + line.split(separator).take(index).map(|cell| cell.len() + 1).sum::<usize>();
        let cell = text[start..].split([separator, '\n']).next().unwrap_or_default();
        let own = cell.trim_matches(|c: char| c.is_whitespace() || "\"'`*".contains(c));
        let own_start = own.as_ptr() as usize - text.as_ptr() as usize;
        found.push(Value { range: own_start..own_start + own.len(), is_quoted: true });
        at += line.len();
    }
    found
}

/// `the password of the new box is x`: only words between.
pub(super) fn spoken(text: &str, name: &Range<usize>) -> Vec<Value> {
    let to = text.floor_char_boundary(text.len().min(name.end + SENTENCE));
    let line = text[name.end..to].split('\n').next().unwrap_or_default();
    super::super::effort::add(line.len());
    let signs = [" is ", ": ", " = ", " is: "].iter().filter_map(|sign| line.find(sign)).min();
    let between = signs.map(|at| &line[..at]);
    let is_sentence = |between: &&str| {
        between.starts_with(' ') && between.chars().all(|c| c.is_alphanumeric() || " '’`-_./()\"".contains(c))
    };
    let end = between
        .filter(is_sentence)
        .filter(|between| !names::speaks_of_it(between))
        .map(|between| name.end + between.len());
    end.and_then(|end| Link::behind(text, &(name.start..end)).value()).into_iter().collect()
}

/// `x is the password`.
pub(super) fn before(text: &str, name: &Range<usize>) -> Vec<Value> {
    let line = line_before(text, name.start);
    let Some((said, words)) = [" is ", " as ", " = "].iter().filter_map(|sign| line.rsplit_once(sign)).next() else {
        return Vec::new();
    };
    let is_article =
        words.split_whitespace().count() <= 4 && words.chars().all(|c| c.is_alphabetic() || " '’".contains(c));
    let said = said.trim_end_matches(['"', '\'', '`', ' ', '*']);
    let value = &said[said.rfind(|c: char| c.is_whitespace() || "\"'`;".contains(c)).map_or(0, |at| at + 1)..];
    let value = value.trim_start_matches(['/', '#', '*']);
    let start = value.as_ptr() as usize - text.as_ptr() as usize;
    let range = start..start + value.len();
    (is_article && !value.is_empty()).then_some(Value { range, is_quoted: false }).into_iter().collect()
}
