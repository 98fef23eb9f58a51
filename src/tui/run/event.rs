//! What an event of the terminal means.

use crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};

use crate::keymap::Key;
use crate::tui::core::msg::{Msg, PointerAction};

/// What an event of the terminal means.
pub(super) fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => Key::from_event(&key).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resized { width, height }),
        Event::FocusGained => Some(Msg::FocusGained),
        Event::Mouse(MouseEvent { kind, column: x, row: y, .. }) => {
            let did = match kind {
                MouseEventKind::Down(MouseButton::Left) => PointerAction::Click,
                MouseEventKind::ScrollUp => PointerAction::WheelUp,
                MouseEventKind::ScrollDown => PointerAction::WheelDown,
                _ => return None,
            };
            Some(Msg::Mouse { x, y, did })
        }
        Event::FocusLost => None,
    }
}
