//! The open requests in a team's README, between markers of their own: made anew as a whole each time.

use std::fmt::Write as _;
use std::ops::Range;

use super::block;
use super::items::{self, line_end};
use super::markdown::{escaped, target};

pub(crate) const BEGIN: &str = "<!-- riffle:requests -->";
pub(crate) const END: &str = "<!-- /riffle:requests -->";
/// As many as a README names.
const MOST: usize = 20;

/// A request as the README shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenRequest {
    /// In the repository.
    pub path: String,
    pub title: String,
    /// For whom, until when, and who is on it.
    pub about: String,
}

/// Whether a README has a place for open requests, or an index of Riffle's, above which that place is made.
pub(crate) fn lists_requests(readme: &str) -> bool {
    find(readme).is_some() || block::find(readme).is_some()
}

/// The README with these requests; `None` where nothing changes, or where it has no place for them.
pub(crate) fn with_requests(readme: &str, requests: &[OpenRequest], folder: &str) -> Option<String> {
    let end = line_end(&items::lines(readme));
    let list = listed(requests, folder).replace('\n', end);
    let made = match (find(readme), block::find(readme)) {
        (Some(place), _) => format!("{}{list}{}", &readme[..place.start], &readme[place.end..]),
        (None, Some(index)) if !requests.is_empty() => {
            let before = &readme[..index.start];
            let marker = before.trim_end_matches(['\n', '\r']).rfind('\n').map_or(0, |at| at + 1);
            format!("{}{BEGIN}{end}{list}{END}{end}{end}{}", &readme[..marker], &readme[marker..])
        }
        (None, _) => return None,
    };
    (made != readme).then_some(made)
}

fn find(readme: &str) -> Option<Range<usize>> {
    block::between(readme, BEGIN, END)
}

fn listed(requests: &[OpenRequest], folder: &str) -> String {
    if requests.is_empty() {
        return String::new();
    }
    let mut list = "\n## Open requests\n\n".to_owned();
    for request in requests.iter().take(MOST) {
        let about = if request.about.is_empty() { String::new() } else { format!(" ({})", escaped(&request.about)) };
        let _ = writeln!(list, "- [{}]({}){about}", escaped(&request.title), target(&request.path));
    }
    if requests.len() > MOST {
        let _ = writeln!(list, "- [{} more]({})", requests.len() - MOST, target(folder));
    }
    list + "\n"
}
