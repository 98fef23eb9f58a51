//! Links at size: the panes beside an entry, and a rename that many entries follow.
//!
//! `cargo bench --bench links`; `RIFFLE_BENCH_ENTRIES` sets the size (102,400), `RIFFLE_BENCH_DIR` where the store is made. One
//! entry in eleven links to the hub, and the hub to 5,000.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench runs programs and prints"
)]

#[expect(dead_code, reason = "the other bench uses all of it")]
mod corpus;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use corpus::Corpus;
use riffle::clock::Clock;
use riffle::config::Config;
use riffle::entry::EntryPath;
use riffle::ops::{self, Workspace, links, workbench};
use riffle::paths::Paths;

const RIFFLE: &str = env!("CARGO_BIN_EXE_riffle");
/// One entry of so many links to the hub.
const EVERY: usize = 11;
const OUT: usize = 5_000;

fn main() {
    let home =
        std::env::var_os("RIFFLE_BENCH_DIR").map_or_else(|| std::env::temp_dir().join("riffle-bench"), PathBuf::from);
    let home = home.join(format!("links-{}", corpus::size()));
    fill(&home);
    println!("== {} entries, {} of them link to the hub", corpus::size(), corpus::size().div_ceil(EVERY));
    panes(&home);
    // A name of its own each time: texts that the repository has already are not packed again.
    let name = format!("Centre {}", std::process::id());
    println!("{:<44}{:.2?}", "rename (process)", run(&home, &["rename", "hub.md", &name]));
    println!("{:<44}{:.2?}", "undo (process)", run(&home, &["undo"]));
    println!("{:<44}{:.2?}", "broken links of the whole store (process)", run(&home, &["links", "--broken"]));
}

/// Makes the store once.
fn fill(home: &Path) {
    let store = home.join("store");
    if home.join("filled").exists() {
        return;
    }
    let corpus = Corpus::new();
    let mut hub = String::from("---\ntitle: Hub\n---\n");
    for number in 0..corpus::size() {
        let entry = corpus.entry(number);
        let file = store.join(entry.path.as_str());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let link = if number.is_multiple_of(EVERY) { "\nSee [[Hub]] for more.\n" } else { "" };
        fs::write(file, entry.text.clone() + link).unwrap();
        if number < OUT {
            hub.extend(["- [[", entry.path.stem(), "]]\n"]);
        }
    }
    fs::write(store.join("hub.md"), hub).unwrap();
    run(home, &["init", store.to_str().unwrap()]);
    run(home, &["search", "--fresh", "git"]);
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(&store).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).args(args);
        assert!(command.stdout(Stdio::null()).status().unwrap().success(), "{args:?}");
    };
    git(&["add", "-A"]);
    git(&["commit", "-q", "--allow-empty", "-m", "all"]);
    fs::write(home.join("filled"), "").unwrap();
}

/// What the workbench asks when an entry is opened.
fn panes(home: &Path) {
    let place = |name: &str| home.join(name);
    let paths = Paths {
        config: place(".config/riffle"),
        cache: place(".cache/riffle"),
        state: place(".local/state/riffle"),
        data: place(".local/share/riffle"),
    };
    let workspace = Workspace::open(&home.join("store"), paths, Config::default(), Clock::System).unwrap();
    let hub = ops::find::read(&workspace, &EntryPath::new("hub.md").unwrap()).unwrap();
    let plain = EntryPath::new(links::back(&workspace, &hub, 1).unwrap().0[0].from.path.as_str()).unwrap();
    let plain = ops::find::read(&workspace, &plain).unwrap();
    for (name, entry) in [("hub", &hub), ("plain entry", &plain)] {
        report(&format!("{name}: all that stands beside it"), || {
            drop(workbench::sides(&workspace, &entry.path).unwrap());
        });
        report(&format!("{name}: links out, 200 shown"), || {
            drop(links::out_but_sources(&workspace, entry, 200).unwrap());
        });
        report(&format!("{name}: links out, all"), || drop(links::out(&workspace, entry).unwrap()));
        report(&format!("{name}: links in, 50 shown"), || drop(links::back(&workspace, entry, 50).unwrap()));
        report(&format!("{name}: same words, 20 shown"), || drop(links::mentions(&workspace, entry, 20).unwrap()));
        report(&format!("{name}: provenance"), || drop(links::provenance(&workspace, entry).unwrap()));
    }
}

fn report(what: &str, mut ask: impl FnMut()) {
    let mut times: Vec<Duration> = (0..21)
        .map(|_| {
            let started = Instant::now();
            ask();
            started.elapsed()
        })
        .collect();
    times.sort();
    println!("{what:<44}{:.2?} (first to last {:.2?}..{:.2?})", times[10], times[0], times[20]);
}

fn run(home: &Path, args: &[&str]) -> Duration {
    let started = Instant::now();
    let mut command = Command::new(RIFFLE);
    command.args(args).env("HOME", home).env("RIFFLE_STORE", home.join("store")).env("GIT_CONFIG_GLOBAL", "/dev/null");
    assert!(command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap().success(), "{args:?}");
    started.elapsed()
}
