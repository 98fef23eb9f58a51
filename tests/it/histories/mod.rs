//! Random histories of several machines that share one remote. Whatever they do, in whatever order, and wherever they are
//! killed: no word that somebody wrote and nobody took away is lost, all end with the same files, none is stuck, and nothing
//! is left lying about.
//!
//! A history is a profile and a number, and is the same each time: `RIFFLE_HISTORY=lists:17 cargo test --test it -- histories`
//! runs that one alone and tells what happens in it; `RIFFLE_HISTORIES=10000` runs so many of each profile.

mod dice;
mod machine;
mod profile;
mod real;
mod team;
mod text;
mod world;

use std::env;
use std::panic;
use std::path::Path;

use chrono::DateTime;
use git2::{Repository, RepositoryInitOptions};
use riffle::clock::Clock;

use crate::support::sandbox::NOW;
use profile::Profile;
use world::World;

fn clock() -> Clock {
    Clock::Fixed(DateTime::parse_from_rfc3339(NOW).unwrap())
}

/// A remote on the disk, without the upkeep after each push that a host does at its leisure.
fn remote(path: &Path) -> Repository {
    let mut options = RepositoryInitOptions::new();
    let repo = Repository::init_opts(path, options.bare(true).initial_head("main").external_template(false)).unwrap();
    repo.config().unwrap().set_bool("receive.autogc", false).unwrap();
    repo
}

/// In so many parts, which run side by side, the histories of a profile are run.
const PARTS: u64 = 4;

/// One of these parts.
struct Part {
    /// So many histories are in all parts, unless the environment says otherwise.
    usual: u64,
    which: u64,
}

impl Part {
    fn run(&self, profile: Profile) {
        self.run_each(profile.name(), |number, tells| World::begin(profile, number, tells).live());
    }

    /// Runs histories by their numbers, or the one that was asked for.
    fn run_each(&self, name: &str, live: impl Fn(u64, bool) + panic::RefUnwindSafe) {
        let variable = |name: &str| env::var(name).ok();
        if let Some((wanted, number)) = variable("RIFFLE_HISTORY").as_deref().and_then(|wanted| wanted.split_once(':'))
        {
            let number: u64 = number.parse().unwrap();
            if wanted == name && number % PARTS == self.which {
                live(number, true);
            }
            return;
        }
        let count = variable("RIFFLE_HISTORIES").and_then(|count| count.parse().ok()).unwrap_or(self.usual);
        let mut failed = Vec::new();
        for number in (self.which..count).step_by(PARTS as usize) {
            if let Err(why) = panic::catch_unwind(|| live(number, false)) {
                let why =
                    why.downcast_ref::<String>().cloned().or_else(|| why.downcast_ref::<&str>().map(|it| (*it).into()));
                failed.push(format!("RIFFLE_HISTORY={name}:{number}  {}", why.unwrap_or_default()));
            }
        }
        assert!(failed.is_empty(), "{} of {count} histories failed:\n{}", failed.len(), failed.join("\n"));
    }
}

/// A test for each part of so many histories.
macro_rules! in_parts {
    ($($usual:literal $about:ident $run:expr)*) => {$(
        mod $about {
            use super::*;

            fn part(which: u64) {
                $run(&Part { usual: $usual, which });
            }

            #[test]
            fn first() {
                part(0);
            }

            #[test]
            fn second() {
                part(1);
            }

            #[test]
            fn third() {
                part(2);
            }

            #[test]
            fn fourth() {
                part(3);
            }
        }
    )*};
}

in_parts! {
    240 a_day_that_several_machines_write_loses_no_line |part: &Part| part.run(Profile::Days)
    240 lists_that_are_edited_on_all_sides_lose_no_item |part: &Part| part.run(Profile::Lists)
    240 fields_line_endings_and_removals_meet_edits |part: &Part| part.run(Profile::Fields)
    240 names_that_differ_only_by_case_or_accents_both_live |part: &Part| part.run(Profile::Names)
    240 files_meet_folders_and_what_plain_git_made |part: &Part| part.run(Profile::Shapes)
    240 programs_that_save_an_older_text_take_nothing_away |part: &Part| part.run(Profile::Stale)
    240 machines_that_are_killed_anywhere_go_on |part: &Part| part.run(Profile::Kills)
    320 a_colleague_without_riffle_loses_no_line |part: &Part| part.run_each("team", team::live)
}
