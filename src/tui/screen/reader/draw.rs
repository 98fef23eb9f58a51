//! Draws the text of an entry: in a pane beside a list, or on the whole screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Reader;
use crate::entry::EntryPath;
use crate::keymap::Move;
use crate::render::{Line, Role, Span};
use crate::tui::core::failure::Failure;
use crate::tui::core::views::RenderedEntry;
use crate::tui::screen::Surroundings;
use crate::tui::theme::Theme;
use crate::tui::widget::facts::{stage_style, tags};
use crate::tui::widget::format::counted;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::styled::Styled;
use crate::tui::widget::text;

/// Lines longer than this are hard to read.
const WIDEST: u16 = 96;

/// Columns of frame and space at each side of a text where there is much room.
const WIDE_PAD: u16 = 3;

/// Where a text that is read on the whole screen lies: in the middle, if there is more room than anybody reads.
pub(crate) fn reading_area(body: Rect) -> Rect {
    let width = WIDEST + 2 * WIDE_PAD;
    if body.width < width + 24 {
        return body;
    }
    Rect { x: body.x + (body.width - width) / 2, width, ..body }
}

/// The room for text inside the preview's box.
pub(crate) fn text_area(class: Class, preview: Rect) -> Rect {
    let pad = match class {
        // Without a box; the title has a row of its own.
        Class::Tiny => {
            return Rect { y: preview.y.saturating_add(1), height: preview.height.saturating_sub(1), ..preview };
        }
        Class::Wide => WIDE_PAD,
        Class::Normal | Class::TallNarrow | Class::Small | Class::None => 2,
    };
    Rect {
        x: preview.x.saturating_add(pad),
        y: preview.y.saturating_add(1),
        width: preview.width.saturating_sub(2 * pad).min(WIDEST),
        height: preview.height.saturating_sub(2),
    }
}

/// What a piece of the rows above the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Title,
    Fact,
    Stage(crate::entry::Stage),
    Tags,
    Url,
    Problem,
    /// The value of a property; its name is a fact.
    Value,
}

/// How many rows stand above the text of a page that is so many columns wide.
pub(super) fn about_rows(page: &RenderedEntry, width: usize) -> usize {
    about(page, width, " - ").len()
}

/// What stands above the text of an entry: its title if that is too long for the frame, what it is, a blank row.
fn about(page: &RenderedEntry, width: usize, dot: &str) -> Vec<Vec<(Part, String)>> {
    let entry = &page.entry;
    let mut rows = Vec::new();
    if !fits_frame(&entry.title, width) {
        let title = crate::render::safe_line(&entry.title).into_owned();
        let mut pieces = text::wrap(&title, width.max(1));
        pieces.truncate(3);
        // What does not fit is cut from the last row, with a sign.
        pieces.last_mut().into_iter().for_each(|last| last.end = title.len());
        rows.extend(pieces.into_iter().map(|piece| vec![(Part::Title, title[piece].trim_end().to_owned())]));
    }
    let mut facts = facts(page, dot);
    let tags = tags(&entry.tags);
    let wide = |facts: &[(Part, String)]| facts.iter().map(|(_, text)| text::width(text)).sum::<usize>();
    while facts.len() > 1 && wide(&facts) > width {
        // The last fact and the dot before it: what is left is whole.
        facts.truncate(facts.len() - 2);
    }
    let used = wide(&facts);
    if !tags.is_empty() && used + text::width(&tags) + 3 <= width {
        facts.push((Part::Fact, "   ".to_owned()));
        facts.push((Part::Tags, tags));
        rows.push(facts);
    } else {
        rows.push(facts);
        rows.extend((!tags.is_empty()).then(|| vec![(Part::Tags, tags)]));
    }
    rows.extend(entry.url.clone().map(|url| vec![(Part::Url, url)]));
    rows.extend(page.properties.iter().map(property));
    let problem = entry.problem.as_ref();
    rows.extend(problem.map(|problem| vec![(Part::Problem, format!("! line {}: {}", problem.line, problem.what))]));
    rows.push(Vec::new());
    rows
}

/// A row of what else the front matter says.
fn property(line: &Line) -> Vec<(Part, String)> {
    let part = |span: &Span| if span.role == Role::Muted { Part::Fact } else { Part::Value };
    line.spans.iter().map(|span| (part(span), span.text.clone())).collect()
}

/// Kind, stage, day and length.
fn facts(page: &RenderedEntry, dot: &str) -> Vec<(Part, String)> {
    let entry = &page.entry;
    let words = counted(page.words, "word", "words");
    let mut facts = vec![(Part::Fact, entry.kind.name().to_owned())];
    facts.extend(entry.stage.map(|stage| (Part::Stage(stage), stage.name().to_owned())));
    facts.extend(entry.date.map(|date| (Part::Fact, date.format("%Y-%m-%d").to_string())));
    facts.push((Part::Fact, words));
    let mut joined = Vec::new();
    for fact in facts {
        if !joined.is_empty() {
            joined.push((Part::Fact, dot.to_owned()));
        }
        joined.push(fact);
    }
    joined
}

/// Whether a title fits into the frame around a text of this width.
fn fits_frame(title: &str, width: usize) -> bool {
    text::width(title) + 2 <= width
}

/// What a reader's drawing needs of the screen around it.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    pub screen: &'a Surroundings<'a>,
    pub path: &'a EntryPath,
    pub title: &'a str,
    /// What was searched for, in lower case, to underline.
    pub words: &'a [String],
    /// Whether the keys go to the text.
    pub focused: bool,
    /// Whether a to-do has the cursor.
    pub ticks: bool,
}

impl Reader {
    /// Draws the text of an entry in a box and returns where the terminal's cursor belongs.
    pub fn draw(&self, around: &Around<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let Surroundings { theme, class, covered, .. } = *around.screen;
        let width = text_area(class, area).width;
        let title = around.title;
        let framed = if self.page(around.path).is_none() || fits_frame(title, width.into()) { title } else { "" };
        if class == Class::Tiny {
            text::put(buf, text::row(area, 0), area.x, title, theme.strong);
        } else {
            let note = self.scrolled(around);
            Pane { title: framed, note: &note, focused: around.focused && !covered }.draw(theme, area, buf);
        }
        let mut room = text_area(class, area);
        let caret = self.draw_find(theme, &mut room, buf);
        let mut todo = None;
        match self.outcome(around.path) {
            Some(Ok(page)) => {
                self.draw_page(around, page, room, buf);
                todo = around.ticks.then(|| self.draw_todo(theme, room, buf)).flatten();
            }
            Some(Err(failure)) => draw_failure(theme, failure, room, buf),
            None => {}
        }
        caret.or(todo).or(Some(room.as_position()))
    }

    /// What is looked for in the text, on its last row; takes that row off the room.
    fn draw_find(&self, theme: &Theme, room: &mut Rect, buf: &mut Buffer) -> Option<Position> {
        let input = self.finding.as_ref().filter(|_| room.height > 1)?;
        room.height -= 1;
        let row = Rect { y: room.bottom(), height: 1, ..*room };
        let x = text::put_safe(buf, row, row.x, "find ", theme.accent);
        let row = text::from(row, x);
        let caret = input.draw(theme.text, row, buf);
        if !input.is_empty() {
            text::put_right(buf, row, &counted(self.found.lines.len(), "line", "lines"), theme.muted);
        }
        caret
    }

    /// How many rows stand above the lines of the shown page.
    pub(super) fn above(&self, page: &RenderedEntry) -> usize {
        let width = self.page.as_ref().map_or(0, |(request, _)| request.width);
        about_rows(page, width)
    }

    /// How far the text is scrolled; nothing if all of it is shown.
    fn scrolled(&self, around: &Around<'_>) -> String {
        let Some(page) = self.page(around.path) else { return String::new() };
        let found = self.place_found().map(|place| format!("{place} found")).unwrap_or_default();
        let rows = page.lines.len() + self.above(page);
        // How far it goes is known when all of it has come.
        if rows <= self.rows || !page.is_whole {
            return found;
        }
        let seen = (self.scroll + self.rows).min(rows);
        let screen = around.screen;
        let keys = if around.focused { screen.keys(Move::Down, Move::Up) } else { screen.scroll_keys() };
        let gap = if found.is_empty() { "" } else { "  " };
        format!("{found}{gap}{}%  {keys}", seen * 100 / rows)
    }

    fn draw_page(&self, around: &Around<'_>, page: &RenderedEntry, area: Rect, buf: &mut Buffer) {
        let theme = around.screen.theme;
        let about = about(page, area.width.into(), theme.dot());
        let skipped = self.scroll.min(about.len());
        let shown = &about[skipped..];
        for (parts, index) in shown.iter().zip(0..area.height) {
            draw_parts(theme, parts, text::row(area, index), buf);
        }
        let used = u16::try_from(shown.len()).unwrap_or(u16::MAX).min(area.height);
        let rest = Rect { y: area.y + used, height: area.height - used, ..area };
        let words = if self.found.words.is_empty() { around.words } else { &self.found.words };
        Styled { lines: &page.lines, words, scroll: self.scroll - skipped, side: self.side }.draw(theme, rest, buf);
        if page.is_whole && page.lines.iter().all(Line::is_blank) {
            text::put_safe(buf, text::row(rest, 0), rest.x, "No text yet.", theme.muted);
        }
        self.draw_labels(theme, area, buf);
    }
}

/// Why there is no text.
fn draw_failure(theme: &Theme, failure: &Failure, area: Rect, buf: &mut Buffer) {
    text::put(buf, text::row(area, 0), area.x, &failure.what, theme.error);
    let hint = failure.hint.as_deref().unwrap_or_default();
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    text::put_wrapped(buf, below, hint, theme.muted);
}

/// One row above the text; an address that does not fit is cut as in the text.
fn draw_parts(theme: &Theme, parts: &[(Part, String)], area: Rect, buf: &mut Buffer) {
    let mut x = area.x;
    for (part, text) in parts {
        let room = usize::from(area.right().saturating_sub(x));
        let text = crate::render::safe_line(text);
        let end = if *part == Part::Url { ">" } else { theme.ellipsis() };
        x = text::put_safe(buf, area, x, &text::cut(&text, room, end), style(theme, *part));
    }
}

fn style(theme: &Theme, part: Part) -> ratatui::style::Style {
    match part {
        Part::Title => theme.strong,
        Part::Fact => theme.muted,
        Part::Stage(stage) => stage_style(theme, stage),
        Part::Tags | Part::Url => theme.seek,
        Part::Problem => theme.warn,
        Part::Value => theme.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::testing::{page, path};

    #[test]
    fn a_long_title_is_broken_between_words_and_no_letter_is_cut() {
        let title = "Ruby has ways to look into objects that you can manipulate";
        for width in 24..50 {
            let mut page = page(&path("a.md"), width);
            title.clone_into(&mut page.entry.title);

            let rows = about(&page, width, "-");

            let titles = rows.iter().flatten().filter(|(part, _)| *part == Part::Title);
            assert!(titles.clone().all(|(_, text)| text::width(text) <= width), "{width} columns");
            let whole: Vec<&str> = titles.map(|(_, text)| text.as_str()).collect();
            assert_eq!(whole.join(" "), title);
        }
    }

    #[test]
    fn what_else_the_front_matter_says_stands_between_its_facts_and_the_text() {
        let mut page = page(&path("a.md"), 40);
        page.properties = crate::render::facts::above_text(&[("status", "done"), ("up", "[[Home]]")], 40, " - ");

        let rows = about(&page, 40, "-");

        let plain: Vec<String> =
            rows.iter().map(|row| row.iter().map(|(_, text)| text.as_str()).collect::<String>()).collect();
        assert_eq!(plain[plain.len() - 3..], ["status  done", "up      [[Home]]", ""]);
    }
}
