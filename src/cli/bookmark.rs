//! `riffle bookmark`: keeps a page and why it matters.

use super::output::{Failure, Output};
use super::{Global, capture, open};
use crate::ops::bookmark::{self, Bookmark};

const EXAMPLES: &str = "\
Examples:
  riffle bookmark https://git-scm.com/docs/partial-clone -t git --comment 'why our CI clones are slow'
  riffle bookmark https://example.org/a --quote 'Measure first.' --no-fetch";

/// Keep a page and why it matters; it lands in the inbox.
///
/// The bookmark is safe before this command does anything else; then the page is fetched, for up to ten seconds, and its
/// readable text is found by search. What is not here by then stays in the queue.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The address of the page.
    url: String,
    /// The title, instead of the page's own.
    #[arg(long)]
    title: Option<String>,
    /// A tag; several with several flags or commas.
    #[arg(short, long = "tag", value_name = "TAG", value_delimiter = ',')]
    tags: Vec<String>,
    /// Why it matters, in your own words.
    #[arg(long)]
    comment: Option<String>,
    /// What the page says that matters.
    #[arg(long)]
    quote: Option<String>,
    /// Who or what pointed you there.
    #[arg(long)]
    via: Option<String>,
    /// Leave the page to `riffle fetch` and the workbench.
    #[arg(long)]
    no_fetch: bool,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        let saved = bookmark::save(&workspace, &self.bookmark())?;
        let captured = capture::tell(saved, &workspace, output)?;
        if self.no_fetch { Ok(()) } else { capture::page(&workspace, &captured, output) }
    }

    fn bookmark(&self) -> Bookmark {
        let tags = self.tags.iter().map(|tag| tag.trim_start_matches('#').to_owned()).collect();
        let Self { url, title, comment, quote, via, .. } = self;
        let [title, comment, quote, via] = [title, comment, quote, via].map(Clone::clone);
        Bookmark { url: url.clone(), title, tags, via, comment, quote }
    }
}
