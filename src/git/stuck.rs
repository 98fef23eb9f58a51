//! Ends a program that is stuck: libgit2 never comes back from a loose object that was cut short while the computer ran.
//!
//! Work that takes long and uses a processor is looked at once, by a thread of its own: the loose objects of all opened
//! repositories are read without libgit2. Those that cannot be read are put aside, and if the program then only burns time, it
//! is ended. The next command makes anew what is missing, as after a power cut.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use super::backup;
use crate::git::repair::damage::{self, Damage};
use crate::git::repair::objects;
use crate::records;

/// Work that takes longer than this is looked at.
const LONG: Duration = Duration::from_secs(3);
/// Waiting for a person or a server uses less of a processor meanwhile.
const BUSY: Duration = Duration::from_millis(300);
/// A program that uses a processor for so long after its bad objects lie aside is lost in one of them.
const LOST: Duration = Duration::from_millis(700);
const PAUSE: Duration = Duration::from_millis(100);

/// Something to be done with the program before it ends, or what ends it.
type End = Box<dyn Fn(&Damage) + Send>;

/// What is watched.
struct Watched {
    /// The numbers of what is at work, and how many there were.
    works: BTreeSet<u64>,
    begun: u64,
    repositories: BTreeSet<PathBuf>,
    /// What was put aside, for whoever talks to the person.
    news: Vec<String>,
    ends: Vec<End>,
    has_watcher: bool,
}

static WATCHED: Mutex<Watched> = Mutex::new(Watched {
    works: BTreeSet::new(),
    begun: 0,
    repositories: BTreeSet::new(),
    news: Vec::new(),
    ends: Vec::new(),
    has_watcher: false,
});
/// Told when work begins and nothing was being watched.
static BEGUN: Condvar = Condvar::new();

/// Work that is watched until this is dropped.
struct Work(u64);

/// Says what is done once the program is stuck, before all that was said earlier; the first one ends the program. Without
/// one, nothing is watched.
pub fn end_with(end: impl Fn(&Damage) + Send + 'static) {
    state().ends.push(Box::new(end));
}

/// Does something that may use a repository, and sees to it that it ends.
pub fn watched<T>(act: impl FnOnce() -> T) -> T {
    let _work = begin();
    act()
}

fn begin() -> Work {
    let mut watched = state();
    watched.begun += 1;
    let number = watched.begun;
    watched.works.insert(number);
    if watched.works.len() == 1 {
        BEGUN.notify_one();
    }
    if !watched.has_watcher && !watched.ends.is_empty() {
        watched.has_watcher = true;
        thread::spawn(look_after);
    }
    Work(number)
}

impl Drop for Work {
    fn drop(&mut self) {
        let mut watched = state();
        watched.works.remove(&self.0);
        watched.news.drain(..).for_each(records::tell);
    }
}

/// Notes a repository's common folder, in which its objects are.
pub(super) fn opened(common: &Path) {
    state().repositories.insert(common.to_owned());
}

fn state() -> MutexGuard<'static, Watched> {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn look_after() {
    loop {
        let (work, before) = (oldest(), processor_time());
        thread::sleep(LONG);
        if is_at_work(work) && processor_time().saturating_sub(before) > BUSY {
            look(work);
            state().works.remove(&work);
        }
    }
}

/// Waits for work, and answers with what began first.
fn oldest() -> u64 {
    let watched = BEGUN.wait_while(state(), |watched| watched.works.is_empty());
    let watched = watched.unwrap_or_else(PoisonError::into_inner);
    *watched.works.first().expect("it was waited for")
}

fn is_at_work(work: u64) -> bool {
    state().works.contains(&work)
}

/// Puts bad objects aside, and ends the program if it is lost in one of them.
fn look(work: u64) {
    let repositories = state().repositories.clone();
    let bad: Vec<Damage> = repositories.iter().flat_map(|common| put_aside(common)).collect();
    let Some(first) = bad.first() else { return };
    state().news.extend(bad.iter().map(|damage| format!("{} {}", damage.file.display(), damage.what)));
    let before = processor_time();
    while is_at_work(work) && processor_time().saturating_sub(before) < LOST {
        thread::sleep(PAUSE);
    }
    if is_at_work(work) {
        state().ends.iter().rev().for_each(|end| end(first));
    }
}

/// The objects that could not be read, and lie aside now.
fn put_aside(common: &Path) -> Vec<Damage> {
    let moved = |file: PathBuf| Some(damage::cut_short(&file, &backup::put_aside(common, &file).ok()??));
    objects::unreadable(&common.join("objects")).filter_map(moved).collect()
}

/// How long all threads of this program have used a processor.
fn processor_time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap_or_default()
}
