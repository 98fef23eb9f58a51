//! Draws what I published.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Share;
use crate::keymap::{Act, Action};
use crate::ops::share::{Outgoing, State};
use crate::tui::screen::{Surroundings, prepare};
use crate::tui::widget::empty::Empty;
use crate::tui::widget::format::count;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::panel::{Look, panel_room};
use crate::tui::widget::text;

/// What can be done with a publication, as the box of the selected one names it.
const VERBS: [(Action, &str); 5] = [
    (Action::Act(Act::Prepare), "look at it, and publish"),
    (Action::Act(Act::Edit), "edit my text"),
    (Action::Act(Act::Take), "take what colleagues changed"),
    (Action::Act(Act::Withdraw), "withdraw it"),
    (Action::Act(Act::CopyLink), "copy its link"),
];

impl Share {
    /// Draws the screen and returns where the terminal's cursor belongs.
    pub(super) fn draw_parts(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let sharing = &around.shared.sharing;
        let [list, about] = self.areas(around.class, body);
        if around.class != Class::Tiny {
            let all = sharing.outgoing.len();
            let note = if all == 0 { String::new() } else { count(all) };
            Pane { title: "Published by me", note: &note, focused: !around.covered }.draw(around.theme, list, buf);
        }
        let room = panel_room(around.class, list);
        if self.is_empty() {
            self.draw_nothing(around, room, buf);
            return Some(room.as_position());
        }
        let indent = u16::from(around.class == Class::Tiny);
        let room = Rect { x: room.x + indent, width: room.width.saturating_sub(indent), ..room };
        let look = Look { theme: around.theme, focused: true, labels: None };
        let cursor = self.panel.draw(look, room, buf);
        if let Some(out) = self.selected(sharing).filter(|_| !about.is_empty()) {
            draw_about(around, out, about, buf);
        }
        cursor
    }

    /// Says that nothing was published, and teaches one key.
    fn draw_nothing(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        if !around.shared.sharing.answered {
            return;
        }
        let (key, does) = if around.shared.sharing.has_teams() {
            let key = around.key(Act::Prepare.into());
            let key = if key.is_empty() { "p" } else { key };
            (key.to_owned(), "on an entry shows what the team would see")
        } else {
            around.add_team()
        };
        let area = text::from(area, area.x + 1);
        Empty { why: "Nothing is published yet.", key: &key, does }.draw(around.theme, area, buf);
    }
}

/// The facts of the selected one.
fn draw_about(around: &Surroundings<'_>, out: &Outgoing, area: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let inner = Pane { title: &out.title, note: "", focused: false }.draw(theme, area, buf);
    let mut facts = vec![("in", format!("{}: {}", out.team, out.path))];
    facts.push(("state", prepare::state_label(out.state).to_owned()));
    facts.extend((!out.date.is_empty()).then(|| ("since", out.date.clone())));
    facts.extend(out.why.clone().map(|why| ("why", why)));
    facts.push(("mine", out.entry.to_string()));
    let mut y = 0;
    for (label, value) in facts {
        let row = text::row(inner, y);
        if row.is_empty() {
            return;
        }
        text::put_safe(buf, row, row.x, label, theme.muted);
        let room = Rect { x: row.x + 8, width: inner.width.saturating_sub(8), height: inner.height - y, ..row };
        let style = if label == "why" { theme.warn } else { theme.text };
        let rows = if label == "why" { 3 } else { 1 };
        y += text::put_paragraph(buf, Rect { height: room.height.min(rows), ..room }, &value, style).max(1);
    }
    draw_advice(around, out, Rect { y: inner.y + y + 1, height: inner.height.saturating_sub(y + 1), ..inner }, buf);
}

/// What the state asks for, and the keys that do it.
fn draw_advice(around: &Surroundings<'_>, out: &Outgoing, area: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let used = text::put_paragraph(buf, area, advice(out), theme.muted);
    if around.class != Class::Wide {
        return;
    }
    let rows = VERBS.iter().filter(|(action, _)| !around.key(*action).is_empty());
    for ((action, label), y) in rows.zip(used + 1..area.height) {
        let row = text::row(area, y);
        let able = around.can(*action);
        text::put_safe(buf, row, row.x, around.key(*action), if able { theme.accent } else { theme.muted });
        text::put_safe(buf, row, row.x + 5, label, if able { theme.text } else { theme.muted });
    }
}

fn advice(out: &Outgoing) -> &'static str {
    match out.state {
        State::Private => "",
        State::Queued => "It is kept here until the team's repository accepts it; nobody sees it yet.",
        State::Proposed => "It is on a branch, for the team to review.",
        State::Published if out.has_theirs => {
            "Colleagues wrote in the team's copy what my text has not; it can be taken."
        }
        State::Published => "The team has what I have.",
        State::Drifted => "The team has an older text; publishing brings it up to date.",
        State::Edited => "A colleague changed the team's copy; that can be taken into my text.",
        State::Diverged => "Both changed; what can be joined is joined, the rest asks whose lines stay.",
        State::Unshared => "It is no longer shared, but still published; withdraw it.",
        State::Withdrawn => "A note is in its place. The history of the team's repository keeps the old text.",
    }
}
