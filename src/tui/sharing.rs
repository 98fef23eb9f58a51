//! Errands that concern teams and what is published, the news that come of them, and how they are carried out.

use super::msg::{Failure, Job, Lane, Outcome};
use crate::entry::EntryPath;
use crate::ops::capture::Captured;
use crate::ops::fresh::Progress;
use crate::ops::share::{self, Agreed, Clash, Order, Outgoing, Preview, Published, Route, Taking};
use crate::ops::team::{self, Added, Arrived, Listed, Refreshed};
use crate::ops::{self, Workspace};

/// What is to be done or asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// What would leave, and what stays behind.
    Prepare { generation: u64, order: Order },
    /// All that I published.
    Outgoing { generation: u64 },
    Publish {
        order: Order,
        route: Route,
        /// The page as it was agreed to: another one does not leave.
        page: String,
    },
    /// Puts a note in the place of a page, which names what replaces it.
    Withdraw { entry: EntryPath, team: String, successor: Option<EntryPath> },
    /// Takes a publication that has not left off the list.
    Drop { entry: EntryPath, team: String, title: String },
    /// The teams there are.
    Teams,
    /// What is new in these teams.
    Arrived { generation: u64, teams: Vec<String> },
    /// All that these teams have was looked at.
    Seen(Vec<String>),
    /// Fetches what the teams have.
    Refresh,
    /// Adds the team whose repository is at an address.
    Add(String),
    /// Takes an entry of a team into the store.
    Adopt(EntryPath),
    /// What an entry would be with all that its page in a team has.
    Taking { entry: EntryPath, team: String, clash: Clash },
}

/// What came of an errand.
#[derive(Clone, Debug)]
pub enum News {
    Prepared {
        generation: u64,
        preview: Outcome<Box<Preview>>,
    },
    Outgoing {
        generation: u64,
        outgoing: Outcome<Vec<Outgoing>>,
    },
    Published {
        order: Order,
        published: Outcome<Published>,
    },
    Withdrawn(Outcome<Published>),
    Dropped {
        title: String,
        dropped: Outcome<()>,
    },
    Teams(Outcome<Vec<Listed>>),
    Arrived {
        generation: u64,
        arrived: Outcome<Vec<Arrived>>,
    },
    Seen(Outcome<()>),
    Refreshed(Outcome<Vec<Refreshed>>),
    Added(Outcome<Added>),
    /// A look at the teams ended because it was told to.
    Stopped,
    Adopted(Outcome<Captured>),
    Taking {
        entry: EntryPath,
        team: String,
        taking: Outcome<Box<Taking>>,
        /// Both sides changed the same lines.
        same_lines: bool,
    },
}

impl Errand {
    pub fn lane(&self) -> Lane {
        match self {
            Self::Prepare { .. } | Self::Taking { .. } => Lane::Read,
            Self::Outgoing { .. } | Self::Teams | Self::Arrived { .. } => Lane::Dig,
            Self::Drop { .. } | Self::Seen(_) | Self::Adopt(_) => Lane::Write,
            Self::Publish { .. } | Self::Withdraw { .. } | Self::Refresh | Self::Add(_) => Lane::Net,
        }
    }

    /// The job that it belongs to.
    pub fn job(&self) -> Job {
        if matches!(self, Self::Refresh | Self::Add(_)) { Job::Team } else { Job::Publish }
    }

    /// Does what is asked and says what came of it.
    pub fn perform(self, workspace: &Workspace, progress: &mut dyn FnMut(Progress) -> bool) -> News {
        match self {
            Self::Prepare { generation, order } => {
                News::Prepared { generation, preview: told(share::prepare(workspace, &order)).map(Box::new) }
            }
            Self::Outgoing { generation } => News::Outgoing { generation, outgoing: told(share::published(workspace)) },
            Self::Publish { order, route, page } => {
                let agreed = Agreed { order: &order, route, page: &page };
                let published = share::publish(workspace, &agreed).map_err(undelivered);
                News::Published { published, order }
            }
            Self::Withdraw { entry, team, successor } => {
                News::Withdrawn(told(share::withdraw(workspace, &entry, &team, successor.as_ref())))
            }
            Self::Drop { entry, team, title } => {
                News::Dropped { title, dropped: told(share::drop_queued(workspace, &entry, &team)) }
            }
            Self::Teams => News::Teams(told(team::list(workspace))),
            Self::Arrived { generation, teams } => {
                News::Arrived { generation, arrived: told(arrived(workspace, &teams)) }
            }
            Self::Seen(teams) => News::Seen(told(teams.iter().try_for_each(|name| team::seen(workspace, name)))),
            Self::Refresh => ended(team::refresh(workspace, None, progress), News::Refreshed),
            Self::Add(url) => ended(team::add(workspace, &url, None, progress), News::Added),
            Self::Taking { entry, team, clash } => {
                let taking = share::taking(workspace, &entry, &team, clash);
                let same_lines = matches!(taking, Err(ops::Error::NotTaken { same_lines: true, .. }));
                News::Taking { entry, team, taking: told(taking).map(Box::new), same_lines }
            }
            Self::Adopt(path) => {
                News::Adopted(told(team::adopt(workspace, &path)).map(|saved| saved.settle(workspace)))
            }
        }
    }

    /// The news where it could not be carried out for a reason that nobody foresaw.
    pub fn broken(&self, failure: Failure) -> News {
        match self {
            Self::Prepare { generation, .. } => News::Prepared { generation: *generation, preview: Err(failure) },
            Self::Outgoing { generation } => News::Outgoing { generation: *generation, outgoing: Err(failure) },
            Self::Publish { order, .. } => News::Published { order: order.clone(), published: Err(failure) },
            Self::Withdraw { .. } => News::Withdrawn(Err(failure)),
            Self::Drop { title, .. } => News::Dropped { title: title.clone(), dropped: Err(failure) },
            Self::Teams => News::Teams(Err(failure)),
            Self::Arrived { generation, .. } => News::Arrived { generation: *generation, arrived: Err(failure) },
            Self::Seen(_) => News::Seen(Err(failure)),
            Self::Refresh => News::Refreshed(Err(failure)),
            Self::Add(_) => News::Added(Err(failure)),
            Self::Adopt(_) => News::Adopted(Err(failure)),
            Self::Taking { entry, team, .. } => {
                News::Taking { entry: entry.clone(), team: team.clone(), taking: Err(failure), same_lines: false }
            }
        }
    }
}

fn told<T>(result: Result<T, ops::Error>) -> Outcome<T> {
    result.map_err(Failure::from)
}

/// What a look at the teams came to, or that it was stopped.
fn ended<T>(result: Result<T, ops::Error>, news: fn(Outcome<T>) -> News) -> News {
    match result {
        Err(ops::Error::Stopped) => News::Stopped,
        other => news(told(other)),
    }
}

/// What is new in several teams, newest first.
fn arrived(workspace: &Workspace, teams: &[String]) -> Result<Vec<Arrived>, ops::Error> {
    let mut all = Vec::new();
    for name in teams {
        all.extend(team::arrived(workspace, name)?);
    }
    all.sort_by_key(|arrived| std::cmp::Reverse(arrived.when));
    Ok(all)
}

/// Why something was not published, with what can be done about it here.
fn undelivered(error: ops::Error) -> Failure {
    let hint = match error {
        ops::Error::Queued(_) => Some("It is kept, and tried again from the list of what I published."),
        ops::Error::Blocked(_) | ops::Error::Clashes { .. } | ops::Error::PageChanged(_) => {
            Some("It is shown as it would be now.")
        }
        _ => None,
    };
    let failure = Failure::from(error);
    Failure { hint: hint.map(str::to_owned).or(failure.hint), ..failure }
}
