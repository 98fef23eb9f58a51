//! Follows a link of the text: letters stand beside those in sight, and are typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Reader;
use crate::keymap::Write;
use crate::ops::links::TextLink;
use crate::render::Line;
use crate::tui::core::views::RenderedEntry;
use crate::tui::screen::LinkTarget;
use crate::tui::theme::Theme;
use crate::tui::widget::labels::Labels;
use crate::tui::widget::styled::{hidden_marks, shown_column};
use crate::tui::widget::text;

/// What letters stand beside, and what was typed of them. It ends with a choice or Esc alone, whatever comes meanwhile: a letter
/// must not become a command.
#[derive(Clone, Debug, Default)]
pub(super) struct Following {
    labels: Labels,
    /// Those of the text, then those beside it.
    targets: Vec<LinkTarget>,
    /// Where the links of the text begin in its body.
    places: Vec<usize>,
}

impl Reader {
    /// Where the links in sight lead, each once.
    pub fn targets(&self) -> Vec<LinkTarget> {
        let mut targets: Vec<LinkTarget> = Vec::new();
        for target in self.links().into_iter().map(|(.., link)| LinkTarget::of(&link.link)) {
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        targets
    }

    /// Puts letters beside the links in sight, and beside what a screen shows besides; answers with the only one there is.
    pub fn follow(&mut self, besides: Vec<LinkTarget>) -> Option<LinkTarget> {
        let links: Vec<&TextLink> = self.links().into_iter().map(|(.., link)| link).collect();
        let places = links.iter().map(|link| link.range.start).collect();
        let targets = links.iter().map(|link| LinkTarget::of(&link.link)).chain(besides).collect();
        self.choose(targets, places)
    }

    /// Puts letters beside what a screen shows in the place of the text; answers with the only one there is.
    pub fn follow_listed(&mut self, targets: Vec<LinkTarget>) -> Option<LinkTarget> {
        self.choose(targets, Vec::new())
    }

    fn choose(&mut self, mut targets: Vec<LinkTarget>, places: Vec<usize>) -> Option<LinkTarget> {
        if targets.iter().all(|target| *target == targets[0]) {
            return targets.pop();
        }
        self.following = Some(Following { labels: Labels::new(targets.len()), targets, places });
        None
    }

    /// Whether the letters of a link are being typed.
    pub fn is_following(&self) -> bool {
        self.following.is_some()
    }

    /// The letters beside links, and how many of them belong to the text.
    pub(crate) fn labels(&self) -> Option<(&Labels, usize)> {
        self.following.as_ref().map(|following| (&following.labels, following.places.len()))
    }

    pub(super) fn text_follow(&mut self, text: &str) -> Option<LinkTarget> {
        let following = self.following.as_mut()?;
        let target = following.targets.get(following.labels.text(text)?).cloned();
        self.following = None;
        target
    }

    pub(super) fn write_follow(&mut self, write: Write) {
        if let Some(following) = self.following.as_mut().filter(|_| write == Write::DeleteBack) {
            following.labels.delete();
        }
    }

    /// The links in sight: on which row of the screen, from which column on, and where they lead.
    fn links(&self) -> Vec<(u16, &Line, usize, &TextLink)> {
        let Some(page) = self.text() else { return Vec::new() };
        let first = self.first_line(page);
        let lines = page.lines.iter().enumerate().skip(first).take(self.rows);
        let rows = lines.filter_map(|(at, line)| Some((self.row_of(page, at)?, line)));
        let of_line = |(row, line): (u16, &'_ Line)| {
            let links = line.links.iter().filter_map(|start| Some((row, start.column, link_at(page, start.at)?)));
            links.collect::<Vec<_>>()
        };
        let mut links = Vec::new();
        for (row, line) in rows {
            links.extend(of_line((row, line)).into_iter().map(|(row, column, link)| (row, line, column, link)));
        }
        links
    }

    /// Draws the letters: in the space before a link where that is enough, else over its first signs.
    pub(super) fn draw_labels(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let Some(following) = &self.following else { return };
        for (row, line, column, link) in self.links() {
            let index = following.places.iter().position(|place| *place == link.range.start);
            let Some(name) = index.and_then(|index| following.labels.name(index)) else { continue };
            let column = column.saturating_sub(hidden_marks(line, theme));
            let Some(column) = shown_column(line, column, self.side) else { continue };
            let row = text::row(area, row);
            let x = row.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
            let before = Rect { x: x.saturating_sub(1), width: 1, height: 1, ..row };
            let is_free = x > row.x && name.len() == 1 && buf.area.contains(before.as_position());
            let is_free = is_free && buf[before.as_position()].symbol() == " ";
            text::put_safe(buf, row, if is_free { x - 1 } else { x }, name, theme.label());
        }
    }
}

/// The link that begins at a place of the body, or around it.
fn link_at(page: &RenderedEntry, at: usize) -> Option<&TextLink> {
    page.links
        .iter()
        .find(|link| link.range.start == at)
        .or_else(|| page.links.iter().find(|link| link.range.contains(&at)))
}
