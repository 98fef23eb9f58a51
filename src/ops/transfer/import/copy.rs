//! Files that are taken as they are.

use std::collections::{HashMap, HashSet};

use ulid::Ulid;

use super::{LeftOut, Report, attach};
use crate::entry::{Entry, EntryId, EntryPath, Kind, slug};
use crate::formats::File;
use crate::git;
use crate::ops::bulk::Rewrite;
use crate::ops::{Error, Workspace};
use crate::store;
use crate::text::file_name;

/// Where files go, and what is in their way.
pub(super) struct Copier<'a> {
    workspace: &'a Workspace,
    /// Of all entries.
    ids: &'a HashSet<Ulid>,
    home: String,
    taken: HashSet<String>,
    /// Folders that come.
    coming: HashSet<String>,
    /// Whether a folder can be made, or is there.
    folders: HashMap<String, bool>,
}

/// What becomes of a file.
enum Fate {
    Comes,
    IsHere,
    LeftOut(String),
}

impl<'a> Copier<'a> {
    /// For these files, which come into the folder of notes, there into one of that name.
    pub(super) fn new(workspace: &'a Workspace, ids: &'a HashSet<Ulid>, folder: &str, files: &[File]) -> Self {
        let home = home(workspace, folder);
        let parents = |file: &File| -> Vec<String> { parents(&file.name).map(file_name::folded).collect() };
        let coming = files.iter().flat_map(parents).collect();
        Self { workspace, ids, home, taken: HashSet::new(), coming, folders: HashMap::new() }
    }

    /// What is written for a file: the same bytes. One that is there and differs stays.
    pub(super) fn rewrite(&mut self, file: File, report: &mut Report) -> Result<Option<Rewrite>, Error> {
        let path = EntryPath::new(format!("{}{}", self.home, file.name)).ok();
        let path = path.filter(|path| git::refuse_path(path.as_str()).is_none());
        let fate = match &path {
            Some(path) => self.fate(&file, path)?,
            None => Fate::LeftOut("has a name that cannot be kept".into()),
        };
        match (fate, path) {
            (Fate::Comes, Some(path)) => {
                match self.workspace.store().is_entry(&path) {
                    true => report.new.push(path.clone()),
                    false => report.files += 1,
                }
                return Ok(Some(Rewrite { path, before: None, after: Some(file.bytes) }));
            }
            (Fate::LeftOut(why), _) => report.left_out.push(LeftOut { file: file.name, line: 0, why }),
            (Fate::Comes | Fate::IsHere, _) => report.known += 1,
        }
        Ok(None)
    }

    fn fate(&mut self, file: &File, path: &EntryPath) -> Result<Fate, Error> {
        let left_out = |why: &str| Ok(Fate::LeftOut(why.to_owned()));
        if file.bytes.len() > attach::LARGEST {
            return Ok(Fate::LeftOut(format!("has more than {} MB", attach::LARGEST / 1_000_000)));
        }
        // On some disks names that differ by case alone are one.
        let folded = file_name::folded(&file.name);
        if self.coming.contains(&folded) || !self.may_hold(path) {
            return left_out("has a name that cannot be kept: a file and a folder are called so");
        }
        if !self.taken.insert(folded) {
            return left_out("has a name that another file has, too");
        }
        let store = self.workspace.store();
        match self.there(file, path)? {
            Some(there) if store.bytes(&there)? == file.bytes => Ok(Fate::IsHere),
            Some(there) if there == *path => left_out("is here already, and differs"),
            Some(there) => Ok(Fate::LeftOut(format!("is here already as {there}, and differs"))),
            None => Ok(Fate::Comes),
        }
    }

    /// Whether nothing is in the way of a file: no folder in its place, no file in that of its folders.
    fn may_hold(&mut self, path: &EntryPath) -> bool {
        let root = self.workspace.root();
        let is_folder = |name: &str| root.join(name).symlink_metadata().is_ok_and(|it| it.is_dir());
        let is_free = |name: &str| !root.join(name).exists() || root.join(name).is_dir();
        let folder = path.folder();
        let fits = match self.folders.get(folder) {
            Some(fits) => *fits,
            None => parents(path.as_str()).all(is_free),
        };
        self.folders.insert(folder.to_owned(), fits);
        fits && !is_folder(path.as_str())
    }

    /// What is the same here: what has its path, else the entry that has its id.
    fn there(&self, file: &File, path: &EntryPath) -> Result<Option<EntryPath>, Error> {
        match self.workspace.store().bytes(path) {
            Ok(_) => return Ok(Some(path.clone())),
            Err(store::Error::Missing(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let id = file.is_markdown().then(|| Entry::parse(path.clone(), &file.bytes, &[]).id);
        let Some(EntryId::Ulid(id)) = id.filter(|id| matches!(id, EntryId::Ulid(id) if self.ids.contains(id))) else {
            return Ok(None);
        };
        let found = self.workspace.with_index(|index| index.resolve(&id.to_string()))?;
        Ok(found.into_iter().map(|named| named.path).find(|path| self.workspace.store().bytes(path).is_ok()))
    }
}

/// The folders that a path lies in, the outermost first.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The folder of notes, in it one of that name.
fn home(workspace: &Workspace, folder: &str) -> String {
    let notes = workspace.config.folders.iter().find(|(_, kind)| *kind == Kind::Note).map(|(name, _)| name.as_str());
    let notes = notes.or_else(|| workspace.store().habits().keeps_folders.then_some("notes"));
    notes.map(|name| format!("{name}/")).unwrap_or_default() + &slug::slug(folder) + "/"
}
