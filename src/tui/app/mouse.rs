//! The mouse, where the person has switched it on: a click selects, a second one reads, the wheel moves or scrolls.

use ratatui::layout::{Position, Rect};

use super::{App, Effect};
use crate::keymap::{Act, Move};
use crate::tui::messages::Level;
use crate::tui::msg::Pointed;
use crate::tui::screen::Screen;
use crate::tui::screen::library::Focus;
use crate::tui::view::Parts;

impl App {
    pub(super) fn toggle_mouse(&mut self) -> Vec<Effect> {
        let effects = self.switch_mouse();
        let text = if self.mouse {
            "The mouse is on: click, wheel. Most terminals select text while Shift is held."
        } else {
            "The mouse is off; the terminal selects text with it."
        };
        self.messages.say(Level::Info, text, self.at);
        effects
    }

    pub(super) fn switch_mouse(&mut self) -> Vec<Effect> {
        self.mouse = !self.mouse;
        vec![Effect::Mouse(self.mouse)]
    }

    pub(super) fn pointed(&mut self, x: u16, y: u16, did: Pointed) -> Vec<Effect> {
        if !self.overlays.is_empty() {
            if let (Pointed::WheelUp | Pointed::WheelDown, Some(overlay)) = (did, self.overlays.last_mut()) {
                let step = if did == Pointed::WheelUp { Move::Up } else { Move::Down };
                overlay.act(step.into());
            }
            return Vec::new();
        }
        if self.screen != Screen::Library {
            match did {
                Pointed::Click => {}
                Pointed::WheelUp => return self.step(Move::Up),
                Pointed::WheelDown => return self.step(Move::Down),
            }
            return Vec::new();
        }
        let body = Parts::of(self.class, Rect::new(0, 0, self.size.0, self.size.1)).body;
        let areas = self.library.areas(self.class, body);
        let at = Position::new(x, y);
        match did {
            Pointed::Click if areas.query.contains(at) => self.library.focus = Focus::Query,
            Pointed::Click if areas.narrow.contains(at) => self.library.focus = Focus::Narrow,
            Pointed::Click if areas.list.contains(at) => {
                if self.library.click(self.class, areas.list, y) {
                    return self.act(Act::Open.into());
                }
            }
            Pointed::Click => {}
            Pointed::WheelUp if areas.preview.contains(at) => self.library.go(Move::PreviewUp),
            Pointed::WheelDown if areas.preview.contains(at) => self.library.go(Move::PreviewDown),
            Pointed::WheelUp => self.library.go(Move::Up),
            Pointed::WheelDown => self.library.go(Move::Down),
        }
        Vec::new()
    }
}
