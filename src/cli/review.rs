//! `riffle review`: a page of a team is still right.

use chrono::NaiveDate;

use super::Global;
use super::contribute::Consent;
use super::open;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find;
use crate::ops::fresh::Look;
use crate::ops::share::{entry_of, suggest};
use crate::ops::{later, team};

/// Say that a page of a team is still right: moves its `review_by` on, after which `riffle check` and the digest name it as overdue.
///
/// Of a page that was published from an entry of yours, the entry is changed; publish it to bring that to the team.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A page of a team, or an entry of yours.
    page: String,
    /// When to look at it again: `6m`, `2w`, `2027-06-01`.
    #[arg(long, value_name = "WHEN", default_value = "6m")]
    until: String,
    #[command(flatten)]
    consent: Consent,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, Look::WhereQuick, output)?;
        let page = find(&workspace, &self.page, output)?;
        let until = self.until(workspace.clock.now().date_naive())?;
        let mine = if team::split(&page).is_none() { Some(page.clone()) } else { entry_of(&workspace, &page)? };
        if let Some(entry) = mine {
            let changed = suggest::review_mine(&workspace, &entry, until)?;
            output.warnings(&changed.warnings);
            output.note("It is an entry of yours; publish it to bring that to the team.");
            return output.line(&entry);
        }
        let Some(mut contribution) = suggest::reviewed(&workspace, &page, until)? else {
            output.note(&format!("It is to be looked at again by {until} already."));
            return Ok(());
        };
        contribution.allowed.clone_from(&self.consent.allow);
        self.consent.send(&workspace, &contribution, output)
    }

    fn until(&self, today: NaiveDate) -> Result<NaiveDate, Failure> {
        let unclear = || Failure::usage(format!("{:?} is not a day to come", self.until), "say 6m, 2w or 2027-06-01");
        later::day(&self.until, today).ok_or_else(unclear)
    }
}
