use proptest::prelude::*;

use super::*;

fn listed(path: &[u8], mode: i32, size: u64) -> Listed {
    Listed { path: path.to_vec(), mode, blob: BlobId("0".repeat(40)), size }
}

fn plain(path: &str) -> Listed {
    listed(path.as_bytes(), 0o100_644, 100)
}

fn sifted(listed: &[Listed]) -> Intake {
    accept(listed, &Limits::default())
}

fn paths(found: &[Candidate]) -> Vec<&str> {
    found.iter().map(|page| page.path.as_str()).collect()
}

#[test]
fn pages_and_their_pictures_are_taken_and_the_rest_is_passed_over() {
    let intake = sifted(&[
        plain(".github/workflows/x.md"),
        plain(".riffle/team.toml"),
        plain("LICENSE"),
        plain("README.md"),
        plain("git/README.md"),
        plain("git/rebase onto.md"),
        listed(b"git/run.md", 0o100_755, 1),
        plain("media/ab.png"),
        plain("media/note.md"),
        plain("notes/日記/grün.md"),
        plain("c/C++ (notes), 'x' & y.md"),
        plain("src/main.rs"),
        plain("Templates/Book.md"),
        plain("templates/nugget.md"),
    ]);

    assert_eq!(
        paths(&intake.pages),
        ["git/rebase onto.md", "git/run.md", "notes/日記/grün.md", "c/C++ (notes), 'x' & y.md"]
    );
    assert_eq!(paths(&intake.attachments), ["media/ab.png"]);
    assert_eq!((intake.refused, intake.refusals, intake.truncated), (vec![], 0, false));
}

#[test]
fn what_could_do_harm_is_refused_with_a_reason_and_a_harmless_name() {
    let deep = "a/".repeat(8) + "x.md";
    let long = format!("{}.md", "x".repeat(200));
    let hostile: Vec<(Listed, &str)> = vec![
        (listed(b"link.md", 0o120_000, 0), "symbolic link"),
        (listed(b"sub", 0o160_000, 0), "repository inside"),
        (listed(b"a/a/a", 0o040_000, 0), "too deep"),
        (listed(b"odd.md", 0o100_600, 1), "not a plain file"),
        (listed(b"\xff.md", 0o100_644, 1), "UTF-8"),
        (listed(b"big.md", 0o100_644, 1_000_001), "too large"),
        (listed(b"big.png", 0o100_644, 10_000_001), "too large"),
        (plain("../x.md"), "out of its folder"),
        (plain("/etc/x.md"), "out of its folder"),
        (plain("a//x.md"), "out of its folder"),
        (plain(".git/x.md"), "git's own"),
        (plain("a/.GIT/x.md"), "git's own"),
        (plain(".g\u{200c}it/x.md"), "git's own"),
        (plain("git~1/x.md"), "git's own"),
        (plain("GIT~22/x.md"), "git's own"),
        (plain(".git./x.md"), "git's own"),
        (plain(".git::$INDEX_ALLOCATION/x.md"), "git's own"),
        (plain(".gitmodules"), "git's own"),
        (plain("a\n\u{1b}[2J.md"), "characters"),
        (plain("a:b.md"), "characters"),
        (plain("a\\b.md"), "characters"),
        (plain("x\u{202e}dm.md"), "characters"),
        (plain("x\u{200b}.md"), "characters"),
        (plain("gru\u{308}n.md"), "NFC"),
        (plain("CON.md"), "device"),
        (plain("a/lpt1.x.md"), "device"),
        (plain("dot./x.md"), "space or a dot"),
        (plain(" x.md"), "space or a dot"),
        (plain(&deep), "8 folders"),
        (plain(&long), "200 bytes"),
    ];
    for (item, why) in hostile {
        let intake = sifted(std::slice::from_ref(&item));

        let [refused] = intake.refused.as_slice() else { panic!("{:?}", String::from_utf8_lossy(&item.path)) };
        assert!(refused.why.contains(why), "{refused:?}");
        assert!(intake.pages.is_empty() && intake.attachments.is_empty());
        let is_harmless = |c: char| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
        assert!(refused.path.chars().all(is_harmless) && refused.path.chars().count() <= 81, "{refused:?}");
    }
}

#[test]
fn of_files_that_some_disks_take_for_one_none_is_read() {
    let intake = sifted(&[plain("Git/Note.md"), plain("git/note.md"), plain("git/other.md")]);

    assert_eq!(paths(&intake.pages), ["git/other.md"]);
    assert_eq!(intake.refusals, 2);
}

#[test]
fn a_flood_is_cut_and_counted() {
    let limits = Limits { entries: 10, named: 3, ..Limits::default() };
    let many: Vec<Listed> = (0..11).map(|count| plain(&format!("a:{count}.md"))).collect();

    let intake = accept(&many, &limits);

    assert_eq!((intake.refused.len(), intake.refusals, intake.truncated), (3, 10, true));
}

/// Names as somebody might write them who means harm.
fn hostile_path() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"/".to_vec()),
        Just(b"..".to_vec()),
        Just(b".git".to_vec()),
        Just(b"git~1".to_vec()),
        Just(b".md".to_vec()),
        Just(b"con".to_vec()),
        Just(b":".to_vec()),
        Just(b"\\".to_vec()),
        Just(b"\x1b[2J".to_vec()),
        Just("\u{200c}".as_bytes().to_vec()),
        Just("\u{202e}".as_bytes().to_vec()),
        Just("u\u{308}".as_bytes().to_vec()),
        Just(b"\xff".to_vec()),
        "[a-zA-Z .]{0,3}".prop_map(String::into_bytes),
        "\\PC{0,2}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_taken_has_a_name_that_no_disk_takes_for_another_place(one in hostile_path(), other in hostile_path()) {
        let intake = sifted(&[listed(&one, 0o100_644, 1), listed(&other, 0o100_644, 1)]);

        let taken: Vec<&Candidate> = intake.pages.iter().chain(&intake.attachments).collect();
        for found in &taken {
            prop_assert!(!found.path.starts_with('/') && found.path.len() <= 200);
            for part in found.path.split('/') {
                prop_assert!(!part.is_empty() && !part.starts_with(['.', ' ']) && !part.ends_with(['.', ' ']), "{part:?}");
                prop_assert!(!part.contains(['\\', ':', '\u{200c}', '\u{202e}', '\u{1b}', '\u{fffd}']), "{part:?}");
                prop_assert!(!part.to_lowercase().starts_with("git~"));
            }
        }
        if let [one, other] = taken[..] {
            prop_assert_ne!(one.path.to_lowercase(), other.path.to_lowercase());
        }
        for refused in &intake.refused {
            prop_assert!(!refused.path.chars().any(char::is_control));
        }
    }
}
