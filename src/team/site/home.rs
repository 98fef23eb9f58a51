//! The first page of a site: what it is, what is asked, and all pages by their topics.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::template::{about, meta, rendered};
use super::{Plan, names};
use crate::entry::place::anchor;
use crate::formats::write::escaped;
use crate::team::read::TeamPage;
use crate::team::request::Request;

/// As many requests as the first page shows.
const FIRST_REQUESTS: usize = 5;
/// Folders of what is no page, as people call them.
const APART: [(&str, &str); 3] = [("digests", "Digests"), ("log", "Weeks"), ("thanks", "Thanks")];

impl Plan<'_> {
    /// Under which heading a page is listed.
    pub(super) fn topic(&self, page: &TeamPage) -> String {
        let folder = page.path.split_once('/').map_or("", |(top, _)| top);
        let apart = APART.iter().find(|(name, _)| *name == folder && self.source.rules.is_apart(&page.path));
        let place = || self.source.rules.place(&page.path).map(|place| place.topic).filter(|topic| !topic.is_empty());
        apart.map(|(_, name)| (*name).to_owned()).or_else(place).unwrap_or_else(|| folder.to_owned())
    }

    pub(super) fn home(&self) -> String {
        let mut main = format!("<h1>{}</h1>\n{}", escaped(&self.source.title), self.intro());
        main.push_str(SEARCH);
        main.push_str(&self.open_requests());
        main.push_str("<div id=\"all\">\n");
        for ((is_apart, topic), mut pages) in self.topics() {
            pages.sort_by_cached_key(|page| (page.title.to_lowercase(), page.path.clone()));
            if is_apart {
                // The newest week first.
                pages.sort_by(|one, other| other.path.cmp(&one.path));
            }
            main.push_str(&self.section(&topic, &pages));
        }
        main.push_str("</div>\n");
        self.framed(names::HOME, "", &main)
    }

    /// The pages of each topic, those that are none last.
    fn topics(&self) -> BTreeMap<(bool, String), Vec<&TeamPage>> {
        let mut topics: BTreeMap<_, Vec<&TeamPage>> = BTreeMap::new();
        let is_request = |page: &TeamPage| self.requests.iter().any(|request| request.path == page.path);
        for page in self.source.pages.iter().filter(|page| !page.is_withdrawn() && !is_request(page)) {
            topics.entry((self.source.rules.is_apart(&page.path), self.topic(page))).or_default().push(page);
        }
        topics
    }

    fn section(&self, topic: &str, pages: &[&TeamPage]) -> String {
        let title = if topic.is_empty() { "Pages" } else { topic };
        let id = escaped(&anchor(title));
        let mut section = format!(
            "<section aria-labelledby=\"topic-{id}\">\n<h2 id=\"topic-{id}\">{} <small>{}</small></h2>\n<ul class=\"pages\">\n",
            escaped(title),
            pages.len()
        );
        for page in pages {
            let to = names::encoded(self.names.of_path(&page.path).unwrap_or_default());
            let date = self.day(page).map(|day| meta(&day.to_string())).unwrap_or_default();
            writeln!(section, "<li><a href=\"{to}\">{}</a>{date}</li>", escaped(&page.title))
                .expect("a string takes what is written to it");
        }
        section + "</ul>\n</section>\n"
    }

    /// What the README says before its lists.
    fn intro(&self) -> String {
        let Some(readme) = &self.source.readme else { return String::new() };
        let begins_list = |line: &&str| ["#", "<!--", "- ", "* ", "|", "```"].iter().any(|it| line.starts_with(it));
        let lines = readme.lines().skip_while(|line| line.trim().is_empty() || line.starts_with("# "));
        let words: String = lines.take_while(|line| !begins_list(line)).map(|line| format!("{line}\n")).collect();
        rendered(self, names::HOME, "README.md", &words)
    }

    fn open_requests(&self) -> String {
        let open: Vec<&Request> = self.requests.iter().filter(|request| request.is_open()).collect();
        if open.is_empty() {
            return String::new();
        }
        let items: String = open.iter().take(FIRST_REQUESTS).map(|request| self.request(request)).collect();
        let more = match open.len().checked_sub(FIRST_REQUESTS).filter(|more| *more > 0) {
            Some(more) => format!("<p><a href=\"{}\">{more} more</a></p>\n", names::REQUESTS),
            None => String::new(),
        };
        format!(
            "<section aria-labelledby=\"asked\" class=\"asked\">\n<h2 id=\"asked\">Asked</h2>\n<ul>\n{items}</ul>\n{more}</section>\n"
        )
    }

    /// All requests, those first that wait for an answer.
    pub(super) fn request_list(&self) -> String {
        let (open, done): (Vec<_>, Vec<_>) = self.requests.iter().partition(|request| request.is_open());
        let mut main = "<h1>Requests</h1>\n".to_owned();
        for (title, requests) in [("Open", open), ("Answered and closed", done)] {
            if !requests.is_empty() {
                let items: String = requests.into_iter().map(|request| self.request(request)).collect();
                write!(main, "<h2>{title}</h2>\n<ul>\n{items}</ul>\n").expect("a string takes what is written to it");
            }
        }
        if self.requests.is_empty() {
            main.push_str("<p>Nothing is asked.</p>\n");
        }
        self.framed(names::REQUESTS, "Requests", &main)
    }

    fn request(&self, request: &Request) -> String {
        let to = names::encoded(self.names.of_path(&request.path).unwrap_or_default());
        format!("<li><a href=\"{to}\">{}</a>{}</li>\n", escaped(&request.title), self.answers(request))
    }

    /// For whom it is and who is on it, what answers it and what came of it.
    fn answers(&self, request: &Request) -> String {
        let title = |path: &String| self.source.pages.iter().find(|page| page.path == *path && !page.is_withdrawn());
        let answer = |page: &TeamPage| {
            let to = names::encoded(self.names.of_path(&page.path).unwrap_or_default());
            format!("<br>→ <a href=\"{to}\">{}</a>", escaped(&page.title))
        };
        let answers: String = request.answers.iter().filter_map(title).map(answer).collect();
        let outcome = request.outcome.as_ref().map(|outcome| format!("<br>{}", escaped(outcome))).unwrap_or_default();
        format!("{}{answers}{outcome}", about(request))
    }
}

/// Hidden where nothing runs: the list below has everything.
const SEARCH: &str = "<form id=\"search\" role=\"search\" hidden>\n<label for=\"words\">Search</label>\n\
    <input id=\"words\" name=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" aria-controls=\"found\" placeholder=\"Type / to search\">\n\
    <p id=\"count\" role=\"status\"></p>\n</form>\n<ol id=\"found\" class=\"pages\" hidden></ol>\n";
