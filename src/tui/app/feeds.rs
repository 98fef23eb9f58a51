//! What is followed: asked for, kept, told.

use super::App;
use crate::entry::EntryPath;
use crate::ops::capture::Captured;
use crate::ops::edit::Changed;
use crate::ops::feeds::Added;
use crate::tui::core::drafts::DraftKind;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::failure::Outcome;
use crate::tui::core::job::Job;
use crate::tui::core::messages::Level;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::choose::{Choice, ChoiceRow, Choose};
use crate::tui::widget::format::counted;

impl App {
    pub(super) fn feeds_answer(&mut self, answer: &Answer) -> Option<Vec<Effect>> {
        Some(match answer {
            Answer::FeedGroups { typed, outcome: Ok(groups) } => self.choose_group(typed, groups),
            Answer::Follow { typed, outcome, .. } => self.followed(typed, outcome),
            Answer::FetchFeeds { outcome } => self.fetched_feeds(outcome),
            Answer::KeepItem { path, outcome, .. } => self.kept_item(path, outcome),
            Answer::FetchItem { outcome: Ok(()), .. } => {
                self.shared.say(Level::Done, "The whole text is here.");
                self.refresh()
            }
            Answer::ChangeSource { source, outcome: Ok(changed), .. } => {
                let what = if source.is_muted { "Muted" } else { "Hearing" };
                self.source_changed(&format!("{what} \u{201c}{}\u{201d}.", source.title), changed)
            }
            Answer::Unfollow { source, outcome: Ok(changed) } => {
                self.source_changed(&format!("\u{201c}{}\u{201d} is followed no longer.", source.title), changed)
            }
            _ => return None,
        })
    }

    fn source_changed(&mut self, said: &str, changed: &Changed) -> Vec<Effect> {
        self.shared.did(said);
        self.shared.warn(&changed.warnings);
        self.refresh()
    }

    /// An address was typed: what group does it belong to?
    pub(super) fn feed_typed(&mut self, typed: &str) -> Vec<Effect> {
        self.shared.overlays.pop();
        vec![Effect::FeedGroups { typed: typed.to_owned() }]
    }

    fn choose_group(&mut self, typed: &str, groups: &[String]) -> Vec<Effect> {
        let row = |group: &String| {
            ChoiceRow::new(group.clone(), "", Choice::Follow { typed: typed.to_owned(), group: group.clone() })
        };
        self.shared.push(Overlay::Choose(Choose::new("In which group?", groups.iter().map(row).collect(), 0)));
        Vec::new()
    }

    pub(super) fn follow_feed(&mut self, typed: &str, group: &str) -> Vec<Effect> {
        self.shared.messages.start(Job::Feeds);
        vec![Effect::Follow { typed: typed.to_owned(), group: group.to_owned() }]
    }

    fn followed(&mut self, typed: &str, added: &Outcome<Box<Added>>) -> Vec<Effect> {
        self.shared.messages.end(Job::Feeds);
        match added {
            Ok(added) => {
                let items = counted(added.items, "item", "items");
                let (title, group) = (&added.source.title, added.source.group());
                match added.was_known {
                    true => self
                        .shared
                        .say(Level::Info, format!("\u{201c}{title}\u{201d} is followed already, in {group}.")),
                    false => self.shared.did(&format!("Following \u{201c}{title}\u{201d} in {group}: {items}.")),
                }
                self.shared.warn(&added.warnings);
                self.refresh()
            }
            Err(_) => {
                // What was typed is not lost: it is kept like what is left in a prompt.
                let draft = crate::tui::core::drafts::Draft::new(DraftKind::Left("feed".to_owned()), typed);
                vec![self.shared.keep_draft(draft)]
            }
        }
    }

    pub(super) fn fetch_feeds(&mut self) -> Vec<Effect> {
        if self.shared.messages.runs(Job::Feeds) {
            return Vec::new();
        }
        self.shared.messages.start(Job::Feeds);
        vec![Effect::FetchFeeds]
    }

    fn fetched_feeds(&mut self, unread: &Outcome<usize>) -> Vec<Effect> {
        self.shared.messages.end(Job::Feeds);
        if let Ok(unread) = unread {
            let said = if *unread == 0 {
                "Nothing new.".to_owned()
            } else {
                format!("{}.", counted(*unread, "new item", "new items"))
            };
            self.shared.say(Level::Done, said);
        }
        self.refresh()
    }

    /// What came without being asked for is shown by the tab, and not told.
    pub(super) fn watched_feeds(&mut self, unread: &Outcome<usize>) -> Vec<Effect> {
        self.rhythm.end(self.shared.at);
        match unread {
            Ok(unread) if *unread > 0 => self.refresh(),
            Ok(_) | Err(_) => Vec::new(),
        }
    }

    pub(super) fn why_typed(&mut self, path: EntryPath, why: &str) -> Vec<Effect> {
        self.shared.overlays.pop();
        vec![Effect::KeepItem { path, why: why.to_owned() }]
    }

    fn kept_item(&mut self, path: &EntryPath, kept: &Outcome<Captured>) -> Vec<Effect> {
        let Ok(kept) = kept else { return Vec::new() };
        self.shared.did(&format!("Kept \u{201c}{}\u{201d} as a seed.", kept.title));
        self.shared.warn(&kept.warnings);
        let mut effects = vec![self.shared.forget_draft(DraftKind::Left(format!("why {path}")))];
        effects.extend(self.refresh());
        effects.push(Effect::Fetch);
        effects
    }
}
