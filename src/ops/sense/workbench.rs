//! What stands beside an entry's text on the Workbench, in one go: where it came from, its links, its checks.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::entry::{EntryPath, Kind};
use crate::ops::checks::{Check, Words, checks};
use crate::ops::links::{self, Link, Mention, Provenance, Target};
use crate::ops::{Error, Workspace, bookmark, find};

/// As many links, and entries that link here, as are shown; the rest is counted.
const SHOWN: usize = 200;
/// As many places that say the title without linking as anybody will look at.
const MENTIONS: usize = 20;
/// As many entries as are read to tell what kind they are.
const KINDS: usize = 100;

/// The links around an entry, as many as are shown of each sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    pub out: Vec<Link>,
    /// How many there are in all.
    pub out_total: usize,
    pub back: Vec<Mention>,
    /// How many entries link here in all.
    pub back_total: usize,
    /// Places that say the title or an alias without linking.
    pub mentions: Vec<Mention>,
}

/// Everything beside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    pub words: Words,
    /// When it comes back.
    pub later: Option<NaiveDate>,
    pub provenance: Provenance,
    pub links: Links,
    pub checks: Vec<Check>,
    /// The text of its page was fetched.
    pub has_page: bool,
    /// What the entries named beside it are.
    pub kinds: BTreeMap<EntryPath, Kind>,
}

/// Gathers what stands beside an entry's text; costs what is shown, not what exists.
pub fn sides(workspace: &Workspace, path: &EntryPath) -> Result<Sides, Error> {
    let entry = find::read(workspace, path)?;
    let words = Words::of(entry.words());
    let later = workspace.store().later().get(&entry.id.to_string()).copied();
    let provenance = links::provenance(workspace, &entry)?;
    // What it is derived from is told as provenance.
    let (out, out_total) = links::out_but_sources(workspace, &entry, SHOWN)?;
    let checks = checks(&entry, words, &out, out_total, &provenance);
    let (back, back_total) = links::back(workspace, &entry, SHOWN)?;
    let mentions = links::mentions(workspace, &entry, MENTIONS)?;
    let links = Links { out, out_total, back, back_total, mentions };
    let has_page = entry.kind == Kind::Bookmark && bookmark::page_text(workspace, &entry).is_some();
    let kinds = kinds(workspace, &provenance, &links);
    Ok(Sides { words, later, provenance, links, checks, has_page, kinds })
}

/// The kinds of the entries that are named, nearest first; a few are enough, and the files say it.
fn kinds(workspace: &Workspace, provenance: &Provenance, links: &Links) -> BTreeMap<EntryPath, Kind> {
    let named = |target: &Target| match target {
        Target::Entry(named) => Some(named.path.clone()),
        Target::File(_) | Target::Web(_) | Target::Missing(_) => None,
    };
    let from = provenance.derived_from.iter().filter_map(named);
    let into = provenance.distilled_into.iter().map(|named| named.path.clone());
    let out = links.out.iter().filter_map(|link| named(&link.target));
    let back = links.back.iter().chain(&links.mentions).map(|mention| mention.from.path.clone());
    let mut kinds = BTreeMap::new();
    for path in from.chain(into).chain(out.take(KINDS / 2)).chain(back) {
        if kinds.len() == KINDS {
            break;
        }
        if !kinds.contains_key(&path)
            && let Ok(entry) = find::read(workspace, &path)
        {
            kinds.insert(path, entry.kind);
        }
    }
    kinds
}
