//! My page, what I last published and what the team has now, in one text; and what that says of the publication.

use std::collections::HashMap;

use super::last::{PageHistory, Until};
use super::publication::Publication;
use super::record::{self, PublicationLine};
use super::relink::Move;
use super::{ConflictChoice, State};
use crate::git::{self, Repo, Side};
use crate::ops::Error;
use crate::team::read::is_withdrawn;

/// A page of mine beside the team's copy of it.
pub(super) struct Pair<'a> {
    publication: &'a Publication<'a>,
    /// What my entry was last in step with.
    out: PublicationLine,
    /// All words that the copy had then were in my entry.
    is_taken: bool,
    /// Where the copy is to be.
    to: &'a str,
    /// The page as my entry makes it now.
    mine: &'a str,
    /// The copy as it is now.
    theirs: Option<String>,
    /// The copy as it was when I last published.
    sent: Option<String>,
    /// What I published last is not what everybody reads: it waits on a branch, or the history was rewritten.
    is_apart: bool,
}

/// What would be the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Joined {
    pub text: String,
    /// Both sides changed the same lines.
    pub has_conflict: bool,
    pub notes: Vec<String>,
}

/// How a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub state: State,
    /// The copy has words of colleagues that my entry has not.
    pub has_theirs: bool,
}

impl From<State> for Standing {
    fn from(state: State) -> Self {
        Self { state, has_theirs: false }
    }
}

impl<'a> Pair<'a> {
    /// The page that an entry makes now, which has the place `to`, beside the copy of what was put there as `out`.
    pub(super) fn of(
        publication: &'a Publication<'a>,
        out: &PublicationLine,
        to: &'a str,
        mine: &'a str,
    ) -> Result<Self, Error> {
        let team = publication.team;
        let (out, is_taken) = record::in_step(publication.entry, team, out);
        let theirs = publication.at.as_ref().map(|at| team.text(at)).transpose()?.flatten();
        let sent = team.text_at(&out.commit, &out.path).ok().flatten();
        let is_changed = theirs.is_some() && sent.is_some() && sent != theirs;
        let is_apart = is_changed && !team.has(&out.commit)?;
        Ok(Self { publication, out, is_taken, to, mine, theirs, sent, is_apart })
    }

    /// Joins my page with what colleagues changed in the team's copy.
    pub(super) fn joined(&self, conflict: ConflictChoice) -> Result<Joined, Error> {
        let plain = Joined { text: self.mine.to_owned(), ..Joined::default() };
        let Some(theirs) = &self.theirs else { return Ok(Joined { notes: self.gone()?, ..plain }) };
        if is_withdrawn(theirs) {
            return Ok(plain);
        }
        let base = self.base()?.map(|base| self.moved(base));
        let theirs = self.moved(theirs.clone());
        if theirs == self.mine {
            return Ok(plain);
        }
        if let Some(text) = base.as_ref().and_then(|base| both(base, self.mine, &theirs)) {
            let notes = self.stays(&text, &theirs)?;
            return Ok(Joined { text, has_conflict: false, notes });
        }
        let who = self.who()?;
        let settled = |side: Side, whole: &str| {
            let settled = base.as_ref().and_then(|base| git::merge_favoring(base, self.mine, &theirs, side));
            settled.unwrap_or_else(|| whole.to_owned())
        };
        let (text, note) = match conflict {
            ConflictChoice::Ask => (self.mine.to_owned(), format!("{who} and I changed the same lines")),
            ConflictChoice::Mine => {
                (settled(Side::Ours, self.mine), format!("what {who} changed in the same lines is replaced by mine"))
            }
            ConflictChoice::Theirs => {
                (settled(Side::Theirs, &theirs), format!("what {who} changed in the same lines stays"))
            }
        };
        Ok(Joined { text, has_conflict: true, notes: vec![note] })
    }

    /// How the publication stands.
    pub(super) fn standing(&self) -> Result<Standing, Error> {
        let Some(theirs) = &self.theirs else {
            return Ok((if self.has_sent()? { State::Withdrawn } else { State::Proposed }).into());
        };
        if is_withdrawn(theirs) {
            return Ok(State::Withdrawn.into());
        }
        if theirs == self.mine {
            return Ok(State::Published.into());
        }
        if self.is_apart && self.last(Until::Last)?.as_deref() == Some(self.mine) {
            return Ok(State::Proposed.into());
        }
        let next = self.base()?.and_then(|base| both(&base, self.mine, theirs));
        let has_theirs = next.as_deref() != Some(self.mine);
        let i_changed = next.is_none_or(|next| next != *theirs);
        let known = if self.is_apart { self.before() } else { self.sent.clone() };
        let they_changed = known.as_ref() != Some(theirs);
        let state = match (i_changed, they_changed) {
            (false, false) => State::Published,
            (true, false) => State::Drifted,
            (false, true) => State::Edited,
            (true, true) => State::Diverged,
        };
        Ok(Standing { state, has_theirs })
    }

    /// What colleagues and I both began from. Whatever it is, it holds no line that only others wrote: those are never taken
    /// for lines that I removed.
    fn base(&self) -> Result<Option<String>, Error> {
        // What the team got is what my entry makes still: nothing of mine is to be looked for in the history.
        if !self.is_apart && self.sent.as_deref() == Some(self.mine) {
            return Ok(self.sent.clone());
        }
        // Nobody took over what was proposed; or somebody did, in a commit of their own.
        let everybodys = if self.is_apart { self.last(Until::Everybodys)? } else { None };
        let last = everybodys.map_or_else(|| self.last(Until::Last), |last| Ok(Some(last)))?;
        let Publication { workspace, team, id, .. } = self.publication;
        Ok(last.or_else(|| record::last_page(workspace, &team.name, id)))
    }

    /// A text of the copy as it reads where the page is to be.
    fn moved(&self, text: String) -> String {
        match self.publication.at.as_deref().filter(|at| *at != self.to) {
            Some(from) => Move { from, to: self.to }.own(self.publication.team, &text),
            None => text,
        }
    }

    fn last(&self, until: Until) -> Result<Option<String>, Error> {
        let Publication { team, page_id, .. } = self.publication;
        PageHistory { team, out: &self.out, is_taken: self.is_taken, page_id }.page(until)
    }

    /// Whether what I published last is part of what everybody reads.
    fn has_sent(&self) -> Result<bool, Error> {
        self.publication.team.has(&self.out.commit)
    }

    /// The page that the team had when mine was proposed.
    fn before(&self) -> Option<String> {
        let team = self.publication.team;
        let parent = team.bare.parent(&self.out.commit).ok().flatten()?;
        team.text_at(&parent, &self.out.path).ok().flatten()
    }

    /// What is worth knowing where words of others stay in the page.
    fn stays(&self, text: &str, theirs: &str) -> Result<Vec<String>, Error> {
        let note = if text == self.mine {
            return Ok(Vec::new());
        } else if text == theirs {
            "my entry has nothing new; the page has words of colleagues that are not in it".to_owned()
        } else if self.sent.as_deref() == Some(theirs) {
            "what colleagues wrote in the page stays".to_owned()
        } else {
            format!("{} changed the page since; both changes are in it", self.who()?)
        };
        Ok(vec![note])
    }

    fn who(&self) -> Result<String, Error> {
        let Publication { team, at, .. } = self.publication;
        let last = at.as_ref().map(|at| team.writer(at)).transpose()?.flatten();
        Ok(last.map_or_else(|| "somebody".to_owned(), |signed| signed.author.name))
    }

    /// What is worth knowing where the team took my page away.
    fn gone(&self) -> Result<Vec<String>, Error> {
        let was_there = self.has_sent()?;
        Ok(was_there.then(|| "somebody took the page away since; this puts it back".to_owned()).into_iter().collect())
    }
}

/// Both changes in one text; `None` where they meet in the same lines.
fn both(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let both = Repo::merge_text(base.as_bytes(), mine.as_bytes(), theirs.as_bytes())?;
    String::from_utf8(both).ok().filter(|text| keeps(base, mine, theirs, text))
}

/// Whether every line of the team's copy is in a text, but for those that my page had and has no more.
fn keeps(base: &str, mine: &str, theirs: &str, text: &str) -> bool {
    let (had, have, now) = (counted(base), counted(mine), counted(text));
    let count = |lines: &HashMap<&str, usize>, line: &str| lines.get(line).copied().unwrap_or_default();
    counted(theirs).into_iter().all(|(line, times)| {
        let removed = count(&had, line).saturating_sub(count(&have, line));
        times <= count(&now, line) + removed
    })
}

/// How often each line stands in a text; blank lines say nothing.
fn counted(text: &str) -> HashMap<&str, usize> {
    let mut lines = HashMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        *lines.entry(line).or_default() += 1;
    }
    lines
}
