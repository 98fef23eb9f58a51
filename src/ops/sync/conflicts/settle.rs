//! Two texts of one entry as a person compares them, and the one that they make of them.

use std::cmp::Ordering;

use super::compared::{Conflict, unchanged};
use super::{Kept, beside, files, joined, list};
use crate::entry::merge::{self, CONFLICT_BASE, CONFLICT_OF, Comparison};
use crate::entry::{Entry, EntryPath};
use crate::git::CommitId;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::changed::Changed;
use crate::ops::{Error, FindError, Workspace, WriteError, find, rename, trash};
use crate::team::publish::Privacy;

/// More than anybody has.
const ALL: usize = 100_000;

/// The second text that a person means by a name of its own or of its entry; entries of that name without a second text are
/// not meant.
pub fn named(workspace: &Workspace, name: &str) -> Result<Kept, Error> {
    let mut called: Vec<EntryPath> = find::resolve(workspace, name)?.into_iter().map(|named| named.path).collect();
    let files = files::list(workspace).into_iter().flat_map(|kept| [kept.path().clone(), kept.copy]);
    called.extend(files.filter(|path| path.as_str() == name || path.file_name() == name));
    let mut kept = list(workspace, ALL)?.all();
    kept.retain(|kept| called.contains(&kept.copy) || called.contains(kept.path()));
    match kept.len() {
        0 if called.is_empty() => Err(FindError::Unknown(name.to_owned()).into()),
        0 => Err(WriteError::NoConflict(name.to_owned()).into()),
        1 => Ok(kept.remove(0)),
        _ => {
            let found = kept.iter().map(|kept| kept.copy.to_string()).collect();
            Err(FindError::Ambiguous { name: name.to_owned(), found }.into())
        }
    }
}

/// Compares the two texts.
pub fn read(workspace: &Workspace, kept: &Kept) -> Result<Conflict, Error> {
    if let Some(merge) = &kept.merge {
        return read_joined(workspace, kept, merge);
    }
    if kept.is_file {
        return files::read(workspace, kept, |copy| is_mine(workspace, kept, kept.path(), copy));
    }
    let copy = workspace.store().bytes(&kept.copy)?;
    let entry = kept.entry.as_ref().map(|path| workspace.store().bytes(path)).transpose()?;
    let second = parse(workspace, &kept.copy, &copy);
    let field = |name: &str| second.fields.get(name).and_then(|value| value.as_str());
    let (of, base) = (field(CONFLICT_OF).unwrap_or_default(), field(CONFLICT_BASE));
    let second_text = merge::original(&second.text, of, base);
    let first_text = String::from_utf8_lossy(entry.as_deref().unwrap_or_default()).into_owned();
    let beside = beside(&kept.copy).unwrap_or_else(|| kept.path().clone());
    let is_mine = is_mine(workspace, kept, &beside, second_text.as_bytes());
    let at = kept.path().clone();
    let [mine, theirs] = if is_mine { [&second_text, &first_text] } else { [&first_text, &second_text] };
    let base = base.and_then(|id| base_text(workspace, id));
    let comparison = Comparison::of(base.as_deref(), mine, theirs, stricter(workspace, kept.path(), [mine, theirs]));
    let (mine, theirs) = if is_mine { (kept.copy.clone(), at) } else { (at, kept.copy.clone()) };
    let texts = [first_text, second_text];
    Ok(Conflict { kept: kept.clone(), mine, theirs, comparison, texts, entry, copy })
}

/// Compares the two texts that were joined word by word.
fn read_joined(workspace: &Workspace, kept: &Kept, merge: &str) -> Result<Conflict, Error> {
    let joined = workspace.history()?.join_at(&CommitId(merge.to_owned()), kept.copy.as_str())?;
    let joined = joined.ok_or_else(|| WriteError::NoConflict(kept.copy.to_string()))?;
    let now = workspace.store().bytes(&kept.copy)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let [mut mine, mut theirs] = joined.sides.each_ref().map(|side| text(side));
    if joined.is_here == [false, true] {
        std::mem::swap(&mut mine, &mut theirs);
    }
    let stricter = stricter(workspace, &kept.copy, [&mine, &theirs]);
    Ok(Conflict {
        kept: kept.clone(),
        mine: kept.copy.clone(),
        theirs: kept.copy.clone(),
        comparison: Comparison::of(Some(&text(&joined.base)), &mine, &theirs, stricter),
        texts: [mine, theirs],
        entry: Some(now.clone()),
        copy: now,
    })
}

/// Whether it was on this machine that the second text of what lies there was written.
fn is_mine(workspace: &Workspace, kept: &Kept, at: &EntryPath, text: &[u8]) -> bool {
    let Ok(Some(repo)) = workspace.repo() else { return false };
    // What cannot be told, for whatever reason, is no reason not to show both.
    let told = repo.is_written_here(kept.copy.as_str(), at.as_str(), text);
    told.ok().flatten().unwrap_or(false)
}

fn base_text(workspace: &Workspace, id: &str) -> Option<String> {
    String::from_utf8(workspace.repo().ok()??.by_content_id(id)?).ok()
}

/// Which of two texts keeps more from others.
fn stricter(workspace: &Workspace, path: &EntryPath, texts: [&str; 2]) -> Ordering {
    let [one, other] = texts.map(|text| Privacy::of(&parse(workspace, path, text.as_bytes())).strictness());
    one.cmp(&other)
}

fn parse(workspace: &Workspace, path: &EntryPath, text: &[u8]) -> Entry {
    workspace.store().parse(path, text, text.len() as u64)
}

/// Puts one text in the place of both, as one act: the entry holds it, the second text is in the trash, and links to that lead
/// to the entry.
pub fn settle(workspace: &Workspace, conflict: &Conflict, text: &str) -> Result<Changed, Error> {
    let Conflict { kept, entry, copy, .. } = conflict;
    if kept.is_file {
        return files::settle(workspace, conflict, text);
    }
    let at = place(workspace, kept);
    let settled = parse(workspace, &at, text.as_bytes());
    let was_sound = |bytes: &[u8]| parse(workspace, &at, bytes).problem.is_none();
    if let Some(problem) = settled.problem.clone()
        && was_sound(copy)
        && entry.as_deref().is_none_or(was_sound)
    {
        return Err(Error::Uneditable { path: at, problem });
    }
    if kept.merge.is_some() {
        return settle_joined(workspace, conflict, &settled);
    }
    let links = rename::links_to_gone(workspace, &kept.copy, &settled)?;
    let mut changed = bulk::compose(workspace, || {
        unchanged(workspace, &kept.copy, Some(copy))?;
        let mut rewrites = links.rewrites;
        if at == kept.copy && entry.is_none() && !text.is_empty() {
            rewrites.push(Rewrite { path: at.clone(), before: Some(copy.clone()), after: after(text) });
        } else {
            unchanged(workspace, &at, entry.as_ref())?;
            rewrites.push(Rewrite { path: at.clone(), before: entry.clone(), after: after(text) });
            rewrites.extend(trash::removal(workspace, &kept.copy)?);
        }
        Ok((format!("settle: {}", kept.title), rewrites))
    })?;
    changed.warnings.extend(links.warnings);
    changed.warnings.extend(opened(workspace, conflict, &settled));
    Ok(changed)
}

/// Keeps what was joined as it is, or puts another text in its place.
fn settle_joined(workspace: &Workspace, conflict: &Conflict, settled: &Entry) -> Result<Changed, Error> {
    let (path, before) = (&conflict.kept.copy, conflict.entry.clone());
    let mut changed = bulk::compose(workspace, || {
        unchanged(workspace, path, before.as_ref())?;
        let rewrite = Rewrite { path: path.clone(), before: before.clone(), after: Some(settled.text.clone().into()) };
        Ok((format!("settle: {}", conflict.kept.title), vec![rewrite]))
    })?;
    joined::accept(workspace, path)?;
    changed.warnings.extend(opened(workspace, conflict, settled));
    Ok(changed)
}

/// Where the one text is to lie: where the entry is, or was.
fn place(workspace: &Workspace, kept: &Kept) -> EntryPath {
    let was = || beside(&kept.copy).filter(|path| workspace.store().bytes(path).is_err());
    kept.entry.clone().or_else(was).unwrap_or_else(|| kept.copy.clone())
}

/// Of an entry that is gone, nothing is to stay gone.
fn after(text: &str) -> Option<Vec<u8>> {
    (!text.is_empty()).then(|| text.as_bytes().to_vec())
}

/// Says that what one side kept from others is not kept any more.
fn opened(workspace: &Workspace, conflict: &Conflict, settled: &Entry) -> Option<String> {
    let strictness = Privacy::of(settled).strictness();
    let keeps_more =
        |text: &String| Privacy::of(&parse(workspace, &settled.path, text.as_bytes())).strictness() > strictness;
    let is_opened = !settled.text.is_empty() && conflict.texts.iter().any(keeps_more);
    is_opened.then(|| format!("{}: what one of the two texts kept from others may leave now", settled.path))
}
