//! A line to type words in, and the entries that have them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::entry::EntryPath;
use crate::keymap::{Move, Write};
use crate::ops::{self, Hit, find};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::failure::{Failure, Outcome};
use crate::tui::theme::Theme;
use crate::tui::widget::input::Input;
use crate::tui::widget::selection::{Rows, Selection};
use crate::tui::widget::text;

/// What was typed and found.
#[derive(Clone, Debug)]
pub(crate) struct Finder {
    input: Input,
    /// Said while nothing is typed, and where nothing is found.
    hint: &'static str,
    nothing: &'static str,
    /// This one is not among the results.
    without: Option<EntryPath>,
    /// What narrows every search: `in:acme `.
    within: String,
    /// What the newest request asked for.
    asked: Option<String>,
    hits: Vec<Hit>,
    /// The words for which the teams were asked.
    asked_teams: Option<String>,
    answered: bool,
    failure: Option<Failure>,
    list: Selection,
}

impl Finder {
    pub(crate) fn new(typed: &str, hint: &'static str, nothing: &'static str) -> Self {
        Self {
            input: Input::new(typed),
            hint,
            nothing,
            without: None,
            within: String::new(),
            asked: None,
            hits: Vec::new(),
            asked_teams: None,
            answered: false,
            failure: None,
            list: Selection::default(),
        }
    }

    /// Leaves out an entry.
    pub(crate) fn without(self, path: EntryPath) -> Self {
        Self { without: Some(path), ..self }
    }

    /// Looks only where these words of a query say.
    pub(crate) fn within(self, within: String) -> Self {
        Self { within, ..self }
    }

    pub(crate) fn insert(&mut self, text: &str) {
        self.input.insert(text);
    }

    pub(crate) fn write(&mut self, write: Write) {
        self.input.write(write);
    }

    pub(crate) fn go(&mut self, r#move: Move) {
        self.list.go(r#move, self.hits.len());
    }

    pub(crate) fn selected(&self) -> Option<&Hit> {
        self.hits.get(self.list.row)
    }

    /// Where the selection is among the results.
    pub(crate) fn note(&self) -> String {
        self.list.of(self.hits.len())
    }

    /// Brings the list into step with the room there is.
    pub(crate) fn settle(&mut self, area: Rect) {
        self.list.follow(self.hits.len(), usize::from(area.height.saturating_sub(line_rows(area))));
    }

    /// Asks for entries if the words are others than before.
    pub(crate) fn want(&mut self) -> Option<Effect> {
        let text = format!("{}{}", self.within, self.input.text());
        if self.asked.as_ref() == Some(&text) {
            return None;
        }
        self.asked = Some(text.clone());
        Some(Effect::Pick { text })
    }

    /// Asks what the teams have, once for the same words.
    pub(crate) fn want_teams(&mut self) -> Option<Effect> {
        if self.has_asked_teams() {
            return None;
        }
        self.asked_teams.clone_from(&self.asked);
        self.asked.clone().map(|text| Effect::PickInTeams { text })
    }

    pub(crate) fn has_asked_teams(&self) -> bool {
        self.asked == self.asked_teams
    }

    /// Takes entries in; those for other words are not looked at.
    pub(crate) fn take(&mut self, answer: &Answer) {
        match answer {
            Answer::Pick { text, outcome } if self.asked.as_deref() == Some(text) => self.found(outcome),
            Answer::PickInTeams { text, outcome: Ok(answer) } if self.asked.as_deref() == Some(text) => {
                self.hits.extend(answer.found.hits.iter().cloned());
            }
            _ => {}
        }
    }

    fn found(&mut self, outcome: &Outcome<find::Answer>) {
        self.answered = true;
        self.list = Selection { room: self.list.room, ..Selection::default() };
        match outcome {
            Ok(answer) => {
                let hits = answer.found.hits.iter().filter(|hit| Some(&hit.path) != self.without.as_ref());
                self.hits = hits.cloned().collect();
                self.failure = None;
            }
            Err(failure) => {
                self.hits.clear();
                self.failure = Some(failure.clone());
            }
        }
    }

    /// Draws the line and the entries below it, and returns where the terminal's cursor belongs.
    pub(crate) fn draw(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let line = text::row(area, 0);
        let x = text::put_safe(buf, line, line.x, theme.either("› ", "> "), theme.accent);
        let room = text::from(line, x);
        let caret = self.input.draw(theme.text, room, buf);
        if self.input.is_empty() {
            text::put_safe(buf, room, room.x, self.hint, theme.muted);
        }
        let used = line_rows(area);
        self.draw_hits(theme, Rect { y: area.y + used, height: area.height - used, ..area }, buf);
        caret
    }

    fn draw_hits(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        if let Some(failure) = &self.failure {
            text::put_wrapped(buf, area, &failure.what, theme.error);
            return;
        }
        if self.hits.is_empty() && self.answered {
            text::put_safe(buf, text::row(area, 0), area.x, self.nothing, theme.muted);
            return;
        }
        Rows::new(theme, area, self.hits.len()).draw(self.list, buf, |index, selected, row, buf| {
            let hit = &self.hits[index];
            let left = match ops::team::split(&hit.path) {
                Some((team, _)) => text::put_right(buf, row, team, theme.share),
                None => text::put_right(buf, row, hit.kind.name(), theme.muted),
            };
            let room = Rect { x: row.x + 2, width: left.saturating_sub(row.x).saturating_sub(4), ..row };
            let style = if selected { theme.strong } else { theme.text };
            text::put_marked(theme, buf, room, (&hit.title, &hit.title_marks), style);
        });
    }
}

/// Rows that the line takes, with a blank one below it where there is room.
fn line_rows(area: Rect) -> u16 {
    if area.height > 6 { 2 } else { area.height.min(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finder() -> Finder {
        Finder::new("", "", "")
    }

    fn answer(text: &str) -> Answer {
        Answer::Pick { text: text.to_owned(), outcome: Ok(find::Answer::default()) }
    }

    #[test]
    fn each_change_of_the_words_asks_once() {
        let mut finder = finder();
        assert_eq!(finder.want(), Some(Effect::Pick { text: String::new() }));
        assert_eq!(finder.want(), None);

        finder.insert("te");

        assert_eq!(finder.want(), Some(Effect::Pick { text: "te".into() }));
        assert_eq!(finder.want(), None);
    }

    #[test]
    fn an_answer_for_older_words_is_not_looked_at() {
        let mut finder = finder();
        finder.want();
        finder.insert("te");
        finder.want();

        finder.take(&answer(""));
        assert!(!finder.answered);
        finder.take(&answer("te"));
        assert!(finder.answered);
    }
}
