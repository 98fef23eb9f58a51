//! Draws the screen, then what lies over it, then the message line and the footer.

mod footer;
mod tabs;

use chrono::TimeDelta;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Clear, Widget};

use super::App;
use crate::entry::Timestamp;
use crate::keymap::{Key, Resolution, Run};
use crate::ops::Status;
use crate::ops::team::Listed;
use crate::tui::core::job::Job;
use crate::tui::overlay::{Look, log, which_key};
use crate::tui::screen::{Reminder, Surroundings};
use crate::tui::theme::Theme;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::format::{age, count, counted};
use crate::tui::widget::layout::{Class, LEAST, ScreenAreas};
use crate::tui::widget::text;

/// Draws everything and returns where the terminal's cursor belongs.
pub fn draw(app: &App, theme: &Theme, screen: Rect, buf: &mut Buffer) -> Option<Position> {
    if app.shared.class == Class::None {
        let line =
            format!("Riffle needs {} x {} characters; this is {} x {}.", LEAST.0, LEAST.1, screen.width, screen.height);
        text::put_safe(buf, text::row(screen, 0), screen.x, &line, theme.text);
        return None;
    }
    let parts = ScreenAreas::of(app.shared.class, screen);
    draw_top(app, theme, parts.top, buf);
    let around = Surroundings {
        theme,
        class: app.shared.class,
        now: app.shared.now(),
        indexing: app.shared.messages.runs(Job::Index),
        covered: !app.shared.overlays.is_empty() || app.shows_hints(),
        shared: &app.shared,
        why_not: &|action| app.why_not(action),
    };
    let mut cursor = app.screen().draw(&around, parts.body, buf);
    cursor = draw_line(app, theme, &parts, buf).or(cursor);
    footer::draw(app, theme, parts.footer, buf);
    let look = Look { theme, class: app.shared.class, key_of: &|action| app.shared.key_of(action).to_owned() };
    for overlay in &app.shared.overlays {
        let area = Rect { height: screen.height.saturating_sub(parts.footer.height), ..screen };
        cursor = overlay.layer().draw(&look, area, buf);
    }
    draw_hints(app, theme, parts.body, cursor, buf);
    theme.settle(buf);
    cursor.filter(|at| screen.contains(*at))
}

/// The message line: the filter while it is typed, or while there is no message; returns where its caret is.
fn draw_line(app: &App, theme: &Theme, parts: &ScreenAreas, buf: &mut Buffer) -> Option<Position> {
    let is_shown = |filter: &&Filter| filter.is_typing() || filter.is_on() && app.shared.messages.now().is_none();
    let Some(filter) = app.screen().filter().filter(is_shown) else {
        if app.shared.class == Class::Tiny {
            draw_message_on_top(app, theme, parts, buf);
        } else {
            draw_message(app, theme, parts.message, buf);
        }
        return None;
    };
    let row = if parts.message.is_empty() { parts.top } else { parts.message };
    let row = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
    Clear.render(row, buf);
    filter.draw(theme, row, buf)
}

fn draw_top(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    if let Some(leaving) = leaving(app).filter(|_| app.shared.class == Class::Tiny) {
        text::put_cut(theme, buf, area, &leaving, theme.accent);
        return;
    }
    let status = app.shared.status.as_ref();
    let now = app.shared.now();
    let waits = status.and_then(|status| status.waits.as_ref());
    let waits = waits.map(|waits| format!("{} {}", waits.why, age(waits.since, now)));
    let is_loud = waits.is_some() || status.is_some_and(|status| is_overdue(status, now));
    let right = waits.or(status.map(|status| behind(app.shared.class, status, now))).unwrap_or_default();
    let right_edge = Rect { width: area.width.saturating_sub(1), ..area };
    let style = if is_loud { theme.error } else { theme.muted };
    let conflicts = conflicts(app.shared.conflicts.total, app.shared.conflicts.joined.len());
    let news = if app.shared.class == Class::Wide { news(app.shared.sharing.teams()) } else { String::new() };
    // From the right edge on, each with a gap before what is there already.
    let mut left = right_edge.right();
    for (words, style) in [(right, style), (conflicts, theme.warn), (news, theme.seek)] {
        left = if words.is_empty() { left } else { text::put_right(buf, before(right_edge, left), &words, style) };
    }
    if let Some(label) = app.shared.settings.label {
        left = draw_pill(theme, before(right_edge, left), label, buf);
    }
    let room = Rect { width: left.saturating_sub(area.x).saturating_sub(2), ..area };
    tabs::draw(app, theme, room, buf);
}

/// A word at the right edge that stands out from what is around it; returns where it begins.
fn draw_pill(theme: &Theme, area: Rect, word: &str, buf: &mut Buffer) -> u16 {
    let word = format!(" {word} ");
    let left = text::put_right(buf, area, &word, theme.warn);
    let pill = Rect { x: left, width: area.right().saturating_sub(left), ..area };
    buf.set_style(pill.intersection(buf.area), theme.warn.add_modifier(Modifier::REVERSED));
    left
}

/// Rows that a message may take; the log has all of it.
const LONGEST_MESSAGE: usize = 4;

/// How many texts are kept a second time until a person has decided, and how many are joined and want a look.
fn conflicts(total: usize, joined: usize) -> String {
    let conflicts = (total > 0).then(|| counted(total, "conflict", "conflicts"));
    let joined = (joined > 0).then(|| format!("{joined} joined"));
    conflicts.into_iter().chain(joined).collect::<Vec<_>>().join("  ")
}

/// The room before what begins at a column, with a gap where something does.
fn before(area: Rect, left: u16) -> Rect {
    let gap = if left < area.right() { 2 } else { 0 };
    Rect { width: left.saturating_sub(area.x + gap), ..area }
}

/// What is new in the teams: `acme 2 new`, `acme 2, hub 1 new`.
fn news(teams: &[Listed]) -> String {
    let new: Vec<String> =
        teams.iter().filter(|team| team.new > 0).map(|team| format!("{} {}", team.name, count(team.new))).collect();
    match new.as_slice() {
        [] => String::new(),
        [_] | [_, _] => format!("{} new", new.join(", ")),
        many => format!("{} teams have news", many.len()),
    }
}

/// Whether something waits to be sent for more than a day.
fn is_overdue(status: &Status, now: Timestamp) -> bool {
    status.unsent_since.is_some_and(|since| now.signed_duration_since(since) > TimeDelta::days(1))
}

/// What has not been exchanged with the remote, and for how long.
fn behind(class: Class, status: &Status, now: Timestamp) -> String {
    let long = class == Class::Wide || class == Class::Normal;
    let part = |count: usize, sign: &str, word: &str| match (count, long) {
        (0, _) => None,
        (_, true) => Some(format!("{sign}{count} {word}")),
        (_, false) => Some(format!("{sign}{count}")),
    };
    let parts = [
        part(status.ahead, "+", "to push").map(|ahead| with_age(ahead, status, now)),
        part(status.behind, "-", "to pull"),
        part(status.held.len(), "!", "held back"),
        part(status.unsent, "!", "not sent"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// With how long it has waited, from an hour on.
fn with_age(ahead: String, status: &Status, now: Timestamp) -> String {
    let is_old = |since: &Timestamp| now.signed_duration_since(*since) >= TimeDelta::hours(1);
    match status.unsent_since.filter(is_old) {
        Some(since) => format!("{ahead} {}", age(since, now)),
        None => ahead,
    }
}

/// What is about to leave, and how it is stopped.
fn leaving(app: &App) -> Option<String> {
    let leaving = app.shared.sharing.pending.newest()?;
    let title = crate::render::safe_line(&leaving.title);
    let key = app.shared.key_on_screen(Run::Undo.into());
    Some(format!("Leaves in {} s ({key} stops it): {title}", leaving.seconds(app.shared.at)))
}

/// Tells in the message line what is about to leave; at its right, in a few words, where there is a message. Returns the
/// room for that.
fn draw_leaving(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) -> Rect {
    let Some(leaving) = app.shared.sharing.pending.newest().filter(|_| !area.is_empty()) else { return area };
    let (seconds, key) = (leaving.seconds(app.shared.at), app.shared.key_on_screen(Run::Undo.into()));
    let edge = Rect { width: area.width.saturating_sub(1), ..area };
    if app.shared.messages.now().is_some() {
        let left = text::put_right(buf, edge, &format!("leaves in {seconds} s, {key} stops it"), theme.accent);
        return Rect { width: left.saturating_sub(area.x + 2), ..area };
    }
    let end = format!(" to {} in {seconds} s, {key} to stop", leaving.order.team);
    let room = usize::from(edge.width).saturating_sub(text::width(&end) + 14);
    let title = crate::render::safe_line(&leaving.title);
    let text = format!("Publishing \u{201c}{}\u{201d}{end}", text::cut(&title, room, theme.ellipsis()));
    text::put_safe(buf, edge, area.x + 1, &text, theme.accent);
    Rect { width: 0, ..area }
}

/// The message, or what the query left out, or the job, or a reminder of what can be typed.
fn draw_message(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let area = draw_leaving(app, theme, area, buf);
    let is_shown = |job: Job| matches!(job, Job::Sync | Job::Publish | Job::Team | Job::Feeds);
    let job = app.shared.messages.jobs.iter().find(|job| is_shown(job.job) || job.progress.is_some());
    let (line, style) = if let Some(message) = app.shared.messages.now() {
        (message.text.clone(), log::style(theme, message.level))
    } else if let Some(running) = job {
        let cancel = if running.job == Job::Publish { String::new() } else { format!("  {}", cancels(app)) };
        (format!("{}{}{cancel}", log::summary(running), theme.ellipsis()), theme.muted)
    } else {
        match app.screen().reminder() {
            Some((text, Reminder::Quiet)) => (text, theme.muted),
            Some((text, Reminder::Warning)) => (text, theme.warn),
            None => (String::new(), theme.text),
        }
    };
    let line = crate::render::safe_line(&line).into_owned();
    let room = usize::from(area.width).saturating_sub(2);
    if text::width(&line) > room && app.shared.messages.now().is_some() {
        return draw_long(theme, &line, style, area, buf);
    }
    let shown = text::cut(&line, room, theme.ellipsis());
    text::put_safe(buf, area, area.x + 1, &shown, style);
}

/// Where there is no line for messages, they cover the names of the screens, and rows below if that is not enough.
fn draw_message_on_top(app: &App, theme: &Theme, parts: &ScreenAreas, buf: &mut Buffer) {
    let Some(message) = app.shared.messages.now().filter(|_| leaving(app).is_none()) else { return };
    let line = crate::render::safe_line(&message.text).into_owned();
    let room = usize::from(parts.top.width.saturating_sub(2)).max(1);
    let rows = text::wrap(&line, room).len().min(usize::from(parts.body.height / 2));
    let area = Rect { height: u16::try_from(rows).unwrap_or(1).max(1), ..parts.top };
    draw_rows(theme, &line, log::style(theme, message.level), area, buf);
}

/// A message that needs more than its line takes rows of the screen above it, as long as it is shown.
fn draw_long(theme: &Theme, line: &str, style: Style, area: Rect, buf: &mut Buffer) {
    let room = usize::from(area.width).saturating_sub(2).max(1);
    let shown = text::wrap(line, room).len().min(LONGEST_MESSAGE);
    let above = u16::try_from(shown.saturating_sub(1)).unwrap_or(0).min(area.y);
    draw_rows(theme, line, style, Rect { y: area.y - above, height: area.height + above, ..area }, buf);
}

/// Fills an area with the rows of a message; what does not fit is cut from the last one.
fn draw_rows(theme: &Theme, line: &str, style: Style, area: Rect, buf: &mut Buffer) {
    Clear.render(area.intersection(buf.area), buf);
    let room = usize::from(area.width).saturating_sub(2).max(1);
    let pieces = text::wrap(line, room);
    let shown = pieces.len().min(area.height.into());
    for (piece, index) in pieces.iter().take(shown).zip(0..area.height) {
        let last = usize::from(index) + 1 == shown && shown < pieces.len();
        let rest = if last { &line[piece.start..] } else { &line[piece.clone()] };
        let text = text::cut(rest.trim_end(), room, theme.ellipsis());
        text::put_safe(buf, text::row(area, index), area.x + 1, &text, style);
    }
}

/// The key that stops what is going on.
fn cancels(app: &App) -> String {
    let key = app.shared.key_on_screen(Run::Cancel.into());
    if key.is_empty() { String::new() } else { format!("{key} cancels") }
}

fn draw_hints(app: &App, theme: &Theme, area: Rect, cursor: Option<Position>, buf: &mut Buffer) {
    if !app.shows_hints() {
        return;
    }
    if let Resolution::Pending(hints) = app.shared.settings.keymap.resolve(&app.contexts(), &app.shared.pending) {
        let pressed: Vec<String> = app.shared.pending.iter().map(Key::to_string).collect();
        if let Some(place) = which_key::place(&hints, area, cursor.map(|at| at.y)) {
            let note = cancels(app);
            which_key::draw((&pressed.join(" "), &note), &hints, theme, place, buf);
        }
    }
}
