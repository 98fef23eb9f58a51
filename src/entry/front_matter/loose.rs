//! Front matter that Riffle reads and YAML does not: lists of tags with `#` in them.

use std::borrow::Cow;

use super::field::{line_of, lines};
use super::read::strictly;
use super::{hashed, list, split};
use crate::entry::Problem;

/// A text in which a list of tags is what YAML reads as one.
pub(super) fn as_yaml<'a>(text: &'a str, key: &str) -> Cow<'a, str> {
    let yaml = split(text).yaml.filter(|_| list::is_of_tags(key));
    let broken = yaml.filter(|yaml| strictly(&text[yaml.clone()]).is_err());
    broken.and_then(|yaml| hashed::mended(text, yaml)).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Says of a list of tags that it is none to other programs, since it has `#` in it.
pub(crate) fn told(text: &str) -> Option<Problem> {
    let yaml = split(text).yaml.filter(|yaml| strictly(&text[yaml.clone()]).is_err())?;
    let at = lines(text, yaml).map(|line| line.start).find(|at| hashed::brackets(text, *at).is_some())?;
    let what = "`#` in a list begins a comment to other programs, which see no tags here";
    Some(Problem { line: line_of(text, at), what: what.into() })
}
