//! The journal, a line at a time.

use riffle::entry::EntryPath;
use riffle::ops;

use crate::support::{Sandbox, screen::workspace};

const DAY: &str = "journal/2026/2026-11-21.md";

fn log_at(sandbox: &Sandbox, time: &str, words: &[&str]) -> String {
    let now = format!("2026-11-21T{time}:00+01:00");
    sandbox.riffle(&[&["--now", &now, "log"], words].concat()).ok()
}

#[test]
fn a_logged_line_is_a_file_a_commit_and_found_at_once() {
    let sandbox = Sandbox::new();

    let said = sandbox.riffle(&["log", "reading", "up", "on", "partial", "clones", "-t", "ci"]).ok();

    assert_eq!(said, format!("{DAY}  10:00\n"));
    assert_eq!(
        sandbox.read(DAY),
        "---\nid: \"2026-11-21\"\nkind: journal\ndate: 2026-11-21T10:00:00+01:00\n---\n\n- 10:00 reading up on partial clones #ci\n"
    );
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "log: reading up on partial clones #ci\n");
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
    assert_eq!(sandbox.riffle(&["search", "partial", "--path"]).ok(), format!("{DAY}\n"));
}

#[test]
fn the_day_is_shown_in_the_order_of_time_with_dead_ends_marked() {
    let sandbox = Sandbox::new();
    log_at(&sandbox, "11:20", &["! shallow clones break deploy"]);
    log_at(&sandbox, "09:05", &["tea"]);
    sandbox.pipe(&["log", "the build", "is red"], b"error: one\n\nerror: two\n").ok();

    let shown = sandbox.riffle(&["log"]).ok();
    let told = sandbox.riffle(&["log", "--json"]).json();

    assert_eq!(
        shown,
        "09:05  tea\n10:00  the build is red\n       error: one\n\n       error: two\n11:20  ! shallow clones break deploy\n"
    );
    let lines: Vec<_> = told.iter().map(|line| (line["time"].as_str().unwrap(), line["surprise"] == true)).collect();
    assert_eq!(lines, [("09:05", false), ("10:00", false), ("11:20", true)]);
    assert_eq!((&told[2]["path"], &told[2]["text"]), (&DAY.into(), &"shallow clones break deploy".into()));
}

#[test]
fn a_daily_note_of_another_program_keeps_all_its_bytes() {
    let sandbox = Sandbox::new();
    let note = "---\r\ntags: [daily]   # mine\r\n---\r\n# Saturday\r\n\r\n* 08:00 run\r\n* 12:00 lunch\r\n\r\n## Notes\r\nno final newline";
    sandbox.write(DAY, note);

    sandbox.riffle(&["log", "tea"]).ok();

    assert_eq!(sandbox.read(DAY), note.replace("* 12:00", "- 10:00 tea\r\n* 12:00"));
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.read(DAY), note);
}

#[test]
fn undo_takes_a_line_back_and_the_first_one_with_its_file() {
    let sandbox = Sandbox::new();
    let before = sandbox.files();
    sandbox.riffle(&["log", "one"]).ok();
    let one = sandbox.files();
    sandbox.riffle(&["log", "two"]).ok();

    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.files(), one);
    sandbox.riffle(&["undo"]).ok();

    assert_eq!(sandbox.files(), before);
}

#[test]
fn many_riffles_that_log_at_once_lose_no_line() {
    let sandbox = Sandbox::new();
    let children: Vec<_> = (0..8)
        .map(|n| sandbox.command(&["log", &format!("thought {n}")]).stdin(std::process::Stdio::null()).spawn().unwrap())
        .collect();

    for mut child in children {
        assert!(child.wait().unwrap().success());
    }

    let shown = sandbox.riffle(&["log"]).ok();
    assert!((0..8).all(|n| shown.contains(&format!("thought {n}\n"))), "{shown}");
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn a_line_that_cannot_be_saved_is_kept_as_a_draft() {
    let sandbox = Sandbox::new();
    sandbox.write(DAY, "---\ntitle: \"open\n---\n");

    let said = sandbox.riffle(&["log", "precious words"]).fails(1);

    let draft = said.split("kept in ").nth(1).and_then(|rest| rest.split(": ").next()).unwrap();
    assert_eq!(std::fs::read_to_string(draft).unwrap(), "precious words");
    assert!(said.contains(DAY), "{said}");
    assert_eq!(sandbox.riffle(&["log", " ! "]).fails(2).lines().count(), 1);
}

#[test]
fn what_is_to_do_is_a_line_of_the_day_and_leaves_the_inbox_in_one_act() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Ask Jo: who owns it?"]).ok();
    sandbox.riffle(&["capture", "Tea"]).ok();
    sandbox.write("old/tea.md", "# Another tea\n");
    sandbox.riffle(&["log", "morning"]).ok();
    sandbox.riffle(&["list", "--fresh"]).ok();
    let before = sandbox.files();
    let paths = ["notes/2026/ask-jo-who-owns-it.md", "notes/2026/tea.md"].map(|path| EntryPath::new(path).unwrap());

    let changed = ops::log::todo(&workspace(&sandbox), &paths).unwrap();

    assert_eq!((changed.paths.len(), changed.warnings), (3, vec![]));
    assert!(sandbox.read(DAY).ends_with(
        "- 10:00 morning\n- [ ] Ask Jo: who owns it? [[ask-jo-who-owns-it]]\n- [ ] Tea [[notes/2026/tea]]\n"
    ));
    assert!(paths.iter().all(|path| sandbox.read(path.as_str()).contains("stage: seed")));
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "todo: 2 entries\n");
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_day_logged_on_two_machines_is_one_day_by_time() {
    let home = Sandbox::new();
    let remote = home.home().join("remote.git");
    home.git(&["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
    home.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
    home.riffle(&["sync"]).ok();
    let work = Sandbox::bare();
    work.riffle(&["clone", remote.to_str().unwrap(), work.store.to_str().unwrap()]).ok();
    log_at(&home, "09:00", &["a"]);
    log_at(&work, "08:30", &["! b"]);
    log_at(&work, "11:00", &["d"]);
    log_at(&home, "10:00", &["c"]);

    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    home.riffle(&["sync"]).ok();

    let shown = "08:30  ! b\n09:00  a\n10:00  c\n11:00  d\n";
    assert_eq!((home.riffle(&["log"]).ok().as_str(), work.riffle(&["log"]).ok().as_str()), (shown, shown));
    assert_eq!(home.files(), work.files());

    work.riffle(&["undo"]).ok();
    assert_eq!(work.riffle(&["log"]).ok(), "08:30  ! b\n09:00  a\n10:00  c\n");
}
