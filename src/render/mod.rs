//! Text that is safe for a terminal: the sanitiser, styled lines, Markdown → styled lines. Both faces draw it.

mod ansi;
pub mod markdown;
pub mod safe;
pub mod styled;
pub mod width;
mod wrap;

pub use ansi::{to_ansi, to_text};
pub use safe::{REVEALED, escaped, revealed, safe, safe_line};
pub use styled::{Line, Role, Span};
