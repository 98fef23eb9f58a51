//! What would be pushed for one entry, worked out on a team's newest commit. Nothing is written and nothing leaves.

use crate::ops::ShareError;
use crate::ops::WriteError;
use chrono::NaiveDate;

use super::super::team::OpenTeam;
use super::super::{Error, Workspace, bulk, history};
use super::build::Publishable;
use super::merge::{Joined, Pair, Standing};
use super::publication::Publication;
use super::readme::{self, Coming};
use super::record::{self, PublicationLine};
use super::relink::Move;
use super::topic;
use super::{Along, ConflictChoice, DiffLine, Order, Preview, Sign, State, answers, check, last, origin};
use crate::entry::{Entry, slug};
use crate::git::{Write, transport};
use crate::team::publish::message::Message;
use crate::team::publish::{Page, Refusal};
use crate::team::read::{TeamPage, is_withdrawn};
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
    let publication = Publication::of(workspace, team, &entry, record::latest(&entry, team))?;
    Planning::of(&publication, publication.built()?).plan(order)
}

/// How a publication stands now.
pub(super) fn standing(
    workspace: &Workspace,
    team: &OpenTeam,
    entry: &Entry,
    out: &PublicationLine,
) -> Result<Standing, Error> {
    let entry = &entry.as_own();
    let publication = Publication::of(workspace, team, entry, Some(out.clone()))?;
    match publication.built() {
        Ok(made) => Planning::of(&publication, made).standing(out),
        Err(Error::Share(ShareError::Refused { refusal, .. })) => {
            refused(team, out, publication.at.as_deref(), &refusal).map(Standing::from)
        }
        Err(error) => Err(error),
    }
}

/// How a publication stands of which no page can be made any more.
fn refused(team: &OpenTeam, out: &PublicationLine, at: Option<&str>, refusal: &Refusal) -> Result<State, Error> {
    let Some(theirs) = at.map(|at| team.text(at)).transpose()?.flatten() else {
        return Ok(if team.has(&out.commit)? { State::Withdrawn } else { State::Proposed });
    };
    Ok(match (is_withdrawn(&theirs), refusal.is_of_consent()) {
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

/// What a publication consists of.
struct Parts {
    topic: Option<String>,
    /// Those that the team has.
    topics: Vec<String>,
    page: Page,
    joined: Joined,
    writes: Vec<Write>,
    /// What is worth knowing, a sentence each.
    notes: Vec<String>,
}

struct Planning<'a> {
    publication: &'a Publication<'a>,
    /// What the team gets to see of the entry, and what goes along.
    made: Publishable<'a>,
    /// The day of publication, from which the next review is counted.
    day: NaiveDate,
}

impl<'a> Planning<'a> {
    fn of(publication: &'a Publication<'a>, made: Publishable<'a>) -> Self {
        Self { publication, made, day: publication.workspace.clock.now().date_naive() }
    }

    fn plan(&self, order: &Order) -> Result<Plan, Error> {
        let parts = self.parts(order)?;
        let preview = self.preview(order, &parts)?;
        let Publication { entry, id, page_id, .. } = self.publication;
        let (entry, id, page_id) = ((*entry).clone(), id.clone(), page_id.clone());
        Ok(Plan { preview, entry, id, page_id, mine: parts.page.text, writes: parts.writes })
    }

    fn parts(&self, order: &Order) -> Result<Parts, Error> {
        let Publication { team, out, .. } = self.publication;
        let topics = topic::topics(team)?;
        let topic = topic::choose(order, out.as_ref(), &team.rules, &topics, || self.made.built.tags.clone());
        let path = self.path(order, topic.as_deref())?;
        let page = self.made.page(&path, self.day);
        let joined = self.joined(&page.text, &path, order.conflict)?;
        let (writes, mut notes) = self.writes(&page, &joined.text)?;
        notes.extend(joined.notes.iter().cloned());
        notes.extend(origin::changed(self.publication.workspace, self.publication.entry));
        notes.extend(self.unknown(topic.as_deref()));
        Ok(Parts { topic, topics, page, joined, writes, notes })
    }

    /// What a person is shown.
    fn preview(&self, order: &Order, parts: &Parts) -> Result<Preview, Error> {
        let Parts { topic, topics, page, joined, writes, notes } = parts;
        let Publication { workspace, team, entry, out, at, .. } = self.publication;
        let (message, author) = (self.message(page)?, team.bare.identity());
        let author = format!("{} <{}>", author.name, author.email);
        let similar = check::similar(workspace, team, &entry.title, &page.path)?;
        let checking = check::Checking::page((*workspace, *team), entry, page, &similar);
        let report = checking.report(&check::own(page, writes), &message, &author)?;
        let theirs = team.text(at.as_deref().unwrap_or(&page.path))?;
        let along = self.made.files.along(page);
        let compared = |text: &str| with_files(history::whole(text, &joined.text), &along);
        Ok(Preview {
            order: order.clone(),
            title: page.title.clone(),
            url: transport::public(team.bare.url()),
            branch: team.bare.branch(),
            path: page.path.clone(),
            topic: topic.clone(),
            topics: topics.clone(),
            text: joined.text.clone(),
            changes: compared(&entry.text),
            update: theirs.as_deref().map(compared).unwrap_or_default(),
            state: out.as_ref().map_or(Ok(State::Private), |out| self.standing(out).map(|it| it.state))?,
            left_out: page.left_out.clone(),
            along,
            report,
            message,
            author,
            files: writes.iter().map(|write| write.path.clone()).collect(),
            notes: notes.clone(),
            has_conflict: joined.has_conflict && order.conflict == ConflictChoice::Ask,
        })
    }

    fn standing(&self, out: &PublicationLine) -> Result<Standing, Error> {
        let day = out.date.parse().unwrap_or(self.day);
        let path = self.publication.at.as_deref().unwrap_or(&out.path);
        let mine = self.made.page(path, day).text;
        Pair::of(self.publication, out, path, &mine)?.standing()
    }

    /// The page with what colleagues changed in the team's copy.
    fn joined(&self, mine: &str, to: &str, conflict: ConflictChoice) -> Result<Joined, Error> {
        match &self.publication.out {
            Some(out) => Pair::of(self.publication, out, to, mine)?.joined(conflict),
            None => Ok(Joined { text: mine.to_owned(), ..Joined::default() }),
        }
    }

    /// Where the page lies: where it was, or a place of its own. Somebody else's page of that name is left alone.
    fn path(&self, order: &Order, topic: Option<&str>) -> Result<String, Error> {
        let Publication { team, page_id, .. } = self.publication;
        let (rules, kind) = (&team.rules, self.made.built.kind);
        if let Some((out, at)) = self.publication.was() {
            let place = at.unwrap_or(&out.path);
            let is_mine = at.is_some() || team.page_at(place)?.is_none();
            if is_mine && (order.topic.is_none() || topic == topic::of(rules, place).as_deref()) {
                return Ok(place.to_owned());
            }
        }
        let topic = topic.unwrap_or(topic::ANY);
        // What the title says to others, which may be less than it says to me.
        let name = slug::slug(&self.made.built.title);
        let wanted = rules.page_path(kind, topic, &name);
        let is_free =
            |path: &str| -> Result<bool, Error> { Ok(team.page_at(path)?.is_none_or(|page| self.is_mine(&page))) };
        if is_free(&wanted)? {
            return Ok(wanted);
        }
        let second = rules.page_path(kind, topic, &format!("{name}-{}", tail(page_id)));
        if is_free(&second)? { Ok(second) } else { Ok(rules.page_path(kind, topic, &format!("{name}-{page_id}"))) }
    }

    /// Whether a page of the team is this one: by its id or, where pages have none, to the byte. It may have arrived without
    /// my hearing of it.
    fn is_mine(&self, page: &TeamPage) -> bool {
        match &page.id {
            Some(id) => *id == self.publication.page_id,
            None => self.made.page(&page.path, self.day).text == page.text,
        }
    }

    /// A note about a topic that is none of those the team lists.
    fn unknown(&self, topic: Option<&str>) -> Option<String> {
        let listed = &self.publication.team.rules.topics;
        let asked = topic.filter(|topic| !listed.is_empty() && !listed.iter().any(|one| slug::slug(one) == *topic))?;
        Some(format!("{asked} is not one of the team's topics: {}", listed.join(", ")))
    }

    fn readme_index(&self, page: &Page) -> Result<Option<ReadmeIndex>, Error> {
        let Publication { workspace, team, entry, at, .. } = self.publication;
        let date = entry.date.map_or(self.day, |date| date.date_naive());
        readme::with(workspace, team, &Coming { title: &page.title, path: &page.path, from: at.as_deref(), date })
    }

    /// Everything that the commit changes, and what is worth knowing of it.
    fn writes(&self, page: &Page, text: &str) -> Result<(Vec<Write>, Vec<String>), Error> {
        let Publication { team, at, .. } = self.publication;
        let (path, mut notes) = (page.path.as_str(), Vec::new());
        let mut writes = vec![Write { path: path.to_owned(), content: Some(text.as_bytes().to_vec()) }];
        let moved = at.as_deref().filter(|at| *at != path);
        if let Some(from) = moved {
            let others = Move { from, to: path }.others(team, readme::README)?;
            notes.extend(followed(&others));
            writes.push(Write { path: from.to_owned(), content: None });
            writes.extend(others);
        }
        writes.extend(self.made.files.of(page));
        notes.extend(self.made.files.refused.iter().cloned());
        let answered = answers::writes(self.publication.workspace, team, self.publication.entry, page)?;
        notes.extend(answered.notes);
        let index = self.readme_index(page)?;
        if index == Some(ReadmeIndex::Unknown) {
            notes.push("README.md has no list that Riffle knows; it is left alone".into());
        }
        let moved = moved.map(|from| (from, path));
        writes.extend(
            readme::with_requests(team, index, &answered.requests)?.map(|text| readme::write(team, &text, moved)),
        );
        writes.extend(answered.requests);
        Ok((writes, notes))
    }

    fn message(&self, page: &Page) -> Result<String, Error> {
        let Publication { team, entry, page_id, out, .. } = self.publication;
        let act = if out.is_some() { "update" } else { self.made.built.kind.name() };
        let mut sources = entry.said("source");
        sources.extend(entry.url.clone());
        let closes = answers::closed(team, entry, &page.path)?;
        let more: Vec<(&str, &str)> = closes.iter().map(|path| ("Closes", path.as_str())).collect();
        let text = Message { act, title: &page.title, id: page_id, derived_from: &sources, more: &more }.text();
        let before = out.as_ref().map(|out| record::in_step(entry, team, out));
        Ok(text + &before.map(|(before, is_taken)| last::named(&before, is_taken)).unwrap_or_default())
    }
}

/// A note about pages of others whose links follow.
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
