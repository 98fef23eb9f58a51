//! The footer: the way to help first, then what works here and now, as much as there is room for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::App;
use super::layout::Class;
use super::overlay::Overlay;
use super::screen::Screen;
use super::screen::inbox::DECISIONS;
use super::screen::library::Focus;
use super::screen::share::VERBS;
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

const RESULTS: [Item; 13] = [
    (Action::Act(Act::Open), "read"),
    CAPTURE,
    SEARCH,
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Tag), "tag"),
    (Action::Act(Act::Prepare), "share"),
    COMMANDS,
    (Action::Act(Act::Mark), "mark"),
    (Action::Move(Move::PaneLeft), "narrow"),
    (Action::Run(Run::Undo), "undo"),
    (Action::Run(Run::Sync), "sync"),
    (Action::Act(Act::CopyLink), "copy link"),
    (Action::Run(Run::Close), "quit"),
];

const TODAY: [Item; 9] = [
    (Action::Run(Run::Log), "log"),
    (Action::Act(Act::Open), "open"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Nugget), "nugget"),
    SEARCH,
    COMMANDS,
    (Action::Run(Run::Undo), "undo"),
    (Action::Run(Run::Sync), "sync"),
    (Action::Run(Run::Close), "quit"),
];

const INBOX: [Item; 10] = [
    (Action::Act(Act::Keep), "keep"),
    (Action::Act(Act::Nugget), "nugget"),
    (Action::Act(Act::Annotate), "words"),
    (Action::Act(Act::Later), "later"),
    (Action::Act(Act::Archive), "done"),
    (Action::Act(Act::Trash), "trash"),
    (Action::Act(Act::Tag), "tag"),
    (Action::Run(Run::Undo), "undo"),
    (Action::Act(Act::Open), "read"),
    COMMANDS,
];

const WORKBENCH: [Item; 12] = [
    (Action::Run(Run::Close), "back"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Annotate), "words"),
    (Action::Act(Act::Nugget), "nugget"),
    (Action::Act(Act::Link), "link"),
    (Action::Act(Act::Prepare), "share"),
    (Action::Act(Act::Refine), "stage"),
    (Action::Act(Act::Tag), "tag"),
    (Action::Act(Act::Follow), "follow"),
    (Action::Act(Act::History), "history"),
    (Action::Go(Go::Find), "find"),
    COMMANDS,
];

/// What I published.
const SHARE: [Item; 9] = [
    (Action::Act(Act::Open), "look, publish"),
    (Action::Act(Act::Withdraw), "take back"),
    (Action::Act(Act::Take), "take theirs"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::CopyLink), "copy link"),
    (Action::Act(Act::OpenOutside), "open outside"),
    (Action::Run(Run::Sync), "sync"),
    SEARCH,
    COMMANDS,
];

/// An entry before it is shared.
const PREPARE: [Item; 9] = [
    (Action::Act(Act::Publish), "publish"),
    (Action::Act(Act::Propose), "branch for review"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Move(Move::PaneNext), "next part"),
    (Action::Run(Run::Cancel), "not now"),
    (Action::Act(Act::Open), "change"),
    (Action::Move(Move::PreviewDown), "scroll"),
    (Action::Act(Act::CopyLink), "copy link"),
    COMMANDS,
];

/// What is new in the teams.
const TEAM: [Item; 8] = [
    (Action::Act(Act::Open), "read"),
    (Action::Act(Act::Adopt), "adopt"),
    (Action::Act(Act::Seen), "all seen"),
    (Action::Move(Move::PaneRight), "next team"),
    (Action::Move(Move::PreviewDown), "scroll"),
    (Action::Run(Run::Sync), "look again"),
    SEARCH,
    COMMANDS,
];

/// A line of the log is being typed.
const LINE: [Item; 2] = [(Action::Write(Write::Submit), "save"), (Action::Run(Run::Cancel), "keep draft")];

const READER: [Item; 10] = [
    (Action::Move(Move::PaneLeft), "back"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Tag), "tag"),
    (Action::Act(Act::Prepare), "share"),
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

const FILTER: [Item; 3] = [
    (Action::Write(Write::Submit), "to the list"),
    (Action::Move(Move::Down), "next"),
    (Action::Run(Run::Cancel), "show all"),
];

const NARROW: [Item; 4] = [
    (Action::Act(Act::Open), "narrow or widen"),
    (Action::Move(Move::PaneRight), "results"),
    (Action::Run(Run::Cancel), "back"),
    COMMANDS,
];

const FIND: [Item; 3] =
    [(Action::Write(Write::Submit), "next"), (Action::Move(Move::Up), "previous"), (Action::Run(Run::Cancel), "back")];
/// The number of a link is being typed.
const FOLLOW: [Item; 3] =
    [(Action::Write(Write::Submit), "follow"), (Action::Move(Move::Down), "next"), (Action::Run(Run::Cancel), "back")];
/// Lines of a text are being marked.
const LINES: [Item; 5] = [
    (Action::Move(Move::Down), "line below"),
    (Action::Act(Act::MarkRange), "mark from here"),
    (Action::Act(Act::Annotate), "quote"),
    (Action::Run(Run::Cancel), "back"),
    COMMANDS,
];
const LINK: [Item; 3] =
    [(Action::Write(Write::Submit), "link"), (Action::Move(Move::Down), "next"), (Action::Run(Run::Cancel), "back")];
const HISTORY: [Item; 4] = [
    (Action::Write(Write::Submit), "bring back"),
    (Action::Move(Move::Down), "next"),
    (Action::Move(Move::PreviewDown), "scroll"),
    (Action::Run(Run::Cancel), "back"),
];
const MENU: [Item; 2] = [(Action::Write(Write::Submit), "run"), (Action::Run(Run::Cancel), "back")];
const OTHER: [Item; 1] = [(Action::Run(Run::Cancel), "back")];

/// Actions that screens name besides.
const HINTED: [Item; 6] = [
    (Action::Act(Act::Prepare), "share"),
    (Action::Go(Go::Share), "published"),
    (Action::Go(Go::Team), "team"),
    (Action::Act(Act::Merge), "join"),
    (Action::Move(Move::PaneNext), "next"),
    CAPTURE,
];

/// Every action whose key is shown, for looking the keys up once.
pub fn named() -> impl Iterator<Item = Action> {
    let lists: [&[Item]; 9] = [&[HELP, MORE], &TODAY, &INBOX, &WORKBENCH, &LINE, &RESULTS, &READER, &QUERY, &FIND];
    let bench: [&[Item]; 8] = [&NARROW, &FOLLOW, &LINES, &LINK, &HISTORY, &SHARE, &PREPARE, &TEAM];
    lists
        .into_iter()
        .chain(bench)
        .flatten()
        .chain(&MENU)
        .chain(DECISIONS.as_flattened())
        .chain(&VERBS)
        .chain(&HINTED)
        .map(|(action, _)| *action)
}

pub fn draw(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let help = app.key_of(HELP.0);
    // Where a keymap has taken the key away the palette still finds it.
    let help = if help.is_empty() { "?" } else { help };
    let x = put(buf, theme, area, area.x + 1, help, HELP.1);
    let (items, more) = items(app);
    let more = if more { Some((app.key_of(MORE.0), MORE.1)) } else { None };
    let reserved = more.as_ref().map_or(0, |(key, label)| text::columns(key) + text::columns(label) + 4);
    let x = draw_items(app, theme, items, Rect { width: area.width.saturating_sub(reserved), ..area }, x, buf);
    if let Some((key, label)) = more {
        put(buf, theme, area, x, key, label);
    }
}

/// What works here and now, and whether there is more behind the actions menu.
fn items(app: &App) -> (&'static [Item], bool) {
    match app.overlays.last() {
        Some(Overlay::Menu(_) | Overlay::Choose(_)) => return (&MENU, false),
        Some(Overlay::Link(_)) => return (&LINK, false),
        Some(Overlay::History(_)) => return (&HISTORY, false),
        Some(_) => return (&OTHER, false),
        None => {}
    }
    match (app.screen, app.library.focus) {
        (Screen::Today, _) if app.today.is_typing() => (&LINE, false),
        (Screen::Today | Screen::Inbox, _) if app.is_typing() => (&FILTER, false),
        (Screen::Today, _) => (&TODAY, true),
        (Screen::Inbox, _) => (&INBOX, true),
        (Screen::Library, Focus::Query) => (&QUERY, false),
        (Screen::Library, Focus::Narrow) => (&NARROW, true),
        (Screen::Library, Focus::Results) => (&RESULTS, true),
        (Screen::Workbench, _) if app.workbench.is_following() => (&FOLLOW, false),
        (Screen::Library | Screen::Workbench, _) if app.is_typing() => (&FIND, false),
        (Screen::Library, Focus::Reader) => (&READER, true),
        (Screen::Workbench, _) if app.workbench.has_bar() => (&LINES, false),
        (Screen::Workbench, _) => (&WORKBENCH, true),
        (Screen::Share, _) => (&SHARE, true),
        (Screen::Prepare, _) => (&PREPARE, true),
        (Screen::Team, _) => (&TEAM, true),
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
