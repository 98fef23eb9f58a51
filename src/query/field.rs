//! The fields of a query, and words that look like one.

use crate::text::distance;

/// The fields there are.
const FIELDS: [Field; 9] = [
    Field::Kind,
    Field::Stage,
    Field::Is,
    Field::Tag,
    Field::In,
    Field::Title,
    Field::Path,
    Field::Before,
    Field::After,
];

/// What a condition may be about, besides words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Kind,
    Stage,
    Is,
    Tag,
    In,
    Title,
    Path,
    Before,
    After,
}

impl Field {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Stage => "stage",
            Self::Is => "is",
            Self::Tag => "tag",
            Self::In => "in",
            Self::Title => "title",
            Self::Path => "path",
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// Whether it takes several values, with commas between them.
    pub(super) fn is_list(self) -> bool {
        match self {
            Self::Kind | Self::Stage | Self::Tag | Self::In => true,
            Self::Is | Self::Title | Self::Path | Self::Before | Self::After => false,
        }
    }
}

/// The field that a word begins with, and its name as it is written.
pub(super) fn known(word: &str) -> Option<(&str, Field)> {
    let (name, _) = word.split_once(':')?;
    FIELDS.into_iter().find(|field| field.name().eq_ignore_ascii_case(name)).map(|field| (name, field))
}

/// Name and value of what may be a field of the front matter; addresses, paths, times and much code are none.
pub(super) fn property(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once(':')?;
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let is_name = (2..=32).contains(&name.len()) && name.bytes().all(in_name) && !name.as_bytes()[0].is_ascii_digit();
    let is_value = value.starts_with('"') || is_bare(value);
    (is_name && is_value && !name.starts_with('-')).then_some((name, value))
}

/// Whether a value can stand without quotes.
pub(super) fn is_bare(value: &str) -> bool {
    value.starts_with(char::is_alphanumeric)
        && !value.contains([':', '/', '(', '"'])
        && !value.contains(char::is_whitespace)
}

/// The field whose name differs in at most two letters, less than half of it.
pub(super) fn nearest(name: &str) -> Option<Field> {
    let near = FIELDS.into_iter().map(|field| (distance(name, field.name()), field));
    near.filter(|(distance, field)| *distance <= 2 && 2 * distance < field.name().len() + 1)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, field)| field)
}
