//! How a page says that it was withdrawn.

/// What such a page says after its heading, before a date.
pub(in crate::team) const WITHDRAWN: &str = "Withdrawn by its author on ";

/// Whether a page says that it was withdrawn, and nothing else.
pub fn is_withdrawn(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (heading, word) = (lines.next(), lines.next());
    let is_heading = heading.is_some_and(|heading| heading.starts_with("# "));
    is_heading && word.is_some_and(|word| word.starts_with(WITHDRAWN)) && lines.next().is_none()
}
