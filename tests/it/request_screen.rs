//! Requests of a team, as a person at the keyboard meets them.

use crate::support::{Person, Screen, Team};

const WIDE: (u16, u16) = (120, 36);

fn ask(person: &Person, title: &str, more: &[&str]) {
    person.riffle(&[&["ask", title, "--yes"], more].concat()).ok();
}

/// Ada, in whose team Mina asked something.
fn desk() -> (Team, Person, Person) {
    let team = Team::founded();
    let (mina, ada) = (Person::of(&team, "Mina"), Person::of(&team, "Ada"));
    ask(&mina, "SSO errors one-pager", &["--for", "Ada", "--why", "Customers ask"]);
    ada.riffle(&["team", "new", "--seen"]).ok();
    (team, mina, ada)
}

#[test]
fn a_search_that_finds_nothing_becomes_a_question_in_four_keys() {
    let (team, _mina, ada) = desk();
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("s").types("flame graphs").keys("enter").shows("asks the team");

    screen.keys("C").shows("Ask acme").shows("flame graphs");
    screen.keys("enter").shows("What acme will see").shows("+ title: flame graphs").shows("requests/flame-graphs.md");
    assert!(!team.files().contains(&"requests/flame-graphs.md".to_owned()), "nothing left before it was shown");
    screen.keys("enter").shows("What acme will see").keys("y").shows("Asked acme");

    assert!(team.read("requests/flame-graphs.md").contains("# flame graphs"));
    screen.keys("g m h").shows("flame graphs");
}

#[test]
fn what_a_question_is_for_may_be_said_and_what_is_no_day_stays_typed() {
    let (team, _mina, ada) = desk();
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("C").keys("enter").shows("One line says");
    screen.types("One").keys("tab").types("Sales").keys("tab").types("they ask").keys("tab").types("never");
    screen.keys("enter").shows("Not a date").keys("ctrl-u").types("2w").keys("enter");
    screen.shows("+ for: Sales").shows("+ why: they ask").shows("+ due: 2026-12-05");

    screen.keys("esc").shows("Ask acme").shows("they ask").keys("enter P").shows("Asked acme");

    assert!(team.read("requests/one.md").contains("due: 2026-12-05"));
}

#[test]
fn what_blocks_is_not_sent_and_can_be_changed() {
    let (team, _mina, ada) = desk();
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("C").types("Why does AKIAIOSFODNN7EXAMPL2 not work?").keys("enter");
    screen.shows("blocks: ").shows("change it").keys("y").shows("Ask acme");
    assert_eq!(team.files().iter().filter(|file| file.starts_with("requests/")).count(), 1);
}

/// Who the workbench takes the person for: it asks git in this process.
fn own_name(person: &Person, team: &Team) -> String {
    Screen::open(&person.sandbox, WIDE).keys("C").types("Who am I").keys("enter P").shows("Asked");
    let text = team.read("requests/who-am-i.md");
    let name = text.lines().find_map(|line| line.strip_prefix("authors: [")).unwrap();
    name.trim_end_matches(']').trim_matches('"').to_owned()
}

#[test]
fn a_request_is_taken_on_talked_about_answered_and_closed() {
    let (team, mina, ada) = desk();
    let me = own_name(&ada, &team);
    ask(&mina, "SSO runbook", &["--for", &me]);
    let path = "requests/sso-runbook.md";
    ada.riffle(&["team", "new", "--seen"]).ok();
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("g t").shows("For me in the teams 1").shows("asked");
    screen.keys("g m h").shows("SSO runbook").keys("g g");
    while screen.selected() != "SSO runbook" {
        screen.keys("j");
    }
    screen.shows("asked by Mina").shows(&format!("for {me}"));
    screen.keys("i").shows("You are on it").shows("taken on by");
    assert!(team.read(path).contains("assignee: "));
    screen.keys("i").shows("Gave it back").keys("i").shows("You are on it");
    screen.keys("r").types("Half of it is there").keys("enter").shows("Half of it is there").keys("y");
    screen.shows("Said so in acme");

    let entry = ada.nugget("What the SSO errors mean", "403 is a missing group.");
    ada.publish(&entry).ok();
    screen
        .keys("R")
        .keys("L")
        .shows("What answers")
        .types("SSO errors mean")
        .keys("enter")
        .shows("answered by")
        .keys("y");
    screen.shows("Answered: ").shows("answered");
    assert!(team.read(path).contains("status: answered"));
}

#[test]
fn who_asked_is_asked_what_came_of_the_answer() {
    let (team, mina, ada) = desk();
    own_name(&mina, &team);
    ada.riffle(&["team", "new", "--seen"]).ok();
    ada.publish(&ada.nugget("You", "Words.")).ok();
    ada.riffle(&["request", "answer", "Who am I", "--with", ".team/acme/nuggets/git/you.md", "--yes"]).ok();
    mina.riffle(&["team", "new", "--seen"]).ok();

    let mut screen = Screen::open(&mina.sandbox, WIDE);
    screen.keys("g t").shows("answered: did it help?").keys("tab x").shows("what came of it");
    screen.types("two pings less").keys("enter").shows("+ outcome: two pings less").keys("y").shows("Closed: ");
    screen.hides("did it help");

    assert!(team.read("requests/who-am-i.md").contains("outcome: two pings less"));
}

#[test]
fn a_nugget_that_is_written_for_a_request_answers_it_when_it_is_published() {
    let (team, _mina, ada) = desk();
    let request = ".team/acme/requests/sso-errors-one-pager.md";
    let words = ["distil", request, "--title", "What the SSO errors mean", "--", "403 is a missing group."];
    let entry = ada.riffle(&words).ok().trim().to_owned();
    assert!(
        ada.sandbox.read(&entry).contains("answers: [\"acme:requests/sso-errors-one-pager.md\"]"),
        "{}",
        ada.sandbox.read(&entry)
    );

    ada.publish(&entry).ok();

    assert!(team.read("requests/sso-errors-one-pager.md").contains("status: answered"));
}

#[test]
fn keys_of_requests_do_nothing_elsewhere_and_say_why() {
    let (team, _mina, ada) = desk();
    team.write("Jo", "nuggets/git/a.md", "# A\n\nOne.\n");
    let mut screen = Screen::open(&ada.sandbox, WIDE);
    screen.keys("R").keys("g m").shows("new").keys("n").shows("it belongs to a team");
    let mut alone = Screen::open(&crate::support::Sandbox::new(), WIDE);
    alone.keys("C").shows("No team yet");
}
