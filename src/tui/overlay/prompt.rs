//! Asks for one line: a title, a day.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::entry::EntryPath;
use crate::keymap::{Context, Run, Write};
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::theme::Theme;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// What the line is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The day on which these come back.
    Day(Vec<EntryPath>),
    /// The new title of an entry.
    Title(EntryPath),
    /// A topic that a team does not have yet.
    Topic,
    /// The address of a team's repository.
    Team,
    /// A word on a request of a team.
    Reply(EntryPath),
    /// Thanks for a page, which may say nothing.
    Thank(EntryPath),
    /// What came of a request, which may be nothing to be said.
    Outcome(EntryPath),
    /// Why an item of a feed is kept, which may be nothing to be said.
    Why(EntryPath),
    /// What to follow.
    Feed,
    /// The key of a finding that may pass though it blocks.
    Allow(String),
}

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Prompt {
    ask: Ask,
    input: Input,
    /// What stood in it first.
    begun: String,
    /// What it is about, where the question does not say it.
    about: String,
    /// Why what was typed is no answer.
    problem: Option<String>,
}

impl Prompt {
    pub fn day(paths: Vec<EntryPath>) -> Self {
        Self::new(Ask::Day(paths), Input::default(), "")
    }

    pub fn title(path: EntryPath, title: &str) -> Self {
        Self::new(Ask::Title(path), Input::new(title), "")
    }

    pub fn topic() -> Self {
        Self::new(Ask::Topic, Input::default(), "")
    }

    pub fn team() -> Self {
        Self::new(Ask::Team, Input::default(), "")
    }

    pub fn feed() -> Self {
        Self::new(Ask::Feed, Input::default(), "")
    }

    /// Asks for the key of a finding that blocks, so that it passes.
    pub fn allow(what: &str, key: &str, fix: &str) -> Self {
        let about = format!("{what}\n \n{fix}To publish anyway, type:\n{key}");
        Self::new(Ask::Allow(key.to_owned()), Input::default(), &about)
    }

    /// Asks for a word on a request.
    pub fn about_request(ask: Ask, title: &str, words: &str) -> Self {
        Self { begun: String::new(), ..Self::new(ask, Input::new(words), title) }
    }

    fn new(ask: Ask, input: Input, about: &str) -> Self {
        Self { ask, begun: input.text().to_owned(), input, about: about.to_owned(), problem: None }
    }

    /// What was typed is no answer: it stays, with the reason.
    pub fn refuse(&mut self, problem: impl Into<String>) {
        self.problem = Some(problem.into());
    }

    fn title_and_hint(&self) -> (String, &'static str) {
        match &self.ask {
            Ask::Day(paths) => {
                let what = if paths.len() == 1 { "this".to_owned() } else { format!("these {} entries", paths.len()) };
                (format!("When should {what} come back?"), "tomorrow, friday, 3d, 2w, 2026-12-24")
            }
            Ask::Title(_) => ("New title".to_owned(), "links to it are rewritten"),
            Ask::Topic => ("Topic".to_owned(), "a folder of the team: git, onboarding, how-we-work"),
            Ask::Reply(_) => ("Say something about it".to_owned(), "a line with the date below the request"),
            Ask::Thank(_) => ("Thank whoever wrote it".to_owned(), "what it did for you: a line, or nothing"),
            Ask::Outcome(_) => ("Close it: what came of it?".to_owned(), "a line, or nothing"),
            Ask::Why(_) => ("Keep it: why does it matter?".to_owned(), "a line in your own words, or nothing"),
            Ask::Feed => ("Follow".to_owned(), "an address, @person@host, or search: and words"),
            Ask::Team => ("Add a team".to_owned(), "git@example.org:acme/notes.git, https://…, or a folder"),
            Ask::Allow(_) => ("Blocked".to_owned(), "this override is recorded"),
        }
    }

    /// What it is about, above the line that is typed; returns the room below.
    fn draw_about(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Rect {
        let mut rest = Rect { height: area.height.saturating_sub(3), ..area };
        for line in self.about.lines() {
            let is_key = matches!(&self.ask, Ask::Allow(key) if key == line);
            let style = if is_key { theme.accent } else { theme.text };
            let used = text::put_paragraph(buf, rest, line, style);
            rest = Rect { y: rest.y + used, height: rest.height - used, ..rest };
        }
        let used = rest.y - area.y;
        let used = if used > 0 && area.height > used + 4 { used + 1 } else { used };
        Rect { y: area.y + used, height: area.height - used, ..area }
    }
}

impl Layer for Prompt {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Input, Context::Global]
    }

    fn text(&mut self, text: &str) {
        self.problem = None;
        self.input.insert(text);
    }

    fn write(&mut self, write: Write) -> Reply {
        if write == Write::Submit {
            return Reply::Answer(self.ask.clone(), self.input.text().trim().to_owned());
        }
        if self.input.write(write) == Typed::Changed {
            self.problem = None;
        }
        Reply::Stay
    }

    fn interrupt(&mut self) -> Reply {
        self.unanswered().map_or(Reply::Close, Reply::SetAside)
    }

    /// The words that were typed; a day and a key are none.
    fn unanswered(&self) -> Option<Draft> {
        let name = match &self.ask {
            Ask::Title(path) => format!("title {path}"),
            Ask::Topic => "topic".to_owned(),
            Ask::Team => "team".to_owned(),
            Ask::Reply(path) => format!("reply {path}"),
            Ask::Outcome(path) => format!("outcome {path}"),
            Ask::Thank(path) => format!("thanks {path}"),
            Ask::Why(path) => format!("why {path}"),
            Ask::Feed => "feed".to_owned(),
            Ask::Day(_) | Ask::Allow(_) => return None,
        };
        let draft = Draft::new(DraftKind::Left(name), self.input.text());
        (self.input.text() != self.begun && !draft.is_blank()).then_some(draft)
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, class) = (look.theme, look.class);
        let about = if self.about.is_empty() { 0 } else { 7 };
        let area = match class {
            Class::Wide | Class::Normal | Class::TallNarrow | Class::Small => middle(screen, 64, 6 + about),
            Class::Tiny | Class::None => screen,
        };
        let (title, hint) = self.title_and_hint();
        let inner = Pane { title: &title, note: "", focused: true }.draw_over(theme, area, buf);
        let inner = self.draw_about(theme, inner, buf);
        let line = text::row(inner, 0);
        let x = text::put_safe(buf, line, line.x, theme.either("› ", "> "), theme.accent);
        let caret = self.input.draw(theme.text, text::from(line, x), buf);
        let (below, style) = match &self.problem {
            Some(problem) => (problem.as_str(), theme.warn),
            None => (hint, theme.muted),
        };
        text::put(buf, text::row(inner, 1), x, below, style);
        let keys = [(Write::Submit.into(), "ok"), (Run::Cancel.into(), "cancel")];
        look.draw_keys(&keys, text::row(inner, 3), buf);
        caret
    }
}
