use git2::{Oid, Signature, Time};
use proptest::prelude::*;

use super::*;

pub(super) type Files = BTreeMap<String, String>;

/// Few names and lines, so that the sides meet often; also as file and folder.
fn files() -> impl Strategy<Value = Files> {
    let path = prop::sample::select(vec!["a", "b", "a/x", "a/y", "b/x/z", "c.md", "d.md"]);
    let line = prop::sample::select(vec!["one", "two", "three", "four", "five"]);
    let text = prop::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n"));
    let pairs = prop::collection::vec((path.prop_map(str::to_owned), text), 0..6);
    pairs.prop_map(|pairs| {
        let mut files = Files::new();
        for (path, text) in pairs {
            let meets =
                |other: &String| other.starts_with(&format!("{path}/")) || path.starts_with(&format!("{other}/"));
            if !files.keys().any(meets) {
                files.insert(path, text);
            }
        }
        files
    })
}

/// Every word carries its side, so that none can be mistaken for another's.
fn marked(files: &Files, mark: &str) -> Files {
    let mark_line = |line: &str| if line == "one" { line.to_owned() } else { format!("{line}-{mark}") };
    let mark_text = |text: &String| text.lines().map(|line| mark_line(line) + "\n").collect::<String>();
    files.iter().map(|(path, text)| (path.clone(), mark_text(text))).collect()
}

pub(super) fn commit(repo: &Repo, files: &Files) -> Oid {
    let edits = files.iter().map(|(path, text)| {
        let id = repo.inner.blob(text.as_bytes()).unwrap();
        (path.clone(), Some((id, tree::FILE)))
    });
    let tree = tree::edited(&repo.inner, None, &edits.collect()).unwrap();
    let tree = repo.inner.find_tree(tree).unwrap();
    let who = Signature::new("a", "b", &Time::new(0, 0)).unwrap();
    repo.inner.commit(None, &who, &who, "x", &tree, &[]).unwrap()
}

pub(super) fn read(repo: &Repo, tree: Oid) -> Files {
    let tree = repo.inner.find_tree(tree).unwrap();
    let files = tree::changes(&repo.inner, None, Some(&tree)).unwrap();
    let text = |id: Oid| String::from_utf8(repo.inner.find_blob(id).unwrap().content().to_vec()).unwrap();
    files.into_iter().map(|(path, _, leaf)| (path, text(leaf.unwrap().0))).collect()
}

/// The lines of a text that two sides change, with what makes merging hard.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "---\n",
        "tags: [a]\n",
        "title: b\n",
        "```\n",
        "- [ ] x\n",
        "一二 三\n",
        "é 🫖\n",
        "| a | b |\n",
        "\n",
        "\r\n",
        "x\r\n",
    ];
    let line = prop_oneof![prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), "[a-e]{1,2}\n"];
    (prop_oneof![Just(""), Just("---\ntags: [b]\n---\n")], prop::collection::vec(line, 0..10), any::<bool>()).prop_map(
        |(front, lines, ends)| {
            let text = front.to_owned() + &lines.concat();
            if ends { text } else { text.trim_end().to_owned() }
        },
    )
}

/// A text with some lines taken away, added and changed.
fn edited(text: &str, edits: &[(usize, u8)]) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for (at, kind) in edits {
        let at = at % (lines.len() + 1);
        match kind % 3 {
            0 if at < lines.len() => drop(lines.remove(at)),
            1 if at < lines.len() => lines[at] = format!("w{kind} {}", lines[at]),
            _ => lines.insert(at, format!("n{kind}\n")),
        }
    }
    lines.concat()
}

proptest! {
    #[test]
    fn texts_merge_the_same_from_both_sides_and_once(
        base in text(),
        one in prop::collection::vec(any::<(usize, u8)>(), 0..4),
        other in prop::collection::vec(any::<(usize, u8)>(), 0..4),
    ) {
        let (ours, theirs) = (edited(&base, &one), edited(&base, &other));
        let merge = |base: &str, ours: &str, theirs: &str| Repo::merge_text(base.as_bytes(), ours.as_bytes(), theirs.as_bytes());

        prop_assert_eq!(merge(&base, &ours, &base), Some(ours.clone().into_bytes()));
        prop_assert_eq!(merge(&base, &ours, &ours), Some(ours.clone().into_bytes()));
        let merged = merge(&base, &ours, &theirs);
        prop_assert_eq!(&merged, &merge(&base, &theirs, &ours));
        if let Some(merged) = merged.map(|merged| String::from_utf8(merged).unwrap()) {
            prop_assert_eq!(merge(&theirs, &merged, &theirs), Some(merged.clone().into_bytes()));
            prop_assert!(!merged.contains("<<<<") && !merged.contains(">>>>"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_merge_loses_no_line_that_a_side_wrote(base in files(), one in files(), other in files()) {
        let sandbox = Sandbox::new();
        fs::create_dir_all(sandbox.path("notes")).unwrap();
        let repo = Repo::init(&sandbox.path("notes"), &sandbox.path("state")).unwrap();
        let (base, one, other) = (marked(&base, "base"), marked(&one, "one"), marked(&other, "other"));
        let ids = [&base, &one, &other].map(|files| commit(&repo, files));
        let [old, left, right] = ids.map(|id| repo.inner.find_commit(id).unwrap());

        let merged = repo.merge_trees(Some(&old), [Some(&left), Some(&right)], &mut |conflict| keep_both(conflict), &Plain).unwrap();

        let files = read(&repo, merged.tree);
        let all: String = files.values().map(String::as_str).collect();
        for line in one.values().chain(other.values()).flat_map(|text| text.lines()) {
            let is_new = line.ends_with("-one") || line.ends_with("-other");
            prop_assert!(!is_new || all.contains(line), "{line} is lost in {files:?}");
        }
        prop_assert!(!all.contains("<<<<") && !all.contains(">>>>"));
    }

    #[test]
    fn a_merge_with_what_did_not_change_is_the_other_side(base in files(), one in files()) {
        let sandbox = Sandbox::new();
        fs::create_dir_all(sandbox.path("notes")).unwrap();
        let repo = Repo::init(&sandbox.path("notes"), &sandbox.path("state")).unwrap();
        let one = marked(&one, "one");
        let [old, new] = [&base, &one].map(|files| repo.inner.find_commit(commit(&repo, files)).unwrap());

        for sides in [[&old, &new], [&new, &old], [&new, &new]] {
            let merged = repo.merge_trees(Some(&old), sides.map(Some), &mut |conflict| keep_both(conflict), &Plain).unwrap();
            prop_assert_eq!(read(&repo, merged.tree), one.clone());
        }
    }
}
