//! A store that is a folder of a larger repository: what lies outside of it is git's and the person's.

use crate::support::{Ran, Sandbox};

const CODE: &str = "fn main() {\n    one();\n    two();\n    three();\n    four();\n}\n";

/// A repository with code around a store, and a colleague who works on the code with plain git.
struct Larger {
    mine: Sandbox,
    theirs: std::path::PathBuf,
}

impl Larger {
    fn new() -> Self {
        let mine = Sandbox::bare();
        let (remote, theirs) = (mine.home().join("remote.git"), mine.home().join("theirs"));
        let path = |path: &std::path::Path| path.to_str().unwrap().to_owned();
        mine.write("docs/notes/plan.md", "# Plan\n");
        mine.write("src/main.rs", CODE);
        mine.git_in(mine.home(), &["init", "-q", "--bare", &path(&remote)]).ok();
        mine.git(&["init", "-q"]).ok();
        mine.git(&["add", "-A"]).ok();
        mine.git(&["commit", "-qm", "all"]).ok();
        mine.git(&["remote", "add", "origin", &path(&remote)]).ok();
        mine.git(&["push", "-qu", "origin", "main"]).ok();
        mine.git_in(mine.home(), &["clone", "-q", &path(&remote), &path(&theirs)]).ok();
        Self { mine, theirs }
    }

    fn riffle(&self, args: &[&str]) -> Ran {
        let store = self.mine.store.join("docs/notes");
        let mut command = self.mine.command(args);
        Ran::of(command.env("RIFFLE_STORE", store))
    }

    /// A store that was exchanged once.
    fn synced() -> Self {
        let larger = Self::new();
        larger.riffle(&["sync", "--choose", "whole-branch"]).ok();
        larger
    }

    fn they_change(&self, from: &str, to: &str) {
        std::fs::write(self.theirs.join("src/main.rs"), CODE.replace(from, to)).unwrap();
        std::fs::write(self.theirs.join("docs/notes/theirs.md"), "# Theirs\n").unwrap();
        let git = |args: &[&str]| self.mine.git_in(&self.theirs, args).ok();
        git(&["add", "-A"]);
        git(&["commit", "-qm", "work"]);
        git(&["push", "-q"]);
    }
}

#[test]
fn before_the_first_sync_it_is_said_that_the_whole_branch_goes_along() {
    let larger = Larger::new();
    larger.mine.git(&["commit", "-q", "--allow-empty", "-m", "not for anybody yet"]).ok();

    let said = larger.riffle(&["sync"]).fails(3);

    assert!(said.contains("docs/notes") && said.contains("--choose whole-branch"), "{said}");
    let there = larger.mine.git_in(&larger.mine.home().join("remote.git"), &["log", "--format=%s", "main"]).ok();
    assert!(!there.contains("not for anybody"), "{there}");
    larger.riffle(&["sync", "--choose", "whole-branch"]).ok();
    larger.riffle(&["sync"]).ok();
}

#[test]
fn what_is_staged_or_changed_outside_is_neither_sent_nor_touched() {
    let larger = Larger::synced();
    larger.mine.write("src/main.rs", CODE.replace("one", "my_one"));
    larger.mine.write("src/new.rs", "// new\n");
    larger.mine.git(&["add", "src/new.rs"]).ok();
    let before = larger.mine.git(&["status", "--porcelain"]).ok();
    larger.mine.write("docs/notes/plan.md", "# Plan\n\nMore.\n");

    larger.riffle(&["sync"]).ok();

    assert_eq!(larger.mine.git(&["status", "--porcelain"]).ok(), before);
    assert_eq!(larger.mine.git(&["show", "--format=", "--name-only", "HEAD"]).ok().trim(), "docs/notes/plan.md");
}

#[test]
fn a_file_outside_that_is_being_edited_and_was_changed_there_stops_the_sync_before_anything() {
    let larger = Larger::synced();
    larger.mine.write("src/main.rs", CODE.replace("one", "my_one"));
    larger.they_change("four", "their_four");
    let before = larger.mine.git(&["rev-parse", "HEAD"]).ok();

    let said = larger.riffle(&["sync"]).fails(1);

    assert!(said.contains("src/main.rs") && said.contains("no part of the store"), "{said}");
    assert_eq!(larger.mine.git(&["rev-parse", "HEAD"]).ok(), before);
    assert_eq!(larger.mine.git(&["status", "--porcelain"]).ok(), " M src/main.rs\n");
    larger.mine.git(&["commit", "-qam", "mine"]).ok();
    larger.riffle(&["sync"]).ok();
    let code = larger.mine.read("src/main.rs");
    assert!(code.contains("my_one") && code.contains("their_four"), "joined by lines, as git does: {code}");
    assert_eq!(larger.mine.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn code_that_clashes_is_left_to_git_and_the_command_that_is_named_works() {
    let larger = Larger::synced();
    larger.mine.write("src/main.rs", CODE.replace("one", "my_one"));
    larger.mine.git(&["commit", "-qam", "mine"]).ok();
    larger.they_change("one", "their_one");

    let said = larger.riffle(&["sync"]).fails(1);

    assert!(said.contains("src/main.rs") && said.contains("git pull --no-rebase"), "{said}");
    assert_eq!(larger.mine.git(&["status", "--porcelain"]).ok(), "");
    assert!(!larger.mine.git(&["pull", "-q", "--no-rebase"]).err.contains("fatal"));
    larger.mine.write("src/main.rs", CODE.replace("one", "our_one"));
    larger.mine.git(&["commit", "-qam", "both"]).ok();
    larger.riffle(&["sync"]).ok();
    assert!(larger.mine.git_in(&larger.theirs, &["pull", "-q"]).code == Some(0));
    assert!(std::fs::read_to_string(larger.theirs.join("src/main.rs")).unwrap().contains("our_one"));
}

#[test]
fn an_edit_made_while_a_killed_sync_waits_takes_nothing_of_the_others_away() {
    let larger = Larger::synced();
    larger.they_change("four", "their_four");
    let store = larger.mine.store.join("docs/notes");
    let mut command = larger.mine.command(&["sync"]);
    let ran = Ran::of(command.env("RIFFLE_STORE", store).env("RIFFLE_CRASH_AT", "replace-staged"));
    assert_eq!(ran.code, None, "{ran:?}");
    larger.mine.write("src/main.rs", CODE.replace("four", "my_four"));

    larger.riffle(&["sync"]);
    larger.mine.git(&["commit", "-qam", "mine"]);
    larger.riffle(&["sync"]);

    let there = larger.mine.git_in(&larger.mine.home().join("remote.git"), &["show", "main:src/main.rs"]).ok();
    assert!(there.contains("their_four"), "{there}");
    assert!(larger.mine.read("src/main.rs").contains("my_four"));
}
