//! Brings a page to a team: agreed to, delivered as a whole or not at all, and then remembered in the entry.

use super::outbox::{self, QueuedPublication};
use super::plan::{self, Plan};
use super::readme;
use super::record::{self, PublicationLine};
use super::{ConflictChoice, Order, Preview, Published, Route};
use crate::disk;
use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, EntryPath, Problem};
use crate::git::transport::Failure;
use crate::git::{self, CommitId};
use crate::ops::ShareError;
use crate::ops::bulk::{self, Rewrite, Undo};
use crate::ops::core::changed::Changed;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace};
use crate::team::publish::deliver::{self, Delivered, Destination, NewCommit};

/// What somebody agreed to.
#[derive(Clone, Copy, Debug)]
pub struct Agreed<'a> {
    pub order: &'a Order,
    pub route: Route,
    /// The page as it was shown, every byte of it: another one does not leave.
    pub page: &'a str,
}

/// Publishes an entry, or brings its page up to date. What cannot be delivered now stays queued and is reported.
pub fn publish(workspace: &Workspace, agreed: &Agreed<'_>) -> Result<Published, Error> {
    let Agreed { order, route, page } = *agreed;
    let team = OpenTeam::of(workspace, &order.team)?;
    let agreed = plan::plan(workspace, &team, order)?;
    ready(&agreed.preview)?;
    if agreed.preview.text != page {
        return Err(ShareError::PageChanged(agreed.entry.path).into());
    }
    let queued = QueuedPublication::of(&agreed, route, workspace.clock.now());
    queued.keep(workspace)?;
    disk::point("publish-queued");
    let mut last = None;
    let done = deliver::deliver::<Error>(&team.bare, &to(&agreed, route), &mut |tip| {
        let team = team.at(tip)?;
        let now = plan::plan(workspace, &team, order)?;
        ready(&now.preview)?;
        if !is_agreed(&now.preview, &agreed.preview) {
            return Err(ShareError::PageChanged(now.entry.path).into());
        }
        let commit = commit(workspace, &team, &now, route);
        last = Some((team, now));
        Ok(commit)
    });
    let delivered = done.map_err(|error| undelivered(workspace, &queued, error))?;
    disk::point("publish-delivered");
    let (team, sent) = last.unwrap_or((team, agreed));
    let done = remember(workspace, &team, &sent, &delivered)?;
    queued.done(workspace)?;
    Ok(done)
}

/// What keeps a page from leaving, as an error.
pub(super) fn ready(preview: &Preview) -> Result<(), Error> {
    let blocking: Vec<String> = preview.blocking().map(|it| format!("{} (allow with {})", it.what, it.key)).collect();
    if !blocking.is_empty() {
        return Err(ShareError::Blocked(blocking).into());
    }
    if preview.has_conflict {
        return Err(ShareError::PageConflict { path: preview.path.clone(), team: preview.order.team.clone() }.into());
    }
    Ok(())
}

/// Whether what would leave now is what was agreed to. Where mine replaces what a colleague wrote, it is what was seen of it.
fn is_agreed(now: &Preview, agreed: &Preview) -> bool {
    let replaces = agreed.order.conflict == ConflictChoice::Mine && now.update != agreed.update;
    !replaces && (&now.text, &now.message) == (&agreed.text, &agreed.message)
}

fn to(plan: &Plan, route: Route) -> Destination {
    match route {
        Route::Main => Destination::Main,
        Route::Branch => {
            let stem = plan.preview.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
            Destination::Branch(format!("riffle/{stem}-{}", plan::tail(&plan.page_id)))
        }
    }
}

fn commit(workspace: &Workspace, team: &OpenTeam, plan: &Plan, route: Route) -> NewCommit {
    // Two branches that both changed the list could not both be merged: it follows when the page is there.
    let is_listed = route == Route::Main;
    let writes = plan.writes.iter().filter(|write| is_listed || write.path != readme::README);
    NewCommit {
        writes: writes.cloned().collect(),
        message: plan.preview.message.clone(),
        author: team.bare.identity(),
        at: workspace.clock.now(),
    }
}

/// Whether the page may yet arrive, or has: the team was not reached, or what happened to the push is not known.
fn is_open(error: &Error) -> bool {
    let Error::Git(error) = error else { return false };
    let is_unheard = matches!(
        error,
        git::Error::Process(_)
            | git::Error::Disk(_)
            | git::Error::Held(_)
            | git::Error::Read { .. }
            | git::Error::Git { .. }
            | git::Error::Remote(Failure::Other(_))
    );
    is_unheard || error.is_network()
}

/// What may yet arrive stays in the queue; what was refused does not, and nothing claims to be published.
fn undelivered(workspace: &Workspace, queued: &QueuedPublication, error: Error) -> Error {
    if !is_open(&error) {
        // One that stays is settled, or shown, by whoever looks next.
        queued.done(workspace).ok();
        return of_delivery(&queued.team, error);
    }
    match queued.because(&crate::ops::error::chain(&error)).keep(workspace) {
        Ok(()) => Error::Queued(Box::new(error)),
        Err(_) => error,
    }
}

/// What a server refused or a team decides itself, with what helps there.
pub(super) fn of_delivery(team: &str, error: Error) -> Error {
    match error {
        Error::Git(git::Error::Decision(_) | git::Error::Remote(Failure::Rejected(_))) => {
            Error::OfDelivery { team: team.to_owned(), because: Box::new(error) }
        }
        other => other,
    }
}

/// Writes into the entry where it was published, and keeps the page as it left.
fn remember(workspace: &Workspace, team: &OpenTeam, sent: &Plan, delivered: &Delivered) -> Result<Published, Error> {
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
    let page = || deliver::page_link(team.bare.url(), &team.bare.branch(), &sent.preview.path);
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
pub(super) fn enter(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process;

    #[test]
    fn only_a_refusal_takes_a_page_off_the_queue() {
        let remote = |failure| Error::Git(git::Error::Remote(failure));
        assert!(!is_open(&remote(Failure::Rejected("no".into()))) && !is_open(&Error::Share(ShareError::Unagreed)));

        let killed = Error::Git(git::Error::Process(process::Error::Stopped("git".into())));
        let full = Error::Git(git::Error::Disk(disk::Error::Full("/".into())));
        assert!(is_open(&remote(Failure::Offline("away".into()))) && is_open(&killed) && is_open(&full));
    }
}
