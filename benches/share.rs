//! Sharing at size: what would leave, its delivery, and a team that is opened for the first time and later.
//!
//! `cargo bench --bench share`; `RIFFLE_BENCH_ENTRIES` sets the size of the store (102,400), `RIFFLE_BENCH_DIR` where it is made.
//! The team is a bare repository on the same disk with 10,000 pages.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench runs programs and prints"
)]

#[expect(dead_code, reason = "another bench uses all of it")]
mod corpus;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use corpus::Corpus;
use riffle::clock::Clock;
use riffle::config::Config;
use riffle::entry::{EntryPath, Kind};
use riffle::ops::find::{self, SortOrder};
use riffle::ops::{Workspace, share};
use riffle::paths::Paths;

const RIFFLE: &str = env!("CARGO_BIN_EXE_riffle");
const PAGES: usize = 10_000;
const RUNS: usize = 20;
/// As many results as a screen asks for.
const ROWS: usize = 40;

fn main() {
    let home =
        std::env::var_os("RIFFLE_BENCH_DIR").map_or_else(|| std::env::temp_dir().join("riffle-bench"), PathBuf::from);
    let home = home.join(format!("share-{}", corpus::size()));
    fill(&home);
    println!("== {} entries, a team of {PAGES} pages", corpus::size());
    let _ = run(&home, &["team", "remove", "acme"], false);
    let url = home.join("team.git");
    let first = run(&home, &["team", "add", url.to_str().unwrap(), "--name", "acme"], true);
    println!("{:<44}{first:.2?}", "a team opened for the first time (process)");
    report("a team listed later (process)", times(|_| run(&home, &["team", "list"], true)));
    report("search in:team (process)", times(|_| run(&home, &["search", "in:team", "git", "--limit", "20"], true)));
    everybody(&home, &url);
    keys(&home);
    let entries = publishable(RUNS + 1);
    let publish = |entry: &str| run(&home, &["publish", entry, "--to", "acme", "--topic", "git", "--yes"], true);
    let first = publish(entries[RUNS].as_str());
    println!("{:<44}{first:.2?}", "published, the list of all pages made (process)");
    preview(&home);
    report("published (process)", times(|number| publish(entries[number].as_str())));
}

/// What is made of a whole team, for those without Riffle too.
fn everybody(home: &Path, url: &Path) {
    let clone = home.join("clone");
    fs::remove_dir_all(&clone).ok();
    Command::new("git").args(["clone", "-q"]).arg(url).arg(&clone).status().unwrap();
    report("nothing new fetched (process)", times(|_| run(home, &["team", "new"], true)));
    report(
        "a digest of a month (process)",
        times(|_| run(home, &["digest", "acme", "--since", "31d", "--offline"], true)),
    );
    report("all files checked (process)", times(|_| run(home, &["check", clone.to_str().unwrap()], false)));
    let site = |number: usize| home.join(format!("site-{number}"));
    (0..RUNS).for_each(|number| fs::remove_dir_all(site(number)).unwrap_or_default());
    let made = |number| run(home, &["site", "acme", "--offline", "--out", site(number).to_str().unwrap()], true);
    report("a site made (process)", times(made));
    report("a site brought up to date (process)", times(|_| made(0)));
}

/// Makes store and team once.
fn fill(home: &Path) {
    if home.join("filled").exists() {
        return;
    }
    let (store, corpus) = (home.join("store"), Corpus::new());
    for number in 0..corpus::size() {
        let entry = corpus.entry(number);
        let file = store.join(entry.path.as_str());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, &entry.text).unwrap();
    }
    run(home, &["init", store.to_str().unwrap()], true);
    run(home, &["search", "--fresh", "git"], true);
    team(home, &corpus);
    fs::write(home.join("filled"), "").unwrap();
}

/// A bare repository of pages in twenty topics, by one stream of commits.
fn team(home: &Path, corpus: &Corpus) {
    let url = home.join("team.git");
    git(home, &["init", "-q", "--bare", "-b", "main", url.to_str().unwrap()]);
    let mut command = Command::new("git");
    command.arg("-C").arg(&url).args(["fast-import", "--quiet"]).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = std::io::BufWriter::new(child.stdin.take().unwrap());
    let data = |text: &str| format!("data {}\n{text}\n", text.len());
    write!(input, "commit refs/heads/main\ncommitter A <a@example.org> 1700000000 +0000\n{}", data("all")).unwrap();
    let mut readme = String::from("# What we know\n\n<!-- riffle:index -->\n<!-- /riffle:index -->\n");
    readme.push('\n');
    write!(input, "M 100644 inline README.md\n{}", data(&readme)).unwrap();
    for number in 0..PAGES {
        let entry = corpus.entry(number);
        let path = format!("nuggets/topic-{}/page-{number}.md", number % 20);
        write!(input, "M 100644 inline {path}\n{}", data(&entry.text)).unwrap();
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

/// What the workbench asks with each key of a search: mine, and then what the team has beside it.
fn keys(home: &Path) {
    let workspace = workspace(home);
    for query in ["t", "te", "git", "team meeting", "in the data"] {
        for (what, is_mine) in [("mine", true), ("the team's", false)] {
            let ask = |_| {
                let started = Instant::now();
                if is_mine {
                    find::sorted(&workspace, query, SortOrder::Best, ROWS).unwrap();
                } else {
                    find::beside(&workspace, query, SortOrder::Best, ROWS);
                }
                started.elapsed()
            };
            report(&format!("a key: {query:?}, {what}"), times(ask));
        }
    }
}

fn workspace(home: &Path) -> Workspace {
    let place = |name: &str| home.join(name);
    let paths = Paths { config: place("config"), cache: place("cache"), state: place("state"), data: place("data") };
    Workspace::open(&home.join("store"), paths, Config::default(), Clock::System).unwrap()
}

/// What the workbench asks when an entry is prepared.
fn preview(home: &Path) {
    let workspace = workspace(home);
    let entries = publishable(RUNS);
    report(
        "what would leave, prepared",
        times(|number| {
            let entry = Some(entries[number].clone());
            let order = share::Order { entry, team: "acme".into(), ..share::Order::default() };
            let started = Instant::now();
            share::prepare(&workspace, &order).unwrap();
            started.elapsed()
        }),
    );
}

/// The first entries that may be published: no journals.
fn publishable(count: usize) -> Vec<EntryPath> {
    let corpus = Corpus::new();
    let entries = (0..).map(|number| corpus.entry(number)).filter(|entry| entry.kind != Kind::Journal);
    entries.take(count).map(|entry| entry.path).collect()
}

fn times(mut act: impl FnMut(usize) -> Duration) -> Vec<Duration> {
    let mut times: Vec<Duration> = (0..RUNS).map(&mut act).collect();
    times.sort_unstable();
    times
}

fn report(what: &str, times: Vec<Duration>) {
    println!("{what:<44}p50 {:.2?}  most {:.2?}", times[times.len() / 2], times[times.len() - 1]);
}

fn run(home: &Path, args: &[&str], must: bool) -> Duration {
    let mut command = Command::new(RIFFLE);
    command.args(args).env("RIFFLE_STORE", home.join("store")).stdin(Stdio::null()).stdout(Stdio::null());
    for (name, folder) in [("CONFIG", "config"), ("CACHE", "cache"), ("STATE", "state"), ("DATA", "data")] {
        command.env(format!("RIFFLE_{name}_DIR"), home.join(folder));
    }
    command.stderr(if must { Stdio::inherit() } else { Stdio::null() });
    let started = Instant::now();
    let status = command.status().unwrap();
    assert!(status.success() || !must, "{args:?}");
    started.elapsed()
}

fn git(home: &Path, args: &[&str]) {
    assert!(Command::new("git").current_dir(home).args(args).status().unwrap().success(), "{args:?}");
}
