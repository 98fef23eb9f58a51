//! `riffle pulse`: how a team does.

use serde_json::json;

use super::Global;
use super::digest::{fetch, since};
use super::open;
use super::output::{Failure, Output};
use super::request::the_team;
use crate::ops::team::{self, Pulse};

/// How a team does: what is asked, answered and used again, what is stale, what came in which month; from its repository alone.
///
/// It counts pages and requests. Who read what is not known, and nobody is counted or ranked.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The team; not needed where there is only one.
    team: Option<String>,
    /// Since when: so many days (`90d`), a day (`2026-11-01`), or the last digest that was published (`last`).
    #[arg(long, value_name = "WHEN", default_value = "90d")]
    since: String,
    /// Only what is for somebody or a unit, or about a topic.
    #[arg(long, value_name = "WHOM")]
    r#for: Option<String>,
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Do not fetch first.
    #[arg(long)]
    offline: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Md,
    Json,
    Csv,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let since = since(&self.since)?;
        let name = the_team(&workspace, self.team.as_deref())?;
        if !self.offline {
            fetch(&workspace, std::slice::from_ref(&name), output)?;
        }
        let pulse = team::pulse(&workspace, &name, since, self.r#for.as_deref())?;
        match self.format {
            _ if output.json || self.format == Format::Json => output.object(&object(&pulse)),
            Format::Text | Format::Json => pulse.text().lines().try_for_each(|line| output.line(line)),
            Format::Md => output.raw(pulse.markdown().as_bytes()),
            Format::Csv => output.raw(pulse.csv().as_bytes()),
        }
    }
}

fn object(pulse: &Pulse) -> serde_json::Value {
    let months = pulse.months.iter().map(|(month, kind, new)| json!({ "month": month, "kind": kind, "new": new }));
    let outcomes = pulse.outcomes.iter().map(|(title, outcome)| json!({ "title": title, "outcome": outcome }));
    json!({
        "team": pulse.team, "from": pulse.from.to_string(), "to": pulse.to.to_string(), "asked": pulse.asked,
        "answered": pulse.answered, "median_days": pulse.median_days, "pages": pulse.pages, "linked": pulse.linked,
        "thanked": pulse.thanked, "stale": pulse.stale, "months": months.collect::<Vec<_>>(),
        "outcomes": outcomes.collect::<Vec<_>>(),
    })
}
