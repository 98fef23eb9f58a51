//! The lists of the README: the index of pages, their titles, the open requests.

use chrono::NaiveDate;

use super::{Folder, Inspection, Rule};
use crate::team::read::TeamPage;
use crate::team::readme::{self, Listing, OpenRequest, ReadmeIndex, Shown};
use crate::team::request::{self, FOLDER, Request, by_urgency};

const README: &str = "README.md";

pub(super) fn look(folder: &Folder<'_>, found: &mut Inspection) {
    let Some(text) = folder.files.iter().find(|file| file.path == README).and_then(|file| file.text.as_deref()) else {
        return;
    };
    // What the repair of links has made of it already.
    let mut readme = found.repaired.get(README).cloned().unwrap_or_else(|| text.to_owned());
    if readme::has_markers(&readme) {
        readme = index(folder, &readme, found);
    }
    if let Some(with) = readme::lists_requests(&readme).then(|| requests(folder, &readme)).flatten() {
        found.add(README, 1, Rule::Index, "the open requests are not as they are listed");
        readme = with;
    }
    if readme != text {
        found.repaired.insert(README.to_owned(), readme);
    }
}

/// The README with a line for each page, under its title.
fn index(folder: &Folder<'_>, readme: &str, found: &mut Inspection) -> String {
    let known = readme::known(readme);
    let mut stale: Vec<(Shown, Vec<String>)> = Vec::new();
    for page in folder.pages.iter().filter(|page| !page.is_withdrawn() && !folder.rules.is_apart(&page.path)) {
        match known.get(&page.path) {
            None => found.add(&page.path, 1, Rule::Index, "README.md does not list it"),
            Some(title) if !is_title(&page.title, title) => {
                found.add(&page.path, 1, Rule::Title, format!("README.md calls it “{title}”"));
            }
            Some(_) => continue,
        }
        stale.push((shown(folder, page), known.get(&page.path).cloned().into_iter().collect()));
    }
    // A line that somebody wrote about another file that is there stays.
    let is_gone = |path: &&str| !folder.paths.contains(path) || folder.withdrawn.contains(*path);
    let gone: Vec<&str> = known.keys().map(String::as_str).filter(is_gone).collect();
    for path in &gone {
        found.add(README, 1, Rule::Index, format!("it lists {path}, which is not a page any more"));
    }
    let listings: Vec<Listing<'_>> = stale.iter().map(|(page, titles)| Listing { page, from: None, titles }).collect();
    match readme::edited(readme, &listings, &gone) {
        ReadmeIndex::Updated(text) => text,
        ReadmeIndex::Unchanged | ReadmeIndex::Unknown => readme.to_owned(),
    }
}

/// Whether a line says a page's title, as a reader of the list sees it.
fn is_title(title: &str, line: &str) -> bool {
    let words = |text: &str| text.replace(['\\', '*', '_', '`'], "").split_whitespace().collect::<Vec<_>>().join(" ");
    words(title) == words(line)
}

fn shown(folder: &Folder<'_>, page: &TeamPage) -> Shown {
    let topic = folder.rules.place(&page.path).map(|place| place.topic).unwrap_or_default();
    let date = page.date.map_or(NaiveDate::MIN, |date| date.date_naive());
    Shown { title: page.title.clone(), path: page.path.clone(), topic, date }
}

fn requests(folder: &Folder<'_>, readme: &str) -> Option<String> {
    let pages = folder.pages.iter().filter(|page| request::is_request(page, &folder.rules));
    let mut open: Vec<Request> = pages.map(request::read).filter(Request::is_open).collect();
    open.sort_by(by_urgency);
    let open: Vec<OpenRequest> = open.iter().map(OpenRequest::from).collect();
    readme::with_requests(readme, &open, FOLDER)
}
