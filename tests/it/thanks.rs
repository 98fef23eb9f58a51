//! Thanks: a line for whoever wrote what helped, and that they see it.

use crate::support::{Person, Screen, Team};

const PAGE: &str = "nuggets/tls/certificates.md";

fn desk() -> (Team, Person) {
    let team = Team::founded();
    team.write("Jo", PAGE, "# Certificates [rotate] in three steps\n\nIssue, deploy, revoke.\n");
    let ada = Person::of(&team, "Ada");
    (team, ada)
}

fn thank(person: &Person, words: &[&str]) -> crate::support::Ran {
    let page = format!(".team/acme/{PAGE}");
    person.riffle(&[&["thank", &page, "--yes"], words].concat())
}

#[test]
fn who_wrote_a_page_is_thanked_in_a_file_of_ones_own() {
    let (team, ada) = desk();

    thank(&ada, &["saved", "me", "an", "hour"]).ok();
    thank(&ada, &[]).ok();
    thank(&ada, &["saved", "me", "an", "hour"]).ok();

    let text = team.read("thanks/ada.md");
    let link = "([Certificates \\[rotate\\] in three steps](../nuggets/tls/certificates.md))";
    assert!(
        text.ends_with(&format!("- 2026-11-21 Jo: saved me an hour {link}\n- 2026-11-21 Jo: thank you {link}\n")),
        "{text}"
    );
    assert!(text.contains("# Thanks from Ada\n"), "{text}");
    assert!(team.git(&["log", "--format=%s %b", "main"]).ok().contains("thanks: Jo Thanks-to: Jo"));
    assert!(!team.read("README.md").contains("thanks/"), "thanks are no pages");
    let jo = Person::of(&team, "Jo");
    thank(&ada, &["again"]).ok();
    assert_eq!(jo.riffle(&["team", "new"]).ok(), "", "and nothing new to read");
}

#[test]
fn two_who_thank_at_once_both_arrive_and_a_page_that_is_gone_is_none() {
    let (team, ada) = desk();
    let mina = Person::of(&team, "Mina");

    thank(&ada, &["one"]).ok();
    thank(&mina, &["two"]).ok();

    assert!(team.read("thanks/ada.md").contains("one") && team.read("thanks/mina.md").contains("two"));
    let told = ada.riffle(&["thank", ".team/acme/nuggets/none.md", "--yes"]);
    assert_ne!(told.code, Some(0), "{told:?}");
    team.by_hand("Jo", "gone", |at| std::fs::remove_file(at.join(PAGE)).unwrap());
    let told = thank(&ada, &["late"]);
    assert!(told.code == Some(2) && told.err.contains("no page"), "{told:?}");
}

#[test]
fn somebody_who_is_not_there_can_be_thanked_and_no_private_word_leaves() {
    let (team, ada) = desk();
    ada.riffle(&["capture", "--title", "Salaries of the platform group", "For my eyes alone."]).ok();

    thank(&ada, &["--whom", "Nobody\nCloses: x", "for the tea"]).ok();
    let text = team.read("thanks/ada.md");
    assert!(text.contains("- 2026-11-21 Nobody Closes: x: for the tea"), "{text}");
    assert!(!team.git(&["log", "-1", "--format=%b", "main"]).ok().lines().any(|line| line.starts_with("Closes")));

    thank(&ada, &["it helped with [[Salaries of the platform group]] %% my raise %%"]).ok();
    let text = team.read("thanks/ada.md");
    assert!(!text.contains("Salaries") && !text.contains("raise") && text.contains("it helped with"), "{text}");
}

#[test]
fn one_key_and_a_line_thank_and_the_other_sees_it_on_today() {
    let (team, ada) = desk();
    let mut screen = Screen::open(&ada.sandbox, (120, 36));
    screen.keys("g m").shows("Certificates").keys("g g");
    while screen.selected().contains("acme") {
        screen.keys("j");
    }
    screen
        .keys("T")
        .shows("Thank whoever wrote it")
        .types("saved me an hour")
        .keys("enter")
        .shows("What acme will see");
    screen.keys("y").shows("Thanked Jo in acme");
    let file = team.files().into_iter().find(|file| file.starts_with("thanks/")).unwrap();
    let text = team.read(&file);
    let me = text.lines().find_map(|line| line.strip_prefix("# Thanks from ")).unwrap().to_owned();

    team.write(
        "Kim",
        "thanks/kim.md",
        &format!("# Thanks from Kim\n\n- 2026-11-20 {me}: for \u{1b}[31mthe tea\n- 2026-10-01 {me}: long ago\n"),
    );
    screen.keys("R").keys("g t").shows("thanks, Kim").shows("the tea").hides("long ago");
    assert!(!screen.text().contains('\u{1b}'));
}

#[test]
fn a_file_of_thanks_by_hand_is_found_in_whatever_case_it_is_named() {
    let (team, ada) = desk();
    team.write("Ada", "thanks/Ada.md", "# Thanks from Ada\n\n- 2026-11-20 Kim: for the tea\n");
    ada.riffle(&["team", "new"]).ok();

    thank(&ada, &["saved", "me", "an", "hour"]).ok();

    let text = team.read("thanks/Ada.md");
    assert!(text.contains("for the tea") && text.contains("saved me an hour"), "{text}");
    assert!(!team.files().contains(&"thanks/ada.md".to_owned()));
}

#[test]
fn a_file_of_thanks_that_is_no_text_is_not_begun_anew() {
    let (team, ada) = desk();
    thank(&ada, &[]).ok();
    let work = tempfile::tempdir().unwrap();
    let git = |args: &[&str]| ada.sandbox.git_in(work.path(), args).ok();
    git(&["clone", "-q", &team.url(), "."]);
    std::fs::write(work.path().join("thanks/ada.md"), b"# Ada\n\n- caf\xe9\n").unwrap();
    git(&["commit", "-qam", "by hand"]);
    git(&["push", "-q"]);

    let said = thank(&ada, &["again"]).fails(1);

    assert!(said.contains("thanks/ada.md") && said.contains("not written over"), "{said}");
}
