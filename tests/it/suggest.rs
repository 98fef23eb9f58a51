//! A page of a team is changed by a colleague of who wrote it.

use std::fs;

use crate::support::{Person, Ran, Screen, Team};

const PAGE: &str = "nuggets/tls/rotate.md";
const PATH: &str = ".team/acme/nuggets/tls/rotate.md";
const TEXT: &str = "---\nkind: nugget\ntitle: Rotate certificates\nauthors: [Jo]\n---\n# Rotate certificates\n\n\
    Issue teh new one.\n\nDeploy it.\n\nRevoke the old one.\n";

fn desk() -> (Team, Person) {
    let team = Team::founded();
    team.write("Jo", PAGE, TEXT);
    let ada = Person::of(&team, "Ada");
    (team, ada)
}

/// Suggests a whole text for a page.
fn suggest(person: &Person, text: &str, args: &[&str]) -> Ran {
    let file = person.sandbox.home().join("page.md");
    fs::write(&file, text).unwrap();
    person.riffle(&[&["suggest", PATH, "--from", file.to_str().unwrap()], args].concat())
}

fn log(team: &Team) -> String {
    team.git(&["log", "-1", "--format=%an: %s%n%b", "main"]).ok()
}

#[test]
fn a_corrected_typo_is_one_commit_of_who_corrected_it() {
    let (team, ada) = desk();

    let shown = suggest(&ada, &TEXT.replace("teh", "the"), &["--dry-run"]).ok();
    assert!(shown.contains("Issue the new one.") && shown.contains("edit: Rotate certificates"), "{shown}");
    assert_eq!(team.read(PAGE), TEXT, "a look changes nothing");
    let said = suggest(&ada, &TEXT.replace("teh", "the"), &["--yes"]).ok();

    assert_eq!(said, format!("{PAGE}\n"));
    assert_eq!(team.read(PAGE), TEXT.replace("teh", "the"));
    assert!(log(&team).starts_with("Ada: edit: Rotate certificates\n"), "{}", log(&team));
    let again = suggest(&ada, &TEXT.replace("teh", "the"), &["--yes"]);
    assert!(again.err.contains("Nothing was changed"), "{again:?}");
}

#[test]
fn the_editor_gets_the_teams_copy_and_what_is_not_sent_is_kept() {
    let (team, ada) = desk();
    let editor = ada.sandbox.home().join("editor");
    fs::write(&editor, "#!/bin/sh\nsed -i 's/teh/the/' \"$1\"\n").unwrap();
    let run = |args: &[&str]| {
        let mut command = ada.command(&[&["suggest", PATH], args].concat());
        Ran::of(command.env("EDITOR", format!("sh {}", editor.display())))
    };

    let unsent = run(&[]).fails(3);
    let kept = unsent.split("kept in ").nth(1).unwrap().lines().next().unwrap().trim_end_matches('.').to_owned();
    assert!(fs::read_to_string(kept).unwrap().contains("Issue the new one."), "{unsent}");
    assert_eq!(team.read(PAGE), TEXT);
    run(&["--yes"]).ok();

    assert!(team.read(PAGE).contains("Issue the new one."));
}

#[test]
fn what_a_colleague_changed_meanwhile_stays_and_the_same_lines_are_refused() {
    let (team, ada) = desk();
    team.write("Jo", PAGE, &TEXT.replace("Revoke the old one.", "Revoke the old one a week later."));

    // The clone here does not know of it yet.
    suggest(&ada, &TEXT.replace("teh", "the"), &["--yes"]).ok();
    let now = team.read(PAGE);
    assert!(now.contains("Issue the new one.") && now.contains("a week later"), "{now}");

    team.write("Jo", PAGE, &now.replace("Deploy it.", "Deploy it at night."));
    let said = suggest(&ada, &now.replace("Deploy it.", "Deploy it by day."), &["--yes"]).fails(3);
    assert!(said.contains("same lines"), "{said}");
    assert!(team.read(PAGE).contains("at night"));
}

#[test]
fn a_change_waits_on_a_branch_where_the_team_or_the_person_wishes_that() {
    let (team, ada) = desk();
    let said = suggest(&ada, &TEXT.replace("teh", "the"), &["--yes", "--branch"]);
    assert!(said.err.contains("riffle/edit-rotate"), "{said:?}");
    assert_eq!(team.read(PAGE), TEXT);
    let on_branch = team.git(&["show", &format!("riffle/edit-rotate:{PAGE}")]).ok();
    assert_eq!(on_branch, TEXT.replace("teh", "the"));

    team.write("Jo", ".riffle/team.toml", "schema = 1\nsuggestions = \"branch\"\n");
    ada.riffle(&["team", "new"]).ok();
    let said = suggest(&ada, &TEXT.replace("Deploy", "Install"), &["--yes"]);
    assert!(said.err.contains("riffle/edit-rotate-2"), "{said:?}");
    suggest(&ada, &TEXT.replace("Deploy", "Install"), &["--yes", "--direct"]).ok();
    assert!(team.read(PAGE).contains("Install it."));
}

#[test]
fn secrets_and_what_is_for_me_alone_keep_a_change_from_leaving() {
    let (team, ada) = desk();
    let with = |line: &str| TEXT.replace("Deploy it.", &format!("Deploy it. {line}"));
    ada.nugget("Who is to leave", "Nobody knows.");

    for line in ["%% ask Mina %%", "<!-- private -->", "See [[Who is to leave]].", "See /home/ada/notes.md."] {
        let said = suggest(&ada, &with(line), &["--yes"]);
        assert_ne!(said.code, Some(0), "{line}: {said:?}");
    }
    let said = suggest(&ada, &with("AKIAQYLPMN5HHHFPZAM2 is the key"), &["--yes"]).fails(3);
    assert!(said.contains("allow with"), "{said}");
    assert_eq!(team.read(PAGE), TEXT);
}

#[test]
fn a_page_stays_the_page_that_it_is() {
    let team = Team::founded();
    let with_id = TEXT.replacen("kind:", "id: 01jn8k4w000000000000000000\nkind:", 1);
    team.write("Jo", PAGE, &with_id);
    let ada = Person::of(&team, "Ada");

    let said = suggest(&ada, &with_id.replace("01jn8k4w", "01jn8k4x"), &["--yes"]).fails(1);
    assert!(said.contains("id of a page"), "{said}");
    let said = suggest(&ada, "", &["--yes"]).fails(1);
    assert!(said.contains("nothing is left"), "{said}");
    assert_eq!(team.read(PAGE), with_id);
}

#[test]
fn the_list_of_pages_follows_a_better_title() {
    let (team, jo) = (Team::founded(), Person::new("Jo"));
    jo.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
    let entry = jo.nugget("Rotate teh certificates", "Issue, deploy, revoke.");
    let page = jo.publish(&entry).ok().trim().to_owned();
    let ada = Person::of(&team, "Ada");
    let text = team.read(&page);
    let file = ada.sandbox.home().join("page.md");
    fs::write(&file, text.replace("teh", "the")).unwrap();

    ada.riffle(&["suggest", &format!(".team/acme/{page}"), "--from", file.to_str().unwrap(), "--yes"]).ok();

    assert!(team.read("README.md").contains("[Rotate the certificates]"), "{}", team.read("README.md"));
    jo.riffle(&["team", "new"]).ok();
    assert_eq!(jo.state(&entry), "edited", "who wrote it hears of it");
}

#[test]
fn a_page_of_mine_is_changed_in_my_entry() {
    let (_team, ada) = desk();
    let entry = ada.nugget("Rotate keys", "Every spring.");
    let page = ada.publish(&entry).ok().trim().to_owned();

    let said = ada.riffle(&["suggest", &format!(".team/acme/{page}")]).fails(2);
    assert!(said.contains(&entry), "{said}");

    let mut screen = Screen::open(&ada.sandbox, (120, 36));
    screen.keys("s").types("in:acme rotate keys").keys("enter e").shows("Saved");
    assert!(ada.sandbox.read(&entry).ends_with("more\n"));
}

#[test]
fn what_was_adopted_from_the_page_takes_the_change_too() {
    let (_team, ada) = desk();
    let mine = ada.riffle(&["adopt", PATH]).ok().trim().to_owned();
    ada.sandbox.write(&mine, format!("{}\nI tried it.\n", ada.sandbox.read(&mine)));

    let said = suggest(&ada, &TEXT.replace("teh", "the"), &["--yes"]);
    assert!(said.err.contains("--take"), "{said:?}");
    assert!(ada.sandbox.read(&mine).contains("teh"));
    suggest(&ada, &TEXT.replace("teh", "the").replace("Deploy", "Install"), &["--yes", "--take"]).ok();

    let text = ada.sandbox.read(&mine);
    assert!(text.contains("Install it.") && text.contains("I tried it."), "{text}");
    ada.riffle(&["undo"]).ok();
    assert!(ada.sandbox.read(&mine).contains("Deploy it."));
}

#[test]
fn in_the_workbench_it_is_the_key_of_edit_and_a_word() {
    let (team, ada) = desk();
    ada.riffle(&["adopt", PATH]).ok();
    let mut screen = Screen::open(&ada.sandbox, (120, 36));
    screen.editor_adds = "Tell Mina.\n";
    screen
        .keys("s")
        .types("rotate")
        .keys("enter G e")
        .shows("What acme will see")
        .shows("+ Tell Mina.")
        .hides("private entry");
    assert_eq!(team.read(PAGE), TEXT, "nothing has left yet");

    screen.keys("P").shows("Changed \u{201c}Rotate certificates\u{201d} in acme").shows("Change my entry too?");
    assert!(team.read(PAGE).ends_with("Tell Mina.\n"));
    screen.keys("y").shows("Changed");
    let drafts = ada.sandbox.home().join(".local/state/riffle");
    let left = ada.sandbox.riffle(&["doctor"]).out;
    assert!(!left.contains("suggestion"), "{left} {}", drafts.display());
}

#[test]
fn a_change_that_is_not_sent_from_the_workbench_is_kept() {
    let (team, ada) = desk();
    let mut screen = Screen::open(&ada.sandbox, (80, 24));
    screen.keys("s").types("rotate").keys("enter e").shows("on a branch");
    screen.keys("esc").shows("Not sent").shows("is kept in");
    assert_eq!(team.read(PAGE), TEXT);

    screen.wait(11_000).keys("e B").shows("riffle/edit-rotate");
    assert_eq!(team.read(PAGE), TEXT);
}
