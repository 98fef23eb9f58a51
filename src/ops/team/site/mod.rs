//! A site for people without git: of a team, of any folder of Markdown, or of entries of one's own.

mod output;
mod sources;

use std::fs;
use std::path::Path;

use super::OpenTeam;
use crate::ops::{Error, Workspace};
use crate::team::read::intake::Limits;
use crate::team::read::rules::Audience;
use crate::team::site::Source;
use output::Place;
pub(super) use output::is_site;
use sources::LeftOut;

/// Reads a file that is copied.
type Read<'a> = dyn Fn(&str) -> Result<Option<Vec<u8>>, Error> + 'a;

/// What a site is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteOf {
    Team(String),
    /// One's own entries that a query finds.
    Query(String),
}

/// A site that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeSite {
    pub title: String,
    pub pages: usize,
    /// How many of its files were written; the others are as they were.
    pub written: usize,
    pub removed: usize,
    /// What is not in it, and why.
    pub left_out: Vec<(String, String)>,
    /// For whom it is.
    pub audience: Audience,
}

/// Makes the site of a team that is here, or of one's own entries, in a folder.
pub fn site(workspace: &Workspace, of: &SiteOf, title: Option<&str>, out: &Path) -> Result<MadeSite, Error> {
    let place = Place::at(out)?;
    match of {
        SiteOf::Team(name) => {
            let team = OpenTeam::of(workspace, name)?;
            made(&place, sources::of_team(&team)?, title, &|path| {
                let tip = team.tip.as_ref();
                Ok(tip.map(|tip| team.bare.content(tip, path, Limits::default().attachment)).transpose()?.flatten())
            })
        }
        SiteOf::Query(query) => {
            let (source, left_out) = sources::of_query(workspace, query)?;
            // What everybody may see.
            let made = made(&place, (source, left_out), title, &|_| Ok(None))?;
            Ok(MadeSite { audience: Audience::Public, ..made })
        }
    }
}

/// Makes the site of a folder of Markdown, which is not one's own store.
pub fn site_of_folder(folder: &Path, own: Option<&Path>, title: Option<&str>, out: &Path) -> Result<MadeSite, Error> {
    let place = Place::at(out)?;
    made(&place, sources::of_folder(folder, own)?, title, &|path| Ok(fs::read(folder.join(path)).ok()))
}

fn made(
    place: &Place,
    (source, left_out): (Source, LeftOut),
    title: Option<&str>,
    read: &Read<'_>,
) -> Result<MadeSite, Error> {
    let source = Source { title: title.map_or(source.title, str::to_owned), ..source };
    let site = source.site();
    let mut files: Vec<(String, Vec<u8>)> =
        site.texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    for (name, path) in site.copied {
        files.extend(read(&path)?.map(|bytes| (name, bytes)));
    }
    let (written, removed) = place.put(files)?;
    let pages = source.pages.iter().filter(|page| !page.is_withdrawn()).count();
    Ok(MadeSite { title: source.title, pages, written, removed, left_out, audience: source.rules.audience })
}
