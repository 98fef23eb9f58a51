//! Brings what was agreed to to the team.

use super::{
    Act, Change, Contributed, Contribution, ContributionPreview, compared, digest, request, suggestion, thanks, week,
};
use crate::entry::EntryPath;
use crate::git::{CommitId, Write, transport};
use crate::ops::share::{Report, Route, check, failure, readme};
use crate::ops::team::{OpenTeam, adopted_as};
use crate::ops::{Error, ShareError, Workspace};
use crate::team::publish::deliver::{self, Destination, NewCommit};
use crate::team::read::rules::Suggestions;

/// What somebody agreed to.
#[derive(Clone, Copy, Debug)]
pub struct AgreedWords<'a> {
    pub contribution: &'a Contribution,
    /// As they were shown: others do not leave.
    pub words: &'a [String],
}

/// What would be pushed, worked out on one commit of the team.
pub(super) struct Plan {
    pub(super) preview: ContributionPreview,
    writes: Vec<Write>,
}

impl Plan {
    /// `opened` is the team as it was when it began, whatever has arrived there since.
    pub(super) fn on(
        workspace: &Workspace,
        team: &OpenTeam,
        contribution: &Contribution,
        opened: &OpenTeam,
    ) -> Result<Self, Error> {
        let change = match &contribution.act {
            Act::Thank(said) => thanks::thanked(workspace, team, said)?,
            Act::Digest(since) => digest::told(workspace, team, *since, opened)?,
            Act::Ask(question) => request::asked(workspace, team, question)?,
            Act::Week(ticked) => week::shared(workspace, team, ticked)?,
            Act::Suggest(it) => suggestion::suggested(workspace, team, it)?,
            Act::Request { path, act } => request::changed(workspace, team, path, act)?,
        };
        let route = route(team, &contribution.act);
        let writes = writes(team, &change, route)?;
        let author = team.bare.identity();
        let author = format!("{} <{}>", author.name, author.email);
        let report = report(workspace, team, &change, &author)?;
        let preview = ContributionPreview {
            contribution: contribution.clone(),
            changes: compared(&change),
            title: change.title,
            url: transport::public(team.bare.url()),
            branch: team.bare.branch(),
            route,
            path: change.path,
            words: change.words,
            message: change.message,
            author,
            files: writes.iter().map(|write| write.path.clone()).collect(),
            left_out: change.left_out,
            report,
        };
        Ok(Self { preview, writes })
    }

    fn ready(self) -> Result<Self, Error> {
        let keys = self.preview.blocking().map(|it| format!("{} (allow with {})", it.what, it.key));
        let blocking: Vec<String> = keys.collect();
        if blocking.is_empty() { Ok(self) } else { Err(ShareError::Blocked(blocking).into()) }
    }
}

/// What the checks say of the lines that are mine.
fn report(workspace: &Workspace, team: &OpenTeam, change: &Change, author: &str) -> Result<Report, Error> {
    let (left_out, similar) = (&change.left_out, &change.similar);
    // What the team calls it already tells nothing.
    let is_known = change.before.as_ref().is_some_and(|before| before.contains(&change.title));
    let own_title = if is_known { change.title.as_str() } else { "" };
    let checking = check::Checking { workspace, team, entry: None, own_title, left_out, similar };
    checking.report(&[(&change.path, change.mine())], &change.message, author)
}

/// How it goes to the team: what is asked or said at once, a change of a page as the team wishes.
fn route(team: &OpenTeam, act: &Act) -> Route {
    match (act, team.rules.suggestions) {
        (Act::Suggest(it), Suggestions::Branch) => it.route.unwrap_or(Route::Branch),
        (Act::Suggest(it), Suggestions::Direct) => it.route.unwrap_or_default(),
        (Act::Ask(_) | Act::Thank(_) | Act::Digest(_) | Act::Week(_) | Act::Request { .. }, _) => Route::Main,
    }
}

/// The entry of mine that may change with the page.
fn adopted(workspace: &Workspace, contribution: &Contribution) -> Result<Option<EntryPath>, Error> {
    match &contribution.act {
        Act::Suggest(it) => adopted_as(workspace, &contribution.team, &it.path),
        Act::Ask(_) | Act::Thank(_) | Act::Digest(_) | Act::Week(_) | Act::Request { .. } => Ok(None),
    }
}

/// Where the commit goes; a branch is called after the page.
fn destination(preview: &ContributionPreview) -> Destination {
    let stem = preview.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
    match preview.route {
        Route::Main => Destination::Main,
        Route::Branch => Destination::Branch(format!("riffle/edit-{stem}")),
    }
}

/// The files of the commit; none where the team has it all already.
fn writes(team: &OpenTeam, change: &Change, route: Route) -> Result<Vec<Write>, Error> {
    if change.before.as_deref() == Some(&change.after) {
        return Ok(Vec::new());
    }
    let own = Write { path: change.path.clone(), content: Some(change.after.clone().into_bytes()) };
    let mut writes = vec![own];
    // Two branches that both changed the list could not both be merged, and who edits it has it as they want it.
    if route == Route::Main && change.path != readme::README {
        let listed = readme::with_requests(team, change.index.clone(), &writes)?;
        writes.extend(listed.map(|text| readme::write(team, &text, None)));
    }
    Ok(writes)
}

/// Adds something to a team as it was agreed to.
pub fn contribute(workspace: &Workspace, agreed: &AgreedWords<'_>) -> Result<Contributed, Error> {
    let contribution = agreed.contribution;
    let opened = OpenTeam::of(workspace, &contribution.team)?;
    let mut last: Option<(OpenTeam, ContributionPreview)> = None;
    let to = destination(&Plan::on(workspace, &opened, contribution, &opened)?.preview);
    let delivered = deliver::deliver::<Error>(&opened.bare, &to, &mut |tip: Option<&CommitId>| {
        let team = opened.at(tip)?;
        let Plan { preview, writes } = Plan::on(workspace, &team, contribution, &opened)?.ready()?;
        if preview.words != agreed.words {
            return Err(ShareError::WordsChanged.into());
        }
        let (author, at, message) = (team.bare.identity(), workspace.clock.now(), preview.message.clone());
        last = Some((team, preview));
        Ok(NewCommit { writes, message, author, at })
    })
    .map_err(|error| failure::of_delivery(&contribution.team, error))?;
    let (team, preview) = last.ok_or(ShareError::WordsChanged)?;
    let is_there = team.tip.as_ref() == Some(&delivered.commit);
    crate::ops::team::published_there(workspace, &team, &None, &delivered.commit, None)?;
    let branch = (preview.route == Route::Branch && !is_there).then(|| delivered.branch.clone());
    Ok(Contributed {
        link: if branch.is_some() { delivered.link } else { team.address(&preview.path) },
        branch,
        adopted: adopted(workspace, contribution)?,
        team: team.name,
        title: preview.title,
        path: preview.path,
        commit: delivered.commit,
        is_there,
    })
}
