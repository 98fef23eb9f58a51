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

/// As many as have a clone, and as many as are at it at once.
const CLONES: usize = 50;
const AT_ONCE: usize = 10;

/// What the one of that number does beside the others; whether they got the shared request.
fn one_of_fifty(team: &Team, number: usize) -> bool {
    let name = format!("P{number}");
    let person = Person::in_memory(&name);
    person.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
    let got = arrive(&person, &["request", "claim", SHARED]).code == Some(0);
    match number % 4 {
        0 => arrive(&person, &["request", "answer", SHARED, "--with", PAGE, "--yes"]),
        1 => arrive(&person, &["thank", PAGE, &format!("{name} thanks"), "--yes"]),
        2 => arrive(&person, &["ask", &format!("Question of {name}"), "--yes"]),
        _ => {
            arrive(&person, &["publish", &person.nugget(&format!("Page of {name}"), "Words."), "--to", "acme", "--yes"])
        }
    }
    .ok();
    got
}

#[test]
fn what_fifty_clones_bring_to_one_repository_all_arrives_and_nothing_twice() {
    let team = Team::founded_in_memory();
    team.write("Eve", "nuggets/git/page.md", "# Page\n\nWords.\n");
    team.write("Eve", SHARED, "---\ntitle: Shared\n---\n# Shared\n\nWritten by hand.\n");

    let got: usize = thread::scope(|scope| {
        let team = &team;
        let work = move |first| (first..CLONES).step_by(AT_ONCE).filter(|it| one_of_fifty(team, *it)).count();
        let all: Vec<_> = (0..AT_ONCE).map(|first| scope.spawn(move || work(first))).collect();
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });

    assert!(got <= 1, "no two have it: {got}");
    let (shared, readme) = (team.read(SHARED), team.read("README.md"));
    assert_eq!(shared.matches("answered by").count(), 1, "one answer, once: {shared}");
    for number in 0..CLONES {
        let wanted = match number % 4 {
            1 => team.read(&format!("thanks/p{number}.md")).matches("thanks (").count(),
            2 => readme.matches(&format!("[Question of P{number}]")).count(),
            3 => readme.matches(&format!("[Page of P{number}]")).count(),
            _ => 1,
        };
        assert_eq!(wanted, 1, "P{number}: {readme}");
    }
    let all = team.git(&["grep", "-lE", "^(<<<<<<<|>>>>>>>)", "main"]);
    assert_eq!(all.out, "", "no marker");
    let home = Sandbox::bare();
    let (clone, site) = (home.home().join("clone"), home.home().join("site"));
    home.git_in(home.home(), &["clone", "-q", &team.url(), clone.to_str().unwrap()]).ok();
    assert_eq!(home.riffle(&["check", clone.to_str().unwrap()]).ok(), "", "every link and list is right");
    home.riffle(&["site", clone.to_str().unwrap(), "--out", site.to_str().unwrap()]).ok();
    assert_eq!(crate::site::dead_links(&site), [""; 0]);
}
