//! Whole screens, and what a person would notice anywhere in the workbench.

use std::path::Path;

use insta::assert_snapshot;
use proptest::prelude::*;

use super::core::effect::Answer;
use super::testing::TestApp;
use super::widget::text;
use crate::keymap::Keymap;
use crate::ops::find::SortOrder;

/// Keys that lead to every place there is, from the start.
const PLACES: [(&str, &str); 44] = [
    ("results", ""),
    ("query", "s p a r"),
    ("nothing found", "s x y z z y"),
    ("narrow", "tab j"),
    ("narrowed", "h j enter"),
    ("reader", "enter"),
    ("find", "enter / c l o n e"),
    ("marked", "space space v j"),
    ("capture", "c t e a"),
    ("capture tags", "c t e a tab g"),
    ("palette", ": c o p y"),
    ("help", "?"),
    ("actions", "."),
    ("tags", "t d o"),
    ("messages", "y p w"),
    ("quit question", "c t e a esc q"),
    ("hints", "g"),
    ("inbox", "g i"),
    ("inbox marked", "g i space v j"),
    ("inbox empty", "g i V x"),
    ("inbox filter", "g i / p a r"),
    ("today filter", "g t / p a r enter"),
    ("own words", "g i a t e a"),
    ("when", "g i z"),
    ("stage", "g i m"),
    ("day", "g i z d x enter"),
    ("today", "g t"),
    ("log line", "g t c t e a"),
    ("published", "g p"),
    ("published, last", "g s G"),
    ("taken back", "g p d enter"),
    ("prepared", "p"),
    ("prepared, ready", "p tab"),
    ("prepared, discernment", "p tab tab j"),
    ("prepared, stays", "p shift-tab"),
    ("topic", "p tab j enter"),
    ("allowing", "p P x enter"),
    ("leaving", "j p P"),
    ("leaving, elsewhere", "j enter p P esc y p"),
    ("teams", "g m"),
    ("trash", "g d space"),
    ("conflicts", "g c"),
    ("new in one team", "g m l j"),
    ("adding a team", ": a d d space a space t e a m enter x"),
];

const SIZES: [(u16, u16); 10] =
    [(0, 0), (1, 1), (5, 3), (40, 8), (40, 10), (60, 20), (79, 44), (80, 24), (120, 36), (200, 60)];

#[test]
fn every_place_is_drawn_at_every_size_and_fits() {
    for (place, keys) in PLACES {
        let mut desk = TestApp::stocked(80, 24);
        desk.keys(keys).wait(500);
        for (width, height) in SIZES {
            desk.resize(width, height);
            let screen = desk.screen();
            let widest = screen.lines().map(text::width).max().unwrap_or(0);
            assert!(widest <= width.into(), "{place} at {width}x{height}\n{screen}");
        }
    }
}

#[test]
fn the_way_to_help_comes_first_at_every_size() {
    for (width, height) in SIZES.into_iter().filter(|(width, _)| *width >= 40) {
        let mut desk = TestApp::stocked(width, height);

        for keys in ["", "enter", "esc"] {
            let screen = desk.keys(keys).screen();
            assert!(screen.lines().last().unwrap().starts_with(" ? help"), "{width}x{height}\n{screen}");
        }
    }
}

/// Other keys for what boxes and messages name.
const OTHER_KEYS: &str = r#"
[global]
"esc" = "none"
"f6" = "cancel"
"tab" = "none"
"f9" = "pane-next"
"s" = "none"
"f10" = "search"
[input]
"enter" = "none"
"f7" = "submit"
[composer]
"tab" = "none"
"f8" = "next-field"
"ctrl-j" = "none"
"ctrl-x" = "none"
[list]
"J" = "none"
"f12" = "preview-down"
[preview]
"J" = "none"
"f12" = "preview-down"
[history]
"r" = "none"
[messages]
"x" = "none"
"f5" = "cancel-job"
"#;

#[test]
fn boxes_and_messages_name_the_keys_that_the_person_has() {
    let (keymap, problems) = Keymap::read("default", Path::new("keymap.toml"), OTHER_KEYS);
    assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    for (place, keys) in PLACES.into_iter().chain([("history", "H"), ("words", "g i a"), ("link", "L"), ("log", "w")]) {
        let mut desk = TestApp::with_keys(keymap.clone(), 80, 24);
        desk.keys(keys).wait(500);

        let screen = desk.screen();
        let old = [
            "Esc ",
            "Tab fields",
            "Tab complete",
            "Tab│",
            "Ctrl-j",
            "Ctrl-x",
            "J/K",
            "s to search",
            "r restores",
            "x cancels",
        ];
        let named: Vec<_> = old.into_iter().filter(|key| screen.contains(key)).collect();
        assert_eq!(named, [""; 0], "{place}\n{screen}");
    }
}

#[test]
fn the_cursor_is_on_the_selected_row_after_every_move() {
    for (width, height) in [(40, 8), (60, 20), (79, 44), (80, 24), (120, 36)] {
        let mut desk = TestApp::stocked(width, height);

        for key in ["j", "j", "G", "k", "pageup", "g g", "pagedown", "down", "ctrl-p"] {
            desk.keys(key);
            let title = desk.app.screens.library.selected().unwrap().title.clone();
            let begin: String = title.chars().take(6).collect();
            let row = desk.cursor_row();
            assert!(row.contains('\u{258c}') && row.contains(&begin), "{key} at {width}x{height}: {row}");
        }
    }
}

#[test]
fn the_selected_row_is_told_without_colours_and_in_ascii() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys("j");
    let theme = super::theme::Theme::named(None, super::theme::Depth::None, crate::config::Glyphs::Ascii);
    let area = ratatui::layout::Rect::new(0, 0, 80, 24);
    let mut buf = ratatui::buffer::Buffer::empty(area);

    let cursor = super::app::view::draw(&desk.app, &theme, area, &mut buf).unwrap();

    assert_eq!(buf[cursor].symbol(), ">");
    assert!(buf[(cursor.x + 4, cursor.y)].modifier.contains(ratatui::style::Modifier::REVERSED));
    let ours = buf.content().iter().map(ratatui::buffer::Cell::symbol).filter(|symbol| "─│╭╮╰╯▌•·…›".contains(symbol));
    assert_eq!(ours.filter(|symbol| *symbol != "•").count(), 0);
}

#[test]
fn too_small_a_terminal_is_told_what_is_needed() {
    let screen = TestApp::stocked(39, 8).screen();

    assert!(screen.starts_with("Riffle needs 40 x 8 characters"), "{screen}");
}

#[test]
fn nothing_of_an_entry_reaches_a_cell_as_a_control_character() {
    let mut desk = TestApp::bare();
    let mut answer = super::testing::found(&["bad"]);
    answer.found.hits[0].title = "red \u{1b}[31m\u{7}\nalert \u{202e}evil a\u{e0041}\u{e0042}".into();
    answer.found.hits[0].tags = vec!["a\u{1b}]0;x\u{7}".into()];
    answer.ignored = vec!["\u{1b}[2J".into()];
    desk.tell(
        Answer::Search { generation: 1, text: String::new(), order: SortOrder::Best, limit: 0, outcome: Ok(answer) }
            .into(),
    );

    for keys in ["", "t", "esc", ".", "esc"] {
        let (buf, _) = desk.keys(keys).draw();
        let bad = |text: &str| {
            text.chars().any(|char| char.is_control() || matches!(char, '\u{202e}' | '\u{e0000}'..='\u{e007f}'))
        };
        assert!(!buf.content().iter().any(|cell| bad(cell.symbol())), "{}", desk.screen());
    }
}

/// Keys and a little prose, pressed at random.
fn any_key() -> impl Strategy<Value = String> {
    const NAMED: [&str; 26] = [
        "enter",
        "esc",
        "tab",
        "shift-tab",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "backspace",
        "delete",
        "space",
        "ctrl-a",
        "ctrl-c",
        "ctrl-j",
        "ctrl-k",
        "ctrl-l",
        "ctrl-n",
        "ctrl-p",
        "ctrl-u",
        "ctrl-w",
        "ctrl-x",
        "f1",
    ];
    prop_oneof![
        3 => (0..NAMED.len()).prop_map(|index| NAMED[index].to_owned()),
        4 => "[a-zA-Z?:./+]",
        1 => "[0-9é日ж🎉]",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_at_any_size_make_it_panic(
        keys in prop::collection::vec((any_key(), 0_u64..800), 200),
        sizes in prop::collection::vec((0_u16..220, 0_u16..70), 20),
    ) {
        let mut desk = TestApp::stocked(80, 24);
        for ((key, pause), index) in keys.into_iter().zip(0_usize..) {
            desk.keys(&key).wait(pause);
            if index % 10 == 0 {
                let (width, height) = sizes[index / 10];
                desk.resize(width, height);
            }
            desk.draw();
        }
    }
}

#[test]
fn library_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("s").type_text("partial clone").keys("enter j").screen());
}

#[test]
fn library_120x36() {
    assert_snapshot!(TestApp::stocked(120, 36).keys("s").type_text("partial clone").screen());
}

#[test]
fn narrow_120x36() {
    assert_snapshot!(
        TestApp::stocked(120, 36).keys("s").type_text("partial clone").keys("enter h j").wait(300).screen()
    );
}

#[test]
fn narrow_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("tab j j").wait(300).screen());
}

#[test]
fn narrow_60x20() {
    assert_snapshot!(TestApp::stocked(60, 20).keys("tab G").wait(300).screen());
}

#[test]
fn library_60x20() {
    assert_snapshot!(TestApp::stocked(60, 20).keys("space space").screen());
}

#[test]
fn library_79x44() {
    assert_snapshot!(TestApp::stocked(79, 44).screen());
}

#[test]
fn library_40x8() {
    assert_snapshot!(TestApp::stocked(40, 8).screen());
}

#[test]
fn reader_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("enter").screen());
}

#[test]
fn capture_80x24() {
    let mut desk = TestApp::stocked(80, 24);
    desk.keys("c").type_text("https://git-scm.com/docs/partial-clone").keys("tab g");
    assert_snapshot!(desk.screen());
}

#[test]
fn palette_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys(":").type_text("copy").screen());
}

#[test]
fn help_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("?").screen());
}

#[test]
fn actions_60x20() {
    assert_snapshot!(TestApp::stocked(60, 20).keys(".").screen());
}

#[test]
fn hints_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("y").wait(400).screen());
}

#[test]
fn messages_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("R y p w").screen());
}

#[test]
fn inbox_120x36() {
    assert_snapshot!(TestApp::stocked(120, 36).keys("g i").screen());
}

#[test]
fn inbox_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("g i j space").screen());
}

#[test]
fn inbox_60x20() {
    assert_snapshot!(TestApp::stocked(60, 20).keys("g i").screen());
}

#[test]
fn inbox_40x8() {
    assert_snapshot!(TestApp::stocked(40, 8).keys("g i j").screen());
}

#[test]
fn today_120x36() {
    assert_snapshot!(TestApp::stocked(120, 36).keys("g t").screen());
}

#[test]
fn today_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("g t c").type_text("! a surprise").screen());
}

#[test]
fn today_60x20() {
    assert_snapshot!(TestApp::stocked(60, 20).keys("g t").screen());
}

#[test]
fn today_40x8() {
    assert_snapshot!(TestApp::stocked(40, 8).keys("g t tab").screen());
}

#[test]
fn words_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("g i a").type_text("saves four minutes").screen());
}

#[test]
fn later_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("g i z").screen());
}

#[test]
fn share_120x36() {
    assert_snapshot!(TestApp::stocked(120, 36).keys("g p").screen());
}

#[test]
fn share_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("g p j").screen());
}

#[test]
fn share_60x20() {
    assert_snapshot!(TestApp::stocked(60, 20).keys("g p j").screen());
}

#[test]
fn share_40x8() {
    assert_snapshot!(TestApp::stocked(40, 8).keys("g p").screen());
}

#[test]
fn prepare_120x36() {
    assert_snapshot!(TestApp::stocked(120, 36).keys("p").screen());
}

#[test]
fn prepare_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("p").screen());
}

#[test]
fn prepare_60x20() {
    assert_snapshot!(TestApp::stocked(60, 20).keys("p tab tab").screen());
}

#[test]
fn prepare_40x8() {
    assert_snapshot!(TestApp::stocked(40, 8).keys("p J").screen());
}

#[test]
fn allow_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("p P").screen());
}

#[test]
fn trash_120x36() {
    assert_snapshot!(TestApp::stocked(120, 36).keys("g d j").screen());
}

#[test]
fn trash_60x20() {
    assert_snapshot!(TestApp::stocked(60, 20).keys("g d space").screen());
}

#[test]
fn team_120x36() {
    assert_snapshot!(TestApp::stocked(120, 36).keys("g m").screen());
}

#[test]
fn team_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("g m j").screen());
}

#[test]
fn team_60x20() {
    assert_snapshot!(TestApp::stocked(60, 20).keys("g m l").screen());
}

#[test]
fn team_40x8() {
    assert_snapshot!(TestApp::stocked(40, 8).keys("g m").screen());
}
