//! Links that lead nowhere, and those that only some programs follow.

use std::collections::{HashMap, HashSet};

use super::{File, Folder, Inspection, Rule, line_at};
use crate::entry::link::{self, Form, Link, Wanted};
use crate::entry::place::Places;
use crate::entry::{Entry, EntryPath};

/// Looks at the links of every Markdown file but templates.
pub(super) fn look(folder: &Folder<'_>, found: &mut Inspection) {
    let texts: Vec<(&File, Entry)> = folder.files.iter().filter_map(read).collect();
    let targets = Targets::of(folder, &texts);
    for (file, entry) in &texts {
        let faults = link::of(entry).into_iter().filter_map(|link| Some((targets.fault(entry, &link)?, link)));
        // Another program may follow other links, and name headings otherwise.
        let faults = faults.filter(|(fault, _)| folder.is_team || matches!(fault, Fault::Gone(_)));
        let mut edits = Vec::new();
        for (fault, link) in faults {
            let (rule, what) = fault.told(&link);
            found.add(&file.path, line_at(&entry.text, link.range.start), rule, what);
            if let Fault::Gone(Some(to)) = fault {
                edits.extend(link.leading_to(&entry.text, &link::relative(entry.path.folder(), &to)));
            }
        }
        if !edits.is_empty() {
            found.repaired.insert(file.path.clone(), edited(&entry.text, edits));
        }
    }
}

/// A Markdown file that people read, if it is text to the last byte.
fn read(file: &File) -> Option<(&File, Entry)> {
    let is_read = file.path.ends_with(".md") && !file.path.split('/').any(|part| part.starts_with('.'));
    let text = file.text.as_ref().filter(|_| is_read && !file.path.starts_with("templates/"))?;
    let entry = Entry::parse(EntryPath::new(file.path.as_str()).ok()?, text.as_bytes(), &[]);
    (entry.text == *text).then_some((file, entry))
}

fn edited(text: &str, mut edits: Vec<(std::ops::Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = text.to_owned();
    edits.into_iter().rev().for_each(|(range, words)| text.replace_range(range, &words));
    text
}

enum Fault {
    Wiki,
    Heading(String),
    /// Nothing is there; the one file that has its name.
    Gone(Option<String>),
}

impl Fault {
    fn told(&self, link: &Link) -> (Rule, String) {
        let target = if link.target.is_empty() { "it" } else { &link.target };
        match self {
            Self::Wiki => (Rule::WikiLink, format!("hosts do not follow [[{target}]]")),
            Self::Heading(heading) => (Rule::DeadLink, format!("no heading “{heading}” where {target} leads")),
            Self::Gone(Some(to)) => (Rule::DeadLink, format!("nothing is at {target}; {to} has its name")),
            Self::Gone(None) => (Rule::DeadLink, format!("nothing is at {target}")),
        }
    }
}

/// What links can lead to.
struct Targets<'a> {
    paths: &'a HashSet<&'a str>,
    folders: HashSet<&'a str>,
    places: HashMap<&'a str, Places>,
    /// By the file's name; nothing where several have it.
    names: HashMap<&'a str, Option<&'a str>>,
}

impl<'a> Targets<'a> {
    fn of(folder: &'a Folder<'_>, texts: &'a [(&File, Entry)]) -> Self {
        let places = texts.iter().map(|(file, entry)| (file.path.as_str(), Places::of(entry.body()))).collect();
        let (mut names, mut folders) = (HashMap::new(), HashSet::new());
        for path in &folder.paths {
            let name = path.rsplit('/').next().unwrap_or(path);
            names.entry(name).and_modify(|other| *other = None).or_insert(Some(*path));
            folders.extend(path.match_indices('/').map(|(at, _)| &path[..at]));
        }
        Self { paths: &folder.paths, folders, places, names }
    }

    fn fault(&self, entry: &Entry, link: &Link) -> Option<Fault> {
        let is_written = matches!(link.form, Form::Wiki | Form::Embed) && link.field.is_none();
        let heading = || link.heading.as_deref().filter(|heading| !heading.is_empty());
        let missing = |path: &str| {
            let places = self.places.get(path)?;
            heading().filter(|heading| !places.has(heading)).map(|heading| Fault::Heading(heading.to_owned()))
        };
        match link::wanted(&entry.path, link) {
            _ if is_written => Some(Fault::Wiki),
            Wanted::Web => None,
            Wanted::Itself => missing(entry.path.as_str()),
            // A name in a field, without a path, is nobody's link on a host.
            Wanted::Inside { name: Some(_), .. } if link.field.is_some() => None,
            Wanted::Inside { path, .. } => match path {
                Some(path) if self.paths.contains(path.as_str()) => missing(&path),
                Some(path) if self.folders.contains(path.trim_end_matches('/')) => None,
                Some(path) => {
                    let name = path.rsplit('/').next().unwrap_or(&path);
                    let moved = self.names.get(name).copied().flatten().filter(|_| name.ends_with(".md"));
                    Some(Fault::Gone(moved.filter(|to| !to.starts_with("templates/")).map(str::to_owned)))
                }
                None => Some(Fault::Gone(None)),
            },
        }
    }
}
