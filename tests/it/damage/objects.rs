//! Objects, alone and in packs.

use std::fs;

use super::Then::{Remedied, Repaired, Told};
use super::{Damage, Store, try_all};

/// What is done to the file of an object.
type Harm = fn(&Store, &str);

const HARMS: [(&str, Harm); 8] = [
    ("missing", |it, file| it.remove(file)),
    ("empty", |it, file| it.put(file, "")),
    ("cut short", |it, file| {
        let bytes = it.bytes(file);
        it.put(file, &bytes[..bytes.len() / 2]);
        it.as_after_a_power_cut();
    }),
    ("cut short while it runs", |it, file| {
        let bytes = it.bytes(file);
        it.put(file, &bytes[..bytes.len() / 2]);
    }),
    ("without its end while it runs", |it, file| {
        let bytes = it.bytes(file);
        it.put(file, &bytes[..bytes.len() - 3]);
    }),
    ("of zeros", |it, file| {
        let size = it.bytes(file).len();
        it.put(file, vec![0; size]);
    }),
    ("with a flipped byte", |it, file| {
        let mut bytes = it.bytes(file);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        it.put(file, bytes);
    }),
    ("another object", |it, file| {
        let other = it.bytes(&it.object("HEAD:.riffle/store.toml"));
        it.put(file, other);
    }),
];

fn harm_object(store: &Store, rev: &str, how: &str) {
    let (_, harm) = HARMS.iter().find(|(name, _)| *name == how).unwrap();
    harm(store, &store.object(rev));
}

macro_rules! objects {
    ($rev:literal, $($how:literal),* $(,)?) => {
        [$(Damage { name: concat!("object ", $rev, " ", $how), harm: |it| harm_object(it, $rev, $how), then: Repaired }),*]
    };
}

#[test]
fn damaged_commits() {
    try_all(&objects!("HEAD", "missing", "empty", "cut short", "of zeros", "with a flipped byte", "another object"));
    try_all(&objects!("HEAD~1", "empty"));
}

#[test]
fn damaged_trees() {
    try_all(&objects!(
        "HEAD^{tree}",
        "missing",
        "empty",
        "cut short",
        "of zeros",
        "with a flipped byte",
        "another object"
    ));
    try_all(&objects!("HEAD:notes/2026", "missing", "empty", "cut short", "with a flipped byte"));
    try_all(&objects!("HEAD:deep", "missing"));
}

/// libgit2 never comes back from these.
#[test]
fn objects_cut_short_while_the_computer_runs() {
    try_all(&objects!("HEAD", "cut short while it runs", "without its end while it runs"));
    try_all(&objects!("HEAD^{tree}", "cut short while it runs"));
    try_all(&objects!("HEAD:notes/2026", "without its end while it runs"));
    try_all(&objects!("HEAD:notes/2026/not-sent.md", "cut short while it runs"));
}

#[test]
fn damaged_contents() {
    try_all(&objects!(
        "HEAD:notes/2026/not-sent.md",
        "missing",
        "empty",
        "cut short",
        "of zeros",
        "with a flipped byte",
        "another object"
    ));
    let unnoticed = Damage {
        name: "object HEAD:deep/in/here.md missing",
        harm: |it| harm_object(it, "HEAD:deep/in/here.md", "missing"),
        then: Remedied("objects/"),
    };
    try_all(&[unnoticed]);
}

const PACKS: &[Damage] = &[
    Damage {
        name: "pack cut short",
        harm: |it| {
            it.pack();
            let (pack, bytes) = (it.packed(".pack"), it.bytes(&it.packed(".pack")));
            it.put(&pack, &bytes[..bytes.len() / 2]);
        },
        then: Repaired,
    },
    Damage {
        name: "pack garbage",
        harm: |it| {
            it.pack();
            it.put(&it.packed(".pack"), "garbage");
        },
        then: Repaired,
    },
    Damage {
        name: "pack empty",
        harm: |it| {
            it.pack();
            it.put(&it.packed(".pack"), "");
        },
        then: Repaired,
    },
    Damage {
        name: "pack missing",
        harm: |it| {
            it.pack();
            it.remove(&it.packed(".pack"));
        },
        then: Repaired,
    },
    Damage {
        name: "pack with a flipped byte",
        harm: |it| {
            it.pack();
            let (pack, mut bytes) = (it.packed(".pack"), it.bytes(&it.packed(".pack")));
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x55;
            it.put(&pack, bytes);
        },
        then: Remedied(".pack"),
    },
    Damage {
        name: "idx missing",
        harm: |it| {
            it.pack();
            it.remove(&it.packed(".idx"));
        },
        then: Repaired,
    },
    Damage {
        name: "idx garbage",
        harm: |it| {
            it.pack();
            it.put(&it.packed(".idx"), "garbage");
        },
        then: Repaired,
    },
    Damage {
        name: "idx of zeros",
        harm: |it| {
            it.pack();
            it.put(&it.packed(".idx"), [0; 1200]);
        },
        then: Repaired,
    },
    Damage {
        name: "pack gone and no remote",
        harm: |it| {
            it.pack();
            it.remove(&it.packed(".pack"));
            it.git(&["remote", "remove", "origin"]);
        },
        then: Told(".git", ""),
    },
    Damage { name: "objects missing", harm: |it| it.remove("objects"), then: Repaired },
    Damage {
        name: "objects empty",
        harm: |it| {
            it.remove("objects");
            fs::create_dir(it.git.join("objects")).unwrap();
        },
        then: Repaired,
    },
    Damage {
        name: "objects elsewhere that is nowhere",
        harm: |it| it.put("objects/info/alternates", "/no/where\n"),
        then: Told("alternates", "remove that line"),
    },
    Damage {
        name: "commit graph garbage",
        harm: |it| it.put("objects/info/commit-graph", "garbage"),
        then: Remedied("commit-graph"),
    },
    Damage {
        name: "index of many packs garbage",
        harm: |it| it.put("objects/pack/multi-pack-index", "garbage"),
        then: Remedied("multi-pack-index"),
    },
];

#[test]
fn damaged_packs() {
    try_all(PACKS);
}
