//! Items: listed, shown, marked, kept.

use serde_json::json;

use crate::cli::output::{Failure, Output};
use crate::cli::search::freshen;
use crate::ops::Workspace;
use crate::ops::feeds::{self, Item, List, Mark, Show, Whole};
use crate::ops::fresh::Look;
use crate::text::counted;

/// Which items, and how many.
#[derive(Debug, clap::Args)]
pub(super) struct ItemsArgs {
    /// Of one source.
    #[arg(long, short, value_name = "SOURCE", conflicts_with_all = ["group", "starred"])]
    source: Option<String>,
    /// Of the sources of a group.
    #[arg(long, short, conflicts_with = "starred")]
    group: Option<String>,
    /// Those with a star.
    #[arg(long)]
    starred: bool,
    /// Also those that were read.
    #[arg(long, short)]
    all: bool,
    #[arg(long, short = 'n', value_name = "N", default_value_t = 100)]
    limit: usize,
}

impl ItemsArgs {
    pub(super) fn run(&self, workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
        let list = match (&self.source, &self.group) {
            (Some(source), _) => List::Source(feeds::source(workspace, source)?.url),
            (None, Some(group)) => List::Group(group.clone()),
            (None, None) if self.starred => List::Starred,
            (None, None) => List::All,
        };
        let show = if self.all { Show::All } else { Show::Unread };
        let items = feeds::items(workspace, &list, show, self.limit)?;
        if items.is_empty() {
            output.note("Nothing is unread here; --all lists what was read.");
        }
        items.iter().try_for_each(|item| row(item, output))
    }
}

fn row(item: &Item, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.object(&object(item));
    }
    let marks = format!("{}{}", if item.is_read { ' ' } else { '*' }, if item.is_starred { '+' } else { ' ' });
    output.line(format!("{}  {marks} {}  {}", item.key, item.date.format("%Y-%m-%d"), item.title))
}

fn object(item: &Item) -> serde_json::Value {
    json!({
        "item": item.key, "source": item.source, "title": item.title, "url": item.url, "author": item.author,
        "date": item.date.to_rfc3339(), "read": item.is_read, "starred": item.is_starred, "rule": item.rule,
        "kept": item.kept,
    })
}

pub(super) fn show(workspace: &Workspace, name: &str, output: &mut Output) -> Result<(), Failure> {
    let whole = feeds::item(workspace, &feeds::resolve(workspace, name)?)?;
    let listed = feeds::list(workspace)?;
    let reasons = feeds::reasons(workspace, &listed, &whole)?;
    let Whole { item, text, enclosures, tags, .. } = &whole;
    if output.json {
        let mut object = object(item);
        object["text"] = json!(text);
        object["tags"] = json!(tags);
        object["enclosures"] = json!(enclosures);
        object["reasons"] = json!(reasons.iter().map(|reason| &reason.0).collect::<Vec<_>>());
        return output.object(&object);
    }
    output.line(&item.title)?;
    let by = item.author.as_ref().map(|author| format!("  {author}")).unwrap_or_default();
    output.line(format!("{}{by}", item.date.format("%Y-%m-%d %H:%M")))?;
    item.url
        .iter()
        .chain(enclosures.iter().filter(|file| Some(*file) != item.url.as_ref()))
        .try_for_each(|url| output.line(url))?;
    output.line("")?;
    text.lines().try_for_each(|line| output.line(line))?;
    output.line("")?;
    output.line("Why it is here:")?;
    reasons.iter().try_for_each(|reason| output.line(format!("  {}", reason.0)))
}

/// What to keep, and why.
#[derive(Debug, clap::Args)]
pub(super) struct KeepArgs {
    #[arg(value_name = "ITEM")]
    item: String,
    /// Why it matters, in your own words.
    #[arg(value_name = "WHY")]
    why: Vec<String>,
    #[arg(long, short, value_name = "TAG")]
    tag: Vec<String>,
}

impl KeepArgs {
    pub(super) fn run(&self, workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
        let key = feeds::resolve(workspace, &self.item)?;
        // Whether its page is here already is asked of the index.
        freshen(workspace, Look::WhereQuick, output)?;
        let kept = feeds::keep(workspace, &key, &self.why.join(" "), &self.tag)?;
        output.warnings(&kept.warnings);
        if output.json {
            return output.object(&json!({
                "path": kept.path.as_str(), "id": kept.id.to_string(), "kind": kept.kind.name(), "title": kept.title,
                "url": kept.url,
            }));
        }
        output.line(&kept.path)
    }
}

/// Which items to mark.
#[derive(Debug, clap::Args)]
pub(super) struct MarkArgs {
    #[arg(value_name = "ITEM", required_unless_present_any = ["source", "every"])]
    items: Vec<String>,
    /// All of one source.
    #[arg(long, short, value_name = "SOURCE", conflicts_with = "items")]
    source: Option<String>,
    /// All there are, of every source.
    #[arg(long, conflicts_with_all = ["items", "source"])]
    every: bool,
}

impl MarkArgs {
    pub(super) fn run(&self, workspace: &Workspace, mark: Mark, output: &mut Output) -> Result<(), Failure> {
        let keys = match &self.source {
            Some(source) => Self::all(workspace, &List::Source(feeds::source(workspace, source)?.url), mark)?,
            None if self.every => Self::all(workspace, &List::All, mark)?,
            None => self.items.iter().map(|item| feeds::resolve(workspace, item)).collect::<Result<_, _>>()?,
        };
        let marked = feeds::mark(workspace, &keys, mark)?;
        if output.json {
            return output.object(&json!({ "mark": mark.name(), "items": marked.items }));
        }
        output.note(&format!("{} marked: {}.", counted(marked.items.len(), "item", "items"), mark.name()));
        Ok(())
    }

    fn all(workspace: &Workspace, list: &List, mark: Mark) -> Result<Vec<String>, Failure> {
        let show = if mark == Mark::Read { Show::Unread } else { Show::All };
        let items = feeds::items(workspace, list, show, usize::MAX)?;
        Ok(items.into_iter().map(|item| item.key).collect())
    }
}
