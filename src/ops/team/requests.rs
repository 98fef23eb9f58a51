//! What somebody in a team would like to know.

use chrono::NaiveDate;

use super::{OpenTeam, index, known, place, split};
use crate::entry::{Entry, EntryPath};
use crate::ops::{Error, TeamError, Workspace};
use crate::team::read::read_page;
use crate::team::request::{self, FOLDER, by_urgency};
pub use crate::team::request::{Request, State as RequestState};

/// A request as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamRequest {
    /// Under which it is read and found here.
    pub path: EntryPath,
    pub team: String,
    pub request: Request,
    /// It is asked of me, or I have taken it on.
    pub is_for_me: bool,
    /// I asked it.
    pub is_mine: bool,
    /// The pages that answer it, with their titles; without one, a page that is not there any more.
    pub answers: Vec<(EntryPath, Option<String>)>,
}

impl TeamRequest {
    /// For whom it is, until when, who is on it, and for how long nobody has said anything: behind its title.
    pub fn about(&self, today: NaiveDate) -> String {
        let request = &self.request;
        let due =
            |due: NaiveDate| if request.is_overdue(today) { format!("overdue {due}") } else { format!("due {due}") };
        let parts = [
            request.whom.as_ref().map(|whom| format!("for {whom}")),
            request.due.filter(|_| request.is_open()).map(due),
            request.assignee.as_ref().map(|assignee| format!("{assignee} is on it")),
            request.silent_for(today).map(|days| format!("silent for {days} days")),
            self.lost_answer().then(|| "its answer is gone".to_owned()),
            request.outcome.clone(),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
    }

    /// It was answered by pages that are all withdrawn or gone.
    pub fn lost_answer(&self) -> bool {
        !self.answers.is_empty() && self.answers.iter().all(|(_, title)| title.is_none())
    }

    /// What I asked was answered, and nobody has said what came of it.
    pub fn wants_outcome(&self) -> bool {
        self.is_mine && self.request.state == RequestState::Answered && self.request.outcome.is_none()
    }
}

impl OpenTeam {
    /// The requests of a team, in no order.
    pub(in crate::ops) fn requests(&self) -> Result<Vec<Request>, Error> {
        let mut found = Vec::new();
        let is_there = |path: &str| path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'));
        for candidate in self.intake()?.pages.iter().filter(|page| is_there(&page.path)) {
            let page = self.page(candidate)?.filter(|page| request::is_request(page, &self.rules));
            found.extend(page.as_ref().map(request::read));
        }
        Ok(found)
    }

    /// A request as it is with this text.
    pub(in crate::ops) fn request(&self, path: &str, text: &str) -> Option<Request> {
        let page = read_page(path, text.as_bytes(), &self.rules);
        request::is_request(&page, &self.rules).then(|| request::read(&page))
    }
}

/// The requests of a team: open ones first, and of these those that are due.
pub fn requests(workspace: &Workspace, name: &str) -> Result<Vec<TeamRequest>, Error> {
    let team = OpenTeam::of(workspace, name)?;
    let me = team.bare.identity().name;
    let mut requests = team.requests()?;
    requests.sort_by(by_urgency);
    let shown = |request: Request| {
        let path = place(name, &request.path)?;
        let answers = request.answers.iter();
        let answers = answers.filter_map(|it| Some((place(name, it)?, index::title(workspace, name, it)))).collect();
        let (is_for_me, is_mine) = (request.is_open() && request.is_for(&me), request.is_asked_by(&me));
        Some(TeamRequest { path, team: name.to_owned(), request, is_for_me, is_mine, answers })
    };
    Ok(requests.into_iter().filter_map(shown).collect())
}

/// A request as an entry to write from, and as an entry that answers it names it.
pub(in crate::ops) fn request_entry(workspace: &Workspace, path: &EntryPath) -> Result<(Entry, String), Error> {
    let of_team = |team: &str| Error::OfTeam { path: path.clone(), team: team.to_owned() };
    let (name, inside) = split(path).ok_or_else(|| TeamError::NoRequest(path.to_string()))?;
    let team = OpenTeam::of(workspace, name)?;
    let page = team.page_at(inside)?.filter(|page| request::is_request(page, &team.rules));
    let entry = page.and_then(|page| index::entry(name, page)).ok_or_else(|| of_team(name))?;
    Ok((entry, format!("{name}:{inside}")))
}

/// The requests of all teams; a team that cannot be read has none.
pub fn all_requests(workspace: &Workspace) -> Vec<TeamRequest> {
    let teams = known::all(workspace).into_iter();
    let mut all: Vec<TeamRequest> =
        teams.flat_map(|known| requests(workspace, &known.name).unwrap_or_default()).collect();
    all.sort_by(|one, other| by_urgency(&one.request, &other.request));
    all
}

/// The request that somebody means by a path here, a path or name in its team, a title, or a part of an id.
pub fn find_request(workspace: &Workspace, said: &str) -> Result<TeamRequest, Error> {
    let all = all_requests(workspace);
    let ways: [&dyn Fn(&TeamRequest) -> bool; 4] = [
        &|it| it.path.as_str() == said || it.request.path == said,
        &|it| it.path.stem() == said.trim_end_matches(".md"),
        &|it| it.request.title.eq_ignore_ascii_case(said.trim()),
        &|it| said.len() >= 4 && it.request.id.as_deref().is_some_and(|id| id.contains(&said.to_lowercase())),
    ];
    for is_it in ways {
        let found: Vec<&TeamRequest> = all.iter().filter(|it| is_it(it)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok((*one).clone()),
            several => {
                let paths = several.iter().map(|it| it.path.to_string()).collect();
                return Err(TeamError::SeveralRequests { name: said.to_owned(), paths }.into());
            }
        }
    }
    Err(TeamError::NoRequest(said.to_owned()).into())
}
