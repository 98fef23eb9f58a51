use super::*;
use crate::entry::Timestamp;
use crate::ops::feeds::{Counts, Item, Mark};
use crate::tui::core::failure::Outcome;

fn listed(url: &str, group: &str, unread: usize) -> Listed {
    let source = Source { url: url.into(), title: url.into(), groups: vec![group.into()], ..Source::default() };
    Listed { key: url.into(), source, counts: Counts { all: unread, unread }, state: Default::default() }
}

fn item(key: &str) -> Item {
    Item {
        key: key.into(),
        source: "a".into(),
        title: key.to_uppercase(),
        url: None,
        author: None,
        date: Timestamp::parse_from_rfc3339("2026-11-21T10:00:00Z").unwrap(),
        is_read: false,
        is_starred: false,
        rule: None,
        kept: None,
        is_summary: false,
    }
}

fn answer(listed: Vec<Listed>) -> Answer {
    Answer::FeedSources { outcome: Outcome::Ok(listed) }
}

#[test]
fn places_are_all_starred_and_the_groups_in_the_order_of_the_file() {
    let places = rows::places(&[listed("a", "People", 2), listed("b", "Feeds", 3), listed("c", "People", 1)]);

    let shown: Vec<(&str, usize)> = places.iter().map(|place| (place.title.as_str(), place.unread)).collect();
    let wanted = [("All", 6), ("Starred", 0), ("People", 3), ("a", 2), ("c", 1), ("Feeds", 3), ("b", 3)];
    assert_eq!(shown, wanted);
}

#[test]
fn what_is_all_read_can_be_taken_back_and_then_undo_is_undo() {
    let mut shared = Shared::new(crate::tui::testing::settings(), (120, 36));
    let mut feeds = Feeds::default();
    feeds.take(&answer(vec![listed("a", "People", 2)]), &mut shared);
    feeds.items.begin(rows::rows(&[item("aaaa"), item("bbbb")], feeds.listed(), &List::All));

    let read = feeds.act(Act::ReadAll, &mut shared).unwrap();
    let Some(Effect::MarkItems { keys, mark: Mark::Read }) = read.first() else { panic!("{read:?}") };
    assert_eq!(keys, &["aaaa", "bbbb"]);
    let marked = Marked { mark: Mark::Read, items: keys.clone() };
    let outcome = Outcome::Ok(marked);
    feeds.take(&Answer::MarkItems { keys: keys.clone(), mark: Mark::Read, outcome }, &mut shared);

    let back = feeds.act(Act::MarkBack, &mut shared).unwrap();
    assert!(matches!(&back[..], [Effect::MarkItems { mark: Mark::Unread, .. }]), "{back:?}");
    let undo = feeds.act(Act::MarkBack, &mut shared).unwrap();
    assert!(matches!(&undo[..], [Effect::Undo]), "{undo:?}");
}
