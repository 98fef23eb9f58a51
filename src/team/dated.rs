//! Dated lines: `- 2026-11-22 Jo: I have half of this.` What people say in a team's files beside their pages.

use chrono::NaiveDate;

use crate::entry::front_matter::line_ending;
use crate::entry::text::one_line;

/// One dated line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub day: NaiveDate,
    /// Who says it, or to whom it is said.
    pub who: String,
    pub words: String,
}

impl Line {
    /// Reads a line of a text; `None` for one of another form.
    pub(super) fn read(text: &str) -> Option<Self> {
        let item = text.strip_prefix(['-', '*', '+'])?.strip_prefix(' ')?;
        let (when, rest) = (item.get(..10)?, item.get(10..)?);
        let (who, words) = rest.split_once(": ").or_else(|| rest.split_once(':'))?;
        let said = Self { day: when.parse().ok()?, who: one_line(who), words: one_line(words) };
        (!said.who.is_empty()).then_some(said)
    }

    /// A text with this line below those that are there.
    pub(super) fn below(&self, text: &str) -> String {
        let Self { day, who, words } = self;
        let line = one_line(&format!("- {day} {who}: {words}"));
        let end = line_ending(text);
        let kept = text.trim_end_matches(['\n', '\r', ' ', '\t']);
        let is_among_them = kept.lines().next_back().is_some_and(|last| Self::read(last).is_some());
        let between = if is_among_them { end.to_owned() } else { format!("{end}{end}") };
        format!("{kept}{between}{line}{end}")
    }
}

/// Whether two names are one person's: letters count, case and an `@` in front do not.
pub(crate) fn is_same_person(one: &str, other: &str) -> bool {
    let plain = |name: &str| one_line(name.trim().trim_start_matches('@')).to_lowercase();
    !plain(one).is_empty() && plain(one) == plain(other)
}
