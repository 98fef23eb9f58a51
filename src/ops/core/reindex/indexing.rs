//! Indexes many entries on several threads: what a scan found, or what an act is about to write.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::SystemTime;

use chrono::NaiveDate;

use super::{Caught, Progress, writer_of_whole};
use crate::entry::{Entry, EntryPath, Stamp};
use crate::index::{Batch, ExtraText, Writer};
use crate::ops::pages::{self, PageStore};
use crate::ops::{Error, Workspace};
use crate::parallel;
use crate::store::Store;
use crate::store::scan::{self, Scan};

/// Reads and indexes what a scan found.
pub(in crate::ops) fn feed(
    workspace: &Workspace,
    writer: Writer,
    scan: &Scan,
    caught: &mut Caught,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<(), Error> {
    for path in &scan.gone {
        writer.remove(path)?;
    }
    let feeder = Feeder::of(workspace, writer, Things::Files(&scan.touched));
    feeder.run(progress)?;
    let Feeder { writer, problems, changed, .. } = feeder;
    caught.problems.append(&mut problems.into_inner().unwrap_or_else(PoisonError::into_inner));
    caught.changed = changed.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(writer.commit()?.tidy()?)
}

/// An entry as an act is about to write it.
#[derive(Clone, Copy, Debug)]
pub(in crate::ops) struct Coming<'a> {
    pub path: &'a EntryPath,
    pub text: &'a [u8],
    /// What its file gets.
    pub time: SystemTime,
}

/// What is indexed.
#[derive(Clone, Copy)]
enum Things<'a> {
    Files(&'a [EntryPath]),
    Coming(&'a [Coming<'a>]),
}

/// Things handed out to the threads that index them.
struct Feeder<'a> {
    things: Things<'a>,
    writer: Writer,
    store: &'a Store,
    page_store: PageStore,
    today: NaiveDate,
    next: AtomicUsize,
    stop: AtomicBool,
    problems: Mutex<Vec<String>>,
    changed: Mutex<Vec<EntryPath>>,
}

fn joined(lane: thread::ScopedJoinHandle<'_, Result<(), Error>>) -> Result<(), Error> {
    lane.join().expect("a lane does not panic")
}

impl<'a> Feeder<'a> {
    fn of(workspace: &'a Workspace, writer: Writer, things: Things<'a>) -> Self {
        Self {
            things,
            writer,
            store: workspace.store(),
            page_store: PageStore::of(workspace),
            today: today(workspace),
            next: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            problems: Mutex::default(),
            changed: Mutex::default(),
        }
    }

    /// Indexes all of them on as many threads as there are cores.
    fn run(&self, progress: &mut dyn FnMut(Progress) -> bool) -> Result<(), Error> {
        let helpers = if self.things.count() < 64 { 0 } else { parallel::threads() - 1 };
        thread::scope(|scope| {
            let lanes: Vec<_> = (0..helpers).map(|_| scope.spawn(|| self.work(&mut |_| true))).collect();
            let mine = self.work(progress);
            lanes.into_iter().map(joined).fold(mine, Result::and)
        })
    }

    fn work(&self, progress: &mut dyn FnMut(Progress) -> bool) -> Result<(), Error> {
        let total = self.things.count();
        loop {
            let done = self.next.fetch_add(1, Ordering::Relaxed);
            if done >= total {
                return Ok(());
            }
            if done.is_multiple_of(64) && !progress(Progress { done, total }) {
                self.stop.store(true, Ordering::Relaxed);
            }
            if self.stop.load(Ordering::Relaxed) {
                return Err(Error::Stopped);
            }
            match self.things {
                Things::Files(paths) => self.file(&paths[done])?,
                Things::Coming(coming) => self.coming(&coming[done])?,
            }
        }
    }

    fn coming(&self, Coming { path, text, time }: &Coming<'_>) -> Result<(), Error> {
        let stamp = scan::stamp_of(text, *time);
        self.put(&self.store.parse(path, text, stamp.size), stamp)
    }

    fn put(&self, entry: &Entry, stamp: Stamp) -> Result<(), Error> {
        Ok(self.writer.put_with(entry, beside(&self.page_store, entry).as_ref(), stamp, self.today)?)
    }

    /// Indexes one file; one that cannot be read is a problem, not a failure.
    fn file(&self, path: &EntryPath) -> Result<(), Error> {
        match stamped(self.store, path) {
            Ok((entry, stamp)) => {
                self.put(&entry, stamp)?;
                self.changed.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
            }
            Err(crate::store::Error::Missing(_)) => self.writer.remove(path)?,
            Err(error) => {
                let said = crate::ops::error::chain(&error);
                self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(said);
            }
        }
        Ok(())
    }
}

impl Things<'_> {
    fn count(&self) -> usize {
        match self {
            Self::Files(paths) => paths.len(),
            Self::Coming(coming) => coming.len(),
        }
    }
}

pub(super) fn today(workspace: &Workspace) -> NaiveDate {
    workspace.clock.now().date_naive()
}

/// An entry with the stamp of the file it was read from.
pub(super) fn stamped(store: &Store, path: &EntryPath) -> Result<(Entry, Stamp), crate::store::Error> {
    let (stamp, bytes) = scan::stamp(store, path)?;
    Ok((store.parse(path, &bytes, stamp.size), stamp))
}

/// What is found under an entry though it is not in its file.
pub(super) fn beside(page_store: &PageStore, entry: &Entry) -> Option<ExtraText> {
    page_store.kept(entry).map(|pages::KeptPage { text, addresses }| ExtraText { text, addresses })
}

/// Indexes what an act is about to write, while it does. Once all is written, `act` calls what it is given with the entries
/// that it wrote besides; where it does not, nothing of it gets into the index.
pub(in crate::ops) fn apply_coming<T>(
    workspace: &Workspace,
    coming: &[Coming<'_>],
    act: impl FnOnce(&dyn Fn(Vec<EntryPath>)) -> T,
) -> (T, Result<(), Error>) {
    let writer = match writer_of_whole(workspace, Batch::Large) {
        Ok(Some(writer)) => writer,
        other => return (act(&|_| {}), other.map(drop)),
    };
    let feeder = Feeder::of(workspace, writer, Things::Coming(coming));
    let (written, all_written) = mpsc::channel::<Vec<EntryPath>>();
    thread::scope(|scope| {
        let lane = scope.spawn(move || {
            feeder.run(&mut |_| true)?;
            let Ok(besides) = all_written.recv() else { return Ok(()) };
            besides.iter().try_for_each(|path| feeder.file(path))?;
            Ok(feeder.writer.commit()?.tidy()?)
        });
        // A lane that failed listens no more, and says why at the end.
        let done = act(&|besides| drop(written.send(besides)));
        drop(written);
        (done, joined(lane))
    })
}

/// Indexes many entries that are written.
pub(super) fn apply_many(workspace: &Workspace, paths: &[EntryPath]) -> Result<(), Error> {
    let Some(writer) = writer_of_whole(workspace, Batch::Large)? else { return Ok(()) };
    let touched = paths.iter().filter(|path| workspace.store().is_entry(path)).cloned().collect();
    feed(workspace, writer, &Scan { touched, ..Scan::default() }, &mut Caught::default(), &mut |_| true)
}
