//! Loose objects, a file each, are put into packs when there are many. Nothing is ever thrown away.

use std::fs;
use std::time::Duration;

use super::program::output;
use super::{Error, Repo};
use crate::disk;
use crate::process::{GoOn, Run};

/// Fewer loose objects than this are no burden.
const MANY: usize = 2_000;
/// Objects lie in so many folders, by the first byte of their names, evenly; one of them tells about all.
const FOLDERS: usize = 256;
const SAMPLE: &str = "17";
/// It says nothing while it works.
const LONGEST: Duration = Duration::from_secs(60 * 60);

impl Repo {
    /// Whether it is worth packing loose objects, by counting those of one folder, as git itself guesses.
    pub fn has_many_loose_objects(&self) -> bool {
        let folder = self.inner.commondir().join("objects").join(SAMPLE);
        fs::read_dir(folder).is_ok_and(|files| files.count() * FOLDERS >= MANY)
    }

    /// Packs loose objects that something leads to, and removes the loose ones when the pack is safe on the disk. What nothing
    /// leads to stays as it is.
    pub fn pack_loose_objects(&self, go_on: &mut GoOn<'_>) -> Result<(), Error> {
        self.run_quietly(&["repack", "-l", "-q"], go_on)?;
        disk::sync_all(&self.inner.commondir().join("objects"))?;
        self.run_quietly(&["prune-packed", "-q"], go_on)
    }

    fn run_quietly(&self, words: &[&str], go_on: &mut GoOn<'_>) -> Result<(), Error> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let run = Run { stall: LONGEST, ..self.git(&words) };
        let done = run.output_while(go_on)?;
        if done.status.success() { Ok(()) } else { Err(Error::GitFailed(output::error_message(&done.stderr))) }
    }
}
