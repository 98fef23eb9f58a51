//! Records that come back, and those that do not.

use proptest::prelude::*;
use serde::Deserialize;
use tempfile::TempDir;

use super::*;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cup {
    tea: String,
    minutes: u32,
}

fn cup() -> Cup {
    Cup { tea: "sencha".into(), minutes: 1 }
}

fn folder_with(name: &str, content: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    disk::put(&file, content).unwrap();
    (folder, file)
}

fn names(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder.path()).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_record_comes_back_and_says_its_version() {
    let (_folder, file) = folder_with("cup.json", b"{\"tea\":\"old\",\"minutes\":9}");
    assert_eq!(read::<Cup>(&file, 1).map(|cup| cup.minutes), Some(9), "of before there were versions");

    put(&file, 1, &cup()).unwrap();

    assert_eq!(read(&file, 1), Some(cup()));
    assert_eq!(fs::read_to_string(&file).unwrap(), "{\"version\":1,\"tea\":\"sencha\",\"minutes\":1}");
}

#[test]
fn what_is_damaged_is_kept_aside_and_told() {
    let damages: [&[u8]; 7] =
        [b"", b"{", b"null", b"[1]", b"{\"tea\":1,\"minutes\":1}", b"\xff\xfe", b"{\"version\":\"x\"}"];
    for damage in damages {
        let (folder, file) = folder_with("cup.json", damage);

        assert_eq!(read::<Cup>(&file, 1), None);

        assert_eq!(names(&folder), ["cup.json.unreadable"]);
        assert_eq!(fs::read(folder.path().join("cup.json.unreadable")).unwrap(), damage);
        assert!(take_news().iter().any(|news| news.contains(file.to_str().unwrap())));
        assert_eq!(troubles(folder.path(), 1).len(), 1);
    }
}

#[test]
fn what_is_damaged_twice_is_kept_twice_and_never_written_over() {
    let (folder, file) = folder_with("cup.json", b"one");
    put(&file, 1, &cup()).unwrap();
    disk::put(&file, b"two").unwrap();

    put_unsynced(&file, 1, &cup()).unwrap();

    assert_eq!(names(&folder), ["cup.json", "cup.json.unreadable", "cup.json.unreadable-2"]);
    assert_eq!(read(&file, 1), Some(cup()));
}

#[test]
fn what_a_newer_riffle_wrote_is_neither_read_nor_written_over() {
    let newer = b"{\"version\":2,\"tea\":\"sencha\",\"minutes\":1}";
    let (folder, file) = folder_with("cup.json", newer);

    assert_eq!(read::<Cup>(&file, 1), None);
    assert!(matches!(put(&file, 1, &cup()), Err(Error::Newer(_))));
    assert!(matches!(put_unsynced(&file, 1, &cup()), Err(Error::Newer(_))));

    assert_eq!((names(&folder), fs::read(&file).unwrap()), (vec!["cup.json".to_owned()], newer.to_vec()));
    assert_eq!(troubles(folder.path(), 1)[0].why, "was written by a newer Riffle");
}

#[test]
fn one_that_cannot_be_read_hides_no_other() {
    let (folder, file) = folder_with("a.json", b"{");
    put(&folder.path().join("b.json"), 1, &cup()).unwrap();
    disk::put(&folder.path().join("c.txt"), b"no record").unwrap();

    let found: Vec<(PathBuf, Cup)> = all(folder.path(), 1);

    assert_eq!(found, [(folder.path().join("b.json"), cup())]);
    assert!(!file.exists());
}

#[test]
fn lines_that_cannot_be_read_are_counted_and_stay() {
    let text = b"{\"tea\":\"a\",\"minutes\":1}\n\xff\n{\"version\":2,\"tea\":\"b\",\"minutes\":1}\n{\"version\":1,\"tea\":\"c\",\"minutes\":1}\n{\"tea\":";
    let (_folder, file) = folder_with("cups.jsonl", text);

    let (cups, unread) = lines::<Cup>(&file, 1);

    assert_eq!((cups.iter().map(|cup| cup.tea.as_str()).collect::<Vec<_>>(), unread), (vec!["a", "c"], 3));
    assert_eq!(fs::read(&file).unwrap(), text);
}

proptest! {
    #[test]
    fn no_byte_of_a_record_is_lost_whatever_becomes_of_it(cut in 0_usize..40, flip in 0_usize..40, to in any::<u8>()) {
        let mut content = bytes(1, &cup());
        content.truncate(cut.max(1));
        if let Some(byte) = content.get_mut(flip) {
            *byte = to;
        }
        let (folder, file) = folder_with("cup.json", &content);

        let read: Option<Cup> = read(&file, 1);
        // A newer one stays, and the write fails.
        drop(put(&file, 1, &cup()));

        let is_there = fs::read_dir(folder.path()).unwrap().any(|item| fs::read(item.unwrap().path()).unwrap() == content);
        prop_assert!(is_there || read.is_some());
    }
}
