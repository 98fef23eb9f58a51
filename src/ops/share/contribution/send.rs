//! Brings what was agreed to to the team.

use super::{Act, Change, Contributed, Contribution, ContributionPreview, compared, digest, request, thanks};
use crate::git::{CommitId, Write, transport};
use crate::ops::share::{Report, check, failure, readme};
use crate::ops::team::OpenTeam;
use crate::ops::{Error, ShareError, Workspace};
use crate::team::publish::deliver::{self, Destination, NewCommit};

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
            Act::Request { path, act } => request::changed(workspace, team, path, act)?,
        };
        let writes = writes(team, &change)?;
        let author = team.bare.identity();
        let author = format!("{} <{}>", author.name, author.email);
        let report = report(workspace, team, &change, &author)?;
        let preview = ContributionPreview {
            contribution: contribution.clone(),
            changes: compared(&change),
            title: change.title,
            url: transport::public(team.bare.url()),
            branch: team.bare.branch(),
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
    let checking = check::Checking { workspace, team, entry: None, own_title: "", left_out, similar };
    checking.report(&[(&change.path, change.mine())], &change.message, author)
}

/// The files of the commit; none where the team has it all already.
fn writes(team: &OpenTeam, change: &Change) -> Result<Vec<Write>, Error> {
    if change.before.as_deref() == Some(&change.after) {
        return Ok(Vec::new());
    }
    let own = Write { path: change.path.clone(), content: Some(change.after.clone().into_bytes()) };
    let mut writes = vec![own];
    let listed = readme::with_requests(team, None, &writes)?;
    writes.extend(listed.map(|text| readme::write(team, &text, None)));
    Ok(writes)
}

/// Adds something to a team as it was agreed to.
pub fn contribute(workspace: &Workspace, agreed: &AgreedWords<'_>) -> Result<Contributed, Error> {
    let contribution = agreed.contribution;
    let opened = OpenTeam::of(workspace, &contribution.team)?;
    let mut last: Option<(OpenTeam, ContributionPreview)> = None;
    let delivered = deliver::deliver::<Error>(&opened.bare, &Destination::Main, &mut |tip: Option<&CommitId>| {
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
    Ok(Contributed {
        link: team.address(&preview.path),
        team: team.name,
        title: preview.title,
        path: preview.path,
        commit: delivered.commit,
        is_there,
    })
}
