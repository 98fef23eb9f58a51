//! What the files of a site are called: as in the team, pages with `.html`.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::entry::link;
use crate::text::{file_name, percent};

pub(super) const HOME: &str = "index.html";
pub(super) const REQUESTS: &str = "requests.html";
pub(super) const INDEX: &str = "search.json";
pub(super) const STYLE: &str = "style.css";
pub(super) const SEARCH: &str = "search.js";
/// What the site has beside pages.
const OWN: [&str; 7] = [HOME, REQUESTS, INDEX, STYLE, SEARCH, "feed.xml", "feed.json"];
/// What the repository says of itself is said at the beginning.
const README: &str = "README.md";

/// What each file of a team is called in the site.
pub(super) struct Names(HashMap<String, String>);

impl Names {
    pub(super) fn of<'a>(pages: impl Iterator<Item = &'a str>, files: &BTreeSet<String>) -> Self {
        let mut taken: HashSet<String> = OWN.map(str::to_owned).into();
        let mut names = HashMap::from([(README.to_owned(), HOME.to_owned())]);
        for path in pages {
            let stem = path.strip_suffix(".md").unwrap_or(path);
            names.insert(path.to_owned(), free(stem, "html", &mut taken));
        }
        for path in files {
            let (stem, end) = path.rsplit_once('.').unwrap_or((path, "txt"));
            names.insert(path.clone(), free(stem, end, &mut taken));
        }
        Self(names)
    }

    /// What a file of the team is called.
    pub(super) fn of_path(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

/// A name that nothing has, on disks too where case does not count. No folder is called as a file may be.
fn free(stem: &str, end: &str, taken: &mut HashSet<String>) -> String {
    let (folder, name) = stem.rsplit_once('/').map_or(("", stem), |(folder, name)| (folder, name));
    let part = |part: &str| if part.contains('.') { format!("{part}_/") } else { format!("{part}/") };
    let folder: String = folder.split('/').filter(|it| !it.is_empty()).map(part).collect();
    let numbered = |count: usize| if count == 1 { name.to_owned() } else { format!("{name}-{count}") };
    let mut names = (1..).map(|count| format!("{folder}{}.{end}", numbered(count)));
    names.find(|name| taken.insert(file_name::folded(name))).expect("numbers do not end")
}

/// A name of the site as an address.
pub(super) fn encoded(name: &str) -> String {
    percent::encoded(name, |c| !(c.is_ascii_alphanumeric() || "/-._".contains(c)))
}

/// The way from a folder of the site to a name.
pub(super) fn relative(folder: &str, name: &str) -> String {
    encoded(&link::relative(folder, name))
}
