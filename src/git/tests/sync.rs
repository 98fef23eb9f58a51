use super::*;
use crate::disk::fault::{Failure, Fault, Plan};
use crate::git::sync::{Choice, Report, SyncCallbacks};

/// Writes as the program does: only over what was expected.
pub(super) fn put(root: &Path, difference: &Difference) -> Result<(), disk::Error> {
    let file = root.join(&difference.path);
    match (&difference.before, &difference.after) {
        (Some(before), Some(after)) => disk::replace(&file, before, after),
        (None, Some(after)) => disk::create(&file, after),
        (Some(before), None) => disk::remove_expected(&file, before),
        (None, None) => Ok(()),
    }
}

impl Store {
    pub(super) fn try_sync(&self) -> Result<Report, Error> {
        self.sync_with(&mut |_| {})
    }

    pub(super) fn sync_choosing(&self, chosen: &[Choice]) -> Result<Report, Error> {
        self.sync_as(chosen, &mut |_| {})
    }

    /// `before_write` may do what another program would in that moment.
    pub(super) fn sync_with(&self, before_write: &mut dyn FnMut(&Difference)) -> Result<Report, Error> {
        self.sync_as(&[], before_write)
    }

    fn sync_as(&self, chosen: &[Choice], before_write: &mut dyn FnMut(&Difference)) -> Result<Report, Error> {
        let repo = self.open();
        let lock = self.state.join("lock");
        let mut callbacks = SyncCallbacks {
            lock: &mut || disk::lock(&lock),
            write: &mut |difference| {
                before_write(difference);
                put(&self.root, difference)
            },
            merge: &mut |conflict| keep_both(conflict),
            naming: &Plain,
            chosen,
            asks_at: None,
            go_on: &mut || true,
        };
        repo.sync(&mut callbacks, &mut UserIndex::default(), at())
    }

    pub(super) fn sync(&self) -> Report {
        let report = self.try_sync().unwrap();
        self.git(&["fsck", "--strict"]);
        report
    }
}

pub(super) fn two(sandbox: &Sandbox) -> (PathBuf, Store, Store) {
    let remote = sandbox.remote("remote.git");
    let home = sandbox.joined("home", &remote);
    home.act("tea.md", "1\n2\n3\n4\n5\n");
    home.sync();
    let work = sandbox.joined("work", &remote);
    work.sync();
    (remote, home, work)
}

#[test]
fn what_one_machine_writes_the_other_gets() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    assert_eq!(work.text("tea.md"), "1\n2\n3\n4\n5\n");
    home.act("deep/coffee.md", "black");
    home.act("tea.md", "new");

    assert_eq!(home.sync().sent, 2);
    let report = work.sync();

    assert_eq!(report.received, ["deep/coffee.md", "tea.md"]);
    assert_eq!((work.text("deep/coffee.md"), work.text("tea.md")), ("black".into(), "new".into()));
    assert_eq!(work.git(&["status", "--porcelain"]), "");
    assert_eq!(work.sync(), Report::default());
}

#[test]
fn removals_arrive_and_status_counts_both_ways() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("other.md", "x");
    fs::remove_file(home.file("tea.md")).unwrap();
    home.open().commit(&[removal("tea.md")], "x", at()).unwrap();
    let status = home.open().status().unwrap();
    assert_eq!((status.remote.as_deref(), status.ahead, status.behind), (Some("origin"), 2, 0));
    home.sync();

    work.sync();

    assert!(!work.file("tea.md").exists());
    assert_eq!(work.open().status().unwrap().ahead, 0);
    assert_eq!(home.open().status().unwrap().ahead, 0);
}

#[test]
fn edits_of_different_lines_become_one_text() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("tea.md", "one\n2\n3\n4\n5\n");
    work.act("tea.md", "1\n2\n3\n4\nfive\n");
    work.act("mine.md", "x");
    home.sync();

    let report = work.sync();
    home.sync();

    assert_eq!(report.conflicts, Vec::<String>::new());
    for store in [&home, &work] {
        assert_eq!(store.text("tea.md"), "one\n2\n3\n4\nfive\n");
        assert_eq!(store.text("mine.md"), "x");
        assert_eq!(store.git(&["status", "--porcelain"]), "");
    }
    assert_eq!(home.open().head().unwrap(), work.open().head().unwrap());
}

#[test]
fn edits_of_the_same_line_keep_both_texts_and_no_markers() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("tea.md", "green\n");
    work.act("tea.md", "black\n");
    home.sync();

    let report = work.sync();
    home.sync();

    assert_eq!(report.conflicts, ["tea.md"]);
    for store in [&home, &work] {
        let files = store.files();
        let all: String = files.iter().map(|path| store.text(path)).collect();
        assert!(files.len() == 2 && all.contains("green") && all.contains("black") && !all.contains("<<<"), "{all}");
    }
}

#[test]
fn an_edit_beats_a_removal() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    fs::remove_file(home.file("tea.md")).unwrap();
    home.open().commit(&[removal("tea.md")], "x", at()).unwrap();
    work.act("tea.md", "edited\n");
    home.sync();

    work.sync();
    home.sync();

    assert_eq!((home.text("tea.md"), work.text("tea.md")), ("edited\n".into(), "edited\n".into()));
}

#[test]
fn two_machines_that_merge_the_same_make_the_same_commit() {
    let sandbox = Sandbox::new();
    let (remote, home, work) = two(&sandbox);
    home.act("tea.md", "green\n");
    work.act("tea.md", "black\n");
    home.sync();
    let saved = git(&remote, &["rev-parse", "main"]);
    work.sync();
    let merged = work.open().head().unwrap();

    // The remote as it was when only the other side was there: now home is the one that merges.
    let other = work.git(&["rev-parse", "HEAD^1", "HEAD^2"]);
    let theirs = other.lines().find(|id| *id != saved.trim()).unwrap();
    git(&remote, &["update-ref", "refs/heads/main", theirs]);
    home.git(&["update-ref", "-d", "refs/riffle/taken/origin/main"]);
    home.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    home.sync();

    assert_eq!(home.open().head().unwrap(), merged);
}

#[test]
fn a_push_that_somebody_overtook_starts_again() {
    let sandbox = Sandbox::new();
    let (remote, home, work) = two(&sandbox);
    home.act("a.md", "a");
    work.act("b.md", "b");
    // The other machine gets in between this one's fetch and its push.
    let hook = work.file(".git/overtake");
    fs::File::create(&hook).unwrap();
    home.sync();
    home.act("c.md", "c");
    let report = work.sync_with(&mut |_| {
        if fs::remove_file(&hook).is_ok() {
            git(&home.root, &["push", "-q", &remote.display().to_string(), "main"]);
        }
    });

    assert_eq!(report.unwrap().received, ["a.md", "c.md"]);
    home.sync();
    assert_eq!(home.files(), ["a.md", "b.md", "c.md", "tea.md"]);
    assert_eq!(home.files(), work.files());
}

#[test]
fn a_refused_push_is_never_reported_as_sent() {
    let sandbox = Sandbox::new();
    let (remote, home, _work) = two(&sandbox);
    script(&remote.join("hooks/pre-receive"), "#!/bin/sh\nprintf 'no \\033[31msecrets\\n' >&2\nexit 1\n");
    home.act("a.md", "a");

    let failed = home.try_sync().unwrap_err();

    let Error::Remote(transport::Failure::Rejected(said)) = &failed else { panic!("{failed:?}") };
    assert!(said.contains("pre-receive") && said.contains("secrets") && !said.contains('\u{1b}'), "{said}");
    assert_eq!(home.open().status().unwrap().ahead, 1);
}

#[test]
fn a_missing_remote_is_said_plainly() {
    let sandbox = Sandbox::new();
    let alone = sandbox.store("alone");
    alone.act("a.md", "a");
    assert!(matches!(alone.try_sync(), Err(Error::NoRemote)));
    assert_eq!(alone.open().status().unwrap().remote, None);

    let lost = sandbox.joined("lost", &sandbox.path("nowhere.git"));
    lost.act("a.md", "a");
    let failed = lost.try_sync().unwrap_err();

    assert!(
        matches!(&failed, Error::Remote(failure @ transport::Failure::NotFound(_)) if failure.is_network()),
        "{failed:?}"
    );
}

#[test]
fn an_uncommitted_edit_is_merged_and_never_overwritten() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("tea.md", "one\n2\n3\n4\n5\n");
    home.act("new.md", "theirs\n");
    home.sync();
    work.put("tea.md", "1\n2\n3\n4\nfive\n").put("new.md", "mine\n");

    let report = work.sync();

    assert_eq!(work.text("tea.md"), "one\n2\n3\n4\nfive\n");
    assert_eq!(work.text("new.md"), "mine\n");
    assert_eq!(report.conflicts, ["new.md"]);
    let status = work.git(&["status", "--porcelain"]);
    assert!(status.contains(" M tea.md") && status.contains("new-conflict-"), "{status}");
}

#[test]
fn an_edit_in_the_very_moment_of_writing_is_kept() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("tea.md", "one\n2\n3\n4\n5\n");
    home.sync();
    let mut first = true;

    work.sync_with(&mut |_| {
        if std::mem::take(&mut first) {
            work.put("tea.md", "1\n2\n3\n4\nfive\n");
        }
    })
    .unwrap();

    assert_eq!(work.text("tea.md"), "one\n2\n3\n4\nfive\n");
}

#[test]
fn hostile_paths_stay_in_the_history_and_reach_no_file() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    let blob = home.git(&["hash-object", "-w", "tea.md"]);
    let blob = blob.trim();
    let good = home.git(&["rev-parse", "HEAD:tea.md"]);
    let link = git(&home.root, &["hash-object", "-w", "--stdin"]);
    let mut args = vec!["-c".to_owned(), "core.protectHFS=false".into(), "update-index".into(), "--add".into()];
    for (mode, id, path) in [
        ("100644", blob, ".g\u{200c}it/config"),
        ("100644", blob, "a\u{1b}[31mb.md"),
        ("100644", blob, "TEA.md"),
        ("120000", link.trim(), "link.md"),
        ("100644", good.trim(), "fine.md"),
    ] {
        args.extend(["--cacheinfo".into(), format!("{mode},{id},{path}")]);
    }
    home.git(&args.iter().map(String::as_str).collect::<Vec<_>>());
    home.git(&["commit", "-qm", "hostile"]);
    home.git(&["push", "-q", "origin", "main"]);

    let report = work.try_sync().unwrap();

    // Two names that some disks take for one are told apart, so that both can be written.
    let other = report.renamed[0].1.clone();
    assert_eq!(report.received, [other.as_str(), "fine.md"]);
    assert_eq!(report.held.len(), 3, "{:?}", report.held);
    let mut names: Vec<_> =
        fs::read_dir(&work.root).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".git", other.as_str(), "fine.md", "tea.md"]);
    assert_eq!(work.git(&["rev-parse", "HEAD^"]), home.git(&["rev-parse", "HEAD"]));
    work.act("more.md", "x");
    assert!(work.files().iter().any(|path| path.contains("link.md")), "what is held stays in the history");
}

#[test]
fn a_file_and_a_folder_of_one_name_are_both_kept() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.act("x", "file");
    work.act("x/y.md", "in folder");
    home.sync();

    work.sync();
    home.sync();

    let files = home.files();
    assert_eq!(files.len(), 3, "{files:?}");
    assert!(files.contains(&"x/y.md".to_owned()) && files.iter().any(|path| path.starts_with("x-")));
    assert_eq!(home.text("x/y.md"), "in folder");
}

/// Two machines before a merge without conflicts, with a changed, a new and a removed file.
struct Rehearsal {
    sandbox: Sandbox,
    /// As everything was before the first sync.
    kept: Sandbox,
    work: Store,
}

impl Rehearsal {
    fn new() -> Self {
        let sandbox = Sandbox::new();
        let (_remote, home, work) = two(&sandbox);
        work.act("old.md", "o");
        work.sync();
        home.sync();
        home.act("tea.md", "one\n2\n3\n4\n5\n");
        home.act("new.md", "n");
        fs::remove_file(home.file("old.md")).unwrap();
        home.open().commit(&[removal("old.md")], "x", at()).unwrap();
        home.sync();
        work.act("tea.md", "1\n2\n3\n4\nfive\n");
        let kept = Sandbox::new();
        copy(&sandbox.path("."), &kept.path("."));
        Self { sandbox, kept, work }
    }

    /// Syncs while things go wrong as planned, from the same state each time.
    pub(super) fn sync(&self, plan: Plan) -> disk::fault::Outcome<Result<Report, Error>> {
        for part in ["work", "state-work", "remote.git"] {
            fs::remove_dir_all(self.sandbox.path(part)).unwrap();
            copy(&self.kept.path(part), &self.sandbox.path(part));
        }
        disk::fault::rehearse(plan, || self.work.try_sync())
    }

    fn assert_merged(&self, when: &str) {
        let work = &self.work;
        work.try_sync().unwrap();
        assert!(!work.open().is_interrupted(), "{when}");
        assert_eq!(work.text("tea.md"), "one\n2\n3\n4\nfive\n", "{when}");
        assert_eq!(work.files(), ["new.md", "tea.md"], "{when}");
        let behind = work.open().left_behind().unwrap();
        work.open().refresh_index(&behind).unwrap();
        let status = work.git(&["status", "--porcelain"]);
        let strange = status.lines().find(|line| !line.starts_with("?? ") || line.ends_with(".md"));
        assert_eq!(strange, None, "{when}");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_stop_at_any_point_of_a_sync_is_finished_later() {
    let rehearsal = Rehearsal::new();
    let points = rehearsal.sync(Plan::default()).points;
    assert!(points.iter().any(|point| point == "sync-files-written"), "{points:?}");

    for (place, label) in points.iter().enumerate() {
        let time = points[..=place].iter().filter(|it| *it == label).count() as u64;
        let outcome = rehearsal.sync(Plan { crash: Some((label.clone(), time)), ..Plan::default() });
        assert!(outcome.result.is_none(), "{label} was passed");

        rehearsal.assert_merged(label);
    }
}

#[test]
fn a_failure_of_any_disk_call_of_a_sync_is_made_up_for_later() {
    let rehearsal = Rehearsal::new();
    let calls = rehearsal.sync(Plan::default()).calls;
    assert!(calls > 10, "{calls}");

    for call in 1..=calls {
        let fail = Failure { at: call, lasting: false, fault: Fault::Full };
        rehearsal.sync(Plan { fail: Some(fail), ..Plan::default() });

        rehearsal.assert_merged(&format!("call {call}"));
    }
}

#[test]
fn a_sync_stopped_half_way_is_finished_without_the_remote() {
    for label in ["sync-files-written", "sync-branch-moved"] {
        let rehearsal = Rehearsal::new();
        rehearsal.sync(Plan { crash: Some((label.to_owned(), 1)), ..Plan::default() });
        fs::remove_dir_all(rehearsal.sandbox.path("remote.git")).unwrap();
        let work = &rehearsal.work;
        let repo = work.open();
        assert!(repo.is_interrupted(), "{label}");

        repo.resume(&mut |difference| put(&work.root, difference), &mut |conflict| keep_both(conflict), at()).unwrap();

        assert!(!repo.is_interrupted());
        assert_eq!(work.git(&["log", "-1", "--format=%s"]), "sync: merge\n");
        assert_eq!(work.text("tea.md"), "one\n2\n3\n4\nfive\n");
        assert_eq!(work.git(&["status", "--porcelain", "--untracked-files=no"]), "", "{label}");
    }
}

#[test]
fn every_address_of_a_store_is_known() {
    let sandbox = Sandbox::new();
    let store = sandbox.store("home");
    assert_eq!(store.open().remote_addresses().unwrap(), Vec::<String>::new());
    store.git(&["remote", "add", "origin", "https://example.org/a.git"]);
    store.git(&["remote", "add", "other", "git@example.org:b"]);
    store.git(&["config", "remote.other.pushurl", "git@example.org:c"]);

    let addresses = store.open().remote_addresses().unwrap();

    assert_eq!(addresses, ["https://example.org/a.git", "git@example.org:b", "git@example.org:c"]);
}
