//! `riffle site`: pages for people without git, as a folder of HTML.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::output::{Failure, Output};
use super::{Global, open};
use crate::ops::team::{self, Audience, MadeSite, SiteOf};
use crate::render::safe_line;
use crate::text::counted;

const EXAMPLES: &str = "\
Examples:
  riffle site acme --out public
  riffle site ./clone --out public
  riffle site 'tag:til' --title 'What I learn' --out public";

/// Make a site for people without git: a folder of HTML that can be put anywhere.
///
/// Of a team by its name, of a folder of Markdown (a clone, a folder of another tool), or of your own entries that a query finds; of
/// these stays out what may mean no, as of a feed. The site asks nothing of anybody: no script but for its search, no address but
/// relative ones. The folder has to be new, empty, or an earlier site, of which the files are brought up to date.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A team, a folder (with a slash where a team is called so), or else a query.
    #[arg(value_name = "TEAM|DIR|QUERY", required = true)]
    of: Vec<String>,
    /// The folder of the site.
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// What it is called; else as its team is.
    #[arg(long)]
    title: Option<String>,
    /// Do not fetch the team first.
    #[arg(long)]
    offline: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let of = self.of.join(" ");
        let title = self.title.as_deref();
        let folder = Path::new(&of);
        let is_way = of.contains('/') || matches!(of.as_str(), "." | "..");
        if folder.is_dir() && (is_way || !self.has_store(global, output)?) {
            return tell(&team::site_of_folder(folder, None, title, &self.out)?, output);
        }
        let workspace = open::workspace(global, output)?;
        let is_team = team::list(&workspace)?.iter().any(|team| team.name == of);
        if folder.is_dir() && !is_team {
            return tell(&team::site_of_folder(folder, Some(workspace.root()), title, &self.out)?, output);
        }
        if is_team && !self.offline {
            let fetched = team::refresh(&workspace, Some(&of), &mut |_| true)?;
            fetched.iter().for_each(|team| output.warnings(&team.complaints()));
        }
        let of = if is_team { SiteOf::Team(of) } else { SiteOf::Query(of) };
        tell(&team::site(&workspace, &of, title, &self.out)?, output)
    }

    fn has_store(&self, global: &Global, output: &mut Output) -> Result<bool, Failure> {
        let place = open::place(global, output)?;
        Ok(open::root(global, &place.config).is_some())
    }
}

fn tell(made: &MadeSite, output: &mut Output) -> Result<(), Failure> {
    for (path, why) in &made.left_out {
        output.note(&format!("left out: {}: {why}", safe_line(path)));
    }
    if output.json {
        let left_out: Vec<_> = made.left_out.iter().map(|(path, why)| json!({ "path": path, "why": why })).collect();
        return output.object(&json!({
            "title": made.title, "pages": made.pages, "written": made.written, "removed": made.removed, "left_out": left_out,
        }));
    }
    let (pages, files) = (counted(made.pages, "page", "pages"), counted(made.written, "file", "files"));
    output.note(&format!("{}: {pages}; {files} written, {} removed.", safe_line(&made.title), made.removed));
    if made.audience == Audience::Team {
        output.note("These pages are for the team: put the site where nobody else can read it.");
    }
    Ok(())
}
