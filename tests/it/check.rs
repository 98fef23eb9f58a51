//! A team's repository checks itself: in any clone, with or without a store, for a person or for CI.

use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::path::Path;

use crate::support::{Person, Ran, Sandbox, Team};

const CI: &str = include_str!("../../docs/team-ci.md");

/// A clone by hand in a home without a store.
fn clone(team: &Team) -> (Sandbox, std::path::PathBuf) {
    let home = Sandbox::bare();
    let at = home.home().join("clone");
    home.git_in(home.home(), &["clone", "-q", &team.url(), at.to_str().unwrap()]).ok();
    (home, at)
}

fn check(home: &Sandbox, at: &Path, more: &[&str]) -> Ran {
    let mut command = home.command(&[&["check"], more].concat());
    command.env_remove("RIFFLE_STORE").current_dir(at);
    Ran::of(&mut command)
}

fn write(at: &Path, path: &str, text: &str) {
    let file = at.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

#[test]
fn what_riffle_published_passes_and_what_is_wrong_by_hand_is_named_and_repaired() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.publish(&ada.nugget("Blobless clones", "Words.")).ok();
    ada.riffle(&["ask", "One", "--yes"]).ok();
    ada.riffle(&["thank", ".team/acme/nuggets/git/blobless-clones.md", "--yes"]).ok();
    ada.riffle(&["digest", "--publish", "--yes"]).ok();
    let (home, at) = clone(&team);
    assert_eq!(check(&home, &at, &[]).ok(), "");

    write(&at, "nuggets/git/by-hand.md", "# By hand\n\nSee [it](../tls/blobless-clones.md) and [[that]].\n");
    let told = check(&home, &at, &[]);
    assert_eq!(told.code, Some(1));
    assert!(told.out.contains("nuggets/git/by-hand.md:3: nothing is at ../tls/blobless-clones.md"), "{}", told.out);
    assert!(told.out.contains("README.md does not list it [index]"), "{}", told.out);

    let fixed = check(&home, &at, &["--fix"]);
    assert!(fixed.code == Some(1) && fixed.out.lines().count() == 1 && fixed.out.contains("[wiki-link]"), "{fixed:?}");
    assert!(fs::read_to_string(at.join("README.md")).unwrap().contains("(nuggets/git/by-hand.md)"));
    let text = fs::read_to_string(at.join("nuggets/git/by-hand.md")).unwrap();
    assert!(text.contains("(blobless-clones.md)") && text.contains("[[that]]"), "{text}");
}

#[test]
fn programs_get_it_in_their_own_forms_and_hostile_names_command_nothing() {
    let team = Team::founded();
    let (home, at) = clone(&team);
    write(&at, "notes/a, b.md", "# A\n\n[x](gone%0A.md) [y](\u{1b}[31m.md)\n");
    std::os::unix::fs::symlink("/etc/passwd", at.join("notes/link.md")).unwrap();

    let github = check(&home, &at, &["--format", "github"]);
    assert_eq!(github.code, Some(1));
    assert!(
        github.out.lines().all(|line| line.starts_with("::error file=") || line.starts_with("::warning file=")),
        "{}",
        github.out
    );
    assert!(
        github.out.contains("file=notes/a%2C b.md,line=3,title=dead-link::") && !github.out.contains('\u{1b}'),
        "{}",
        github.out
    );
    let gitlab: serde_json::Value = serde_json::from_str(&check(&home, &at, &["--format", "gitlab"]).out).unwrap();
    let prints: std::collections::HashSet<&str> =
        gitlab.as_array().unwrap().iter().map(|it| it["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), gitlab.as_array().unwrap().len());
    let json = check(&home, &at, &["--json"]).out;
    assert!(
        json.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
            && json.contains("symbolic link")
    );
    assert!(!json.contains("root:"), "a link is not followed");

    check(&home, &at, &["nowhere"]).fails(2);
    let empty = home.home().join("empty");
    fs::create_dir(&empty).unwrap();
    assert_eq!(check(&home, &empty, &[]).ok(), "");
}

#[test]
fn the_recipes_for_ci_run_as_they_stand_in_a_plain_folder() {
    let team = Team::founded();
    let (home, at) = clone(&team);
    let steps: Vec<&str> = CI
        .lines()
        .filter_map(|line| {
            line.trim()
                .strip_prefix("- run: ")
                .or_else(|| line.trim().strip_prefix("- riffle").map(|_| line.trim().trim_start_matches("- ")))
        })
        .collect();
    let steps: Vec<&&str> =
        steps.iter().filter(|step| step.starts_with("riffle check") && !step.contains("--fix")).collect();
    assert_eq!(steps.len(), 2, "one of each host");

    for step in steps {
        let run = |code: i32| {
            let program = Path::new(env!("CARGO_BIN_EXE_riffle")).parent().unwrap().to_str().unwrap();
            let mut command = std::process::Command::new("sh");
            command
                .env_clear()
                .env("HOME", home.home())
                .env("PATH", format!("{program}:{}", std::env::var("PATH").unwrap()));
            let ran = Ran::of(command.current_dir(&at).args(["-e", "-c", step]));
            assert_eq!(ran.code, Some(code), "{step}: {ran:?}");
        };
        run(0);
        write(&at, "notes/a.md", "# A\n\n[x](gone.md)\n");
        run(1);
        fs::remove_file(at.join("notes/a.md")).unwrap();
    }
}

#[test]
fn the_recipe_for_feeds_keeps_them_as_it_stands() {
    let (_team, home, at) = with_feeds();
    let block = CI.split("```").find(|block| block.contains("feeds:")).unwrap();
    let first = block.lines().find_map(|line| line.trim().strip_prefix("- run: riffle")).unwrap();
    let rest = block.split("- run: |\n").nth(1).unwrap();
    let run = |script: &str| {
        let program = Path::new(env!("CARGO_BIN_EXE_riffle")).parent().unwrap().to_str().unwrap();
        let mut command = std::process::Command::new("sh");
        command
            .env_clear()
            .env("HOME", home.home())
            .env("PATH", format!("{program}:{}", std::env::var("PATH").unwrap()));
        Ran::of(command.current_dir(&at).args(["-e", "-c", script])).ok()
    };

    for _ in 0..2 {
        run(&format!("riffle{first}"));
        run(rest);
    }

    let log = home.git_in(&at, &["log", "--format=%s", "origin/HEAD"]).ok();
    assert_eq!(log.lines().filter(|line| *line == "Lists and feeds").count(), 1, "{log}");
    assert_eq!(titles(&at, "feed.xml"), ["Blobless clones"]);
}

#[test]
fn a_repair_writes_only_the_plain_files_that_it_read() {
    let team = Team::founded();
    let (home, at) = clone(&team);
    let outside = home.home().join("outside.md");
    fs::write(&outside, "mine\n").unwrap();
    write(&at, "nuggets/git/t.md", "# T\n");
    for name in ["x\\.md".into(), std::ffi::OsString::from_vec(b"y\xff.md".to_vec())] {
        fs::write(at.join(name), "# X\n\n[a](old/t.md)\n").unwrap();
    }
    for name in ["x\u{fffd}.md", "y\u{fffd}.md"] {
        std::os::unix::fs::symlink(&outside, at.join(name)).unwrap();
    }
    let before = fs::read_dir(&at).unwrap().count();

    check(&home, &at, &["--fix"]);

    assert_eq!(fs::read_to_string(&outside).unwrap(), "mine\n");
    assert_eq!(fs::read_dir(&at).unwrap().count(), before);
}

#[test]
fn what_git_ignores_is_not_looked_at_and_lines_about_files_that_are_there_stay() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.publish(&ada.nugget("Blobless clones", "Words.")).ok();
    let (home, at) = clone(&team);
    fs::write(at.join(".git/info/exclude"), "drafts/\n").unwrap();
    write(&at, "drafts/layoffs.md", "# Layoffs in March\n");
    write(&at, "CONTRIBUTING.md", "# How to add\n");
    let readme = fs::read_to_string(at.join("README.md")).unwrap();
    let line = readme.lines().find(|line| line.contains("blobless-clones.md")).unwrap();
    write(&at, "README.md", &readme.replace(line, &format!("{line}\n- [How to add](CONTRIBUTING.md)")));

    let told = check(&home, &at, &["--fix"]);

    let readme = fs::read_to_string(at.join("README.md")).unwrap();
    assert!(readme.contains("(CONTRIBUTING.md)") && !readme.contains("Layoffs"), "{readme}");
    assert!(!told.out.contains("layoffs"), "{told:?}");
}

/// A team that wants feeds, with a page of each of two people.
fn with_feeds() -> (Team, Sandbox, std::path::PathBuf) {
    let team = Team::founded();
    let (home, at) = clone(&team);
    let toml = fs::read_to_string(at.join(".riffle/team.toml")).unwrap();
    let more = "feeds = true\nweb = \"https://git.example/acme/\"\n";
    write(&at, ".riffle/team.toml", &toml.replacen("schema = 1\n", &format!("schema = 1\n{more}"), 1));
    home.git_in(&at, &["commit", "-qam", "Feeds"]).ok();
    home.git_in(&at, &["push", "-q"]).ok();
    let ada = Person::of(&team, "Ada");
    ada.publish(&ada.nugget("Blobless clones", "Words, and [more](https://example.org/more).")).ok();
    home.git_in(&at, &["pull", "-q"]).ok();
    (team, home, at)
}

fn titles(at: &Path, file: &str) -> Vec<String> {
    let read = feed_rs::parser::parse(&fs::read(at.join(file)).unwrap()[..]).unwrap();
    read.entries.into_iter().map(|entry| entry.title.unwrap().content).collect()
}

#[test]
fn a_team_that_wants_feeds_has_its_newest_pages_in_them_and_only_a_repair_makes_them() {
    let (_team, home, at) = with_feeds();

    let told = check(&home, &at, &[]);
    assert!(told.code == Some(0) && told.out.contains("feed.xml:1: it does not have what is new [feed]"), "{told:?}");
    assert!(!at.join("feed.xml").exists());

    assert_eq!(check(&home, &at, &["--fix"]).ok(), "");
    for file in ["feed.xml", "feed.json"] {
        assert_eq!(titles(&at, file), ["Blobless clones"]);
        let text = fs::read_to_string(at.join(file)).unwrap();
        assert!(text.contains("https://git.example/acme/nuggets/git/blobless-clones.md"), "{text}");
        assert!(text.contains("https://example.org/more"), "{text}");
    }
    let made = fs::read(at.join("feed.xml")).unwrap();
    home.git_in(&at, &["add", "-A"]).ok();
    home.git_in(&at, &["commit", "-qm", "Feeds"]).ok();
    assert_eq!(check(&home, &at, &["--fix"]).ok(), "");
    assert_eq!(fs::read(at.join("feed.xml")).unwrap(), made, "the same pages are the same bytes");
}

#[test]
fn feeds_that_two_made_at_once_are_made_anew() {
    let (team, home, at) = with_feeds();
    let (other, there) = clone(&team);
    for (home, at, title) in [(&home, &at, "one"), (&other, &there, "two")] {
        write(
            at,
            &format!("nuggets/git/{title}.md"),
            &format!("---\ndate: 2026-11-20\n---\n# Page {title}\n\nWords.\n"),
        );
        check(home, at, &["--fix"]).ok();
        home.git_in(at, &["add", "-A"]).ok();
        home.git_in(at, &["commit", "-qm", title]).ok();
    }
    home.git_in(&at, &["push", "-q"]).ok();
    other.git_in(&there, &["pull", "-q", "--no-rebase"]);
    assert!(fs::read_to_string(there.join("feed.xml")).unwrap().contains("<<<<<<<"), "git joins no feeds");

    for file in ["README.md", "feed.xml", "feed.json"] {
        other.git_in(&there, &["checkout", "-q", "--ours", file]);
    }
    fs::write(there.join("feed.json"), "<<<<<<< HEAD\n{}\n=======\n").unwrap();
    check(&other, &there, &["--fix"]).ok();
    for file in ["feed.xml", "feed.json"] {
        let mut titles = titles(&there, file);
        titles.sort();
        assert_eq!(titles, ["Blobless clones", "Page one", "Page two"]);
    }
    let readme = fs::read_to_string(there.join("README.md")).unwrap();
    assert!(readme.contains("one.md") && readme.contains("two.md"), "{readme}");
}

#[test]
fn feeds_are_no_place_to_write_through_and_are_not_made_of_half_a_history() {
    let (team, home, at) = with_feeds();
    let outside = home.home().join("outside");
    fs::write(&outside, "mine\n").unwrap();
    std::os::unix::fs::symlink(&outside, at.join("feed.xml")).unwrap();

    check(&home, &at, &["--fix"]);

    assert_eq!(fs::read_to_string(&outside).unwrap(), "mine\n");
    assert_eq!(fs::read_link(at.join("feed.xml")).unwrap(), outside);
    let shallow = home.home().join("shallow");
    let url = format!("file://{}", team.url());
    home.git_in(home.home(), &["clone", "-q", "--depth", "1", &url, shallow.to_str().unwrap()]).ok();
    let told = check(&home, &shallow, &["--fix"]).ok();
    assert!(told.contains("fetch-depth: 0") && !shallow.join("feed.xml").exists(), "{told}");
}
