//! Renames entries whose names some disks take for one: the later gets a suffix, so that both exist on every machine.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use git2::{ObjectType, Oid, Tree};

use super::Naming;
use crate::git::objects::folders::{Folders, files_at, join, parts, split};
use crate::git::objects::names::with_suffix;
use crate::git::objects::tree;
use crate::git::{Error, Repo};
use crate::text::file_name;

/// How many characters of an id a name gets; more where even that is taken.
const SUFFIX: usize = 4;

/// Which files get another path, given a tree, the paths that are new in it, and the commit before. The same on every machine.
pub(super) fn collision_renames<'a>(
    repo: &Repo,
    [base, tree]: [Option<&Tree<'_>>; 2],
    new: impl Iterator<Item = &'a String>,
    naming: &dyn Naming,
) -> Result<BTreeMap<String, String>, Error> {
    let Some(tree) = tree else { return Ok(BTreeMap::new()) };
    let mut folders = Folders::default();
    let mut meeting: BTreeSet<String> = BTreeSet::new();
    for path in new {
        // What lies outside the store is not Riffle's to rename.
        if let Some((folder, names)) = folders.collision(repo, Some(tree), path)?
            && repo.inside(&join(&folder, "x")).is_some()
        {
            meeting.extend(names.iter().map(|it| join(&folder, &it.name)));
        }
    }
    let mut files = Vec::new();
    for path in meeting {
        for (file, leaf) in files_at(repo, tree, &path)? {
            files.push(ranked(repo, base, file, leaf, naming)?);
        }
    }
    files.sort();
    let own: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    placed(&files, &mut |path| {
        let (folder, name) = split(path);
        let alike = folders.alike(repo, Some(tree), folder, name)?;
        Ok(alike.iter().any(|other| !own.contains(join(folder, &other.name).as_str())))
    })
}

/// A file among those that meet; the first in order keeps its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ranked {
    is_new: bool,
    has_no_id: bool,
    id: String,
    path: String,
}

fn ranked(
    repo: &Repo,
    base: Option<&Tree<'_>>,
    path: String,
    (id, mode): tree::Leaf,
    naming: &dyn Naming,
) -> Result<Ranked, Error> {
    let was = base.map(|base| tree::leaf(base, &path)).transpose().map_err(|error| repo.failed(error))?.flatten();
    let content = if tree::is_file(mode) { repo.load_blob(&path, id).ok() } else { None };
    let named = repo.inside(&path).zip(content).and_then(|(inside, content)| naming.id(inside, &content));
    let unnamed = || {
        let hash = Oid::hash_object(ObjectType::Blob, format!("{path}\0{id}").as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| repo.failed(error))
    };
    let has_no_id = named.is_none();
    Ok(Ranked { is_new: was.is_none(), has_no_id, id: named.map_or_else(unnamed, Ok)?, path })
}

/// Gives each file a path that no other has on any disk, the first in order first; `is_taken` knows of all other files.
fn placed(
    files: &[Ranked],
    is_taken: &mut dyn FnMut(&str) -> Result<bool, Error>,
) -> Result<BTreeMap<String, String>, Error> {
    let spelled = spelled(files);
    let mut taken: HashSet<String> = spelled.keys().cloned().collect();
    let mut moves = BTreeMap::new();
    for file in files {
        let wanted = join(&in_folder(split(&file.path).0, &spelled), split(&file.path).1);
        let mut place = wanted.clone();
        let mut length = SUFFIX;
        while taken.contains(&file_name::folded(&place)) || (place != wanted && is_taken(&place)?) {
            place = with_suffix(&wanted, &suffix(file, length));
            length += 2;
        }
        taken.insert(file_name::folded(&place));
        if place != file.path {
            moves.insert(file.path.clone(), place);
        }
    }
    Ok(moves)
}

/// One spelling for each folder of these files: that of the first file in it.
fn spelled(files: &[Ranked]) -> BTreeMap<String, String> {
    let mut spelled: BTreeMap<String, String> = BTreeMap::new();
    for folder in files.iter().map(|file| split(&file.path).0).filter(|folder| !folder.is_empty()) {
        for (above, name) in parts(folder) {
            spelled.entry(file_name::folded(&join(above, name))).or_insert_with(|| name.to_owned());
        }
    }
    spelled
}

fn in_folder(folder: &str, spelled: &BTreeMap<String, String>) -> String {
    let mut place = String::new();
    for (above, part) in parts(folder).filter(|(_, part)| !part.is_empty()) {
        let part = spelled.get(&file_name::folded(&join(above, part))).map_or(part, String::as_str);
        place = join(&place, part);
    }
    place
}

/// The end of an id (its beginning is the time), or the beginning of a hash. A suffix longer than either gets a number.
fn suffix(file: &Ranked, length: usize) -> String {
    let whole = file.id.len();
    let part = if file.has_no_id { &file.id[..length.min(whole)] } else { &file.id[whole - length.min(whole)..] };
    let more = if length > whole { format!("-{}", length - whole) } else { String::new() };
    part.to_lowercase() + &more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, id: Option<&str>, is_new: bool) -> Ranked {
        let has_no_id = id.is_none();
        Ranked { is_new, has_no_id, id: id.unwrap_or("0123456789").to_owned(), path: path.to_owned() }
    }

    fn moves(mut files: Vec<Ranked>, elses: &[&str]) -> Vec<(String, String)> {
        files.sort();
        placed(&files, &mut |path| Ok(elses.contains(&path))).unwrap().into_iter().collect()
    }

    #[test]
    fn the_later_entry_gets_the_end_of_its_id() {
        let files = || vec![file("n/idea.md", Some("01AAAA7777"), true), file("n/Idea.md", Some("01BBBB8888"), true)];

        assert_eq!(moves(files(), &[]), [("n/Idea.md".into(), "n/Idea-8888.md".into())]);
        assert_eq!(moves(files(), &["n/Idea-8888.md"]), [("n/Idea.md".into(), "n/Idea-bb8888.md".into())]);
    }

    #[test]
    fn what_was_there_before_and_what_has_an_id_keep_their_names() {
        let known = vec![file("idea.md", Some("09ZZZZ"), false), file("Idea.md", Some("01AAAA"), true)];
        assert_eq!(moves(known, &[]), [("Idea.md".into(), "Idea-aaaa.md".into())]);

        let plain = vec![file("idea.png", None, true), file("Idea.png", Some("01AAAA"), true)];
        assert_eq!(moves(plain, &[]), [("idea.png".into(), "idea-0123.png".into())]);
    }

    #[test]
    fn folders_that_are_alike_become_one_and_a_file_steps_aside_for_a_folder() {
        let files = vec![
            file("p/a.md", Some("01"), true),
            file("P/A.md", Some("0123"), true),
            file("P/b.md", Some("03"), true),
            file("P", Some("04444"), true),
        ];

        let moved = moves(files, &[]);

        let to = |from: &str| moved.iter().find(|(path, _)| path == from).map(|(_, to)| to.as_str());
        assert_eq!((to("p/a.md"), to("P/A.md"), to("P/b.md")), (None, Some("p/A-0123.md"), Some("p/b.md")));
        assert_eq!(to("P"), Some("P-4444"));
    }
}
