//! What a person may want to bring along at the first start: looked for by name alone. Nothing of it is read before they say so.

use std::fs;
use std::path::{Path, PathBuf};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub path: PathBuf,
    pub kind: Kind,
}

/// What becomes of it if it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder of notes, which is opened where it is: what made it.
    Notes(&'static str),
    /// A file that is imported: what it has.
    Import(&'static str),
    /// A list of feeds.
    Feeds(&'static str),
}

/// Where notes usually are.
const HOMES: [&str; 6] = ["", "Documents", "Notes", "notes", "Obsidian", "vaults"];
/// The folder by which a folder of notes is known, and whose it is.
const MARKS: [(&str, &str); 3] =
    [(".obsidian", "an Obsidian vault"), (".zk", "a zk notebook"), ("logseq", "a Logseq graph")];
/// The most folders that are looked at in one place.
const MOST: usize = 500;

/// What lies in the home folder.
pub fn find(home: &Path) -> Vec<Offer> {
    let mut offers = Vec::new();
    for place in HOMES.map(|place| home.join(place)) {
        for folder in [place.clone()].into_iter().chain(folders(&place)) {
            let mark = MARKS.iter().find(|(mark, _)| folder.join(mark).is_dir());
            if let Some((_, what)) = mark.filter(|_| folder != home) {
                add(&mut offers, folder, Kind::Notes(what));
            }
        }
    }
    for notebook in folders(&home.join(".nb")).into_iter().filter(|folder| folder.join(".index").is_file()) {
        add(&mut offers, notebook, Kind::Notes("an nb notebook"));
    }
    for list in [".newsboat/urls", ".config/newsboat/urls"].map(|name| home.join(name)) {
        if list.is_file() {
            add(&mut offers, list, Kind::Feeds("what newsboat follows"));
        }
    }
    for file in files(&home.join("Downloads")) {
        if let Some(kind) = export(&file) {
            add(&mut offers, file, kind);
        }
    }
    offers
}

fn add(offers: &mut Vec<Offer>, path: PathBuf, kind: Kind) {
    if !offers.iter().any(|known| known.path == path) {
        offers.push(Offer { path, kind });
    }
}

/// What a file in the downloads is by its name.
fn export(file: &Path) -> Option<Kind> {
    let name = file.file_name()?.to_str()?.to_lowercase();
    let ends = |end: &str| name.ends_with(end);
    match name.as_str() {
        _ if name.contains("bookmark") && (ends(".html") || ends(".htm")) => {
            Some(Kind::Import("bookmarks of a browser"))
        }
        _ if name.starts_with("pinboard_export") => Some(Kind::Import("bookmarks of Pinboard")),
        _ if name.starts_with("pocket") && (ends(".zip") || ends(".csv")) => Some(Kind::Import("what Pocket kept")),
        _ if ends(".enex") => Some(Kind::Import("notes of Evernote")),
        _ if ends(".opml") => Some(Kind::Feeds("a list of feeds")),
        _ => None,
    }
}

fn folders(of: &Path) -> Vec<PathBuf> {
    listed(of, |kind| kind.is_dir()).into_iter().filter(|path| !is_hidden(path)).collect()
}

fn files(of: &Path) -> Vec<PathBuf> {
    listed(of, |kind| kind.is_file())
}

fn listed(of: &Path, wanted: impl Fn(fs::FileType) -> bool) -> Vec<PathBuf> {
    let items = fs::read_dir(of).into_iter().flatten().flatten().take(MOST);
    let mut listed: Vec<PathBuf> =
        items.filter(|item| item.file_type().is_ok_and(&wanted)).map(|item| item.path()).collect();
    listed.sort();
    listed
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk;

    #[test]
    fn vaults_notebooks_and_exports_are_found_by_their_names() {
        let home = tempfile::tempdir().unwrap();
        for file in [
            "Documents/Vault/.obsidian/app.json",
            "notes/.zk/config.toml",
            ".nb/home/.index",
            ".newsboat/urls",
            "Downloads/Bookmarks_2026.html",
            "Downloads/taxes.pdf",
        ] {
            disk::create(&home.path().join(file), b"").unwrap();
        }

        let found = find(home.path());

        let names: Vec<&str> =
            found.iter().map(|it| it.path.strip_prefix(home.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["notes", "Documents/Vault", ".nb/home", ".newsboat/urls", "Downloads/Bookmarks_2026.html"]);
    }
}
