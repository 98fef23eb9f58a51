//! The footer: the way to help first, then what works here and now, as much as there is room for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::app::App;
use crate::tui::theme::Theme;
use crate::tui::widget::footer::{Footer, HELP, Item, MORE};
use crate::tui::widget::layout::Class;
use crate::tui::widget::text;

pub(super) fn draw(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let help = app.shared.key_of(HELP.0);
    // Where a keymap has taken the key away the palette still finds it.
    let help = if help.is_empty() { "?" } else { help };
    let x = put(buf, theme, area, area.x + 1, (help, HELP.1));
    let Footer { items, more } = footer(app);
    let more = if more { Some((app.shared.key_of(MORE.0), MORE.1)) } else { None };
    let reserved = more.as_ref().map_or(0, |(key, label)| text::columns(key) + text::columns(label) + 4);
    let between = text::until(text::from(area, x), area.right().saturating_sub(reserved));
    let x = draw_items(app, theme, items, between, buf);
    if let Some(more) = more {
        put(buf, theme, area, x, more);
    }
}

/// What works here and now.
fn footer(app: &App) -> Footer {
    match app.shared.overlays.last() {
        Some(overlay) => Footer::only(overlay.layer().footer()),
        None => app.screen().footer(),
    }
}

fn draw_items(app: &App, theme: &Theme, items: &[Item], area: Rect, buf: &mut Buffer) -> u16 {
    let mut x = area.x;
    let most = match app.shared.class {
        Class::Wide => 11,
        Class::Normal => 7,
        Class::TallNarrow | Class::Small => 5,
        Class::Tiny | Class::None => 2,
    };
    let mut named = Vec::new();
    for (action, label) in items {
        let key = app.shared.key_of(*action);
        if key.is_empty() || named.contains(label) || app.why_not(*action).is_some() {
            continue;
        }
        let width = text::columns(key) + text::columns(label) + 3;
        if x.saturating_add(width) > area.right() || named.len() == most {
            break;
        }
        named.push(*label);
        x = put(buf, theme, area, x, (key, label));
    }
    x
}

/// One key and what it does; returns where the next one begins.
fn put(buf: &mut Buffer, theme: &Theme, area: Rect, x: u16, (key, label): (&str, &str)) -> u16 {
    let x = text::put(buf, area, x, key, theme.accent);
    text::put_safe(buf, area, x + 1, label, theme.muted) + 2
}
