//! Where HEAD and the branches are.

use std::fs;

use super::Then::{Remedied, Repaired, Told, Works};
use super::{Damage, try_all};

const NOWHERE: &str = "1234567890123456789012345678901234567890\n";

const HEADS: &[Damage] = &[
    Damage { name: "HEAD empty", harm: |it| it.put("HEAD", ""), then: Repaired },
    Damage { name: "HEAD of zeros", harm: |it| it.put("HEAD", [0; 21]), then: Repaired },
    Damage { name: "HEAD garbage", harm: |it| it.put("HEAD", "\u{1}\u{2}garbage"), then: Repaired },
    Damage { name: "HEAD binary", harm: |it| it.put("HEAD", [0xff, 0xfe, 0x80]), then: Repaired },
    Damage { name: "HEAD missing", harm: |it| it.remove("HEAD"), then: Repaired },
    Damage {
        name: "HEAD a folder",
        harm: |it| {
            it.remove("HEAD");
            fs::create_dir(it.git.join("HEAD")).unwrap();
        },
        then: Repaired,
    },
    Damage {
        name: "HEAD names a missing branch",
        harm: |it| it.put("HEAD", "ref: refs/heads/none\n"),
        then: Remedied("HEAD"),
    },
    Damage {
        name: "HEAD names a branch of bad characters",
        harm: |it| it.put("HEAD", "ref: refs/heads/a..b~^:?*[\n"),
        then: Repaired,
    },
    Damage { name: "HEAD names a branch cut short", harm: |it| it.put("HEAD", "ref: refs/hea"), then: Repaired },
    Damage { name: "HEAD detached at a missing commit", harm: |it| it.put("HEAD", NOWHERE), then: Repaired },
    Damage { name: "HEAD names itself", harm: |it| it.put("HEAD", "ref: HEAD\n"), then: Repaired },
];

#[test]
fn damaged_heads() {
    try_all(HEADS);
}

const BRANCHES: &[Damage] = &[
    Damage { name: "branch empty", harm: |it| it.put("refs/heads/main", ""), then: Repaired },
    Damage { name: "branch of zeros", harm: |it| it.put("refs/heads/main", [0; 41]), then: Repaired },
    Damage {
        name: "branch cut short",
        harm: |it| {
            let id = it.text("refs/heads/main");
            it.put("refs/heads/main", &id[..17]);
        },
        then: Repaired,
    },
    Damage { name: "branch garbage", harm: |it| it.put("refs/heads/main", "\u{1}garbage"), then: Repaired },
    Damage { name: "branch missing", harm: |it| it.remove("refs/heads/main"), then: Repaired },
    Damage { name: "branch at zero id", harm: |it| it.put("refs/heads/main", "0".repeat(40) + "\n"), then: Repaired },
    Damage {
        name: "branch empty and its log gone",
        harm: |it| {
            it.put("refs/heads/main", "");
            it.remove("logs");
        },
        then: Repaired,
    },
    Damage { name: "branch at a missing commit", harm: |it| it.put("refs/heads/main", NOWHERE), then: Repaired },
    Damage {
        name: "branch at a missing commit and its log gone",
        harm: |it| {
            it.put("refs/heads/main", NOWHERE);
            it.remove("logs");
        },
        then: Repaired,
    },
    Damage {
        name: "branch at a blob",
        harm: |it| {
            let blob = it.git(&["rev-parse", "HEAD:notes/2026/green-tea.md"]);
            it.put("refs/heads/main", blob + "\n");
        },
        then: Repaired,
    },
    Damage {
        name: "branch names itself",
        harm: |it| it.put("refs/heads/main", "ref: refs/heads/main\n"),
        then: Repaired,
    },
    Damage { name: "packed refs garbage", harm: |it| it.put("packed-refs", "garbage\u{0}\n"), then: Repaired },
    Damage { name: "packed refs of zeros", harm: |it| it.put("packed-refs", [0; 100]), then: Repaired },
    Damage {
        name: "all refs packed and garbage",
        harm: |it| {
            it.git(&["pack-refs", "--all"]);
            it.put("packed-refs", "garbage\n");
        },
        then: Repaired,
    },
    Damage {
        name: "packed refs cut short",
        harm: |it| {
            it.git(&["pack-refs", "--all"]);
            let text = it.text("packed-refs");
            it.put("packed-refs", &text[..text.len() / 2]);
        },
        then: Repaired,
    },
    Damage { name: "refs missing", harm: |it| it.remove("refs"), then: Repaired },
    Damage {
        name: "refs of branches a file",
        harm: |it| {
            it.remove("refs/heads");
            it.put("refs/heads", "x");
        },
        then: Repaired,
    },
    Damage {
        name: "another branch damaged",
        harm: |it| it.put("refs/heads/other", "garbage"),
        then: Told("refs/heads/other", ""),
    },
    Damage { name: "what the remote had damaged", harm: |it| it.put("refs/remotes/origin/main", ""), then: Repaired },
    Damage { name: "what was taken damaged", harm: |it| it.put("refs/riffle/taken/origin/main", ""), then: Repaired },
    Damage { name: "logs garbage", harm: |it| it.put("logs/refs/heads/main", "garbage\u{0}\n"), then: Works },
    Damage {
        name: "logs a file",
        harm: |it| {
            it.remove("logs");
            it.put("logs", "x");
        },
        then: Repaired,
    },
];

#[test]
fn damaged_branches() {
    try_all(BRANCHES);
}
