//! The git index, the configuration and other small files.

use std::fs;

use super::Then::{Remedied, Repaired, Told, Works};
use super::{Damage, try_all};

fn flipped(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    bytes[at] ^= 0x55;
    bytes
}

const GIT_INDEXES: &[Damage] = &[
    Damage { name: "index empty", harm: |it| it.put("index", ""), then: Repaired },
    Damage { name: "index of zeros", harm: |it| it.put("index", [0; 200]), then: Repaired },
    Damage {
        name: "index cut short",
        harm: |it| {
            let bytes = it.bytes("index");
            it.put("index", &bytes[..bytes.len() / 2]);
        },
        then: Repaired,
    },
    Damage { name: "index garbage", harm: |it| it.put("index", "garbage ".repeat(30)), then: Repaired },
    Damage {
        name: "index with a flipped byte",
        harm: |it| {
            let bytes = it.bytes("index");
            it.put("index", flipped(bytes, 60));
        },
        then: Repaired,
    },
    Damage {
        name: "index of a later version",
        harm: |it| {
            let mut bytes = it.bytes("index");
            bytes[7] = 9;
            it.put("index", bytes);
        },
        then: Told("index", "newer"),
    },
    Damage {
        name: "index a folder",
        harm: |it| {
            it.remove("index");
            fs::create_dir(it.git.join("index")).unwrap();
        },
        then: Repaired,
    },
    Damage { name: "index missing", harm: |it| it.remove("index"), then: Works },
];

#[test]
fn damaged_git_indexes() {
    try_all(GIT_INDEXES);
}

const CONFIGURATIONS: &[Damage] = &[
    Damage { name: "config garbage", harm: |it| it.put("config", "garbage [\u{1}\n"), then: Told("config", "line 1") },
    Damage { name: "config missing", harm: |it| it.remove("config"), then: Told("config", "remote") },
    Damage { name: "config empty", harm: |it| it.put("config", ""), then: Told("config", "remote") },
    Damage { name: "config of zeros", harm: |it| it.put("config", [0; 100]), then: Told("config", "line 1") },
    Damage {
        name: "config with a NUL",
        harm: |it| {
            let text = it.text("config");
            it.put("config", text.replace("bare", "ba\0re"));
        },
        then: Told("config", "line"),
    },
    Damage {
        name: "config with a section twice",
        harm: |it| {
            let text = it.text("config");
            it.put("config", format!("{text}[core]\n\tfilemode = true\n"));
        },
        then: Works,
    },
    Damage {
        name: "config cut short",
        harm: |it| {
            let text = it.text("config");
            let end = text.find("[remote").unwrap() + 9;
            it.put("config", &text[..end]);
        },
        then: Told("config", "line"),
    },
    Damage {
        name: "config of an unknown format",
        harm: |it| {
            it.git(&["config", "core.repositoryFormatVersion", "7"]);
        },
        then: Told("config", "repositoryformatversion"),
    },
    Damage {
        name: "config with an unknown extension",
        harm: |it| {
            it.git(&["config", "core.repositoryFormatVersion", "1"]);
            it.git(&["config", "extensions.flying", "true"]);
        },
        then: Told("config", "flying"),
    },
    Damage {
        name: "config a folder",
        harm: |it| {
            it.remove("config");
            fs::create_dir(it.git.join("config")).unwrap();
        },
        then: Told("config", "move it away"),
    },
];

#[test]
fn damaged_configurations() {
    try_all(CONFIGURATIONS);
}

const LYING_ABOUT: &[Damage] = &[
    Damage {
        name: "merge left",
        harm: |it| {
            let id = it.text("refs/heads/main");
            it.put("MERGE_HEAD", id);
        },
        then: Told("MERGE_HEAD", "git merge --"),
    },
    Damage {
        name: "merge garbage",
        harm: |it| it.put("MERGE_HEAD", "garbage"),
        then: Told("MERGE_HEAD", "git merge --"),
    },
    Damage {
        name: "rebase left",
        harm: |it| it.put("rebase-merge/onto", "x"),
        then: Told("rebase-merge", "git rebase --"),
    },
    Damage {
        name: "am left",
        harm: |it| it.put("rebase-apply/applying", "x"),
        then: Told("rebase-apply", "git am --"),
    },
    Damage { name: "bisect left", harm: |it| it.put("BISECT_LOG", "git bisect start\n"), then: Remedied("BISECT_LOG") },
    Damage {
        name: "cherry-pick left",
        harm: |it| {
            let id = it.text("refs/heads/main");
            it.put("CHERRY_PICK_HEAD", id);
        },
        then: Told("CHERRY_PICK_HEAD", "git cherry-pick --"),
    },
    Damage {
        name: "revert left",
        harm: |it| {
            let id = it.text("refs/heads/main");
            it.put("REVERT_HEAD", id);
        },
        then: Told("REVERT_HEAD", "git revert --"),
    },
    Damage { name: "lock of the index", harm: |it| it.put("index.lock", ""), then: Works },
    Damage { name: "lock of the branch", harm: |it| it.put("refs/heads/main.lock", ""), then: Works },
    Damage { name: "lock of HEAD", harm: |it| it.put("HEAD.lock", ""), then: Works },
    Damage { name: "lock of packed refs", harm: |it| it.put("packed-refs.lock", ""), then: Works },
    Damage { name: "lock of the configuration", harm: |it| it.put("config.lock", ""), then: Works },
    Damage { name: "lock of what the remote had", harm: |it| it.put("refs/remotes/origin/main.lock", ""), then: Works },
    Damage { name: "shallow garbage", harm: |it| it.put("shallow", "garbage\n"), then: Told("shallow", "") },
    Damage {
        name: "shallow names nothing",
        harm: |it| it.put("shallow", "1234567890123456789012345678901234567890\n"),
        then: Works,
    },
    Damage { name: "commondir garbage", harm: |it| it.put("commondir", "/no/where\n"), then: Told("commondir", "") },
    Damage { name: "attributes a folder", harm: |it| it.put("info/attributes/x", ""), then: Works },
    Damage {
        name: "exclude a folder",
        harm: |it| {
            drop(fs::remove_file(it.git.join("info/exclude")));
            it.put("info/exclude/x", "");
        },
        then: Works,
    },
    Damage { name: "ignored list garbage", harm: |it| it.put("info/exclude", [0xff, 0, 0x80]), then: Works },
    Damage {
        name: "hooks a file",
        harm: |it| {
            drop(fs::remove_dir_all(it.git.join("hooks")));
            it.put("hooks", "x");
        },
        then: Works,
    },
    Damage {
        name: "records of the state folder garbage",
        harm: |it| garbage_everywhere(&it.sandbox.home().join(".local/state")),
        then: Works,
    },
    Damage {
        name: "the cache garbage",
        harm: |it| {
            it.sandbox.riffle(&["list"]).ok();
            garbage_everywhere(&it.sandbox.home().join(".cache"));
        },
        then: Works,
    },
];

#[test]
fn what_lies_about_in_a_repository() {
    try_all(LYING_ABOUT);
}

fn garbage_everywhere(folder: &std::path::Path) {
    for item in fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()) {
        if item.is_dir() { garbage_everywhere(&item) } else { fs::write(item, "garb\0age").unwrap() }
    }
}
