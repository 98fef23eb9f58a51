//! Takes a page back: its place says so from then on, and names what replaces it. Its history stays, and that is said.

use super::record;
use super::{Published, plan, readme};
use crate::entry::EntryPath;
use crate::git::Write;
use crate::ops::team::Open;
use crate::ops::{Error, Workspace, rewrite};
use crate::team::board::Board;
use crate::team::deliver::{self, Parcel, To};
use crate::team::publication::{self, Verb};

/// Replaces a page by one that says that it was withdrawn.
pub fn withdraw(
    workspace: &Workspace,
    path: &EntryPath,
    team: &str,
    successor: Option<&EntryPath>,
) -> Result<Published, Error> {
    let entry = rewrite::sound(workspace, path)?;
    let out = record::entered(&entry, team)
        .ok_or_else(|| Error::NotPublished { path: path.clone(), team: team.to_owned() })?;
    let successor = successor.map(|other| {
        let other = rewrite::sound(workspace, other)?;
        let there = record::entered(&other, team);
        let there = there.ok_or_else(|| Error::NotPublished { path: other.path.clone(), team: team.to_owned() })?;
        Ok::<_, Error>((other.title, there.path))
    });
    let successor = successor.transpose()?;
    let team = Open::of(workspace, team)?;
    let author = team.bare.identity();
    let at = workspace.clock.now();
    let id = plan::id_of(&entry);
    let delivered = deliver::deliver::<Error>(&team.bare, &To::Main, &mut |tip| {
        let team = team.at(tip)?;
        let page = publication::tombstone(&publication::Tombstone {
            title: &entry.title,
            id: &id,
            kind: entry.kind,
            path: &out.path,
            date: at.date_naive(),
            successor: successor.as_ref().map(|(title, path)| (title.as_str(), path.as_str())),
            style: team.rules.style,
        });
        let mut writes = vec![Write { path: out.path.clone(), content: Some(page.into_bytes()) }];
        if let Some(Board::Updated(text)) = readme::without(&team, &out.path, at.date_naive())? {
            writes.push(Write { path: readme::README.into(), content: Some(text.into_bytes()) });
        }
        let message = publication::message(Verb::Withdraw, &entry, &entry.title, &id, &team.rules);
        Ok(Parcel { writes, message, author: author.clone(), at })
    })?;
    crate::ops::team::published_there(workspace, &team, &None, &delivered.commit)?;
    Ok(Published {
        entry: path.clone(),
        title: entry.title.clone(),
        team: team.name.clone(),
        path: out.path,
        commit: delivered.commit,
        branch: None,
        link: None,
        warnings: vec![
            "the page says that it was withdrawn; its history, and copies that others made, keep the text".into(),
        ],
    })
}
