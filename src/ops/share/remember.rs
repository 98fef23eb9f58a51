//! What a publication leaves behind here: a line in its entry, and the page as it left.

use super::outbox::{self, QueuedPublication};
use super::plan::Plan;
use super::record::{self, PublicationLine};
use super::{Preview, Published};
use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, EntryPath, Problem};
use crate::git::CommitId;
use crate::ops::bulk::{self, Rewrite, Undo};
use crate::ops::core::changed::Changed;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace};
use crate::team::publish::deliver::Delivered;

/// Writes into the entry where it was published, and keeps the page as it left.
pub(super) fn published(
    workspace: &Workspace,
    team: &OpenTeam,
    sent: &Plan,
    delivered: &Delivered,
) -> Result<Published, Error> {
    // Where the team had all of mine, and words of others, my last commit there is still what my entry knows of.
    let had_all = team.tip.as_ref() == Some(&delivered.commit) && sent.mine != sent.preview.text;
    let known = record::latest(&sent.entry, team).filter(|_| had_all);
    let entered = known.unwrap_or_else(|| PublicationLine {
        team: team.name.clone(),
        commit: delivered.commit.clone(),
        path: sent.preview.path.clone(),
        date: workspace.clock.now().date_naive().to_string(),
    });
    let allowed = allowed(&sent.preview);
    let changed = enter(workspace, &sent.entry.path, &sent.id, &entered, &allowed)?;
    record::keep_page(workspace, &team.name, &sent.id, &sent.mine)?;
    // What the team had already was put on no branch, whatever was asked for.
    let is_apart = delivered.branch != team.bare.branch();
    let proposed = is_apart.then_some(sent.preview.path.as_str());
    crate::ops::team::published_there(workspace, team, &sent.preview.topic, &delivered.commit, proposed)?;
    let page = || team.address(&sent.preview.path);
    Ok(Published {
        entry: sent.entry.path.clone(),
        title: sent.preview.title.clone(),
        team: team.name.clone(),
        path: sent.preview.path.clone(),
        commit: delivered.commit.clone(),
        branch: is_apart.then(|| delivered.branch.clone()),
        link: delivered.link.clone().or_else(page),
        warnings: changed.warnings,
    })
}

/// What was let through though it blocks, for the record.
fn allowed(preview: &Preview) -> Vec<String> {
    let findings = preview.report.findings.iter();
    findings
        .filter(|it| preview.order.allowed.contains(&it.key))
        .map(|it| format!("{} ({})", it.what, it.key))
        .collect()
}

/// Adds the line about a publication to an entry, in place of an older one of the same team, and an `id` where it has none.
fn enter(
    workspace: &Workspace,
    path: &EntryPath,
    id: &str,
    entered: &PublicationLine,
    allowed: &[String],
) -> Result<Changed, Error> {
    bulk::run(
        workspace,
        Undo::Never,
        || {
            let rewrite = Rewrite::of(workspace, path, |entry| with_line(entry, id, entered))?;
            let title = bulk::whom(workspace, std::slice::from_ref(&rewrite));
            let notes: String = allowed.iter().map(|what| format!("\nAllowed: {what}")).collect();
            let notes = if notes.is_empty() { notes } else { format!("\n{notes}") };
            Ok((format!("publish: {title} to {}{notes}", entered.team), vec![rewrite]))
        },
        &mut |_| {},
    )
}

fn with_line(entry: &Entry, id: &str, entered: &PublicationLine) -> Result<String, Problem> {
    let mut text = entry.text.clone();
    if matches!(entry.id, crate::entry::EntryId::Path(_)) && !entry.fields.contains_key("id") {
        text = front_matter::set(&text, "id", &Value::Text(id.to_owned()))?;
    }
    let line = entered.line();
    let lines = entry.said("published");
    let older: Vec<String> =
        lines.into_iter().filter(|it| it.starts_with(&format!("{}@", entered.team)) && *it != line).collect();
    front_matter::edit_list(&text, "published", &[line], &older)
}

/// Finishes what a crash left between delivery and the entry: what arrived is remembered, the rest stays queued.
///
/// One that cannot be remembered, as its entry is gone, says so in the list and keeps no other from it.
pub fn settle(workspace: &Workspace) -> Result<(), Error> {
    for queued in outbox::all(workspace) {
        if let Err(error) = settle_one(workspace, &queued) {
            queued.because(&crate::ops::error::chain(&error)).keep(workspace)?;
        }
    }
    Ok(())
}

fn settle_one(workspace: &Workspace, queued: &QueuedPublication) -> Result<(), Error> {
    let Ok(team) = OpenTeam::of(workspace, &queued.team) else { return Ok(()) };
    let Some(commit) = arrived(&team, queued)? else { return Ok(()) };
    let date = queued.when.date_naive().to_string();
    let entered = PublicationLine { team: queued.team.clone(), commit, path: queued.path.clone(), date };
    enter(workspace, &EntryPath::new(queued.entry.as_str())?, &queued.id, &entered, &queued.allowed)?;
    record::keep_page(workspace, &queued.team, &queued.id, &queued.mine)?;
    queued.done(workspace)
}

/// The commit with which a page came to the team, if it did.
fn arrived(team: &OpenTeam, queued: &QueuedPublication) -> Result<Option<CommitId>, Error> {
    if team.text(&queued.path)?.as_deref() != Some(queued.text.as_str()) {
        return Ok(None);
    }
    Ok(team.bare.last_change(&queued.path)?.map(|signed| signed.commit))
}
