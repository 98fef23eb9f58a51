//! What teams have is found beside what is mine, and never in its way.

use std::fs;
use std::path::Path;

use crate::support::{Person, Screen, Team, Terminal};

const WIDE: (u16, u16) = (120, 36);
const PAGE: &str = "nuggets/tls/rotate.md";
const TEXT: &str =
    "---\nkind: nugget\ntitle: Rotate certificates\n---\n# Rotate certificates\n\nIssue, deploy, revoke.\n";

/// Ada has an entry about rotation, and so has her team.
fn desk() -> (Team, Person) {
    let team = Team::founded();
    team.write("Jo", PAGE, TEXT);
    let ada = Person::of(&team, "Ada");
    ada.nugget("Rotate potatoes", "In the sack.");
    (team, ada)
}

fn titles(person: &Person, query: &str) -> Vec<String> {
    person.riffle(&["search", "--title", query]).ok().lines().map(str::to_owned).collect()
}

#[test]
fn what_the_teams_have_follows_what_is_mine_and_is_left_out_with_a_word() {
    let (_team, ada) = desk();

    assert_eq!(titles(&ada, "rotate"), ["Rotate potatoes", "Rotate certificates"]);
    assert_eq!(titles(&ada, "in:mine rotate"), ["Rotate potatoes"]);
    assert_eq!(titles(&ada, "rotate -in:team"), ["Rotate potatoes"]);
    assert_eq!(titles(&ada, "rotate -in:acme"), ["Rotate potatoes"]);
    assert_eq!(titles(&ada, "in:acme rotate"), ["Rotate certificates"]);
    assert_eq!(titles(&ada, "rotate -in:mine"), ["Rotate certificates"]);
    assert_eq!(titles(&ada, "in:mine,acme rotate"), ["Rotate potatoes", "Rotate certificates"]);
    assert_eq!(ada.riffle(&["search", "--title", "-n", "1", "rotate"]).ok(), "Rotate potatoes\n");
    assert_eq!(titles(&ada, ""), ["Rotate potatoes"], "what is recent is mine");

    let ran = ada.riffle(&["search", "rotate"]);
    assert!(ran.err.contains("1 in acme; in:mine leaves that out"), "{ran:?}");
    assert!(ran.ok().contains("in acme"));
}

#[test]
fn json_names_the_team_of_a_result() {
    let (_team, ada) = desk();

    let found = ada.riffle(&["search", "--json", "rotate"]).json();

    assert!(found[0]["team"].is_null() && found[0]["title"] == "Rotate potatoes", "{found:?}");
    assert!(found[1]["team"] == "acme" && found[1]["path"] == format!(".team/acme/{PAGE}"), "{found:?}");
}

#[test]
fn the_teams_copy_of_an_entry_of_mine_is_not_a_second_result() {
    let (_team, ada) = desk();
    let entry = ada.nugget("Rotate keys", "Every spring.");
    ada.publish(&entry).ok();

    assert_eq!(titles(&ada, "rotate keys"), ["Rotate keys"]);
    assert_eq!(titles(&ada, "in:acme rotate keys"), ["Rotate keys"]);
}

/// Writes over every file of the indexes of teams.
fn spoil(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            spoil(&path);
        } else if path.components().any(|part| part.as_os_str() == "teams") && !path.ends_with("repo.git") {
            fs::write(&path, "garbage").unwrap();
        }
    }
}

#[test]
fn a_team_that_is_damaged_spoils_nothing_of_mine() {
    let (_team, ada) = desk();
    spoil(&ada.sandbox.home().join(".cache/riffle"));

    for _ in 0..2 {
        assert_eq!(titles(&ada, "rotate potatoes"), ["Rotate potatoes"]);
    }
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("s").types("potatoes").keys("enter").shows("Rotate potatoes").shows("In the sack.");
}

#[test]
fn the_library_lists_mine_then_the_teams_and_a_key_hides_them_for_good() {
    let (_team, ada) = desk();
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("s").types("rotate").keys("enter");

    screen.shows("1 of 1 entry, 1 in acme").shows("1/2");
    assert_eq!(screen.selected(), "Rotate potatoes");
    assert_eq!(screen.keys("j").selected(), "Rotate certificates");
    screen.shows("Issue, deploy, revoke.");

    screen.keys("*").hides("Rotate certificates").hides("in acme").shows("1/1");
    assert_eq!(screen.selected(), "Rotate potatoes");
    screen.keys("Q");
    let mut again = Screen::open(&ada.sandbox, WIDE);
    again.shows("Rotate potatoes").hides("Rotate certificates");
    again.keys("*").shows("Rotate certificates").shows("1 in acme");
}

#[test]
fn marking_all_marks_what_is_mine() {
    let (_team, ada) = desk();
    ada.nugget("Rotate crops", "Beans first.");
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("s").types("rotate").keys("enter");

    screen.keys("V").shows("2 marked").keys("t").hides("adopt it first");
}

#[test]
fn results_are_narrowed_to_a_team_and_widened_again() {
    let (_team, ada) = desk();
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("s").types("rotate").keys("enter");
    screen.wait(300).shows("Where").shows("mine");

    screen.keys("h G").shows("acme");
    while !screen.cursor_row().contains("acme") {
        screen.keys("k");
    }
    screen.keys("enter").shows("in:acme rotate").hides("Rotate potatoes").shows("Rotate certificates");
    screen.wait(300).keys("h G");
    while !screen.cursor_row().contains("acme") {
        screen.keys("k");
    }
    screen.keys("enter").shows("Rotate potatoes").shows("Rotate certificates");
}

#[test]
fn the_picker_offers_what_the_teams_have_below_what_is_mine() {
    let (_team, ada) = desk();
    let file = ada.sandbox.home().join("chosen");
    let mut terminal = Terminal::start_into(&ada.sandbox, &["pick", "rotate"], &file, (80, 24));

    terminal.shows("Rotate potatoes").shows("Rotate certificates").shows("acme");
    terminal.keys("\x0e\r").shows("ended with");

    assert_eq!(fs::read_to_string(file).unwrap(), format!(".team/acme/{PAGE}\n"));
}
