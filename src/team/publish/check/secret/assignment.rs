//! How a value is given to a name: one small grammar for every notation that people write secrets down in.
//!
//! ```text
//! assignment = name link value                 TOKEN = "x"    token: str = 'x'    <token>x</token>    f("token", "x")
//!            | setter name value               setx TOKEN x   ENV TOKEN x         #define TOKEN "x"
//!            | "-" name value                  --token x
//!            | name value                      token x        alone on a line
//!            | layout                          value: x  (near name: TOKEN),  a cell below,  "x is the token"
//! link       = { blank | quote | bracket | escape | type | prefix | callee | tag | break | sign }
//! sign       = "=" | ":" | "," | "|" | ">" | "->" | " - " | "<<" | "is" | "to" | …
//! break      = a line end behind a sign, below a heading, or before a word such as "value"
//! value      = what its quotes hold | a run without blanks
//! ```
//!
//! A link wants a sign, or the quotes of its value. Types, prefixes, callees and the words of signs are in [`words`];
//! `layout` is what two lines or two cells say together. Whether a value is a secret is not decided here.

use std::ops::Range;

mod layout;
mod link;
mod words;

use link::Link;

/// The longest name, the longest link between a name and its value, and the longest value.
const NAME: usize = 64;
const LINK: usize = 200;
const VALUE: usize = 512;

/// A value that a name may be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) range: Range<usize>,
    pub(super) is_quoted: bool,
}

/// The name that a word is part of: `ACME_TOKEN_2` around `TOKEN`.
pub(super) fn name(text: &str, word: &Range<usize>) -> Range<usize> {
    let is_name = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    let from = text.floor_char_boundary(word.start.saturating_sub(NAME));
    let before = text[from..word.start].trim_end_matches(is_name).len();
    let to = text.floor_char_boundary(text.len().min(word.end + NAME));
    let behind = text[word.end..to].find(|c| !is_name(c)).unwrap_or(to - word.end);
    let end = word.end + text[word.end..word.end + behind].trim_end_matches(['.', '-']).len();
    super::effort::add(word.start - from - before + behind);
    from + before..end
}

/// A way to write a name and its values.
type Notation = fn(&str, &Range<usize>) -> Vec<Value>;

/// The values that a name may be given, the likeliest first.
pub(super) fn values<'a>(text: &'a str, name: &'a Range<usize>) -> impl Iterator<Item = Value> + 'a {
    let notations: [Notation; 5] = [direct, layout::pair, layout::column, layout::spoken, layout::before];
    notations.into_iter().flat_map(move |notation| notation(text, name))
}

/// The values of the fields below a head that is the name.
pub(super) fn section(text: &str, name: &Range<usize>) -> impl Iterator<Item = Value> {
    layout::section(text, name).into_iter()
}

/// What stands behind the name and a link.
fn direct(text: &str, name: &Range<usize>) -> Vec<Value> {
    Link::behind(text, name).value().into_iter().collect()
}

/// The value that begins at once, as behind `Bearer`.
pub(super) fn next(text: &str, at: usize) -> Value {
    Link::at(text, at).run()
}

/// The line that a place lies in, up to it.
fn line_before(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(LINK));
    text[from..at].rsplit('\n').next().unwrap_or_default()
}
