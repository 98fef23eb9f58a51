//! Exchanging commits with a remote.

use crate::support::{Sandbox, Screen};

/// Two machines with a common remote.
pub(crate) struct Two {
    pub(crate) home: Sandbox,
    pub(crate) work: Sandbox,
}

pub(crate) fn two() -> Two {
    let (home, work) = (Sandbox::new(), Sandbox::bare());
    let remote = home.home().join("remote.git");
    home.git(&["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
    home.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
    home.riffle(&["capture", "Tea"]).ok();
    home.riffle(&["sync"]).ok();
    work.riffle(&["clone", remote.to_str().unwrap(), work.store.to_str().unwrap()]).ok();
    Two { home, work }
}

#[test]
fn a_second_machine_pulls_what_the_first_pushed_and_back() {
    let Two { home, work } = two();
    assert!(work.riffle(&["search", "tea", "--path"]).ok().contains("tea.md"));

    work.riffle(&["capture", "Coffee"]).ok();
    work.riffle(&["sync"]).ok();
    let report = &home.riffle(&["sync", "--json"]).json()[0];

    assert_eq!(report["received"][0], "notes/2026/coffee.md");
    assert!(home.riffle(&["search", "coffee", "--path"]).ok().contains("coffee.md"));
    assert_eq!(home.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn different_entries_changed_on_two_machines_join_without_a_question() {
    let Two { home, work } = two();
    home.riffle(&["capture", "Oolong"]).ok();
    work.riffle(&["capture", "Sencha"]).ok();

    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    home.riffle(&["sync"]).ok();

    assert_eq!(home.files(), work.files());
    assert_eq!(home.riffle(&["list", "--path"]).ok().lines().count(), 3);
}

#[test]
fn the_same_line_changed_on_two_machines_keeps_both_texts_and_no_marker() {
    let Two { home, work } = two();
    let path = "notes/2026/tea.md";
    let with =
        |machine: &Sandbox, word: &str| machine.write(path, machine.read(path).replace("# Tea", &format!("# {word}")));
    home.write(path, home.read(path) + "\n# Tea\n");
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    with(&home, "green");
    with(&work, "black");

    home.riffle(&["sync"]).ok();
    let said = work.riffle(&["sync"]);
    assert!(said.err.contains("both"), "{said:?}");
    said.ok();
    home.riffle(&["sync"]).ok();

    assert_eq!(home.files(), work.files());
    let all: String = home.files().into_iter().map(|(_, text)| String::from_utf8_lossy(&text).into_owned()).collect();
    assert!(all.contains("green") && all.contains("black"));
    assert!(!all.contains("<<<<") && !all.contains(">>>>"));
}

#[test]
fn an_entry_removed_here_and_edited_there_comes_back() {
    let Two { home, work } = two();
    std::fs::remove_file(home.store.join("notes/2026/tea.md")).unwrap();
    work.write("notes/2026/tea.md", work.read("notes/2026/tea.md") + "still here\n");

    work.riffle(&["sync"]).ok();
    home.riffle(&["sync"]).ok();

    assert!(home.read("notes/2026/tea.md").contains("still here"));
}

#[cfg(unix)]
#[test]
fn a_push_that_the_server_rejects_is_never_called_synced() {
    use std::os::unix::fs::PermissionsExt;
    let Two { home, .. } = two();
    let hook = home.home().join("remote.git/hooks/pre-receive");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, "#!/bin/sh\necho no pushes on Saturdays >&2\nexit 1\n").unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    home.riffle(&["capture", "Waits"]).ok();

    let ran = home.riffle(&["sync"]);

    assert_ne!(ran.code, Some(0));
    assert!(ran.err.contains("no pushes on Saturdays"), "{ran:?}");
    assert_eq!(home.riffle(&["sync", "--status", "--json"]).json()[0]["ahead"], 1);
}

#[test]
fn a_remote_that_is_gone_is_a_network_failure_and_nothing_is_lost() {
    let Two { home, .. } = two();
    std::fs::rename(home.home().join("remote.git"), home.home().join("elsewhere")).unwrap();
    home.riffle(&["capture", "Offline"]).ok();

    let ran = home.riffle(&["sync"]);

    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(home.riffle(&["search", "offline", "--path"]).ok().contains("offline.md"));
}

#[test]
fn a_rewritten_remote_stops_the_sync_and_changes_nothing() {
    let Two { home, work } = two();
    work.git(&["commit", "--amend", "-qm", "another past"]).ok();
    work.git(&["push", "-q", "--force", "origin", "main"]).ok();
    home.riffle(&["capture", "Here"]).ok();
    let before = home.files();

    let ran = home.riffle(&["sync"]);

    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("rewritten"), "{ran:?}");
    assert_eq!(home.files(), before);
}

#[test]
fn a_rewritten_remote_is_taken_or_kept_by_an_answer() {
    let Two { home, work } = two();
    let path = "notes/2026/tea.md";
    work.write(path, work.read(path) + "\nGreen.\n");
    work.riffle(&["sync"]).ok();
    home.riffle(&["sync"]).ok();
    work.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    work.git(&["commit", "-q", "--allow-empty", "-m", "another past"]).ok();
    work.git(&["push", "-q", "--force", "origin", "main"]).ok();
    home.riffle(&["capture", "Not sent yet"]).ok();
    home.riffle(&["capture", "A word"]).ok();

    let ran = home.riffle(&["sync"]);
    assert!(ran.err.contains("--choose keep-all") && ran.err.contains("--choose take-theirs"), "{ran:?}");
    home.riffle(&["sync", "--choose", "take-theirs"]).ok();

    assert!(!home.read(path).contains("Green."));
    assert!(home.read("notes/2026/not-sent-yet.md").contains("Not sent yet"));
    work.riffle(&["sync"]).ok();
    assert_eq!(home.files(), work.files());
}

#[test]
fn two_stores_that_began_apart_are_joined_by_id_and_a_readme_stays() {
    let Two { home, work } = two();
    let other = Sandbox::new();
    other.git(&["commit", "-q", "--amend", "-m", "began apart"]).ok();
    other.write("README.md", "# Our notes\n");
    other.write("old/tea.md", home.read("notes/2026/tea.md"));
    other.write("old/cup.md", "See [tea](tea.md).\n");
    other.git(&["remote", "add", "origin", home.home().join("remote.git").to_str().unwrap()]).ok();

    let ran = other.riffle(&["sync"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("riffle sync --choose join"), "{ran:?}");
    other.riffle(&["sync", "--choose", "join"]).ok();
    work.riffle(&["sync"]).ok();

    assert_eq!(work.files(), other.files());
    assert_eq!(work.read("README.md"), "# Our notes\n");
    let tea = work.riffle(&["list", "--path"]).ok();
    assert_eq!(tea.lines().filter(|path| path.ends_with("tea.md")).count(), 1, "one entry stands once: {tea}");
    assert_eq!(work.read("old/cup.md"), "See [tea](../notes/2026/tea.md).\n");
}

#[test]
fn a_workbench_exchanges_by_itself_what_was_exchanged_once() {
    let Two { home, work } = two();
    work.riffle(&["capture", "Coffee"]).ok();
    work.riffle(&["sync"]).ok();
    let mut screen = Screen::open_syncing(&home, (120, 36), true);

    screen.wait(2_000).shows("received 1 file").shows("Coffee");
    screen.keys("c").types("Oolong").keys("enter").wait(1_000).shows("+1 to push");
    screen.wait(30_000).hides("+1 to push");

    work.riffle(&["sync"]).ok();
    assert!(work.riffle(&["list", "--path"]).ok().contains("oolong"));
}

#[test]
fn a_store_that_was_never_exchanged_or_has_it_off_sends_nothing_by_itself() {
    let Two { home, work } = two();
    home.riffle(&["capture", "Secret"]).ok();
    Screen::open_syncing(&home, (120, 36), false).wait(2_000).wait(60_000).shows("+1 to push");

    let fresh = Sandbox::new();
    fresh.git(&["remote", "add", "origin", home.home().join("other.git").to_str().unwrap()]).ok();
    home.git(&["init", "-q", "--bare", home.home().join("other.git").to_str().unwrap()]).ok();
    Screen::open_syncing(&fresh, (120, 36), true).wait(2_000).wait(60_000);

    work.riffle(&["sync"]).ok();
    assert!(!work.riffle(&["list", "--path"]).ok().contains("secret"));
    assert_eq!(home.git_in(&home.home().join("other.git"), &["branch"]).ok(), "");
}

#[test]
fn what_waits_for_more_than_a_day_is_told_with_its_age() {
    let Two { home, .. } = two();
    home.riffle(&["capture", "Waiting"]).ok();
    let mut screen = Screen::open(&home, (120, 36));

    screen.shows("+1 to push").wait(3 * 3_600_000).shows("+1 to push 3h").wait(40 * 3_600_000).shows("+1 to push 1d");
}

#[test]
fn while_git_is_at_work_the_bar_says_what_is_waited_for_and_nothing_is_lost() {
    let Two { home, work } = two();
    home.git(&["checkout", "-q", "--detach"]).ok();
    home.riffle(&["capture", "Meanwhile"]).ok();

    Screen::open(&home, (120, 36)).shows("not on main");
    assert!(home.riffle(&["sync", "--status"]).ok().contains("not on main"));

    home.git(&["switch", "-q", "main"]).ok();
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    assert!(work.riffle(&["list", "--path"]).ok().contains("meanwhile"));
}

#[test]
fn marks_of_a_conflict_are_kept_and_never_sent_without_a_word() {
    let Two { home, work } = two();
    let text = "# Tea\n\n<<<<<<< HEAD\ngreen\n=======\nblack\n>>>>>>> other\n";
    home.write("notes/marked.md", text);

    let ran = home.riffle(&["sync"]);

    assert!(ran.err.contains("notes/marked.md: line 3 begins a conflict"), "{ran:?}");
    work.riffle(&["sync"]).ok();
    assert_eq!(work.read("notes/marked.md"), text);
}

#[test]
fn many_loose_objects_become_a_pack_and_nothing_is_missing() {
    let Two { home, .. } = two();
    (0..3_000).for_each(|number| home.write(&format!("many/{number}.md"), format!("# {number}\n")));
    home.git(&["add", "-A"]).ok();
    home.git(&["commit", "-qm", "many"]).ok();

    home.riffle(&["sync"]).ok();

    let counted = home.git(&["count-objects"]).ok();
    let loose: usize = counted.split(' ').next().unwrap().parse().unwrap();
    assert!(loose < 100, "{counted}");
    home.git(&["fsck", "--strict", "--no-dangling"]).ok();
    assert_eq!(home.git(&["status", "--porcelain"]).ok(), "");
    assert!(home.riffle(&["show", "many/2999.md"]).ok().contains("2999"));
}

#[test]
fn without_git_installed_everything_local_works_and_sync_says_what_is_missing() {
    let sandbox = Sandbox::new();
    let without = |args: &[&str]| {
        let mut command = sandbox.command(args);
        command.env("PATH", sandbox.home()).output().unwrap()
    };

    assert!(without(&["capture", "No git here"]).status.success());
    assert!(without(&["undo"]).status.success());
    sandbox.git(&["remote", "add", "origin", "https://example.org/x.git"]).ok();
    let ran = without(&["sync"]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("git is not installed"));
}

#[test]
fn what_arrives_while_an_editor_is_open_is_not_written_over() {
    let Two { home, work } = two();
    let path = "notes/2026/tea.md";
    home.write(path, home.read(path) + "one\n\ntwo\n\nthree\n");
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    work.write(path, work.read(path).replace("one", "one, from work"));
    work.riffle(&["sync"]).ok();

    // The editor has read the file; a sync brings a change; the editor writes what it has.
    let script = format!(
        "cp \"$0\" old && '{}' sync >/dev/null && sed 's/three/three, from home/' old > \"$0\"",
        env!("CARGO_BIN_EXE_riffle")
    );
    let mut command = home.command(&["edit", "tea"]);
    let ran = command.env("EDITOR", format!("sh -c {}", shell_words::quote(&script))).output().unwrap();

    assert!(ran.status.success(), "{ran:?}");
    let text = home.read(path);
    assert!(text.contains("one, from work") && text.contains("three, from home"), "{text}");
    assert_eq!(home.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn a_sync_of_a_sparse_checkout_removes_nothing_that_is_merely_not_here() {
    for kind in ["--no-sparse-index", "--sparse-index"] {
        let sandbox = Sandbox::new();
        sandbox.write("here/a.md", "a\n");
        sandbox.write("away/b.md", "b\n");
        sandbox.git(&["add", "-A"]).ok();
        sandbox.git(&["commit", "-qm", "both"]).ok();
        sandbox.riffle(&["list", "--fresh"]).ok();
        let remote = sandbox.home().join("remote.git");
        sandbox.git(&["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
        sandbox.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
        sandbox.git(&["sparse-checkout", "set", "--cone", kind, "here", ".riffle"]).ok();
        sandbox.write("here/a.md", "a, edited by another program\n");

        sandbox.riffle(&["list", "--fresh"]).ok();
        sandbox.riffle(&["sync"]).ok();

        assert!(sandbox.git_in(&remote, &["show", "main:away/b.md"]).ok().contains('b'), "{kind}");
        assert!(sandbox.git_in(&remote, &["show", "main:here/a.md"]).ok().contains("edited"), "{kind}");
    }
}

/// A store with many notes on two machines.
fn many() -> Two {
    let two = two();
    for number in 0..40 {
        two.home.write(&format!("many/{number}.md"), format!("# {number}\n"));
    }
    two.home.riffle(&["sync"]).ok();
    two.work.riffle(&["sync"]).ok();
    two
}

#[test]
fn files_that_vanished_from_the_disk_are_not_removed_elsewhere_without_a_question() {
    let Two { home, work } = many();
    std::fs::remove_dir_all(home.store.join("many")).unwrap();

    let ran = home.riffle(&["sync"]);

    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("40 of the store's") && ran.err.contains("--choose bring-back"), "{ran:?}");
    work.riffle(&["sync"]).ok();
    assert!(work.store.join("many/7.md").exists());
    home.riffle(&["sync", "--choose", "remove"]).ok();
    assert_eq!(home.git(&["ls-files", "many"]).ok(), "");
    assert_eq!(home.riffle(&["trash"]).ok().lines().count(), 40, "they can be had back");
}

#[test]
fn files_that_vanished_from_the_disk_come_back_by_an_answer() {
    let Two { home, .. } = many();
    std::fs::remove_dir_all(home.store.join("many")).unwrap();
    home.write("notes/new.md", "# New\n");

    home.riffle(&["sync", "--choose", "bring-back"]).ok();

    assert_eq!(home.read("many/7.md"), "# 7\n");
    assert_eq!(home.git(&["status", "--porcelain"]).ok(), "");
    assert!(home.git(&["ls-files"]).ok().contains("notes/new.md"));
}

#[test]
fn a_remote_that_removes_a_large_part_of_the_store_is_asked_about_first() {
    let Two { home, work } = many();
    std::fs::remove_dir_all(home.store.join("many")).unwrap();
    home.riffle(&["sync", "--accept-removals"]).ok();
    let before = work.files();

    let ran = work.riffle(&["sync"]);

    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("the remote removes 40"), "{ran:?}");
    assert_eq!(work.files(), before);
    work.riffle(&["sync", "--choose", "take-removals"]).ok();
    assert!(!work.store.join("many").join("7.md").exists());
    work.riffle(&["trash", "restore", "many/7.md"]).ok();
    assert_eq!(work.read("many/7.md"), "# 7\n");
}

#[test]
fn what_a_remote_removed_stays_on_both_machines_by_an_answer() {
    let Two { home, work } = many();
    std::fs::remove_dir_all(home.store.join("many")).unwrap();
    home.riffle(&["sync", "--accept-removals"]).ok();

    work.riffle(&["sync", "--choose", "keep-files"]).ok();
    home.riffle(&["sync"]).ok();

    assert_eq!(home.read("many/7.md"), "# 7\n");
    assert_eq!(home.files(), work.files());
}

#[test]
fn a_folder_that_was_renamed_is_no_removal() {
    let Two { home, work } = many();
    std::fs::rename(home.store.join("many"), home.store.join("moved")).unwrap();

    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();

    assert!(work.store.join("moved/7.md").exists());
}

#[test]
fn what_another_program_removed_in_bulk_is_left_for_a_sync_to_ask_about() {
    let Two { home, .. } = many();
    std::fs::remove_dir_all(home.store.join("many")).unwrap();

    home.riffle(&["search", "--fresh", "tea"]).ok();

    assert_eq!(home.riffle(&["sync"]).code, Some(3));
    assert_ne!(home.git(&["ls-files", "many"]).ok(), "");
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_sync_ends_its_programs_with_it() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Stdio;
    let Two { home, .. } = two();
    let (ssh, said) = (home.home().join("ssh"), home.home().join("pid"));
    std::fs::write(
        &ssh,
        format!("#!/bin/sh\nmkfifo '{0}'.wait\necho $$ > '{0}'\nread x < '{0}'.wait\n", said.display()),
    )
    .unwrap();
    std::fs::set_permissions(&ssh, std::fs::Permissions::from_mode(0o755)).unwrap();
    home.git(&["config", "core.sshCommand", ssh.to_str().unwrap()]).ok();
    home.git(&["config", "ssh.variant", "ssh"]).ok();
    home.git(&["remote", "set-url", "origin", "ssh://example.invalid/notes"]).ok();

    let child =
        home.command(&["sync"]).stdin(Stdio::null()).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let pid = loop {
        match std::fs::read_to_string(&said).ok().and_then(|text| text.trim().parse::<u32>().ok()) {
            Some(pid) => break pid,
            None => std::thread::yield_now(),
        }
    };
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    let ended = child.wait_with_output().unwrap();

    assert_eq!(ended.status.code(), Some(130), "{}", String::from_utf8_lossy(&ended.stderr));
    let runs = || {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        !stat.is_empty() && !stat.contains(") Z ")
    };
    // It was told to end, and takes a moment for it.
    let ended = (0..1_000_000).any(|_| {
        std::thread::yield_now();
        !runs()
    });
    assert!(ended, "ssh still runs");
}

#[test]
fn the_machines_of_a_store_are_told_by_the_names_they_were_given() {
    let Two { home, work } = two();
    work.configure("machine = \"laptop\"\n");
    work.riffle(&["capture", "Coffee"]).ok();
    work.riffle(&["sync"]).ok();
    home.riffle(&["sync"]).ok();
    home.write("notes/2026/by-hand.md", "# By hand\n");
    home.git(&["add", "-A"]).ok();
    home.git(&["-c", "user.name=Bo\u{1b}[2Jb", "commit", "-qm", "by hand\n\nMachine: rebuilt the server"]).ok();

    let said = home.riffle(&["sync", "--status"]).ok();
    let machines = home.riffle(&["sync", "--status", "--json"]).json()[0]["machines"].clone();

    let with = |words: &str| said.lines().filter(|line| line.contains(words)).count();
    assert_eq!((with("this machine, synced 2026"), with("laptop: last change")), (1, 1), "{said}");
    assert!(said.contains("with another program") && !said.contains('\u{1b}'), "{said}");
    assert_eq!((machines.as_array().unwrap().len(), &machines[0]["this"]), (3, &true.into()));
    let mut screen = Screen::open(&home, (80, 24));
    screen.keys(":").types("machines").keys("enter").shows("this one").shows("laptop").shows("synced 2026");
}

#[test]
fn a_folder_that_was_never_made_a_store_says_nothing_of_the_machine() {
    let sandbox = Sandbox::bare();
    sandbox.write("a.md", "# A\n");
    sandbox.git(&["init", "-q"]).ok();
    sandbox.riffle(&["tag", "a.md", "+tea"]).ok();
    assert!(!sandbox.git(&["log", "--format=%B"]).ok().contains("Machine:"));

    sandbox.configure("machine = \"laptop\"\n");
    sandbox.riffle(&["tag", "a.md", "+green"]).ok();

    assert!(sandbox.git(&["log", "-1", "--format=%B"]).ok().contains(" laptop"));
}
