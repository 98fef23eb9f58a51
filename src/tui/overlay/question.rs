//! A question to a team: one line is enough; for whom, what for and by when may be said.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::keymap::{Action, Context, Run, Write};
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::widget::footer::Item;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

const KEYS: [Item; 3] = [
    (Action::Write(Write::Submit), "see what would leave"),
    (Action::Write(Write::NextField), "for whom, why, by when"),
    (Action::Run(Run::Cancel), "cancel"),
];

/// What each field is called, and what shows in it while it is empty.
const FIELDS: [(&str, &str); 4] = [
    ("", "What would you like to know?"),
    ("for", "somebody, or a unit"),
    ("why", "what you need it for"),
    ("by", "friday, 2w, 2026-12-24"),
];
/// Columns of a field's name.
const NAME: u16 = 5;

/// What was typed, a text for each field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typing {
    pub team: String,
    pub fields: [String; 4],
}

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Question {
    team: String,
    fields: [Input; 4],
    now: usize,
    /// Why what was typed is no question.
    problem: Option<String>,
}

impl Question {
    pub fn new(typing: Typing) -> Self {
        Self { team: typing.team, fields: typing.fields.map(Input::new), now: 0, problem: None }
    }

    /// What was typed cannot be sent: it stays, with the reason.
    pub fn refuse(&mut self, problem: impl Into<String>) {
        self.problem = Some(problem.into());
    }

    fn typing(&self) -> Typing {
        let field = |at: usize| self.fields[at].text().trim().to_owned();
        Typing { team: self.team.clone(), fields: [0, 1, 2, 3].map(field) }
    }
}

impl Layer for Question {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Composer, Context::Input, Context::Global]
    }

    fn text(&mut self, text: &str) {
        self.problem = None;
        self.fields[self.now].insert(text);
    }

    fn write(&mut self, write: Write) -> Reply {
        match write {
            Write::Submit => return Reply::Question(self.typing()),
            Write::NextField => self.now = (self.now + 1) % FIELDS.len(),
            Write::PreviousField => self.now = (self.now + FIELDS.len() - 1) % FIELDS.len(),
            other => {
                if self.fields[self.now].write(other) == Typed::Changed {
                    self.problem = None;
                }
            }
        }
        Reply::Stay
    }

    fn close(&mut self) -> Reply {
        self.unanswered().map_or(Reply::Close, Reply::SetAside)
    }

    fn unanswered(&self) -> Option<Draft> {
        let words: Vec<String> = self.typing().fields.into_iter().filter(|field| !field.is_empty()).collect();
        let draft = Draft::new(DraftKind::Left("question".to_owned()), words.join("\n"));
        (!draft.is_blank()).then_some(draft)
    }

    fn footer(&self) -> &'static [Item] {
        &KEYS
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, class) = (look.theme, look.class);
        let area = match class {
            Class::Wide | Class::Normal | Class::TallNarrow | Class::Small => middle(screen, 72, 10),
            Class::Tiny | Class::None => screen,
        };
        let title = format!("Ask {}", self.team);
        let inner = Pane { title: &title, note: "", focused: true }.draw_over(theme, area, buf);
        let mut caret = None;
        for (at, ((name, hint), field)) in FIELDS.iter().zip(&self.fields).enumerate() {
            // The question stands apart from what may be said besides.
            let row = text::row(inner, u16::try_from(at).unwrap_or(0) + u16::from(at > 0));
            let name = if at == 0 { theme.either("› ", "> ") } else { name };
            text::put_safe(buf, row, row.x, name, if at == self.now { theme.accent } else { theme.muted });
            let room = text::from(row, row.x + NAME);
            if field.is_empty() {
                text::put_safe(buf, room, room.x, hint, theme.muted);
            }
            let at_caret = field.draw(theme.text, room, buf);
            caret = if at == self.now { at_caret } else { caret };
        }
        if let Some(problem) = &self.problem {
            text::put_cut(theme, buf, text::row(inner, 6), problem, theme.warn);
        }
        look.draw_keys(&KEYS, text::row(inner, 7), buf);
        caret
    }
}
