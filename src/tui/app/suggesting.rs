//! A page of a team in the editor: what was saved is shown as the team would get it, and leaves then.

use super::{App, Effect};
use crate::ops::share::suggest::Suggesting;
use crate::ops::share::{Contributed, ContributionPreview, Suggestion};
use crate::ops::team::{self, PageChange};
use crate::tui::core::command::EntryCommand;
use crate::tui::core::failure::Outcome;
use crate::tui::core::messages::Level;
use crate::tui::core::msg::EditorExit;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::confirm::Confirm;
use crate::tui::overlay::offer::Offer;

impl App {
    /// Opens the selected entry in the editor; of a page of a team that is mine, my entry.
    pub(super) fn edit(&mut self) -> Vec<Effect> {
        let Some(path) = self.selected_path() else { return Vec::new() };
        let Some((name, inside)) = team::split(&path) else { return vec![Effect::Edit(path)] };
        let mine = self.shared.sharing.outgoing.iter().find(|out| out.team == name && out.path == inside);
        match mine.map(|out| (out.entry.clone(), out.title.clone())) {
            Some((entry, title)) => {
                let text = format!(
                    "\u{201c}{title}\u{201d} is mine: this was my entry. Sharing it brings the page up to date."
                );
                self.shared.say(Level::Info, text);
                vec![Effect::Edit(entry)]
            }
            None => vec![Effect::Suggest(path)],
        }
    }

    /// The editor was left: what it made of the page is looked at.
    pub(super) fn page_edited(&mut self, left: EditorExit<Suggesting>) -> Vec<Effect> {
        match left {
            EditorExit::Done(suggesting) => vec![Effect::PrepareSuggestion { suggesting }],
            EditorExit::Failed(why) => {
                self.shared.say(Level::Warning, format!("{why} Nothing was sent."));
                Vec::new()
            }
        }
    }

    /// What would leave has come; what cannot leave stays a draft.
    pub(super) fn suggestion_prepared(
        &mut self,
        suggesting: &Suggesting,
        preview: &Outcome<Option<Box<ContributionPreview>>>,
    ) -> Vec<Effect> {
        match preview {
            Ok(Some(preview)) => {
                self.suggesting = Some(suggesting.clone());
                self.shared.push(Overlay::Offer(Offer::new(preview.clone())));
            }
            Ok(None) => self.shared.say(Level::Info, "Nothing changed in the editor."),
            Err(failure) => {
                let file = suggesting.file.display();
                self.shared.say(Level::Error, format!("{}. Your text is kept in {file}.", failure.what));
            }
        }
        Vec::new()
    }

    /// It is not to leave now.
    pub(super) fn keep_suggestion(&mut self) {
        if let Some(suggesting) = self.suggesting.take() {
            let file = suggesting.file.display();
            self.shared.say(Level::Info, format!("Not sent. Your text is kept in {file}."));
        }
    }

    /// It has arrived: an entry that was adopted from the page may change with it.
    pub(super) fn suggested(&mut self, suggestion: &Suggestion, done: &Contributed) -> Vec<Effect> {
        if let Some(entry) = &done.adopted {
            let change = PageChange::new(&done.team, &suggestion.path, &suggestion.before, &suggestion.after);
            let command = EntryCommand::Follow(Box::new(change));
            self.shared.push(Overlay::Confirm(Confirm::follow(&done.title, command, entry.clone())));
        }
        self.suggesting.take().map(|suggesting| Effect::DropSuggestion { suggesting }).into_iter().collect()
    }
}
