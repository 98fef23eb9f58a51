//! What keys do with items and sources: read, starred, kept, muted, no longer followed.

use super::{Feeds, Focus};
use crate::keymap::Act;
use crate::ops::feeds::{Mark, Marked, Show, Source};
use crate::tui::core::effect::Effect;
use crate::tui::core::messages::Level;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::{Ask, Prompt};
use crate::tui::screen::Can;
use crate::tui::screen::shared::Shared;
use crate::tui::widget::format::counted;

/// Keeps an item first what makes an entry of it; the rest has no meaning for one.
const NOT_AN_ENTRY: &str = "it is an item of a feed; keep it first";
/// As many marks as can be taken back.
const BACK: usize = 50;

impl Feeds {
    pub(super) fn act_on_items(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        Some(match act {
            Act::Read => self.turn_read(),
            Act::ReadAll => self.read_all(),
            Act::Star => self.turn_star(),
            Act::MarkBack => return Some(self.mark_back()),
            Act::ShowRead => self.show_read(),
            Act::Mute => self.mute(),
            Act::Keep if !self.has_several() => {
                let row = self.items.selected()?;
                let prompt = Prompt::about_request(Ask::Why(row.path.clone()), &row.title, "");
                shared.push(Overlay::Prompt(prompt));
                Vec::new()
            }
            Act::FullText => {
                let path = self.items.selected()?.path.clone();
                vec![Effect::FetchItem { path }]
            }
            Act::Mark | Act::MarkRange | Act::MarkAll => {
                self.items.act(act);
                Vec::new()
            }
            _ => return None,
        })
    }

    pub(super) fn act_on_source(&mut self, act: Act, _: &mut Shared) -> Option<Vec<Effect>> {
        Some(match act {
            Act::Open => self.turn(Focus::Items),
            Act::ReadAll => self.read_all(),
            Act::Mute => self.mute(),
            Act::Trash => {
                self.source().map(|source| Effect::Unfollow { source: Box::new(source.clone()) }).into_iter().collect()
            }
            Act::MarkBack => self.mark_back(),
            Act::ShowRead => self.show_read(),
            _ => return None,
        })
    }

    /// Why an act makes no sense here.
    pub(super) fn can_act(&self, act: Act) -> Can {
        let (no_item, no_source) = (self.items.selected().is_none(), self.source().is_none());
        match act {
            Act::MarkBack | Act::ShowRead => Can::Yes,
            Act::ReadAll => Can::unless(self.items.is_empty().then_some("nothing is listed")),
            Act::Mute => Can::unless(no_source.then_some("no source is selected")),
            Act::Open | Act::Trash if self.focus == Focus::Sources => {
                Can::unless((act == Act::Trash && no_source).then_some("no source is selected"))
            }
            _ if self.focus == Focus::Sources || no_item => Can::AsElsewhere,
            Act::Read | Act::Star | Act::Keep | Act::FullText | Act::Mark | Act::MarkRange | Act::MarkAll => Can::Yes,
            Act::Trash
            | Act::Edit
            | Act::History
            | Act::Rename
            | Act::Prepare
            | Act::Refine
            | Act::Merge
            | Act::CopyLink
            | Act::CopyPath => Can::No(NOT_AN_ENTRY),
            _ => Can::AsElsewhere,
        }
    }

    fn has_several(&self) -> bool {
        !self.items.marks.is_empty()
    }

    fn keys(&self) -> Vec<String> {
        let targets = self.items.targets();
        self.items.rows().filter(|row| targets.contains(&row.path)).map(|row| row.key.clone()).collect()
    }

    /// Read, or unread again if it was; then the next one.
    fn turn_read(&mut self) -> Vec<Effect> {
        let is_read = self.items.selected().is_some_and(|row| row.is_read);
        self.marks(self.keys(), if is_read { Mark::Unread } else { Mark::Read })
    }

    fn turn_star(&mut self) -> Vec<Effect> {
        let is_starred = self.items.selected().is_some_and(|row| row.is_starred);
        self.marks(self.keys(), if is_starred { Mark::Unstar } else { Mark::Star })
    }

    /// All that are listed.
    fn read_all(&mut self) -> Vec<Effect> {
        self.marks(self.items.rows().filter(|row| !row.is_read).map(|row| row.key.clone()).collect(), Mark::Read)
    }

    fn marks(&mut self, keys: Vec<String>, mark: Mark) -> Vec<Effect> {
        self.items.marks.clear();
        if keys.is_empty() { Vec::new() } else { vec![Effect::MarkItems { keys, mark }] }
    }

    fn show_read(&mut self) -> Vec<Effect> {
        self.show = if self.show == Show::All { Show::Unread } else { Show::All };
        self.ask_items()
    }

    /// Takes back what was marked last; without that, undo means what it means elsewhere.
    fn mark_back(&mut self) -> Vec<Effect> {
        match self.marked.pop() {
            Some(Marked { mark, items }) => {
                self.taking_back = true;
                vec![Effect::MarkItems { keys: items, mark: mark.opposite() }]
            }
            None => vec![Effect::Undo],
        }
    }

    /// Tells what was marked, and remembers how it is taken back.
    pub(super) fn was_marked(&mut self, marked: &Marked, shared: &mut Shared) -> Vec<Effect> {
        let many = counted(marked.items.len(), "item", "items");
        let back = std::mem::take(&mut self.taking_back);
        if !back && !marked.items.is_empty() {
            self.marked.push(marked.clone());
            let first = self.marked.len().saturating_sub(BACK);
            self.marked.drain(..first);
        }
        if back || marked.items.len() > 1 {
            let said = match marked.mark {
                Mark::Read => format!("{many} read."),
                Mark::Unread => format!("{many} unread again."),
                Mark::Star => format!("{many} starred."),
                Mark::Unstar => format!("{many} without a star."),
            };
            let key = shared.first_key(Act::MarkBack.into(), &[crate::keymap::Context::Feeds]);
            let back = if back || key.is_empty() { String::new() } else { format!(" {key} undoes it.") };
            shared.say(Level::Done, format!("{said}{back}"));
        }
        let mut effects = vec![Effect::FeedSources];
        effects.extend(self.ask_items());
        effects
    }

    fn mute(&mut self) -> Vec<Effect> {
        let Some(source) = self.source() else { return Vec::new() };
        let now = Source { is_muted: !source.is_muted, ..source.clone() };
        vec![Effect::ChangeSource { url: source.url.clone(), source: Box::new(now) }]
    }
}
