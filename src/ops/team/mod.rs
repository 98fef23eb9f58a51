//! Teams: shared repositories that entries are published to and that others' entries come from.
//!
//! The list of teams is this machine's, in the state folder; clones and their indexes are caches. What a team holds is read
//! from the object database of a bare clone and never becomes a file of the store by itself: see [`adopt()`].

mod adopt;
mod arrived;
mod digest;
pub(in crate::ops) mod error;
mod follow;
mod found;
mod index;
mod inspect;
pub(super) mod known;
mod open;
mod pages;
mod pulse;
mod renew;
mod requests;
mod site;
mod thanks;
mod words;

use super::fresh::Progress;
use super::{Error, Workspace};
use crate::git::{CommitId, transport};
use crate::ops::TeamError;
use crate::team::founding;
use crate::team::publish::deliver::escaped;

pub use crate::ops::core::team_path::{place, split};
pub use crate::team::founding::{Founding, License};
pub use crate::team::read::rules::Audience;
pub use adopt::adopt;
pub use arrived::{Arrived, arrived, seen};
pub(super) use digest::{Beginning, of_team as digest_of};
pub use digest::{Digest, Item, Links, Since, What, digest, html, markdown};
pub use follow::{PageChange, adopted_as, follow};
pub(super) use found::{beside, search, search_one, searched};
pub(super) use index::{read, title, with};
pub use inspect::{Inspection, Issue, Repair, Rule, inspect_folder};
pub(super) use known::{Known, one as known};
pub(super) use open::OpenTeam;
pub use pages::{About, Page, about, pages};
pub use pulse::{Pulse, pulse};
pub(super) use requests::request_entry;
pub use requests::{Request, RequestState, TeamRequest, all_requests, find_request, requests};
pub use site::{MadeSite, SiteOf, site, site_of_folder};
pub use thanks::{TeamThank, Thank, thanks_to_me};

/// A team as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub name: String,
    /// Without a password.
    pub url: String,
    pub entries: usize,
    /// How many came or changed since they were last looked at.
    pub new: usize,
    /// The address below which its host shows the files of its branch, if that is known.
    pub web: Option<String>,
    /// What keeps it from being used, a sentence.
    pub problem: Option<String>,
}

/// A team that was added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    pub name: String,
    pub url: String,
    pub title: Option<String>,
    pub entries: usize,
    /// Files that are not shown, and why.
    pub refused: Vec<(String, String)>,
    /// A sentence each.
    pub warnings: Vec<String>,
}

/// What a look at a team's repository brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    pub team: String,
    pub new: usize,
    /// A sentence each.
    pub warnings: Vec<String>,
    /// Why it could not be looked at, a sentence.
    pub failed: Option<String>,
}

impl Refreshed {
    /// All that is to be told where somebody waits for it.
    pub fn complaints(&self) -> Vec<String> {
        self.failed.iter().chain(&self.warnings).cloned().collect()
    }
}

impl Listed {
    /// Where a page can be read in a browser, if that is known.
    pub fn address(&self, inside: &str) -> Option<String> {
        Some(format!("{}{}", self.web.as_ref()?, escaped(inside)))
    }
}

/// Clones a team's repository and reads what it holds.
pub fn add(
    workspace: &Workspace,
    url: &str,
    name: Option<&str>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Added, Error> {
    let url = known::address(workspace, url)?;
    let name = known::name_for(name.unwrap_or(&url))?;
    if known::all(workspace).iter().any(|known| known.name == name) {
        return Err(TeamError::Exists(name).into());
    }
    let mut warnings: Vec<String> = transport::warning(&url).into_iter().collect();
    let team = OpenTeam::cloned(workspace, &name, &url)?;
    let filled = index::fill(workspace, &team, progress)?;
    warnings.extend(team.complaints.iter().cloned());
    let is_empty = team.tip.is_none();
    warnings.extend(is_empty.then(|| format!("{} is empty: it has no branch yet", transport::public(&url))));
    Known { name: name.clone(), url: url.clone(), seen: team.tip.clone().map(|tip| tip.0), ..Known::default() }
        .keep(workspace)?;
    Ok(Added {
        name,
        url: transport::public(&url),
        title: team.rules.title.clone(),
        entries: filled.entries,
        refused: filled.refused,
        warnings,
    })
}

/// Puts the first files into an empty repository, so that it is a team's, and adds it.
pub fn init(
    workspace: &Workspace,
    url: &str,
    name: Option<&str>,
    founding: &Founding<'_>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Added, Error> {
    let address = known::address(workspace, url)?;
    let named = known::name_for(name.unwrap_or(&address))?;
    if known::all(workspace).iter().any(|known| known.name == named) {
        return Err(TeamError::Exists(named).into());
    }
    known::make_empty(&address)?;
    let team = OpenTeam::cloned(workspace, &named, &address)?;
    if team.tip.is_some() {
        team.forget(workspace);
        return Err(TeamError::NotEmpty(transport::public(&address)).into());
    }
    team.found(workspace, &founding::new_team(founding))?;
    add(workspace, url, Some(&named), progress)
}

/// The teams, in the order of the alphabet.
pub fn list(workspace: &Workspace) -> Result<Vec<Listed>, Error> {
    let listed = known::all(workspace).into_iter().map(|known| {
        let url = transport::public(&known.url);
        match OpenTeam::of(workspace, &known.name) {
            Ok(team) => Listed {
                entries: index::entries(workspace, &team),
                new: arrived::count(&team, &known),
                web: team.address(""),
                name: known.name,
                url,
                problem: None,
            },
            Err(error) => {
                let problem = Some(super::error::chain(&error));
                Listed { name: known.name, url, entries: 0, new: 0, web: None, problem }
            }
        }
    });
    Ok(listed.collect())
}

/// Forgets a team: its clone and index go, what was published there stays there and in the store.
pub fn remove(workspace: &Workspace, name: &str) -> Result<(), Error> {
    let known = known::one(workspace, name)?;
    known.forget(workspace)?;
    index::discard(workspace, name);
    Ok(())
}

/// Fetches teams, all or one, and reads what came. A team that cannot be reached keeps no other from it.
pub fn refresh(
    workspace: &Workspace,
    only: Option<&str>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<Refreshed>, Error> {
    let mut all = Vec::new();
    for known in known::all(workspace).into_iter().filter(|known| only.is_none_or(|only| only == known.name)) {
        let team = known.name.clone();
        all.push(match refresh_one(workspace, &known, progress) {
            Ok((new, warnings)) => Refreshed { team, new, warnings, failed: None },
            Err(Error::Stopped) => return Err(Error::Stopped),
            Err(error) => {
                let failed = Some(format!("{team}: {}", super::error::chain(&error)));
                Refreshed { team, failed, ..Refreshed::default() }
            }
        });
    }
    Ok(all)
}

/// Follows a team whose history somebody rewrote. What was before stays in the clone.
pub fn accept(workspace: &Workspace, name: &str) -> Result<(), Error> {
    let team = OpenTeam::of(workspace, name)?;
    let fetched = team.bare.fetch()?;
    if let (true, Some(after)) = (fetched.rewritten, fetched.after) {
        team.bare.accept_rewritten(&after)?;
    }
    index::fill(workspace, &team.again()?, &mut |_| true).map(drop)
}

/// Fetches one team and reads what came: how many entries are new, and what is to be told.
fn refresh_one(
    workspace: &Workspace,
    known: &Known,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<(usize, Vec<String>), Error> {
    match fetch_one(workspace, known, progress) {
        Err(error) if renew::is_of_clone(&error) => {
            renew::put_aside(workspace, &known.name)?;
            let (new, mut warnings) = fetch_one(workspace, known, progress)?;
            warnings.push(format!("{}: the copy of it here was damaged and is fetched anew", known.name));
            Ok((new, warnings))
        }
        done => done,
    }
}

fn fetch_one(
    workspace: &Workspace,
    known: &Known,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<(usize, Vec<String>), Error> {
    let mut warnings = Vec::new();
    let team = match OpenTeam::of(workspace, &known.name) {
        Ok(team) => {
            let fetched = team.bare.fetch()?;
            if fetched.rewritten {
                warnings.push(format!(
                    "{0}: its history was rewritten, and nothing of that is taken over yet; both ends are kept as {1}. \
                     `riffle team accept {0}` follows it",
                    known.name,
                    fetched.rescue.join(" and ")
                ));
            }
            team.again()?
        }
        // The cache was deleted: it is made anew.
        Err(Error::Team(TeamError::NoClone(_))) => OpenTeam::cloned(workspace, &known.name, &known.url)?,
        Err(error) => return Err(error),
    };
    index::fill(workspace, &team, progress)?;
    // What keeps it from being listed now keeps it from being listed until the next look.
    if let Err(error) = super::share::list_merged(workspace, &team) {
        warnings.push(format!("{}: README.md: {}", known.name, super::error::chain(&error)));
    }
    Ok((arrived::count(&team, &known::one(workspace, &known.name)?), warnings))
}

/// After a publication: what is mine is not new to me, it is found at once, and the next entry may go to the same topic.
///
/// `proposed` is the page that waits on a branch, which is to be listed when it is there. `team` is opened at what the publication was made on: what others brought until then, and nobody looked at, stays new.
pub(super) fn published_there(
    workspace: &Workspace,
    team: &OpenTeam,
    topic: &Option<String>,
    commit: &CommitId,
    proposed: Option<&str>,
) -> Result<(), Error> {
    let mut known = known::one(workspace, &team.name)?;
    let now = OpenTeam::of(workspace, &team.name)?;
    if known.seen == team.tip.as_ref().map(|tip| tip.0.clone()) && now.has(commit)? {
        known.seen = Some(commit.0.clone());
    }
    known.topic = topic.clone().or(known.topic);
    if let Some(path) = proposed.filter(|path| !known.proposed.iter().any(|known| known == path)) {
        known.proposed.push(path.to_owned());
    }
    known.keep(workspace)?;
    index::fill(workspace, &now, &mut |_| true).map(drop)
}

/// Where the clone and the index of a team are kept; safe to delete.
fn cache(workspace: &Workspace, team: &str) -> std::path::PathBuf {
    workspace.teams_cache().join(team)
}
