//! Chooses an entry to link to: typed words search, Enter links.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::finder::Finder;
use super::{Layer, Look, Reply, middle};
use crate::entry::EntryPath;
use crate::keymap::{Action, Context, Move, Run, Write};
use crate::tui::core::command::EntryCommand;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::widget::footer::Item;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;

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
    finder: Finder,
}

impl Link {
    pub fn new(from: EntryPath, title: &str) -> Self {
        let finder = Finder::new("", "Type words of the other entry.", "No other entry has these words.");
        let title = format!("Link \u{201c}{title}\u{201d} to");
        Self { finder: finder.without(from.clone()), team: None, title, from }
    }

    /// Chooses the page of a team that answers a request.
    pub fn answer(request: EntryPath, title: &str, team: &str) -> Self {
        let finder = Finder::new("", "Type words of the page.", "No page of the team has these words.");
        let finder = finder.without(request.clone()).within(format!("in:{team} "));
        let title = format!("What answers \u{201c}{title}\u{201d}?");
        Self { finder, team: Some(team.to_owned()), title, from: request }
    }
}

impl Layer for Link {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Input, Context::Global]
    }

    fn text(&mut self, text: &str) {
        self.finder.insert(text);
    }

    fn go(&mut self, r#move: Move) {
        self.finder.go(r#move);
    }

    fn write(&mut self, write: Write) -> Reply {
        if write != Write::Submit {
            self.finder.write(write);
            return Reply::Stay;
        }
        let Some(page) = self.finder.selected().map(|hit| hit.path.clone()) else { return Reply::Stay };
        match &self.team {
            Some(_) => Reply::Answers { request: self.from.clone(), page },
            None => Reply::Command { command: EntryCommand::Link(page), paths: vec![self.from.clone()] },
        }
    }

    fn settle(&mut self, _: Class, _: (u16, u16)) -> Option<Effect> {
        self.finder.want()
    }

    fn take(&mut self, answer: &Answer) {
        self.finder.take(answer);
    }

    fn footer(&self) -> &'static [Item] {
        &KEYS
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let area = match look.class {
            Class::Wide | Class::Normal | Class::TallNarrow => middle(screen, 76, 18),
            Class::Small => middle(screen, 58, screen.height.saturating_sub(4)),
            Class::Tiny | Class::None => screen,
        };
        let note = self.finder.note();
        let inner = Pane { title: &self.title, note: &note, focused: true }.draw_over(look.theme, area, buf);
        self.finder.draw(look.theme, inner, buf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_linked_while_nothing_is_found() {
        let mut link = Link::new(EntryPath::new("here.md").unwrap(), "Here");

        assert_eq!(link.act(Write::Submit.into()), Reply::Stay);
    }
}
