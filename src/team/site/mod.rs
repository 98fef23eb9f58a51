//! A team for those who have no git: feeds of what is new, and a folder of HTML for a browser.
//!
//! Pure: pages in, files out. What pages say are words and never run; all addresses that the site itself needs are relative.

mod feed;
mod home;
mod names;
mod search;
mod target;
mod template;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::publish::deliver::escaped as as_address;
use super::read::{Rules, TeamPage};
use super::request::{self, Request, by_urgency};
pub(crate) use feed::{Arrivals, News};
use names::Names;
use template::Frame;

/// What a site is made of.
pub(crate) struct Source {
    pub title: String,
    pub rules: Rules,
    pub pages: Vec<TeamPage>,
    /// What the repository says of itself.
    pub readme: Option<String>,
    /// Files that pages may show.
    pub files: BTreeSet<String>,
    pub arrivals: Arrivals,
}

/// The files of a site.
#[derive(Debug, Default)]
pub(crate) struct Site {
    pub texts: BTreeMap<String, String>,
    /// Files that pages show or lead to: what each is called in the site, and where it lies.
    pub copied: BTreeMap<String, String>,
}

/// What pages of a site have in common.
struct Plan<'a> {
    source: &'a Source,
    names: Names,
    requests: Vec<Request>,
}

impl Source {
    /// Makes the site.
    pub(crate) fn site(&self) -> Site {
        let is_request = |page: &&TeamPage| request::is_request(page, &self.rules);
        let mut requests: Vec<Request> = self.pages.iter().filter(is_request).map(request::read).collect();
        requests.sort_by(by_urgency);
        let names = Names::of(self.pages.iter().map(|page| page.path.as_str()), &self.files);
        Plan { source: self, names, requests }.site()
    }
}

impl Plan<'_> {
    fn site(&self) -> Site {
        let mut site = Site::default();
        for page in &self.source.pages {
            let name = self.names.of_path(&page.path).expect("every page has a name").to_owned();
            site.texts.insert(name, self.page(page));
            site.copied.extend(self.shown_in(page));
        }
        site.texts.extend(self.news());
        site.texts.insert(names::HOME.to_owned(), self.home());
        site.texts.insert(names::REQUESTS.to_owned(), self.request_list());
        site.texts.insert(names::INDEX.to_owned(), search::index(self));
        site.texts.insert(names::STYLE.to_owned(), include_str!("style.css").to_owned());
        site.texts.insert(names::SEARCH.to_owned(), include_str!("search.js").to_owned());
        site
    }

    /// A page of the site around this text.
    fn framed(&self, name: &str, title: &str, main: &str) -> String {
        let open = self.requests.iter().filter(|request| request.is_open()).count();
        let has_requests = !self.requests.is_empty();
        Frame { site: &self.source.title, name, title, requests: has_requests.then_some(open) }.around(main)
    }

    fn page(&self, page: &TeamPage) -> String {
        let name = self.names.of_path(&page.path).unwrap_or_default();
        self.framed(name, &page.title, &template::article(self, name, page))
    }

    /// The day that a page says, or else the one on which it came.
    fn day(&self, page: &TeamPage) -> Option<NaiveDate> {
        Some(page.date.or_else(|| self.source.arrivals.get(&page.path).copied())?.date_naive())
    }

    /// The feeds, in which links lead from one place of the site to another.
    fn news(&self) -> impl Iterator<Item = (String, String)> {
        let rules = Rules { title: Some(self.source.title.clone()), web: None, ..self.source.rules.clone() };
        let lead = |path: &str| self.names.of_path(path).map(names::encoded);
        let files = News::of(&self.source.pages, &rules, &self.source.arrivals).files(&lead);
        files.into_iter().map(|(name, text)| (name.to_owned(), text))
    }

    /// Where a file of the team is read by those who are on a page of the site: in the site, else at the team's host.
    fn lead(&self, from: &str, path: &str) -> Option<String> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        match self.names.of_path(path) {
            Some(name) => Some(names::relative(folder, name)),
            None => Some(format!("{}{}", self.source.rules.web.as_ref()?, as_address(path))),
        }
    }

    /// The files of the team that a page leads to.
    fn shown_in(&self, page: &TeamPage) -> BTreeMap<String, String> {
        let paths = target::files(page).into_iter().filter(|path| self.source.files.contains(path));
        paths.filter_map(|path| Some((self.names.of_path(&path)?.to_owned(), path))).collect()
    }
}
