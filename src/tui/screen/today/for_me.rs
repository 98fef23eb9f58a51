//! What the teams have for me: requests that I am asked or have taken on, answers of which I have not said what came of them,
//! and thanks.

use crate::entry::EntryPath;
use crate::ops::team::{TeamRequest, TeamThank};
use crate::tui::core::sharing::Sharing;
use crate::tui::widget::list::identified;

/// One row of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ForMe {
    pub path: EntryPath,
    pub title: String,
    pub about: String,
}

identified! { ForMe => path: EntryPath, title; }

pub(super) fn rows(sharing: &Sharing) -> Vec<ForMe> {
    let wanted = sharing.requests.iter().filter(|it| it.is_for_me || it.wants_outcome());
    let wanted = wanted.map(|it| ForMe { path: it.path.clone(), title: it.request.title.clone(), about: about(it) });
    wanted.chain(sharing.thanks.iter().map(of_thanks)).collect()
}

fn of_thanks(it: &TeamThank) -> ForMe {
    let page = it.title.as_ref().map(|title| format!(" ({title})")).unwrap_or_default();
    let title = format!("{}{page}", it.thank.words);
    ForMe { path: it.path.clone(), title, about: format!("thanks, {}", it.thank.from) }
}

fn about(it: &TeamRequest) -> String {
    let due = it.request.due.map(|due| format!("due {}", due.format("%-d %b")));
    match (it.wants_outcome(), it.request.assignee.is_some()) {
        (true, _) => "answered: did it help?".to_owned(),
        (false, true) => due.unwrap_or_else(|| "mine".to_owned()),
        (false, false) => due.map_or_else(|| "asked".to_owned(), |due| format!("asked, {due}")),
    }
}
