//! A request in the list, and what is known of the selected one.

use std::borrow::Cow;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::ops::team::{RequestState, TeamRequest};
use crate::render::safe_line;
use crate::tui::screen::Surroundings;
use crate::tui::theme::Theme;
use crate::tui::widget::text;

/// As much of a name as is shown in the list, in characters.
const NAME: usize = 14;

/// How a request stands, in a word or two.
pub(super) fn label(theme: &Theme, it: &TeamRequest, today: NaiveDate) -> (Cow<'static, str>, Style) {
    let request = &it.request;
    let by = |name: &String| -> String { safe_line(name).chars().take(NAME).collect() };
    match (&request.state, &request.assignee) {
        (RequestState::Open, _) if request.is_overdue(today) => ("overdue".into(), theme.error),
        (RequestState::Open, Some(_)) if it.is_for_me => ("mine".into(), theme.accent),
        (RequestState::Open, Some(name)) => (by(name).into(), theme.seek),
        (RequestState::Open, None) if request.silent_for(today).is_some() => ("silent".into(), theme.warn),
        (RequestState::Open, None) => ("open".into(), theme.text),
        (RequestState::Answered, _) if it.lost_answer() => ("answer gone".into(), theme.warn),
        (RequestState::Answered, _) => ("answered".into(), theme.ok),
        (RequestState::Closed, _) => ("closed".into(), theme.muted),
        (RequestState::Unknown(word), _) => (by(word).into(), theme.warn),
    }
}

/// What is known of a request, a line each with how it is meant.
fn lines(it: &TeamRequest) -> Vec<(&'static str, String)> {
    let request = &it.request;
    let answers = it.answers.iter().map(|(path, title)| match title {
        Some(title) => ("answered by ", title.clone()),
        None => ("answered by ", format!("{} (withdrawn or gone)", path.file_name())),
    });
    let due = request.due.map(|due| ("due ", due.to_string()));
    [
        Some(("asked by ", request.asker.clone().unwrap_or_else(|| "somebody".to_owned()) + ", not verified")),
        request.whom.clone().map(|whom| ("for ", whom)),
        due,
        request.assignee.clone().map(|assignee| ("taken on by ", assignee)),
    ]
    .into_iter()
    .flatten()
    .chain(answers)
    .chain(request.outcome.clone().map(|outcome| ("came of it: ", outcome)))
    .collect()
}

/// Rows that it takes, without a frame.
pub(super) fn rows(it: &TeamRequest) -> u16 {
    u16::try_from(lines(it).len().min(8)).unwrap_or(8)
}

pub(super) fn draw(around: &Surroundings<'_>, it: &TeamRequest, area: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    for ((label, what), y) in lines(it).into_iter().zip(0..area.height) {
        let row = text::row(area, y);
        let x = text::put_safe(buf, row, row.x, label, theme.muted);
        text::put_cut(theme, buf, text::from(row, x), &what, theme.text);
    }
}
