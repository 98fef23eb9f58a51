//! Changes the tags of the selected or marked entries: `+add`, `-remove`, or plain words to add.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::capture::completion;
use super::layer::names;
use super::{Layer, Look, Reply, middle};
use crate::entry::EntryPath;
use crate::keymap::{Action, Context, Move, Run, Write};
use crate::tui::core::command::{EntryCommand, TagChange};
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::effect::Answer;
use crate::tui::theme::Theme;
use crate::tui::widget::footer::Item;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Tags {
    paths: Vec<EntryPath>,
    title: String,
    input: Input,
    /// Tags that all of the entries carry.
    has: Vec<String>,
    known: Vec<String>,
}

impl Tags {
    pub fn new(title: &str, paths: Vec<EntryPath>, has: Vec<String>) -> Self {
        let count = paths.len();
        let title = if count > 1 { format!("Tags of {count} entries") } else { format!("Tags of {title}") };
        Self { paths, title, input: Input::default(), known: has.clone(), has }
    }

    /// Tags that exist, most used first; those of the entries themselves can be completed for removal.
    fn know(&mut self, tags: &[String]) {
        let more = tags.iter().filter(|tag| !self.has.contains(tag)).cloned();
        self.known = more.chain(self.has.iter().cloned()).collect();
    }

    fn complete(&mut self) {
        if let Some((start, tag)) = completion(self.input.before_caret(), &self.known) {
            self.input.complete(start, &format!("{tag} "));
        }
    }

    fn submit(&self) -> Reply {
        let (mut add, mut remove) = (Vec::new(), Vec::new());
        for word in self.input.text().split(',').flat_map(|words| self.words(words)) {
            let (list, word) = match word.strip_prefix('-') {
                Some(word) => (&mut remove, word),
                None => (&mut add, word.trim_start_matches('+')),
            };
            let word = word.trim_start_matches('#');
            if !word.is_empty() {
                list.push(word.to_owned());
            }
        }
        if add.is_empty() && remove.is_empty() {
            return Reply::Close;
        }
        Reply::Command { command: EntryCommand::Tag(TagChange { add, remove }), paths: self.paths.clone() }
    }

    /// The words between two commas: the most that are one tag that is known, and the others one by one.
    fn words(&self, typed: &str) -> Vec<String> {
        let bare = |words: &str| words.trim_start_matches(['+', '-', '#']).to_lowercase();
        let is_known = |words: &String| self.known.iter().any(|tag| tag.to_lowercase() == bare(words));
        let mut rest: Vec<&str> = typed.split_whitespace().collect();
        let mut words = Vec::new();
        while !rest.is_empty() {
            let most = (2..=rest.len()).rev().find(|most| is_known(&rest[..*most].join(" "))).unwrap_or(1);
            words.push(rest.drain(..most).collect::<Vec<_>>().join(" "));
        }
        words
    }

    fn draw_completion(&self, theme: &Theme, caret: Option<Position>, room: Rect, buf: &mut Buffer) {
        let before = self.input.before_caret();
        if let (Some(caret), Some((start, tag))) = (caret, completion(before, &self.known)) {
            text::put(buf, room, caret.x, tag.get(before.len() - start..).unwrap_or_default(), theme.muted);
        }
    }
}

const KEYS: [Item; 3] = [
    (Action::Write(Write::Submit), "save"),
    (Action::Run(Run::Cancel), "cancel"),
    (Action::Write(Write::NextField), "complete"),
];

impl Layer for Tags {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Input, Context::Global]
    }

    fn text(&mut self, text: &str) {
        self.input.insert(text);
    }

    fn go(&mut self, r#move: Move) {
        if r#move == Move::PaneNext {
            self.complete();
        }
    }

    fn write(&mut self, write: Write) -> Reply {
        match self.input.write(write) {
            Typed::Submit => return self.submit(),
            Typed::NextField => self.complete(),
            Typed::Changed | Typed::Moved | Typed::PreviousField | Typed::InEditor => {}
        }
        Reply::Stay
    }

    fn interrupt(&mut self) -> Reply {
        self.unanswered().map_or(Reply::Close, Reply::SetAside)
    }

    fn take(&mut self, answer: &Answer) {
        if let Answer::Tags { outcome: Ok(tags) } = answer {
            self.know(&names(tags));
        }
    }

    /// The tags that were typed.
    fn unanswered(&self) -> Option<Draft> {
        let name = self.paths.first().map_or_else(|| "tags".to_owned(), |path| format!("tags {path}"));
        Some(Draft::new(DraftKind::Left(name), self.input.text())).filter(|draft| !draft.is_blank())
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, class) = (look.theme, look.class);
        let area = match class {
            Class::Wide | Class::Normal | Class::TallNarrow | Class::Small => middle(screen, 64, 6),
            Class::Tiny | Class::None => screen,
        };
        let inner = Pane { title: &self.title, note: "", focused: true }.draw_over(theme, area, buf);
        let (has, style) = match self.has.as_slice() {
            [] => ("none yet".to_owned(), theme.muted),
            has => (has.join(" "), theme.seek),
        };
        let x = text::put_safe(buf, text::row(inner, 0), inner.x, "now     ", theme.muted);
        text::put(buf, text::row(inner, 0), x, &has, style);
        let line = text::row(inner, 1);
        let x = text::put_safe(buf, line, line.x, "change  ", theme.accent);
        let room = text::from(line, x);
        let caret = self.input.draw(theme.text, room, buf);
        self.draw_completion(theme, caret, room, buf);
        let line = text::row(inner, 3);
        let x = text::put_safe(buf, line, line.x, "+add -remove", theme.muted) + 3;
        look.draw_keys(&KEYS, text::from(line, x), buf);
        caret
    }
}
