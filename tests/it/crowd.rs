//! Several people at once on one team's repository: everything arrives, once, and the lists are right at the end.

use std::thread;

use crate::support::{Person, Ran, Sandbox, Team};

const PEOPLE: [&str; 6] = ["Ada", "Jo", "Mina", "Kim", "Lea", "Tom"];
const SHARED: &str = "requests/shared.md";
const PAGE: &str = ".team/acme/nuggets/git/page.md";

/// Runs a command until it is not overtaken by others any more.
fn arrive(person: &Person, args: &[&str]) -> Ran {
    loop {
        let ran = person.riffle(args);
        // Overtaken ten times, as it may be on a machine that is busy otherwise.
        if ran.code != Some(4) {
            return ran;
        }
    }
}

/// What one of them does, while the others do the same; whether they got the shared request.
fn act(person: &Person, name: &str) -> bool {
    arrive(person, &["ask", &format!("Question of {name}"), "--yes"]).ok();
    let got = arrive(person, &["request", "claim", SHARED]).code == Some(0);
    for turn in ["first", "second"] {
        arrive(person, &["request", "reply", SHARED, &format!("{name} says the {turn}"), "--yes"]).ok();
    }
    arrive(person, &["request", "answer", SHARED, "--with", PAGE, "--yes"]).ok();
    arrive(person, &["thank", PAGE, &format!("{name} thanks"), "--yes"]).ok();
    arrive(person, &["publish", &person.nugget(&format!("Page of {name}"), "Words."), "--to", "acme", "--yes"]).ok();
    got
}

#[test]
fn what_six_people_do_at_once_all_arrives_and_nothing_twice() {
    let team = Team::founded_in_memory();
    team.write("Eve", "nuggets/git/page.md", "# Page\n\nWords.\n");
    team.write("Eve", SHARED, "---\ntitle: Shared\n---\n# Shared\n\nWritten by hand.\n");
    let people = PEOPLE.map(|name| {
        let person = Person::in_memory(name);
        person.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
        (person, name)
    });

    let got = thread::scope(|scope| {
        let all = people.each_ref().map(|(person, name)| scope.spawn(move || act(person, name)));
        all.map(|one| one.join().unwrap())
    });

    assert_eq!(got.iter().filter(|got| **got).count(), 1, "one of them has it: {got:?}");
    let shared = team.read(SHARED);
    for name in PEOPLE {
        for turn in ["first", "second"] {
            assert_eq!(shared.matches(&format!("{name}: {name} says the {turn}\n")).count(), 1, "{shared}");
        }
        assert_eq!(team.read(&format!("thanks/{}.md", name.to_lowercase())).matches("thanks (").count(), 1);
    }
    assert_eq!(shared.matches("answered by").count(), 1, "one answer, once: {shared}");
    assert!(shared.contains("Written by hand.\n") && !shared.contains("<<<<"), "{shared}");
    let readme = team.read("README.md");
    let questions = PEOPLE.iter().filter(|name| readme.matches(&format!("Question of {name}")).count() == 1).count();
    let pages = PEOPLE.iter().filter(|name| readme.matches(&format!("[Page of {name}]")).count() == 1).count();
    assert_eq!((questions, pages), (6, 6), "{readme}");
    let home = Sandbox::bare();
    let clone = home.home().join("clone");
    home.git_in(home.home(), &["clone", "-q", &team.url(), clone.to_str().unwrap()]).ok();
    assert_eq!(home.riffle(&["check", clone.to_str().unwrap()]).ok(), "", "every link and list is right");
}
