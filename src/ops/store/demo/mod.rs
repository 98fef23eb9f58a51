//! A disposable store to try everything on, with a remote and a team repository, all in one folder.
//!
//! Its configuration, cache and state lie in that folder too, so that deleting it leaves nothing behind.

mod feeds;

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{Days, Timelike};
use ulid::Ulid;

use crate::clock::Clock;
use crate::config::Config;
use crate::disk;
use crate::entry::new::New;
use crate::entry::{EntryId, Kind, Stage, Timestamp, slug};
use crate::git::{self, Author, Bare, Write};
use crate::ops::{Error, Workspace, fresh, init, sync, team};
use crate::paths::Paths;

/// The demo's entries, one after another, each below a line `=== kind | stage | days ago | tags | url or -`, which may go on
/// with ` | via who` or ` | from` and the names of what it was distilled from.
const ENTRIES: &str = include_str!("entries.md");
const TEAM_README: &str = include_str!("team.md");
const README: &str = include_str!("readme.txt");

/// What colleagues bring: who, how many days ago, where, what it says.
const PAGES: [(&str, u64, &str, &str); 3] = [
    ("Mina", 6, "nuggets/ops/a-flame-graph-is-read-from-below.md", include_str!("pages/flame-graph.md")),
    ("Jo", 2, "nuggets/tls/certificates-rotate-in-three-steps.md", include_str!("pages/certificates.md")),
    ("Jo", 1, "notes/how-we-work/an-answer-is-a-link.md", include_str!("pages/answers.md")),
];
/// Holds configuration, cache and state of a demo.
const OWN: &str = ".riffle-demo";
/// Everything is on this disk.
const STALL: Duration = Duration::from_secs(10);

/// Where everything of the demo is.
#[derive(Clone, Debug)]
pub struct Demo {
    pub store: PathBuf,
    pub team: PathBuf,
    pub paths: Paths,
    pub warnings: Vec<String>,
}

/// Makes the demo in a folder; one that has a demo already is opened as it is.
pub fn demo(dir: &Path, config: Config, clock: Clock) -> Result<Demo, Error> {
    disk::make_folder(dir)?;
    let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let place = |name: &str| dir.join(OWN).join(name);
    let paths = Paths { config: place("config"), cache: place("cache"), state: place("state"), data: place("data") };
    let (store, team, remote) = (dir.join("notes"), dir.join("team.git"), dir.join("remote.git"));
    let mut demo = Demo { store: store.clone(), team: team.clone(), paths: paths.clone(), warnings: vec![] };
    if store.exists() {
        return Ok(demo);
    }
    disk::put(&dir.join("README.txt"), README.as_bytes())?;
    git::make_bare(&remote, &[], "", clock.now())?;
    let first = [Write { path: "README.md".into(), content: Some(TEAM_README.into()) }];
    git::make_bare(&team, &first, "A team's shared notes", clock.now())?;
    let made = init::init(&store, Some(&remote.to_string_lossy()), paths.clone(), config.clone(), clock)?;
    demo.warnings = made.warnings;
    let workspace = Workspace::open(&store, paths, config, clock)?;
    fill(&workspace)?;
    feeds::write(&workspace, &dir)?;
    sync::record_all_outside(&workspace, "demo: entries to try things on", &[], &mut Vec::new())?;
    fresh::catch_up(&workspace, &mut |_| true)?;
    feeds::fetch(&workspace)?;
    if let Err(error) = join(&workspace, &demo.team, &place("colleagues")) {
        demo.warnings.push(crate::ops::error::chain(&error));
    }
    Ok(demo)
}

/// Whether a store is that of a demo.
pub fn is_demo(store: &Path) -> bool {
    store.parent().is_some_and(|folder| folder.join(OWN).is_dir())
}

/// Adds the team; after that colleagues bring something, so that there is something new.
fn join(workspace: &Workspace, team: &Path, scratch: &Path) -> Result<(), Error> {
    let url = team.to_string_lossy();
    team::add(workspace, &url, Some("acme"), &mut |_| true)?;
    let theirs = Bare::clone(&url, scratch, STALL, None)?;
    let mut tip = theirs.tip()?;
    for (name, days, path, text) in PAGES {
        let email = format!("{}@example.org", name.to_lowercase());
        let author = Author { name: name.to_owned(), email };
        let now = workspace.clock.now();
        let then = now.checked_sub_days(Days::new(days)).unwrap_or(now);
        let write = Write { path: path.into(), content: Some(text.into()) };
        tip = Some(theirs.commit(tip.as_ref(), &[write], &format!("add {path}"), &author, then)?);
    }
    if let Some(tip) = &tip {
        theirs.push(tip, &theirs.branch())?;
    }
    disk::remove_cache(scratch)?;
    team::refresh(workspace, None, &mut |_| true).map(drop)
}

/// Writes the entries as files; they are one commit, so that undo begins with what the person does.
fn fill(workspace: &Workspace) -> Result<(), Error> {
    for (number, text) in ENTRIES.split("\n=== ").map(|text| text.trim_start_matches("=== ")).enumerate() {
        let new = read(text, number, workspace.clock.now());
        let path = workspace.config.path_for(new.kind, new.date.date_naive(), &slug::slug(&new.title), &new.id);
        workspace.store().create(&path, &new.text())?;
    }
    Ok(())
}

/// So many days ago, in working hours.
fn date(days: &str, number: usize, now: Timestamp) -> Timestamp {
    let days: u64 = days.parse().expect("days are a number; a test reads them all");
    let hour = u32::try_from(9 + number % 9).unwrap_or(9);
    let then = now.checked_sub_days(Days::new(days)).unwrap_or(now);
    then.with_hour(hour).unwrap_or(then)
}

/// Reads one entry of the demo: its head line, its title line, its body.
fn read(text: &str, number: usize, now: Timestamp) -> New {
    let (head, rest) = text.split_once('\n').expect("an entry has a head and a title; a test reads them all");
    let (title, body) = rest.split_once('\n').unwrap_or((rest, ""));
    let fields: Vec<&str> = head.split('|').map(str::trim).collect();
    let [kind, stage, days, tags, url, ref more @ ..] = fields[..] else {
        panic!("five fields in {head:?}; a test reads them all")
    };
    let date = date(days, number, now);
    let kind: Kind = kind.parse().expect("a known kind; a test reads them all");
    let id = match kind {
        Kind::Journal => EntryId::Day(date.date_naive()),
        Kind::Note | Kind::Bookmark | Kind::Nugget => {
            let milliseconds = u64::try_from(date.timestamp_millis()).unwrap_or_default();
            EntryId::Ulid(Ulid::from_parts(milliseconds, number as u128))
        }
    };
    let from = more.iter().filter_map(|field| field.strip_prefix("from ")).flat_map(str::split_whitespace);
    New {
        id,
        kind,
        title: match kind {
            Kind::Journal => date.format("%A, %-d %B %Y").to_string(),
            Kind::Note | Kind::Bookmark | Kind::Nugget => title.trim_start_matches("# ").to_owned(),
        },
        date,
        tags: tags.split_whitespace().filter(|tag| *tag != "-").map(str::to_owned).collect(),
        stage: stage.parse::<Stage>().ok(),
        url: Some(url).filter(|url| *url != "-").map(str::to_owned),
        via: more.iter().find_map(|field| field.strip_prefix("via ")).map(str::to_owned),
        source: vec![],
        derived_from: from.map(|name| format!("[[{name}]]")).collect(),
        credit: Vec::new(),
        body: body.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::link;

    fn all() -> Vec<New> {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-21T10:00:00+01:00").unwrap();
        let texts = ENTRIES.split("\n=== ").map(|text| text.trim_start_matches("=== ")).enumerate();
        texts.map(|(number, text)| read(text, number, now)).collect()
    }

    #[test]
    fn every_entry_of_the_demo_can_be_read_and_has_a_body_or_a_page() {
        let all = all();

        assert!(all.len() > 20);
        let is_called = |new: &New| new.kind == Kind::Journal || !new.title.is_empty();
        assert!(all.iter().all(|new| is_called(new) && (!new.body.is_empty() || new.url.is_some())));
    }

    #[test]
    fn every_link_of_the_demo_leads_to_an_entry_of_it() {
        let all = all();
        let names: Vec<String> = all.iter().map(|new| slug::slug(&new.title)).collect();

        for new in &all {
            let fields = new.derived_from.join(" ");
            for link in link::links(&format!("{}\n{fields}", new.body)).iter().filter(|link| !link.target.contains(':'))
            {
                assert!(names.contains(&link.target), "{:?} links to {:?}", new.title, link.target);
            }
        }
    }
}
