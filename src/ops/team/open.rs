//! A team whose clone is here: its newest commit and its rules.

use crate::ops::TeamError;
use std::cell::OnceCell;
use std::path::PathBuf;
use std::rc::Rc;

use super::super::{Error, Workspace};
use super::known;
use super::renew::is_of_clone;
use crate::git::{self, Bare, CommitId, Write, transport};
use crate::team::publish::deliver::{self, Destination, NewCommit};
use crate::team::read::intake::{self, Candidate, Intake, Limits};
use crate::team::read::layout::{Complaint, TEAM_FILE};
use crate::team::read::{Rules, TeamPage, read_page};

/// The longest team file that is read, in bytes.
const LONGEST: u64 = 256 * 1024;
/// How many pages are looked at to recognise how a team without rules writes.
const SAMPLE: usize = 12;

/// An opened team.
pub(in crate::ops) struct OpenTeam {
    pub name: String,
    pub bare: Rc<Bare>,
    pub tip: Option<CommitId>,
    pub rules: Rules,
    /// What its rules say wrongly, a sentence each.
    pub complaints: Vec<String>,
    intake: OnceCell<Intake>,
}

impl OpenTeam {
    /// Opens the clone that is here; nothing is fetched.
    pub(in crate::ops) fn of(workspace: &Workspace, name: &str) -> Result<Self, Error> {
        let known = known::one(workspace, name)?;
        let folder = folder(workspace, name);
        if !folder.exists() {
            return Err(TeamError::NoClone(known.name).into());
        }
        let opened = Bare::open(&folder, workspace.asker()).map_err(Error::from);
        opened.and_then(|bare| Self::around(name, Rc::new(bare))).map_err(|error| match is_of_clone(&error) {
            true => TeamError::DamagedClone(known.name).into(),
            false => error,
        })
    }

    /// Clones a team's repository.
    pub(super) fn cloned(workspace: &Workspace, name: &str, url: &str) -> Result<Self, Error> {
        let folder = folder(workspace, name);
        let bare = if folder.exists() {
            // What a crash or another Riffle left.
            let bare = Bare::open(&folder, workspace.asker())?;
            bare.fetch()?;
            bare
        } else {
            Bare::clone(url, &folder, transport::stall(), workspace.asker())?
        };
        Self::around(name, Rc::new(bare))
    }

    /// The team, opened again after a fetch.
    pub(super) fn again(self) -> Result<Self, Error> {
        Self::around(&self.name, self.bare)
    }

    /// The team as it is at another commit that was fetched.
    pub(in crate::ops) fn at(&self, tip: Option<&CommitId>) -> Result<Self, Error> {
        Self::with(&self.name, Rc::clone(&self.bare), tip.cloned())
    }

    /// What of its files is read, by their names; one that is too large is found out when it is read.
    pub(in crate::ops) fn intake(&self) -> Result<&Intake, Error> {
        Ok(intake_of(&self.bare, self.tip.as_ref(), &self.intake)?)
    }

    /// The paths of its pages.
    pub(in crate::ops) fn paths(&self) -> Result<Vec<&str>, Error> {
        Ok(self.intake()?.pages.iter().map(|page| page.path.as_str()).collect())
    }

    /// A page that was taken in.
    pub(in crate::ops) fn page(&self, candidate: &Candidate) -> Result<Option<TeamPage>, Error> {
        let bytes = self.bare.blob(&candidate.blob, Limits::default().page)?;
        Ok(bytes.map(|bytes| read_page(&candidate.path, &bytes, &self.rules)))
    }

    /// The paths of its Markdown files that people write: its pages, and what is about the repository.
    pub(in crate::ops) fn texts(&self) -> Result<Vec<String>, Error> {
        let Some(tip) = &self.tip else { return Ok(Vec::new()) };
        let names = self.bare.names(tip)?.into_iter().filter(|it| matches!(it.mode, 0o100_644 | 0o100_755));
        let names = names.filter_map(|it| String::from_utf8(it.path).ok());
        let is_text = |path: &String| {
            let is_hidden = path.split('/').any(|part| part.starts_with('.'));
            path.ends_with(".md") && !is_hidden && intake::fault(path).is_none()
        };
        Ok(names.filter(is_text).collect())
    }

    /// A file at the newest commit, if it is text to the last byte.
    pub(in crate::ops) fn exact_text(&self, path: &str) -> Result<Option<String>, Error> {
        let Some(tip) = &self.tip else { return Ok(None) };
        let bytes = self.bare.content(tip, path, Limits::default().page)?;
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    /// The same of a file that is to be written, which may not be there yet; what is there and cannot be read is not written over.
    pub(in crate::ops) fn text_to_edit(&self, path: &str) -> Result<Option<String>, Error> {
        let is_there = self.tip.as_ref().map_or(Ok(false), |tip| self.bare.has_file(tip, path))?;
        match self.exact_text(path)? {
            None if is_there => Err(TeamError::Unwritable(path.to_owned()).into()),
            text => Ok(text),
        }
    }

    /// The page at a path of the newest commit.
    pub(in crate::ops) fn page_at(&self, path: &str) -> Result<Option<TeamPage>, Error> {
        let Some(tip) = self.tip.as_ref().filter(|_| intake::fault(path).is_none()) else { return Ok(None) };
        let bytes = self.bare.content(tip, path, Limits::default().page)?;
        Ok(bytes.map(|bytes| read_page(path, &bytes, &self.rules)))
    }

    /// The page at a path of the newest commit, unless it was withdrawn.
    pub(in crate::ops) fn current_page(&self, path: &str) -> Result<Option<TeamPage>, Error> {
        Ok(self.page_at(path)?.filter(|page| !page.is_withdrawn()))
    }

    /// What a team is called where everybody reads it: nobody's own name for it.
    pub(in crate::ops) fn called(&self) -> String {
        let url = transport::public(self.bare.url());
        let last = url.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or_default();
        self.rules.title.clone().unwrap_or_else(|| last.strip_suffix(".git").unwrap_or(last).to_owned())
    }

    /// Where its host shows a file of its branch: by what the team says, else by what is known of the host.
    pub(in crate::ops) fn address(&self, path: &str) -> Option<String> {
        match &self.rules.web {
            Some(web) => Some(format!("{web}{}", deliver::escaped(path))),
            None => deliver::page_link(self.bare.url(), &self.bare.branch(), path),
        }
    }

    /// Whether a commit is part of what everybody reads.
    pub(in crate::ops) fn has(&self, commit: &CommitId) -> Result<bool, Error> {
        match &self.tip {
            Some(tip) => Ok(self.bare.is_within(commit, tip)?),
            None => Ok(false),
        }
    }

    fn around(name: &str, bare: Rc<Bare>) -> Result<Self, Error> {
        let tip = bare.tip()?;
        Self::with(name, bare, tip)
    }

    fn with(name: &str, bare: Rc<Bare>, tip: Option<CommitId>) -> Result<Self, Error> {
        let intake = OnceCell::new();
        let (rules, complaints) = match &tip {
            Some(tip) => rules(&bare, tip, &intake)?,
            None => (Rules::default(), Vec::new()),
        };
        Ok(Self { name: name.to_owned(), bare, tip, rules, complaints, intake })
    }

    /// A file at the newest commit as text; `None` where there is none or it is too large.
    pub(in crate::ops) fn text(&self, path: &str) -> Result<Option<String>, Error> {
        let Some(tip) = &self.tip else { return Ok(None) };
        self.text_at(tip, path)
    }

    pub(in crate::ops) fn text_at(&self, commit: &CommitId, path: &str) -> Result<Option<String>, Error> {
        let bytes = self.bare.content(commit, path, Limits::default().page)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Puts the first files into an empty repository.
    pub(super) fn found(&self, workspace: &Workspace, files: &[Write]) -> Result<(), Error> {
        let author = self.bare.identity();
        let at = workspace.clock.now();
        deliver::deliver::<Error>(&self.bare, &Destination::Main, &mut |tip| match tip {
            Some(_) => Err(TeamError::NotEmpty(transport::public(self.bare.url())).into()),
            None => Ok(NewCommit {
                writes: files.to_vec(),
                message: "A place for what we learn".into(),
                author: author.clone(),
                at,
            }),
        })?;
        Ok(())
    }

    /// Removes the clone.
    pub(super) fn forget(self, workspace: &Workspace) {
        super::index::discard(workspace, &self.name);
    }
}

fn folder(workspace: &Workspace, name: &str) -> PathBuf {
    super::cache(workspace, name).join("repo.git")
}

/// What is read at a commit, listed when it is first asked for.
fn intake_of<'a>(bare: &Bare, tip: Option<&CommitId>, known: &'a OnceCell<Intake>) -> Result<&'a Intake, git::Error> {
    if let Some(intake) = known.get() {
        return Ok(intake);
    }
    let listed = tip.map(|tip| bare.names(tip)).transpose()?.unwrap_or_default();
    Ok(known.get_or_init(|| intake::accept(&listed, &Limits::default())))
}

/// What the team says, or what its files show where it says nothing.
fn rules(bare: &Bare, tip: &CommitId, known: &OnceCell<Intake>) -> Result<(Rules, Vec<String>), git::Error> {
    if let Some(text) = bare.content(tip, TEAM_FILE, LONGEST)? {
        let (rules, complaints) = Rules::read(&String::from_utf8_lossy(&text));
        let message = |it: Complaint| format!("{TEAM_FILE}:{}: {}", it.line, it.what);
        return Ok((rules, complaints.into_iter().map(message).collect()));
    }
    let intake = intake_of(bare, Some(tip), known)?;
    let paths: Vec<&str> = intake.pages.iter().map(|page| page.path.as_str()).collect();
    let mut sample = Vec::new();
    for page in intake.pages.iter().filter(|page| page.path.contains('/')).take(SAMPLE) {
        if let Some(bytes) = bare.blob(&page.blob, Limits::default().page)? {
            sample.push((page.path.as_str(), String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    let sample: Vec<(&str, &str)> = sample.iter().map(|(path, text)| (*path, text.as_str())).collect();
    Ok((Rules::recognise(&paths, &sample), Vec::new()))
}
