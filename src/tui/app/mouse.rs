//! The mouse, where the person has switched it on: a click selects, a second one reads, the wheel moves or scrolls.

use ratatui::layout::Position;

use super::{App, Effect};
use crate::keymap::{Act, Move};
use crate::tui::core::messages::Level;
use crate::tui::core::msg::PointerAction;

impl App {
    pub(super) fn toggle_mouse(&mut self) -> Vec<Effect> {
        let effects = self.switch_mouse();
        let text = if self.mouse {
            "Mouse on: click and wheel. Most terminals select text while Shift is held."
        } else {
            "Mouse off: the terminal selects text with it."
        };
        self.shared.say(Level::Info, text);
        effects
    }

    pub(super) fn switch_mouse(&mut self) -> Vec<Effect> {
        self.mouse = !self.mouse;
        vec![Effect::Mouse(self.mouse)]
    }

    pub(super) fn pointed(&mut self, x: u16, y: u16, did: PointerAction) -> Vec<Effect> {
        if !self.shared.overlays.is_empty() {
            if let (PointerAction::WheelUp | PointerAction::WheelDown, Some(overlay)) =
                (did, self.shared.overlays.last_mut())
            {
                let step = if did == PointerAction::WheelUp { Move::Up } else { Move::Down };
                overlay.layer_mut().act(step.into());
            }
            return Vec::new();
        }
        let at = Position::new(x, y);
        match did {
            PointerAction::Click => {
                if self.screens.of_mut(self.screen).click(at, &self.shared) {
                    self.act(Act::Open.into())
                } else {
                    Vec::new()
                }
            }
            PointerAction::WheelUp => self.on_screen(|screen, shared| screen.wheel(at, Move::Up, shared)),
            PointerAction::WheelDown => self.on_screen(|screen, shared| screen.wheel(at, Move::Down, shared)),
        }
    }
}
