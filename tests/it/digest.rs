//! What happened in a team, told from its repository alone.

use crate::support::{Person, Screen, Team};

fn desk() -> (Team, Person) {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    (team, ada)
}

/// A commit by hand on a day.
fn on(team: &Team, day: &str, path: &str, text: Option<&str>) {
    team.by_hand("Jo", path, |at| {
        let file = at.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        match text {
            Some(text) => std::fs::write(&file, text).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
    });
    // The day of a commit made by hand is set by making it again.
    let tree = team.git(&["rev-parse", "main^{tree}"]).ok();
    let parent = team.git(&["rev-parse", "main~1"]).ok();
    let date = format!("{day}T12:00:00+00:00");
    let mut git = std::process::Command::new("git");
    git.current_dir(team.path()).args(["commit-tree", tree.trim(), "-p", parent.trim(), "-m", path]);
    for who in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{who}_NAME"), "Jo").env(format!("GIT_{who}_EMAIL"), "jo@example.org");
        git.env(format!("GIT_{who}_DATE"), &date);
    }
    let made = String::from_utf8(git.output().unwrap().stdout).unwrap();
    team.git(&["update-ref", "refs/heads/main", made.trim()]).ok();
}

fn digest(ada: &Person, more: &[&str]) -> String {
    ada.riffle(&[&["digest"], more].concat()).ok()
}

#[test]
fn a_week_is_told_by_what_came_changed_was_asked_answered_thanked_and_went() {
    let (team, ada) = desk();
    on(&team, "2026-11-01", "nuggets/git/old.md", Some("# Old\n\nWords.\n\n## Steps\n\nOne.\n"));
    on(&team, "2026-11-01", "nuggets/git/gone.md", Some("# Gone\n\nWords.\n"));
    on(&team, "2026-11-01", "nuggets/git/moved.md", Some("---\nid: 01k0abcdefghjkmnpqrstvwxyz\n---\n# Moved\n"));
    on(&team, "2026-11-01", "requests/one.md", Some("---\ntitle: One\ndate: 2026-11-01\n---\n"));
    on(
        &team,
        "2026-11-02",
        "nuggets/git/late.md",
        Some("---\ntitle: Late\nreview_by: 2026-11-05\nowner: jo\n---\n# Late\n"),
    );
    on(&team, "2026-11-19", "nuggets/git/old.md", Some("# Old\n\nWords.\n\n## Steps\n\nTwo.\n"));
    on(&team, "2026-11-19", "nuggets/git/gone.md", None);
    on(&team, "2026-11-19", "nuggets/git/moved.md", None);
    on(&team, "2026-11-19", "notes/git/moved.md", Some("---\nid: 01k0abcdefghjkmnpqrstvwxyz\n---\n# Moved\n"));
    on(&team, "2026-11-20", "nuggets/git/new.md", Some("# New [one]\n\nWords.\n"));
    on(
        &team,
        "2026-11-20",
        "requests/two.md",
        Some("---\ntitle: Two\nfor: Sales\nauthors: [Mina]\ndue: 2026-11-01\n---\n"),
    );
    let closed = "---\ntitle: One\ndate: 2026-11-01\nstatus: closed\noutcome: two pings less\n---\n";
    on(&team, "2026-11-20", "requests/one.md", Some(closed));
    let thanks = "# Thanks from Kim\n\n- 2026-11-20 Jo: for the tea ([New](../nuggets/git/new.md))\n";
    on(&team, "2026-11-20", "thanks/kim.md", Some(thanks));

    let told = digest(&ada, &[]);

    let expected = "# What we know: 2026-11-15 to 2026-11-21\n\
        \n## New\n\n- New \\[one\\] (nuggets/git/new.md), Jo\n\
        \n## Changed\n\n- Old (nuggets/git/old.md), Jo: Steps\n\
        \n## Asked\n\n- Two (requests/two.md), Mina: for Sales\n\
        \n## Answered\n\n- One (requests/one.md), Jo: two pings less\n\
        \n## Thanks\n\n- New \\[one\\] (nuggets/git/new.md), Jo: for the tea (Kim)\n\
        \n## Gone\n\n- Gone (nuggets/git/gone.md), Jo\n\
        \n## Overdue\n\n- Two (requests/two.md): due 2026-11-01\n- Late (nuggets/git/late.md), jo: to be looked at since 2026-11-05\n";
    assert_eq!(told, expected);
    let sales = digest(&ada, &["--for", "sales"]);
    assert!(sales.contains("Two") && !sales.contains("New"), "{sales}");
    let items = ada.riffle(&["digest", "--json"]).json().remove(0)["items"].as_array().unwrap().len();
    assert_eq!(items, 8);
    assert!(digest(&ada, &["--format", "html"]).contains("<li>New [one] (nuggets/git/new.md), Jo</li>"));
    assert!(
        digest(&ada, &["--since", "2026-11-21"]).contains("## Overdue")
            && !digest(&ada, &["--since", "2026-11-21"]).contains("## New")
    );
    ada.riffle(&["digest", "--since", "soon"]).fails(2);
}

#[test]
fn a_clock_that_was_wrong_once_hides_nothing_and_brings_nothing_back() {
    let (team, ada) = desk();
    on(&team, "2026-11-01", "nuggets/git/old.md", Some("# Old\n"));
    on(&team, "2026-11-02", "nuggets/git/older.md", Some("# Older\n"));
    on(&team, "2026-11-18", "nuggets/git/new.md", Some("# New\n"));
    on(&team, "2025-11-19", "nuggets/git/wrong.md", Some("# Wrong\n"));
    on(&team, "2027-11-20", "nuggets/git/ahead.md", Some("# Ahead\n"));

    let told = digest(&ada, &[]);

    assert!(["New", "Wrong", "Ahead"].iter().all(|title| told.contains(&format!("- {title} "))), "{told}");
    assert!(!told.contains("Old"), "{told}");
}

#[test]
fn a_digest_is_published_for_the_week_and_the_next_one_begins_there() {
    let (team, ada) = desk();
    on(&team, "2026-11-20", "nuggets/git/new.md", Some("# New\n\nWords.\n"));

    ada.riffle(&["digest", "--publish"]).fails(3);
    assert_eq!(ada.riffle(&["digest", "--publish", "--yes"]).ok().trim(), "digests/2026-W47.md");

    let text = team.read("digests/2026-W47.md");
    assert!(text.contains("- [New](../nuggets/git/new.md), Jo\n"), "{text}");
    assert!(!team.read("README.md").contains("digests/"));
    on(&team, "2026-11-21", "nuggets/git/newer.md", Some("# Newer\n\nWords.\n"));
    let since = digest(&ada, &["--since", "last"]);
    assert!(since.contains("Newer") && !since.contains("- New ("), "{since}");
}

#[test]
fn what_lies_in_the_file_of_the_week_stays_and_another_digest_lies_beside_it() {
    let (team, ada) = desk();
    on(&team, "2026-11-20", "nuggets/git/new.md", Some("# New\n\nWords.\n"));
    let publish = |more: &[&str]| ada.riffle(&[&["digest", "--publish", "--yes"], more].concat());
    publish(&[]).ok();
    let first = team.read("digests/2026-W47.md") + "\nBy hand.\n";
    team.write("Kim", "digests/2026-W47.md", &first);
    on(&team, "2026-11-21", "nuggets/git/newer.md", Some("# Newer\n\nWords.\n"));

    assert_eq!(publish(&[]).ok().trim(), "digests/2026-W47-2.md");
    assert_eq!(publish(&[]).ok().trim(), "digests/2026-W47-2.md", "the same is not told twice");

    assert_eq!(team.read("digests/2026-W47.md"), first);
    on(&team, "2026-11-21", "nuggets/git/newest.md", Some("# Newest\n\nWords.\n"));
    let since = digest(&ada, &["--since", "last"]);
    assert!(since.contains("Newest") && !since.contains("- Newer ("), "{since}");
    // Somebody else was faster, which is not known here.
    team.write("Kim", "digests/2026-W47-3.md", "# Ours\n");
    let told = publish(&["--offline"]).fails(3);
    assert!(told.contains("--dry-run"), "{told}");
    assert_eq!(team.read("digests/2026-W47-3.md"), "# Ours\n");
}

#[test]
fn nobodys_own_name_for_a_team_is_published() {
    let team = Team::bare();
    team.write("Jo", "notes/one.md", "# One\n");
    let ada = Person::new("Ada");
    ada.riffle(&["team", "add", &team.url(), "--name", "dull-customer"]).ok();

    let path = ada.riffle(&["digest", "--publish", "--yes"]).ok().trim().to_owned();

    let text = team.read(&path);
    let url = team.url();
    let name = url.rsplit('/').next().unwrap().trim_end_matches(".git");
    assert!(text.starts_with(&format!("# {name}: ")) && !text.contains("dull"), "{text}");
    assert!(digest(&ada, &[]).starts_with("# dull-customer: "), "for me it is called as I call it");
}

#[test]
fn a_history_that_was_rewritten_and_an_empty_team_are_told_as_they_are() {
    let (team, ada) = desk();
    on(&team, "2026-11-20", "nuggets/git/new.md", Some("# New\n\nWords.\n"));
    digest(&ada, &[]);
    team.git(&["update-ref", "refs/heads/main", "main~1"]).ok();
    on(&team, "2026-11-20", "nuggets/git/other.md", Some("# Other\n\nWords.\n"));

    let ran = ada.riffle(&["digest"]);
    assert!(ran.err.contains("rewritten") && ran.out.contains("New"), "{ran:?}");
    ada.riffle(&["team", "accept", "acme"]).ok();
    let told = digest(&ada, &[]);
    assert!(told.contains("Other") && !told.contains("- New "), "{told}");

    let empty = Team::bare();
    ada.riffle(&["team", "add", &empty.url(), "--name", "hub"]).ok();
    let both = digest(&ada, &["acme", "hub"]);
    assert!(both.contains("# What we know") && both.contains("# hub") && both.contains("Nothing happened."), "{both}");
    ada.riffle(&["digest", "nobody"]).fails(2);
}

#[test]
fn the_week_is_a_section_of_the_team_screen() {
    let (team, ada) = desk();
    on(&team, "2026-11-20", "nuggets/git/new.md", Some("# New\n\nWords.\n"));
    on(&team, "2026-11-20", "requests/two.md", Some("---\ntitle: Two\nfor: Sales\n---\n"));
    let mut screen = Screen::open(&ada.sandbox, (120, 36));

    screen.keys("R g m l l l l").shows("Week 2").shows("Two: for Sales").shows("asked").shows("new");

    screen.keys("G enter").shows("Two");
}

#[test]
fn a_page_that_is_still_right_is_overdue_no_longer_and_no_other_word_of_it_changes() {
    let (team, ada) = desk();
    let page = "---\ntitle: Late # as ever\nreview_by: 2026-11-05\nauthors: [Jo]\nodd:   yes\n---\n# Late\n\nWords.\n";
    team.write("Jo", "nuggets/git/late.md", page);
    team.write("Jo", "nuggets/git/without.md", "# Without\n\nWords.\n");
    ada.riffle(&["team", "new"]).ok();
    assert!(digest(&ada, &[]).contains("- Late (nuggets/git/late.md), Jo: to be looked at since 2026-11-05"));

    ada.riffle(&["review", ".team/acme/nuggets/git/late.md", "--until", "2027-05-01", "--yes"]).ok();
    ada.riffle(&["review", ".team/acme/nuggets/git/without.md", "--until", "2w", "--yes"]).ok();

    assert_eq!(team.read("nuggets/git/late.md"), page.replace("2026-11-05", "2027-05-01"));
    assert!(team.read("nuggets/git/without.md").starts_with("---\nreview_by: 2026-12-05\n---\n"));
    assert!(!digest(&ada, &[]).contains("## Overdue"));
    let again = ada.riffle(&["review", ".team/acme/nuggets/git/late.md", "--until", "2027-05-01", "--yes"]);
    assert!(again.err.contains("already"), "{again:?}");
    assert!(
        ada.riffle(&["review", ".team/acme/nuggets/git/late.md", "--until", "2020-01-01"])
            .fails(2)
            .contains("not a day to come")
    );
}
