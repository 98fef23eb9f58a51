//! Where an address in a page of a team leads.

use pulldown_cmark::{Event, Parser, Tag};

use crate::entry::link;
use crate::team::read::TeamPage;
use crate::text::percent;

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Web(String),
    /// A file of the team, and what follows its path: `#heading` or nothing.
    File(String, String),
    /// A heading of the page itself.
    Here(String),
}

/// Where an address in a page leads; nothing where that is out of the team.
pub(super) fn of(page: &str, address: &str) -> Option<Place> {
    if address.contains(':') || address.starts_with("//") {
        return Some(Place::Web(address.to_owned()));
    }
    let (path, heading) = address.split_once('#').map_or((address, ""), |(path, heading)| (path, heading));
    let heading = if heading.is_empty() { String::new() } else { format!("#{}", link::encoded(heading)) };
    if path.is_empty() {
        return Some(Place::Here(heading));
    }
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = path.split('?').next().unwrap_or_default();
    Some(Place::File(link::inside(folder, &percent::decoded(path)?)?, heading))
}

/// The files of the team that a page leads to, be they there or not.
pub(super) fn files(page: &TeamPage) -> Vec<String> {
    let links = Parser::new(page.body()).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
        _ => None,
    });
    let file = |place| if let Place::File(path, _) = place { Some(path) } else { None };
    links.filter_map(|address| of(&page.path, &address).and_then(file)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_the_web_into_the_team_or_nowhere() {
        let file = |path: &str, heading: &str| Some(Place::File(path.to_owned(), heading.to_owned()));

        assert_eq!(of("notes/git/a.md", "../tea/b%20c.md#one"), file("notes/tea/b c.md", "#one"));
        assert_eq!(of("notes/git/a.md", "b.md?raw"), file("notes/git/b.md", ""));
        assert_eq!(of("a.md", "#one"), Some(Place::Here("#one".to_owned())));
        assert_eq!(of("a.md", "https://example.org/#x"), Some(Place::Web("https://example.org/#x".to_owned())));
        assert_eq!(of("a.md", "//example.org/x"), Some(Place::Web("//example.org/x".to_owned())));
        assert_eq!(of("a.md", "../../etc/passwd"), None);
    }
}
