//! `riffle suggest`: changes somebody else's page of a team.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::Global;
use super::contribute::Consent;
use super::open;
use super::output::{Failure, Output};
use super::search::freshen;
use super::show::find;
use crate::entry::EntryPath;
use crate::ops::fresh::Look;
use crate::ops::share::suggest::{self, Suggesting};
use crate::ops::share::{Act, Contributed, Contribution, Route};
use crate::ops::team::{self, PageChange};
use crate::ops::{self, Workspace};

const EXAMPLES: &str = "\
Examples:
  riffle suggest .team/acme/nuggets/git/blobless-clones.md
  riffle suggest \"$(riffle pick in:acme)\" --branch
  sed s/teh/the/ page.md | riffle suggest .team/acme/nuggets/git/page.md --from - --yes";

/// Change somebody else's page of a team in your editor; what you saved is shown and checked as a publication is.
///
/// It arrives at once, or on a branch for review where the team wishes that (`suggestions` in team.toml) or you do. What a
/// colleague changed in the page meanwhile stays; exit code 3 means that it is in the same lines. A page that was published
/// from an entry of yours is changed there.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The page, by its path (`.team/acme/…`).
    page: String,
    /// Take the whole page from this file instead of the editor; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// On a branch of its own, for review.
    #[arg(long, conflicts_with = "direct")]
    branch: bool,
    /// At once, even where the team wishes a branch.
    #[arg(long)]
    direct: bool,
    /// Change the entry that you adopted from it in the same lines.
    #[arg(long)]
    take: bool,
    #[command(flatten)]
    consent: Consent,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        freshen(&workspace, Look::WhereQuick, output)?;
        let page = find(&workspace, &self.page, output)?;
        match &self.from {
            Some(file) => {
                let made = suggest::of_text(&workspace, &page, text(file)?)?;
                self.send(&workspace, made, output).map(drop)
            }
            None => self.edited(&workspace, &page, output),
        }
    }

    /// What the editor leaves stays a draft until it has arrived.
    fn edited(&self, workspace: &Workspace, page: &EntryPath, output: &mut Output) -> Result<(), Failure> {
        let suggesting = suggest::begin(workspace, page)?;
        let sent = self.in_editor(workspace, &suggesting, output);
        if suggesting.file.exists() {
            match sent {
                Ok(true) => suggest::drop_draft(&suggesting)?,
                Ok(false) | Err(_) => output.note(&format!("Your text is kept in {}.", suggesting.file.display())),
            }
        }
        sent.map(drop)
    }

    fn in_editor(&self, workspace: &Workspace, suggesting: &Suggesting, output: &mut Output) -> Result<bool, Failure> {
        ops::edit::run_editor(&suggesting.file)?;
        self.send(workspace, suggest::finish(suggesting)?, output)
    }

    /// Shows it, asks and sends it; says whether it was sent.
    fn send(&self, workspace: &Workspace, made: Option<Contribution>, output: &mut Output) -> Result<bool, Failure> {
        let Some(mut contribution) = made else {
            output.note("Nothing was changed.");
            return Ok(false);
        };
        contribution.allowed.clone_from(&self.consent.allow);
        if let Act::Suggest(it) = &mut contribution.act {
            it.route = self.route();
        }
        let sent = self.consent.ask_and_send(workspace, &contribution, output)?;
        if let Some(sent) = &sent {
            self.follow(workspace, &contribution, sent, output)?;
        }
        Ok(sent.is_some())
    }

    fn route(&self) -> Option<Route> {
        match (self.branch, self.direct) {
            (true, _) => Some(Route::Branch),
            (false, true) => Some(Route::Main),
            (false, false) => None,
        }
    }

    /// The entry that was adopted from the page changes too where that is wished.
    fn follow(
        &self,
        workspace: &Workspace,
        contribution: &Contribution,
        sent: &Contributed,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let (Some(entry), Act::Suggest(it)) = (&sent.adopted, &contribution.act) else { return Ok(()) };
        if !self.take {
            output.note(&format!("{entry} was adopted from it and stays as it is; --take changes it too."));
            return Ok(());
        }
        let change = PageChange::new(&contribution.team, &it.path, &it.before, &it.after);
        let changed = team::follow(workspace, entry, &change)?;
        output.warnings(&changed.warnings);
        output.note(&format!("Changed {entry} too."));
        Ok(())
    }
}

fn text(file: &Path) -> Result<String, Failure> {
    let read = match file.to_str() {
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map(|_| text)
        }
        _ => std::fs::read_to_string(file),
    };
    read.map_err(|error| {
        Failure::usage(format!("cannot read {}: {error}", file.display()), "give a file of UTF-8 text")
    })
}
