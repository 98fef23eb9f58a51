//! What stands in place of a page that was withdrawn.

use chrono::NaiveDate;

use super::title::heading;
use crate::entry::link::{encoded, relative};
use crate::entry::text::one_line;
use crate::team::read::WITHDRAWN;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::team::read::is_withdrawn;

    #[test]
    fn a_withdrawn_page_says_when_and_where_it_goes_on() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

        let text = tombstone("nuggets/git/a.md", "A\n<b>", day, Some(("New [one]", "notes/ci/new one.md")));

        assert_eq!(
            text,
            "# A \\<b>\n\nWithdrawn by its author on 2026-11-21. It goes on in [New \\[one\\]](../../notes/ci/new%20one.md).\n"
        );
        assert!(is_withdrawn(&text) && !is_withdrawn("# A\n\nWithdrawn by its author on a whim.\n\nMore.\n"));
        assert_eq!(tombstone("a.md", "A", day, None), "# A\n\nWithdrawn by its author on 2026-11-21.\n");
    }
}
