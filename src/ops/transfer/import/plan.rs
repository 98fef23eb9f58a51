//! What an import is going to write, worked out while no other Riffle writes.

use std::collections::{HashMap, HashSet};

use ulid::Ulid;

use super::copy::Copier;
use super::merge::{Thing, Things};
use super::source::Source;
use super::{Folders, LeftOut, Report, Request, attach, compose, join};
use crate::entry::new::New;
use crate::entry::{Entry, EntryPath, slug};
use crate::formats::Item;
use crate::ops::bulk::Rewrite;
use crate::ops::error::chain;
use crate::ops::{Error, Workspace, new_path};
use crate::store::free::FreePaths;
use crate::web;

/// What is written, and what is told about it.
pub(super) struct Plan {
    pub(super) rewrites: Vec<Rewrite>,
    pub(super) report: Report,
}

pub(super) fn of(workspace: &Workspace, request: &Request, sources: Vec<Source>) -> Result<Plan, Error> {
    let mut plan = Plan { rewrites: Vec::new(), report: Report::default() };
    let mut things = Things::default();
    let ids = workspace.with_index(|index| index.ids())?;
    for source in sources {
        let mut copier = Copier::new(workspace, &ids, &source.file, &source.copies);
        take(source, &mut copier, &mut things, &mut plan)?;
    }
    plan.rewrites.reserve(things.all.len());
    let (free, joined) = (FreePaths::of(workspace.store()), HashMap::new());
    let mut planner = Planner { workspace, request, ids, free, joined, plan };
    for thing in things.all {
        planner.add(&thing)?;
    }
    Ok(planner.plan)
}

/// Takes what a file holds, but what cannot be an entry.
fn take(source: Source, copier: &mut Copier<'_>, things: &mut Things, plan: &mut Plan) -> Result<(), Error> {
    let Source { file, of, items, copies, left_out } = source;
    let report = &mut plan.report;
    if !of.is_empty() && !report.formats.contains(&of) {
        report.formats.push(of);
    }
    report.read += items.len() + copies.iter().filter(|file| file.is_markdown()).count();
    report.left_out.extend(left_out);
    for item in items {
        match why_not(&item) {
            Some(why) => report.left_out.push(LeftOut { file: file.clone(), line: item.line, why }),
            None => things.add(item),
        }
    }
    for copied in copies {
        plan.rewrites.extend(copier.rewrite(copied, report)?);
    }
    Ok(())
}

/// Why something cannot be an entry.
fn why_not(item: &Item) -> Option<String> {
    match &item.url {
        Some(url) if url.is_empty() => Some("has no address".into()),
        Some(url) if web::same_page(url).is_none() => {
            let scheme = url.split_once(':').map(|(scheme, _)| scheme).filter(|it| it.len() < 20);
            Some(scheme.map_or_else(|| "is no web address".into(), |it| format!("`{it}:` is no web address")))
        }
        None => {
            let says = [&item.words, &item.title].iter().any(|words| !words.trim().is_empty());
            let is_empty = !says && item.quotes.is_empty() && item.attachments.is_empty();
            is_empty.then(|| "is empty".into())
        }
        Some(_) => None,
    }
}

struct Planner<'a> {
    workspace: &'a Workspace,
    request: &'a Request,
    /// Of all entries.
    ids: HashSet<Ulid>,
    free: FreePaths<'a>,
    /// Which rewrite is that of an entry that was there before.
    joined: HashMap<EntryPath, usize>,
    plan: Plan,
}

impl Planner<'_> {
    fn add(&mut self, thing: &Thing) -> Result<(), Error> {
        self.plan.report.known += thing.times - 1;
        match self.there(thing)? {
            Some(path) => self.join(path, thing),
            None => self.create(thing),
        }
    }

    /// The entry that is the same: by its page's address, else by its id.
    fn there(&self, thing: &Thing) -> Result<Option<EntryPath>, Error> {
        let at_address = match &thing.address {
            Some(address) => self.workspace.with_index(|index| index.at_address(address))?,
            None => Vec::new(),
        };
        let found = match at_address.is_empty() && self.ids.contains(&thing.id) {
            true => self.workspace.with_index(|index| index.resolve(&thing.id.to_string()))?,
            false => at_address,
        };
        Ok(found.into_iter().next().map(|named| named.path))
    }

    fn join(&mut self, path: EntryPath, thing: &Thing) -> Result<(), Error> {
        let edit = |entry: &Entry| join::joined(entry, thing, self.request);
        let Plan { rewrites, report } = &mut self.plan;
        // Two things of a file may be one entry here: its address was changed.
        let earlier = self.joined.get(&path).map(|at| &mut rewrites[*at]);
        let rewrite = match &earlier {
            Some(earlier) => earlier.further(edit),
            None => Rewrite::of(self.workspace, &path, edit),
        };
        match (rewrite, earlier) {
            (Ok(rewrite), Some(earlier)) => {
                *earlier = rewrite;
                report.known += 1;
            }
            (Ok(rewrite), None) if rewrite.is_change() => {
                self.joined.insert(path.clone(), rewrites.len());
                rewrites.push(rewrite);
                report.joined.push(path);
            }
            (Ok(_), None) => report.known += 1,
            (Err(error @ Error::Uneditable { .. }), _) => report.warnings.push(chain(&error)),
            (Err(error), _) => return Err(error),
        }
        Ok(())
    }

    fn create(&mut self, thing: &Thing) -> Result<(), Error> {
        let mut new = compose::entry(thing, self.request, self.workspace.clock.now());
        let path = self.free.take(&self.wanted(&new, &thing.item))?;
        let (files, not_taken) = attach::attach(self.workspace, thing, &path, &mut new)?;
        let text = new.text();
        let problem = Entry::parse(path.clone(), text.as_bytes(), &[]).problem;
        let Plan { rewrites, report } = &mut self.plan;
        let left_out = |why| LeftOut { file: path.to_string(), line: thing.item.line, why };
        if let Some(problem) = problem {
            report.left_out.push(left_out(format!("cannot be kept as an entry: {}", problem.what)));
            return Ok(());
        }
        report.left_out.extend(not_taken.into_iter().map(left_out));
        report.files += files.len();
        rewrites.extend(files);
        report.new.push(path.clone());
        rewrites.push(Rewrite { path, before: None, after: Some(text.into_bytes()) });
        Ok(())
    }

    /// Where a new entry belongs; with folders as paths, in folders of these names in that of its kind.
    fn wanted(&self, new: &New, item: &Item) -> EntryPath {
        let usual = new_path::of(self.workspace, new.kind, new.date, &new.title, &new.id);
        if self.request.folders != Folders::Paths || item.folders.is_empty() {
            return usual;
        }
        let of_kind = self.workspace.config.folders.iter().find(|(_, kind)| *kind == new.kind);
        let of_kind =
            of_kind.map(|(name, _)| name.clone()).filter(|name| usual.as_str().starts_with(&format!("{name}/")));
        let names = of_kind.into_iter().chain(item.folders.iter().map(|name| slug::slug(name)));
        let parts: Vec<String> = names.chain([usual.file_name().to_owned()]).collect();
        let wanted = EntryPath::new(parts.join("/")).ok();
        wanted.filter(|path| self.workspace.store().holds_entries(path)).unwrap_or(usual)
    }
}
