//! What colleagues changed in a page of mine, taken into my entry: shown first, one act, and what is private stays where it is.

mod fields;
mod place;

use super::build;
use super::merge::Pair;
use super::publication::Publication;
use super::record::{self, PublicationLine, TAKEN};
use super::{ConflictChoice, DiffLine};
use crate::entry::front_matter;
use crate::entry::{Entry, EntryPath, Problem};
use crate::ops::ShareError;
use crate::ops::TeamError;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::core::changed::Changed;
use crate::ops::team::OpenTeam;
use crate::ops::{Error, Workspace, history};
use crate::team::read::is_withdrawn;

/// What would come into an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    pub entry: EntryPath,
    pub title: String,
    pub team: String,
    /// Of the page, in the team's repository.
    pub path: String,
    /// Who changed the page last.
    pub who: String,
    /// Whose lines stay where both of us changed the same ones.
    pub conflict: ConflictChoice,
    /// Line by line against the entry as it is. Empty where the entry has all of it.
    pub changes: Vec<DiffLine>,
    /// The entry as it would be.
    text: String,
}

/// Works out what an entry would be with everything that its page in a team has. Nothing is written.
///
/// Refused where it cannot be placed: both changed the same lines, or a page could not be made of it that says the same.
pub fn taking(workspace: &Workspace, path: &EntryPath, team: &str, conflict: ConflictChoice) -> Result<Taking, Error> {
    let entry = bulk::sound(workspace.store(), path)?;
    let team = OpenTeam::of(workspace, team)?;
    Work::of(workspace, &team, &entry)?.taking(conflict)
}

/// Takes in what was shown, as one act.
pub fn take(workspace: &Workspace, shown: &Taking) -> Result<Changed, Error> {
    let now = taking(workspace, &shown.entry, &shown.team, shown.conflict)?;
    if now != *shown {
        return Err(ShareError::EntryChanged(shown.entry.clone()).into());
    }
    bulk::compose(workspace, || {
        let rewrite = Rewrite::of(workspace, &shown.entry, |_| Ok(shown.text.clone()))?;
        Ok((format!("take: {} from {}", shown.title, shown.team), vec![rewrite]))
    })
}

struct Work<'a> {
    publication: Publication<'a>,
    out: PublicationLine,
    at: String,
}

impl<'a> Work<'a> {
    fn of(workspace: &'a Workspace, team: &'a OpenTeam, entry: &'a Entry) -> Result<Self, Error> {
        let publication = Publication::of(workspace, team, entry, record::latest(entry, team))?;
        let missing = || Error::Share(ShareError::NotPublished { path: entry.path.clone(), team: team.name.clone() });
        let (out, at) =
            publication.was().and_then(|(out, at)| Some((out.clone(), at?.to_owned()))).ok_or_else(missing)?;
        Ok(Self { publication, out, at })
    }

    fn taking(&self, conflict: ConflictChoice) -> Result<Taking, Error> {
        let theirs = self.publication.team.text(&self.at)?.unwrap_or_default();
        if is_withdrawn(&theirs) {
            return Err(Error::Team(TeamError::Withdrawn(self.publication.entry.path.clone())));
        }
        let mine = self.page(self.publication.entry)?;
        let wanted = self.joined(&mine, conflict)?;
        let text = if wanted == mine { self.publication.entry.text.clone() } else { self.placed(&mine, &wanted)? };
        // That it was taken is noted, and no change of the text to be looked at.
        let before = self.marked(&self.publication.entry.text).unwrap_or_else(|_| self.publication.entry.text.clone());
        let signed = self.publication.team.writer(&self.at)?;
        Ok(Taking {
            entry: self.publication.entry.path.clone(),
            title: self.publication.entry.title.clone(),
            team: self.publication.team.name.clone(),
            path: self.at.clone(),
            who: signed.map_or_else(|| "somebody".to_owned(), |signed| signed.author.name),
            conflict,
            changes: if text == self.publication.entry.text { Vec::new() } else { history::compared(&before, &text) },
            text,
        })
    }

    /// The page as an entry makes it.
    fn page(&self, entry: &Entry) -> Result<String, Error> {
        let Publication { workspace, team, page_id, .. } = &self.publication;
        let day = self.out.date.parse().unwrap_or_else(|_| workspace.clock.now().date_naive());
        Ok(build::build(workspace, team, entry, page_id)?.page(&self.at, day).text)
    }

    /// My page with everything that colleagues changed.
    fn joined(&self, mine: &str, conflict: ConflictChoice) -> Result<String, Error> {
        let joined = Pair::of(&self.publication, &self.out, &self.at, mine)?.joined(conflict)?;
        match (joined.has_conflict, conflict) {
            (true, ConflictChoice::Ask) => Err(self.refused(joined.notes.join("; "), true)),
            (true, ConflictChoice::Mine | ConflictChoice::Theirs)
            | (false, ConflictChoice::Ask | ConflictChoice::Mine | ConflictChoice::Theirs) => Ok(joined.text),
        }
    }

    /// The entry that makes the wanted page, with all that is private in its place.
    fn placed(&self, mine: &str, wanted: &str) -> Result<String, Error> {
        let wanted = super::last::own_fields(wanted);
        let cannot = |problem: Problem| Error::Uneditable { path: self.publication.entry.path.clone(), problem };
        let mut closest = None;
        for body in place::bodies(self.publication.entry, mine, &wanted) {
            let text = format!("{}{body}", &self.publication.entry.text[..self.publication.entry.body.start]);
            let text = fields::taken(self.publication.entry, &text, mine, &wanted).map_err(cannot)?;
            let text = self.marked(&text).map_err(cannot)?;
            let made = Entry::parse(
                self.publication.entry.path.clone(),
                text.as_bytes(),
                &self.publication.workspace.config.folders,
            );
            let Ok(page) = self.page(&made) else { continue };
            match place::difference(&page, &wanted) {
                None => return Ok(text),
                Some(line) => closest = closest.or(Some(line)),
            }
        }
        let line = closest.unwrap_or_else(|| "the change is where something of mine is private".to_owned());
        Err(self.refused(format!("it cannot be placed: {line}"), false))
    }

    /// Says in an entry from when on it has all words of its copy.
    fn marked(&self, text: &str) -> Result<String, Problem> {
        let Some(tip) = self.publication.team.tip.clone() else { return Ok(text.to_owned()) };
        let date = self.publication.workspace.clock.now().date_naive().to_string();
        let line =
            PublicationLine { team: self.publication.team.name.clone(), commit: tip, path: self.at.clone(), date }
                .line();
        let own = format!("{}@", self.publication.team.name);
        let older: Vec<String> =
            self.publication.entry.said(TAKEN).into_iter().filter(|it| it.starts_with(&own) && *it != line).collect();
        front_matter::edit_list(text, TAKEN, &[line], &older)
    }

    fn refused(&self, why: String, same_lines: bool) -> Error {
        Error::Share(ShareError::NotTaken {
            path: self.publication.entry.path.clone(),
            team: self.publication.team.name.clone(),
            why,
            same_lines,
        })
    }
}
