use proptest::prelude::*;

use super::super::begin;
use super::super::tests::{day, told};
use super::*;
use crate::entry::journal::Line;

#[test]
fn two_days_are_merged_by_time_and_nothing_comes_twice() {
    let ours = "---\nid: \"2026-11-21\"\ndate: 2026-11-21T09:00:00+01:00\n---\n\n- 09:00 a\n- 11:00 c\n";
    let theirs = "---\nid: \"2026-11-21\"\ndate: 2026-11-21T08:00:00+01:00\n---\n\nMorning.\n\n- 09:00 a\n- 10:00 b\n";

    let merged = merge("", ours, theirs).unwrap();

    assert_eq!(
        merged,
        "---\nid: \"2026-11-21\"\ndate: 2026-11-21T08:00:00+01:00\n---\n\n- 09:00 a\n- 10:00 b\n- 11:00 c\n\nMorning.\n"
    );
    assert_eq!(merge("", theirs, ours).as_deref().map(told), Some(told(&merged)));
}

#[test]
fn what_one_side_took_away_or_changed_stays_so() {
    let base = "---\ntags: [a]\n---\n- 09:00 a\n- 10:00 b\n";
    let ours = "---\ntags: [a]\n---\n- 09:00 a\n- 11:00 c\n";
    let theirs = "---\ntags: [b]\n---\n- 09:00 better\n- 10:00 b\n";

    assert_eq!(merge(base, ours, theirs).unwrap(), "---\ntags: [b]\n---\n- 09:00 better\n- 11:00 c\n");
    assert_eq!(merge("", ours, theirs), None);
}

#[test]
fn merging_twice_is_merging_once_where_code_is_never_closed() {
    let (ours, theirs) = ("- 00:00 \n```\n\n```\n```", "```\n```\n\na");

    let merged = merge("", ours, theirs).unwrap();

    assert_eq!(merge("", &merged, theirs), Some(merged));
}

#[test]
fn two_lines_that_one_machine_took_away_take_nothing_else_with_them() {
    let base = "- 08:00 one\n- 09:00 two\n- 10:00 three\n- 11:00 four\n";
    let ours = "- 08:00 one\n- 09:00 two\n- 10:00 three\n- 11:00 four\n- 12:00 five\n";
    let theirs = "- 09:00 two\n- 11:00 four\n- 12:30 six\n";

    assert_eq!(merge(base, ours, theirs).unwrap(), "- 09:00 two\n- 11:00 four\n- 12:00 five\n- 12:30 six\n");
    assert_eq!(merge(base, theirs, ours).unwrap(), "- 09:00 two\n- 11:00 four\n- 12:00 five\n- 12:30 six\n");
}

#[test]
fn a_line_that_was_corrected_stays_where_it_was_in_the_form_it_has() {
    let base = "# Day\n\n- 09:00 teh tea\n* 9:00 more\n- [ ] ask\n\nA paragraph.\n\n## Evening\n\n- 20:00 z\n";
    let ours = base.replace("- 20:00 z\n", "- 20:00 z\n- 21:00 late\n").replace("# Day", "# Saturday");
    let theirs =
        base.replace("teh", "the").replace("[ ]", "[x]").replace("A para", "One para").replace("z\n", "z\n+ 9:30 x\n");

    let merged = merge(base, &ours, &theirs).unwrap();

    assert_eq!(
        merged,
        "# Saturday\n\n- 09:00 the tea\n* 9:00 more\n+ 9:30 x\n- [x] ask\n\nOne paragraph.\n\n## Evening\n\n- 20:00 z\n- 21:00 late\n"
    );
}

#[test]
fn a_line_that_stands_twice_stays_so_and_loses_one_copy_at_a_time() {
    assert_eq!(merge("", "- a\n- a\n- b\n", "- a\n- c\n").unwrap(), "- a\n- c\n- a\n- b\n");
    assert_eq!(merge("- a\n- a\n- a\n", "- a\n- a\n- b\n", "- a\n- a\n- a\n").unwrap(), "- a\n- a\n- b\n");
    assert_eq!(merge("- a\n- a\n", "- a\n- a\n- x\n", "- a\n- y\n").unwrap(), "- a\n- y\n- x\n");
}

#[test]
fn thousands_of_lines_on_both_sides_are_no_matter() {
    let day =
        |words: &str| (0..5_000).map(|n| format!("- {:02}:{:02} {words} {n}\n", n / 250, n % 60)).collect::<String>();

    let merged = merge(&day("both"), &(day("both") + &day("ours")), &(day("theirs") + &day("more"))).unwrap();

    assert_eq!(lines_of(&merged).len(), 15_000);
}

#[test]
fn code_without_an_end_on_both_sides_is_not_joined() {
    assert_eq!(merge("", "- a\n\n```\none\n", "- a\n\n```\ntwo\n"), None);
}

/// A day as one side left it: each line of the base kept, taken away or written anew, and new lines between them.
#[derive(Clone, Debug)]
struct Side {
    lines: Vec<Change>,
    added: Vec<(usize, String)>,
}

#[derive(Clone, Debug)]
enum Change {
    Keep,
    Remove,
    Correct(String),
}

impl Side {
    fn of(&self, base: &[String]) -> Vec<String> {
        let mut day: Vec<String> = Vec::new();
        for (at, line) in base.iter().enumerate() {
            match self.lines.get(at).unwrap_or(&Change::Keep) {
                Change::Keep => day.push(line.clone()),
                Change::Remove => {}
                Change::Correct(line) => day.push(line.clone()),
            }
        }
        for (at, line) in &self.added {
            day.insert(at % (day.len() + 1), line.clone());
        }
        day
    }
}

/// Few different lines, so that some come twice.
fn item() -> impl Strategy<Value = String> {
    let words = prop_oneof!["[a-d]{1,2}", Just("tea".to_owned()), Just("more\n  words".to_owned())];
    let timed = (0..24_u32, prop_oneof![Just(0), Just(30)], any::<bool>());
    let timed = (timed, words.clone()).prop_map(|((hour, minute, is_surprise), words)| {
        format!("- {hour:02}:{minute:02} {}{words}", if is_surprise { "! " } else { "" })
    });
    prop_oneof![4 => timed, 1 => words.prop_map(|words| format!("- [ ] {words}"))]
}

fn side() -> impl Strategy<Value = Side> {
    let change = prop_oneof![4 => Just(Change::Keep), 2 => Just(Change::Remove), 1 => item().prop_map(Change::Correct)];
    let added = prop::collection::vec((0..20_usize, item()), 0..5);
    (prop::collection::vec(change, 0..12), added).prop_map(|(lines, added)| Side { lines, added })
}

/// Around the lines of a day.
#[derive(Clone, Debug)]
struct Around {
    front: &'static str,
    above: &'static str,
    below: &'static str,
    eol: &'static str,
    ends: bool,
}

fn around() -> impl Strategy<Value = Around> {
    let front = prop_oneof![Just(""), Just("---\nid: \"2026-11-21\"\n---\n"), Just("---\ntags: [a]\n---\n\n")];
    let above =
        prop_oneof![Just(""), Just("# Saturday\n\n"), Just("Words above.\n\n```\n- 09:00 code\n\n- b\n```\n\n")];
    let below = prop_oneof![Just(""), Just("\nWords below.\n"), Just("\n```sh\n- 10:00 never closed\n")];
    (front, above, below, prop_oneof![Just("\n"), Just("\r\n")], any::<bool>())
        .prop_map(|(front, above, below, eol, ends)| Around { front, above, below, eol, ends })
}

impl Around {
    fn written(&self, lines: &[String]) -> String {
        let Self { front, above, below, .. } = self;
        let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let text = format!("{front}{above}{lines}{below}");
        let text = if self.ends { &text[..] } else { text.trim_end_matches('\n') };
        text.replace('\n', self.eol)
    }
}

fn times(lines: &[String], line: &str) -> usize {
    lines.iter().filter(|it| *it == line).count()
}

/// How often a line is to be there, by the plainest rule.
fn expected(base: usize, ours: usize, theirs: usize) -> usize {
    match (ours.cmp(&base), theirs.cmp(&base)) {
        (_, std::cmp::Ordering::Equal) => ours,
        (std::cmp::Ordering::Equal, _) => theirs,
        (std::cmp::Ordering::Less, std::cmp::Ordering::Less) => ours.min(theirs),
        (std::cmp::Ordering::Greater, std::cmp::Ordering::Greater) => ours.max(theirs),
        (_, _) => ours + theirs - base,
    }
}

fn said(line: &Line) -> (Option<NaiveTime>, bool, &str) {
    (line.time, line.surprise, &line.text)
}

/// Whether some lines are all in a text, in this order.
fn holds_in_order(text: &str, lines: &[&str]) -> bool {
    let mut rest = text.lines();
    lines.iter().all(|line| rest.any(|it| it == *line))
}

proptest! {
    #[test]
    fn each_line_stands_as_often_as_the_model_says(
        base in prop::collection::vec(item(), 0..12), one in side(), other in side(), around in around(),
    ) {
        let (ours, theirs) = (one.of(&base), other.of(&base));
        let days = [&base, &ours, &theirs].map(|day| around.written(day));
        let merged = merge(&days[0], &days[1], &days[2]);

        let merged = merged.expect("nothing here swallows anything");
        let items: Vec<String> = Day::cut(&merged).blocks.into_iter().filter(|it| it.is_item).map(|it| it.key).collect();
        for line in base.iter().chain(&ours).chain(&theirs) {
            let counts = [&base, &ours, &theirs].map(|side| times(side, line));
            prop_assert_eq!(times(&items, line), expected(counts[0], counts[1], counts[2]), "{:?} in {:?}", line, merged);
        }
        for words in [around.front, around.above, around.below] {
            let words = words.trim_matches('\n').replace('\n', around.eol);
            prop_assert!(merged.contains(&words), "{:?} in {:?}", words, merged);
        }
        // Days of one line without an end do not say how lines end.
        let is_known = days.iter().any(|day| day.contains('\n'));
        let is_torn = is_known && merged.replace("\r\n", "").contains(if around.eol == "\n" { '\r' } else { '\n' });
        prop_assert!(!is_torn, "{:?}", merged);
    }

    #[test]
    fn what_theirs_left_alone_stays_as_it_was_in_ours(
        base in prop::collection::vec(item(), 0..12), one in side(), other in side(), around in around(),
    ) {
        let (ours, theirs) = (one.of(&base), other.of(&base));
        let merged = merge(&around.written(&base), &around.written(&ours), &around.written(&theirs)).unwrap_or_default();

        let is_left = |line: &&String| times(&theirs, line) >= times(&base, line);
        let left: Vec<&str> = ours.iter().filter(is_left).flat_map(|line| line.lines()).collect();
        prop_assert!(holds_in_order(&merged, &left), "{:?} in {:?}", left, merged);
    }

    #[test]
    fn merging_with_a_side_that_did_nothing_changes_no_byte(base in day(), side in day()) {
        prop_assert_eq!(merge(&base, &side, &base), Some(side.clone()));
        prop_assert_eq!(merge(&side, &side, &side), Some(side));
    }

    #[test]
    fn merging_loses_no_line_of_either_day(ours in day(), theirs in day()) {
        let Some(merged) = merge("", &ours, &theirs) else { return Ok(()) };

        for line in lines_of(&ours).iter().chain(&lines_of(&theirs)) {
            prop_assert!(lines_of(&merged).iter().any(|it| said(it) == said(line)), "{:?} + {:?} = {:?}", ours, theirs, merged);
        }
        for words in ours.lines().chain(theirs.lines()).map(str::trim).filter(|words| begin(words).is_none()) {
            prop_assert!(merged.contains(words), "{:?} + {:?} = {:?}", ours, theirs, merged);
        }
        prop_assert_eq!(merge("", &merged, &theirs), Some(merged.clone()));
    }
}
