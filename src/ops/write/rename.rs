//! Renames and moves entries; every link to them is rewritten in the same act.

mod relink;

use crate::entry::front_matter::{self, Value};
use crate::entry::merge::CONFLICT_OF;
use crate::entry::{Entry, EntryId, EntryPath, title};
use crate::index::Naming;
use crate::ops::WriteError;
use crate::ops::bulk::{self, Rewrite, Undo};
use crate::ops::core::team_path;
use crate::ops::fresh::{self, Progress};
use crate::ops::links::resolver::{self, Moved, Resolver, Sayings};
use crate::ops::{Error, Workspace, recovery};
use crate::parallel;
use crate::query::{Query, Term};
use crate::store::Store;
use relink::{Relinked, relinked};

/// So many entries are read at a time.
const AT_ONCE: usize = 256;
/// More second texts than anybody keeps.
const SECOND_TEXTS: usize = 10_000;

/// What a rename did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    pub from: EntryPath,
    pub to: EntryPath,
    /// Every file that was written, made or removed.
    pub changed: Vec<EntryPath>,
    /// Links that were rewritten.
    pub links: usize,
    /// Entries they stood in.
    pub entries: usize,
    pub warnings: Vec<String>,
}

/// Gives an entry a title, a path, or both; without a path the file is named after the title in its folder.
///
/// Every link keeps its meaning: those to the entry are rewritten, and so is a link to another entry that would lead to this
/// one under its new name. `progress` answers whether to go on; once writing has begun it is not asked any more.
pub fn rename(
    workspace: &Workspace,
    path: &EntryPath,
    title: Option<&str>,
    to: Option<&EntryPath>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Renamed, Error> {
    team_path::own(path)?;
    recovery::finish(workspace);
    // What the index does not know of would keep its links.
    fresh::catch_up_first(workspace, progress)?;
    let entry = bulk::sound_text(workspace.store(), path)?;
    let title = title.map(str::trim).filter(|title| !title.is_empty());
    let moved = moved(workspace.store(), &entry, title, to)?;
    let plan = resolver::compare(workspace, &moved, |now, then| {
        refuse_taken(workspace, &moved, then)?;
        let mut names = resolver::names(&entry.path, &entry.title, &entry.aliases, &entry.id);
        names.extend(moved.names());
        let sayings = Sayings::of(&names);
        Planning { workspace, moved: &moved, sayings, now, then }.plan(&entry, &names, title, progress)
    })?;
    let mut plan = plan;
    plan.rewrites.extend(second_texts(workspace, &entry, &moved.to)?);
    let message = match title {
        Some(_) => format!("rename: {} to {}", entry.title, moved.title),
        None => format!("move: {path} to {}", moved.to),
    };
    let changed = bulk::run(workspace, Undo::Alone, || Ok((message, plan.rewrites)), &mut |written| {
        // What has begun is done as a whole.
        let _: bool = progress(written);
    })?;
    Ok(Renamed {
        from: path.clone(),
        to: moved.to,
        changed: changed.paths,
        links: plan.links,
        entries: plan.entries,
        warnings: [plan.warnings, changed.warnings].concat(),
    })
}

/// What is written so that links to an entry that goes lead to the one that takes its place.
#[derive(Debug, Default)]
pub(in crate::ops) struct LedElsewhere {
    pub rewrites: Vec<Rewrite>,
    pub warnings: Vec<String>,
}

/// Works out how links to an entry that goes can lead to another one, which takes its place. The two themselves stay as they are.
pub(in crate::ops) fn links_to_gone(
    workspace: &Workspace,
    gone: &EntryPath,
    kept: &Entry,
) -> Result<LedElsewhere, Error> {
    let entry = workspace.store().read(gone)?;
    let moved = Moved {
        from: gone.clone(),
        to: kept.path.clone(),
        old_title: entry.title.clone(),
        title: kept.title.clone(),
        aliases: kept.aliases.clone(),
        id: kept.id.clone(),
    };
    let plan = resolver::compare(workspace, &moved, |now, then| {
        let names = resolver::names(&entry.path, &entry.title, &entry.aliases, &entry.id);
        let sayings = Sayings::of(&names);
        let planning = Planning { workspace, moved: &moved, sayings, now, then };
        planning.others(&names, &[gone, &kept.path], &mut |_| true)
    })?;
    Ok(LedElsewhere { rewrites: plan.rewrites, warnings: plan.warnings })
}

/// Second texts of an entry that is known by its path are told its new one.
fn second_texts(workspace: &Workspace, entry: &Entry, to: &EntryPath) -> Result<Vec<Rewrite>, Error> {
    if entry.path == *to || !matches!(entry.id, EntryId::Path(_)) {
        return Ok(Vec::new());
    }
    let copies = workspace.with_index(|index| index.list(&Query::of(Term::Conflict), SECOND_TEXTS))?.hits.into_iter();
    let copies = copies.filter_map(|hit| bulk::sound(workspace.store(), &hit.path).ok());
    let of = |copy: &Entry| copy.fields.get(CONFLICT_OF).and_then(|of| of.as_str()) == Some(entry.path.as_str());
    let told = copies.filter(of).map(|copy| {
        let text = front_matter::set(&copy.text, CONFLICT_OF, &Value::Text(to.to_string()));
        let text = text.map_err(|problem| Error::Uneditable { path: copy.path.clone(), problem })?;
        Ok(Rewrite::to(copy, text))
    });
    told.collect()
}

/// What an entry is to be.
fn moved(store: &Store, entry: &Entry, title: Option<&str>, to: Option<&EntryPath>) -> Result<Moved, Error> {
    let to = match (to, title) {
        (Some(to), _) => with_extension(store, to, &entry.path)?,
        (None, Some(title)) if store.habits().swapped_links => title::path_in_hierarchy(entry, title),
        (None, Some(title)) => title::path_for(entry, title),
        (None, None) => entry.path.clone(),
    };
    let title = match title {
        Some(title) => title.split_whitespace().collect::<Vec<_>>().join(" "),
        None if entry.title == entry.path.stem() && !title::is_said(entry) => to.stem().to_owned(),
        None => entry.title.clone(),
    };
    let old_title = entry.title.clone();
    Ok(Moved { from: entry.path.clone(), to, old_title, title, aliases: entry.aliases.clone(), id: entry.id.clone() })
}

/// A path that an entry can have: of a Markdown file, where entries are.
fn with_extension(store: &Store, to: &EntryPath, from: &EntryPath) -> Result<EntryPath, Error> {
    let is_markdown = [".md", ".markdown"].iter().any(|end| to.as_str().to_lowercase().ends_with(end));
    let to = if is_markdown { to.clone() } else { EntryPath::new(format!("{to}.md"))? };
    let is_fit = store.holds_entries(&to) || to == *from;
    if is_fit { Ok(to) } else { Err(WriteError::NoEntriesThere(to).into()) }
}

/// Fails where another file has the name, if only in other case.
fn refuse_taken(workspace: &Workspace, moved: &Moved, then: &Resolver<'_>) -> Result<(), Error> {
    if moved.to == moved.from {
        return Ok(());
    }
    let taken = then.others_at(&moved.to)?.into_iter().next();
    let is_there = || workspace.store().file(&moved.to).is_ok_and(|file| file.symlink_metadata().is_ok());
    match taken {
        Some(path) => Err(WriteError::Taken(path).into()),
        None if is_there() => Err(WriteError::Taken(moved.to.clone()).into()),
        None => Ok(()),
    }
}

/// What a rename writes.
#[derive(Default)]
struct Plan {
    rewrites: Vec<Rewrite>,
    links: usize,
    entries: usize,
    warnings: Vec<String>,
}

impl Plan {
    fn note(&mut self, done: &Relinked) {
        self.links += done.links;
        self.entries += usize::from(done.links > 0);
        self.warnings.extend(done.warnings.iter().cloned());
    }
}

struct Planning<'a> {
    workspace: &'a Workspace,
    moved: &'a Moved,
    /// Of the entry, as it is called and as it is to be.
    sayings: Sayings,
    now: &'a Resolver<'a>,
    then: &'a Resolver<'a>,
}

impl Planning<'_> {
    fn plan(
        &self,
        entry: &Entry,
        names: &[String],
        title: Option<&str>,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Plan, Error> {
        let mut plan = self.others(names, &[&entry.path], progress)?;
        self.own(&entry.path, title, &mut plan)?;
        Ok(plan)
    }

    /// The other entries with a link that may lead to the entry, now or then; those that are left out stay as they are.
    fn others(
        &self,
        names: &[String],
        left_out: &[&EntryPath],
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Plan, Error> {
        let mut concerned = self.now.naming(Naming::Link, names)?;
        concerned.retain(|path| !left_out.contains(&path));
        let mut plan = Plan::default();
        for (number, paths) in concerned.chunks(AT_ONCE).enumerate() {
            if !progress(Progress { done: number * AT_ONCE, total: concerned.len() }) {
                return Err(Error::Stopped);
            }
            let store = self.workspace.store();
            let entries = parallel::map(paths, |path| bulk::sound_text(store, path));
            entries.into_iter().zip(paths).try_for_each(|(entry, path)| self.other(entry, path, &mut plan))?;
        }
        Ok(plan)
    }

    fn other(&self, entry: Result<Entry, Error>, path: &EntryPath, plan: &mut Plan) -> Result<(), Error> {
        let entry = match entry {
            Ok(entry) => entry,
            Err(Error::Store(crate::store::Error::Missing(_))) => return Ok(()),
            Err(error @ Error::Uneditable { .. }) => {
                plan.warnings.push(format!("its links stay as they are: {error}"));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let done = relinked(&entry, path, self.moved, &self.sayings, (self.now, self.then))?;
        plan.note(&done);
        if done.links > 0 {
            plan.rewrites.push(Rewrite::to(entry, done.text));
        }
        Ok(())
    }

    /// The entry itself: its links as seen from its new place, and its title.
    fn own(&self, path: &EntryPath, title: Option<&str>, plan: &mut Plan) -> Result<(), Error> {
        let entry = bulk::sound_text(self.workspace.store(), path)?;
        let done = relinked(&entry, &self.moved.to, self.moved, &self.sayings, (self.now, self.then))?;
        plan.note(&done);
        let mut text = done.text;
        if title.is_some() {
            let relinked = self.workspace.store().parse(path, text.as_bytes(), 0);
            let uneditable = |problem| Error::Uneditable { path: path.clone(), problem };
            text = title::with_title(&relinked, &self.moved.to, &self.moved.title).map_err(uneditable)?;
        }
        let mut rewrite = Rewrite::to(entry, text);
        if self.moved.to != self.moved.from {
            let there = Rewrite { path: self.moved.to.clone(), before: None, after: rewrite.after.take() };
            plan.rewrites.push(there);
        }
        plan.rewrites.push(rewrite);
        Ok(())
    }
}
