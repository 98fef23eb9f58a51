//! Lines of a week's journal that a team gets, and all others stay.

use crate::support::{Person, Screen, Team};

fn desk() -> (Team, Person) {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    (team, ada)
}

/// A day of Ada's journal.
fn day(ada: &Person, day: &str, text: &str) {
    let file = ada.sandbox.store.join(format!("journal/{}/{day}.md", &day[..4]));
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

const FILE: &str = "log/ada/2026-W47.md";

#[test]
fn what_is_named_of_a_week_is_shared_once_and_the_rest_stays() {
    let (team, ada) = desk();
    day(&ada, "2026-11-16", "- 09:00 read about clones\n- 10:00 lunch with Mina\n");
    day(&ada, "2026-11-18", "- 11:30 ! shallow clones break\n  our submodules\n");
    day(&ada, "2026-11-09", "- 09:00 the week before\n");

    let listed = ada.riffle(&["week"]).ok();
    let expected = "  1  2026-11-18  ! shallow clones break\n                 our submodules\n\
                    \x20 2  2026-11-16  read about clones\n  3  2026-11-16  lunch with Mina\n";
    assert_eq!(listed, expected);
    assert!(!team.files().iter().any(|file| file.starts_with("log/")), "nothing is shared by looking");

    ada.riffle(&["week", "--line", "1", "--yes"]).ok();
    ada.riffle(&["week", "acme", "--line", "2,1", "--yes"]).ok();
    ada.riffle(&["week", "--week", "2026-W47", "--line", "1", "--yes"]).ok();

    let text = team.read(FILE);
    let lines =
        "# Ada, 2026-W47\n\n- 2026-11-16 read about clones\n- 2026-11-18 ! shallow clones break our submodules\n";
    assert!(text.ends_with(lines), "{text}");
    assert_eq!(team.git(&["log", "--format=%s", "main", "--", "log"]).ok(), "log: 2026-W47\nlog: 2026-W47\n");
    assert!(!team.read("README.md").contains("log/"), "a week is no page");
    let told = ada.riffle(&["digest"]).ok();
    assert!(told.contains("## From the week\n\n- Ada, 2026-W47 (log/ada/2026-W47.md), Ada: 2 lines\n"), "{told}");
}

#[test]
fn what_is_private_is_neither_listed_nor_sent() {
    let (team, ada) = desk();
    ada.riffle(&["capture", "--title", "Salaries of the platform group", "For my eyes alone."]).ok();
    let canaries = "- 09:00 open %% canary1 %% [[Salaries of the platform group]]\n\n%%\n- 09:10 canary2\n%%\n- 09:20 canary3 #private\n\
                    <!-- private -->\n- 09:30 canary4\n<!-- /private -->\n";
    day(&ada, "2026-11-17", canaries);
    day(&ada, "2026-11-18", "---\nid: 2026-11-18\nkind: journal\nshare: never\n---\n- 09:00 canary5\n");
    day(&ada, "2026-11-19", "- 09:00 canary6\n- 09:10 %% never closed\n");

    let listed = ada.riffle(&["week"]);

    assert_eq!(listed.out.lines().count(), 1, "{listed:?}");
    assert!(listed.err.contains("3 more lines stay private"), "{listed:?}");
    assert!(listed.err.contains("2026-11-19 stays private: line 2"), "{listed:?}");
    ada.riffle(&["week", "--all", "--yes"]).ok();
    let text = team.read(FILE);
    assert!(text.contains("open") && !text.contains("canary") && !text.contains("Salaries"), "{text}");
}

#[test]
fn a_secret_keeps_the_week_here_and_wrong_words_are_explained() {
    let (team, ada) = desk();
    let said = ada.riffle(&["week", "--all", "--yes"]).fails(2);
    assert!(said.contains("has no line to share"), "{said}");
    let token = ["ghp_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].concat();
    day(&ada, "2026-11-17", &format!("- 09:00 the token is {token}\n- 09:10 \u{1b}]52;c;aGk=\u{7}clip\u{9b}31m\n"));

    let said = ada.riffle(&["week", "--line", "1", "--yes"]).fails(3);
    assert!(said.contains("token"), "{said}");
    assert!(!team.files().iter().any(|file| file.starts_with("log/")));

    let listed = ada.riffle(&["week"]);
    assert!(!listed.out.contains('\u{1b}') && !listed.out.contains('\u{9b}'), "{listed:?}");
    ada.riffle(&["week", "--line", "2", "--yes"]).ok();
    let text = team.read(FILE);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{9b}') && text.contains("clip"), "{text:?}");

    assert!(ada.riffle(&["week", "--line", "9"]).fails(2).contains("there is no line 9"));
    assert!(ada.riffle(&["week", "--week", "2026-W60"]).fails(2).contains("not a week"));
    assert!(ada.riffle(&["week", "none"]).fails(2).contains("no team"));
}

#[test]
fn two_machines_of_one_person_share_at_once_and_a_clock_that_is_a_year_off_does_no_harm() {
    let (team, ada) = desk();
    let again = Person::of(&team, "Ada");
    day(&ada, "2026-11-17", "- 09:00 one\n");
    day(&again, "2026-11-18", "- 09:00 two\n");
    day(&again, "2027-11-22", "- 09:00 next year\n");

    ada.riffle(&["week", "--all", "--yes"]).ok();
    again.riffle(&["week", "--all", "--yes"]).ok();
    again.riffle(&["week", "--all", "--yes", "--now", "2027-11-22T10:00:00+00:00"]).ok();

    assert!(team.read(FILE).ends_with("- 2026-11-17 one\n- 2026-11-18 two\n"));
    assert!(team.read("log/ada/2027-W47.md").contains("next year"));
}

#[test]
fn on_today_a_key_offers_the_week_and_only_what_is_ticked_leaves() {
    let (team, ada) = desk();
    day(&ada, "2026-11-16", "- 09:00 read about clones\n- 10:00 lunch with Mina\n");
    day(&ada, "2026-11-20", "- 11:30 ! \u{1b}[31mshallow clones break it\n- 12:00 for me #private\n");
    let mut screen = Screen::open(&ada.sandbox, (120, 36));

    screen.keys("g t").shows("Nothing logged today").keys("p").shows("My week 2026-W47 for acme").shows("none ticked");
    screen.shows("1 line is marked as private").hides("for me");
    screen.keys("enter").shows("none ticked");
    screen.keys("space").shows("1 ticked").keys("enter").shows("What acme will see").hides("lunch");
    screen.keys("esc").shows("1 ticked").keys("enter").shows("What acme will see").keys("y");
    screen.shows("Shared 2026-W47 with acme").hides("My week");

    let file = team.files().into_iter().find(|file| file.starts_with("log/")).unwrap();
    let text = team.read(&file);
    assert!(text.contains("- 2026-11-20 ! ") && text.contains("shallow clones break it"), "{text}");
    assert!(!text.contains("lunch") && !text.contains("for me") && !text.contains('\u{1b}'), "{text}");
}
