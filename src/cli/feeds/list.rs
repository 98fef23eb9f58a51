//! What is followed: listed, added, changed, asked for what is new.

use serde_json::json;

use crate::cli::output::{Failure, Output};
use crate::ops::Workspace;
use crate::ops::feeds::{self, Added, Fetched, Listed, Outcome, Round, Source};
use crate::text::counted;

const NOTHING: &str = "Nothing is followed yet; `riffle feeds add` and an address, or @person@host, follows something.";

pub(super) fn list(workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    let listed = feeds::list(workspace)?;
    if listed.is_empty() {
        output.note(NOTHING);
    }
    let mut group = String::new();
    for one in &listed {
        if output.json {
            output.object(&object(one))?;
            continue;
        }
        if one.source.group() != group {
            one.source.group().clone_into(&mut group);
            output.line(&group)?;
        }
        output.line(row(one))?;
    }
    Ok(())
}

fn row(one: &Listed) -> String {
    let unread = if one.counts.unread == 0 { String::new() } else { one.counts.unread.to_string() };
    let muted = if one.source.is_muted { "  muted" } else { "" };
    let trouble = one.trouble().map(|trouble| format!("  ({trouble})")).unwrap_or_default();
    format!("  {unread:>5}  {}  {}{muted}{trouble}", one.source.title, one.source.url)
}

fn object(one: &Listed) -> serde_json::Value {
    let Listed { source, key, counts, state } = one;
    json!({
        "url": source.url, "title": source.title, "site": source.site, "group": source.groups.join("/"), "source": key,
        "items": counts.all, "unread": counts.unread, "muted": source.is_muted, "full": source.wants_full_text,
        "moved": state.moved, "trouble": one.trouble(),
    })
}

pub(super) fn add(
    workspace: &Workspace,
    what: &str,
    group: Option<&str>,
    title: Option<&str>,
    output: &mut Output,
) -> Result<(), Failure> {
    let Added { source, was_known, items, others, warnings } = feeds::add(workspace, what, group, title, &mut || true)?;
    output.warnings(&warnings);
    if output.json {
        return output.object(&json!({
            "url": source.url, "title": source.title, "group": source.groups.join("/"), "items": items,
            "known": was_known, "others": others,
        }));
    }
    let known = if was_known { ", followed before" } else { "" };
    output.note(&format!("{}: {} in {}{known}", source.title, counted(items, "item", "items"), source.group()));
    for other in others {
        output.note(&format!("also there: {other}"));
    }
    output.line(&source.url)
}

/// What to change of a source.
#[derive(Debug, clap::Args)]
pub(super) struct SetArgs {
    #[arg(value_name = "SOURCE")]
    source: String,
    #[arg(long)]
    title: Option<String>,
    /// Where it belongs on the list.
    #[arg(long, short)]
    group: Option<String>,
    /// Nothing of it counts as unread.
    #[arg(long, value_name = "YES|NO")]
    muted: Option<Answer>,
    /// It gives beginnings only: the whole text of each new item is fetched.
    #[arg(long, value_name = "YES|NO")]
    full: Option<Answer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Answer {
    Yes,
    No,
}

impl SetArgs {
    pub(super) fn run(&self, workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
        let before = feeds::source(workspace, &self.source)?;
        let groups = self.group.as_ref().map(|group| feeds::groups_of(group));
        let now = Source {
            title: self.title.clone().unwrap_or_else(|| before.title.clone()),
            groups: groups.unwrap_or_else(|| before.groups.clone()),
            is_muted: self.muted.map_or(before.is_muted, |answer| answer == Answer::Yes),
            wants_full_text: self.full.map_or(before.wants_full_text, |answer| answer == Answer::Yes),
            ..before.clone()
        };
        let changed = feeds::change(workspace, &before.url, &now)?;
        output.warnings(&changed.warnings);
        output.note(&format!("{} in {}{}", now.title, now.group(), if now.is_muted { ", muted" } else { "" }));
        Ok(())
    }
}

pub(super) fn fetch(workspace: &Workspace, sources: &[String], all: bool, output: &mut Output) -> Result<(), Failure> {
    let round = match sources {
        [] if all => Round::All,
        [] => Round::Due,
        named => {
            let urls = named.iter().map(|name| Ok(feeds::source(workspace, name)?.url));
            Round::Of(urls.collect::<Result<_, Failure>>()?)
        }
    };
    let (mut told, mut asked) = (Ok(()), 0);
    let unread = feeds::fetch(workspace, &round, &mut || true, &mut |one| {
        asked += 1;
        if told.is_ok() {
            told = tell(one, output);
        }
    })?;
    told?;
    if asked == 0 && feeds::list(workspace)?.is_empty() {
        output.note(NOTHING);
    } else if asked == 0 {
        output.note("No source is due; --all asks all of them.");
    } else if !output.json {
        output.note(&format!("{} asked, {unread} unread.", counted(asked, "source", "sources")));
    }
    Ok(())
}

fn tell(Fetched { source, outcome, .. }: &Fetched, output: &mut Output) -> Result<(), Failure> {
    let (state, items, about) = match outcome {
        Outcome::New { items, unread, unreadable } => {
            let more = if *unreadable == 0 { String::new() } else { format!(", {unreadable} cannot be read") };
            ("new", *items, format!("{items} new, {unread} unread{more}"))
        }
        Outcome::Same => ("same", 0, String::new()),
        Outcome::Gone => ("gone", 0, "it is gone for good, says its server".to_owned()),
        Outcome::Failed(why) => ("failed", 0, why.clone()),
    };
    if output.json {
        return output.object(&json!({ "url": source.url, "state": state, "items": items, "detail": about }));
    }
    output.line(format!("{state:6}  {}  {about}", source.title).trim_end())
}
