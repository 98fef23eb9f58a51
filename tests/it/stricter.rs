//! Two machines change what may leave: a merge lets nothing out that either of them keeps.

use crate::sync::{Two, two};

const PATH: &str = "notes/tea.md";

/// Two machines with one text, of which each makes another; answers with the file as both have it afterwards.
fn joined(base: &str, home: &str, work: &str) -> (Two, String) {
    let both = two();
    both.home.write(PATH, base);
    both.home.riffle(&["sync"]).ok();
    both.work.riffle(&["sync"]).ok();
    both.home.write(PATH, home);
    both.work.write(PATH, work);
    for machine in [&both.home, &both.work, &both.home, &both.work] {
        machine.riffle(&["sync"]).ok();
    }
    assert_eq!(both.home.files(), both.work.files());
    let text = both.home.read(PATH);
    (both, text)
}

fn all_words(both: &Two) -> String {
    both.home.files().into_iter().map(|(_, text)| String::from_utf8(text).unwrap()).collect()
}

fn tea(share: &str, line: &str) -> String {
    format!("---\ntitle: Tea\nshare: {share}\n---\n\n{line}\n")
}

#[test]
fn the_stricter_word_stays_in_the_file_whatever_else_was_written() {
    for (strict, lax) in [("never", "team"), ("never", "public"), ("team", "public")] {
        for word in ["steep", "brew", "draw", "pour"] {
            let (both, text) =
                joined(&tea("maybe", "Wait."), &tea(strict, "Wait."), &tea(lax, &format!("Wait, {word}.")));

            assert!(text.contains(&format!("share: {strict}")), "{word}: {text}");
            assert!(all_words(&both).contains(word));
        }
    }
}

#[test]
fn what_one_marks_private_stays_so_where_the_other_moves_it() {
    let base = "# Tea\n\nThe code of the safe is green.\n\nWait.\n\nPour.\n";
    let marked = base.replace(
        "The code of the safe is green.",
        "<!-- private -->\nThe code of the safe is green.\n<!-- /private -->",
    );
    let moved = "# Tea\n\nWait.\n\nPour.\n\nThe code of the safe is green.\n";

    for (home, work) in [(marked.as_str(), moved), (moved, marked.as_str())] {
        let (_, text) = joined(base, home, work);

        let open = text.find("<!-- private -->").unwrap();
        assert!(text.find("green").unwrap() > open && text.matches("green").count() == 1, "{text}");
    }
}

#[test]
fn what_one_writes_into_a_private_passage_stays_so_where_the_other_opens_it() {
    let base = "# Tea\n\n<!-- private -->\n\nOne.\n\nTwo.\n\n<!-- /private -->\n\nWait.\n";
    let opened = "# Tea\n\nOne.\n\nTwo.\n\nWait.\n";

    let (_, text) = joined(base, &base.replace("One.\n\nTwo.", "One.\n\nBetween.\n\nTwo."), opened);

    assert!(text.contains("Between.") && text.contains("<!-- private -->"), "{text}");
}

#[test]
fn who_opens_a_passage_or_an_entry_alone_opens_it() {
    let base = "# Tea\n\n<!-- private -->\n\nOne.\n\n<!-- /private -->\n\nWait.\n\nPour.\n\nEnd.\n";
    let opened = "# Tea\n\nOne.\n\nWait.\n\nPour.\n\nEnd.\n";

    let (_, text) = joined(base, opened, &base.replace("End.", "The end."));

    assert_eq!(text, opened.replace("End.", "The end."));
}
