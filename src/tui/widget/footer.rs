//! What a footer names: actions, each in a word or two; and keys as people write them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text;
use crate::keymap::{Action, Context, Go, Keymap, Move, Run, Write};
use crate::tui::theme::Theme;

/// An action and its label, of one or two words.
pub(crate) type Item = (Action, &'static str);

pub(crate) const HELP: Item = (Action::Run(Run::Help), "help");
pub(crate) const COMMANDS: Item = (Action::Run(Run::Palette), "commands");
pub(crate) const MORE: Item = (Action::Run(Run::Actions), "more");
pub(crate) const CAPTURE: Item = (Action::Run(Run::Capture), "capture");
pub(crate) const SEARCH: Item = (Action::Go(Go::Search), "search");

/// Words that the rows of a list must have are being typed.
pub(crate) const FILTER: [Item; 3] = [
    (Action::Write(Write::Submit), "to the list"),
    (Action::Move(Move::Down), "next"),
    (Action::Run(Run::Cancel), "show all"),
];

/// What a footer names.
#[derive(Clone, Copy, Debug)]
pub struct Footer {
    pub items: &'static [Item],
    /// Whether there is more behind the actions menu.
    pub more: bool,
}

impl Footer {
    /// These, and the way to all else that can be done.
    pub fn of(items: &'static [Item]) -> Self {
        Self { items, more: true }
    }

    /// These and nothing else.
    pub fn only(items: &'static [Item]) -> Self {
        Self { items, more: false }
    }
}

/// The person's key of an action; empty where there is none.
pub(crate) type KeyOf<'a> = &'a dyn Fn(Action) -> String;

/// Names keys and what they do on one row, as many as there is room for.
pub(crate) fn draw_keys(theme: &Theme, key_of: KeyOf<'_>, items: &[Item], area: Rect, buf: &mut Buffer) {
    let mut x = area.x;
    for (action, label) in items {
        let key = key_of(*action);
        if key.is_empty() {
            continue;
        }
        if x + text::columns(&key) + text::columns(label) + 1 > area.right() {
            break;
        }
        x = text::put_safe(buf, area, x, &key, theme.accent);
        x = text::put_safe(buf, area, x + 1, label, theme.muted) + 3;
    }
}

/// The first key of an action in these contexts, as it stands on a keyboard; one that needs no Ctrl or Alt if there is one.
pub(crate) fn first_key(keymap: &Keymap, action: Action, contexts: &[Context]) -> String {
    let keys = keymap.keys_of(action, contexts);
    let plain = keys.iter().find(|keys| !keys.keys().iter().any(|key| key.needs_modifier()));
    plain.or(keys.first()).map(|keys| keycap(&keys.to_string())).unwrap_or_default()
}

/// A key as it stands on a keyboard: `ctrl-u` is Ctrl-u, `enter` is Enter.
pub(crate) fn keycap(keys: &str) -> String {
    let cap = |key: &str| {
        let key = key.replace("pagedown", "pgDn").replace("pageup", "pgUp");
        let mut parts: Vec<String> = key.split('-').map(str::to_owned).collect();
        for part in parts.iter_mut().filter(|part| part.len() > 1 && part.is_ascii()) {
            part[..1].make_ascii_uppercase();
        }
        parts.join("-")
    };
    keys.split(' ').map(cap).collect::<Vec<_>>().join(" ")
}
