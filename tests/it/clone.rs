//! Bringing a store or a team to this machine, whatever the remote's HEAD says.

use std::path::{Path, PathBuf};

use crate::support::Sandbox;

/// A bare repository with these branches, each with a note of its name, whose HEAD says something.
fn remote(sandbox: &Sandbox, branches: &[&str], head: &str) -> PathBuf {
    let (bare, work) = (sandbox.home().join("remote.git"), sandbox.home().join("work"));
    let git = |folder: &Path, args: &[&str]| sandbox.git_in(folder, args).ok();
    git(sandbox.home(), &["init", "-q", "--bare", bare.to_str().unwrap()]);
    git(sandbox.home(), &["init", "-q", work.to_str().unwrap()]);
    for branch in branches {
        git(&work, &["switch", "-q", "--orphan", branch]);
        std::fs::write(work.join(format!("{branch}.md")), "words").unwrap();
        git(&work, &["add", "-A"]);
        git(&work, &["commit", "-qm", branch]);
        git(&work, &["push", "-q", bare.to_str().unwrap(), branch]);
    }
    std::fs::write(bare.join("HEAD"), head).unwrap();
    bare
}

#[test]
fn a_branch_that_is_there_is_taken_where_head_names_one_that_is_not() {
    let cases: [(&[&str], &str); 4] = [
        (&["notes"], "notes"),
        (&["a", "main", "master"], "main"),
        (&["a", "master"], "master"),
        (&["zettel", "main"], "main"),
    ];
    for (branches, taken) in cases {
        let sandbox = Sandbox::bare();
        let bare = remote(&sandbox, branches, "ref: refs/heads/gone\n");

        sandbox.riffle(&["clone", bare.to_str().unwrap(), sandbox.store.to_str().unwrap()]).ok();

        assert_eq!(sandbox.git(&["branch", "--show-current"]).ok().trim(), taken);
        assert_eq!(sandbox.riffle(&["list", "--path"]).ok(), format!("{taken}.md\n"));
        sandbox.riffle(&["capture", "Mine"]).ok();
        assert!(sandbox.riffle(&["sync"]).ok().contains("Synced"), "{taken}");
        let there = sandbox.git_in(&bare, &["ls-tree", "-r", "--name-only", taken]).ok();
        assert!(there.contains("mine.md"), "{taken}");
    }
}

#[test]
fn a_head_on_a_commit_alone_still_gives_a_store_on_a_branch() {
    let sandbox = Sandbox::bare();
    let bare = remote(&sandbox, &["main", "other"], "");
    let tip = std::fs::read_to_string(bare.join("refs/heads/other")).unwrap();
    std::fs::write(bare.join("HEAD"), tip).unwrap();

    sandbox.riffle(&["clone", bare.to_str().unwrap(), sandbox.store.to_str().unwrap()]).ok();

    assert_eq!(sandbox.git(&["branch", "--show-current"]).ok(), "other\n");
    assert_eq!(sandbox.riffle(&["list", "--path"]).ok(), "other.md\n");
}

#[test]
fn of_several_branches_none_is_guessed_and_nothing_is_made() {
    let sandbox = Sandbox::bare();
    let bare = remote(&sandbox, &["alpha", "beta"], "ref: refs/heads/gone\n");

    let said = sandbox.riffle(&["clone", bare.to_str().unwrap(), sandbox.store.to_str().unwrap()]).fails(3);

    assert!(said.contains("alpha, beta") && said.contains("git clone --branch"), "{said}");
    assert!(!sandbox.store.exists());
}

#[test]
fn an_empty_remote_is_told_and_no_store_is_made_of_it() {
    let sandbox = Sandbox::bare();
    let bare = remote(&sandbox, &[], "ref: refs/heads/main\n");

    let said = sandbox.riffle(&["clone", bare.to_str().unwrap(), sandbox.store.to_str().unwrap()]).fails(1);

    assert!(said.contains("is empty") && said.contains("riffle init DIR --remote URL"), "{said}");
    assert!(!sandbox.store.exists());
    sandbox.riffle(&["init", sandbox.store.to_str().unwrap(), "--remote", bare.to_str().unwrap()]).ok();
    sandbox.riffle(&["sync"]).ok();
    assert!(!sandbox.git_in(&bare, &["rev-parse", "main"]).ok().is_empty());
}

#[test]
fn a_remote_that_has_something_already_is_not_passed_over_by_init() {
    let sandbox = Sandbox::bare();
    let bare = remote(&sandbox, &["notes"], "ref: refs/heads/gone\n");

    sandbox.riffle(&["init", sandbox.store.to_str().unwrap(), "--remote", bare.to_str().unwrap()]).ok();
    let said = sandbox.riffle(&["sync"]).fails(3);

    assert!(said.contains("no branch main, but notes"), "{said}");
}

#[test]
fn a_team_is_added_by_the_branch_that_is_there_or_not_at_all() {
    let sandbox = Sandbox::new();
    let bare = remote(&sandbox, &["notes"], "ref: refs/heads/gone\n");
    let added = &sandbox.riffle(&["team", "add", bare.to_str().unwrap(), "--name", "one", "--json"]).json()[0];
    assert_eq!(added["entries"], 1, "{added}");

    let other = Sandbox::new();
    let bare = remote(&other, &["alpha", "beta"], "ref: refs/heads/gone\n");
    let said = other.riffle(&["team", "add", bare.to_str().unwrap(), "--name", "two"]).fails(3);
    assert!(said.contains("alpha, beta"), "{said}");
    assert_eq!(other.riffle(&["team", "list", "--json"]).ok(), "");

    let third = Sandbox::new();
    let bare = remote(&third, &[], "ref: refs/heads/main\n");
    let ran = third.riffle(&["team", "add", bare.to_str().unwrap()]);
    assert!(ran.err.contains("is empty"), "{ran:?}");
}
