//! Teams behind real servers, teams that misbehave, and repositories that were never made for Riffle.

use std::path::Path;

use crate::support::http::{self, Manner};
use crate::support::{Person, Ran, Sandbox, Screen, Team, Terminal, servers};

const TITLE: &str = "Blobless clones make CI faster";
const PAGE: &str = "nuggets/git/blobless-clones-make-ci-faster.md";

/// Adds a team by its address, publishes to it, and sees the page there.
fn assert_publishes(team: &Team, url: &str, ssh: Option<&str>) {
    let ada = Person::new("Ada");
    let run = |args: &[&str]| {
        let mut command = ada.command(args);
        Ran::of(ssh.into_iter().fold(&mut command, |command, ssh| command.env("GIT_SSH_COMMAND", ssh)))
    };
    run(&["team", "add", url, "--name", "acme"]).ok();
    let entry = ada.nugget(TITLE, "Use `--filter=blob:none`.");

    run(&["publish", &entry, "--to", "acme", "--yes"]).ok();

    assert!(team.read(PAGE).contains("--filter=blob:none"));
    assert_eq!(ada.state(&entry), "published");
}

#[test]
fn a_page_goes_over_the_web_with_a_password_that_nobody_gets_to_see() {
    if !http::git_has("http-backend") {
        return;
    }
    let team = Team::founded();
    team.git(&["config", "http.receivepack", "true"]).ok();
    let port = http::serve(team.root(), Manner::Password);

    assert_publishes(&team, &format!("http://ada:secret@127.0.0.1:{port}/team.git"), None);

    let jo = Person::new("Jo");
    let said = jo.riffle(&["team", "add", &format!("http://ada:guess@127.0.0.1:{port}/team.git")]).fails(4);
    assert!(said.contains("sign in") && !said.contains("guess"), "{said}");
    assert_eq!(jo.riffle(&["team", "list"]).ok(), "");
}

#[test]
fn at_a_terminal_a_team_asks_for_a_password_when_it_is_added_and_published_to() {
    if !http::git_has("http-backend") {
        return;
    }
    let team = Team::founded();
    team.git(&["config", "http.receivepack", "true"]).ok();
    let url = format!("http://127.0.0.1:{}/team.git", http::serve(team.root(), Manner::Password));
    let ada = Person::new("Ada");
    let begin = |args: &[&str]| Terminal::start(&ada.sandbox, args, (120, 24), &[]);

    let mut left = begin(&["team", "add", &url, "--name", "acme"]);
    left.shows("Username for").keys("\x03").shows("asks to sign in");
    assert_eq!(left.ends(), 4);
    let mut adds = begin(&["team", "add", &url, "--name", "acme"]);
    adds.shows("Username for").keys("ada\r").shows("Password for").keys("secret\r").shows("acme");
    assert_eq!(adds.ends(), 0);
    let entry = ada.nugget(TITLE, "Use `--filter=blob:none`.");
    let mut publishes = begin(&["publish", &entry, "--to", "acme", "--yes"]);
    publishes.shows("Username for").keys("ada\r").shows("Password for").keys("secret\r");
    assert_eq!(publishes.ends(), 0);

    assert!(team.read(PAGE).contains("--filter=blob:none"));
    assert!(!adds.text().contains("secret") && !publishes.text().contains("secret"));
}

#[test]
fn the_workbench_asks_for_a_password_where_somebody_waits_and_nowhere_else() {
    if !http::git_has("http-backend") {
        return;
    }
    let team = Team::founded();
    let url = format!("http://127.0.0.1:{}/team.git", http::serve(team.root(), Manner::Password));
    let ada = Person::new("Ada");
    let mut terminal = Terminal::start(&ada.sandbox, &[], (120, 24), &[]);
    terminal
        .keys(":")
        .shows("commands")
        .keys("add a team")
        .shows("Add a team")
        .keys("\r")
        .shows("address")
        .keys(&url)
        .keys("\r")
        .shows("Username for");
    terminal.keys("ada\r").shows("Password for").keys("secret\r").shows("Added");
    assert!(!terminal.text().contains("secret"), "{}", terminal.text());

    let mut screen = Screen::open_syncing(&ada.sandbox, (120, 36), true);
    screen.wait(2_000).wait(60_000);

    assert!(!screen.text().contains("sign in"), "{}", screen.text());
}

#[test]
fn a_page_goes_through_a_git_daemon() {
    if !http::git_has("daemon") {
        return;
    }
    let team = Team::founded();
    let port = servers::free_port();
    let _daemon = servers::daemon(&Person::new("Server").sandbox, team.root(), port);

    assert_publishes(&team, &format!("git://127.0.0.1:{port}/team.git"), None);
}

#[test]
fn a_page_goes_over_ssh_with_a_key() {
    let team = Team::founded();
    let keys = Person::new("Keys");
    let Some(sshd) = servers::sshd(&keys.sandbox) else { return };
    let url = format!("ssh://{}@127.0.0.1:{}{}", servers::user(), sshd.port, team.url());

    assert_publishes(&team, &url, Some(&sshd.command));
}

#[test]
fn a_place_that_is_left_out_leaves_out_nothing_else() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    ada.publish(&ada.nugget(TITLE, "Words of blobless clones.")).ok();
    jo.riffle(&["team", "new"]).ok();
    let own = jo.nugget("Mine", "A blobless clone of my own.");
    let found = |query: &[&str]| jo.riffle(&[&["search", "--path", "--"], query].concat()).ok();

    assert_eq!(found(&["-in:acme blobless"]).trim(), own);
    assert_eq!(found(&["-in:team"]).lines().filter(|path| *path == own).count(), 1);
    assert!(found(&["in:team -in:other blobless"]).contains(PAGE));
    assert_eq!(found(&["in:team -in:acme blobless"]), "");
}

#[test]
fn a_team_that_is_gone_is_told_and_what_is_here_of_it_stays() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let entry = ada.nugget(TITLE, "Words.");
    ada.publish(&entry).ok();
    jo.riffle(&["team", "new"]).ok();
    std::fs::rename(team.path(), team.root().join("elsewhere.git")).unwrap();

    let ran = jo.riffle(&["team", "new"]);

    assert!(ran.err.contains("acme: there is no repository"), "{ran:?}");
    assert!(jo.riffle(&["search", "in:acme", "blobless", "--path"]).ok().contains(PAGE));
}

#[test]
fn a_history_that_was_rewritten_is_told_and_followed_only_on_a_word() {
    let team = Team::founded();
    let (ada, jo) = (Person::of(&team, "Ada"), Person::of(&team, "Jo"));
    let first = team.git(&["rev-parse", "main"]).ok();
    let entry = ada.nugget(TITLE, "Words.");
    ada.publish(&entry).ok();
    jo.riffle(&["team", "new"]).ok();
    team.git(&["update-ref", "refs/heads/main", first.trim()]).ok();
    team.write("Mina", "notes/git/other.md", "# Other\n\nWords of Mina.\n");

    let ran = jo.riffle(&["team", "new"]);

    assert!(ran.err.contains("rewritten") && ran.err.contains("riffle team accept acme"), "{ran:?}");
    assert!(jo.riffle(&["search", "in:acme", "blobless", "--path"]).ok().contains(PAGE), "nothing is dropped unasked");
    let theirs = jo.nugget("Another thing", "Words.");
    let said = jo.publish(&theirs).fails(3);
    assert!(said.contains("rewritten") && said.contains("riffle team accept acme"), "{said}");
    jo.riffle(&["team", "accept", "acme"]).ok();
    assert_eq!(jo.riffle(&["search", "in:acme", "blobless", "--path"]).ok(), "");
    jo.publish(&theirs).ok();
}

#[test]
fn a_hostile_team_is_only_data_and_what_is_refused_is_named() {
    let team = Team::founded();
    let work = tempfile::tempdir().unwrap();
    let git = |args: &[&str]| Person::new("Mallory").sandbox.git_in(work.path(), args).ok();
    git(&["clone", "-q", &team.url(), "."]);
    std::os::unix::fs::symlink("/etc/passwd", work.path().join("nuggets.md")).unwrap();
    let write = |path: &str, text: &str| {
        let file = work.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    write("nuggets/git/a\u{1b}[2J.md", "# Clears the screen\n");
    write(
        "nuggets/git/fine.md",
        "---\ntitle: \"Fine \\e[31m red\"\nid: 01jdcxxxxxxxxxxxxxxxxxxxxx\n---\n# Fine\n\nHarmless words.\n",
    );
    write("nuggets/git/bomb.md", "---\na: &a [x]\nb: *a\n---\n# Bomb\n");
    write(".gitattributes", "* filter=evil\n");
    write("HEAD", "ref: refs/heads/main\n");
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "come in\u{1b}[2J"]);
    git(&["push", "-q", "origin", "HEAD:main"]);
    let ada = Person::new("Ada");
    let before = ada.sandbox.files();

    let ran = ada.riffle(&["team", "add", &team.url(), "--name", "acme"]);

    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("symbolic link") && !ran.err.contains('\u{1b}'), "{ran:?}");
    for args in [
        ["search", "in:acme", "harmless"],
        ["team", "new", "--offline"],
        ["show", ".team/acme/nuggets/git/fine.md", "-q"],
    ] {
        let out = ada.riffle(&args).ok();
        assert!(!out.contains('\u{1b}'), "{out:?}");
    }
    assert!(ada.riffle(&["show", ".team/acme/../../../etc/passwd"]).code != Some(0));
    assert_eq!(ada.sandbox.files(), before);
}

#[test]
fn a_team_entry_is_read_and_not_changed() {
    let team = Team::founded();
    team.write("Jo", "nuggets/git/x.md", "# X\n\nWords.\n");
    let ada = Person::of(&team, "Ada");
    let path = ".team/acme/nuggets/git/x.md";

    assert!(ada.riffle(&["show", path]).ok().contains("Words."));
    for args in [
        vec!["tag", path, "+a"],
        vec!["rm", path],
        vec!["annotate", path, "Mine."],
        vec!["stage", path, "seed"],
        vec!["rename", path, "Y"],
    ] {
        let said = ada.riffle(&args).fails(2);
        assert!(said.contains("belongs to the team \"acme\""), "{args:?}: {said}");
    }
}

#[test]
fn a_plain_repository_of_today_i_learned_is_a_team_as_it_is() {
    let team = Team::bare();
    let list = "# TIL\n\n_3 TILs and counting..._\n\n---\n\n### Categories\n\n* [Git](#git)\n* [Vim](#vim)\n\n---\n\n\
        ### Git\n\n- [Amend A Commit](git/amend-a-commit.md)\n- [Whitespace](git/whitespace.md)\n\n### Vim\n\n- [Quit](vim/quit.md)\n";
    for (path, text) in [
        ("README.md", list),
        ("git/amend-a-commit.md", "# Amend A Commit\n\nWith `--amend`.\n"),
        ("git/whitespace.md", "# Whitespace\n\nWith `-w`.\n"),
        ("vim/quit.md", "# Quit\n\nWith `:q`.\n"),
    ] {
        if path == "README.md" {
            first(&team, path, text);
        } else {
            team.write("Jo", path, text);
        }
    }
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, "Use `--filter=blob:none`.");

    assert_eq!(ada.publish(&entry).ok().trim(), "git/blobless-clones-make-ci-faster.md");

    let page = team.read("git/blobless-clones-make-ci-faster.md");
    assert_eq!(page, format!("# {TITLE}\n\nUse `--filter=blob:none`.\n"));
    let line = format!("- [{TITLE}](git/blobless-clones-make-ci-faster.md)\n");
    let expected = list.replace("_3 TILs", "_4 TILs").replace("- [Whitespace]", &format!("{line}- [Whitespace]"));
    assert_eq!(team.read("README.md"), expected);
    assert_eq!(ada.state(&entry), "published");
}

#[test]
fn a_readme_of_another_shape_is_left_alone_and_that_is_said() {
    let team = Team::bare();
    first(&team, "README.md", "# Us\n\nWe write things down, see the folders.\n");
    team.write("Jo", "git/a.md", "# A\n\nWords.\n");
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget(TITLE, "Words.");

    let shown = ada.riffle(&["publish", &entry, "--to", "acme", "--dry-run"]).ok();
    let ran = ada.publish(&entry);

    assert!(shown.contains("left alone") && ran.err.contains("left alone"), "{shown}{ran:?}");
    ran.ok();
    assert_eq!(team.read("README.md"), "# Us\n\nWe write things down, see the folders.\n");
}

#[test]
fn a_disk_that_fails_in_the_middle_leaves_all_or_nothing_and_the_entry_whole() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    for count in (1..40).step_by(3) {
        let title = format!("Number {count} of those that met a full disk");
        let entry = ada.nugget(&title, "Words that must not be lost.");
        let mut command = ada.command(&["publish", &entry, "--to", "acme", "--yes"]);
        let ran = Ran::of(command.env("RIFFLE_FAIL_AT", format!("{count}:ENOSPC")));

        assert!(ada.sandbox.read(&entry).contains("Words that must not be lost."), "{count}: {ran:?}");
        ada.riffle(&["team", "new"]).ok();
        let is_there = team.read("README.md").contains(&title);
        let state = ada.state(&entry);
        assert_eq!(state == "published", is_there, "{count}: {state}: {ran:?}");
        ada.publish(&entry).ok();
        assert_eq!(ada.state(&entry), "published", "{count}");
    }
    team.git(&["fsck", "--strict"]).ok();
    assert_eq!(ada.sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn many_people_publish_at_once_and_everything_arrives() {
    let team = Team::founded();
    let people: Vec<Person> = ["Ada", "Jo", "Mina", "Kim"].iter().map(|name| Person::of(&team, name)).collect();

    std::thread::scope(|scope| {
        for (number, person) in people.iter().enumerate() {
            scope.spawn(move || {
                for count in 0..4 {
                    let entry = person.nugget(&format!("Thing {count}"), &format!("Of number {number}."));
                    person.publish(&entry).ok();
                }
            });
        }
    });

    let pages: Vec<String> = team.files().into_iter().filter(|file| file.starts_with("nuggets/")).collect();
    assert_eq!(pages.len(), 16, "{pages:#?}");
    let readme = team.read("README.md");
    assert!(pages.iter().all(|page| readme.contains(page.as_str())), "{readme}");
    assert!(team.git(&["log", "--merges", "--format=%h", "main"]).ok().is_empty());
}

/// The first commit of an empty repository.
fn first(team: &Team, path: &str, text: &str) {
    let work = tempfile::tempdir().unwrap();
    let git = |args: &[&str]| Person::new("Jo").sandbox.git_in(work.path(), args).ok();
    git(&["init", "-q", "-b", "main", "."]);
    std::fs::write(Path::new(work.path()).join(path), text).unwrap();
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "first"]);
    git(&["push", "-q", &team.url(), "main"]);
}

#[test]
fn nothing_new_is_said() {
    let team = Team::founded();
    let jo = Person::of(&team, "Jo");
    jo.riffle(&["team", "new", "--seen"]).ok();

    assert!(jo.riffle(&["team", "new"]).err.contains("Nothing new."));
    assert!(Sandbox::new().riffle(&["team", "new"]).err.contains("No team yet"));
}

#[test]
fn what_colleagues_bring_is_told_in_the_bar_and_before_something_is_shared_without_being_asked_for() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let entry = ada.nugget("Certificates rotate in three steps", "Issue, deploy, revoke.");
    let mut screen = Screen::open_syncing(&ada.sandbox, (120, 36), true);
    team.write("Jo", "nuggets/tls/certificates.md", "# Certificates rotate in three steps\n\nAsk Jo.\n");

    screen.hides("acme 1 new").keys("4 p").shows("the team has");
    screen.shows("acme 1 new");

    assert_eq!(ada.state(&entry), "", "nothing left");
}

#[test]
fn a_damaged_copy_of_a_team_is_named_and_fetched_anew() {
    let team = Team::founded();
    let ada = Person::new("Ada");
    ada.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
    ada.riffle(&["publish", &ada.nugget(TITLE, "Use `--filter=blob:none`."), "--to", "acme", "--yes"]).ok();
    let clone = walk(ada.sandbox.home()).into_iter().find(|path| path.ends_with("acme/repo.git")).unwrap();
    let damages: [fn(&Path); 4] = [
        |clone| std::fs::write(clone.join("HEAD"), "").unwrap(),
        |clone| std::fs::remove_dir_all(clone.join("objects")).unwrap(),
        |clone| std::fs::write(clone.join("config"), "[core]\n\tfsmonitor = \"touch x\"\n").unwrap(),
        |clone| {
            for file in walk(&clone.join("objects")).into_iter().filter(|path| path.is_file()) {
                std::fs::remove_file(file).unwrap();
            }
        },
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        damage(&clone);
        let title = format!("A page number {number} of mine");
        let entry = ada.nugget(&title, "Words of it.");

        let refused = ada.riffle(&["publish", &entry, "--to", "acme", "--yes"]).fails(1);
        assert!(
            refused.contains("the copy of acme here is damaged") && refused.contains("riffle team new"),
            "{refused}"
        );
        let fetched = ada.riffle(&["team", "new"]);
        assert!(fetched.err.contains("was damaged and is fetched anew"), "damage {number}: {fetched:?}");
        ada.riffle(&["publish", &entry, "--to", "acme", "--yes"]).ok();
        assert!(team.git(&["ls-tree", "-r", "--name-only", "main"]).ok().contains(&format!("number-{number}")));
        assert!(ada.riffle(&["team", "list"]).ok().contains("acme"));
    }
}

/// All that lies below a folder.
fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let items: Vec<_> = std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).collect();
    let below = items.iter().filter(|path| path.is_dir() && !path.is_symlink()).flat_map(|path| walk(path));
    below.collect::<Vec<_>>().into_iter().chain(items).collect()
}
