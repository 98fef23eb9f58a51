//! The footer: the way to help first, then what works here and now, as much as there is room for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::App;
use super::layout::Class;
use super::overlay::Overlay;
use super::screen::library::Focus;
use super::theme::Theme;
use super::widget::text;
use crate::keymap::{Act, Action, Go, Move, Run, Write};

/// An action and the one or two words that tell it.
type Item = (Action, &'static str);

const HELP: Item = (Action::Run(Run::Help), "help");
const COMMANDS: Item = (Action::Run(Run::Palette), "commands");
const MORE: Item = (Action::Run(Run::Actions), "more");
const CAPTURE: Item = (Action::Run(Run::Capture), "capture");
const SEARCH: Item = (Action::Go(Go::Search), "search");

const RESULTS: [Item; 11] = [
    (Action::Act(Act::Open), "read"),
    CAPTURE,
    SEARCH,
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Tag), "tag"),
    COMMANDS,
    (Action::Act(Act::Mark), "mark"),
    (Action::Run(Run::Undo), "undo"),
    (Action::Run(Run::Sync), "sync"),
    (Action::Act(Act::CopyLink), "copy link"),
    (Action::Run(Run::Close), "quit"),
];

const READER: [Item; 9] = [
    (Action::Move(Move::PaneLeft), "back"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Tag), "tag"),
    (Action::Go(Go::Find), "find"),
    (Action::Move(Move::Down), "scroll"),
    (Action::Act(Act::CopyLink), "copy link"),
    (Action::Act(Act::OpenOutside), "open outside"),
    COMMANDS,
    CAPTURE,
];

const QUERY: [Item; 4] = [
    (Action::Write(Write::Submit), "results"),
    (Action::Move(Move::Down), "results"),
    (Action::Run(Run::Cancel), "back"),
    (Action::Write(Write::DeleteToStart), "clear"),
];

const FIND: [Item; 3] =
    [(Action::Write(Write::Submit), "next"), (Action::Move(Move::Up), "previous"), (Action::Run(Run::Cancel), "back")];
const MENU: [Item; 2] = [(Action::Write(Write::Submit), "run"), (Action::Run(Run::Cancel), "back")];
const OTHER: [Item; 1] = [(Action::Run(Run::Cancel), "back")];

/// Every action the footer can name, for looking their keys up once.
pub fn named() -> impl Iterator<Item = Action> {
    let items = [HELP, MORE].into_iter().chain(RESULTS).chain(READER).chain(QUERY).chain(FIND).chain(MENU);
    items.map(|(action, _)| action)
}

pub fn draw(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let help = app.key_of(HELP.0);
    // Where a keymap has taken the key away the palette still finds it.
    let help = if help.is_empty() { "?" } else { help };
    let x = put(buf, theme, area, area.x + 1, help, HELP.1);
    let (items, more): (&[Item], bool) = match (app.overlays.last(), app.library.focus) {
        (Some(Overlay::Menu(_)), _) => (&MENU, false),
        (Some(_), _) => (&OTHER, false),
        (None, Focus::Query) => (&QUERY, false),
        (None, Focus::Results) => (&RESULTS, true),
        (None, Focus::Reader) if app.library.is_typing() => (&FIND, false),
        (None, Focus::Reader) => (&READER, true),
    };
    let more = if more { Some((app.key_of(MORE.0), MORE.1)) } else { None };
    let reserved = more.as_ref().map_or(0, |(key, label)| text::columns(key) + text::columns(label) + 4);
    let x = draw_items(app, theme, items, Rect { width: area.width.saturating_sub(reserved), ..area }, x, buf);
    if let Some((key, label)) = more {
        put(buf, theme, area, x, key, label);
    }
}

fn draw_items(app: &App, theme: &Theme, items: &[Item], area: Rect, mut x: u16, buf: &mut Buffer) -> u16 {
    let most = match app.class {
        Class::Wide => 11,
        Class::Normal => 7,
        Class::TallNarrow | Class::Small => 5,
        Class::Tiny | Class::None => 2,
    };
    let mut told = Vec::new();
    for (action, label) in items {
        let key = app.key_of(*action);
        if key.is_empty() || told.contains(label) || app.why_not(*action).is_some() {
            continue;
        }
        let width = text::columns(key) + text::columns(label) + 3;
        if x.saturating_add(width) > area.right() || told.len() == most {
            break;
        }
        told.push(*label);
        x = put(buf, theme, area, x, key, label);
    }
    x
}

/// One key and what it does; returns where the next one begins.
fn put(buf: &mut Buffer, theme: &Theme, area: Rect, x: u16, key: &str, label: &str) -> u16 {
    let x = text::put(buf, area, x, key, theme.accent);
    text::put_safe(buf, area, x + 1, label, theme.muted) + 2
}

/// A key as it stands on a keyboard: `ctrl-u` is Ctrl-u, `enter` is Enter.
pub fn keycap(keys: &str) -> String {
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
