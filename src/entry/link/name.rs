//! What a link's words ask for, and which of several entries they mean.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::target::is_address;
use super::{Form, Link};
use crate::entry::EntryPath;

/// What a link's words ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The entry that the link stands in.
    Itself,
    /// An address with a scheme.
    Web,
    /// A path from the top of the store, or else what a name means.
    Inside { path: Option<String>, name: Option<String> },
}

/// What a link asks for where it stands.
///
/// A wiki link names; a Markdown link is a path from its own folder, or else a name too, as some programs write them. Both
/// are paths alone when they begin with `/`, `./` or `../`.
pub fn wanted(from: &EntryPath, link: &Link) -> Wanted {
    let target = link.target.as_str();
    let (is_web, is_path) = match link.form {
        Form::Auto => (true, true),
        Form::Markdown | Form::Image | Form::Html => (is_address(target), true),
        // A title may well have a colon.
        Form::Wiki | Form::Embed => (target.contains("://") || target.starts_with("mailto:"), false),
    };
    let is_placed = ["/", "./", "../"].iter().any(|start| target.starts_with(start));
    match (is_web, is_placed) {
        _ if target.is_empty() => Wanted::Itself,
        (true, _) => Wanted::Web,
        (false, true) => Wanted::Inside { path: inside(from.folder(), target), name: None },
        (false, false) => {
            Wanted::Inside { path: inside(from.folder(), target).filter(|_| is_path), name: Some(target.to_owned()) }
        }
    }
}

/// A target as a path from the top of the store; `None` if it leads out of it or nowhere.
pub fn inside(folder: &str, target: &str) -> Option<String> {
    let base = if target.starts_with('/') { "" } else { folder };
    let mut parts = Vec::new();
    for part in base.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/")).filter(|path| !path.is_empty())
}

/// A name as names are compared: composed, in lower case, without `.md`.
pub fn key(name: &str) -> String {
    let name = name.trim();
    let composed = if is_nfc(name) { Cow::Borrowed(name) } else { Cow::Owned(name.nfc().collect::<String>()) };
    let mut key = composed.to_lowercase();
    if key.ends_with(".md") {
        key.truncate(key.len() - 3);
    }
    key
}

/// Whether a file is called so: by its name, or by its name and folders above it.
pub fn is_called(path: &EntryPath, name: &str) -> bool {
    let (path, name) = (key(path.as_str()), key(name));
    path.strip_suffix(name.as_str()).is_some_and(|above| above.is_empty() || above.ends_with('/'))
}

/// Which of the entries that have a name it means to one of them: the one at exactly that path from the top, else the one
/// in the linking entry's own folder, else the one in the fewest folders, else the first of the alphabet.
pub fn meant<'a>(
    name: &str,
    from: &EntryPath,
    entries: impl IntoIterator<Item = &'a EntryPath>,
) -> Option<&'a EntryPath> {
    let mut entries = entries.into_iter();
    let first = entries.next()?;
    let Some(second) = entries.next() else { return Some(first) };
    let at_top = key(name);
    let beside = inside(from.folder(), name).map(|path| key(&path));
    let distance = |path: &EntryPath| match key(path.as_str()) {
        path if path == at_top => 0,
        path if Some(&path) == beside.as_ref() => 1,
        _ if path.folder() == from.folder() => 1,
        _ => 2,
    };
    let is_spelt_otherwise = |path: &EntryPath| !path.as_str().trim_end_matches(".md").ends_with(name);
    [first, second]
        .into_iter()
        .chain(entries)
        .min_by_key(|path| (distance(path), path.as_str().matches('/').count(), is_spelt_otherwise(path), *path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> EntryPath {
        EntryPath::new(path).unwrap()
    }

    #[test]
    fn relative_targets_are_followed_within_the_store() {
        assert_eq!(inside("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(inside("a/b", "/c.md").as_deref(), Some("c.md"));
        assert_eq!(inside("", "./x/y.md").as_deref(), Some("x/y.md"));
        assert_eq!(inside("a", "../../c.md"), None);
        assert_eq!(inside("a", ".."), None);
    }

    #[test]
    fn names_are_compared_without_case_composition_and_ending() {
        assert_eq!(key(" Deep/Cafe\u{301}.MD "), key("deep/CAFÉ"));
        assert!(is_called(&path("a/Deep/Tea.md"), "deep/tea") && !is_called(&path("a/Sweet Tea.md"), "tea"));
    }

    #[test]
    fn a_tie_goes_to_the_top_then_the_own_folder_then_the_fewest_folders_then_the_alphabet() {
        let all = ["z/tea.md", "a/b/tea.md", "y/tea.md", "tea.md"].map(path);
        let choose = |from: &str, entries: &[EntryPath]| meant("tea", &path(from), entries).map(ToString::to_string);

        assert_eq!(choose("a/b/x.md", &all).as_deref(), Some("tea.md"));
        assert_eq!(choose("a/b/x.md", &all[..3]).as_deref(), Some("a/b/tea.md"));
        assert_eq!(choose("x.md", &all[..3]).as_deref(), Some("y/tea.md"));
        assert_eq!(choose("x.md", &[]), None);
        let cases = ["Tea.md", "tea.md"].map(path);
        assert_eq!(meant("tea", &path("x.md"), &cases), Some(&cases[1]));
    }
}
