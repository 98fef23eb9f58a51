//! `riffle digest`: what happened in teams, for chat, mail, or a file of the team.

use chrono::NaiveDate;
use serde_json::json;

use super::Global;
use super::contribute::Consent;
use super::open;
use super::output::{Failure, Output};
use super::request::the_team;
use crate::ops::Workspace;
use crate::ops::share::{Act, Contribution};
use crate::ops::team::{self, Digest, Links, Since};

/// What happened in teams: new, changed, asked, answered, thanked, gone, overdue; from their repositories alone.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One team or several; not needed where there is only one.
    #[arg(value_name = "TEAM")]
    teams: Vec<String>,
    /// Since when: so many days (`7d`), a day (`2026-11-01`), or the last digest that was published (`last`).
    #[arg(long, value_name = "WHEN", default_value = "7d")]
    since: String,
    /// Only what is for somebody or a unit, or about a topic.
    #[arg(long, value_name = "WHOM")]
    r#for: Option<String>,
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    format: Format,
    /// Put it into the team's `digests/`.
    #[arg(long, conflicts_with_all = ["for", "format"])]
    publish: bool,
    /// Do not fetch first.
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    consent: Consent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Md,
    Html,
    Json,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let since = since(&self.since)?;
        let teams = match self.teams.as_slice() {
            [] => vec![the_team(&workspace, None)?],
            named => named.to_vec(),
        };
        if !self.offline {
            fetch(&workspace, &teams, output)?;
        }
        if self.publish {
            let publish = |team: &String| {
                let act = Act::Digest(since);
                let contribution = Contribution { team: team.clone(), act, allowed: self.consent.allow.clone() };
                self.consent.send(&workspace, &contribution, output)
            };
            return teams.iter().try_for_each(publish);
        }
        let digest = |name: &String| team::digest(&workspace, name, since, self.r#for.as_deref());
        let digests = teams.iter().map(digest).collect::<Result<Vec<Digest>, _>>()?;
        match self.format {
            _ if output.json || self.format == Format::Json => {
                digests.iter().try_for_each(|it| output.object(&object(it)))
            }
            Format::Html => output.raw(team::html(&digests).as_bytes()),
            Format::Md | Format::Json => output.raw(team::markdown(&digests, Links::Web).as_bytes()),
        }
    }
}

/// Looks first what the teams have.
pub(super) fn fetch(workspace: &Workspace, teams: &[String], output: &mut Output) -> Result<(), Failure> {
    for name in teams {
        let done = team::refresh(workspace, Some(name), &mut |_| true)?;
        done.iter().for_each(|refreshed| output.warnings(&refreshed.warnings));
    }
    Ok(())
}

pub(super) fn since(said: &str) -> Result<Since, Failure> {
    let days = said.strip_suffix('d').and_then(|days| days.parse().ok()).filter(|days| (1..=3_660).contains(days));
    let day = || said.parse::<NaiveDate>().ok().map(Since::Day);
    let last = (said == "last").then_some(Since::Last);
    last.or(days.map(Since::Days)).or_else(day).ok_or_else(|| {
        Failure::usage(format!("{said:?} is not a time"), "say days as in 7d, a day as in 2026-11-01, or `last`")
    })
}

fn object(digest: &Digest) -> serde_json::Value {
    let items = digest.items.iter().map(|item| {
        json!({
            "what": item.what.name(), "title": item.title, "path": item.path, "link": item.link, "who": item.who,
            "about": item.about,
        })
    });
    json!({
        "team": digest.team, "from": digest.from.to_string(), "to": digest.to.to_string(),
        "items": items.collect::<Vec<_>>(),
    })
}
