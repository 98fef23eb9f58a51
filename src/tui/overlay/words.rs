//! Own words for an entry, below the lines they are about.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::entry::EntryPath;
use crate::keymap::{Action, Context, Move, Run, Write};
use crate::ops::refine::Annotation;
use crate::tui::core::command::EntryCommand;
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::theme::Theme;
use crate::tui::widget::composer::Composer;
use crate::tui::widget::footer::Item;
use crate::tui::widget::input::Typed;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// As many quoted lines as are shown; all of them are saved.
const QUOTED: usize = 3;

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Words {
    path: EntryPath,
    title: String,
    quote: Vec<String>,
    composer: Composer,
    /// The text was kept from before.
    restored: bool,
}

impl Words {
    pub fn new(path: EntryPath, title: &str, quote: Vec<String>) -> Self {
        Self { path, title: title.to_owned(), quote, composer: Composer::default(), restored: false }
    }

    /// Puts a draft of before in front of what has been typed since.
    pub fn restore(&mut self, draft: &Draft) {
        if draft.kind != DraftKind::Words(self.path.clone()) || draft.is_blank() {
            return;
        }
        let typed = self.composer.text();
        let whole = if typed.trim().is_empty() { draft.text.clone() } else { format!("{}\n{typed}", draft.text) };
        self.replace(&whole);
        self.restored = true;
    }

    /// What came back from the editor.
    pub fn replace(&mut self, text: &str) {
        self.composer = Composer::new(text.trim_end_matches('\n'));
    }

    pub fn as_draft(&self) -> Draft {
        Draft::new(DraftKind::Words(self.path.clone()), self.composer.text())
    }

    fn submit(&self) -> Reply {
        if self.composer.is_blank() {
            return Reply::Keep(self.as_draft());
        }
        let annotation = Annotation { words: self.composer.text(), quote: self.quote.clone() };
        Reply::Command { command: EntryCommand::Annotate(annotation), paths: vec![self.path.clone()] }
    }

    fn draw_quote(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        for (line, index) in self.quote.iter().zip(0..area.height) {
            let row = text::row(area, index);
            let x = text::put_safe(buf, row, row.x, theme.either("▎ ", "| "), theme.sense);
            let more = usize::from(index) + 1 == usize::from(area.height) && self.quote.len() > area.height.into();
            let line = if more { format!("{line} {}", theme.ellipsis()) } else { line.clone() };
            text::put_cut(theme, buf, text::from(row, x), &line, theme.muted);
        }
    }
}

const KEYS: [Item; 4] = [
    (Action::Write(Write::Submit), "save"),
    (Action::Run(Run::Cancel), "keep draft"),
    (Action::Write(Write::NewLine), "new line"),
    (Action::Write(Write::InEditor), "editor"),
];

impl Layer for Words {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Composer, Context::Input, Context::Global]
    }

    fn text(&mut self, text: &str) {
        self.composer.insert(text);
    }

    fn go(&mut self, r#move: Move) {
        if r#move == Move::Up {
            self.composer.step(-1);
        } else if r#move == Move::Down {
            self.composer.step(1);
        }
    }

    fn write(&mut self, write: Write) -> Reply {
        match self.composer.write(write) {
            Typed::Submit => self.submit(),
            Typed::InEditor => Reply::InEditor(self.as_draft()),
            Typed::Changed | Typed::Moved | Typed::NextField | Typed::PreviousField => Reply::Stay,
        }
    }

    fn close(&mut self) -> Reply {
        Reply::Keep(self.as_draft())
    }

    fn interrupt(&mut self) -> Reply {
        Reply::SetAside(self.as_draft())
    }

    fn draft(&self) -> Option<Draft> {
        Some(self.as_draft())
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, class) = (look.theme, look.class);
        let quoted = self.quote.len().min(QUOTED);
        let quoted = u16::try_from(quoted).unwrap_or(0);
        let area = match class {
            Class::Wide | Class::Normal | Class::TallNarrow => middle(screen, 82, 10 + quoted),
            Class::Small => middle(screen, 60, 9 + quoted),
            Class::Tiny | Class::None => screen,
        };
        let title = format!("My own words on {}", self.title);
        let note = if self.restored { "draft continued" } else { "" };
        let inner = Pane { title: &title, note, focused: true }.draw_over(theme, area, buf);
        self.draw_quote(theme, Rect { height: quoted.min(inner.height.saturating_sub(2)), ..inner }, buf);
        let top = if quoted > 0 { quoted + 1 } else { 0 }.min(inner.height.saturating_sub(2));
        let below = if inner.height > top + 3 { 2 } else { 1 };
        let writing = Rect { y: inner.y + top, height: inner.height.saturating_sub(top + below), ..inner };
        let caret = self.composer.draw(theme.text, writing, buf);
        if self.composer.is_blank() {
            text::put_safe(buf, text::row(writing, 0), inner.x, "Why this matters to me, in a line", theme.muted);
        }
        look.draw_keys(&KEYS, text::row(inner, inner.height.saturating_sub(1)), buf);
        caret
    }
}
