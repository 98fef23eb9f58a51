//! The `.git` itself.

use std::fs;

use super::Then::Told;
use super::{Damage, Store, try_all};

/// Moves `.git` to where nothing looks for it, and puts something else there.
fn instead(store: &Store, put: impl FnOnce(&std::path::Path)) {
    fs::rename(&store.git, store.sandbox.home().join("away")).unwrap();
    put(&store.git);
}

const GIT_FOLDERS: &[Damage] = &[
    Damage {
        name: "git a file that names nowhere",
        harm: |it| instead(it, |git| fs::write(git, "gitdir: /no/where\n").unwrap()),
        then: Told(".git", ""),
    },
    Damage {
        name: "git a file of garbage",
        harm: |it| instead(it, |git| fs::write(git, "garbage").unwrap()),
        then: Told(".git", ""),
    },
    Damage {
        name: "git an empty file",
        harm: |it| instead(it, |git| fs::write(git, "").unwrap()),
        then: Told(".git", ""),
    },
    Damage {
        name: "git an empty folder",
        harm: |it| instead(it, |git| fs::create_dir(git).unwrap()),
        then: Told(".git", "git init"),
    },
    Damage {
        name: "git a link to nowhere",
        harm: |it| instead(it, |git| std::os::unix::fs::symlink("/no/where", git).unwrap()),
        then: Told(".git", ""),
    },
];

#[test]
fn damaged_git_folders() {
    try_all(GIT_FOLDERS);
}
