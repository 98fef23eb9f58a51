//! One page, two hands: mine by Riffle and a colleague's by plain git. Nothing that either wrote is lost.

use crate::share::{PAGE, TITLE};
use crate::support::{Person, Ran, Sandbox, Team};

const LINES: &str = "First line of Ada.\n\nSecond line of Ada.\n\nThird line of Ada.";

/// A page of three paragraphs that is out.
fn desk() -> (Team, Person, String) {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, LINES);
    ada.publish(&entry).ok();
    (team, ada, entry)
}

fn edit(person: &Person, entry: &str, from: &str, to: &str) {
    let text = person.sandbox.read(entry);
    assert!(text.contains(from), "{text}");
    person.sandbox.write(entry, text.replace(from, to));
}

/// Publishes what the team has now and what I have now, without a question.
fn update(person: &Person, entry: &str) -> Ran {
    person.riffle(&["team", "new"]).ok();
    person.publish(entry)
}

fn by_hand(team: &Team, who: &str, from: &str, to: &str) {
    let page = team.read(PAGE);
    assert!(page.contains(from), "{page}");
    team.write(who, PAGE, &page.replace(from, to));
}

/// A second machine of the same person: a clone of the store, with the same team, and none of the first one's state.
fn second_machine(team: &Team, ada: &Person) -> (tempfile::TempDir, Person) {
    let remote = tempfile::tempdir().unwrap();
    let url = remote.path().join("ada.git").to_string_lossy().into_owned();
    Sandbox::bare().git_in(remote.path(), &["init", "-q", "--bare", "-b", "main", "ada.git"]).ok();
    ada.sandbox.git(&["remote", "add", "origin", &url]).ok();
    ada.riffle(&["sync"]).ok();
    let other = Person::new("Ada");
    std::fs::remove_dir_all(&other.sandbox.store).unwrap();
    other.riffle(&["clone", &url, other.sandbox.store.to_str().unwrap()]).ok();
    other.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
    (remote, other)
}

#[test]
fn what_a_colleague_changed_stays_through_every_later_update_of_mine() {
    let (team, ada, entry) = desk();
    by_hand(&team, "Dora", "First line of Ada.", "First line, by Dora.");
    edit(&ada, &entry, "Third line of Ada.", "Third line, again.");
    update(&ada, &entry).ok();
    for round in 1..4 {
        let page = team.read(PAGE);
        let last = page.lines().rfind(|line| line.contains("econd")).unwrap().to_owned();
        edit(&ada, &entry, &last, &format!("Second line, round {round}."));

        update(&ada, &entry).ok();

        let page = team.read(PAGE);
        assert!(page.contains("First line, by Dora."), "round {round}: {page}");
        assert!(page.contains(&format!("round {round}")) && page.contains("Third line, again."), "{page}");
    }
}

#[test]
fn words_next_to_a_colleagues_are_a_conflict_and_never_silently_mine() {
    let (team, ada, entry) = desk();
    by_hand(&team, "Dora", "First line of Ada.", "First line, by Dora.");
    edit(&ada, &entry, "Third line of Ada.", "Third line, again.");
    update(&ada, &entry).ok();
    edit(&ada, &entry, "First line of Ada.", "First line, anew.");

    let said = update(&ada, &entry).fails(3);

    assert!(said.contains("the same lines"), "{said}");
    assert!(team.read(PAGE).contains("First line, by Dora."));
    ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--keep", "mine"]).ok();
    assert!(team.read(PAGE).contains("First line, anew.") && !team.read(PAGE).contains("by Dora"));
}

#[test]
fn mine_and_theirs_settle_the_lines_in_conflict_and_no_other() {
    for (whose, kept, gone) in
        [("mine", "First, anew.", "First, by Dora."), ("theirs", "First, by Dora.", "First, anew.")]
    {
        let (team, ada, entry) = desk();
        by_hand(&team, "Dora", "First line of Ada.", "First, by Dora.");
        by_hand(&team, "Dora", "Third line of Ada.", "Third line of Ada.\n\nA fourth by Dora.");
        edit(&ada, &entry, "First line of Ada.", "First, anew.");
        edit(&ada, &entry, "Second line of Ada.", "Second, anew.");

        update(&ada, &entry).fails(3);
        ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--keep", whose]).ok();

        let page = team.read(PAGE);
        assert!(page.contains(kept) && !page.contains(gone), "{whose}: {page}");
        assert!(page.contains("A fourth by Dora.") && page.contains("Second, anew."), "{whose}: {page}");
    }
}

#[test]
fn a_second_machine_that_touched_nothing_says_published_and_takes_nothing_back() {
    let (team, ada, entry) = desk();
    by_hand(&team, "Dora", "First line of Ada.", "First line, by Dora.");
    edit(&ada, &entry, "Third line of Ada.", "Third line, again.");
    update(&ada, &entry).ok();

    let (_remote, other) = second_machine(&team, &ada);

    assert_eq!((ada.state(&entry), other.state(&entry)), ("published".into(), "published".into()));
    update(&other, &entry).ok();
    assert!(team.read(PAGE).contains("First line, by Dora."), "{}", team.read(PAGE));
    edit(&other, &entry, "Second line of Ada.", "Second, from the other machine.");
    assert_eq!(other.state(&entry), "drifted");
    update(&other, &entry).ok();
    let page = team.read(PAGE);
    assert!(page.contains("First line, by Dora.") && page.contains("other machine"), "{page}");
    other.riffle(&["sync"]).ok();
    ada.riffle(&["sync"]).ok();
    ada.riffle(&["team", "new"]).ok();
    assert_eq!(ada.state(&entry), "published");
    edit(&ada, &entry, "Second, from the other machine.", "Second, once more.");
    update(&ada, &entry).ok();
    assert!(team.read(PAGE).contains("First line, by Dora.") && team.read(PAGE).contains("once more"));
}

#[test]
fn what_a_colleague_added_is_not_taken_away_with_a_line_of_mine() {
    let (team, ada, entry) = desk();
    by_hand(&team, "Dora", "Second line of Ada.\n", "Second line of Ada.\nAnd a remark of Dora.\n");
    edit(&ada, &entry, "Third line of Ada.", "Third line, again.");
    update(&ada, &entry).ok();
    edit(&ada, &entry, "Second line of Ada.\n\n", "");

    let ran = update(&ada, &entry);

    assert!(team.read(PAGE).contains("And a remark of Dora."), "{ran:?} {}", team.read(PAGE));
}

#[test]
fn a_page_that_a_colleague_moved_and_changed_keeps_their_words_later_too() {
    let (team, ada, entry) = desk();
    let moved = "nuggets/git/partial-clones.md";
    team.by_hand("Dora", moved, |at| std::fs::rename(at.join(PAGE), at.join(moved)).unwrap());
    team.write("Dora", moved, &team.read(moved).replace("First line of Ada.", "First, by Dora."));
    edit(&ada, &entry, "Third line of Ada.", "Third, again.");
    update(&ada, &entry).ok();
    edit(&ada, &entry, "Second line of Ada.", "Second, again.");
    update(&ada, &entry).ok();

    let page = team.read(moved);
    assert!(
        page.contains("First, by Dora.") && page.contains("Second, again.") && page.contains("Third, again."),
        "{page}"
    );
    ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--topic", "build"]).ok();
    edit(&ada, &entry, "Second, again.", "Second, at last.");
    let path = update(&ada, &entry).ok();
    let page = team.read(path.trim());
    assert!(page.contains("First, by Dora.") && page.contains("Second, at last."), "{path}: {page}");
}

#[test]
fn plain_pages_without_ids_keep_a_colleagues_words_too() {
    let team = Team::founded();
    team.write("Jo", ".riffle/team.toml", "style = \"plain\"\n");
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, LINES);
    update(&ada, &entry).ok();
    by_hand(&team, "Dora", "First line of Ada.", "First line, by Dora.");
    edit(&ada, &entry, "Third line of Ada.", "Third line, again.");
    update(&ada, &entry).ok();
    edit(&ada, &entry, "Second line of Ada.", "Second, again.");
    update(&ada, &entry).ok();

    let page = team.read(PAGE);
    assert!(page.contains("First line, by Dora.") && page.contains("Second, again."), "{page}");
}

#[test]
fn a_field_that_a_colleague_added_stays() {
    let (team, ada, entry) = desk();
    by_hand(&team, "Dora", "kind: nugget\n", "kind: nugget\nreviewed-by: Dora\n");
    edit(&ada, &entry, "Third line of Ada.", "Third line, again.");
    update(&ada, &entry).ok();
    edit(&ada, &entry, "Second line of Ada.", "Second, again.");
    update(&ada, &entry).ok();

    assert!(team.read(PAGE).contains("reviewed-by: Dora"), "{}", team.read(PAGE));
}

#[test]
fn a_history_in_which_my_commit_is_gone_is_joined_by_nobody_but_the_person() {
    let (team, ada, entry) = desk();
    let first = team.git(&["rev-parse", "main~1"]).ok();
    let page = team.read(PAGE);
    team.git(&["update-ref", "refs/heads/main", first.trim()]).ok();
    team.write("Dora", PAGE, &page.replace("First line of Ada.", "First, by Dora."));
    let (_remote, other) = second_machine(&team, &ada);
    edit(&other, &entry, "First line of Ada.", "First, anew.");

    let said = update(&other, &entry).fails(3);

    assert!(said.contains("the same lines"), "{said}");
    assert!(team.read(PAGE).contains("First, by Dora."));
    assert_eq!(other.state(&entry), "diverged");
}

#[test]
fn merges_of_colleagues_who_pull_lose_nothing_of_theirs() {
    let (team, ada, entry) = desk();
    let dora = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::bare();
    let git = |args: &[&str]| {
        let who = ["-c", "user.name=Dora", "-c", "user.email=dora@example.org"];
        sandbox.git_in(dora.path(), &[&who[..], args].concat()).ok()
    };
    git(&["clone", "-q", &team.url(), "."]);
    let file = dora.path().join(PAGE);
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("First line of Ada.", "First, by Dora.")).unwrap();
    git(&["commit", "-qam", "mine"]);
    edit(&ada, &entry, "Third line of Ada.", "Third, again.");
    update(&ada, &entry).ok();
    git(&["pull", "-q", "--no-rebase", "--no-edit", "origin", "main"]);
    git(&["push", "-q", "origin", "HEAD:main"]);
    edit(&ada, &entry, "Second line of Ada.", "Second, again.");
    update(&ada, &entry).ok();
    edit(&ada, &entry, "Third, again.", "Third, at last.");
    update(&ada, &entry).ok();

    let page = team.read(PAGE);
    assert!(page.contains("First, by Dora.") && page.contains("Second, again.") && page.contains("at last"), "{page}");
}
