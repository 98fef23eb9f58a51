//! `riffle thank`: a line for whoever wrote what helped.

use super::Global;
use super::contribute::Consent;
use super::open;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find;
use crate::ops::fresh::Look;
use crate::ops::share::{self, Act, Contribution, Gratitude};
use crate::ops::team;

/// Thank whoever wrote a page of a team: a line in your own file of the team's `thanks/`, which they see on Today.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A page of a team, or an entry of yours that is published there.
    page: String,
    /// What it did for you; nothing is fine.
    words: Vec<String>,
    /// Whom you thank; else who wrote its words last.
    #[arg(long, value_name = "NAME")]
    whom: Option<String>,
    /// The team, where the page is an entry of yours.
    #[arg(long, value_name = "TEAM")]
    to: Option<String>,
    #[command(flatten)]
    consent: Consent,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, Look::WhereQuick, output)?;
        let entry = find(&workspace, &self.page, output)?;
        let team = match team::split(&entry) {
            Some((name, _)) => name.to_owned(),
            None => super::request::the_team(&workspace, self.to.as_deref())?,
        };
        let page = Some(share::page_of(&workspace, &entry, &team)?);
        let act = Act::Thank(Gratitude { page, whom: self.whom.clone(), words: self.words.join(" ") });
        let contribution = Contribution { team, act, allowed: self.consent.allow.clone() };
        self.consent.send(&workspace, &contribution, output)
    }
}
