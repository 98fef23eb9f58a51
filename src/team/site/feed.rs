//! Feeds of what is new in a team: Atom and JSON Feed, the same bytes for the same pages.

use std::cmp::Reverse;
use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use super::target::{self, Place};
use crate::entry::Timestamp;
use crate::formats::write::html::{self, Target};
use crate::formats::write::{Feed, Piece, atom, json_feed};
use crate::team::publish::deliver::escaped;
use crate::team::read::{Rules, TeamPage};

const ATOM: &str = "feed.xml";
const JSON: &str = "feed.json";
/// As many pages as a feed has.
const MOST: usize = 30;
/// Of a longer page a feed has the beginning, in bytes.
const LONGEST: usize = 20_000;

/// When pages came to a team, by their paths: as its history says.
pub(crate) type Arrivals = HashMap<String, Timestamp>;

/// The newest pages of a team.
pub(crate) struct News<'a> {
    pub title: &'a str,
    /// The address below which pages are read.
    pub web: Option<&'a str>,
    /// Newest first.
    pages: Vec<(Timestamp, &'a TeamPage)>,
}

impl<'a> News<'a> {
    /// The newest of a team's pages by when they came, or by the day that they say themselves.
    pub(crate) fn of(pages: &'a [TeamPage], rules: &'a Rules, arrivals: &Arrivals) -> Self {
        let is_new = |page: &&TeamPage| !page.is_withdrawn() && !rules.is_apart(&page.path);
        let day = |page: &'a TeamPage| Some((arrivals.get(&page.path).copied().or(page.date)?, page));
        let mut pages: Vec<_> = pages.iter().filter(is_new).filter_map(day).collect();
        pages.sort_by_key(|(date, page)| (Reverse(*date), &page.path));
        pages.truncate(MOST);
        Self { title: rules.title.as_deref().unwrap_or("What we know"), web: rules.web.as_deref(), pages }
    }

    /// The files of both feeds; `lead` knows where a file of the team is read.
    pub(crate) fn files(&self, lead: &dyn Fn(&str) -> Option<String>) -> [(&'static str, String); 2] {
        let updated = self.pages.first().map(|(date, _)| *date).unwrap_or_default();
        let pieces = self.pages.iter().map(|(date, page)| piece(*date, page, lead)).collect();
        let (title, home) = (self.title.to_owned(), self.web.map(str::to_owned));
        let feed = Feed { id: name(&title), title, home, updated, pieces };
        [(ATOM, atom(&feed)), (JSON, json_feed(&feed))]
    }

    /// The same with links to where the team's host shows its files, if the team says that.
    pub(crate) fn on_host(&self) -> [(&'static str, String); 2] {
        self.files(&|path| Some(format!("{}{}", self.web?, escaped(path))))
    }
}

fn piece(date: Timestamp, page: &TeamPage, lead: &dyn Fn(&str) -> Option<String>) -> Piece {
    let place = |target: Target<'_>| {
        let (Target::Link(address) | Target::Picture(address)) = target;
        match target::of(&page.path, address)? {
            Place::Web(address) => Some(address),
            Place::File(path, heading) => Some(lead(&path)? + &heading),
            Place::Here(heading) => Some(lead(&page.path)? + &heading),
        }
    };
    Piece {
        id: name(page.id.as_deref().unwrap_or(&page.path)),
        title: page.title.clone(),
        url: lead(&page.path),
        about: page.url.clone().filter(|url| html::is_followed(url)),
        date,
        authors: page.authors.clone(),
        tags: page.tags.clone(),
        html: if page.is_plain { String::new() } else { html::of_markdown(beginning(page.text_below_title()), &place) },
    }
}

/// The first paragraphs of a long text.
fn beginning(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let end = text.floor_char_boundary(LONGEST);
    &text[..text[..end].rfind("\n\n").unwrap_or(end)]
}

/// The same as long as it is about the same.
fn name(of: &str) -> String {
    let hash = Sha256::digest(format!("team {of}"));
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("urn:riffle:{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::team::read::read_page;

    fn page(path: &str, text: &str) -> TeamPage {
        read_page(path, text.as_bytes(), &Rules::default())
    }

    fn files(rules: &Rules) -> [(&'static str, String); 2] {
        let pages = [
            page("nuggets/git/old.md", "---\ntitle: Old\ndate: 2026-01-01\n---\n# Old\n\n[new](new.md#x) ![](a.png)\n"),
            page("nuggets/git/new.md", "---\ntitle: New & <b>\ndate: 2026-02-01\nauthors: Jo\n---\n# New\n\nWords.\n"),
            page("nuggets/git/undated.md", "# Undated\n"),
            page("requests/one.md", "---\ntitle: One\ndate: 2026-03-01\n---\n"),
        ];
        News::of(&pages, rules, &Arrivals::new()).on_host()
    }

    #[test]
    fn the_newest_pages_come_first_and_their_links_lead_to_the_host() {
        let rules = Rules { web: Some("https://git.example/notes/".into()), ..Rules::default() };

        let [(_, atom), (_, json)] = files(&rules);

        let titles: Vec<&str> = atom.lines().filter(|line| line.starts_with("<title>")).collect();
        assert_eq!(titles[1..], ["<title>New &amp; &lt;b&gt;</title>", "<title>Old</title>"]);
        assert!(atom.contains("<author><name>Jo</name></author>"), "{atom}");
        assert!(json.contains("\"url\":\"https://git.example/notes/nuggets/git/new.md\""), "{json}");
        assert!(json.contains("href=\\\"https://git.example/notes/nuggets/git/new.md#x\\\""), "{json}");
        assert_eq!(files(&rules), files(&rules));
    }

    #[test]
    fn without_an_address_of_the_host_there_are_words_alone() {
        let [(_, atom), (_, json)] = files(&Rules::default());

        assert!(!atom.contains("href=") && !json.contains("\"url\"") && json.contains("<p>new </p>"), "{atom}{json}");
    }
}
