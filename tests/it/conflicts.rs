//! One sentence changed on two machines: both texts are kept, both machines say so, and a person settles it.

use crate::support::{Person, Sandbox, Screen, Team};
use crate::sync::{Two, two};

const TEA: &str = "notes/tea.md";
const WIDE: (u16, u16) = (120, 36);

/// Two machines, on each of which the same sentence was changed; both have all of it.
fn clashed() -> Two {
    clash("Tea is hot.\n", ["Tea is cold.\n", "Tea is warm.\n"])
}

fn clash(base: &str, [of_home, of_work]: [&str; 2]) -> Two {
    let two = two();
    let Two { home, work } = &two;
    home.write(TEA, base);
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    home.write(TEA, of_home);
    work.write(TEA, of_work);
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    two
}

/// The path of the second text.
fn copy(machine: &Sandbox) -> String {
    let paths: Vec<String> = machine.files().into_iter().map(|(path, _)| path).collect();
    let copies: Vec<String> = paths.into_iter().filter(|path| path.contains("~conflict-")).collect();
    assert_eq!(copies.len(), 1, "{copies:?}");
    copies[0].clone()
}

#[test]
fn a_conflict_is_told_by_the_machine_that_met_it_and_by_the_other() {
    let Two { home, work } = two();
    home.write(TEA, "Tea is hot.\n");
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    home.write(TEA, "Tea is cold.\n");
    work.write(TEA, "Tea is warm.\n");
    home.riffle(&["sync"]).ok();

    let met = work.riffle(&["sync"]);
    let arrived = home.riffle(&["sync", "--json"]).json();

    assert!(met.err.contains("notes/tea.md was changed on both sides"), "{}", met.err);
    assert_eq!(arrived[0]["review"][0], TEA);
    assert_eq!(home.riffle(&["sync", "--json"]).json()[0]["review"].as_array().unwrap().len(), 0, "once is enough");
    assert_eq!(copy(&home), copy(&work));
}

#[test]
fn a_second_text_is_found_and_marked_in_lists() {
    let Two { home, .. } = clashed();
    home.riffle(&["sync"]).ok();
    let copy = copy(&home);

    assert_eq!(home.riffle(&["list", "--path", "is:conflict"]).ok().trim(), copy);
    assert!(!home.riffle(&["list", "--path", "--", "-is:conflict"]).ok().contains(&copy));
    for object in home.riffle(&["list", "--json"]).json() {
        assert_eq!(object["conflict"], object["path"] == copy.as_str(), "{object}");
    }
    let found = home.riffle(&["search", "tea", "is:conflict"]).ok();
    assert!(found.contains("  conflict\n") && found.contains(&copy), "{found}");
    assert!(home.riffle(&["search", "is:open"]).err.contains("`open`"));
}

#[test]
fn the_workbench_counts_conflicts_and_marks_both_texts_on_every_machine() {
    let Two { home, work } = clashed();

    let mut screen = Screen::open(&home, WIDE);
    screen.keys("R").shows("Both texts are kept in notes/tea.md").shows("1 conflict");
    let marked = screen.keys("g l").rows().into_iter().filter(|row| row.contains(" conflict "));
    let marked: Vec<String> = marked.filter(|row| !row.contains("1 conflict")).collect();
    assert_eq!(marked.len(), 2, "{marked:?}");
    Screen::open(&work, WIDE).shows("1 conflict");
}

#[test]
fn a_second_text_is_never_published() {
    let team = Team::founded();
    let mina = Person::of(&team, "Mina");
    let entry = mina.nugget("Tea", "hot");
    let text = mina.sandbox.read(&entry).replacen("---\n", "---\nconflict_of: 01k9abcdefghjkmnpqrstvwxyz\n", 1);
    mina.sandbox.write(&entry, text);

    let refused = mina.publish(&entry);

    assert!(refused.err.contains("one side of a conflict"), "{}", refused.err);
    refused.fails(1);
    assert!(!team.files().iter().any(|path| path.ends_with("/tea.md")));
}
