//! What would be pushed for one entry, worked out on a team's newest commit. Nothing is written and nothing leaves.

use crate::ops::ShareError;
use chrono::NaiveDate;

use super::super::team::OpenTeam;
use super::super::{Error, Workspace, bulk, history};
use super::build::{self, Publishable};
use super::merge::{Joined, Pair, Standing};
use super::readme::{self, Coming};
use super::record::{self, PublicationLine};
use super::relink::Move;
use super::topic;
use super::{Along, ConflictChoice, DiffLine, Order, Preview, Sign, State, check, last};
use crate::entry::{Entry, slug};
use crate::git::{Write, transport};
use crate::ops::WriteError;
use crate::team::publish::message::{self, Message};
use crate::team::publish::{self, Page, Refusal};
use crate::team::read::TeamPage;
use crate::team::readme::ReadmeIndex;

/// A publication, ready to be committed.
pub(super) struct Plan {
    pub preview: Preview,
    /// The entry as it is.
    pub entry: Entry,
    pub id: String,
    /// What the page says in its place.
    pub page_id: String,
    /// My page before it was joined with what a colleague changed: what the next update begins from.
    pub mine: String,
    pub writes: Vec<Write>,
}

/// Works out a publication on the commit that the team is opened at.
pub(super) fn plan(workspace: &Workspace, team: &OpenTeam, order: &Order) -> Result<Plan, Error> {
    let path = order.entry.as_ref().ok_or(Error::Write(WriteError::Empty))?;
    let entry = bulk::sound(workspace.store(), path)?.as_own();
    let id = record::id_of(workspace, &entry)?;
    let (out, page_id) = (record::latest(&entry, team), record::page_id(workspace, team, &id)?);
    let (page_id, day) = (page_id.as_str(), workspace.clock.now().date_naive());
    let at = out.as_ref().map(|out| record::whereabouts(team, out, page_id)).transpose()?.flatten();
    let made = build::build(workspace, team, &entry, page_id)?;
    Planning { workspace, team, order, entry: &entry, id: &id, page_id, out, at, made, day }.plan()
}

/// How a publication stands now.
pub(super) fn standing(
    workspace: &Workspace,
    team: &OpenTeam,
    entry: &Entry,
    out: &PublicationLine,
) -> Result<Standing, Error> {
    let entry = &entry.as_own();
    let (id, order) = (record::id_of(workspace, entry)?, Order::default());
    let page_id = record::page_id(workspace, team, &id)?;
    let at = record::whereabouts(team, out, &page_id)?;
    match build::build(workspace, team, entry, &page_id) {
        Ok(made) => {
            let (order, id, page_id, day) = (&order, id.as_str(), page_id.as_str(), workspace.clock.now().date_naive());
            Planning { workspace, team, order, entry, id, page_id, out: Some(out.clone()), at, made, day }.standing(out)
        }
        Err(Error::Share(ShareError::Refused { refusal, .. })) => {
            refused(team, out, at.as_deref(), &refusal).map(Standing::from)
        }
        Err(error) => Err(error),
    }
}

/// The page that an entry makes for a place in a team, with the days that it had when it was published.
pub(super) fn page_of(
    workspace: &Workspace,
    team: &OpenTeam,
    entry: &Entry,
    out: &PublicationLine,
    path: &str,
) -> Result<Page, Error> {
    let page_id = record::page_id(workspace, team, &record::id_of(workspace, entry)?)?;
    let day = out.date.parse().unwrap_or_else(|_| workspace.clock.now().date_naive());
    Ok(build::build(workspace, team, entry, &page_id)?.page(path, day))
}

/// How a publication stands of which no page can be made any more.
fn refused(team: &OpenTeam, out: &PublicationLine, at: Option<&str>, refusal: &Refusal) -> Result<State, Error> {
    let Some(theirs) = at.map(|at| team.text(at)).transpose()?.flatten() else {
        return Ok(if team.has(&out.commit)? { State::Withdrawn } else { State::Proposed });
    };
    Ok(match (publish::is_tombstone(&theirs), refusal.is_of_consent()) {
        (true, _) => State::Withdrawn,
        (false, true) => State::Unshared,
        // What can be made of it has changed since it left.
        (false, false) => State::Drifted,
    })
}

/// A comparison with the files of plain text that go along, each whole.
fn with_files(mut lines: Vec<DiffLine>, along: &[Along]) -> Vec<DiffLine> {
    for file in along {
        let Some(text) = &file.text else { continue };
        let title = DiffLine { sign: Sign::Same, text: format!("{} (my {}):", file.path, file.from) };
        lines.extend([DiffLine { sign: Sign::Gap, text: String::new() }, title]);
        lines.extend(text.lines().map(|line| DiffLine { sign: Sign::Added, text: line.to_owned() }));
    }
    lines
}

/// The end of an id, which tells pages of one name apart. Only that of a page: an entry's own may be nobody else's business.
pub(super) fn tail(page_id: &str) -> &str {
    &page_id[page_id.len().saturating_sub(4)..]
}

struct Planning<'a> {
    workspace: &'a Workspace,
    team: &'a OpenTeam,
    order: &'a Order,
    entry: &'a Entry,
    id: &'a str,
    /// What the page says in its place.
    page_id: &'a str,
    /// Its publication there, if there is one.
    out: Option<PublicationLine>,
    /// Where that is now.
    at: Option<String>,
    /// What the team gets to see of it, and what goes along.
    made: Publishable<'a>,
    /// The day from which the next look is reckoned.
    day: NaiveDate,
}

impl Planning<'_> {
    fn plan(&self) -> Result<Plan, Error> {
        let topics = topic::topics(self.team)?;
        let tags = || self.made.built.tags.clone();
        let topic = topic::choose(self.order, self.out.as_ref(), &self.team.rules, &topics, tags);
        let path = self.path(topic.as_deref())?;
        let page = self.made.page(&path, self.day);
        let joined = self.joined(&page.text, &path)?;
        let index = self.readme_index(&page.title, &path)?;
        let (writes, mut notes) = self.writes(&page, &joined.text, &path, index)?;
        notes.extend(joined.notes);
        notes.extend(self.unknown(topic.as_deref()));
        let (message, author) = (self.message(&page), self.team.bare.identity());
        let author = format!("{} <{}>", author.name, author.email);
        let report = check::Checking { workspace: self.workspace, team: self.team, entry: self.entry, page: &page }
            .report(&writes, &message, &author)?;
        let theirs = self.team.text(self.at.as_deref().unwrap_or(&path))?;
        let along = self.made.files.along(&page);
        let preview = Preview {
            order: self.order.clone(),
            title: page.title.clone(),
            url: transport::public(self.team.bare.url()),
            branch: self.team.bare.branch(),
            topic,
            topics,
            changes: with_files(history::whole(&self.entry.text, &joined.text), &along),
            update: theirs.map(|theirs| with_files(history::whole(&theirs, &joined.text), &along)).unwrap_or_default(),
            state: self.out.as_ref().map_or(Ok(State::Private), |out| Ok::<_, Error>(self.standing(out)?.state))?,
            left_out: page.left_out.clone(),
            along,
            report,
            message,
            author,
            files: writes.iter().map(|write| write.path.clone()).collect(),
            notes,
            has_conflict: joined.has_conflict && self.order.conflict == ConflictChoice::Ask,
            text: joined.text,
            path,
        };
        let (id, page_id) = (self.id.to_owned(), self.page_id.to_owned());
        Ok(Plan { preview, entry: self.entry.clone(), id, page_id, mine: page.text, writes })
    }

    fn standing(&self, out: &PublicationLine) -> Result<Standing, Error> {
        let day = out.date.parse().unwrap_or(self.day);
        let path = self.at.as_deref().unwrap_or(&out.path);
        let mine = self.made.page(path, day).text;
        let (entry, place) = ((self.entry, self.id, self.page_id), (self.at.as_deref(), path));
        Pair::of((self.workspace, self.team), entry, out, place, &mine).standing()
    }

    /// The page with what colleagues changed in the team's copy.
    fn joined(&self, mine: &str, to: &str) -> Result<Joined, Error> {
        let Some((out, at)) = self.was() else { return Ok(Joined { text: mine.to_owned(), ..Joined::default() }) };
        let entry = (self.entry, self.id, self.page_id);
        Pair::of((self.workspace, self.team), entry, out, (at, to), mine).joined(self.order.conflict)
    }

    /// Its publication, and where that is now.
    fn was(&self) -> Option<(&PublicationLine, Option<&str>)> {
        Some((self.out.as_ref()?, self.at.as_deref()))
    }

    /// Where the page lies: where it was, or a place of its own. Somebody else's page of that name is left alone.
    fn path(&self, topic: Option<&str>) -> Result<String, Error> {
        let rules = &self.team.rules;
        if let Some((out, at)) = self.was() {
            let place = at.unwrap_or(&out.path);
            let is_mine = at.is_some() || self.team.page_at(place)?.is_none();
            if is_mine && (self.order.topic.is_none() || topic == topic::of(rules, place).as_deref()) {
                return Ok(place.to_owned());
            }
        }
        let topic = topic.unwrap_or(topic::ANY);
        // What the title says to others, which may be less than it says to me.
        let name = slug::slug(&self.made.built.title);
        let wanted = rules.page_path(self.entry.kind, topic, &name);
        let is_free =
            |path: &str| -> Result<bool, Error> { Ok(self.team.page_at(path)?.is_none_or(|page| self.is_mine(&page))) };
        if is_free(&wanted)? {
            return Ok(wanted);
        }
        let second = rules.page_path(self.entry.kind, topic, &format!("{name}-{}", tail(self.page_id)));
        if is_free(&second)? {
            Ok(second)
        } else {
            Ok(rules.page_path(self.entry.kind, topic, &format!("{name}-{}", self.page_id)))
        }
    }

    /// Whether a page of the team is this one: by its id or, where pages have none, to the byte. It may have arrived without
    /// my hearing of it.
    fn is_mine(&self, page: &TeamPage) -> bool {
        match &page.id {
            Some(id) => id == self.page_id,
            None => self.made.page(&page.path, self.day).text == page.text,
        }
    }

    /// A word about a topic that is none of those the team lists.
    fn unknown(&self, topic: Option<&str>) -> Option<String> {
        let listed = &self.team.rules.topics;
        let asked = topic.filter(|topic| !listed.is_empty() && !listed.iter().any(|one| slug::slug(one) == *topic))?;
        Some(format!("{asked} is none of the team's topics: {}", listed.join(", ")))
    }

    fn readme_index(&self, title: &str, path: &str) -> Result<Option<ReadmeIndex>, Error> {
        let date = self.entry.date.map_or(self.day, |date| date.date_naive());
        readme::with(self.workspace, self.team, &Coming { title, path, from: self.at.as_deref(), date })
    }

    /// Everything that the commit changes, and what is worth knowing of it.
    fn writes(
        &self,
        page: &Page,
        text: &str,
        path: &str,
        index: Option<ReadmeIndex>,
    ) -> Result<(Vec<Write>, Vec<String>), Error> {
        let mut notes = Vec::new();
        let mut writes = vec![Write { path: path.to_owned(), content: Some(text.as_bytes().to_vec()) }];
        let moved = self.at.as_ref().filter(|at| *at != path);
        if let Some(from) = moved {
            let others = Move { from, to: path }.others(self.team, readme::README)?;
            notes.extend(followed(&others));
            writes.push(Write { path: from.clone(), content: None });
            writes.extend(others);
        }
        writes.extend(self.made.files.of(page));
        notes.extend(self.made.files.refused.iter().cloned());
        match index {
            Some(ReadmeIndex::Updated(text)) => {
                writes.push(readme::write(self.team, &text, moved.map(|from| (from.as_str(), path))));
            }
            Some(ReadmeIndex::Unknown) => {
                notes.push("README.md has no list that Riffle knows; it is left alone".into());
            }
            Some(ReadmeIndex::Unchanged) | None => {}
        }
        Ok((writes, notes))
    }

    fn message(&self, page: &Page) -> String {
        let act = if self.out.is_some() { "update" } else { message::act(self.entry.kind) };
        let mut sources = self.entry.said("source");
        sources.extend(self.entry.url.clone());
        let text = Message { act, title: &page.title, id: self.page_id, derived_from: &sources, closes: None }.text();
        let before = self.out.as_ref().map(|out| record::in_step(self.entry, self.team, out));
        text + &before.map(|(before, is_taken)| last::named(&before, is_taken)).unwrap_or_default()
    }
}

/// A word about pages of others whose links follow.
fn followed(others: &[Write]) -> Option<String> {
    let names: Vec<&str> = others.iter().map(|write| write.path.as_str()).collect();
    (!names.is_empty()).then(|| format!("links to it follow in {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_for_an_entry_without_one_is_its_own_and_cannot_be_guessed() {
        let id = |secret: &[u8], path| record::durable(secret, path, None);

        assert_eq!(id(b"mine", "notes/a.md"), id(b"mine", "notes/a.md"));
        assert_ne!(id(b"mine", "notes/a.md"), id(b"mine", "notes/b.md"));
        assert_ne!(id(b"mine", "notes/a.md"), id(b"yours", "notes/a.md"), "whoever guesses the path cannot check it");
    }
}
