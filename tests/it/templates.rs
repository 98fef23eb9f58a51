//! Templates of one's own and of teams.

use crate::support::{Person, Team};

/// A program that stands in for an editor: `sed` with a script.
fn edits(person: &Person, script: &str, args: &[&str]) -> crate::support::Ran {
    let editor = person.sandbox.store.join("../editor.sh");
    std::fs::write(&editor, format!("#!/bin/sh\nsed -i -e '{script}' \"$1\"\n")).unwrap();
    let mut command = person.sandbox.command(args);
    crate::support::Ran::of(command.env("EDITOR", format!("sh {}", editor.display())).env_remove("VISUAL"))
}

#[test]
fn an_entry_is_begun_from_a_template_of_a_team_or_of_ones_own() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    let listed = ada.riffle(&["new", "--list"]).ok();
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert_eq!(
        names,
        [
            "acme/bookmark",
            "acme/checklist",
            "acme/dead-end",
            "acme/decision",
            "acme/how-to",
            "acme/note",
            "acme/nugget",
            "acme/session-notes"
        ],
        "what is no entry is no template for one"
    );
    let folder = ada.sandbox.store.join("templates");
    std::fs::create_dir_all(&folder).unwrap();
    let mine = "---\nkind: nugget\n---\n# {{title}}\n\nOn {{date}} in {{week}}: $(touch /tmp/never) `id`\n";
    std::fs::write(folder.join("how-to.md"), mine).unwrap();

    let path = edits(&ada, "s/`id`/done/", &["new", "Rotate $(id) certificates", "--template", "how-to"]).ok();
    let text = ada.sandbox.read(path.trim());
    assert!(path.starts_with("nuggets/2026/rotate-id-certificates"), "{path}");
    assert!(
        text.contains("On 2026-11-21 in 2026-W47: $(touch /tmp/never) done\n") && !text.contains("# Rotate"),
        "{text}"
    );

    let path = edits(&ada, "s/^1\\. $/1. Issue it/", &["new", "Renew them", "-T", "acme/how-to"]).ok();
    let text = ada.sandbox.read(path.trim());
    assert!(text.contains("tags: [how-to]") && text.contains("## Steps\n\n1. Issue it\n"), "{text}");
    assert_eq!(ada.sandbox.git(&["log", "-1", "--format=%s"]).ok().trim(), "new: Renew them");

    let source = ada.riffle(&["capture", "Something odd"]).ok();
    let source = source.lines().next().unwrap().split_whitespace().next().unwrap().to_owned();
    let path = edits(&ada, "s/^title: .*/title: It does not work/", &["distil", &source, "-T", "dead-end"]).ok();
    let text = ada.sandbox.read(path.trim());
    assert!(text.contains("derived_from:") && text.contains("## What was tried") && !text.contains("<!--"), "{text}");
}

#[test]
fn nothing_written_makes_nothing_and_an_unknown_template_is_told_with_those_there_are() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");

    let ran = edits(&ada, "s/x/x/", &["new", "-T", "decision"]);
    assert!(ran.code == Some(0) && ran.err.contains("Nothing written"), "{ran:?}");
    let ran = ada.riffle(&["new", "-T", "recipe"]);
    assert!(ran.code == Some(1) && ran.err.contains("acme/decision"), "{ran:?}");
    team.write("Jo", "templates/evil.md", "---\nkind: nugget\n---\n\u{1b}]0;owned\u{7}{{title}}\n");
    ada.riffle(&["team", "new"]).ok();
    let listed = ada.riffle(&["new", "--list"]).ok();
    assert!(listed.contains("acme/evil") && !listed.contains('\u{1b}'), "{listed}");
}

#[test]
fn a_page_by_hand_from_each_template_of_a_new_team_passes_its_check() {
    let team = Team::founded();
    for name in ["how-to", "decision", "checklist", "dead-end", "session-notes"] {
        let text = team.read(&format!("templates/{name}.md"));
        let text = text.replace("title:\n", &format!("title: My {name}\n")).replace("date:\n", "date: 2026-11-21\n");
        team.write("Kim", &format!("nuggets/ways/{name}.md"), &text.replace("# Title", &format!("# My {name}")));
    }
    let kim = Person::new("Kim");
    let clone = tempfile::tempdir().unwrap();
    kim.sandbox.git_in(clone.path(), &["clone", "-q", &team.url(), "."]).ok();

    kim.riffle(&["check", clone.path().to_str().unwrap(), "--fix"]);
    let ran = kim.riffle(&["check", clone.path().to_str().unwrap()]);

    assert_eq!(ran.code, Some(0), "{ran:?}");
}
