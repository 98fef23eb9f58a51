//! The card of one item: what it is, its page, own words, and what else helps to decide.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Inbox;
use crate::entry::EntryPath;
use crate::keymap::Move;
use crate::ops::inbox::Fetch;
use crate::render::{Line, Role, Span};
use crate::tui::core::effect::Effect;
use crate::tui::core::failure::Outcome;
use crate::tui::core::views::{Card, RenderRequest};
use crate::tui::screen::Surroundings;
use crate::tui::screen::reader::text_area;
use crate::tui::widget::facts::{stage_style, tags};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::styled::{Sideways, Styled};
use crate::tui::widget::text;

/// As many rows as own words, and lines of related entries, may take below a page.
const WORDS: usize = 6;
const RELATED: usize = 4;

/// The card that is shown, and the one that is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    scroll: usize,
    side: Sideways,
    rows: usize,
    shown: Option<(RenderRequest, Outcome<Box<Card>>)>,
    asked: Option<RenderRequest>,
}

impl View {
    /// Asks for the card of an item in so many columns, if that is not what is shown or asked for already.
    pub(super) fn want(&mut self, path: &EntryPath, width: usize) -> Option<Effect> {
        let request = RenderRequest::whole(path, width);
        if width == 0 || self.asked.as_ref() == Some(&request) {
            return None;
        }
        if self.asked.as_ref().is_none_or(|asked| asked.path != request.path) && self.card(path).is_none() {
            (self.scroll, self.side) = (0, Sideways::default());
        }
        self.asked = Some(request.clone());
        Some(Effect::Card { request })
    }

    /// A card has come; one of another place is not looked at.
    pub(super) fn came(&mut self, request: &RenderRequest, card: &Outcome<Box<Card>>) {
        if self.asked.as_ref() == Some(request) {
            self.shown = Some((request.clone(), card.clone()));
        }
    }

    /// The card is asked for again; the old one is shown until it comes.
    pub(super) fn forget(&mut self) {
        self.asked = None;
    }

    fn outcome(&self, path: &EntryPath) -> Option<&Outcome<Box<Card>>> {
        self.shown.as_ref().filter(|(request, _)| request.path == *path).map(|(_, card)| card)
    }

    pub(super) fn card(&self, path: &EntryPath) -> Option<&Card> {
        self.outcome(path)?.as_ref().ok().map(Box::as_ref)
    }

    pub(super) fn scroll_by(&mut self, by: isize) {
        self.scroll = self.scroll.saturating_add_signed(by);
    }

    /// Scrolls what is wider than the card; says whether it is a key that does.
    pub(super) fn scroll_sideways(&mut self, r#move: Move) -> bool {
        self.side.go(r#move)
    }

    /// Keeps the scroll inside the text.
    pub(super) fn hold(&mut self, rows: usize) {
        self.rows = rows;
        if let Some((request, Ok(card))) = &self.shown {
            self.side.hold(card.main(), request.width);
            let below = below(card).len();
            let room = rows.saturating_sub(below + above(card).len()).max(1);
            self.scroll = self.scroll.min(card.main().len().saturating_sub(room));
        }
    }
}

/// One row of what stands around the text.
enum Row {
    Blank,
    Facts(Vec<String>),
    Url(String),
    Heading(&'static str),
    Hint { key: crate::keymap::Action, text: &'static str },
    Words(usize),
    More(usize),
    Entry { title: String, kind: &'static str, stage: Option<crate::entry::Stage> },
}

/// What stands above the text.
fn above(card: &Card) -> Vec<Row> {
    let entry = &card.entry;
    let mut facts = vec![entry.kind.name().to_owned()];
    facts.extend(card.via.clone().map(|via| format!("via {via}")));
    facts.extend(entry.date.map(|date| date.format("captured %a %-d %b %H:%M").to_string()));
    facts.extend((!entry.tags.is_empty()).then(|| tags(&entry.tags)));
    let mut rows = vec![Row::Facts(facts)];
    rows.extend(entry.url.clone().map(Row::Url));
    rows.push(Row::Blank);
    rows
}

/// What stands below the text.
fn below(card: &Card) -> Vec<Row> {
    use crate::keymap::{Act, Action};
    let mut rows = Vec::new();
    if card.page.is_some() || card.entry.url.is_some() {
        rows.extend([Row::Blank, Row::Heading("In my own words")]);
        match card.words.len() {
            0 => {
                let text = "say in one line why it matters";
                rows.push(Row::Hint { key: Action::Act(Act::Annotate), text });
            }
            count => {
                rows.extend((0..count.min(WORDS)).map(Row::Words));
                rows.extend((count > WORDS).then(|| Row::More(count - WORDS)));
            }
        }
    }
    if let Some(other) = card.same_page.first() {
        let title = other.title.clone();
        rows.extend([Row::Blank, Row::Heading("Already bookmarked")]);
        rows.push(Row::Entry { title, kind: "bookmark", stage: None });
        rows.push(Row::Hint { key: Action::Act(Act::Merge), text: "joins them" });
    }
    if !card.related.is_empty() {
        rows.extend([Row::Blank, Row::Heading("Related in your library")]);
        rows.extend(card.related.iter().take(RELATED).map(|hit| Row::Entry {
            title: hit.title.clone(),
            kind: hit.kind.name(),
            stage: hit.stage,
        }));
    }
    rows
}

impl Inbox {
    /// Draws the card of the selected item and returns where the terminal's cursor belongs if the list is not shown.
    pub(super) fn draw_card(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let theme = around.theme;
        let alone = around.class == Class::Small;
        let item = self.selected();
        let at = format!("Inbox {} of {}", self.list.selection.row + 1, self.shown());
        let title = match item {
            None => "Inbox",
            Some(_) if alone => &at,
            Some(item) => &item.title,
        };
        let note = if alone { self.note(around) } else { self.scrolled(around) };
        Pane { title, note: &note, focused: alone && !around.covered }.draw(theme, area, buf);
        let mut room = text_area(around.class, area);
        let Some(item) = item else {
            if alone {
                self.draw_nothing(around, room, buf);
            }
            return Some(room.as_position());
        };
        if alone {
            self.draw_headline(around, item, room, buf);
            room = Rect { y: room.y + 1, height: room.height.saturating_sub(1), ..room };
        }
        match self.view.outcome(&item.path) {
            Some(Ok(card)) => self.draw_text(around, card, room, buf),
            Some(Err(failure)) => {
                text::put(buf, text::row(room, 0), room.x, &failure.what, theme.error);
            }
            None => {}
        }
        Some(Position::new(room.x, room.y.saturating_sub(u16::from(alone))))
    }

    /// The title of a card that stands alone, as its selected row.
    fn draw_headline(&self, around: &Surroundings<'_>, item: &crate::ops::inbox::Item, area: Rect, buf: &mut Buffer) {
        let theme = around.theme;
        let row = text::row(area, 0);
        buf.set_style(row.intersection(buf.area), theme.selected);
        let sign = if self.list.marks.has(&item.path) { theme.mark() } else { theme.bar() };
        text::put_safe(buf, row, row.x, sign, theme.accent);
        text::put_cut(theme, buf, text::from(row, row.x + 2), &item.title, theme.strong);
    }

    /// How far the text is scrolled; nothing if all of it is shown.
    fn scrolled(&self, around: &Surroundings<'_>) -> String {
        let Some(card) = self.selected().and_then(|item| self.view.card(&item.path)) else { return String::new() };
        let room = self.view.rows.saturating_sub(above(card).len() + below(card).len()).max(1);
        let rows = card.main().len();
        if rows <= room {
            return String::new();
        }
        format!("{}%  {}", (self.view.scroll + room).min(rows) * 100 / rows, around.scroll_keys())
    }

    fn draw_text(&self, around: &Surroundings<'_>, card: &Card, area: Rect, buf: &mut Buffer) {
        let (above, below) = (above(card), below(card));
        let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let top = rows(above.len()).min(area.height);
        draw_rows(around, card, &above, Rect { height: top, ..area }, buf);
        let rest = Rect { y: area.y + top, height: area.height - top, ..area };
        let fixed = rows(below.len()).min(rest.height.saturating_sub(rest.height.min(3)));
        let absent = absent(card, rest.width.into());
        let main = if absent.is_empty() { card.main() } else { &absent };
        let text = Rect { height: rows(main.len()).min(rest.height - fixed), ..rest };
        Styled { scroll: self.view.scroll, side: self.view.side, ..Styled::plain(main) }.draw(around.theme, text, buf);
        let foot = Rect { y: rest.y + text.height, height: rest.height.saturating_sub(text.height), ..rest };
        draw_rows(around, card, &below, foot, buf);
    }
}

/// What stands where a page would, as far as there is none: whether it will come, or why it did not.
fn absent(card: &Card, width: usize) -> Vec<Line> {
    if !card.main().is_empty() || card.entry.url.is_none() {
        return Vec::new();
    }
    let text = match &card.fetch {
        Fetch::NotWanted => "No text of the page.".to_owned(),
        Fetch::Waits => "Page not fetched yet.".to_owned(),
        Fetch::Failed { why, again } => {
            let next = if *again { "Riffle will retry." } else { "Riffle will not retry." };
            format!("Page not fetched ({}). {next}", why.trim_end_matches('.'))
        }
    };
    let text = crate::render::safe_line(&text).into_owned();
    let rows = text::wrap(&text, width.max(1)).into_iter();
    rows.map(|row| Line { spans: vec![Span::new(text[row].trim_end(), Role::Muted)], ..Line::default() }).collect()
}

fn draw_rows(around: &Surroundings<'_>, card: &Card, rows: &[Row], area: Rect, buf: &mut Buffer) {
    let theme = around.theme;
    for (row, index) in rows.iter().zip(0..area.height) {
        let line = text::row(area, index);
        let inner = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        match row {
            Row::Blank => {}
            Row::Facts(facts) => {
                text::put_cut(theme, buf, line, &facts.join(theme.dot()), theme.muted);
            }
            Row::Url(url) => {
                let url = crate::render::safe_line(url).into_owned();
                text::put_safe(buf, line, line.x, &text::cut(&url, line.width.into(), ">"), theme.seek);
            }
            Row::Heading(heading) => {
                text::put_safe(buf, line, line.x, heading, theme.strong);
            }
            Row::Hint { key, text: hint } => {
                let x = text::put_safe(buf, inner, inner.x, around.key(*key), theme.accent);
                text::put_cut(theme, buf, text::from(inner, x + 1), hint, theme.muted);
            }
            Row::Words(at) => {
                let words = &card.words[*at..=*at];
                Styled::plain(words).draw(theme, inner, buf);
            }
            Row::More(count) => {
                text::put_safe(buf, inner, inner.x, &format!("{} {count} more", theme.ellipsis()), theme.muted);
            }
            Row::Entry { title, kind, stage } => draw_entry(around, (title, kind), *stage, inner, buf),
        }
    }
}

/// A title on the left, what it is on the right.
fn draw_entry(
    around: &Surroundings<'_>,
    (title, kind): (&str, &str),
    stage: Option<crate::entry::Stage>,
    area: Rect,
    buf: &mut Buffer,
) {
    let theme = around.theme;
    let mut left = area.right();
    if let Some(stage) = stage {
        left = text::put_right(buf, area, stage.name(), stage_style(theme, stage)).saturating_sub(1);
    }
    left = text::put_right(buf, text::until(area, left), kind, theme.muted);
    text::put_cut(theme, buf, text::until(area, left.saturating_sub(2)), title, theme.text);
}
