//! `riffle ask` and `riffle request`: what somebody in a team would like to know, and what becomes of it.

use serde_json::json;

use super::Global;
use super::contribute::Consent;
use super::open;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find;
use crate::ops::fresh::Look;
use crate::ops::share::{self, Act, Contribution, Question, RequestAct};
use crate::ops::team::{self, TeamRequest};
use crate::ops::{Workspace, later};

/// Ask a team something: one line is enough. It becomes a file in the team's `requests/`, shown before it leaves.
#[derive(Debug, clap::Args)]
pub(super) struct AskArgs {
    /// What you would like to know.
    #[arg(required = true, value_name = "QUESTION")]
    words: Vec<String>,
    /// The team, by its name here; not needed where there is only one.
    #[arg(long, value_name = "TEAM")]
    to: Option<String>,
    /// Whom you ask, or which unit it is for.
    #[arg(long, value_name = "WHOM")]
    r#for: Option<String>,
    /// What you need it for.
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// By when: `friday`, `2w`, `2026-12-01`.
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    #[command(flatten)]
    consent: Consent,
}

/// See what teams would like to know; take a request on, say something about it, answer it, close it.
///
/// A REQUEST is named by its path, its file's name, its title, or a part of its id.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the open requests, those that are due soonest first.
    List {
        /// One team; without it, all.
        team: Option<String>,
        /// Answered and closed ones too.
        #[arg(long)]
        all: bool,
        /// Those that are asked of you, or that you have taken on.
        #[arg(long)]
        mine: bool,
        /// Those for somebody, or for a unit.
        #[arg(long, value_name = "WHOM")]
        r#for: Option<String>,
    },
    /// Take a request on.
    Claim { request: String },
    /// Give a request back that you have taken on.
    Release { request: String },
    /// Say something about a request: a line with the date below it.
    Reply {
        request: String,
        #[arg(required = true)]
        words: Vec<String>,
        #[command(flatten)]
        consent: Consent,
    },
    /// Name the page that answers a request.
    Answer {
        request: String,
        /// A page of the team, or an entry of yours that is published there.
        #[arg(long, value_name = "ENTRY")]
        with: String,
        #[command(flatten)]
        consent: Consent,
    },
    /// Close a request, with what came of it if you like.
    Close {
        request: String,
        /// What came of it.
        outcome: Vec<String>,
        #[command(flatten)]
        consent: Consent,
    },
}

impl AskArgs {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, Look::WhereQuick, output)?;
        let due = self.due.as_deref().map(|due| day(&workspace, due)).transpose()?;
        let (why, whom) = (self.why.clone(), self.r#for.clone());
        let act = Act::Ask(Question { title: self.words.join(" "), why, whom, due });
        let contribution =
            Contribution { team: the_team(&workspace, self.to.as_deref())?, act, allowed: self.consent.allow.clone() };
        self.consent.send(&workspace, &contribution, output)
    }
}

fn day(workspace: &Workspace, due: &str) -> Result<chrono::NaiveDate, Failure> {
    later::day(due, workspace.clock.now().date_naive()).ok_or_else(|| {
        Failure::usage(format!("{due:?} is not a day to come"), "say `friday`, `2w` or a date like 2026-12-01")
    })
}

/// The team that was named, or the only one there is.
pub(super) fn the_team(workspace: &Workspace, named: Option<&str>) -> Result<String, Failure> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let names: Vec<String> = team::list(workspace)?.into_iter().map(|team| team.name).collect();
    match names.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Failure::usage("there is no team yet", "`riffle team add URL` adds one")),
        several => Err(Failure::usage("which team?", format!("say --to with one of {}", several.join(", ")))),
    }
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let silent = Consent::default();
        let (request, act, consent) = match &self.command {
            Command::List { team, all, mine, r#for } => {
                let chosen = Chosen { all: *all, mine: *mine, whom: r#for.as_deref() };
                return list(&workspace, team.as_deref(), &chosen, output);
            }
            Command::Claim { request } => (request, RequestAct::Claim, &silent),
            Command::Release { request } => (request, RequestAct::Release, &silent),
            Command::Reply { request, words, consent } => (request, RequestAct::Reply(words.join(" ")), consent),
            Command::Answer { request, with, consent } => {
                let found = team::find_request(&workspace, request)?;
                let entry = find(&workspace, with, output)?;
                let page = share::page_of(&workspace, &entry, &found.team)?;
                return send(&workspace, &found, RequestAct::Answer(page), consent, output);
            }
            Command::Close { request, outcome, consent } => {
                let outcome = (!outcome.is_empty()).then(|| outcome.join(" "));
                (request, RequestAct::Close(outcome), consent)
            }
        };
        send(&workspace, &team::find_request(&workspace, request)?, act, consent, output)
    }
}

fn send(
    workspace: &Workspace,
    found: &TeamRequest,
    act: RequestAct,
    consent: &Consent,
    output: &mut Output,
) -> Result<(), Failure> {
    let act = Act::Request { path: found.request.path.clone(), act };
    let contribution = Contribution { team: found.team.clone(), act, allowed: consent.allow.clone() };
    consent.send(workspace, &contribution, output)
}

/// Which requests are listed.
struct Chosen<'a> {
    all: bool,
    mine: bool,
    whom: Option<&'a str>,
}

impl Chosen<'_> {
    fn has(&self, it: &TeamRequest) -> bool {
        let is_for = |whom: &str| it.request.whom.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(whom));
        (self.all || it.request.is_open() || self.mine && it.wants_outcome())
            && (!self.mine || it.is_for_me || it.wants_outcome())
            && self.whom.is_none_or(is_for)
    }
}

fn list(workspace: &Workspace, team: Option<&str>, chosen: &Chosen<'_>, output: &mut Output) -> Result<(), Failure> {
    let mut requests = match team {
        Some(team) => team::requests(workspace, team)?,
        None => team::all_requests(workspace),
    };
    requests.retain(|it| chosen.has(it));
    if requests.is_empty() {
        output.note("No requests.");
    }
    requests.iter().try_for_each(|it| print(workspace, it, output))
}

fn print(workspace: &Workspace, it: &TeamRequest, output: &mut Output) -> Result<(), Failure> {
    let request = &it.request;
    if output.json {
        let answers = it.answers.iter().map(|(path, title)| json!({ "path": path.as_str(), "title": title }));
        let lines = request.lines.iter();
        let lines = lines.map(|it| json!({ "date": it.day.to_string(), "who": it.who, "text": it.words }));
        return output.object(&json!({
            "path": it.path.as_str(), "team": it.team, "id": request.id, "title": request.title,
            "state": request.state.name(), "date": request.asked.map(|day| day.to_string()), "asker": request.asker,
            "for": request.whom, "why": request.why, "due": request.due.map(|day| day.to_string()),
            "assignee": request.assignee, "answered_by": answers.collect::<Vec<_>>(), "outcome": request.outcome,
            "lines": lines.collect::<Vec<_>>(), "mine": it.is_for_me,
        }));
    }
    let about = it.about(workspace.clock.now().date_naive());
    output.line(format!("{:<8}  {}{about}  {}", request.state.name(), request.title, it.path))
}
