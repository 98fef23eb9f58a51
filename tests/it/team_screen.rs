//! What others bring to a team, as a person at the keyboard meets it.

use riffle::tui::Screen as Place;

use crate::support::{Person, Screen, Team};

const WIDE: (u16, u16) = (120, 36);
const PAGE: &str = "nuggets/tls/certificates-rotate-in-three-steps.md";
const TEXT: &str = "---\nkind: nugget\ntitle: Certificates rotate in three steps\ntags: [tls]\n---\n\
    # Certificates rotate in three steps\n\nIssue, deploy, revoke.\n";

/// Somebody whose colleague has brought a page since the team was added.
fn desk() -> (Team, Person) {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    team.write("Jo", PAGE, TEXT);
    (team, ada)
}

#[test]
fn what_a_colleague_brought_is_seen_read_and_adopted_with_their_name() {
    let (_team, ada) = desk();
    let mut screen = Screen::open(&ada.sandbox, WIDE);

    screen.keys("g m").shows("About acme").keys("R").shows("1 entry is new").shows("Team 1").hides("About acme");
    screen
        .shows("Certificates rotate in three steps")
        .shows("Jo")
        .shows("not verified")
        .shows("Issue, deploy, revoke.");
    screen.keys("enter");
    assert_eq!(screen.app.screen, Place::Workbench);
    screen.shows("Issue, deploy, revoke.").shows(&format!("acme: {}", &PAGE[..12])).keys("esc");

    screen.keys("b").shows("Adopted");
    let files = ada.sandbox.files();
    let adopted = files.iter().find(|(path, _)| path.contains("certificates")).unwrap();
    let text = String::from_utf8_lossy(&adopted.1);
    assert!(text.contains("via: Jo") && text.contains("Issue, deploy, revoke."), "{text}");
    screen.keys("u");
    assert!(!ada.sandbox.files().iter().any(|(path, _)| path.contains("certificates")));
}

#[test]
fn what_was_seen_is_not_new_any_more() {
    let (_team, ada) = desk();
    let mut screen = Screen::open(&ada.sandbox, WIDE);

    screen.keys("g m R").shows("Team 1").keys("x").hides("Team 1").shows("Certificates rotate");
    screen.keys("h h").shows("Nothing new in acme.");

    let mut again = Screen::open(&ada.sandbox, WIDE);
    assert!(!again.text().contains("Team 1"));
    again.keys("g m").shows("About acme");
}

#[test]
fn a_page_that_was_taken_back_says_so_and_is_not_adopted() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let entry = jo.nugget("Certificates rotate in three steps", "Issue, deploy, revoke.");
    jo.publish(&entry).ok();
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("g m R").shows("Certificates rotate").keys("x");
    jo.riffle(&["withdraw", &entry, "--from", "acme"]).ok();

    screen.keys("R").shows("withdrawn").keys("b").shows("withdrawn");

    assert!(!ada.sandbox.files().iter().any(|(path, _)| path.contains("certificates")));
}

#[test]
fn a_teams_entries_are_found_in_the_same_box_and_are_not_mine_to_change() {
    let (_team, ada) = desk();
    ada.nugget("Rotate potatoes", "In the sack.");
    let files = ada.sandbox.files();
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("R s").types("in:acme rotate").keys("enter");

    screen.shows("Certificates rotate in three steps").shows("acme").shows("Issue, deploy, revoke.");
    for key in ["t", "a", "n", "z", "i", "d", "m", "L", "H", "p"] {
        screen.keys(key).shows("it belongs to a team; adopt it first");
        screen.wait(11_000);
    }
    assert_eq!(ada.sandbox.files(), files);
    screen.keys("b").shows("Adopted");
    assert_eq!(ada.sandbox.files().len(), files.len() + 1);
}

#[test]
fn names_that_try_to_command_the_terminal_are_only_words() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    team.write("\u{1b}[31mEve\u{7}", PAGE, &TEXT.replace("Issue", "\u{1b}[2JIssue"));
    let mut screen = Screen::open(&ada.sandbox, WIDE);

    screen.keys("g m R").shows("Eve");

    assert!(!screen.text().chars().any(|char| char.is_control() && char != '\n'));
}

#[test]
fn a_newcomer_sees_what_is_there_by_topic_and_what_was_adopted() {
    let team = Team::founded();
    team.write("Jo", PAGE, TEXT);
    team.write("Jo", "notes/how/answers.md", "# An answer is a link\n\nSay it once.\n");
    let ada = Person::of(&team, "Ada");
    let mut screen = Screen::open(&ada.sandbox, WIDE);

    screen.keys("g m").shows("All 2").shows("About acme").shows("Certificates rotate in three steps");
    screen.keys("l").shows("Topics 2").hides("About acme");
    assert_eq!(screen.keys("g g").selected(), "An answer is a link", "how comes before tls");
    screen.keys("j").shows("by Jo").shows("not verified").keys("b").shows("Adopted");
    screen.wait(11_000).shows("adopted");
    screen.keys("h h h").shows("Nothing new in acme.");
}

#[test]
fn the_pages_of_a_team_are_put_in_order_below_its_readme() {
    let team = Team::founded();
    team.write("Jo", PAGE, &TEXT.replacen("tags:", "date: 2026-01-01\ntags:", 1));
    team.write("Jo", "notes/how/answers.md", "---\ndate: 2020-01-01\n---\n# An answer is a link\n\nSay it once.\n");
    let ada = Person::of(&team, "Ada");
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("g m").shows("About acme");

    assert_eq!(screen.keys("O t j").selected(), "An answer is a link");
    assert_eq!(screen.keys("O d j").selected(), "Certificates rotate in three steps");
    screen.keys("l O").shows("this list has an order of its own");
}

#[test]
fn the_address_of_a_page_is_copied_where_the_team_says_it() {
    let team = Team::founded();
    team.write("Jo", PAGE, TEXT);
    let ada = Person::of(&team, "Ada");
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("g m G y y").shows("its address is not known");

    team.write("Jo", ".riffle/team.toml", "web = \"https://git.acme.example/notes/\"\n");
    screen.keys("R y y").shows("Sent the address");

    let copied = screen.outside.iter().find_map(|effect| match effect {
        riffle::tui::Effect::CopyByTerminal(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied, Some(format!("https://git.acme.example/notes/{PAGE}")));
}

#[test]
fn links_between_pages_of_a_team_are_followed_and_sources_are_named() {
    let team = Team::founded();
    let text = TEXT
        .replace("tags: [tls]", "source: https://certs.example/rotation")
        .replace("Issue", "See [it](../../notes/how/answers.md). Issue");
    team.write("Jo", PAGE, &text);
    team.write("Jo", "notes/how/answers.md", "# An answer is a link\n\nSay it once.\n");
    let ada = Person::of(&team, "Ada");
    let mut screen = Screen::open(&ada.sandbox, (120, 50));
    screen.keys("g m / c e r t enter").keys("g g");
    while screen.selected() != "Certificates rotate in three steps" {
        screen.keys("j");
    }
    screen.shows("source  https://certs.example/rotation");

    screen.keys("enter").shows("See it.").keys("enter").shows("An answer is a link").shows("Say it once.");
}
