//! The tabs: the screens there are, with counts, and which of them is shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::app::App;
use super::layout::Class;
use super::screen::Screen;
use super::theme::Theme;
use super::view::count;
use super::widget::text;
use crate::keymap::{Context, Go};

/// One tab: how it is reached, its name long and short, the screen it leads to.
struct Tab {
    go: Go,
    name: &'static str,
    short: &'static str,
    screen: Screen,
}

const TABS: [Tab; 5] = [
    Tab { go: Go::Today, name: "Today", short: "Today", screen: Screen::Today },
    Tab { go: Go::Inbox, name: "Inbox", short: "In", screen: Screen::Inbox },
    Tab { go: Go::Library, name: "Library", short: "Lib", screen: Screen::Library },
    Tab { go: Go::Share, name: "Share", short: "Share", screen: Screen::Share },
    Tab { go: Go::Team, name: "Team", short: "Team", screen: Screen::Team },
];

/// Draws the tabs on one row, in short or without those that say nothing where there is little room; returns the column
/// after them.
pub(super) fn draw(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) -> u16 {
    let mut x = area.x + 1;
    if app.class == Class::Wide {
        x = text::put_safe(buf, area, x, "riffle", theme.accent) + 2;
    }
    for tab in &TABS {
        let current = tab.screen == app.tab();
        let number = match tab.screen {
            Screen::Inbox => app.inbox.total,
            Screen::Share => app.share.todo(),
            Screen::Team => app.team.news(),
            Screen::Today | Screen::Library | Screen::Workbench | Screen::Prepare => 0,
        };
        let shown = match app.class {
            Class::Wide | Class::Normal => true,
            Class::TallNarrow | Class::Small => current || number > 0,
            Class::Tiny | Class::None => current,
        };
        if shown {
            x = draw_tab(app, theme, tab, number, Rect { x, ..area }.intersection(area), buf);
        }
    }
    x
}

fn draw_tab(app: &App, theme: &Theme, tab: &Tab, number: usize, area: Rect, buf: &mut Buffer) -> u16 {
    let current = tab.screen == app.tab();
    let colour = match tab.screen {
        Screen::Today | Screen::Inbox => theme.seek,
        Screen::Library | Screen::Workbench => theme.text,
        Screen::Share | Screen::Prepare | Screen::Team => theme.share,
    };
    let name = if app.class == Class::Wide || app.class == Class::Normal || current { tab.name } else { tab.short };
    let key = if app.class == Class::Tiny { String::new() } else { app.first_key(tab.go.into(), &[Context::Global]) };
    let from = area.x;
    let mut x = from + 1;
    if !key.is_empty() {
        x = text::put_safe(buf, area, x, &key, theme.muted) + 1;
    }
    x = text::put_safe(buf, area, x, name, if current { colour.add_modifier(Modifier::BOLD) } else { colour });
    if number > 0 {
        x = text::put_safe(buf, area, x + 1, &count(number), if current { theme.strong } else { theme.muted });
    }
    if current {
        buf.set_style(Rect { x: from, width: x + 1 - from, ..area }.intersection(buf.area), theme.selected);
    }
    x + 2
}
