//! Requests: asked, taken on, talked about, answered, closed.

use super::names::Names;
use super::words::Words;
use super::{Change, Question, RequestAct};
use crate::entry::{link, slug};
use crate::ops::share::{check, record};
use crate::ops::team::OpenTeam;
use crate::ops::{Error, TeamError, Workspace};
use crate::team::publish::id;
use crate::team::publish::message::Message;
use crate::team::request::{self, Act, FOLDER, NewRequest, Refused, Request};

/// How many letters of an id tell requests of one name apart.
const TAIL: usize = 4;

/// The file of a new request.
pub(super) fn asked(workspace: &Workspace, team: &OpenTeam, question: &Question) -> Result<Change, Error> {
    let mut words = Words { workspace, team, folder: FOLDER, left_out: Vec::new() };
    let title = words.line(&question.title)?;
    let whom = words.maybe(question.whom.as_deref())?;
    let why = words.maybe(question.why.as_deref())?;
    let (asker, day) = (team.bare.identity().name, workspace.clock.now().date_naive());
    // The same question of the same day is the same request, however often it is sent.
    let id = id::opaque(&record::secret(workspace)?, &format!("{day} {title}"), &team.name);
    let new = NewRequest {
        id: &id,
        title: &title,
        asker: &asker,
        day,
        whom: whom.as_deref(),
        why: why.as_deref(),
        due: question.due,
    };
    let (path, before) = place(team, &title, &id)?;
    Ok(Change {
        after: before.clone().unwrap_or_else(|| request::begun(&new)),
        message: Message { act: "request", title: &title, id: &id, ..Message::default() }.text(),
        similar: check::similar(workspace, team, &title, &path)?,
        index: None,
        words: [Some(title.clone()), whom, why].into_iter().flatten().collect(),
        left_out: words.left_out,
        path,
        title,
        before,
    })
}

/// Where a new request goes, and its file where it is there already.
fn place(team: &OpenTeam, title: &str, id: &str) -> Result<(String, Option<String>), Error> {
    let slug = slug::slug(title);
    let names = [slug.clone(), format!("{slug}-{}", &id[id.len().saturating_sub(TAIL)..]), format!("{slug}-{id}")];
    let known = Names::of(team)?;
    let further = (2..).map(|number| format!("{slug}-{id}-{number}"));
    for name in names.into_iter().chain(further) {
        let path = format!("{FOLDER}/{name}.md");
        let Some(there) = known.there(&path) else { return Ok((path, None)) };
        let page = team.page_at(there)?.filter(|page| page.id.as_deref() == Some(id));
        if let Some(page) = page {
            return Ok((there.to_owned(), Some(page.text)));
        }
    }
    unreachable!("there are more numbers than files")
}

/// The file of a request after an act.
pub(super) fn changed(workspace: &Workspace, team: &OpenTeam, path: &str, act: &RequestAct) -> Result<Change, Error> {
    let (request, before) = at(team, path)?;
    let mut words = Words { workspace, team, folder: FOLDER, left_out: Vec::new() };
    let said = match act {
        RequestAct::Reply(text) => Some(words.line(text)?),
        RequestAct::Close(outcome) => words.maybe(outcome.as_deref())?,
        RequestAct::Answer(_) | RequestAct::Claim | RequestAct::Release => None,
    };
    let title = answer(team, act)?;
    let (verb, done) = named(act, said.as_deref(), &title);
    let (name, day) = (team.bare.identity().name, workspace.clock.now().date_naive());
    let after = request::changed(&before, &request, &done, (&name, day)).map_err(|why| refused(team, path, why))?;
    let answered = if let RequestAct::Answer(page) = act { Some(page.clone()) } else { None };
    Ok(Change {
        message: message(verb, &request, act),
        path: path.to_owned(),
        title: request.title,
        before: Some(before),
        after,
        words: said.or(answered).into_iter().collect(),
        left_out: words.left_out,
        similar: Vec::new(),
        index: None,
    })
}

/// An act with its verb, as the team's history says it.
fn named<'a>(act: &'a RequestAct, said: Option<&'a str>, title: &'a str) -> (&'static str, Act<'a>) {
    match act {
        RequestAct::Claim => ("claim", Act::Claim),
        RequestAct::Release => ("release", Act::Release),
        RequestAct::Reply(_) => ("reply", Act::Reply(said.unwrap_or_default())),
        RequestAct::Answer(path) => ("answer", Act::Answer { path, title }),
        RequestAct::Close(_) => ("close", Act::Close(said)),
    }
}

fn message(verb: &str, request: &Request, act: &RequestAct) -> String {
    let closes = matches!(act, RequestAct::Answer(_) | RequestAct::Close(_));
    let closed = link::encoded(&request.path);
    let more = [("Closes", closed.as_str())];
    let id = request.id.clone().unwrap_or_default();
    let more = &more[..usize::from(closes)];
    Message { act: verb, title: &request.title, id: &id, more, ..Message::default() }.text()
}

/// A request of a team with its file, which has to be text to the last byte to be changed.
pub(in crate::ops::share) fn at(team: &OpenTeam, path: &str) -> Result<(Request, String), Error> {
    let missing = || TeamError::NoRequest(path.to_owned());
    let page = team.page_at(path)?.filter(|page| request::is_request(page, &team.rules)).ok_or_else(missing)?;
    let text = team.exact_text(path)?.ok_or_else(missing)?;
    Ok((request::read(&page), text))
}

/// The title of the page that answers.
fn answer(team: &OpenTeam, act: &RequestAct) -> Result<String, Error> {
    let RequestAct::Answer(path) = act else { return Ok(String::new()) };
    let page = team.current_page(path)?;
    page.map(|page| page.title).ok_or_else(|| TeamError::NoAnswer(path.clone()).into())
}

fn refused(team: &OpenTeam, path: &str, why: Refused) -> Error {
    match why {
        Refused::Claimed(by) => TeamError::Claimed { path: path.to_owned(), by }.into(),
        Refused::NotOpen(state) => TeamError::NotOpen { path: path.to_owned(), state }.into(),
        Refused::Problem(problem) => {
            let path = crate::ops::team::place(&team.name, path).expect("a page of a team has a place here");
            Error::Uneditable { path, problem }
        }
    }
}
