//! Shared weeks: a file of each person and week in `log/`, which nobody else writes, with a line for each thing.

use chrono::NaiveDate;

use super::readme::escaped;
use crate::entry::front_matter::{self, Value, line_ending};
use crate::entry::slug;

pub(crate) const FOLDER: &str = "log";

/// A line of somebody's week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub day: NaiveDate,
    /// A dead end or a surprise.
    pub surprise: bool,
    pub words: String,
}

impl Line {
    fn printed(&self) -> String {
        let mark = if self.surprise { "! " } else { "" };
        format!("- {} {mark}{}", self.day, self.words)
    }
}

/// Where a person's week is.
pub(crate) fn path_of(name: &str, week: &str) -> String {
    format!("{FOLDER}/{}/{week}.md", slug::slug(name))
}

/// How many lines a week has that another text does not have.
pub(crate) fn more_than(text: &str, before: &str) -> usize {
    text.lines().filter(|line| day_of(line).is_some() && !before.lines().any(|other| other == *line)).count()
}

/// A week with more lines, each behind those of its day and the days before; begun where there is none. What it has already
/// is not said twice.
pub(crate) fn with(file: Option<&str>, name: &str, week: &str, lines: &[Line]) -> String {
    let title = format!("{name}, {week}");
    let begun = || {
        let fields =
            [("kind", "log"), ("title", title.as_str())].map(|(key, value)| (key, Value::Text(value.to_owned())));
        format!("{}\n# {}\n\n", front_matter::print(&fields), escaped(&title))
    };
    lines.iter().fold(file.map_or_else(begun, str::to_owned), put)
}

fn put(text: String, line: &Line) -> String {
    let (end, printed) = (line_ending(&text), line.printed());
    if text.lines().any(|there| there.trim_end() == printed) {
        return text;
    }
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_later = |there: &&str| day_of(there).is_some_and(|day| day > line.day);
    let last = lines.iter().rposition(|there| day_of(there).is_some());
    let at = match (lines.iter().position(is_later), last) {
        (Some(later), _) => later,
        (None, Some(last)) => {
            last + 1 + lines[last + 1..].iter().take_while(|line| line.starts_with([' ', '\t'])).count()
        }
        (None, None) => lines.len() - lines.iter().rev().take_while(|line| line.trim().is_empty()).count(),
    };
    let is_first = last.is_none();
    let above = if at == 0 || lines[at - 1].ends_with('\n') { "" } else { end };
    let blank = if is_first && at > 0 { end } else { "" };
    let put = format!("{above}{blank}{printed}{end}");
    let rest = if is_first { lines.len() } else { at };
    lines.splice(at..rest, [put.as_str()]);
    lines.concat()
}

/// The day of a line of a week.
fn day_of(line: &str) -> Option<NaiveDate> {
    let item = line.strip_prefix(['-', '*', '+'])?.strip_prefix(' ')?;
    item.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(day: &str, surprise: bool, words: &str) -> Line {
        Line { day: day.parse().unwrap(), surprise, words: words.into() }
    }

    #[test]
    fn lines_stand_in_the_order_of_their_days_and_none_twice() {
        let one = with(None, "Ada", "2026-W47", &[line("2026-11-18", true, "submodules break it")]);
        assert_eq!(
            one,
            "---\nkind: log\ntitle: Ada, 2026-W47\n---\n\n# Ada, 2026-W47\n\n- 2026-11-18 ! submodules break it\n"
        );

        let more = [
            line("2026-11-20", false, "c"),
            line("2026-11-16", false, "a"),
            line("2026-11-18", true, "submodules break it"),
        ];
        let both = with(Some(&one), "Ada", "2026-W47", &more);

        let lines = "- 2026-11-16 a\n- 2026-11-18 ! submodules break it\n- 2026-11-20 c\n";
        assert!(both.ends_with(&format!("# Ada, 2026-W47\n\n{lines}")), "{both}");
        assert_eq!(more_than(&both, &one), 2);
    }

    #[test]
    fn what_stands_in_a_file_by_hand_stays() {
        let by_hand = "# My week\r\n\r\n- 2026-11-16 a\r\n  and more\r\n- 2026-11-19 b\r\n\r\nThat was it.";

        let both =
            with(Some(by_hand), "Ada", "2026-W47", &[line("2026-11-17", false, "c"), line("2026-11-20", false, "d")]);

        assert_eq!(
            both,
            "# My week\r\n\r\n- 2026-11-16 a\r\n  and more\r\n- 2026-11-17 c\r\n- 2026-11-19 b\r\n- 2026-11-20 d\r\n\r\nThat was it."
        );
    }
}
