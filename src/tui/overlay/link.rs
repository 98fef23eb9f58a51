//! Chooses an entry to link to: typed words search, Enter links.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::entry::EntryPath;
use crate::keymap::{Action, Context, Move, Run, Write};
use crate::ops::Hit;
use crate::ops::find;
use crate::tui::core::command::EntryCommand;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::failure::{Failure, Outcome};
use crate::tui::theme::Theme;
use crate::tui::widget::footer::Item;
use crate::tui::widget::input::Input;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::{Rows, Selection};
use crate::tui::widget::text;

const KEYS: [Item; 3] =
    [(Action::Write(Write::Submit), "link"), (Action::Move(Move::Down), "next"), (Action::Run(Run::Cancel), "back")];

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Link {
    /// The entry that the link is put into, or the request that is answered.
    from: EntryPath,
    /// The team of the request, in whose pages the answer is looked for.
    team: Option<String>,
    title: String,
    input: Input,
    /// What the newest request asked for.
    asked: Option<String>,
    hits: Vec<Hit>,
    answered: bool,
    failure: Option<Failure>,
    list: Selection,
}

impl Link {
    pub fn new(from: EntryPath, title: &str) -> Self {
        Self {
            from,
            team: None,
            title: format!("Link \u{201c}{title}\u{201d} to"),
            input: Input::default(),
            asked: None,
            hits: Vec::new(),
            answered: false,
            failure: None,
            list: Selection::default(),
        }
    }

    /// Chooses the page of a team that answers a request; its title's words are looked for first.
    pub fn answer(request: EntryPath, title: &str, team: &str) -> Self {
        let heading = format!("What answers \u{201c}{title}\u{201d}?");
        Self { title: heading, team: Some(team.to_owned()), ..Self::new(request, title) }
    }

    /// Asks for entries if the words are others than before.
    fn want(&mut self) -> Option<Effect> {
        let place = self.team.as_ref().map(|team| format!("in:{team} ")).unwrap_or_default();
        let text = format!("{place}{}", self.input.text());
        if self.asked.as_ref() == Some(&text) {
            return None;
        }
        self.asked = Some(text.clone());
        Some(Effect::Pick { text })
    }

    /// Entries have come; those for other words are not looked at.
    fn found(&mut self, text: &str, answer: &Outcome<find::Answer>) {
        if self.asked.as_deref() != Some(text) {
            return;
        }
        self.answered = true;
        self.list = Selection::default();
        match answer {
            Ok(answer) => {
                let others = answer.found.hits.iter().filter(|hit| hit.path != self.from);
                self.hits = others.cloned().collect();
                self.failure = None;
            }
            Err(failure) => {
                self.hits.clear();
                self.failure = Some(failure.clone());
            }
        }
    }

    fn draw_hits(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        if let Some(failure) = &self.failure {
            text::put_wrapped(buf, area, &failure.what, theme.error);
            return;
        }
        if self.hits.is_empty() && self.answered {
            text::put_safe(buf, text::row(area, 0), area.x, "No other entry has these words.", theme.muted);
            return;
        }
        Rows::new(theme, area, self.hits.len()).draw(self.list, buf, |index, selected, row, buf| {
            let hit = &self.hits[index];
            let left = text::put_right(buf, row, hit.kind.name(), theme.muted);
            let room = Rect { x: row.x + 2, width: left.saturating_sub(row.x).saturating_sub(4), ..row };
            let style = if selected { theme.strong } else { theme.text };
            text::put_marked(theme, buf, room, (&hit.title, &hit.title_marks), style);
        });
    }
}

impl Layer for Link {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Input, Context::Global]
    }

    fn text(&mut self, text: &str) {
        self.input.insert(text);
    }

    fn go(&mut self, r#move: Move) {
        self.list.go(r#move, self.hits.len());
    }

    fn write(&mut self, write: Write) -> Reply {
        if write != Write::Submit {
            self.input.write(write);
            return Reply::Stay;
        }
        let chosen = self.hits.get(self.list.row);
        let Some(page) = chosen.map(|hit| hit.path.clone()) else { return Reply::Stay };
        match &self.team {
            Some(_) => Reply::Answers { request: self.from.clone(), page },
            None => Reply::Command { command: EntryCommand::Link(page), paths: vec![self.from.clone()] },
        }
    }

    fn settle(&mut self, _: Class, _: (u16, u16)) -> Option<Effect> {
        self.want()
    }

    fn take(&mut self, answer: &Answer) {
        if let Answer::Pick { text, outcome } = answer {
            self.found(text, outcome);
        }
    }

    fn footer(&self) -> &'static [Item] {
        &KEYS
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, class) = (look.theme, look.class);
        let area = match class {
            Class::Wide | Class::Normal | Class::TallNarrow => middle(screen, 76, 18),
            Class::Small => middle(screen, 58, screen.height.saturating_sub(4)),
            Class::Tiny | Class::None => screen,
        };
        let note = self.list.of(self.hits.len());
        let inner = Pane { title: &self.title, note: &note, focused: true }.draw_over(theme, area, buf);
        let line = text::row(inner, 0);
        let x = text::put_safe(buf, line, line.x, theme.either("› ", "> "), theme.accent);
        let room = text::from(line, x);
        let caret = self.input.draw(theme.text, room, buf);
        if self.input.is_empty() {
            text::put_safe(buf, room, room.x, "Type words of the other entry.", theme.muted);
        }
        let used = 2.min(inner.height);
        self.draw_hits(theme, Rect { y: inner.y + used, height: inner.height - used, ..inner }, buf);
        caret
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link::new(EntryPath::new("here.md").unwrap(), "Here")
    }

    #[test]
    fn each_change_of_the_words_asks_once() {
        let mut link = link();
        assert_eq!(link.want(), Some(Effect::Pick { text: String::new() }));
        assert_eq!(link.want(), None);

        link.text("te");

        assert_eq!(link.want(), Some(Effect::Pick { text: "te".into() }));
        assert_eq!(link.want(), None);
    }

    #[test]
    fn an_answer_for_older_words_is_not_looked_at() {
        let mut link = link();
        link.want();
        link.text("te");
        link.want();

        link.found("", &Ok(find::Answer::default()));
        assert!(!link.answered);
        link.found("te", &Ok(find::Answer::default()));
        assert!(link.answered);
    }

    #[test]
    fn nothing_is_linked_while_nothing_is_found() {
        assert_eq!(link().act(Write::Submit.into()), Reply::Stay);
    }
}
