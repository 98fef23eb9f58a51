//! Draws one result: its title and age, and below them its folder and the words around what matched.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Library;
use crate::ops::{self, Hit, Snippet};
use crate::tui::screen::Surroundings;
use crate::tui::theme::Theme;
use crate::tui::widget::facts::tags;
use crate::tui::widget::format::age;
use crate::tui::widget::layout::Class;
use crate::tui::widget::text;

/// A list this wide has room for tags beside the titles.
const ROOMY: u16 = 70;

/// Columns that most ages take.
const AGE: u16 = 3;
/// Columns for a kind.
const KIND: u16 = 10;

impl Library {
    pub(super) fn draw_hit(&self, around: &Surroundings<'_>, hit: &Hit, selected: bool, area: Rect, buf: &mut Buffer) {
        let theme = around.theme;
        if self.list.marks.has(&hit.path) {
            let x = area.x + u16::from(selected);
            text::put_safe(buf, text::row(area, 0), x, theme.mark(), theme.accent);
        }
        let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
        let title = if selected { theme.strong } else { theme.text };
        draw_title(around, hit, title, text::row(inner, 0), buf);
        if area.height > 1 {
            draw_passage(theme, hit, text::row(inner, 1), buf);
        }
    }
}

/// The title and, in columns of their own, the age and what else there is room for.
fn draw_title(around: &Surroundings<'_>, hit: &Hit, style: Style, area: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    let mut room = area;
    if area.width >= 24 {
        let age = hit.changed.or(hit.date).map(|date| age(date, around.now)).unwrap_or_default();
        text::put_right(buf, area, &age, theme.muted);
        room.width = area.width.saturating_sub(text::columns(&age).max(AGE) + 1);
    }
    let team = ops::team::split(&hit.path).map(|(team, _)| team);
    if let Some(team) = team.filter(|_| around.class != Class::Small) {
        let team = text::cut(team, usize::from(room.width / 4), theme.ellipsis()).into_owned();
        let left = text::put_right(buf, room, &team, theme.share);
        room = text::until(room, left.saturating_sub(2));
    }
    let mut room = around.mark_conflict(&hit.path, room, buf);
    if around.class == Class::Small {
        let column = Rect { x: room.right().saturating_sub(KIND - 1), width: KIND - 1, ..room };
        let (name, style) = team.map_or((hit.kind.name(), theme.muted), |team| (team, theme.share));
        text::put_cut(theme, buf, column, name, style);
        room.width = room.width.saturating_sub(KIND + 1);
    } else if area.width >= ROOMY && !hit.tags.is_empty() {
        let tags = crate::render::safe_line(&tags(&hit.tags)).into_owned();
        let tags = text::cut(&tags, usize::from(room.width / 3), theme.ellipsis());
        let left = text::put_right(buf, room, &tags, theme.muted);
        room = text::until(room, left.saturating_sub(2));
    }
    text::put_marked(theme, buf, room, (&hit.title, &hit.title_marks), style);
}

/// The folder and the words around what matched, else the first ones, without the marks of Markdown.
fn draw_passage(theme: &Theme, hit: &Hit, area: Rect, buf: &mut Buffer) {
    let folder = ops::team::split(&hit.path).map_or(hit.path.folder(), |(_, path)| folder_of(path));
    let folder = crate::render::safe_line(folder).into_owned();
    let folder = cut_front(&folder, usize::from(area.width * 2 / 5), theme);
    let mut room = area;
    if !folder.is_empty() {
        let x = text::put_safe(buf, area, area.x, &folder, theme.seek);
        room = text::from(area, text::put_safe(buf, area, x, theme.dot(), theme.muted));
    }
    let Snippet { text, marks, .. } = without_title(plain(&hit.snippet), &hit.title);
    text::put_marked(theme, buf, room, (&text, &marks), theme.muted);
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A folder in so many columns: its end says more than its beginning.
fn cut_front(folder: &str, columns: usize, theme: &Theme) -> String {
    if text::width(folder) <= columns {
        return folder.to_owned();
    }
    let room = columns.saturating_sub(text::width(theme.ellipsis()) + 1);
    let mut ends = folder.match_indices('/').map(|(at, _)| &folder[at + 1..]);
    let shortest = folder.rsplit('/').next().unwrap_or(folder);
    let end = ends.find(|end| text::width(end) <= room).unwrap_or(shortest);
    text::cut(&format!("{}/{end}", theme.ellipsis()), columns, theme.ellipsis()).into_owned()
}

/// A snippet without backticks, fences and what begins headings, quotes and items.
fn plain(snippet: &Snippet) -> Snippet {
    let text = &snippet.text;
    let lead = text.len() - text.trim_start_matches(['#', '>', '-', '*', ' ']).len();
    // A match among the marks is worth seeing as it is.
    let from = if snippet.marks.iter().any(|mark| mark.start < lead) { 0 } else { lead };
    let mut kept = String::with_capacity(text.len());
    // Where each byte of the text has come to lie.
    let mut places = vec![0; text.len() + 1];
    for (at, char) in text.char_indices() {
        let marked = snippet.marks.iter().any(|mark| mark.contains(&at));
        places[at..at + char.len_utf8()].fill(kept.len());
        if at >= from && (char != '`' || marked) {
            kept.push(char);
        }
    }
    places[text.len()] = kept.len();
    let place = |at: usize| places.get(at).copied().unwrap_or(kept.len());
    let marks: Vec<Range<usize>> = snippet.marks.iter().map(|mark| place(mark.start)..place(mark.end)).collect();
    Snippet { marks, line: snippet.line, text: kept }
}

/// A snippet that begins with the title, which stands above it, begins with what follows that.
fn without_title(snippet: Snippet, title: &str) -> Snippet {
    let Some(rest) = snippet.text.strip_prefix(title).map(str::trim_start).filter(|rest| !rest.is_empty()) else {
        return snippet;
    };
    let cut = snippet.text.len() - rest.len();
    let marks = snippet.marks.iter().filter(|mark| mark.start >= cut);
    let marks = marks.map(|mark| mark.start - cut..mark.end - cut).collect();
    Snippet { text: rest.to_owned(), marks, line: snippet.line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_shown_without_the_marks_of_markdown() {
        let text = "> Use `git clone` for CI".to_owned();
        let shown = plain(&Snippet { marks: std::iter::once(7..10).collect(), text, line: 3 });

        assert_eq!(shown.text, "Use git clone for CI");
        assert_eq!(&shown.text[shown.marks[0].clone()], "git");
    }

    #[test]
    fn what_was_searched_for_is_never_taken_out() {
        let text = "# Title".to_owned();
        let shown = plain(&Snippet { marks: std::iter::once(0..7).collect(), text, line: 1 });

        assert_eq!(shown.text, "# Title");
    }
}
