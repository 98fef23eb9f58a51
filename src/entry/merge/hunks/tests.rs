use proptest::prelude::*;

use super::super::join::tests::edited;
use super::*;

fn compared(base: Option<&str>, mine: &str, theirs: &str) -> Comparison {
    Comparison::of(base, mine, theirs, Ordering::Equal)
}

fn suggested(base: &str, mine: &str, theirs: &str) -> Vec<Option<Choice>> {
    compared(Some(base), mine, theirs).suggested()
}

fn all(comparison: &Comparison, choice: &Choice) -> String {
    comparison.result(&vec![choice.clone(); comparison.hunks().count()])
}

#[test]
fn what_one_side_changed_is_suggested_and_what_both_changed_is_asked() {
    let (base, mine, theirs) = ("a\n\nb\n\nc\n", "A\n\nb1\n\nc\n", "a\n\nb2\n\nC\n");
    let comparison = compared(Some(base), mine, theirs);

    assert_eq!(comparison.suggested(), [Some(Choice::Mine), None, Some(Choice::Theirs)]);
    assert_eq!(comparison.result(&[Choice::Mine, Choice::Theirs, Choice::Theirs]), "A\n\nb2\n\nC\n");
    let own = Choice::typed("b3\nb4\n");
    assert_eq!(comparison.result(&[Choice::Mine, own, Choice::Mine]), "A\n\nb3\nb4\n\nc\n");
    assert_eq!(compared(None, mine, theirs).suggested(), [None, None, None], "nobody knows what was there before");
}

#[test]
fn fields_that_join_are_suggested_joined() {
    let front = |tags: &str, title: &str| format!("---\ntags: {tags}\ntitle: {title}\n---\nx\n");
    let [base, mine, theirs] = [front("[a]", "T"), front("[a, b]", "T"), front("[a]", "U")];
    let comparison = compared(Some(&base), &mine, &theirs);

    let [Some(Choice::Lines(_))] = comparison.suggested().as_slice() else { panic!("{comparison:?}") };
    let choices: Vec<Choice> = comparison.suggested().into_iter().flatten().collect();
    assert_eq!(comparison.result(&choices), front("[a, b]", "U"));
}

#[test]
fn words_apart_in_one_line_are_suggested_joined() {
    let said = suggested("Tea is hot and red.\n\nx\n", "Tea is cold and red.\n\ny\n", "Tea is hot and green.\n\nz\n");
    assert_eq!(said, [Some(Choice::typed("Tea is cold and green.")), None]);
}

#[test]
fn both_keeps_two_paragraphs_apart_and_a_field_once() {
    assert_eq!(all(&compared(None, "one\n", "other\n"), &Choice::Both), "one\n\nother\n");
    assert_eq!(all(&compared(None, "one\r\n", "other\r\n"), &Choice::Both), "one\r\n\r\nother\r\n");
    let (mine, theirs) = ("---\ntitle: A\nurl: u\n---\nx\n", "---\ntitle: B\nlang: en\n---\nx\n");
    assert_eq!(all(&compared(None, mine, theirs), &Choice::Both), "---\ntitle: A\nurl: u\nlang: en\n---\nx\n");
}

#[test]
fn lines_alike_within_what_both_rewrote_are_no_place_to_decide() {
    let comparison = compared(Some("old\n"), "one\nsame\nthree\n", "1\nsame\n3\n");
    assert_eq!(comparison.hunks().count(), 2);
}

proptest! {
    #[test]
    fn mine_everywhere_is_mine_and_theirs_everywhere_is_theirs([base, mine, theirs] in edited(), knows in any::<bool>()) {
        let comparison = compared(knows.then_some(base.as_str()), &mine, &theirs);

        prop_assert_eq!(all(&comparison, &Choice::Mine), mine.clone());
        prop_assert_eq!(all(&comparison, &Choice::Theirs), theirs);
        prop_assert_eq!(compared(Some(&base), &mine, &mine).hunks().count(), 0);
    }

    #[test]
    fn what_one_side_alone_changed_is_suggested_whole([base, mine, _] in edited()) {
        for (comparison, wanted) in [(compared(Some(&base), &mine, &base), &mine), (compared(Some(&base), &base, &mine), &mine)] {
            let choices: Option<Vec<Choice>> = comparison.suggested().into_iter().collect();
            prop_assert_eq!(choices.map(|choices| comparison.result(&choices)), Some(wanted.clone()));
        }
    }
}
