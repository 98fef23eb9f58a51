//! What would leave for a team besides a page: the words as others will see them, and what the checks say.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Layer, Look, Reply, middle};
use crate::keymap::{Context, Move, Run, Write};
use crate::ops::share::{ContributionPreview, Severity};
use crate::tui::core::effect::Effect;
use crate::tui::theme::Theme;
use crate::tui::widget::diff::Diff;
use crate::tui::widget::layout::Class;
use crate::tui::widget::pane::Pane;
use crate::tui::widget::text;

/// Rows above and below the comparison: where it goes, a blank one, and the keys.
const AROUND: u16 = 4;
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

    fn act(&mut self, action: crate::keymap::Action) -> Reply {
        use crate::keymap::{Act, Action};
        match action {
            Action::Act(Act::Publish) | Action::Write(Write::Submit) if self.preview.is_ready() => {
                let contribution = self.preview.contribution.clone();
                Reply::Send(Effect::Contribute { contribution, words: self.preview.words.clone() })
            }
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
        let yes = if preview.is_ready() { "send it" } else { "change it" };
        look.draw_keys(&[(Write::Submit.into(), yes), (Run::Cancel.into(), "back")], last, buf);
        Some(last.as_position())
    }
}

fn area(class: Class, screen: Rect) -> Rect {
    match class {
        Class::Wide | Class::Normal | Class::TallNarrow => middle(screen, 80, 24),
        Class::Small | Class::Tiny | Class::None => screen,
    }
}
