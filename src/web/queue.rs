//! Pages that are still to be fetched: a file each, so that every process can add, try and drop one, and a restart loses none.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{disk, records};

/// Of the format of a job.
const VERSION: u64 = 1;

/// How long to wait after the first, second, … failure, in seconds; after the last the page is given up.
const PAUSES: [i64; 6] = [60, 10 * 60, 3600, 6 * 3600, 24 * 3600, 3 * 24 * 3600];

/// A page to fetch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Job {
    /// Of the bookmark.
    pub id: String,
    /// Where the bookmark lies.
    pub path: String,
    pub url: String,
    /// The commit that made the bookmark; its undo takes the page along.
    pub commit: Option<String>,
    pub tries: usize,
    /// Not before this moment, in seconds since 1970.
    pub due: i64,
    /// Why the last try failed.
    pub failed: Option<String>,
    /// Not tried again by itself.
    pub given_up: bool,
}

/// The folder of one store's jobs.
#[derive(Clone, Debug)]
pub(crate) struct Queue(PathBuf);

impl Job {
    /// What is left of a job after a failure that may pass.
    pub(crate) fn put_off(mut self, why: String, now: i64) -> Self {
        match PAUSES.get(self.tries) {
            Some(pause) => self.due = now.saturating_add(*pause),
            None => self.given_up = true,
        }
        Self { tries: self.tries + 1, failed: Some(why), ..self }
    }

    /// What is left of a job after a failure that stays.
    pub(crate) fn give_up(self, why: String) -> Self {
        Self { tries: self.tries + 1, failed: Some(why), given_up: true, ..self }
    }

    /// Whether it is to be tried by itself now.
    pub(crate) fn is_due(&self, now: i64) -> bool {
        !self.given_up && self.due <= now
    }
}

impl Queue {
    pub(crate) fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// Adds a job or replaces the one of the same bookmark.
    pub(crate) fn put(&self, job: &Job) -> Result<(), records::Error> {
        records::put_unsynced(&self.file(&job.id), VERSION, job)
    }

    /// Takes a job out; one that is not there is no error.
    pub(crate) fn drop(&self, id: &str) -> Result<(), disk::Error> {
        match self.file(id) {
            file if file.exists() => disk::remove_unsynced(&file),
            _ => Ok(()),
        }
    }

    /// The job of a bookmark.
    pub(crate) fn of(&self, id: &str) -> Option<Job> {
        records::read(&self.file(id), VERSION)
    }

    /// All jobs, those first that wait longest.
    pub(crate) fn jobs(&self) -> Vec<Job> {
        let mut jobs: Vec<Job> = records::all(&self.0, VERSION).into_iter().map(|(_, job)| job).collect();
        jobs.sort_by(|a, b| (a.due, &a.id).cmp(&(b.due, &b.id)));
        jobs
    }

    /// Lets one process work off the queue at a time; `None` while another does.
    pub(crate) fn lock(&self) -> Result<Option<disk::Lock>, disk::Error> {
        disk::try_lock(&self.0.join(".lock"))
    }

    fn file(&self, id: &str) -> PathBuf {
        self.0.join(format!("{id}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Job {
        Job {
            id: "01j".into(),
            path: "bookmarks/a.md".into(),
            url: "https://example.org".into(),
            commit: None,
            tries: 0,
            due: 0,
            failed: None,
            given_up: false,
        }
    }

    #[test]
    fn a_job_survives_a_restart_and_is_dropped_once() {
        let folder = tempfile::tempdir().unwrap();
        Queue::new(folder.path()).put(&job()).unwrap();

        let queue = Queue::new(folder.path());
        assert_eq!(queue.jobs(), [job()]);
        queue.drop("01j").unwrap();
        queue.drop("01j").unwrap();

        assert!(queue.jobs().is_empty());
    }

    #[test]
    fn pauses_grow_until_the_page_is_given_up() {
        let mut job = job();
        let mut pauses = Vec::new();
        while !job.given_up {
            let failed = job.clone().put_off("gone".into(), 0);
            pauses.push(failed.due);
            job = failed;
        }

        assert!(pauses.is_sorted());
        assert_eq!(job.tries, PAUSES.len() + 1);
        assert!(!job.is_due(i64::MAX));
    }

    #[test]
    fn a_torn_file_hides_no_other_job() {
        let folder = tempfile::tempdir().unwrap();
        let queue = Queue::new(folder.path());
        queue.put(&job()).unwrap();
        disk::put_unsynced(&folder.path().join("x.json"), b"{").unwrap();

        assert_eq!(queue.jobs().len(), 1);
    }
}
