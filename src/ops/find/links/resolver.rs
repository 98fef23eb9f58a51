//! The one place that says what a link leads to: for lists, backlinks and renames alike.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use super::{Link, Target};
use crate::entry::link::{self, Wanted};
use crate::entry::{Entry, EntryId, EntryPath};
use crate::index::{self, Called, Names, Naming};
use crate::ops::{Error, Named, Workspace, team};
use crate::store::Store;

/// What an entry's name is when a link means it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ops) enum How {
    /// The link stands in it and names nothing.
    Itself,
    /// A path from the link's folder or the top of the store.
    Path,
    /// The file's name, or its name with folders above it.
    Name,
    Title,
    Alias,
    Id,
}

/// What a link leads to, without a look at what lists would show of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ops) enum Meant {
    Entry(EntryPath, How),
    /// By its path, or by its name alone.
    File(EntryPath, How),
    Web,
    Missing,
}

/// An entry under the path and title that it is to get.
#[derive(Clone, Debug)]
pub(in crate::ops) struct Moved {
    pub from: EntryPath,
    pub to: EntryPath,
    pub old_title: String,
    pub title: String,
    pub aliases: Vec<String>,
    pub id: EntryId,
}

/// Resolves links in one state of the index.
pub(in crate::ops) struct Resolver<'a> {
    store: &'a Store,
    names: Names<'a>,
    /// What is to be so, though the index does not know it.
    moved: Option<Moved>,
    /// Files that are no entries, by their folded names; read when first asked for.
    files: OnceCell<HashMap<String, Vec<EntryPath>>>,
}

/// Asks the newest state of the index.
pub(in crate::ops) fn ask<T>(
    workspace: &Workspace,
    ask: impl FnOnce(&Resolver<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    workspace.with_index(|index| match ask(&Resolver::of(workspace, index.names()?, None)) {
        Err(Error::Index(error)) => Err(error),
        other => Ok(other),
    })?
}

/// Asks the newest state of the index that an entry is in: the store's, or its team's.
pub(in crate::ops) fn ask_of<T>(
    workspace: &Workspace,
    entry: &EntryPath,
    ask: impl FnOnce(&Resolver<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let Some((team, _)) = team::split(entry) else { return self::ask(workspace, ask) };
    team::with(workspace, team, |index| match ask(&Resolver::of(workspace, index.names()?, None)) {
        Err(Error::Index(error)) => Err(error),
        other => Ok(other),
    })?
}

/// Asks the newest state of the index as it is, and as it would be with an entry moved.
pub(in crate::ops) fn compare<T>(
    workspace: &Workspace,
    moved: &Moved,
    ask: impl FnOnce(&Resolver<'_>, &Resolver<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    workspace.with_index(|index| {
        let now = Resolver::of(workspace, index.names()?, None);
        let then = Resolver::of(workspace, index.names()?, Some(moved.clone()));
        match ask(&now, &then) {
            Err(Error::Index(error)) => Err(error),
            other => Ok(other),
        }
    })?
}

impl<'a> Resolver<'a> {
    fn of(workspace: &'a Workspace, names: Names<'a>, moved: Option<Moved>) -> Self {
        Self { store: workspace.store(), names, moved, files: OnceCell::new() }
    }

    /// What a link in an entry leads to.
    pub(in crate::ops) fn meant(&self, from: &EntryPath, link: &link::Link) -> Result<Meant, index::Error> {
        Ok(self.read(from, link)?.1)
    }

    /// A link as it is meant, and what it leads to. A name with `#` in it comes before a heading of another, and in a store
    /// of Dendron the name stands behind the `|`.
    pub(in crate::ops) fn read<'l>(
        &self,
        from: &EntryPath,
        link: &'l link::Link,
    ) -> Result<(Cow<'l, link::Link>, Meant), index::Error> {
        let is_habit = |other: &&link::Reading| match other.how {
            link::Other::Whole => true,
            link::Other::Swapped => self.store.habits().swapped_links,
        };
        for other in link.others.iter().filter(is_habit) {
            let reading = link.read(other);
            match self.meant_as_written(from, &reading)? {
                Meant::Missing => {}
                meant => return Ok((Cow::Owned(reading), meant)),
            }
        }
        let meant = self.meant_as_written(from, link)?;
        let is_swapped = link.others.iter().filter(is_habit).any(|other| other.how == link::Other::Swapped);
        Ok((Cow::Borrowed(link), if is_swapped { by_name_alone(meant) } else { meant }))
    }

    fn meant_as_written(&self, from: &EntryPath, link: &link::Link) -> Result<Meant, index::Error> {
        let (path, name) = match link::wanted(from, link) {
            Wanted::Itself => return Ok(Meant::Entry(from.clone(), How::Itself)),
            Wanted::Web => return Ok(Meant::Web),
            Wanted::Inside { path, name } => (path, name),
        };
        if let Some(path) = &path {
            if let Some(entry) = link::meant(path, from, &self.called(Called::Path, path)?) {
                return Ok(Meant::Entry(entry.clone(), How::Path));
            }
            if let Some(file) = self.file(path) {
                return Ok(Meant::File(file, How::Path));
            }
        }
        let Some(name) = name else { return Ok(Meant::Missing) };
        match self.by_name(from, &name)? {
            Some((entry, how)) => Ok(Meant::Entry(entry, how)),
            None => Ok(self.file_named(from, &name).map_or(Meant::Missing, |file| Meant::File(file, How::Name))),
        }
    }

    /// Whether the name of an entry's file is that of no other, so that it means the same wherever it is written.
    pub(super) fn is_only(&self, path: &EntryPath) -> Result<bool, index::Error> {
        Ok(matches!(self.called(Called::File, path.stem())?.as_slice(), [one] if one == path))
    }

    /// The entry that a name means to one of them.
    pub(in crate::ops) fn by_name(
        &self,
        from: &EntryPath,
        name: &str,
    ) -> Result<Option<(EntryPath, How)>, index::Error> {
        let last = name.rsplit('/').next().unwrap_or(name);
        let mut called = self.called(Called::File, last)?;
        called.retain(|path| last.len() == name.len() || link::is_called(path, name));
        if called.is_empty() && last.len() < name.len() && self.store.habits().joined_names {
            called = self.called(Called::File, &name.replace('/', JOINED))?;
        }
        if let Some(entry) = link::meant(name, from, &called) {
            return Ok(Some((entry.clone(), How::Name)));
        }
        for (what, how) in [(Called::Title, How::Title), (Called::Alias, How::Alias), (Called::Id, How::Id)] {
            if what == Called::Id && !is_like_id(name) {
                continue;
            }
            if let Some(entry) = link::meant(name, from, &self.called(what, name)?) {
                return Ok(Some((entry.clone(), how)));
            }
        }
        Ok(None)
    }

    /// Other entries at a path, in whatever case.
    pub(in crate::ops) fn others_at(&self, path: &EntryPath) -> Result<Vec<EntryPath>, index::Error> {
        let mut others = self.called(Called::Path, path.as_str())?;
        others.retain(|other| self.moved.as_ref().is_none_or(|moved| moved.to != *other));
        Ok(others)
    }

    fn called(&self, what: Called, name: &str) -> Result<Vec<EntryPath>, index::Error> {
        let mut called = self.names.called(what, name)?;
        if let Some(moved) = &self.moved {
            called.retain(|path| *path != moved.from);
            called.extend(moved.is_called(what, name).then(|| moved.to.clone()));
        }
        Ok(called)
    }

    /// The entries with a link that may lead to an entry of these names, in path order.
    pub(in crate::ops) fn naming(&self, naming: Naming, names: &[String]) -> Result<Vec<EntryPath>, index::Error> {
        let mut all = Vec::new();
        for name in names {
            all.append(&mut self.names.naming(naming, name)?);
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }

    /// The entries with a link by one of an entry's names that means that entry where it stands, in path order. What a name
    /// means is a path to some links and a name to others; here it may be either.
    pub(super) fn linking(&self, naming: Naming, entry: &Entry) -> Result<Vec<EntryPath>, index::Error> {
        let mut all = Vec::new();
        for name in names(&entry.path, &entry.title, &entry.aliases, &entry.id) {
            let linking = self.names.naming(naming, &name)?;
            if linking.is_empty() {
                continue;
            }
            let by_path = link::key(&name) == link::key(entry.path.as_str());
            for from in linking {
                if by_path || self.by_name(&from, &name)?.is_some_and(|(meant, _)| meant == entry.path) {
                    all.push(from);
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        all.retain(|from| *from != entry.path);
        Ok(all)
    }

    /// What lists show of an entry.
    pub(super) fn named(&self, path: &EntryPath) -> Result<Option<Named>, index::Error> {
        self.names.named(path)
    }

    /// All links of an entry, in order.
    pub(super) fn links(&self, entry: &Entry) -> Result<Vec<Link>, index::Error> {
        self.resolved(entry, link::of(entry))
    }

    /// Where these links of an entry, in order, lead to.
    pub(super) fn resolved(&self, entry: &Entry, written: Vec<link::Link>) -> Result<Vec<Link>, index::Error> {
        let (mut line, mut at) = (1, 0);
        let mut links = Vec::new();
        for link in written {
            line += entry.text.as_bytes()[at..link.range.start].iter().filter(|byte| **byte == b'\n').count();
            at = link.range.start;
            let (read, meant) = self.read(&entry.path, &link)?;
            let read = read.into_owned();
            links.push(Link {
                from: entry.path.clone(),
                line,
                text: entry.text[link.range.clone()].to_owned(),
                target: self.shown(entry, &read, meant)?,
                named: read.target,
                heading: read.heading,
                form: read.form,
            });
        }
        Ok(links)
    }

    pub(super) fn target(&self, entry: &Entry, link: &link::Link) -> Result<Target, index::Error> {
        let (read, meant) = self.read(&entry.path, link)?;
        self.shown(entry, &read, meant)
    }

    /// What lists show of where a link leads.
    fn shown(&self, entry: &Entry, link: &link::Link, meant: Meant) -> Result<Target, index::Error> {
        Ok(match meant {
            Meant::Entry(path, _) if path == entry.path => {
                Target::Entry(Named { id: entry.id.clone(), path, title: entry.title.clone() })
            }
            Meant::Entry(path, _) => {
                self.named(&path)?.map_or_else(|| Target::Missing(link.target.clone()), Target::Entry)
            }
            Meant::File(path, _) => Target::File(path.to_string()),
            Meant::Web => Target::Web(link.target.clone()),
            Meant::Missing => Target::Missing(link.target.clone()),
        })
    }

    /// A file or folder at a path, that is no entry.
    fn file(&self, path: &str) -> Option<EntryPath> {
        let path = EntryPath::new(path).ok()?;
        let is_moved = self.moved.as_ref().is_some_and(|moved| moved.from == path);
        (!is_moved && self.store.file(&path).is_ok_and(|file| file.exists())).then_some(path)
    }

    /// A file that is no entry, by its name: from the top, from the link's folder, or anywhere.
    fn file_named(&self, from: &EntryPath, name: &str) -> Option<EntryPath> {
        if !name.contains('.') || name.ends_with(".md") {
            return None;
        }
        let beside = || self.file(&link::inside(from.folder(), name)?);
        self.file(name).or_else(beside).or_else(|| {
            let files = self.files.get_or_init(|| files(self.store.root()));
            let last = name.rsplit('/').next().unwrap_or(name);
            let called = files.get(&link::key(last))?.iter().filter(|path| link::is_called(path, name));
            link::meant(name, from, called).cloned()
        })
    }
}

/// What stands before the `|` of a name that is not there names a file, if anything: as a title it is what is shown.
fn by_name_alone(meant: Meant) -> Meant {
    match meant {
        Meant::Entry(_, How::Title | How::Alias | How::Id) => Meant::Missing,
        Meant::Entry(_, How::Itself | How::Path | How::Name) | Meant::File(..) | Meant::Web | Meant::Missing => meant,
    }
}

impl Moved {
    fn is_called(&self, what: Called, name: &str) -> bool {
        let name = link::key(name);
        match what {
            Called::Path => link::key(self.to.as_str()) == name,
            Called::File => link::key(self.to.file_name()) == name,
            Called::Title => link::key(&self.title) == name,
            Called::Alias => self.aliases.iter().any(|alias| link::key(alias) == name),
            Called::Id => self.id.to_string() == name,
        }
    }

    /// What a link to it may say.
    pub(in crate::ops) fn names(&self) -> Vec<String> {
        names(&self.to, &self.title, &self.aliases, &self.id)
    }
}

/// What links to some entries may say, folded: tells quickly which links cannot lead there.
pub(in crate::ops) struct Sayings(HashSet<String>);

impl Sayings {
    pub(in crate::ops) fn of(names: &[String]) -> Self {
        Self(names.iter().map(|name| link::key(name)).collect())
    }

    pub(in crate::ops) fn may_lead(&self, from: &EntryPath, link: &link::Link) -> bool {
        link.readings().any(|reading| match link::wanted(from, &reading) {
            Wanted::Itself => true,
            Wanted::Web => false,
            Wanted::Inside { path, name } => path.iter().chain(&name).any(|name| self.0.contains(&link::key(name))),
        })
    }
}

/// What a link to an entry may say: its path with ever fewer folders, its title, aliases and id.
pub(in crate::ops) fn names(path: &EntryPath, title: &str, aliases: &[String], id: &EntryId) -> Vec<String> {
    let path = path.as_str();
    let shorter = path.match_indices('/').map(|(at, _)| &path[at + 1..]);
    let mut names: Vec<String> = [path].into_iter().chain(shorter).map(str::to_owned).collect();
    names.extend(split_name(path));
    names.push(title.to_owned());
    names.extend(aliases.iter().cloned());
    match id {
        EntryId::Ulid(_) | EntryId::Day(_) => names.push(id.to_string()),
        EntryId::Path(_) => {}
    }
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(link::key(name)));
    names
}

/// What Logseq writes in a file's name for the `/` in a page's.
const JOINED: &str = "___";

/// A page's name of Logseq, by its path.
pub(in crate::ops) fn split_name(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.contains(JOINED).then(|| name.trim_end_matches(".md").replace(JOINED, "/"))
}

fn is_like_id(name: &str) -> bool {
    matches!(name.len(), 26 | 10) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// All files below a folder that are no Markdown, by their folded names; dot folders are left out.
fn files(root: &Path) -> HashMap<String, Vec<EntryPath>> {
    let mut found: HashMap<String, Vec<EntryPath>> = HashMap::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(root.join(&folder)).into_iter().flatten().flatten() {
            let Ok(name) = item.file_name().into_string() else { continue };
            let is_folder = item.file_type().is_ok_and(|it| it.is_dir());
            if is_folder && !name.starts_with('.') && name != "node_modules" {
                folders.push(format!("{folder}{name}/"));
            } else if !is_folder && !name.ends_with(".md") {
                let path = EntryPath::new(format!("{folder}{name}"));
                found.entry(link::key(&name)).or_default().extend(path.ok());
            }
        }
    }
    found
}
