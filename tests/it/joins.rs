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

#[test]
fn what_a_colleague_changed_is_taken_into_my_entry_beside_what_is_private() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.nugget("Tea", "Hot.");
    let body = "First line of Ada. %% ask Mina %%\n\n%% all of this is mine %%\n\nSecond [[tea|line]] of Ada.\n\n\
        <!-- private -->\nhidden\n<!-- /private -->\n\nThird line of Ada.\n\n%% and the end %%";
    let entry = ada.nugget(TITLE, body);
    ada.publish(&entry).ok();
    by_hand(&team, "Dora", "First line of Ada.", "First line, by Dora.");
    by_hand(&team, "Dora", "Second line of Ada", "Second line of all");
    by_hand(&team, "Dora", "Third line of Ada.", "Third line of Ada.\n\nA fourth by Dora.");
    by_hand(&team, "Dora", "tags: [git]", "tags: [git, ci]");
    ada.riffle(&["team", "new"]).ok();
    let before = ada.sandbox.read(&entry);

    let shown = ada.riffle(&["published", "--take", &entry, "--dry-run"]).ok();
    assert!(shown.contains("First line, by Dora.") && ada.sandbox.read(&entry) == before, "{shown}");
    let told = ada.riffle(&["published", "--take", &entry]).ok();

    assert!(told.contains("A fourth by Dora."), "{told}");
    let text = ada.sandbox.read(&entry);
    for words in [
        "First line, by Dora. %% ask Mina %%",
        "%% all of this is mine %%",
        "Second [[tea|line]] of all.",
        "hidden",
        "A fourth by Dora.",
        "%% and the end %%",
        "ci",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(ada.state(&entry), "published");
    let listed = ada.riffle(&["published", &entry, "--json"]).json().remove(0);
    assert_eq!(listed["theirs"], false, "{listed}");
    edit(&ada, &entry, "First line, by Dora.", "First line, by Dora and me.");
    update(&ada, &entry).ok();
    let page = team.read(PAGE);
    assert!(page.contains("by Dora and me.") && page.contains("A fourth by Dora."), "{page}");
    for secret in ["Mina", "hidden", "mine", "the end", "taken"] {
        assert!(!page.contains(secret), "{secret}: {page}");
    }
}

#[test]
fn what_was_taken_is_taken_back_by_undo_and_is_theirs_again() {
    let (team, ada, entry) = desk();
    by_hand(&team, "Dora", "First line of Ada.", "First line, by Dora.");
    ada.riffle(&["team", "new"]).ok();
    let before = ada.sandbox.read(&entry);

    ada.riffle(&["published", "--take", &entry]).ok();
    assert_eq!(ada.state(&entry), "published");
    ada.riffle(&["undo"]).ok();

    assert_eq!((ada.sandbox.read(&entry), ada.state(&entry)), (before, "edited".to_owned()));
}

#[test]
fn words_that_an_update_joined_are_told_until_they_are_taken() {
    let (team, ada, entry) = desk();
    by_hand(&team, "Dora", "First line of Ada.", "First line, by Dora.");
    edit(&ada, &entry, "Third line of Ada.", "Third line, again.");
    update(&ada, &entry).ok();

    let theirs = |person: &Person| person.riffle(&["published", &entry, "--json"]).json()[0]["theirs"].clone();
    assert_eq!((theirs(&ada), ada.state(&entry)), (true.into(), "published".to_owned()));
    ada.riffle(&["published", "--take", &entry]).ok();
    assert_eq!((theirs(&ada), ada.state(&entry)), (false.into(), "published".to_owned()));
    edit(&ada, &entry, "First line, by Dora.", "First line, by both.");
    update(&ada, &entry).ok();
    assert!(team.read(PAGE).contains("First line, by both.") && !team.read(PAGE).contains("by Dora"));
    let said = ada.riffle(&["published", "--take", &entry]);
    assert!(said.err.contains("Nothing to take"), "{said:?}");
}

#[test]
fn the_same_lines_are_taken_only_on_a_word() {
    let (team, ada, entry) = desk();
    by_hand(&team, "Dora", "First line of Ada.", "First, by Dora.");
    by_hand(&team, "Dora", "Third line of Ada.", "Third, by Dora.");
    edit(&ada, &entry, "First line of Ada.", "First, anew.");
    ada.riffle(&["team", "new"]).ok();
    let before = ada.sandbox.read(&entry);

    let said = ada.riffle(&["published", "--take", &entry]).fails(3);
    assert!(said.contains("the same lines") && ada.sandbox.read(&entry) == before, "{said}");
    ada.riffle(&["published", "--take", &entry, "--keep", "mine"]).ok();

    let text = ada.sandbox.read(&entry);
    assert!(text.contains("First, anew.") && text.contains("Third, by Dora."), "{text}");
    assert_eq!(ada.state(&entry), "drifted");
}

#[test]
fn a_title_that_a_colleague_changed_is_taken_and_a_link_to_a_page_of_the_team_stays_one() {
    let (team, ada, entry) = desk();
    team.write("Jo", "nuggets/ci/cache.md", "# Caches\n\nWords of Jo.\n");
    by_hand(&team, "Dora", TITLE, "Partial clones");
    by_hand(&team, "Dora", "Third line of Ada.", "Third line of Ada, see [caches](../ci/cache.md).");
    ada.riffle(&["team", "new"]).ok();

    ada.riffle(&["published", "--take", &entry]).ok();

    let text = ada.sandbox.read(&entry);
    assert!(text.contains("title: Partial clones") && text.contains("[caches](../ci/cache.md)"), "{text}");
    assert_eq!(ada.state(&entry), "published");
}

#[test]
fn a_field_that_no_entry_has_stays_in_the_page_when_the_rest_was_taken() {
    let (team, ada, entry) = desk();
    by_hand(&team, "Dora", "kind: nugget\n", "kind: nugget\nreviewed-by: Dora\n");
    by_hand(&team, "Dora", "First line of Ada.", "First, by Dora.");
    ada.riffle(&["team", "new"]).ok();
    ada.riffle(&["published", "--take", &entry]).ok();
    edit(&ada, &entry, "Second line of Ada.", "Second, again.");

    update(&ada, &entry).ok();

    let page = team.read(PAGE);
    assert!(page.contains("reviewed-by: Dora") && page.contains("First, by Dora.") && page.contains("again"), "{page}");
}

#[test]
fn a_page_that_moves_takes_all_links_to_it_along() {
    let (team, ada, entry) = desk();
    let other = ada.nugget("What follows", "See [[blobless-clones-make-ci-faster]].");
    let other = ada.publish(&other).ok();
    team.write(
        "Jo",
        "nuggets/ci/cache.md",
        "# Caches\n\nSee [clones](../git/blobless-clones-make-ci-faster.md#x \"T\").\n",
    );
    team.write(
        "Jo",
        "nuggets/git/near.md",
        &format!("---\nderived_from:\n  - ./{}\n---\n# Near\n\n[r]\n\n[r]: {0}\n", &PAGE[12..]),
    );
    let readme = team.read("README.md");
    team.write("Jo", "README.md", &format!("Begin with [this]({PAGE}).\n\n{readme}"));
    by_hand(&team, "Dora", "Third line of Ada.", "Third line of Ada, see [near](near.md).");
    ada.riffle(&["team", "new"]).ok();
    let before = team.git(&["rev-list", "--count", "main"]).ok();

    let moved = ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--topic", "build"]).ok();

    let moved = moved.trim();
    assert_eq!(moved, PAGE.replace("/git/", "/build/"));
    let count: usize = before.trim().parse().unwrap();
    assert_eq!(team.git(&["rev-list", "--count", "main"]).ok().trim(), (count + 1).to_string());
    for path in team.files().iter().filter(|path| path.ends_with(".md")) {
        assert!(!team.read(path).contains("git/blobless"), "{path}: {}", team.read(path));
    }
    assert!(team.read("nuggets/ci/cache.md").contains("(../build/blobless-clones-make-ci-faster.md#x \"T\")"));
    let near = team.read("nuggets/git/near.md");
    assert!(near.contains("- ../build/blobless") && near.contains("[r]: ../build/blobless"), "{near}");
    assert!(team.read(other.trim()).contains("(../build/blobless"), "{}", team.read(other.trim()));
    assert!(team.read("README.md").contains(&format!("Begin with [this]({moved})")), "{}", team.read("README.md"));
    assert!(team.read(moved).contains("[near](../git/near.md)"), "{}", team.read(moved));
}

#[test]
fn what_a_colleague_wrote_into_the_list_stays_and_titles_follow_their_pages() {
    let (team, ada, entry) = desk();
    let second = ada.nugget("Second thing", "Words.");
    ada.publish(&second).ok();
    let readme = team.read("README.md");
    let line = format!("- [{TITLE}]({PAGE})\n");
    let by_hand = format!("- [Read this first!]({PAGE}): it saves minutes\n- see also the wiki\n");
    team.write("Jo", "README.md", &readme.replace(&line, &by_hand));
    let page = "nuggets/git/second-thing.md";
    team.write("Jo", page, &team.read(page).replace("Second thing", "Second thoughts"));
    ada.riffle(&["team", "new"]).ok();
    edit(&ada, &entry, "Third line of Ada.", "Third, again.");
    edit(&ada, &entry, TITLE, "Clones without blobs");

    update(&ada, &entry).ok();

    let readme = team.read("README.md");
    assert!(readme.contains(&by_hand), "{readme}");
    assert!(readme.contains(&format!("[Second thoughts]({page})")) && !readme.contains("[Second thing]"), "{readme}");
}

#[test]
fn two_branches_for_review_do_not_meet_and_the_list_follows_when_they_are_merged() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let propose = |title: &str| {
        let entry = ada.nugget(title, "Words.");
        ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--branch"]).ok()
    };
    let readme = team.read("README.md");
    let (one, other) = (propose("One thing"), propose("Another thing"));
    let branches = team.git(&["branch", "--list", "riffle/*", "--format=%(refname:short)"]).ok();
    for branch in branches.lines() {
        assert_eq!(team.git(&["show", &format!("{branch}:README.md")]).ok(), readme);
    }
    team.by_hand("Jo", "merged", |at| {
        for branch in branches.lines() {
            let branch = format!("origin/{branch}");
            let who = ["-c", "user.name=Jo", "-c", "user.email=jo@example.org"];
            Sandbox::bare().git_in(at, &[&who[..], &["merge", "-q", "--no-edit", &branch]].concat()).ok();
        }
        std::fs::write(at.join("merged"), "").unwrap();
    });

    ada.riffle(&["team", "new"]).ok();

    let readme = team.read("README.md");
    assert!(readme.contains(one.trim()) && readme.contains(other.trim()), "{readme}");
    let tip = team.git(&["rev-parse", "main"]).ok();
    ada.riffle(&["team", "new"]).ok();
    assert_eq!(team.git(&["rev-parse", "main"]).ok(), tip);
}

#[test]
fn credit_and_licence_go_along_wherever_adopted_words_go() {
    let team = Team::founded();
    team.write("Jo", ".riffle/team.toml", "license = \"CC-BY-SA-4.0\"\n");
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let entry = ada.nugget(TITLE, LINES);
    ada.publish(&entry).ok();
    let moved = "nuggets/git/renamed.md";
    team.by_hand("Kim", moved, |at| std::fs::rename(at.join(PAGE), at.join(moved)).unwrap());
    let came = jo.riffle(&["team", "new", "--json"]).json();
    assert_eq!(came[0]["author"], "Ada", "who renamed it wrote nothing: {came:?}");
    let mine = jo.riffle(&["adopt", &format!(".team/acme/{moved}")]).ok();
    let other = Team::founded();
    other.write("Zed", ".riffle/team.toml", "license = \"MIT\"\n");
    jo.riffle(&["team", "add", &other.url(), "--name", "other"]).ok();

    for team in [("other", &other), ("acme", &team)] {
        let path = jo.riffle(&["publish", mine.trim(), "--to", team.0, "--yes", "--topic", "new"]).ok();
        let page = team.1.read(path.trim());
        assert!(page.contains("license: CC-BY-SA-4.0") && page.contains("authors: [Ada]"), "{page}");
        assert!(page.contains("via: Ada (acme)") && !page.contains("adopted"), "{page}");
    }
    let text = jo.sandbox.read(mine.trim());
    jo.sandbox.write(mine.trim(), text.replace("CC-BY-SA-4.0", "All rights reserved"));
    let said = jo.riffle(&["publish", mine.trim(), "--to", "other", "--yes"]).fails(1);
    assert!(said.contains("All rights reserved") && said.contains("licence"), "{said}");
}

#[test]
fn what_another_machine_published_is_not_taken_back_by_one_that_has_not_heard_of_it() {
    let (team, ada, entry) = desk();
    let (_remote, other) = second_machine(&team, &ada);
    edit(&other, &entry, "First line of Ada.", "First, from the other machine.");
    update(&other, &entry).ok();
    for round in ["Third, once.", "Third, twice."] {
        let text = ada.sandbox.read(&entry);
        let last = text.lines().rfind(|line| line.starts_with("Third")).unwrap().to_owned();
        edit(&ada, &entry, &last, round);

        update(&ada, &entry).ok();

        let page = team.read(PAGE);
        assert!(page.contains("First, from the other machine.") && page.contains(round), "{page}");
    }
}

#[test]
fn an_update_that_only_lists_the_page_elsewhere_does_not_hide_what_is_mine() {
    let (team, ada, entry) = desk();
    let moved = "nuggets/git/moved.md";
    team.by_hand("Dora", moved, |at| std::fs::rename(at.join(PAGE), at.join(moved)).unwrap());
    update(&ada, &entry).ok();
    team.write("Dora", moved, &team.read(moved).replace("Third line of Ada.", "Third line, by Dora."));
    edit(&ada, &entry, "First line of Ada.\n", "");
    update(&ada, &entry).ok();

    let place = ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--topic", "work"]).ok();

    let page = team.read(place.trim());
    assert!(page.contains("Third line, by Dora.") && !page.contains("First line"), "{page}");
}
