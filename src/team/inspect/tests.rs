use super::*;
use crate::team::founding::{Founding, License, new_team};
use crate::team::read::rules::Audience;

fn file(path: &str, text: &str) -> File {
    File { path: path.into(), mode: 0o100_644, size: text.len() as u64, text: Some(text.into()) }
}

/// The files of a new team with more.
fn team(more: &[(&str, &str)]) -> Vec<File> {
    let founding = Founding { title: "Ours", license: License::CcBy, audience: Audience::Team };
    let new = new_team(&founding).into_iter();
    let mut files: Vec<File> =
        new.map(|write| file(&write.path, &String::from_utf8(write.content.unwrap()).unwrap())).collect();
    for (path, text) in more {
        files.retain(|file| file.path != *path);
        files.push(file(path, text));
    }
    files
}

fn today() -> NaiveDate {
    "2026-11-21".parse().unwrap()
}

fn told(files: &[File]) -> Vec<String> {
    let issues = inspect(files, today(), &|| History::None).issues.into_iter();
    issues.map(|it| format!("{}:{}: {}: {}", it.path, it.line, it.rule.name(), it.what)).collect()
}

#[test]
fn a_new_team_and_pages_by_hand_from_its_templates_pass() {
    assert_eq!(told(&team(&[])), [""; 0]);

    let template = team(&[]).into_iter().find(|file| file.path == "templates/nugget.md").unwrap().text.unwrap();
    let listed = "<!-- riffle:index -->\n\n### git\n\n- [Title](nuggets/git/a.md)\n<!-- /riffle:index -->\n";
    assert_eq!(told(&team(&[("nuggets/git/a.md", &template), ("README.md", listed)])), [""; 0]);
}

#[test]
fn links_are_looked_at_and_one_that_moved_is_repaired() {
    let page = "# A\n\n[b](../tls/b.md) [c](c.md#two) [d](#nothing) [[b]] `[[code]]` [x](https://x.example) [m](../../media)\n";
    let files = team(&[
        ("notes/git/a.md", page),
        ("notes/ops/b.md", "# B\n"),
        ("notes/git/c.md", "# C\n\n## Two\n"),
        ("media/x.png", ""),
        ("README.md", "# Ours\n"),
    ]);

    assert_eq!(
        told(&files),
        [
            "notes/git/a.md:3: dead-link: nothing is at ../tls/b.md; notes/ops/b.md has its name",
            "notes/git/a.md:3: dead-link: no heading “nothing” where it leads",
            "notes/git/a.md:3: wiki-link: hosts do not follow [[b]]",
        ]
    );
    assert_eq!(
        inspect(&files, today(), &|| History::None).repaired["notes/git/a.md"],
        page.replace("../tls/b.md", "../ops/b.md")
    );
}

#[test]
fn lists_of_the_readme_are_looked_at_and_repaired_and_notes_by_hand_stay() {
    let readme = "# Ours\n\n<!-- riffle:requests -->\n<!-- /riffle:requests -->\n\n<!-- riffle:index -->\n\n### git\n\n\
        - [Old](nuggets/git/a.md) my note\n- [Gone](nuggets/git/gone.md)\n<!-- /riffle:index -->\n";
    let files = team(&[
        ("README.md", readme),
        ("nuggets/git/a.md", "# A\n"),
        ("nuggets/git/b.md", "# B\n"),
        ("requests/one.md", "# One\n"),
    ]);

    let issues = told(&files);
    for expected in [
        "b.md:1: index: README.md does not list it",
        "it lists nuggets/git/gone.md",
        "the open requests",
        "title: README.md calls it “Old”",
    ] {
        assert!(issues.iter().any(|issue| issue.contains(expected)), "{expected}: {issues:#?}");
    }
    let repaired = inspect(&files, today(), &|| History::None).repaired.remove("README.md").unwrap();
    assert!(repaired.contains("- [A](nuggets/git/a.md) my note\n- [B](nuggets/git/b.md)\n"), "{repaired}");
    assert!(
        repaired.contains("## Open requests\n\n- [One](requests/one.md)\n") && !repaired.contains("gone.md"),
        "{repaired}"
    );
    let again = team(&[
        ("README.md", &repaired),
        ("nuggets/git/a.md", "# A\n"),
        ("nuggets/git/b.md", "# B\n"),
        ("requests/one.md", "# One\n"),
    ]);
    assert_eq!(told(&again), [""; 0]);
}

#[test]
fn names_fields_secrets_and_rules_are_looked_at() {
    let mut files = team(&[
        ("notes/a.md", "---\ntitle: [A\n---\n# A\n"),
        ("notes/b.md", "---\nlicense: \"<b>\"\ntitle: A\nTitle: B\n---\n# B\n"),
        ("requests/r.md", "---\ntitle: R\nstatus: maybe\ndue: soon\n---\n"),
        ("notes/late.md", "---\ntitle: L\nreview_by: 2026-11-01\nowner: jo\n---\n# L\n"),
        ("notes/con.md", "# C\n"),
        ("CONTRIBUTING.md", "token: ghp_16C7e42F292c6912E7710c838347Ae178B4a\n"),
        (".riffle/team.toml", "schema = 1\ncolour = \"red\"\n"),
        ("README.md", "# Ours\n"),
    ]);
    files.push(File { path: "notes/link.md".into(), mode: 0o120_000, size: 3, text: None });

    let issues = told(&files);

    for expected in [
        "notes/a.md:1: front-matter",
        "notes/b.md:2: license: \"<b>\" is not an SPDX id",
        "notes/b.md:4: front-matter",
        "requests/r.md:3: request: a request is open, answered or closed, not \"maybe\"",
        "requests/r.md:4: request: \"soon\" is not a day",
        "notes/late.md:3: review: was to be looked at again by jo until 2026-11-01",
        "notes/con.md:1: name: Windows takes the name for a device",
        "notes/link.md:1: name: it is a symbolic link",
        ".riffle/team.toml:2: team.toml",
    ] {
        assert!(issues.iter().any(|issue| issue.starts_with(expected)), "{expected}: {issues:#?}");
    }
    assert!(issues.last().unwrap().contains("review"), "what is only worth a look comes last: {issues:#?}");
}
