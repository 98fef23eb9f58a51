//! What is out: its drift, its updates, its review, and its end, by commands, against real repositories.

use crate::share::{BODY, PAGE, TITLE};
use crate::support::{Person, Ran, Team};

#[test]
fn a_change_drifts_is_brought_up_to_date_and_is_withdrawn_at_last() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();

    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replace("0m52", "0m48"));
    assert_eq!(ada.state(&entry), "drifted");
    ada.publish(&entry).ok();
    assert_eq!(ada.state(&entry), "published");
    assert!(team.read(PAGE).contains("0m48"));

    let said = ada.riffle(&["withdraw", &entry, "--from", "acme"]);
    assert!(said.err.contains("history"), "{said:?}");
    assert_eq!(ada.state(&entry), "withdrawn");
    let page = team.read(PAGE);
    assert!(page.contains("Withdrawn by its author") && !page.contains("0m48"), "{page}");
    assert!(!team.read("README.md").contains(PAGE));
    let came = jo.riffle(&["team", "new", "acme", "--json"]).json();
    assert!(came.iter().any(|it| it["withdrawn"] == true), "{came:?}");
}

#[test]
fn what_is_no_longer_shared_is_told_until_it_is_taken_back() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();
    let own = ada.sandbox.read(&entry);

    for (no, told) in [("share: never", "never shared"), ("private: yes", "never shared"), ("oops: [", "line ")] {
        ada.sandbox.write(&entry, own.replacen("kind:", &format!("{no}\nkind:"), 1));
        assert_eq!(ada.state(&entry), "unshared", "{no}");
        let said = ada.riffle(&["published", &entry]).ok();
        assert!(said.contains("no longer shared, still published") && said.contains(told), "{said}");
        assert!(said.contains(&format!("riffle withdraw {entry} --from acme")), "{said}");
    }
    ada.publish(&entry).fails(1);
    assert!(!team.read(PAGE).contains("Withdrawn"), "nothing is taken back by itself");

    ada.riffle(&["withdraw", &entry, "--from", "acme"]).ok();

    assert_eq!(ada.state(&entry), "withdrawn");
    ada.sandbox.write(&entry, own.replacen("kind:", "share: never\nkind:", 1));
    assert_eq!(ada.state(&entry), "withdrawn");
    assert!(!ada.riffle(&["published", &entry]).ok().contains("still published"));
}

#[test]
fn what_a_colleague_changed_in_the_page_is_kept_by_an_update() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();
    team.write("Jo", PAGE, &team.read(PAGE).replace("over night", "in the small hours"));
    ada.riffle(&["team", "new"]).ok();
    assert_eq!(ada.state(&entry), "edited");

    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replace("0m52", "0m48"));
    assert_eq!(ada.state(&entry), "diverged");
    ada.publish(&entry).ok();
    let page = team.read(PAGE);
    assert!(page.contains("0m48") && page.contains("in the small hours"), "{page}");

    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replace("0m48", "0m47"));
    ada.publish(&entry).ok();
    let page = team.read(PAGE);
    assert!(page.contains("0m47") && page.contains("in the small hours"), "a later update keeps it, too: {page}");
}

#[test]
fn a_page_that_a_colleague_moved_is_updated_and_withdrawn_where_it_is() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();
    let moved = "nuggets/git/partial-clones.md";
    team.by_hand("Jo", moved, |at| std::fs::rename(at.join(PAGE), at.join(moved)).unwrap());
    team.write("Jo", moved, &team.read(moved).replace("over night", "in the small hours"));
    ada.riffle(&["team", "new"]).ok();
    assert_eq!(ada.state(&entry), "edited");

    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replace("0m52", "0m48"));
    assert_eq!(ada.publish(&entry).ok().trim(), moved);

    let page = team.read(moved);
    assert!(page.contains("0m48") && page.contains("in the small hours"), "{page}");
    assert!(!team.files().contains(&PAGE.to_owned()), "no second copy: {:?}", team.files());
    team.by_hand("Jo", PAGE, |at| std::fs::rename(at.join(moved), at.join(PAGE)).unwrap());
    team.write("Jo", moved, "---\nid: 01jn8k4wabcdabcdabcdabcdab\n---\n# Of Jo\n\nWords of Jo.\n");
    assert_eq!(ada.riffle(&["withdraw", &entry, "--from", "acme"]).ok().trim(), PAGE);
    assert!(team.read(PAGE).contains("Withdrawn by its author") && !team.read(PAGE).contains("0m48"));
    assert!(team.read(moved).contains("Words of Jo."), "what is not mine stays: {}", team.read(moved));
    assert_eq!(ada.state(&entry), "withdrawn");
}

#[test]
fn a_page_that_the_team_took_away_is_put_back_only_with_a_word_about_it() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();
    team.by_hand("Jo", PAGE, |at| std::fs::remove_file(at.join(PAGE)).unwrap());
    ada.riffle(&["team", "new"]).ok();

    let refused = ada.riffle(&["withdraw", &entry, "--from", "acme"]).fails(2);
    let ran = ada.publish(&entry);

    assert!(refused.contains("not published"), "{refused}");
    assert!(ran.err.contains("took the page away"), "{ran:?}");
    ran.ok();
}

#[test]
fn an_entry_without_a_date_gets_the_day_it_was_published_and_does_not_drift() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.sandbox.write("plain.md", "# A plain file\n\nWords.\n");

    let page = ada.publish("plain.md").ok();

    assert_eq!(ada.state("plain.md"), "published");
    ada.publish("plain.md").ok();
    assert!(!team.read(page.trim()).contains("1970"), "{}", team.read(page.trim()));
}

#[test]
fn the_same_lines_changed_by_both_want_a_word() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();
    team.write("Jo", PAGE, &team.read(PAGE).replace("0m52", "about a minute"));
    ada.riffle(&["team", "new"]).ok();
    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replace("0m52", "0m48"));

    let said = ada.publish(&entry).fails(3);

    assert!(said.contains("the same lines"), "{said}");
    assert!(team.read(PAGE).contains("about a minute"));
    ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--keep", "mine"]).ok();
    assert!(team.read(PAGE).contains("0m48") && !team.read(PAGE).contains("<<<<"));
}

#[test]
fn a_branch_for_review_leaves_the_pages_of_the_team_alone() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    let before = team.git(&["rev-parse", "main"]).ok();

    let told = ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--branch", "--json"]).json().remove(0);

    assert_eq!(told["state"], "proposed", "{told}");
    assert_eq!(team.git(&["rev-parse", "main"]).ok(), before);
    let branches = team.git(&["branch", "--list", "riffle/*"]).ok();
    assert!(branches.contains("riffle/blobless-clones-make-ci-faster"), "{branches}");
    assert_eq!(ada.state(&entry), "proposed");
    let said = ada.riffle(&["withdraw", &entry, "--from", "acme"]).fails(1);
    assert!(said.contains("delete its branch"), "{said}");
    assert_eq!(team.git(&["rev-parse", "main"]).ok(), before, "nobody is told of what was only proposed");
}

#[test]
fn an_update_for_review_is_proposed_and_nobody_is_said_to_have_changed_the_page() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();
    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replace("0m52", "0m48"));

    ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--branch"]).ok();
    assert_eq!(ada.state(&entry), "proposed");
    ada.sandbox.write(&entry, ada.sandbox.read(&entry).replace("0m48", "0m47"));
    assert_eq!(ada.state(&entry), "drifted");

    ada.publish(&entry).ok();
    assert!(team.read(PAGE).contains("0m47"));
    assert_eq!(ada.state(&entry), "published");
}

#[test]
fn what_was_only_proposed_is_not_withdrawn_from_a_team_that_never_had_it() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    let before = team.git(&["rev-parse", "main"]).ok();
    ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--branch"]).ok();

    let said = ada.riffle(&["withdraw", &entry, "--from", "acme"]).fails(1);

    assert!(said.contains("waits on a branch for review"), "{said}");
    assert_eq!(team.git(&["rev-parse", "main"]).ok(), before);
}

#[test]
fn an_update_is_not_taken_back_by_undo_and_the_page_stays_known() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();

    ada.riffle(&["tag", &entry, "+slow"]).ok();
    ada.riffle(&["undo"]).ok();

    assert_eq!(ada.state(&entry), "published");
}

#[test]
fn a_page_that_arrived_and_whose_entry_is_gone_keeps_nothing_from_the_list() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let (gone, other) = (ada.nugget(TITLE, BODY), ada.nugget("Another thing", "Words."));
    ada.publish(&other).ok();
    let mut command = ada.command(&["publish", &gone, "--to", "acme", "--yes"]);
    Ran::of(command.env("RIFFLE_CRASH_AT", "publish-delivered"));
    ada.riffle(&["rm", &gone]).ok();

    let listed = ada.riffle(&["published"]).ok();

    assert!(listed.contains(&other) && listed.contains(&gone), "{listed}");
}

#[test]
fn a_page_without_an_id_that_arrived_unheard_is_not_published_twice() {
    let team = Team::founded();
    team.write("Jo", ".riffle/team.toml", "style = \"plain\"\n");
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    let mut command = ada.command(&["publish", &entry, "--to", "acme", "--yes"]);
    Ran::of(command.env("RIFFLE_CRASH_AT", "publish-delivered"));

    ada.publish(&entry).ok();

    let pages = team.files().into_iter().filter(|file| file.starts_with("nuggets/")).count();
    assert_eq!((pages, ada.state(&entry)), (1, "published".to_owned()));
}

#[test]
fn what_a_reviewer_changed_is_not_overwritten_from_a_machine_that_never_had_the_branch() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--branch"]).ok();
    let branch = team.git(&["branch", "--list", "riffle/*", "--format=%(refname:short)"]).ok();
    let page = team.git(&["show", &format!("{}:{PAGE}", branch.trim())]).ok();
    team.write("Jo", PAGE, &page.replace("0m52", "under a minute"));
    let home = ada.sandbox.home();
    std::fs::remove_dir_all(home.join(".cache")).unwrap();
    let state = std::fs::read_dir(home.join(".local/state/riffle/stores")).unwrap().next().unwrap().unwrap();
    std::fs::remove_dir_all(state.path().join("pages-out")).unwrap();
    ada.riffle(&["team", "new"]).ok();

    let said = ada.publish(&entry).fails(3);

    assert!(said.contains("the same lines"), "{said}");
    assert!(team.read(PAGE).contains("under a minute"));
    assert_eq!(ada.state(&entry), "diverged");
}

#[test]
fn a_file_without_front_matter_agrees_with_its_page_after_it_was_published() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.sandbox.write("notes/plain-words.md", "# Plain words\n\nText of long ago.\n");

    ada.publish("notes/plain-words.md").ok();

    assert_eq!(ada.state("notes/plain-words.md"), "published");
    ada.sandbox.write("notes/plain-words.md", ada.sandbox.read("notes/plain-words.md") + "\nMore.\n");
    let path = ada.publish("notes/plain-words.md").ok();
    assert!(!team.read(path.trim()).contains("1970"), "{}", team.read(path.trim()));
}

#[test]
fn what_the_team_has_already_is_not_said_to_wait_on_a_branch() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    ada.publish(&entry).ok();

    let told = ada.riffle(&["publish", &entry, "--to", "acme", "--yes", "--branch", "--json"]).json().remove(0);

    assert_eq!((&told["state"], told["branch"].is_null()), (&"published".into(), true), "{told}");
}

#[test]
fn a_proposal_whose_answer_got_lost_is_not_made_a_second_time() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, BODY);
    let propose = ["publish", &entry, "--to", "acme", "--yes", "--branch"];
    let mut command = ada.command(&propose);
    Ran::of(command.env("RIFFLE_CRASH_AT", "team-pushed"));
    let branches = || team.git(&["branch", "--format=%(refname:short)"]).ok();
    let sent = branches();

    ada.riffle(&propose).ok();

    assert_eq!((sent.lines().count(), branches()), (2, sent));
    assert_eq!(ada.state(&entry), "proposed");
}
