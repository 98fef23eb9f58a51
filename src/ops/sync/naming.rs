//! What a merge has to know of entries: their ids, and which links lead to one that gets another name.

use std::borrow::Cow;

use crate::entry::link::{self, Form, Link, Wanted};
use crate::entry::{Entry, EntryId, EntryPath, KindFolders};
use crate::git::{Moved, Naming};

/// Entries of a store with these folders of kinds.
pub(super) struct Entries<'a>(pub &'a KindFolders);

impl Naming for Entries<'_> {
    fn id(&self, path: &str, content: &[u8]) -> Option<String> {
        let path = EntryPath::new(path).ok().filter(|path| path.as_str().ends_with(".md"))?;
        match Entry::parse(path, content, self.0).id {
            EntryId::Ulid(id) => Some(id.to_string()),
            EntryId::Day(_) | EntryId::Path(_) => None,
        }
    }

    fn relinked(&self, path: &str, content: &[u8], moved: &[Moved]) -> Option<Vec<u8>> {
        let text = std::str::from_utf8(content).ok().filter(|text| text.contains(['[', '<']))?;
        let entry = Entry::parse(EntryPath::new(path).ok()?, text.as_bytes(), self.0);
        let mut edits: Vec<_> = link::of(&entry).iter().filter_map(|link| followed(&entry, link, moved)).collect();
        edits.sort_by_key(|(range, _)| range.start);
        let mut new = entry.text.clone();
        for (range, words) in edits.iter().rev() {
            new.replace_range(range.clone(), words);
        }
        // An entry's text may be less than its file.
        (!edits.is_empty() && entry.text == text).then(|| new.into_bytes())
    }
}

/// What to write into a link that leads to a file with a new name.
fn followed(entry: &Entry, link: &Link, moved: &[Moved]) -> Option<(std::ops::Range<usize>, String)> {
    let leading = |link: Cow<'_, Link>| {
        let moved = moved.iter().find(|moved| leads(&entry.path, &link, moved))?;
        Some((link.into_owned(), moved))
    };
    let (link, moved) = link.readings().find_map(leading)?;
    let target = target(&entry.path, &link, moved);
    let is_short = target.ends_with(".md") && !link.target.to_lowercase().ends_with(".md");
    link.leading_to(&entry.text, if is_short { target.trim_end_matches(".md") } else { &target })
}

/// The way to a file with a new name, said as the link says it: by name, from the top, or from the entry's folder.
fn target(from: &EntryPath, link: &Link, moved: &Moved) -> String {
    let (old, new) = (moved.from.rsplit_once('/'), moved.to.rsplit_once('/'));
    let name = new.map_or(moved.to.as_str(), |(_, name)| name);
    let above = link.target.rfind('/').map_or("", |at| &link.target[..=at]);
    let is_by_name = above.is_empty() && matches!(link.form, Form::Wiki | Form::Embed);
    if is_by_name || old.map(|(folder, _)| folder) == new.map(|(folder, _)| folder) {
        return format!("{above}{name}");
    }
    let without_end = |path: &str| link::key(path.trim_start_matches('/').trim_end_matches(".md"));
    let is_from_top = without_end(&link.target) == without_end(&moved.from);
    match link.target.starts_with('/') {
        true => format!("/{}", moved.to),
        false if is_from_top && !from.folder().is_empty() => moved.to.clone(),
        false => link::relative(from.folder(), &moved.to),
    }
}

/// Whether a link leads to a file by its path or its name, and not to another of that name.
fn leads(from: &EntryPath, link: &Link, moved: &Moved) -> bool {
    let Wanted::Inside { path, name } = link::wanted(from, link) else { return false };
    let files: Vec<EntryPath> = moved.alike.iter().filter_map(|path| EntryPath::new(path.as_str()).ok()).collect();
    let at_path = path.as_deref().and_then(|path| {
        let at = files.iter().filter(|file| link::key(file.as_str()) == link::key(path));
        // The very words count where two are alike, and an ending is none of them.
        link::meant(path.trim_end_matches(".md"), from, at)
    });
    let named = || {
        let name = name.as_deref()?;
        link::meant(name.trim_end_matches(".md"), from, files.iter().filter(|file| link::is_called(file, name)))
    };
    at_path.or_else(named).is_some_and(|led| led.as_str() == moved.from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relinked(text: &str, from: &str, to: &str, alike: &[&str]) -> Option<String> {
        let alike = alike.iter().map(|path| (*path).to_owned()).collect();
        let moved = Moved { from: from.into(), to: to.into(), alike };
        let new = Entries(&[]).relinked("n/x.md", text.as_bytes(), &[moved]);
        new.map(|new| String::from_utf8(new).unwrap())
    }

    #[test]
    fn links_by_name_and_path_follow_in_their_form() {
        let text = "[[idea]] [[Idea#h|shown]] ![[n/idea.md]] [a](idea.md) [b](../n/idea.md#h) [[ideas]] `[[idea]]`\n";

        assert_eq!(
            relinked(text, "n/idea.md", "n/idea-ab12.md", &["n/idea.md"]).unwrap(),
            "[[idea-ab12]] [[idea-ab12#h|shown]] ![[n/idea-ab12.md]] [a](idea-ab12.md) [b](../n/idea-ab12.md#h) [[ideas]] `[[idea]]`\n"
        );
        assert_eq!(relinked("[[other]]", "n/idea.md", "n/idea-ab12.md", &["n/idea.md"]), None);
    }

    #[test]
    fn links_find_the_way_into_another_folder() {
        let text = "[[idea]] [[n/idea|i]] [a](idea.md#h) [b](../n/idea.md) [c](/n/idea.md) [d](n/idea.md)\n";

        assert_eq!(
            relinked(text, "n/idea.md", "m/deep/idea.md", &["n/idea.md"]).unwrap(),
            "[[idea]] [[m/deep/idea|i]] [a](../m/deep/idea.md#h) [b](../m/deep/idea.md) [c](/m/deep/idea.md) [d](m/deep/idea.md)\n"
        );
    }

    #[test]
    fn where_both_are_known_only_links_in_its_very_words_follow() {
        let both = ["n/idea.md", "n/Idea.md"];

        let text = relinked("[[idea]] [[Idea]] [c](Idea.md) [d](idea.md)\n", "n/Idea.md", "n/Idea-ab12.md", &both);

        assert_eq!(text.unwrap(), "[[idea]] [[Idea-ab12]] [c](Idea-ab12.md) [d](idea.md)\n");
    }

    #[test]
    fn pictures_follow_and_files_of_that_name_elsewhere_are_left_alone() {
        let pictures = ["n/a.PNG", "m/a.png"];
        let text = relinked("![](a.PNG) ![](../m/a.png) ![[a.PNG]]\n", "n/a.PNG", "n/a-12ab.PNG", &pictures);

        assert_eq!(text.unwrap(), "![](a-12ab.PNG) ![](../m/a.png) ![[a-12ab.PNG]]\n");
    }
}
