//! What would leave for a team besides a page: the words as others will see them, and what the checks say.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::keymap::{Act, Action, Context, Move, Run, Write};
use crate::ops::share::{self, ContributionPreview, Route, Severity};
use crate::tui::core::effect::Effect;
use crate::tui::theme::Theme;
use crate::tui::widget::diff::Diff;
use crate::tui::widget::footer::Item;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// Rows above and below the comparison: where it goes, a blank one, and the keys.
const AROUND: u16 = 4;
const PUBLISH: Action = Action::Act(Act::Publish);
const PROPOSE: Action = Action::Act(Act::Propose);
const BACK: Item = (Action::Run(Run::Cancel), "back");

/// As many findings, and things that stay, as are shown.
const SHOWN: usize = 6;

/// The overlay's state.
#[derive(Clone, Debug)]
pub struct Offer {
    preview: Box<ContributionPreview>,
    diff: Diff,
}

impl Offer {
    pub fn new(preview: Box<ContributionPreview>) -> Self {
        let mut diff = Diff::default();
        diff.fill(&preview.changes);
        Self { preview, diff }
    }

    /// What is found, and what stays, a line each.
    fn remarks(&self) -> Vec<(String, bool)> {
        let findings = self.preview.report.findings.iter();
        let found = findings.map(|it| (it.what.clone(), it.severity == Severity::Block));
        let stays = self.preview.left_out.iter().map(|it| (format!("stays: {} {}", it.what.name(), it.text), false));
        found.chain(stays).take(SHOWN).collect()
    }

    fn keys(&self) -> &'static [Item] {
        let on_branch = self.preview.route == Route::Branch;
        match (&self.preview.contribution.act, self.preview.is_ready()) {
            (_, false) => &[(Action::Write(Write::Submit), "change it"), BACK],
            (share::Act::Suggest(_), true) if on_branch => &[(PUBLISH, "send on a branch"), BACK],
            (share::Act::Suggest(_), true) => &[(PUBLISH, "send it"), (PROPOSE, "on a branch"), BACK],
            (_, true) => &[(Action::Write(Write::Submit), "send it"), BACK],
        }
    }

    /// A change of a page goes on a branch where that is wanted; what is asked or said does not.
    fn proposed(&self) -> Reply {
        let mut contribution = self.preview.contribution.clone();
        let share::Act::Suggest(it) = &mut contribution.act else { return Reply::Stay };
        it.route = Some(Route::Branch);
        Reply::Send(Effect::Contribute { contribution, words: self.preview.words.clone() })
    }

    fn rows_around(&self) -> u16 {
        AROUND + u16::try_from(self.remarks().len()).unwrap_or(0)
    }

    fn draw_remarks(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        for ((what, blocks), y) in self.remarks().iter().zip(0..area.height) {
            let (sign, style) = if *blocks { ("blocks: ", theme.error) } else { ("! ", theme.warn) };
            let row = text::row(area, y);
            let x = text::put_safe(buf, row, row.x, sign, style);
            text::put_cut(theme, buf, text::from(row, x), what, theme.text);
        }
    }
}

impl Layer for Offer {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Confirm, Context::Share, Context::Preview, Context::Global]
    }

    fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Act(Act::Publish) | Action::Write(Write::Submit) if self.preview.is_ready() => {
                let contribution = self.preview.contribution.clone();
                Reply::Send(Effect::Contribute { contribution, words: self.preview.words.clone() })
            }
            Action::Act(Act::Propose) if self.preview.is_ready() => self.proposed(),
            Action::Move(r#move) => {
                self.go(r#move);
                Reply::Stay
            }
            Action::Write(Write::Submit) | Action::Run(Run::Cancel | Run::Close | Run::Quit | Run::Interrupt) => {
                Reply::Rewrite(self.preview.contribution.clone())
            }
            _ => Reply::Stay,
        }
    }

    fn go(&mut self, r#move: Move) {
        self.diff.go(r#move);
    }

    fn settle(&mut self, class: Class, (width, height): (u16, u16)) -> Option<Effect> {
        let area = area(class, Rect::new(0, 0, width, height));
        let (width, height) = (area.width.saturating_sub(4), area.height.saturating_sub(2 + self.rows_around()));
        self.diff.settle(width.into(), height.into());
        None
    }

    fn draw(&self, look: &Look<'_>, screen: Rect, buf: &mut Buffer) -> Option<Position> {
        let (theme, preview) = (look.theme, &self.preview);
        let title = format!("What {} will see", preview.contribution.team);
        let inner = Pane { title: &title, note: "", focused: true }.draw_over(theme, area(look.class, screen), buf);
        text::put_cut(theme, buf, text::row(inner, 0), &format!("{}  {}", preview.path, preview.author), theme.muted);
        let diff = Rect { y: inner.y + 2, height: inner.height.saturating_sub(self.rows_around()), ..inner };
        self.diff.draw(theme, theme.text, diff, buf);
        self.draw_remarks(
            theme,
            Rect { y: diff.bottom(), height: inner.bottom().saturating_sub(diff.bottom()), ..inner },
            buf,
        );
        let last = text::row(inner, inner.height.saturating_sub(1));
        look.draw_keys(self.keys(), last, buf);
        Some(last.as_position())
    }
}

fn area(class: Class, screen: Rect) -> Rect {
    match class {
        Class::Wide | Class::Normal | Class::TallNarrow => middle(screen, 80, 24),
        Class::Small | Class::Tiny | Class::None => screen,
    }
}
