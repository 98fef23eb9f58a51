use proptest::prelude::*;

use super::*;

const DAY: &str = "---\nid: \"2026-11-21\"\nkind: journal\n---\n\n# Saturday\n\n- 09:05 Tea\n- 11:20 ! Dead end\n  with more\n\n  - and a list\n\n```\n- 10:00 code\n```\n- [ ] Ask [[jo]]\n";

fn at(time: &str) -> NaiveTime {
    time.parse::<NaiveTime>().or_else(|_| format!("{time}:00").parse()).unwrap()
}

pub(super) fn told(text: &str) -> Vec<(String, bool, String)> {
    let time = |line: &Line| line.time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
    lines_of(text).iter().map(|line| (time(line), line.surprise, line.text.clone())).collect()
}

fn line(time: &str, surprise: bool, text: &str) -> (String, bool, String) {
    (time.into(), surprise, text.into())
}

#[test]
fn a_day_is_read_line_by_line_and_code_is_left_out() {
    assert_eq!(
        told(DAY),
        [
            line("09:05", false, "Tea"),
            line("11:20", true, "Dead end\nwith more\n\n- and a list"),
            line("", false, "[ ] Ask [[jo]]")
        ]
    );
    assert_eq!(lines_of(DAY).iter().map(|line| line.line).collect::<Vec<_>>(), [8, 9, 17]);
}

#[test]
fn daily_notes_of_others_are_read_too() {
    let text = "* 9:05 Tea\r\n+ 10:00 ![[cup.png]]\r\n13:30 Lunch\r\nwith Jo\r\n\r\n24:00 no time\r\n- 1:2 no time\r\n";

    assert_eq!(
        told(text),
        [
            line("09:05", false, "Tea"),
            line("10:00", false, "![[cup.png]]"),
            line("13:30", false, "Lunch\nwith Jo"),
            line("", false, "1:2 no time")
        ]
    );
}

#[test]
fn a_line_goes_behind_all_that_are_not_later() {
    let day = "- 09:00 a\n- 11:00 c\n- [ ] todo\n";

    assert_eq!(insert(day, at("10:00"), "b"), "- 09:00 a\n- 10:00 b\n- 11:00 c\n- [ ] todo\n");
    assert_eq!(insert(day, at("11:00"), "!d"), "- 09:00 a\n- 11:00 c\n- 11:00 ! d\n- [ ] todo\n");
    assert_eq!(insert(day, at("08:00"), "z\n\nmore"), "- 08:00 z\n\n  more\n- 09:00 a\n- 11:00 c\n- [ ] todo\n");
    assert_eq!(append(day, "[ ] more"), "- 09:00 a\n- 11:00 c\n- [ ] todo\n- [ ] more\n");
    assert_eq!(append(day, "[ ] todo"), day);
}

#[test]
fn the_first_line_stands_apart_from_other_text() {
    for (before, after) in [
        ("", "- 09:00 a\n"),
        ("---\nkind: journal\n---\n", "---\nkind: journal\n---\n\n- 09:00 a\n"),
        ("---\nkind: journal\n---\n\n", "---\nkind: journal\n---\n\n- 09:00 a\n"),
        ("# Day\r\n\r\nWords\r\n\r\n", "# Day\r\n\r\nWords\r\n\r\n- 09:00 a\r\n\r\n"),
        ("Words", "Words\n\n- 09:00 a"),
        ("Words\n\n```\nnever closed\n", "Words\n\n- 09:00 a\n\n```\nnever closed\n"),
        ("- [ ] todo", "- [ ] todo\n- 09:00 a"),
    ] {
        let written = insert(before, at("09:00"), "a");
        assert_eq!(written, after, "{before:?}");
        assert!(told(&written).contains(&line("09:00", false, "a")), "{written:?}");
    }
}

pub(super) fn day() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        (0..24_u32, 0..60_u32, "[a-z!\\[`#> é-]{0,8}").prop_map(|(h, m, words)| format!("- {h:02}:{m:02} {words}")),
        "[ \t]{0,4}[-*>#`~a-z0-9: é!]{0,8}",
        Just("```".to_owned()),
        Just(String::new()),
    ];
    let eol = prop_oneof![Just("\n"), Just("\r\n")];
    let front = prop_oneof![Just(""), Just("---\nid: \"2026-11-21\"\n---\n")];
    (front, prop::collection::vec(piece, 0..12), eol, any::<bool>()).prop_map(|(front, pieces, eol, ends)| {
        let body = pieces.join(eol) + if ends { eol } else { "" };
        format!("{}{body}", front.replace('\n', eol))
    })
}

proptest! {
    #[test]
    fn inserting_keeps_every_other_byte_and_is_read_back(day in day(), hour in 0..24_u32, words in "[a-z!`#>. \n\t-]{0,24}") {
        let time = NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
        let after = insert(&day, time, &words);
        let Some(item) = Item::new(Some(time), &words) else {
            prop_assert_eq!(after, day);
            return Ok(());
        };

        let start = day.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let end = day.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
        prop_assert!(start + end >= day.len(), "{:?} became {:?}", day, after);
        prop_assert!(lines_of(&after).iter().any(|line| item.is(line)), "{:?} became {:?}", day, after);
        prop_assert!(lines_of(&after).len() == lines_of(&day).len() + 1, "{:?} became {:?}", day, after);
    }
}
