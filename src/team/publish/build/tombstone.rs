//! What stands in place of a page that was withdrawn.

use chrono::NaiveDate;

use super::title::heading;
use crate::entry::link::{encoded, relative};
use crate::entry::text::one_line;

/// What such a page says after its heading, before a date.
const WITHDRAWN: &str = "Withdrawn by its author on ";

/// The text of a withdrawn page at `path`; links to it stay good, and say where to go on.
///
/// The successor is a title and a path in the team. Whoever withdraws a page for what its title says gives another title.
pub fn tombstone(path: &str, title: &str, on: NaiveDate, successor: Option<(&str, &str)>) -> String {
    let heading = heading(&one_line(title));
    let next = successor.map(|(title, to)| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let title = one_line(title).replace('[', "\\[").replace(']', "\\]");
        format!(" It goes on in [{title}]({}).", encoded(&relative(folder, to)))
    });
    format!("{heading}\n\n{WITHDRAWN}{on}.{}\n", next.unwrap_or_default())
}

/// Whether a page says that it was withdrawn, and nothing else.
pub fn is_tombstone(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (heading, said) = (lines.next(), lines.next());
    let is_heading = heading.is_some_and(|heading| heading.starts_with("# "));
    is_heading && said.is_some_and(|said| said.starts_with(WITHDRAWN)) && lines.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withdrawn_page_says_when_and_where_it_goes_on() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

        let text = tombstone("nuggets/git/a.md", "A\n<b>", day, Some(("New [one]", "notes/ci/new one.md")));

        assert_eq!(
            text,
            "# A \\<b>\n\nWithdrawn by its author on 2026-11-21. It goes on in [New \\[one\\]](../../notes/ci/new%20one.md).\n"
        );
        assert!(is_tombstone(&text) && !is_tombstone("# A\n\nWithdrawn by its author on a whim.\n\nMore.\n"));
        assert_eq!(tombstone("a.md", "A", day, None), "# A\n\nWithdrawn by its author on 2026-11-21.\n");
    }
}
