//! An entry that was written for a request: publishing it answers that.

use super::contribution;
use crate::entry::{Entry, link};
use crate::git::Write;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace};
use crate::team::publish::Page;
use crate::team::request::{self, Act, Request};

/// The field of an entry that names the requests it was written for: `acme:requests/sso.md`. It never leaves.
pub(in crate::ops) const ANSWERS: &str = "answers";

/// The files of requests that a page answers, and a note for each.
#[derive(Default)]
pub(super) struct Answered {
    pub requests: Vec<Write>,
    pub notes: Vec<String>,
}

/// What publishing the page changes in the requests that its entry was written for. One that is gone is passed over.
pub(super) fn writes(workspace: &Workspace, team: &OpenTeam, entry: &Entry, page: &Page) -> Result<Answered, Error> {
    let mut answered = Answered::default();
    let (name, day) = (team.bare.identity().name, workspace.clock.now().date_naive());
    for (request, text) in waiting(team, entry, &page.path)? {
        let act = Act::Answer { path: &page.path, title: &page.title };
        let Ok(after) = request::changed(&text, &request, &act, (&name, day)) else {
            answered.notes.push(format!("{} cannot be edited, and is not marked as answered", request.path));
            continue;
        };
        answered.notes.push(format!("answers the request “{}”", request.title));
        answered.requests.push(Write { path: request.path, content: Some(after.into_bytes()) });
    }
    Ok(answered)
}

/// The paths of the requests that the page answers, fit for a trailer.
pub(super) fn closed(team: &OpenTeam, entry: &Entry, page: &str) -> Result<Vec<String>, Error> {
    let waiting = waiting(team, entry, page)?.into_iter();
    Ok(waiting.map(|(request, _)| link::encoded(&request.path)).collect())
}

/// The requests of a team that an entry was written for, and that do not name its page yet.
fn waiting(team: &OpenTeam, entry: &Entry, page: &str) -> Result<Vec<(Request, String)>, Error> {
    let mut waiting = Vec::new();
    for said in entry.said(ANSWERS) {
        let Some((_, path)) = said.split_once(':').filter(|(name, _)| *name == team.name) else { continue };
        match contribution::request_at(team, path) {
            Ok(found) => waiting.push(found),
            Err(Error::Team(_)) => {}
            Err(error) => return Err(error),
        }
    }
    waiting.retain(|(request, _)| !request.answers.iter().any(|known| known == page));
    Ok(waiting)
}
