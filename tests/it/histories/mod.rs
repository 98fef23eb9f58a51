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

use chrono::DateTime;
use riffle::clock::Clock;

use crate::support::sandbox::NOW;
use profile::Profile;
use world::World;

fn clock() -> Clock {
    Clock::Fixed(DateTime::parse_from_rfc3339(NOW).unwrap())
}

/// Runs histories of a profile; so many unless the environment says otherwise.
fn run(profile: Profile, usual: u64) {
    run_each(profile.name(), usual, |number, tells| World::begin(profile, number, tells).live());
}

/// Runs a history by its number, or the one that was asked for.
fn run_each(name: &str, usual: u64, live: impl Fn(u64, bool) + panic::RefUnwindSafe) {
    let variable = |name: &str| env::var(name).ok();
    if let Some((wanted, number)) = variable("RIFFLE_HISTORY").as_deref().and_then(|wanted| wanted.split_once(':')) {
        if wanted == name {
            live(number.parse().unwrap(), true);
        }
        return;
    }
    let count = variable("RIFFLE_HISTORIES").and_then(|count| count.parse().ok()).unwrap_or(usual);
    let mut failed = Vec::new();
    for number in 0..count {
        if let Err(why) = panic::catch_unwind(|| live(number, false)) {
            let why =
                why.downcast_ref::<String>().cloned().or_else(|| why.downcast_ref::<&str>().map(|it| (*it).into()));
            failed.push(format!("RIFFLE_HISTORY={name}:{number}  {}", why.unwrap_or_default()));
        }
    }
    assert!(failed.is_empty(), "{} of {count} histories failed:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn a_day_that_several_machines_write_loses_no_line() {
    run(Profile::Days, 60);
}

#[test]
fn lists_that_are_edited_on_all_sides_lose_no_item() {
    run(Profile::Lists, 60);
}

#[test]
fn fields_line_endings_and_removals_meet_edits() {
    run(Profile::Fields, 60);
}

#[test]
fn names_that_differ_only_by_case_or_accents_both_live() {
    run(Profile::Names, 60);
}

#[test]
fn files_meet_folders_and_what_plain_git_made() {
    run(Profile::Shapes, 60);
}

#[test]
fn programs_that_save_an_older_text_take_nothing_away() {
    run(Profile::Stale, 60);
}

#[test]
fn machines_that_are_killed_anywhere_go_on() {
    run(Profile::Kills, 60);
}
