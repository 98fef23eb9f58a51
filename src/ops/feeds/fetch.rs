//! Asks sources for what is new: each only for what changed, servers at once, the sources of one server one after another.

use sha2::{Digest as _, Sha256};

use super::given::{PATIENCE, TYPED, read, same_origin};
use super::{cache, full, intake, logs, rule, sources};
use crate::feed::opml::Source;
use crate::feed::{Feed, source_key};
use crate::items::{Items, State};
use crate::ops::error::chain;
use crate::ops::{Error, Workspace, typed};
use crate::web::feed::{Given, Known, Wait, What};
use crate::web::pool::{self, Ended};
use crate::web::{Client, Trust};

/// A source is asked at most so often without being told to, in seconds.
const INTERVAL: i64 = 3600;
/// The longest pause that a server or failures may bring, in seconds.
const LONGEST: i64 = 24 * 3600;

/// Which sources are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Round {
    /// Those whose time has come.
    Due,
    /// All, but those that are gone for good, and those whose server asked to be left alone.
    All,
    /// These, by their addresses.
    Of(Vec<String>),
}

/// What asking one source came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub source: Source,
    pub outcome: Outcome,
    /// How many sources of this round were asked, and how many there are.
    pub done: usize,
    pub of: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// So many items are new, and so many of them unread.
    New {
        items: usize,
        unread: usize,
        unreadable: usize,
    },
    Same,
    Gone,
    Failed(String),
}

/// One source to ask.
struct Job {
    source: Source,
    state: State,
    trust: Trust,
}

impl Job {
    fn address(&self) -> &str {
        self.state.moved.as_deref().unwrap_or(&self.source.url)
    }
}

/// Asks sources; `go_on` is asked again and again, `done` hears of each. Answers with how many items are unread that were
/// not there before.
pub fn fetch(
    workspace: &Workspace,
    round: &Round,
    go_on: &mut dyn FnMut() -> bool,
    done: &mut dyn FnMut(&Fetched),
) -> Result<usize, Error> {
    let items = cache(workspace)?;
    log(workspace, &items);
    let jobs = jobs(workspace, &items, round)?;
    let (of, mut asked, mut unread, mut beginnings) = (jobs.len(), 0, 0, Vec::new());
    let intake = Intake { workspace, items: &items, rules: rule::usable(workspace) };
    let jobs = jobs.into_iter().map(|job| (job.address().to_owned(), job)).collect();
    let ended = pool::by_server(jobs, &ask, go_on, &mut |job: Job, given| {
        asked += 1;
        let outcome = intake.take(&job, given)?;
        if let Outcome::New { unread: new, .. } = outcome {
            unread += new;
            beginnings.extend(Some(job.source.clone()).filter(|source| source.wants_full_text && new > 0));
        }
        done(&Fetched { source: job.source, outcome, done: asked, of });
        Ok::<(), Error>(())
    })?;
    if of > 0 {
        items.trim(workspace.clock.now())?;
        super::found::bring_in_step(workspace)?;
    }
    if ended == Ended::Stopped {
        return Err(Error::Stopped);
    }
    beginnings.iter().try_for_each(|source| full::of_source(workspace, source, go_on))?;
    Ok(unread)
}

/// Writes what was read into the log. What cannot be written now is written before a sync, and told there.
fn log(workspace: &Workspace, items: &Items) {
    if let Err(error) = logs::write(workspace, items) {
        tracing::warn!("what was read is not in the log: {}", chain(&error));
    }
}

fn jobs(workspace: &Workspace, items: &Items, round: &Round) -> Result<Vec<Job>, Error> {
    let (typed, now) = (typed::addresses(workspace), workspace.clock.now().timestamp());
    let mut jobs = Vec::new();
    for source in sources::sources(workspace)?.into_iter().filter(|source| source.search().is_none()) {
        let state = items.state(&source_key(&source.url))?;
        let is_asked = match round {
            Round::Due => !state.is_gone && state.due <= now,
            // What a server said about when it wants to be asked counts, whoever asks.
            Round::All => !state.is_gone && (state.due <= now || state.fails == 0),
            Round::Of(urls) => urls.contains(&source.url),
        };
        if is_asked {
            // Where a server sent it for good is its word, not the person's.
            let is_its_own = state.moved.as_ref().is_none_or(|moved| same_origin(moved, &source.url));
            let is_typed = is_its_own && typed.has(TYPED, &source.url);
            jobs.push(Job { trust: if is_typed { Trust::Typed } else { Trust::Found }, source, state });
        }
    }
    Ok(jobs)
}

type Answer = Result<Given, crate::web::Error>;

fn ask(job: &Job, go_on: &mut dyn FnMut() -> bool) -> Answer {
    let known = Known { etag: job.state.etag.clone(), modified: job.state.modified.clone() };
    Client::with_patience(PATIENCE).feed(job.address(), job.trust, &known, go_on)
}

/// Takes in what sources answer.
struct Intake<'a> {
    workspace: &'a Workspace,
    items: &'a Items,
    rules: Vec<crate::feed::rules::Rule>,
}

impl Intake<'_> {
    fn take(&self, job: &Job, given: Answer) -> Result<Outcome, Error> {
        let now = self.workspace.clock.now().timestamp();
        let mut state = State { checked: now, ..job.state.clone() };
        let outcome = match given {
            Err(error) => failed(&mut state, chain(&error), None, job.address(), now),
            Ok(given) => match &given.what {
                What::Gone => {
                    state.is_gone = true;
                    Outcome::Gone
                }
                What::Refused(status) => {
                    let why = format!("its server wants to be asked later ({status})");
                    failed(&mut state, why, given.wait, job.address(), now)
                }
                What::Same => {
                    came(&mut state, &given, job.address(), now);
                    Outcome::Same
                }
                What::Bytes { bytes, .. } => self.read(job, &mut state, &given, digest(bytes))?,
            },
        };
        self.items.set_state(&source_key(&job.source.url), &state)?;
        Ok(outcome)
    }

    /// Reads a feed that was sent; one that is to the byte as it was says nothing new.
    fn read(&self, job: &Job, state: &mut State, given: &Given, digest: String) -> Result<Outcome, Error> {
        let now = self.workspace.clock.now().timestamp();
        if state.digest.as_deref() == Some(&digest) {
            came(state, given, job.address(), now);
            return Ok(Outcome::Same);
        }
        match read(job.address(), given) {
            Err(why) => Ok(failed(state, format!("it is no feed now: {why}"), None, job.address(), now)),
            Ok(feed) => {
                came(state, given, job.address(), now);
                state.digest = Some(digest);
                self.fill(&job.source, state, &feed)
            }
        }
    }

    fn fill(&self, source: &Source, state: &mut State, feed: &Feed) -> Result<Outcome, Error> {
        let now = self.workspace.clock.now();
        state.title = feed.title.clone().or(state.title.take());
        state.site = feed.site.clone().or(state.site.take());
        let items = intake::items(source, feed, &self.rules, now);
        let filled = self.items.fill(&source_key(&source.url), &items, now)?;
        if filled.new == 0 && feed.unread == 0 {
            return Ok(Outcome::Same);
        }
        Ok(Outcome::New { items: filled.new, unread: filled.unread, unreadable: feed.unread })
    }
}

/// Takes in a feed that was just found; answers with how many items it has.
pub(super) fn take_first(workspace: &Workspace, source: &Source, feed: &Feed, given: &Given) -> Result<usize, Error> {
    let items = cache(workspace)?;
    logs::hear(workspace, &items)?;
    let intake = Intake { workspace, items: &items, rules: rule::usable(workspace) };
    let now = workspace.clock.now().timestamp();
    let mut state = State { checked: now, ..items.state(&source_key(&source.url))? };
    came(&mut state, given, &source.url, now);
    intake.fill(source, &mut state, feed)?;
    items.set_state(&source_key(&source.url), &state)?;
    super::found::bring_in_step(workspace)?;
    Ok(feed.items.len())
}

/// It answered: what to say to it the next time, and when that is.
fn came(state: &mut State, given: &Given, asked: &str, now: i64) {
    (state.fails, state.failed, state.is_gone) = (0, None, false);
    state.moved = given.moved.clone().or(state.moved.take());
    if given.what != What::Same {
        state.etag.clone_from(&given.known.etag);
        state.modified.clone_from(&given.known.modified);
    }
    state.due = now + pause(given.wait, now).clamp(INTERVAL, LONGEST) + jitter(asked, INTERVAL / 12);
}

/// It did not: each time it is asked half as often.
fn failed(state: &mut State, why: String, wait: Option<Wait>, asked: &str, now: i64) -> Outcome {
    state.fails = state.fails.saturating_add(1);
    let longer = INTERVAL << state.fails.min(5);
    let pause = pause(wait, now).min(7 * LONGEST).max(longer.min(LONGEST));
    state.due = now + pause + jitter(asked, pause / 8);
    state.failed = Some(why.clone());
    Outcome::Failed(why)
}

fn pause(wait: Option<Wait>, now: i64) -> i64 {
    match wait {
        None => 0,
        Some(Wait::For(seconds)) => seconds.max(0),
        Some(Wait::Until(moment)) => (moment - now).max(0),
    }
}

/// A part of a span that differs by address, so that not all is asked in one moment; the same each time.
fn jitter(address: &str, span: i64) -> i64 {
    let hash = Sha256::digest(address.as_bytes());
    i64::from(u16::from_be_bytes([hash[0], hash[1]])) * span / i64::from(u16::MAX)
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
