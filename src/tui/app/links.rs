//! Where links lead, and what comes for the overlays that lie over an entry.

use super::{App, Effect};
use crate::entry::EntryPath;
use crate::text::percent;
use crate::tui::core::effect::Answer;
use crate::tui::core::messages::Level;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::confirm::Confirm;
use crate::tui::overlay::history::History;
use crate::tui::overlay::link::Link;
use crate::tui::screen::{LinkTarget, Location, Visit};

impl App {
    /// Opens the browser with a search for what was not found here.
    pub(super) fn search_web(&mut self) -> Vec<Effect> {
        let words = self.screen().to_capture();
        let target = words.zip(self.shared.settings.search_url.as_ref()).map(|(words, url)| {
            let words = percent::encoded(&words, |c| !c.is_ascii_alphanumeric());
            url.replace("{query}", &words)
        });
        target.map(|target| Effect::Open { target }).into_iter().collect()
    }

    /// Goes where a link leads: to an entry here, to all else outside.
    pub(super) fn follow(&mut self, target: LinkTarget) -> Vec<Effect> {
        match target {
            LinkTarget::Entry { path, title, at } => {
                self.visit(Visit { location: Location::entry(path), title, at, ..Visit::default() })
            }
            LinkTarget::Web(url) => vec![Effect::Open { target: url }],
            LinkTarget::File(path) => match EntryPath::new(path) {
                Ok(path) => vec![Effect::OpenFile { path }],
                Err(error) => self.say_no_target(&error.to_string()),
            },
            LinkTarget::Missing(name) => {
                self.shared.push(Overlay::Confirm(Confirm::create(&name)));
                Vec::new()
            }
        }
    }

    fn say_no_target(&mut self, why: &str) -> Vec<Effect> {
        self.shared.say(Level::Info, format!("{why}."));
        Vec::new()
    }

    pub(super) fn open_link(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let link = Link::new(subject.path.clone(), subject.title);
        self.shared.push(Overlay::Link(link));
        Vec::new()
    }

    /// Looks for other bookmarks of the page of this one.
    pub(super) fn find_same_page(&mut self) -> Vec<Effect> {
        self.selected_path().map(|path| Effect::SamePage { path }).into_iter().collect()
    }

    pub(super) fn open_history(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let history = History::new(subject.path.clone(), subject.title);
        self.shared.push(Overlay::History(history));
        Vec::new()
    }

    /// Gives an answer to the overlay that asked, if it is still open.
    pub(super) fn tell_overlays(&mut self, answer: &Answer) {
        self.shared.overlays.iter_mut().for_each(|overlay| overlay.layer_mut().take(answer));
    }
}
