//! `riffle team`: the shared repositories that entries are published to.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use crate::ops::fresh::Progress;
use crate::ops::team::{self, Added, Arrived, Audience, Founding, License};
use crate::text::counted;

/// Add teams, list them, and see what came to them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make an empty repository a team's, with a README, templates and rules, and add it.
    Init {
        /// Its address; a local path that is not there yet is made.
        url: String,
        /// What to call it here.
        #[arg(long)]
        name: Option<String>,
        /// What its README calls it.
        #[arg(long)]
        title: Option<String>,
        /// The licence of its pages.
        #[arg(long, value_name = "ID", default_value = "CC-BY-4.0")]
        license: Licence,
        /// Everybody can read it.
        #[arg(long)]
        public: bool,
    },
    /// Add a team's repository, as it is.
    Add {
        url: String,
        /// What to call it here.
        #[arg(long)]
        name: Option<String>,
    },
    /// List the teams.
    List,
    /// Follow a team whose history somebody rewrote.
    Accept { name: String },
    /// Forget a team; what was published there stays there.
    Remove { name: String },
    /// Fetch, and list what is new.
    New {
        /// One team; without it, all.
        name: Option<String>,
        /// Mark everything as seen afterwards.
        #[arg(long)]
        seen: bool,
        /// Do not fetch.
        #[arg(long)]
        offline: bool,
    },
}

/// The licences that a new team chooses from, by their SPDX ids.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Licence {
    #[value(name = "CC-BY-4.0")]
    CcBy,
    #[value(name = "CC-BY-SA-4.0")]
    CcBySa,
    #[value(name = "CC0-1.0")]
    Cc0,
    /// For the members of the team alone.
    #[value(name = "internal")]
    Internal,
}

impl From<Licence> for License {
    fn from(licence: Licence) -> Self {
        match licence {
            Licence::CcBy => Self::CcBy,
            Licence::CcBySa => Self::CcBySa,
            Licence::Cc0 => Self::Cc0,
            Licence::Internal => Self::Internal,
        }
    }
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        match &self.command {
            Command::Init { url, name, title, license, public } => {
                let audience = if *public { Audience::Public } else { Audience::Team };
                let title = title.as_deref().unwrap_or_default();
                let founding = Founding { title, license: License::from(*license), audience };
                let workspace = open::workspace(global, output)?;
                let done = team::init(&workspace, url, name.as_deref(), &founding, &mut reading(output))?;
                added(&done, output)
            }
            Command::Add { url, name } => {
                let workspace = open::workspace(global, output)?;
                let done = team::add(&workspace, url, name.as_deref(), &mut reading(output))?;
                added(&done, output)
            }
            Command::List => list(global, output),
            Command::Accept { name } => Ok(team::accept(&open::workspace(global, output)?, name)?),
            Command::Remove { name } => {
                team::remove(&open::workspace(global, output)?, name)?;
                output.note(&format!("Forgot {name}; what you published there stays."));
                Ok(())
            }
            Command::New { name, seen, offline } => new(global, name.as_deref(), *seen, *offline, output),
        }
    }
}

const NO_TEAM: &str = "No team yet; `riffle team add URL` adds one.";

/// Says once that a large team is read.
fn reading(output: &mut Output) -> impl FnMut(Progress) -> bool {
    let mut told = false;
    move |progress: Progress| {
        if progress.total > 500 && !told {
            told = true;
            output.note(&format!("Reading {} entries …", progress.total));
        }
        true
    }
}

fn added(added: &Added, output: &mut Output) -> Result<(), Failure> {
    output.warnings(&added.warnings);
    for (path, why) in &added.refused {
        output.note(&format!("not shown: {path}: {why}"));
    }
    if output.json {
        return output.object(&json!({
            "name": added.name, "url": added.url, "entries": added.entries, "new": 0,
            "refused": added.refused.iter().map(|(path, why)| json!({ "path": path, "why": why })).collect::<Vec<_>>(),
        }));
    }
    output.note(&format!("{}: {}", added.url, counted(added.entries, "entry", "entries")));
    output.line(&added.name)
}

fn list(global: &Global, output: &mut Output) -> Result<(), Failure> {
    let workspace = open::workspace(global, output)?;
    let teams = team::list(&workspace)?;
    if teams.is_empty() {
        output.note(NO_TEAM);
    }
    for team in teams {
        if output.json {
            output.object(&json!({
                "name": team.name, "url": team.url, "entries": team.entries, "new": team.new, "problem": team.problem,
            }))?;
            continue;
        }
        let entries = counted(team.entries, "entry", "entries");
        output.line(format!("{}  {entries}, {} new  {}", team.name, team.new, team.url))?;
        output.warnings(&team.problem.into_iter().collect::<Vec<_>>());
    }
    Ok(())
}

fn new(global: &Global, name: Option<&str>, seen: bool, offline: bool, output: &mut Output) -> Result<(), Failure> {
    let workspace = open::workspace(global, output)?;
    if !offline {
        let done = team::refresh(&workspace, name, &mut |_| true)?;
        done.iter().for_each(|refreshed| output.warnings(&refreshed.complaints()));
    }
    let teams = team::list(&workspace)?.into_iter().map(|team| team.name);
    let teams: Vec<String> = teams.filter(|team| name.is_none_or(|name| name == team)).collect();
    if let (Some(name), []) = (name, teams.as_slice()) {
        team::arrived(&workspace, name)?;
    }
    if teams.is_empty() {
        output.note(NO_TEAM);
        return Ok(());
    }
    let mut count = 0;
    for team in teams {
        let arrived = team::arrived(&workspace, &team)?;
        arrived.iter().try_for_each(|arrived| print(arrived, output))?;
        count += arrived.len();
        if seen {
            team::seen(&workspace, &team)?;
        }
    }
    if count == 0 {
        output.note("Nothing new.");
    }
    Ok(())
}

fn print(arrived: &Arrived, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.object(&json!({
            "path": arrived.path.as_str(), "team": arrived.team, "title": arrived.title, "kind": arrived.kind.name(),
            "author": arrived.author, "date": arrived.when.to_rfc3339(), "update": arrived.is_update,
            "withdrawn": arrived.is_withdrawn,
        }));
    }
    let what = match (arrived.is_withdrawn, arrived.is_update) {
        (true, _) => ", withdrawn",
        (false, true) => ", changed",
        (false, false) => "",
    };
    output.line(format!(
        "{}  {}  ({}, author not verified{what})  {}",
        arrived.when.format("%Y-%m-%d"),
        arrived.title,
        arrived.author,
        arrived.path
    ))
}
