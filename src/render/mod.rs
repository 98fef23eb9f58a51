//! Text that is safe for a terminal: the sanitiser, styled lines, Markdown → styled lines. Both faces draw it.

mod ansi;
pub(crate) mod facts;
pub(crate) mod markdown;
pub(crate) mod safe;
pub(crate) mod styled;
pub(crate) mod width;
mod wrap;

pub(crate) use ansi::{AddressOf, to_ansi, to_linked_ansi, to_text};
pub(crate) use safe::{REVEALED, escaped, revealed, safe, safe_line};
pub(crate) use styled::{Line, LinkStart, Role, Span};
