use insta::assert_snapshot;

use crate::ops::conflicts::Conflict;
use crate::ops::edit::Changed;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::msg::Msg;
use crate::tui::testing::TestApp;
use crate::tui::testing::canned;
use crate::tui::widget::text;

/// The screen with two entries to decide, the first of which has the keys.
fn compared(width: u16, height: u16) -> TestApp {
    let mut desk = TestApp::stocked(width, height);
    desk.keys("g c").tell(Answer::Conflicts { outcome: Ok(canned::conflicts()) }.into());
    desk.keys("enter");
    desk
}

/// What was settled last.
fn settled(desk: &mut TestApp) -> Option<String> {
    desk.answers = false;
    desk.keys("enter");
    desk.take().into_iter().find_map(|effect| match effect {
        Effect::Settle { text, .. } => Some(text),
        _ => None,
    })
}

#[test]
fn what_is_not_decided_cannot_be_settled_and_one_key_decides_it() {
    let mut desk = compared(120, 36);
    assert_eq!(settled(&mut desk), None);
    assert_eq!(desk.message(), "Not yet: 1 place is not decided.");

    desk.keys("t");
    let text = settled(&mut desk).unwrap();

    assert!(text.contains("A budget caps what all callers") && !text.contains("share of the calls"), "{text}");
    assert!(text.contains("tags: [ops, calls, 事故]") && text.contains("- alert early"), "what needs no word: {text}");
}

#[test]
fn capitals_take_the_whole_text_of_one_side() {
    let mut desk = compared(80, 24);
    desk.keys("T");
    let text = settled(&mut desk).unwrap();
    assert!(text.contains("[ops, 事故]") && !text.contains("alert early"), "{text}");
}

#[test]
fn a_place_comes_back_from_the_editor() {
    let mut desk = compared(80, 24);
    desk.answers = false;
    desk.keys("e");
    let Some(Effect::EditPiece(text)) = desk.take().pop() else { panic!("nothing is edited") };
    assert!(text.starts_with("A budget is a share of the calls.\n\nA budget caps"), "{text}");

    desk.tell(Msg::PieceEdited(Ok("A budget is small.\n".into())));

    assert!(desk.screen().contains("+ A budget is small.") || desk.screen().contains("\u{258c} A budget is small."));
    assert!(settled(&mut desk).unwrap().contains("\nA budget is small.\n"));
}

#[test]
fn another_entry_is_compared_when_it_is_selected_and_esc_leads_back_to_the_list() {
    let mut desk = compared(120, 36);
    desk.keys("m esc j").screen();
    assert!(desk.cursor_row().contains("Shallow clones in CI"));
    assert!(desk.keys("enter").screen().contains("? not decided yet") || desk.screen().contains("not decided yet"));
}

#[test]
fn what_an_undo_brings_back_is_selected_and_not_another_that_a_key_would_settle() {
    let mut desk = compared(120, 36);
    desk.answers = false;
    let both = canned::conflicts();
    let mut rest = both.clone();
    let gone = rest.kept.remove(0);
    let conflict = Box::new(Conflict::of_texts(&gone, "a\n", "b\n", "c\n"));
    desk.tell(Answer::Settle { conflict, text: String::new(), outcome: Ok(Changed::default()) }.into());
    desk.tell(Answer::Conflicts { outcome: Ok(rest) }.into());

    desk.tell(Answer::Conflicts { outcome: Ok(both) }.into()).keys("esc");

    assert!(desk.cursor_row().contains("Retry budgets"), "{}", desk.screen());
}

#[test]
fn an_entry_in_conflict_is_compared_first_when_its_list_is_left() {
    let mut desk = TestApp::stocked(120, 36);
    desk.tell(Answer::Conflicts { outcome: Ok(canned::conflicts()) }.into());
    desk.answers = false;
    desk.keys("j g c").tell(Answer::Conflicts { outcome: Ok(canned::conflicts()) }.into());
    assert!(desk.cursor_row().contains("Shallow clones in CI"), "{}", desk.screen());
}

#[test]
fn it_fits_at_every_size() {
    for (width, height) in
        [(0, 0), (1, 1), (5, 3), (40, 8), (60, 20), (79, 44), (80, 24), (104, 24), (120, 36), (200, 60)]
    {
        for keys in ["", "m", "esc", "G b E"] {
            let mut desk = compared(120, 36);
            let screen = desk.keys(keys).resize(width, height).screen();
            let widest = screen.lines().map(text::width).max().unwrap_or(0);
            assert!(widest <= width.into(), "{keys:?} at {width}x{height}\n{screen}");
        }
    }
}

#[test]
fn conflicts_120x36() {
    assert_snapshot!(compared(120, 36).screen());
}

#[test]
fn conflicts_80x24() {
    assert_snapshot!(compared(80, 24).keys("m").screen());
}

#[test]
fn conflicts_60x20() {
    assert_snapshot!(compared(60, 20).screen());
}

#[test]
fn conflicts_40x8() {
    assert_snapshot!(compared(40, 8).screen());
}

#[test]
fn nothing_in_conflict_80x24() {
    assert_snapshot!(TestApp::stocked(80, 24).keys("g c").screen());
}
