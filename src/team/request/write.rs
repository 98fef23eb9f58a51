//! What becomes of a request's file: made anew, or with one act more in it. Everything that somebody else wrote there stays.
//!
//! An act is done on the file as it is now, whatever became of it since: two who claim at once, answer or close find out
//! here, field by field, and no word of either is lost.

use chrono::NaiveDate;

use super::{Request, State};
use crate::entry::front_matter::{self, Value};
use crate::entry::{Problem, link};
use crate::team::dated::{Line, is_same_person};
use crate::team::read::refused;

/// A request that does not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewRequest<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub asker: &'a str,
    pub day: NaiveDate,
    pub whom: Option<&'a str>,
    pub why: Option<&'a str>,
    pub due: Option<NaiveDate>,
}

/// What somebody does with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act<'a> {
    Claim,
    /// Gives it back.
    Release,
    /// Says something about it.
    Reply(&'a str),
    /// Names the page that answers it: its path in the team, and its title.
    Answer {
        path: &'a str,
        title: &'a str,
    },
    /// It is done with; what came of it, if somebody says so.
    Close(Option<&'a str>),
}

/// Why an act does nothing to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Somebody else has taken it on.
    Claimed(String),
    /// It is not open any more; how it stands.
    NotOpen(String),
    /// Its front matter cannot be edited.
    Problem(Problem),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// The file of a new request.
pub(crate) fn begun(new: &NewRequest<'_>) -> String {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut fields = vec![
        ("id", text(new.id)),
        ("kind", text("request")),
        ("title", text(new.title)),
        ("date", text(&new.day.to_string())),
        ("authors", Value::List(vec![new.asker.to_owned()])),
    ];
    fields.extend(new.whom.map(|whom| ("for", text(whom))));
    fields.extend(new.why.map(|why| ("why", text(why))));
    fields.extend(new.due.map(|due| ("due", text(&due.to_string()))));
    let why = new.why.map(|why| format!("\n{why}\n")).unwrap_or_default();
    format!("{}\n{}\n{why}", front_matter::print(&fields), crate::team::publish::heading(new.title))
}

/// The file after an act of somebody on a day; as it was where the act was done already.
pub(crate) fn changed(
    text: &str,
    now: &Request,
    act: &Act<'_>,
    (who, day): (&str, NaiveDate),
) -> Result<String, Refused> {
    if let Some(what) = refused(text) {
        // Nothing is known of what it says, which an act would write over.
        return Err(Problem { line: 1, what: what.to_owned() }.into());
    }
    let line = |words: &str| Line { day, who: who.to_owned(), words: words.to_owned() };
    let said = |text: &str, words: &str| line(words).below(text);
    let set = |text: &str, key: &str, value: &str| front_matter::set(text, key, &Value::Text(value.to_owned()));
    let is_mine = now.assignee.as_deref().is_some_and(|assignee| is_same_person(assignee, who));
    match act {
        Act::Claim => match &now.assignee {
            Some(_) if is_mine => Ok(text.to_owned()),
            Some(other) => Err(Refused::Claimed(other.clone())),
            None if !now.is_open() => Err(Refused::NotOpen(now.state.name().to_owned())),
            None => Ok(said(&set(text, "assignee", who)?, "takes it on")),
        },
        Act::Release if is_mine => Ok(said(&given_back(text, now)?, "gives it back")),
        Act::Release => match &now.assignee {
            Some(other) => Err(Refused::Claimed(other.clone())),
            None => Ok(text.to_owned()),
        },
        Act::Reply(words) => Ok(said(text, words)),
        Act::Answer { path, .. } if now.answers.iter().any(|known| known == path) => Ok(text.to_owned()),
        Act::Answer { path, title } => Ok(answered(text, now, (path, title), &said)?),
        Act::Close(outcome) => Ok(closed(text, now, *outcome, &said)?),
    }
}

/// Without the one who had taken it on; others stay.
fn given_back(text: &str, now: &Request) -> Result<String, Problem> {
    let mine = now.assignee.clone().unwrap_or_default();
    let fields = front_matter::split(text).yaml.map(|yaml| front_matter::read(&text[yaml])).transpose()?;
    match fields.map_or(0, |fields| crate::entry::said(&fields, "assignee").len()) {
        0 | 1 => front_matter::remove(text, "assignee"),
        _ => front_matter::edit_list(text, "assignee", &[], &[mine]),
    }
}

/// With one more page that answers it. One that is closed stays so.
fn answered(
    text: &str,
    now: &Request,
    (path, title): (&str, &str),
    said: &dyn Fn(&str, &str) -> String,
) -> Result<String, Problem> {
    let way = link::relative(super::FOLDER, path);
    let listed = front_matter::edit_list(text, "answered_by", std::slice::from_ref(&way), &[])?;
    let stands = match now.state {
        State::Closed => listed,
        State::Open | State::Answered | State::Unknown(_) => {
            front_matter::set(&listed, "status", &Value::Text("answered".into()))?
        }
    };
    let title = crate::team::readme::escaped(title);
    Ok(said(&stands, &format!("answered by [{title}]({})", link::encoded(&way))))
}

/// Closed, with what came of it. Where somebody else has said that already, mine stands below theirs.
fn closed(
    text: &str,
    now: &Request,
    outcome: Option<&str>,
    said: &dyn Fn(&str, &str) -> String,
) -> Result<String, Problem> {
    let is_said = |outcome: &str| now.outcome.as_deref() == Some(outcome);
    let shut = front_matter::set(text, "status", &Value::Text("closed".into()))?;
    match outcome {
        Some(outcome) if is_said(outcome) => Ok(shut),
        Some(outcome) if now.outcome.is_some() => Ok(said(&shut, outcome)),
        Some(outcome) => {
            let told = front_matter::set(&shut, "outcome", &Value::Text(outcome.to_owned()))?;
            Ok(said(&told, &format!("closed it: {outcome}")))
        }
        None if now.state == State::Closed => Ok(text.to_owned()),
        None => Ok(said(&shut, "closed it")),
    }
}
