//! What becomes of a file that two sides changed: fields, lines and words that do not touch are joined, an edit beats a deletion, and else both
//! texts stay, the second as an entry of its own beside the first. Nothing leaves by it that either side keeps.

use std::cmp::Ordering;

use crate::entry::merge::{self, Joined};
use crate::entry::{Entry, EntryPath, Kind, journal};
use crate::feed;
use crate::git::{self, Conflict, Repo, Write};
use crate::ops::Workspace;
use crate::team::publish::Privacy;

/// Two machines changed one file. The same two texts give the same result on every machine. `by_word` gains the path of a
/// text that has a line no side wrote as it stands.
pub(in crate::ops) fn between_machines(
    workspace: &Workspace,
    conflict: &Conflict<'_>,
    by_word: &mut Vec<String>,
) -> Vec<Write> {
    both(workspace, conflict, by_word, merge::winner)
}

/// A file was saved on this machine over what had arrived. What was saved last stays where it was saved.
pub(in crate::ops) fn of_save(workspace: &Workspace, conflict: &Conflict<'_>) -> Vec<Write> {
    both(workspace, conflict, &mut Vec::new(), |_, _| Ordering::Greater)
}

/// `winner` says which text stays in the file where none is stricter.
fn both(
    workspace: &Workspace,
    conflict: &Conflict<'_>,
    by_word: &mut Vec<String>,
    winner: impl Fn(&str, &str) -> Ordering,
) -> Vec<Write> {
    let (Some(ours), Some(theirs)) = (conflict.ours, conflict.theirs) else { return git::keep_both(conflict) };
    if let Some(joined) = joined(workspace, conflict, by_word) {
        return vec![Write { path: conflict.path.to_owned(), content: Some(joined) }];
    }
    let text = |bytes| std::str::from_utf8(bytes).ok();
    let (Some(path), Some(ours), Some(theirs)) = (markdown(conflict), text(ours), text(theirs)) else {
        return git::keep_both(&readable_first(conflict));
    };
    let sides = [ours, theirs].map(|side| entry(workspace, &path, side.as_bytes()));
    let [strictness, of_theirs] = sides.each_ref().map(|side| Privacy::of(side).strictness());
    let is_ours = strictness.cmp(&of_theirs).then_with(|| winner(ours, theirs)).is_ge();
    let [of_ours, of_theirs] = sides.map(|side| side.id);
    let (kept, id, copied) = if is_ours { (ours, of_ours, theirs) } else { (theirs, of_theirs, ours) };
    let copy = merge::conflict_copy(copied, &id, conflict.base.map(git::content_id).as_deref());
    let folder = if path.folder().is_empty() { String::new() } else { format!("{}/", path.folder()) };
    vec![
        Write { path: path.to_string(), content: Some(kept.as_bytes().to_vec()) },
        Write { path: format!("{folder}{}{}.md", path.stem(), copy.suffix), content: Some(copy.text.into_bytes()) },
    ]
}

/// Both sides in one text: by line, else by field and word.
fn joined(workspace: &Workspace, conflict: &Conflict<'_>, by_word: &mut Vec<String>) -> Option<Vec<u8>> {
    if let Some(joined) = list(conflict).or_else(|| joined_by_line(workspace, conflict)) {
        return Some(joined);
    }
    let Joined { text, is_by_word } = by_field(workspace, conflict)?;
    let joined = Some(text.into_bytes()).filter(|joined| keeps_private(workspace, conflict, joined));
    by_word.extend(joined.as_ref().filter(|_| is_by_word).map(|_| conflict.path.to_owned()));
    joined
}

/// What both follow, if it is that list; the rules of both, if it is those.
fn list(conflict: &Conflict<'_>) -> Option<Vec<u8>> {
    let text = |bytes| std::str::from_utf8(bytes).ok();
    let (ours, theirs) = (text(conflict.ours?)?, text(conflict.theirs?)?);
    if conflict.path == feed::RULES {
        let base = text(conflict.base.unwrap_or_default())?;
        return feed::rules::merge(base, ours, theirs).map(String::into_bytes);
    }
    let is_list = conflict.path == feed::SOURCES;
    is_list
        .then(|| feed::merge(text(conflict.base.unwrap_or_default())?, ours, theirs))
        .flatten()
        .map(String::into_bytes)
}

/// Of a list of feeds and of their rules, the side that can be read stays in the file.
fn readable_first<'a>(conflict: &Conflict<'a>) -> Conflict<'a> {
    let is_readable = |side: Option<&[u8]>| {
        let text = side.and_then(|bytes| std::str::from_utf8(bytes).ok());
        text.is_some_and(|text| match conflict.path {
            feed::SOURCES => feed::opml::sources(text).is_ok(),
            feed::RULES => feed::rules::is_readable(text),
            _ => true,
        })
    };
    let has_to_change = !is_readable(conflict.ours) && is_readable(conflict.theirs);
    let Conflict { ours, theirs, .. } = *conflict;
    if has_to_change { Conflict { ours: theirs, theirs: ours, ..*conflict } } else { *conflict }
}

/// Both sides in one text: joined line by line, or two times the same day of the journal by time.
pub(in crate::ops) fn joined_by_line(workspace: &Workspace, conflict: &Conflict<'_>) -> Option<Vec<u8>> {
    let sides = [conflict.base.unwrap_or_default(), conflict.ours?, conflict.theirs?];
    let joined = Repo::merge_text(sides[0], sides[1], sides[2]);
    let joined = joined.filter(|joined| keeps_private(workspace, conflict, joined));
    joined.or_else(|| day(workspace, conflict, sides))
}

fn day(workspace: &Workspace, conflict: &Conflict<'_>, [base, ours, theirs]: [&[u8]; 3]) -> Option<Vec<u8>> {
    let text = |side| std::str::from_utf8(side).ok();
    let is_day = is_day(workspace, conflict);
    if is_day { journal::merge(text(base)?, text(ours)?, text(theirs)?).map(String::into_bytes) } else { None }
}

/// Of two files that both are new only what lies in their fields is joined: two texts are two texts.
fn by_field(workspace: &Workspace, conflict: &Conflict<'_>) -> Option<Joined> {
    let path = markdown(conflict)?;
    let text = |side: Option<&'_ [u8]>| std::str::from_utf8(side.unwrap_or_default()).map(str::to_owned).ok();
    let [base, ours, theirs] = [text(conflict.base)?, text(conflict.ours)?, text(conflict.theirs)?];
    let [mine, other] = [&ours, &theirs].map(|side| entry(workspace, &path, side.as_bytes()));
    if conflict.base.is_none() && (mine.id != other.id || mine.body() != other.body()) {
        return None;
    }
    let stricter = Privacy::of(&mine).strictness().cmp(&Privacy::of(&other).strictness());
    merge::join(&base, &ours, &theirs, stricter)
}

/// Whether a join lets nothing leave that a side newly keeps.
fn keeps_private(workspace: &Workspace, conflict: &Conflict<'_>, joined: &[u8]) -> bool {
    let Some(path) = markdown(conflict) else { return true };
    let texts = [conflict.base, conflict.ours, conflict.theirs, Some(joined)];
    let [base, ours, theirs, joined] =
        texts.map(|text| Privacy::of(&entry(workspace, &path, text.unwrap_or_default())));
    joined.keeps(&base, &ours) && joined.keeps(&base, &theirs)
}

/// The path of what is no other file.
fn markdown(conflict: &Conflict<'_>) -> Option<EntryPath> {
    EntryPath::new(conflict.path).ok().filter(|path| path.as_str().ends_with(".md"))
}

fn entry(workspace: &Workspace, path: &EntryPath, text: &[u8]) -> Entry {
    Entry::parse(path.clone(), text, &workspace.config.folders)
}

/// Whether both sides are days of the journal whose front matter can be read.
fn is_day(workspace: &Workspace, conflict: &Conflict<'_>) -> bool {
    let is_day = |side: &[u8]| {
        EntryPath::new(conflict.path).is_ok_and(|path| {
            let entry = entry(workspace, &path, side);
            entry.kind == Kind::Journal && entry.problem.is_none()
        })
    };
    conflict.ours.is_some_and(is_day) && conflict.theirs.is_some_and(is_day)
}
