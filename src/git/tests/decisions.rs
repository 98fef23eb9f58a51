//! What a sync leaves to the person, and what becomes of their answers.

use super::sync::two;
use super::*;
use crate::git::sync::{Choice, Report};

#[test]
fn a_rewritten_history_stops_everything_and_keeps_both_ends() {
    let sandbox = Sandbox::new();
    let (remote, home, work) = two(&sandbox);
    home.act("a.md", "a");
    home.sync();
    work.sync();
    home.git(&["reset", "-q", "--hard", "HEAD~1"]);
    home.act("b.md", "b");
    home.git(&["push", "-q", "--force", remote.to_str().unwrap(), "main"]);
    let before = work.act("c.md", "c");

    let failed = work.try_sync().unwrap_err();

    let Error::Decision(Decision::Rewritten { rescue }) = failed else { panic!("{failed:?}") };
    assert!(rescue.iter().all(|name| name.starts_with("refs/riffle/rescue/2026-11-21")));
    assert_eq!(work.open().head().unwrap(), Some(before));
    assert_eq!(work.text("a.md"), "a");
}

/// Home's remote lost a commit on purpose: work has it, and one of its own that was not sent.
fn rewritten(sandbox: &Sandbox) -> (PathBuf, Store, Store) {
    let (remote, home, work) = two(sandbox);
    home.act("secret.md", "secret");
    home.sync();
    work.sync();
    home.git(&["reset", "-q", "--hard", "HEAD~1"]);
    home.act("b.md", "b");
    home.git(&["push", "-q", "--force", remote.to_str().unwrap(), "main"]);
    work.act("c.md", "c");
    (remote, home, work)
}

#[test]
fn a_rewritten_history_is_taken_with_what_was_not_sent_on_top_and_nothing_else() {
    let sandbox = Sandbox::new();
    let (remote, _home, work) = rewritten(&sandbox);
    let before = work.git(&["rev-parse", "HEAD"]);

    work.sync_choosing(&[Choice::TakeTheirs]).unwrap();

    assert!(!work.file("secret.md").exists());
    assert_eq!((work.text("b.md"), work.text("c.md")), ("b".into(), "c".into()));
    assert_eq!(git(&remote, &["log", "--format=%H", "--", "secret.md"]), "", "what was taken away stays away");
    assert_eq!(git(&remote, &["show", "main:c.md"]), "c");
    let rescued = work.git(&["for-each-ref", "--format=%(objectname)", "refs/riffle/rescue"]);
    assert!(rescued.contains(before.trim()), "the old end can be found again");
    assert_eq!(work.sync(), Report::default());
}

#[test]
fn of_a_rewritten_history_all_can_be_kept() {
    let sandbox = Sandbox::new();
    let (remote, home, work) = rewritten(&sandbox);

    work.sync_choosing(&[Choice::KeepAll]).unwrap();
    home.sync();

    for store in [&home, &work] {
        assert_eq!(
            (store.text("secret.md"), store.text("b.md"), store.text("c.md")),
            ("secret".into(), "b".into(), "c".into())
        );
    }
    assert_eq!(git(&remote, &["show", "main:secret.md"]), "secret");
}

#[test]
fn what_a_remote_went_back_behind_does_not_return_by_itself() {
    let sandbox = Sandbox::new();
    let (remote, home, work) = two(&sandbox);
    home.act("secret.md", "secret");
    home.sync();
    work.sync();
    git(&remote, &["update-ref", "refs/heads/main", "main~1"]);
    work.act("c.md", "c");

    assert!(matches!(work.try_sync(), Err(Error::Decision(Decision::Rewritten { .. }))));
    work.sync_choosing(&[Choice::TakeTheirs]).unwrap();

    assert!(!work.file("secret.md").exists());
    assert_eq!(git(&remote, &["log", "--format=%H", "main", "--", "secret.md"]), "");
    assert_eq!(git(&remote, &["show", "main:c.md"]), "c");
}

#[test]
fn two_rewrites_on_one_day_keep_the_ends_of_both() {
    let sandbox = Sandbox::new();
    let (remote, home, work) = rewritten(&sandbox);
    work.try_sync().unwrap_err();
    let first = work.git(&["for-each-ref", "--format=%(objectname)", "refs/riffle/rescue"]);
    home.git(&["commit", "-q", "--amend", "-m", "another past"]);
    home.git(&["push", "-q", "--force", remote.to_str().unwrap(), "main"]);

    work.try_sync().unwrap_err();

    let all = work.git(&["for-each-ref", "--format=%(objectname)", "refs/riffle/rescue"]);
    assert!(first.lines().all(|end| all.contains(end)) && all.lines().count() > first.lines().count(), "{all}");
}

#[test]
fn strangers_are_joined_when_the_person_says_so() {
    let sandbox = Sandbox::new();
    let (remote, home, _work) = two(&sandbox);
    let stranger = sandbox.joined("stranger", &remote);
    stranger.act("x.md", "x");
    stranger.act("tea.md", "another tea");

    let report = stranger.sync_choosing(&[Choice::Join]).unwrap();
    home.sync();

    assert_eq!(report.conflicts, ["tea.md"], "both texts of one name are kept");
    assert_eq!(home.text("x.md"), "x");
    assert_eq!(home.git(&["ls-files"]), stranger.git(&["ls-files"]));
    assert!(home.git(&["grep", "-c", "another tea"]).contains("tea"));
}

#[test]
fn strangers_are_not_merged() {
    let sandbox = Sandbox::new();
    let (remote, _home, _work) = two(&sandbox);
    let stranger = sandbox.joined("stranger", &remote);
    let before = stranger.act("x.md", "x");

    assert!(matches!(stranger.try_sync(), Err(Error::Decision(Decision::Unrelated))));
    assert_eq!(stranger.open().head().unwrap(), Some(before));
}

#[test]
fn a_branch_that_vanished_or_has_another_name_is_asked_about() {
    let sandbox = Sandbox::new();
    let (remote, home, _work) = two(&sandbox);
    git(&remote, &["branch", "-m", "main", "trunk"]);
    assert!(matches!(home.try_sync(), Err(Error::Decision(Decision::Gone(branch))) if branch == "main"));

    let late = sandbox.joined("late", &remote);
    late.act("x.md", "x");
    let failed = late.try_sync().unwrap_err();

    assert!(matches!(&failed, Error::Decision(Decision::OtherBranch { has, .. }) if has == &["trunk"]), "{failed:?}");
}

#[test]
fn a_branch_that_vanished_is_made_again_when_the_person_says_so() {
    let sandbox = Sandbox::new();
    let (remote, home, _work) = two(&sandbox);
    git(&remote, &["branch", "-m", "main", "trunk"]);

    home.sync_choosing(&[Choice::MakeBranch]).unwrap();

    assert_eq!(git(&remote, &["rev-parse", "main"]), home.git(&["rev-parse", "HEAD"]));
    assert_eq!(home.sync(), Report::default());
}

#[test]
fn another_branch_of_the_remote_is_the_stores_from_then_on() {
    let sandbox = Sandbox::new();
    let (remote, home, _work) = two(&sandbox);
    git(&remote, &["branch", "-m", "main", "trunk"]);
    home.act("x.md", "x");

    home.sync_choosing(&[Choice::UseBranch("trunk".into())]).unwrap();
    home.act("y.md", "y");
    home.sync();

    assert_eq!(git(&remote, &["show", "trunk:y.md"]), "y");
    assert_eq!(git(&remote, &["branch", "--list", "main"]), "");
    assert_eq!(home.git(&["rev-parse", "--abbrev-ref", "main@{upstream}"]).trim(), "origin/trunk");
}

#[test]
fn an_upstream_whose_remote_is_gone_stops_nothing() {
    let sandbox = Sandbox::new();
    let (_remote, home, work) = two(&sandbox);
    home.git(&["config", "branch.main.remote", "elsewhere"]);
    home.git(&["config", "branch.main.merge", "refs/heads/main"]);
    home.act("x.md", "x");

    home.sync();
    work.sync();

    assert_eq!(work.text("x.md"), "x");
}
