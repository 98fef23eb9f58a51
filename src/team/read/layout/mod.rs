//! Where pages of a team lie, and what `.riffle/team.toml` says about it.

mod read;
mod recognise;
mod template;

use std::collections::BTreeSet;

use super::kind::PageKind;
use super::rules::Rules;
use crate::entry::slug::slug;
use crate::entry::text;
use template::Matched;

pub(crate) use read::Complaint;

/// Where a team says how it keeps its pages.
pub(crate) const TEAM_FILE: &str = ".riffle/team.toml";
/// Folders of what is asked, thanked and told week by week.
const APART: [&str; 4] = ["requests", "thanks", "log", "digests"];
/// The topic of a page without one.
const NO_TOPIC: &str = "general";

/// What a page's path says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLocation {
    pub kind: PageKind,
    /// Empty where the team's paths have none.
    pub topic: String,
    pub slug: String,
}

impl Rules {
    /// Where a page goes. A topic that is in use keeps its name; others become a plain folder's.
    pub fn page_path(&self, kind: PageKind, topic: &str, page: &str) -> String {
        let template = self.paths.of(kind);
        let topic = folder(topic);
        let fill = |template: &str| {
            let path = template::fill(template, &topic, page);
            // Files of such names are no pages.
            if super::intake::is_about(&path) {
                template::fill(template, &topic, &format!("{page}-note"))
            } else {
                path
            }
        };
        let fallback = || fill(Self::default().paths.of(kind));
        let path = fill(template);
        // What was read from a file has been checked; what was not is no reason to write anywhere.
        if super::intake::fault(&path).is_none() { path } else { fallback() }
    }

    /// What the path of a page says, by the team's templates.
    pub fn place(&self, path: &str) -> Option<PageLocation> {
        let found = PageKind::ALL.into_iter().find_map(|kind| {
            let Matched { topic, slug } = template::read(self.paths.of(kind), path)?;
            Some(PageLocation { kind, topic, slug })
        })?;
        let own = self.paths.of(found.kind);
        // Where kinds share their places, only the page itself can say which it is.
        let is_shared = PageKind::ALL.into_iter().any(|kind| kind != found.kind && self.paths.of(kind) == own);
        Some(if is_shared { PageLocation { kind: PageKind::Note, ..found } } else { found })
    }

    /// Whether a file is no page of the index: a request, thanks, a week, a digest; unless a topic of the team is called so.
    pub fn is_apart(&self, path: &str) -> bool {
        let top = path.split('/').next().filter(|top| *top != path);
        top.is_some_and(|top| APART.contains(&top)) && self.place(path).is_none()
    }

    /// Whether a file is no page of any list of pages: a request, or thanks.
    pub fn has_own_list(&self, path: &str) -> bool {
        self.is_apart(path) && APART[..2].iter().any(|top| path.starts_with(top))
    }

    /// The topics there are: those that the team names, and those in use.
    pub fn topics_of(&self, paths: &[&str]) -> Vec<String> {
        let used = paths.iter().filter_map(|path| Some(self.place(path)?.topic)).filter(|topic| is_topic(topic));
        let all: BTreeSet<String> = used.chain(self.topics.iter().cloned()).collect();
        all.into_iter().collect()
    }
}

/// A topic as the name of a folder.
fn folder(topic: &str) -> String {
    let topic = text::one_line(topic);
    if topic.is_empty() {
        return NO_TOPIC.to_owned();
    }
    if is_topic(&topic) { topic } else { slug(&topic) }
}

/// Whether words may be a topic's folder as they are.
fn is_topic(topic: &str) -> bool {
    !topic.contains('/') && !topic.starts_with('.') && super::intake::fault(topic).is_none()
}

#[cfg(test)]
mod tests;
