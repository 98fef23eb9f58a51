//! My page as it was when it last left, told by the team's history alone: the same on every machine of mine.
//!
//! What the team got is not what I wrote: an update takes over what colleagues changed, and their words are in the page and
//! not in my entry. So only what my own commits changed counts as mine; what others wrote never passes for a line that I
//! removed. Each commit names the one that my entry knew of before it, so that what another machine of mine published
//! meanwhile, and this entry has not heard of yet, does not pass for it either.

use super::record::PublicationLine;
use crate::entry::front_matter;
use crate::git::{self, Author, Changed, CommitId, Repo, Side, Signed};
use crate::ops::Error;
use crate::ops::team::OpenTeam;
use crate::team::read::read_page;

/// What a commit of a publication says of its page.
const TRAILER: &str = "Entry-Id: ";
/// What it says of the publication before it.
const UPDATES: &str = "Updates: ";
/// What it says instead where all words of the page, whoever wrote them, were in the entry by then.
const TAKES: &str = "Takes: ";
/// The fields that a page of mine may have. Any other is somebody else's.
const FIELDS: [&str; 22] = [
    "id",
    "kind",
    "title",
    "date",
    "tags",
    "aliases",
    "description",
    "lang",
    "url",
    "source",
    "checked",
    "authors",
    "owner",
    "review_by",
    "license",
    "status",
    "derived_from",
    "related",
    "replaces",
    "via",
    "confidence",
    "contributors",
];

/// How many updates of one page are followed back at most.
const MOST: usize = 1_000;

/// A publication, as far as its history is asked.
pub(super) struct PageHistory<'a> {
    pub team: &'a OpenTeam,
    pub out: &'a PublicationLine,
    /// All words that the page had there were in my entry.
    pub is_taken: bool,
    pub page_id: &'a str,
}

/// Which of my commits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// All of them up to the one that I remember.
    Last,
    /// Those that are part of what everybody reads.
    Everybodys,
}

/// What one commit of mine made of the page.
struct Step {
    before: Option<String>,
    after: String,
}

impl PageHistory<'_> {
    /// My page; `None` where the history does not tell, as one that somebody rewrote.
    pub(super) fn page(&self, until: Until) -> Result<Option<String>, Error> {
        if self.team.bare.signed(&self.out.commit)?.is_none() {
            return Ok(None);
        }
        if self.is_taken {
            return self.taken(&self.out.commit, &self.out.path);
        }
        let (mut steps, mut begin) = (Vec::new(), None);
        let mut next = Some((self.out.commit.clone(), self.out.path.clone()));
        while let Some((commit, at)) = next.take().filter(|_| steps.len() < MOST) {
            let Some((_, message)) = self.team.bare.signed(&commit)? else { break };
            if !self.is_of_page(&message) {
                // The team had all of it already, and somebody else's commit was remembered.
                next = self.earlier(&commit)?.map(|before| (before, at));
                continue;
            }
            let place = match self.step(&commit, &at)? {
                Some((step, place)) => {
                    if until == Until::Last || self.has(&commit)? {
                        steps.push(step);
                    }
                    place
                }
                // It listed the page at another place and left it as it was.
                None => Some(at),
            };
            let Some(place) = place else { break };
            if let Some(taken) = trailer(&message, TAKES) {
                begin = self.taken(&taken, &place)?;
                break;
            }
            next = match trailer(&message, UPDATES) {
                Some(before) => Some((before, place)),
                None => self.earlier(&commit)?.map(|before| (before, place)),
            };
        }
        Ok(steps.iter().rev().fold(begin, |page, step| Some(step.onto(page))))
    }

    /// The copy at a commit at which all of its words were in my entry.
    fn taken(&self, commit: &CommitId, path: &str) -> Result<Option<String>, Error> {
        if self.team.bare.signed(commit)?.is_none() {
            return Ok(None);
        }
        Ok(self.team.text_at(commit, path)?.map(|text| own_fields(&text)))
    }

    /// The commit of mine before another, by its author: for histories whose commits do not name it.
    fn earlier(&self, commit: &CommitId) -> Result<Option<CommitId>, Error> {
        let Some(parent) = self.team.bare.parent(commit)? else { return Ok(None) };
        let (me, mut found) = (self.me()?, None);
        self.team.bare.messages(None, &parent, &mut |signed, message| {
            found = (self.is_of_page(message) && is_by(signed, &me)).then(|| signed.commit.clone());
            Ok(found.is_none())
        })?;
        Ok(found)
    }

    fn has(&self, commit: &CommitId) -> Result<bool, git::Error> {
        self.team.tip.as_ref().map_or(Ok(false), |tip| self.team.bare.is_within(commit, tip))
    }

    /// What a commit of mine made of the page, which lay at `at` afterwards or was moved there by somebody later; and where it
    /// lay before.
    fn step(&self, commit: &CommitId, at: &str) -> Result<Option<(Step, Option<String>)>, git::Error> {
        let bare = &self.team.bare;
        let parent = bare.parent(commit)?;
        let changed = bare.changed(parent.as_ref(), commit)?;
        let text = |commit: &CommitId, path: &str| self.text(commit, path);
        let here = self.found(&changed, at, |it| it.after.is_some(), |path| text(commit, path))?;
        let Some(here) = here else { return Ok(None) };
        let Some(after) = text(commit, &here)? else { return Ok(None) };
        let Some(parent) = parent else { return Ok(Some((Step { before: None, after }, None))) };
        if let Some(before) = text(&parent, &here)? {
            return Ok(Some((Step { before: Some(before), after }, Some(here))));
        }
        let moved = self.found(&changed, "", |it| it.after.is_none(), |path| text(&parent, path))?;
        let before = moved.as_ref().map(|moved| text(&parent, moved)).transpose()?.flatten();
        Ok(Some((Step { before, after }, moved)))
    }

    /// The page among the files of a commit: at its place, else by its id, else the only one there is.
    fn found(
        &self,
        changed: &[Changed],
        at: &str,
        counts: impl Fn(&Changed) -> bool,
        text: impl Fn(&str) -> Result<Option<String>, git::Error>,
    ) -> Result<Option<String>, git::Error> {
        let paths = changed.iter().filter(|it| counts(it)).filter_map(|it| std::str::from_utf8(&it.path).ok());
        let pages: Vec<&str> = paths.filter(|path| path.ends_with(".md") && *path != super::readme::README).collect();
        if pages.contains(&at) {
            return Ok(Some(at.to_owned()));
        }
        for path in &pages {
            let id = text(path)?.and_then(|text| read_page(path, text.as_bytes(), &self.team.rules).id);
            if id.as_deref() == Some(self.page_id) {
                return Ok(Some((*path).to_owned()));
            }
        }
        Ok(if let [only] = pages[..] { Some(only.to_owned()) } else { None })
    }

    fn text(&self, commit: &CommitId, path: &str) -> Result<Option<String>, git::Error> {
        let bytes = self.team.bare.content(commit, path, crate::team::read::intake::Limits::default().page)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn is_of_page(&self, message: &str) -> bool {
        message.lines().filter_map(|line| line.strip_prefix(TRAILER)).any(|id| id.trim() == self.page_id)
    }

    /// The names under which I commit: this machine's, and that of the commit that I remember.
    fn me(&self) -> Result<Vec<Author>, git::Error> {
        let mut me = vec![self.team.bare.identity()];
        if let Some((signed, message)) = self.team.bare.signed(&self.out.commit)?
            && signed.author == signed.committer
            && self.is_of_page(&message)
        {
            me.push(signed.author);
        }
        Ok(me)
    }
}

/// What a commit of an entry that knows of another says of that.
pub(super) fn named(before: &PublicationLine, is_taken: bool) -> String {
    format!("{}{}\n", if is_taken { TAKES } else { UPDATES }, before.commit.0)
}

fn trailer(message: &str, name: &str) -> Option<CommitId> {
    let id = message.lines().rev().find_map(|line| line.strip_prefix(name))?.trim();
    (id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| CommitId(id.to_owned()))
}

/// Whether one of these made a commit, and nobody made another of it since.
fn is_by(signed: &Signed, me: &[Author]) -> bool {
    let is_same = |one: &Author| one.name == signed.author.name || one.email.eq_ignore_ascii_case(&signed.author.email);
    signed.author == signed.committer && me.iter().any(is_same)
}

impl Step {
    /// What the step makes of my page. Where that was not as the step found it, what the step says counts.
    fn onto(&self, page: Option<String>) -> String {
        let Some(before) = &self.before else { return self.after.clone() };
        // Of a page whose beginning is not known, only what this step brought is mine.
        let page = page.unwrap_or_default();
        let clean = Repo::merge_text(before.as_bytes(), page.as_bytes(), self.after.as_bytes());
        let clean = clean.and_then(|bytes| String::from_utf8(bytes).ok());
        clean.or_else(|| git::merge_favoring(before, &page, &self.after, Side::Theirs)).unwrap_or(page)
    }
}

/// A page without the fields that no page of mine has.
pub(super) fn own_fields(text: &str) -> String {
    let Some(yaml) = front_matter::split(text).yaml else { return text.to_owned() };
    let Ok(fields) = front_matter::read(&text[yaml]) else { return text.to_owned() };
    let foreign = fields.keys().filter(|key| !FIELDS.contains(&key.as_str()));
    foreign.fold(text.to_owned(), |text, key| front_matter::remove(&text, key).unwrap_or(text))
}
