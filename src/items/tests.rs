use super::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse_from_rfc3339(text).unwrap()
}

fn new(key: &str, title: &str) -> New {
    New {
        key: key.into(),
        title: title.into(),
        url: Some(format!("https://example.org/{title}")),
        author: None,
        date: at("2026-11-20T10:00:00Z"),
        text: "words".into(),
        is_summary: false,
        lang: None,
        tags: Vec::new(),
        enclosures: Vec::new(),
        is_muted: false,
        is_starred: false,
        is_held: false,
        rule: None,
    }
}

fn change(mark: Mark, time: &str, keys: &[&str]) -> Change {
    Change { at: at(time), mark, items: keys.iter().map(|key| (*key).to_owned()).collect() }
}

fn open() -> (tempfile::TempDir, Items) {
    let folder = tempfile::tempdir().unwrap();
    let items = Items::open(folder.path()).unwrap();
    (folder, items)
}

fn unread(items: &Items) -> Vec<String> {
    let which = Which { unread: true, ..Which::default() };
    items.list(&which, 99).unwrap().into_iter().map(|item| item.key).collect()
}

const NOW: &str = "2026-11-21T10:00:00Z";

#[test]
fn what_came_again_is_no_second_item_and_stays_read() {
    let (_folder, items) = open();
    items.fill("s", &[new("a", "one"), new("b", "two")], at(NOW)).unwrap();
    items.mark(&change(Mark::Read, NOW, &["a"]), |keys| keys.join(" ")).unwrap();

    let again =
        items.fill("s", &[new("other id", "one"), New { text: "more".into(), ..new("b", "two") }], at(NOW)).unwrap();

    assert_eq!(again, Filled { new: 0, unread: 0, changed: 1 });
    assert_eq!(unread(&items), ["b"]);
    assert_eq!(items.whole("b").unwrap().unwrap().text, "more");
}

#[test]
fn what_was_said_last_counts_whatever_the_order_in_which_it_is_heard() {
    let (_folder, items) = open();
    items.hear(&[change(Mark::Unread, "2026-11-21T12:00:00Z", &["a"]), change(Mark::Read, NOW, &["a", "b"])]).unwrap();

    items.fill("s", &[new("a", "one"), new("b", "two")], at(NOW)).unwrap();

    assert_eq!(unread(&items), ["a"]);
}

#[test]
fn a_cache_that_cannot_be_read_is_put_aside() {
    let folder = tempfile::tempdir().unwrap();
    disk::put_unsynced(&folder.path().join("items.db"), &[b'x'; 4096]).unwrap();

    let items = Items::open(folder.path()).unwrap();

    assert_eq!(unread(&items), Vec::<String>::new());
    assert!(folder.path().join("items.db.unreadable").exists());
}

#[test]
fn what_is_old_goes_and_what_has_a_star_or_still_stands_in_its_feed_stays() {
    let (_folder, items) = open();
    items
        .fill(
            "s",
            &[new("old", "1"), New { is_starred: true, ..new("star", "2") }, new("there", "3")],
            at("2025-01-01T00:00:00Z"),
        )
        .unwrap();
    items.fill("s", &[new("there", "3")], at(NOW)).unwrap();

    assert_eq!(items.trim(at(NOW)).unwrap(), 1);

    assert_eq!(items.keys("old").unwrap(), Vec::<String>::new());
    assert_eq!(unread(&items).len(), 2);
    items.forget("s").unwrap();
    assert_eq!(unread(&items), ["star"]);
}
