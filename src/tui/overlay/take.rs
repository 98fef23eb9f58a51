//! What colleagues changed in a page of mine, line by line, before it comes into my entry.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::keymap::{Context, Move, Run, Write};
use crate::ops::share::Taking;
use crate::tui::core::command::EntryCommand;
use crate::tui::core::effect::Effect;
use crate::tui::widget::diff::Diff;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// Rows that are not of the comparison: what it is about, its answers, and a blank one beside each.
const AROUND: u16 = 4;

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Take {
    taking: Box<Taking>,
    diff: Diff,
}

impl Take {
    pub fn new(taking: Box<Taking>) -> Self {
        let mut diff = Diff::default();
        diff.fill(&taking.changes);
        Self { taking, diff }
    }

    fn agreed(&self) -> Reply {
        Reply::Command { command: EntryCommand::Take(self.taking.clone()), paths: vec![self.taking.entry.clone()] }
    }
}

impl Layer for Take {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Confirm, Context::Preview, Context::Global]
    }

    fn go(&mut self, r#move: Move) {
        self.diff.go(r#move);
    }

    fn write(&mut self, write: Write) -> Reply {
        if write == Write::Submit { self.agreed() } else { Reply::Stay }
    }

    fn settle(&mut self, class: Class, (width, height): (u16, u16)) -> Option<Effect> {
        let area = area(class, Rect::new(0, 0, width, height));
        // A border and a column of space at both sides, and the rows around the comparison.
        let (width, height) = (area.width.saturating_sub(4), area.height.saturating_sub(2 + AROUND));
        self.diff.settle(width.into(), height.into());
        None
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, class) = (look.theme, look.class);
        let title = format!("Take into \u{201c}{}\u{201d}", self.taking.title);
        let inner = Pane { title: &title, note: "", focused: true }.draw_over(theme, area(class, screen), buf);
        let about = format!("{} changed it in {}. My text would be:", self.taking.who, self.taking.team);
        text::put_safe(buf, text::row(inner, 0), inner.x, &about, theme.muted);
        let diff = Rect { y: inner.y + 2, height: inner.height.saturating_sub(AROUND), ..inner };
        self.diff.draw(theme, theme.text, diff, buf);
        let last = text::row(inner, inner.height.saturating_sub(1));
        look.draw_keys(&[(Write::Submit.into(), "take it"), (Run::Cancel.into(), "leave it")], last, buf);
        Some(last.as_position())
    }
}

fn area(class: Class, screen: Rect) -> Rect {
    match class {
        Class::Wide => middle(screen, 100, 30),
        Class::Normal | Class::TallNarrow => middle(screen, 76, screen.height.saturating_sub(4)),
        Class::Small | Class::Tiny | Class::None => screen,
    }
}
