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
    let steps: Vec<&&str> = steps.iter().filter(|step| step.starts_with("riffle check")).collect();
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
