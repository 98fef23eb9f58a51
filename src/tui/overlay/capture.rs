//! Writes something down: a text, its tags, and what kind of entry it will be.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::layer::names;
use super::{Layer, Look, Reply, middle};
use crate::entry::Kind;
use crate::entry::text::{lone_url, split_last_tags};
use crate::keymap::{Action, Context, Move, Run, Write};
use crate::ops::capture::NewEntry;
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::effect::Answer;
use crate::tui::theme::Theme;
use crate::tui::widget::composer::Composer;
use crate::tui::widget::footer::Item;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// Which field has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Text,
    Tags,
    Kind,
}

const FIELDS: [Field; 3] = [Field::Text, Field::Tags, Field::Kind];

/// What a person can choose to write down; nothing chosen lets the text decide.
const KINDS: [Option<Kind>; 4] = [None, Some(Kind::Note), Some(Kind::Bookmark), Some(Kind::Nugget)];

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Capture {
    draft_kind: DraftKind,
    composer: Composer,
    tags: Input,
    field: Field,
    kind: Option<Kind>,
    /// Tags that exist, most used first.
    known: Vec<String>,
    /// The text was kept from before.
    restored: bool,
}

impl Capture {
    pub fn new(draft: &Draft) -> Self {
        Self {
            draft_kind: draft.kind.clone(),
            composer: Composer::new(&draft.text),
            tags: Input::new(draft.tags.clone()),
            field: Field::Text,
            kind: draft.entry_kind,
            known: Vec::new(),
            restored: !draft.is_blank(),
        }
    }

    /// Puts a text behind what was kept.
    pub fn add(&mut self, text: &str) {
        let kept = self.composer.text();
        let whole = if self.restored && !text.is_empty() { format!("{kept}\n{text}") } else { format!("{kept}{text}") };
        self.composer = Composer::new(&whole);
    }

    /// What came back from the editor.
    pub fn replace(&mut self, text: &str) {
        self.composer = Composer::new(text.trim_end_matches('\n'));
    }

    /// Puts a draft of before in front of what has been typed since.
    pub fn restore(&mut self, draft: &Draft) {
        let typed = self.composer.text();
        let whole = if typed.trim().is_empty() { draft.text.clone() } else { format!("{}\n{typed}", draft.text) };
        self.composer = Composer::new(&whole);
        if self.tags.is_empty() {
            self.tags = Input::new(draft.tags.clone());
        }
        self.kind = self.kind.or(draft.entry_kind);
        self.restored = true;
    }

    pub fn as_draft(&self) -> Draft {
        Draft {
            kind: self.draft_kind.clone(),
            text: self.composer.text(),
            tags: self.tags.text().to_owned(),
            entry_kind: self.kind,
        }
    }

    /// Chooses the kind by its first letter; a space goes on to the next one.
    fn choose(&mut self, text: &str) {
        let at = KINDS.iter().position(|kind| *kind == self.kind).unwrap_or(0);
        let next = (1..=KINDS.len()).map(|by| KINDS[(at + by) % KINDS.len()]);
        let chosen = next.into_iter().find(|kind| text == " " || name(*kind).starts_with(text));
        self.kind = chosen.unwrap_or(self.kind);
    }

    fn turn(&mut self, by: usize) {
        let at = FIELDS.iter().position(|field| *field == self.field).unwrap_or(0);
        self.field = FIELDS[(at + by) % FIELDS.len()];
    }

    fn step_kind(&mut self, by: usize) {
        let at = KINDS.iter().position(|kind| *kind == self.kind).unwrap_or(0);
        self.kind = KINDS[(at + by) % KINDS.len()];
    }

    fn write_kind(&mut self, write: Write) -> Typed {
        match write {
            Write::Left | Write::WordLeft => self.step_kind(KINDS.len() - 1),
            Write::Right | Write::WordRight => self.step_kind(1),
            other => return Typed::leaving(other),
        }
        Typed::Changed
    }

    fn submit(&self) -> Reply {
        if self.composer.is_blank() {
            return Reply::Keep(Draft::new(self.draft_kind.clone(), ""));
        }
        let entry =
            NewEntry { text: self.composer.text(), tags: self.tag_list(), kind: self.kind, ..NewEntry::default() };
        Reply::Save { entry, kind: self.draft_kind.clone() }
    }

    fn tag_list(&self) -> Vec<String> {
        let words = self.tags.text().split([' ', ',']);
        words.map(|word| word.trim_start_matches('#')).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// Completes the tag being typed; says whether there was something to complete.
    fn completes(&mut self) -> bool {
        if self.field != Field::Tags {
            return false;
        }
        let Some((start, rest)) = completion(self.tags.before_caret(), &self.known) else { return false };
        self.tags.complete(start, &format!("{rest} "));
        true
    }

    /// What the text will become.
    fn kind_label(&self) -> String {
        match self.kind {
            Some(kind) => kind.name().to_owned(),
            None if self.is_address() => "auto: bookmark".to_owned(),
            None => "auto: note".to_owned(),
        }
    }

    fn is_address(&self) -> bool {
        self.composer.lines() == 1 && lone_url(split_last_tags(self.composer.text().trim()).0).is_some()
    }

    /// In all of an area; `problem` stands where the keys would.
    pub fn draw_in(&self, look: &Look<'_>, area: Rect, problem: Option<&str>, buf: &mut Buffer) -> Option<Position> {
        let theme = look.theme;
        let title = if self.restored { "Capture to the inbox (draft continued)" } else { "Capture to the inbox" };
        let inner = match area.height {
            5.. => Pane { title, note: "", focused: true }.draw_over(theme, area, buf),
            _ => area,
        };
        let below = match inner.height {
            7.. => 3,
            3.. => 2,
            _ => 0,
        };
        let writing = Rect { height: inner.height - below, ..inner };
        let caret = self.composer.draw(theme.text, writing, buf);
        if self.composer.is_blank() {
            text::put_safe(buf, text::row(writing, 0), inner.x, "A line, a thought, an address", theme.muted);
        }
        if below == 3 {
            let rule = theme.rule().repeat(inner.width.into());
            text::put_safe(buf, text::row(inner, writing.height), inner.x, &rule, theme.border);
        }
        let fields = text::row(inner, inner.height.saturating_sub(2));
        let at = if below > 0 { self.draw_fields(theme, fields, buf) } else { None };
        let last = text::row(inner, inner.height.saturating_sub(1));
        match problem {
            Some(problem) => {
                let problem = text::cut(problem, last.width.into(), theme.ellipsis());
                text::put(buf, last, last.x, &problem, theme.error);
            }
            None if below > 0 => look.draw_keys(self.keys(), last, buf),
            None => {}
        }
        match self.field {
            Field::Text => caret,
            Field::Tags | Field::Kind => at,
        }
    }

    /// Tags on the left, the kind on the right; returns where the caret stands in them.
    fn draw_fields(&self, theme: &Theme, line: Rect, buf: &mut Buffer) -> Option<Position> {
        let label = |field| if self.field == field { theme.accent } else { theme.muted };
        let kind_x = line.right().saturating_sub(KIND);
        let left = Rect { width: kind_x.saturating_sub(line.x + 2), ..line };
        let x = text::put_safe(buf, left, left.x, "tags  ", label(Field::Tags));
        let room = text::from(left, x);
        let caret = self.tags.draw(theme.text, room, buf);
        self.draw_completion(theme, caret, room, buf);
        let x = text::put_safe(buf, line, kind_x, "kind  ", label(Field::Kind));
        let label_text = self.kind_label();
        let chosen = self.field == Field::Kind;
        if chosen {
            let cells = Rect { x, width: text::columns(&label_text), ..line };
            buf.set_style(cells.intersection(buf.area), theme.selected);
        }
        text::put_safe(buf, line, x, &label_text, if chosen { theme.strong } else { theme.text });
        match self.field {
            Field::Kind => Some(Position::new(x, line.y)),
            Field::Text | Field::Tags => caret,
        }
    }

    /// The keys of the field, the most needed first.
    fn keys(&self) -> &'static [Item] {
        if self.field == Field::Kind { &KIND_KEYS } else { &TEXT_KEYS }
    }

    /// What Tab would complete, after the caret.
    fn draw_completion(&self, theme: &Theme, caret: Option<Position>, room: Rect, buf: &mut Buffer) {
        let (Field::Tags, Some(caret)) = (self.field, caret) else { return };
        let before = self.tags.before_caret();
        if let Some((start, whole)) = completion(before, &self.known) {
            let rest = whole.get(before.len() - start..).unwrap_or_default();
            text::put(buf, room, caret.x, rest, theme.muted);
        }
    }
}

impl Layer for Capture {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Composer, Context::Input, Context::Global]
    }

    fn text(&mut self, text: &str) {
        match self.field {
            Field::Text => self.composer.insert(text),
            Field::Tags => self.tags.insert(text),
            Field::Kind => self.choose(text),
        }
    }

    fn go(&mut self, r#move: Move) {
        let (up, down) = (r#move == Move::Up, r#move == Move::Down);
        match self.field {
            Field::Text if up => self.composer.step(-1),
            Field::Text if down => self.composer.step(1),
            Field::Kind if up => self.step_kind(KINDS.len() - 1),
            Field::Kind if down => self.step_kind(1),
            Field::Tags if up => self.field = Field::Text,
            Field::Text | Field::Kind | Field::Tags => {}
        }
    }

    fn write(&mut self, write: Write) -> Reply {
        let typed = match self.field {
            Field::Text => self.composer.write(write),
            Field::Tags => self.tags.write(write),
            Field::Kind => self.write_kind(write),
        };
        match typed {
            Typed::Submit => return self.submit(),
            Typed::InEditor => return Reply::InEditor(self.as_draft()),
            Typed::NextField if self.completes() => {}
            Typed::NextField => self.turn(1),
            Typed::PreviousField => self.turn(FIELDS.len() - 1),
            Typed::Changed | Typed::Moved => {}
        }
        Reply::Stay
    }

    fn close(&mut self) -> Reply {
        Reply::Keep(self.as_draft())
    }

    fn interrupt(&mut self) -> Reply {
        Reply::SetAside(self.as_draft())
    }

    fn take(&mut self, answer: &Answer) {
        if let Answer::Tags { outcome: Ok(tags) } = answer {
            self.known = names(tags);
        }
    }

    fn draft(&self) -> Option<Draft> {
        Some(self.as_draft())
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let area = match look.class {
            Class::Wide | Class::Normal | Class::TallNarrow => middle(screen, 82, 11),
            Class::Small => middle(screen, 60, 10),
            Class::Tiny | Class::None => screen,
        };
        self.draw_in(look, area, None, buf)
    }
}

const TEXT_KEYS: [Item; 5] = [
    (Action::Write(Write::Submit), "save"),
    (Action::Run(Run::Cancel), "keep draft"),
    (Action::Write(Write::NewLine), "new line"),
    (Action::Write(Write::NextField), "fields"),
    (Action::Write(Write::InEditor), "editor"),
];
const KIND_KEYS: [Item; 4] = [
    (Action::Write(Write::Submit), "save"),
    (Action::Run(Run::Cancel), "keep draft"),
    (Action::Write(Write::Right), "next kind"),
    (Action::Write(Write::NextField), "fields"),
];

/// Columns for the kind and its label.
const KIND: u16 = 20;

/// What a choice of kind is called.
fn name(kind: Option<Kind>) -> &'static str {
    kind.map_or("auto", Kind::name)
}

/// The most used tag that the word before the caret begins, and where that word starts; a sign before it stays.
pub(crate) fn completion<'a>(before: &str, known: &'a [String]) -> Option<(usize, &'a str)> {
    let start = before.rfind([' ', ',']).map_or(0, |space| space + 1);
    let signs = before[start..].len() - before[start..].trim_start_matches(['#', '+', '-']).len();
    let word = &before[start + signs..];
    let fits = |tag: &&String| tag.len() > word.len() && tag.starts_with(word);
    let tag = known.iter().find(fits).filter(|_| !word.is_empty())?;
    Some((start + signs, tag))
}
