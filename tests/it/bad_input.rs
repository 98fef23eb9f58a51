//! Hostile and broken files: a clear message, nothing lost, nothing that reaches the terminal as a command.

use crate::support::Sandbox;

#[test]
fn a_file_that_is_not_utf8_is_found_and_never_written() {
    let sandbox = Sandbox::folder(&[]);
    sandbox.write("latin.md", b"---\ntitle: Latin\n---\ncaf\xe9 royal\n");

    assert_eq!(sandbox.riffle(&["search", "royal", "--path"]).ok(), "latin.md\n");
    let said = sandbox.riffle(&["tag", "latin.md", "+x"]).fails(1);

    assert!(said.contains("latin.md") && said.contains("UTF-8"), "{said}");
    assert_eq!(std::fs::read(sandbox.store.join("latin.md")).unwrap(), b"---\ntitle: Latin\n---\ncaf\xe9 royal\n");
    assert!(sandbox.riffle(&["doctor"]).out.contains("latin.md"));
}

#[test]
fn hostile_front_matter_is_shown_with_its_line_and_harms_nothing() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
    let hostile = [
        ("bomb.md", bomb.to_owned()),
        ("dashes.md", "- ".repeat(32_000)),
        ("brackets.md", format!("a: {}", "[".repeat(30_000))),
        ("broken.md", "title: \"open\ntags: [a, b\n".to_owned()),
    ];
    let sandbox = Sandbox::folder(&[]);
    for (name, yaml) in &hostile {
        sandbox.write(name, format!("---\n{yaml}\n---\nfindable words\n"));
    }
    let before = sandbox.files();

    assert_eq!(sandbox.riffle(&["search", "findable", "--path"]).ok().lines().count(), 4);
    for (name, _) in &hostile {
        let said = sandbox.riffle(&["tag", name, "+x"]).fails(1);
        assert!(said.contains(name) && said.contains("line"), "{said}");
    }
    assert_eq!(sandbox.files(), before);
}

#[test]
fn no_byte_of_a_note_reaches_the_terminal_as_a_control_sequence() {
    let nasty =
        "---\ntitle: \"\\e]0;owned\\a\\e[2J\"\ntags: [\"a\\eb\"]\n---\n\u{1b}[31mred \u{9b}2J \u{202e}abc\u{7f}\n";
    let sandbox = Sandbox::folder(&[("nasty.md", nasty), ("line\nbreak\u{1b}[2J.md", "words")]);

    let commands: [&[&str]; 5] =
        [&["search", "red"], &["list"], &["show", "nasty.md"], &["search", "words", "--path"], &["tag", "list"]];
    for args in commands {
        let ran = sandbox.riffle(args);
        let all = format!("{}{}", ran.out, ran.err);
        let bad = all.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(bad, None, "{args:?}: {all:?}");
    }
}

#[test]
fn a_very_large_file_is_searched_at_its_beginning_and_never_written() {
    let sandbox = Sandbox::folder(&[("large.md", "# Large\n\nbeginning\n")]);
    let file = std::fs::OpenOptions::new().write(true).open(sandbox.store.join("large.md")).unwrap();
    file.set_len(200 * 1024 * 1024).unwrap();

    assert_eq!(sandbox.riffle(&["search", "beginning", "--path"]).ok(), "large.md\n");
    let said = sandbox.riffle(&["tag", "large.md", "+x"]).fails(1);
    assert!(said.contains("only the first MB"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_store_is_neither_read_nor_written() {
    let sandbox = Sandbox::folder(&[("inside.md", "inside")]);
    let secret = sandbox.home().join("secret.md");
    std::fs::write(&secret, "secret words").unwrap();
    std::os::unix::fs::symlink(&secret, sandbox.store.join("leak.md")).unwrap();
    std::os::unix::fs::symlink(sandbox.home(), sandbox.store.join("up")).unwrap();

    assert_eq!(sandbox.riffle(&["search", "secret", "--path"]).ok(), "");
    for name in ["leak.md", "up/secret.md", "../secret.md"] {
        let ran = sandbox.riffle(&["tag", name, "+x"]);
        assert_ne!(ran.code, Some(0), "{name}");
    }
    assert_eq!(std::fs::read_to_string(secret).unwrap(), "secret words");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_named_and_the_rest_is_found() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::folder(&[("open.md", "words here"), ("closed/hidden.md", "words there")]);
    let closed = sandbox.store.join("closed");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    let readable = std::fs::read_dir(&closed).is_ok(); // root reads everything

    let found = sandbox.riffle(&["search", "words", "--path"]).ok();
    let report = sandbox.riffle(&["doctor"]);

    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(found.contains("open.md"));
    assert!(readable || report.out.contains("closed"), "{report:?}");
}

#[test]
fn a_full_disk_is_named_and_the_text_is_not_lost() {
    let sandbox = Sandbox::new();

    let mut command = sandbox.command(&["capture", "Words on a full disk"]);
    let ran = command.env("RIFFLE_FAIL_AT", "3:ENOSPC").output().unwrap();

    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    if ran.status.success() {
        assert!(sandbox.riffle(&["search", "full disk", "--path"]).ok().contains("words-on-a-full-disk"));
    } else {
        assert!(said.contains("full") && said.contains("kept in"), "{said}");
    }
}

#[test]
fn many_riffles_at_once_lose_nothing_and_show_no_error() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["list"]).ok();

    let children: Vec<_> = (0..12)
        .map(|number| {
            let mut command = sandbox.command(&["capture", &format!("Parallel {number}")]);
            command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }

    assert_eq!(sandbox.riffle(&["list", "--fresh", "--path", "parallel"]).ok().lines().count(), 12);
    assert_eq!(sandbox.git(&["log", "--format=%s", "--grep=capture"]).ok().lines().count(), 12);
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
    sandbox.git(&["fsck"]).ok();
}

#[test]
fn dates_at_the_end_of_time_harm_no_search() {
    let sandbox = Sandbox::folder(&[
        ("far.md", "---\ndate: 9999-12-31T23:59:59-12:00\n---\nfar away\n"),
        ("early.md", "---\ndate: 0000-01-01\n---\nfar back\n"),
        ("odd.md", "---\ndate: 99999-99-99\n---\nfar out\n"),
    ]);

    assert_eq!(sandbox.riffle(&["search", "far", "--path"]).ok().lines().count(), 3);
    assert_eq!(sandbox.riffle(&["list", "--path"]).ok().lines().count(), 3);
}
