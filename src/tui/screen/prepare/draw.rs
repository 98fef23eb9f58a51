//! Draws an entry before it is shared.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::areas::Areas;
use super::rows::{self, Weight};
use super::{Part, Prepare, RowTarget, is_update};
use crate::keymap::Move;
use crate::ops::share::{Finding, Preview};
use crate::tui::core::failure::Failure;
use crate::tui::screen::Surroundings;
use crate::tui::theme::Theme;
use crate::tui::widget::format::count;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::panel::{Look, Panel, panel_room};
use crate::tui::widget::parts::Names;
use crate::tui::widget::text;

impl Prepare {
    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let areas = self.areas(around.class, body);
        self.draw_frame(around, areas.frame, buf);
        if let Some(Err(failure)) = &self.preview {
            return self.draw_refused(around, failure, body, buf);
        }
        self.draw_tabs(around, areas.tabs, buf);
        let mut cursor = None;
        if !areas.text.is_empty() {
            cursor = Some(self.shown().draw(around.theme, around.theme.text, areas.text, buf));
        }
        if around.class == Class::Wide {
            self.draw_legend(around.theme, areas.frame, buf);
        }
        self.draw_pinned(around, areas.pinned, buf);
        let panels = [Part::Ready, Part::Discernment, Part::Commit, Part::Stays];
        let selected = panels.map(|part| self.draw_panel(around, part, areas, buf));
        selected.into_iter().flatten().next().or(cursor)
    }

    /// Why it cannot be shared, in the place of all else.
    fn draw_refused(
        &self,
        around: &Surroundings<'_>,
        failure: &Failure,
        body: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let theme = around.theme;
        let edge = u16::from(around.class != Class::Tiny);
        if around.class == Class::Wide {
            Pane { title: &self.heading(), note: "", focused: !around.covered }.draw_over(theme, body, buf);
        }
        let room = Rect {
            x: body.x + 1 + 2 * edge,
            y: body.y + 2 * edge,
            width: body.width.saturating_sub(2 + 4 * edge).min(76),
            height: body.height.saturating_sub(3 * edge),
        };
        text::put_safe(buf, text::row(room, 0), room.x, "This cannot be shared as it is.", theme.strong);
        let why = Rect { y: room.y + 2 * edge + 1 - edge, height: room.height.saturating_sub(2), ..room };
        let used = text::put_paragraph(buf, why, &format!("{}.", failure.what.trim_end_matches('.')), theme.warn);
        let below = Rect { y: why.y + used, height: why.height.saturating_sub(used), ..why };
        text::put_wrapped(buf, below, failure.hint.as_deref().unwrap_or_default(), theme.text);
        Some(room.as_position())
    }

    fn heading(&self) -> String {
        match self.preview() {
            Some(preview) if self.shows_copy => format!("{} has now: {}", preview.order.team, preview.path),
            Some(preview) => format!("What {} will see: {}", preview.order.team, preview.path),
            None => format!("Share: {}", self.title),
        }
    }

    fn draw_frame(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let focused = around.class != Class::Wide || matches!(self.part, Part::Text | Part::Copy);
        let note = match (self.shown().seen(), self.part) {
            (Some(seen), Part::Text | Part::Copy) => format!("{seen}%  {}", around.scroll_keys()),
            (Some(_) | None, _) => String::new(),
        };
        Pane { title: &self.heading(), note: &note, focused: focused && !around.covered }.draw(around.theme, area, buf);
    }

    /// What the signs before the lines mean, on the last row of the frame.
    fn draw_legend(&self, theme: &Theme, frame: Rect, buf: &mut Buffer) {
        let Some(y) = frame.height.checked_sub(2).filter(|_| self.preview().is_some()) else { return };
        let row = Rect { x: frame.x + 2, width: frame.width.saturating_sub(4), ..text::row(frame, y) };
        let (removed, added) = match self.shows_copy {
            true => ("what the team has", "what it would get"),
            false => ("my text", "what changes on the way out"),
        };
        let x = text::put_safe(buf, row, row.x, "- ", theme.error);
        let x = text::put_safe(buf, row, x, removed, theme.muted);
        let x = text::put_safe(buf, row, x + 3, "+ ", theme.ok);
        text::put_safe(buf, row, x, added, theme.muted);
    }

    fn draw_panel(&self, around: &Surroundings<'_>, part: Part, areas: Areas, buf: &mut Buffer) -> Option<Position> {
        let (panel, area): (&Panel<RowTarget>, Rect) = match part {
            Part::Text | Part::Copy => return None,
            Part::Ready => (&self.panels.ready, areas.ready),
            Part::Discernment => (&self.panels.discernment, areas.discernment),
            Part::Commit => (&self.panels.commit, areas.commit),
            Part::Stays => (&self.panels.stays, areas.stays),
        };
        if area.is_empty() {
            return None;
        }
        let has_keys = self.part == part;
        let mut room = area;
        if around.class == Class::Wide {
            let note = match panel.below() {
                0 => String::new(),
                below => format!("{} more", count(below)),
            };
            let focused = has_keys && !around.covered;
            Pane { title: &self.title_of(part), note: &note, focused }.draw(around.theme, area, buf);
            room = panel_room(around.class, area);
        }
        let look = Look { theme: around.theme, focused: has_keys, labels: None };
        panel.draw(look, room, buf).filter(|_| has_keys)
    }

    fn title_of(&self, part: Part) -> String {
        match part {
            Part::Text => "Text".to_owned(),
            Part::Copy => "Against the team's copy".to_owned(),
            Part::Ready => "Ready?".to_owned(),
            Part::Discernment => "Discernment".to_owned(),
            Part::Commit => "The commit that will be pushed".to_owned(),
            Part::Stays => "Stays with me".to_owned(),
        }
    }

    /// The parts that take turns, with what they hold; the one with the keys in brackets.
    fn draw_tabs(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if area.is_empty() || self.preview().is_none() {
            return;
        }
        let parts: Vec<Part> = match around.class {
            Class::Wide => vec![Part::Text, Part::Copy],
            Class::Normal | Class::TallNarrow | Class::Small | Class::Tiny | Class::None => self.parts(),
        };
        let shown = if around.class == Class::Wide { self.home_part() } else { self.part };
        let labels = parts.iter().map(|part| self.label(*part, around.class)).collect();
        let shown = parts.iter().position(|part| *part == shown).unwrap_or(0);
        let (edge, key) = (u16::from(around.class == Class::Wide), around.key(Move::PaneNext.into()).to_owned());
        Names { labels, shown, edge, key }.draw(around.theme, area, buf);
    }

    fn label(&self, part: Part, class: Class) -> String {
        let preview = self.preview();
        let roomy = matches!(class, Class::Wide | Class::Normal | Class::TallNarrow);
        match part {
            Part::Text if class == Class::Wide => "What leaves".to_owned(),
            Part::Text => "Text".to_owned(),
            Part::Copy if class == Class::Wide => "Against the team's copy".to_owned(),
            Part::Copy => "Copy".to_owned(),
            Part::Ready => "Ready".to_owned(),
            Part::Discernment => match preview.map(|preview| rows::shown(preview).count()) {
                Some(found) if found > 0 => format!("Discernment {}!", count(found)),
                Some(_) | None => "Discernment".to_owned(),
            },
            Part::Commit => "Commit".to_owned(),
            Part::Stays => match preview.map(|preview| preview.left_out.len()) {
                Some(left) if left > 0 && roomy => format!("Stays with me {}", count(left)),
                Some(left) if left > 0 => format!("Stays {}", count(left)),
                Some(_) | None => "Stays".to_owned(),
            },
        }
    }

    /// What must be in sight whatever part is shown: the warnings, and where it would go.
    fn draw_pinned(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let Some(preview) = self.preview().filter(|_| !area.is_empty()) else { return };
        let theme = around.theme;
        let last = area.height - 1;
        if last >= 2 {
            let rule = theme.rule().repeat(area.width.into());
            text::put_safe(buf, text::row(area, last - 2), area.x, &rule, theme.border);
        }
        if let Some(above) = last.checked_sub(1) {
            draw_warnings(theme, preview, text::row(area, above), buf);
        }
        let row = text::row(area, last);
        let x = text::put_safe(buf, row, row.x, "To ", theme.muted);
        let x = text::put(buf, row, x, &preview.order.team, theme.strong);
        text::put(buf, row, x, &destination(preview), theme.muted);
    }
}

/// Where it would go, after the team's name.
fn destination(preview: &Preview) -> String {
    let topic = preview.topic.as_ref().map(|topic| format!(", topic {topic}")).unwrap_or_default();
    let update = if is_update(preview.state) { ", an update" } else { "" };
    format!(" ({}){topic}{update}", preview.branch)
}

/// As many warnings as fit on one row, what blocks first.
fn draw_warnings(theme: &Theme, preview: &Preview, row: Rect, buf: &mut Buffer) {
    if preview.has_conflict {
        let what = "! A colleague and I changed the same lines.";
        text::put_safe(buf, row, row.x, what, theme.error);
        return;
    }
    let mut found: Vec<_> = rows::shown(preview)
        .map(|finding| (rows::weight(preview, finding), finding))
        .filter(|(weight, _)| *weight != Weight::Allowed)
        .collect();
    found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    if found.is_empty() {
        let x = text::put_safe(buf, row, row.x, "ok ", theme.ok);
        text::put_safe(buf, row, x, "no personal data found", theme.muted);
        return;
    }
    draw_found(theme, &found, row, buf);
}

/// The findings one after the other, as many as there is room for.
fn draw_found(theme: &Theme, found: &[(Weight, &Finding)], row: Rect, buf: &mut Buffer) {
    let mut x = row.x;
    for (weight, finding) in found {
        let (mark, style): (&str, Style) = match weight {
            Weight::Blocks => ("!! ", theme.error),
            Weight::Warns | Weight::Allowed => ("! ", theme.warn),
        };
        let what = crate::render::safe_line(&finding.what);
        let room = usize::from(row.right().saturating_sub(x));
        if x > row.x && room < text::width(mark) + text::width(&what) {
            text::put_right(buf, row, theme.ellipsis(), theme.warn);
            return;
        }
        x = text::put_safe(buf, row, x, &text::cut(&format!("{mark}{what}"), room, theme.ellipsis()), style) + 3;
    }
}
