//! The machines that the store is used on, with when each was last heard of.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::entry::Timestamp;
use crate::keymap::{Context, Move, Write};
use crate::ops::sync::Machine;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::theme::Theme;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::selection::{Rows, Selection};
use crate::tui::widget::text;

const WIDTH: u16 = 72;
/// Rows of the border, and a blank one with what the list is about.
const AROUND: u16 = 4;

/// The overlay's state.
#[derive(Clone, Debug, Default)]
pub struct Machines {
    is_asked: bool,
    /// Nothing while they are looked for, or why they cannot be.
    list: Option<Result<Vec<Machine>, String>>,
    at: Selection,
}

impl Machines {
    fn machines(&self) -> &[Machine] {
        match &self.list {
            Some(Ok(machines)) => machines,
            Some(Err(_)) | None => &[],
        }
    }

    fn about(&self) -> &str {
        match &self.list {
            Some(Ok(machines)) if machines.len() == 1 => "No other machine is in the history of this store.",
            Some(Ok(_)) => "The others with their newest change that is here.",
            Some(Err(why)) => why,
            None => "Reading the history\u{2026}",
        }
    }

    fn draw_list(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let machines = self.machines();
        Rows::new(theme, area, machines.len()).draw(self.at, buf, |index, _, row, buf| {
            let machine = &machines[index];
            let until = text::put_right(buf, row, &moment(machine), theme.muted);
            let row = text::until(row, until.saturating_sub(1));
            let x = text::put(buf, row, row.x + 2, &machine.name, theme.text);
            let is_named = machine.id.as_deref() != Some(machine.name.as_str());
            let note = match (machine.is_this, is_named) {
                (true, true) => "this machine",
                (true, false) => "this one; `machine` in config.toml names it",
                (false, _) => "",
            };
            text::put_cut(theme, buf, text::from(row, x + 2), note, theme.muted);
        })
    }
}

impl Layer for Machines {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Menu, Context::Global]
    }

    fn go(&mut self, r#move: Move) {
        self.at.go(r#move, self.machines().len());
    }

    fn write(&mut self, write: Write) -> Reply {
        if write == Write::Submit { Reply::Close } else { Reply::Stay }
    }

    fn settle(&mut self, _class: Class, size: (u16, u16)) -> Option<Effect> {
        let room = usize::from(size.1.saturating_sub(AROUND));
        self.at.follow(self.machines().len(), room);
        (!std::mem::replace(&mut self.is_asked, true)).then_some(Effect::Machines)
    }

    fn take(&mut self, answer: &Answer) {
        if let Answer::Machines { outcome } = answer {
            self.list = Some(outcome.clone().map_err(|failure| failure.what.clone()));
        }
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let rows = u16::try_from(self.machines().len()).unwrap_or(u16::MAX).max(1);
        let area = middle(screen, WIDTH, rows.saturating_add(AROUND));
        let inner = Pane { title: "Machines", note: "", focused: true }.draw_over(look.theme, area, buf);
        text::put(buf, text::row(inner, 0), inner.x, self.about(), look.theme.muted);
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        self.draw_list(look.theme, list, buf).or(Some(inner.as_position()))
    }
}

fn moment(machine: &Machine) -> String {
    let shown = |at: Timestamp| at.format("%Y-%m-%d %H:%M").to_string();
    match (machine.last, machine.is_this) {
        (Some(at), true) => format!("synced {}", shown(at)),
        (Some(at), false) => shown(at),
        (None, _) => "not synced yet".to_owned(),
    }
}
