//! The feeds of what is new, made anew from the pages: also what two people left in them who made them at once.

use super::{Folder, History, Inspection, Rule};
use crate::team::read::layout::TEAM_FILE;
use crate::team::site::{Arrivals, News};

pub(super) fn look(folder: &Folder<'_>, history: &dyn Fn() -> History, found: &mut Inspection) {
    if !folder.rules.feeds {
        return;
    }
    let arrivals = match history() {
        History::Whole(arrivals) => arrivals,
        History::None => Arrivals::new(),
        History::Cut => {
            return found.add(
                TEAM_FILE,
                1,
                Rule::Feed,
                "without the whole history, feeds are not made (fetch-depth: 0)",
            );
        }
    };
    for (path, text) in News::of(&folder.pages, &folder.rules, &arrivals).on_host() {
        let there = folder.files.iter().find(|file| file.path == path);
        // What is no text, and a link, is not ours.
        let is_ours = there.is_none_or(|file| file.text.is_some());
        if is_ours && there.and_then(|file| file.text.as_ref()) != Some(&text) {
            found.add(path, 1, Rule::Feed, "it does not have what is new");
            found.repaired.insert(path.to_owned(), text);
        }
    }
}
