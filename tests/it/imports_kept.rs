//! Nothing that a person wrote or kept elsewhere is lost on its way in, nor what is here already.

use std::fs;

use serde_json::Value;

use crate::imports::{file, import, number, zip};
use crate::support::Sandbox;

/// A folder of Keep with these notes, each with a picture: a title, words, when it was made, what the picture shows.
fn keep(sandbox: &Sandbox, notes: &[(&str, &str, u64, &str)]) -> String {
    let folder = sandbox.home().join("Keep");
    fs::create_dir_all(&folder).unwrap();
    for (at, (title, words, made, picture)) in notes.iter().enumerate() {
        fs::write(folder.join(format!("p{at}.png")), picture).unwrap();
        let note = format!(
            "{{\"isTrashed\":false,\"attachments\":[{{\"filePath\":\"p{at}.png\"}}],\"textContent\":{words:?},\"title\":{title:?},\
             \"userEditedTimestampUsec\":{made}000000,\"createdTimestampUsec\":{made}000000}}"
        );
        fs::write(folder.join(format!("n{at}.json")), note).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

fn report(sandbox: &Sandbox, path: &str) -> Value {
    sandbox.riffle(&["import", path, "--json"]).json().remove(0)
}

/// What lies in `media`.
fn media(sandbox: &Sandbox) -> Vec<String> {
    let files = sandbox.files().into_iter().filter(|(path, _)| path.starts_with("media/"));
    let mut found: Vec<String> = files.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect();
    found.sort();
    found
}

/// All words of the entries.
fn words(sandbox: &Sandbox) -> String {
    let files = sandbox.files().into_iter().filter(|(path, _)| path.ends_with(".md"));
    files.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

#[test]
fn a_note_that_was_thrown_away_comes_again_with_its_picture_which_others_may_show() {
    let sandbox = Sandbox::new();
    let folder = keep(&sandbox, &[("Receipt", "hello", 1_700_000_000, "PICTURE")]);
    report(&sandbox, &folder);
    sandbox.riffle(&["rm", "Receipt"]).ok();
    assert_eq!(media(&sandbox), ["PICTURE"]);

    let again = report(&sandbox, &folder);

    assert_eq!((number(&again, "new"), number(&again, "files"), media(&sandbox)), (1, 0, vec!["PICTURE".into()]));
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(media(&sandbox), ["PICTURE"], "it was there before");
}

#[test]
fn a_picture_that_was_changed_here_stays_beside_the_one_that_comes_again() {
    let sandbox = Sandbox::new();
    let folder = keep(&sandbox, &[("Receipt", "hello", 1_700_000_000, "PICTURE")]);
    report(&sandbox, &folder);
    let picture = sandbox.files().into_iter().find(|(path, _)| path.starts_with("media/")).unwrap().0;
    sandbox.write(&picture, "PAINTED");
    sandbox.riffle(&["rm", "Receipt"]).ok();

    report(&sandbox, &folder);

    assert_eq!(media(&sandbox), ["PAINTED", "PICTURE"]);
    assert!(sandbox.riffle(&["links", "--broken"]).ok().is_empty());
    assert!(words(&sandbox).contains("-2.png>)"), "{}", words(&sandbox));
}

#[test]
fn notes_are_told_apart_by_their_pictures_and_days() {
    let sandbox = Sandbox::new();
    let (day, next) = (1_700_000_000, 1_700_100_000);
    let folder = keep(
        &sandbox,
        &[("", "", day, "one"), ("", "", next, "two"), ("Receipt", "", day, "three"), ("Receipt", "", day, "four")],
    );

    let keep = report(&sandbox, &folder);

    assert_eq!((number(&keep, "new"), number(&keep, "left_out")), (4, 0), "{keep}");
    assert_eq!(media(&sandbox), ["four", "one", "three", "two"]);
    let days = "[2024-01-02 09:00] Went running.\nFive km.\n\n[2024-01-03 21:00] Went running.\nFive km.\n";
    assert_eq!(number(&import(&sandbox, "journal.txt", days, &[]), "new"), 2);
    assert_eq!(number(&import(&sandbox, "journal.txt", days, &[]), "new"), 0);
}

#[test]
fn addresses_that_differ_behind_the_hash_are_pages_or_are_kept_beside() {
    let sandbox = Sandbox::new();
    let links = "https://matrix.to/#/#rust:matrix.org | Rust room\nhttps://matrix.to/#/#go:matrix.org | Go room\n\
        https://mermaid.live/edit#pako:AAA | Diagram A\nhttps://mermaid.live/edit#pako:BBB | Diagram B\n";

    let first = import(&sandbox, "links.txt", links, &[]);

    assert_eq!((number(&first, "new"), number(&first, "known")), (3, 1), "{first}");
    assert!(words(&sandbox).contains("\n\n[Diagram B](<https://mermaid.live/edit#pako:BBB>)\n"), "{}", words(&sandbox));
    assert_eq!(number(&import(&sandbox, "links.txt", links, &[]), "joined"), 0);
    let third = "https://mermaid.live/edit#pako:CCC | Diagram C\n";
    sandbox.riffle(&["bookmark", "https://mermaid.live/view", "--no-fetch"]).ok();
    import(&sandbox, "more.txt", &third.replace("/edit", "/view"), &[]);
    assert!(words(&sandbox).contains("[Diagram C](<https://mermaid.live/view#pako:CCC>)"), "{}", words(&sandbox));
}

fn pinboard(url: &str, words: &str) -> String {
    format!(
        "[{{\"href\":{url:?},\"description\":\"A\",\"extended\":{words:?},\"time\":\"\",\"shared\":\"yes\",\"tags\":\"\"}}]"
    )
}

#[test]
fn words_that_are_a_part_of_others_are_words_of_their_own() {
    let sandbox = Sandbox::new();
    let url = "https://a.example/";
    let mine = sandbox.riffle(&["bookmark", url, "--no-fetch", "--comment", "This is not recommended at all"]).ok();

    import(&sandbox, "pinboard.json", &pinboard(url, "recommended"), &[]);

    let text = sandbox.read(mine.trim());
    assert!(text.ends_with("\nThis is not recommended at all\n\nrecommended\n"), "{text}");
    let again = import(&sandbox, "pinboard.json", &pinboard(url, "recommended"), &[]);
    assert_eq!(number(&again, "joined"), 0, "{again}");
}

#[test]
fn words_that_had_to_be_marked_as_words_join_once() {
    let sandbox = Sandbox::new();
    let url = "https://a.example/";
    sandbox.riffle(&["bookmark", url, "--no-fetch"]).ok();
    let post = pinboard(url, "# Not a title\n\n```\nlet tea;");

    assert_eq!(number(&import(&sandbox, "pinboard.json", &post, &[]), "joined"), 1);
    assert_eq!(number(&import(&sandbox, "pinboard.json", &post, &[]), "joined"), 0, "{}", words(&sandbox));
}

const RAINDROP: &str = "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n";

/// A table of Raindrop with one bookmark that has such highlights.
fn raindrop(highlights: &str) -> String {
    format!("{RAINDROP}1,B,,,https://b.example/,,,2024-01-02T03:04:05.123Z,,\"{highlights}\",false\n")
}

#[test]
fn what_is_said_about_a_quote_joins_the_quote_that_is_here() {
    let sandbox = Sandbox::new();
    let head = "---\nkind: bookmark\ntitle: B\nurl: https://b.example/\n---\n\n## Quotes\n\n";
    sandbox.write("bookmarks/b.md", format!("{head}> Water\n> first.\n\n> Then leaves.\n"));
    let table = raindrop("Highlight:Water first.\nNote:MINE about it");

    assert_eq!(number(&import(&sandbox, "raindrop.csv", &table, &[]), "joined"), 1);

    let text = sandbox.read("bookmarks/b.md");
    assert!(text.contains("## Quotes\n\n> Water\n> first.\n\nMINE about it\n\n> Then leaves.\n"), "{text}");
    assert_eq!(number(&import(&sandbox, "raindrop.csv", &table, &[]), "joined"), 0);
}

#[test]
fn what_a_person_made_of_words_about_a_quote_stays() {
    let sandbox = Sandbox::new();
    let path = "bookmarks/2024/b.md";
    import(&sandbox, "raindrop.csv", &raindrop("Highlight:Water first."), &[]);

    import(&sandbox, "raindrop.csv", &raindrop("Highlight:Water first.\nNote:As at home"), &[]);
    assert!(sandbox.read(path).ends_with("> Water first.\n\nAs at home\n"), "{}", sandbox.read(path));
    sandbox.write(path, sandbox.read(path).replace("As at home", "As everywhere"));
    import(&sandbox, "raindrop.csv", &raindrop("Highlight:Water first.\nNote:As at home"), &[]);

    assert!(sandbox.read(path).ends_with("> Water first.\n\nAs everywhere\n"), "{}", sandbox.read(path));
}

#[test]
fn a_page_that_lies_in_two_folders_has_the_words_and_tags_of_both() {
    let folder = |name: &str, words: &str| {
        format!(
            "<DT><H3>{name}</H3>\n<DL><p>\n<DT><A HREF=\"https://c.example/\" ADD_DATE=\"1402760031\">C</A>\n<DD>{words}\n</DL><p>\n"
        )
    };
    let page = format!(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n{}{}</DL><p>\n",
        folder("Work", "see notes"),
        folder("Play", "no")
    );
    for (how, path, tags) in
        [("tags", "bookmarks/2014/c.md", "tags: [Work, Play]"), ("paths", "bookmarks/work/c.md", "tags: [Play]")]
    {
        let sandbox = Sandbox::new();

        import(&sandbox, "bookmarks.html", &page, &["--folders", how]);

        let text = sandbox.read(path);
        assert!(text.contains(tags) && text.ends_with("\nsee notes\n\nno\n"), "{text}");
    }
}

#[test]
fn an_entry_whose_address_was_changed_here_gets_what_both_addresses_bring() {
    let sandbox = Sandbox::new();
    let row = |name: &str, note: &str, quote: &str| {
        format!("1,B,{note},,https://{name}.example/,,t,2024-01-02T03:04:05.123Z,,{quote},false\n")
    };
    import(&sandbox, "1.csv", &format!("{RAINDROP}{}", row("old", "", "")), &[]);
    let path = "bookmarks/2024/b.md";
    sandbox.write(path, sandbox.read(path).replace("old.example", "new.example"));
    let table = format!(
        "{RAINDROP}{}{}{}",
        row("old", "", "Highlight:Of the old"),
        row("new", "Of the new", ""),
        row("other", "", "")
    );

    let report = import(&sandbox, "2.csv", &table, &[]);

    assert_eq!((number(&report, "new"), number(&report, "joined"), number(&report, "known")), (1, 1, 1), "{report}");
    let text = sandbox.read(path);
    assert!(text.contains("\nOf the new\n\n## Quotes\n\n> Of the old\n"), "{text}");
}

#[test]
fn what_could_not_be_read_again_is_left_out_and_the_rest_comes() {
    let sandbox = Sandbox::new();
    let links = format!("https://m.example/?x={} | Diagram\nhttps://a.example/ | A\n", "A".repeat(70_000));

    let report = import(&sandbox, "links.txt", &links, &[]);

    assert_eq!((number(&report, "new"), number(&report, "left_out")), (1, 1), "{report}");
    assert_eq!(report["left_out"][0]["line"], 1, "{report}");
}

#[test]
fn a_file_of_windows_is_the_same_as_one_of_unix() {
    let clippings = "\u{feff}On Tea (Lu Yu)\n- Your Highlight on page 3 | Location 40-41 | Added on Monday, January 1, 2024 10:00:00 AM\n\n\
        Water first.\n==========\n\u{feff}Other Book (Ada B)\n- Your Note on page 4 | Location 44 | Added on Tuesday, January 2, 2024 10:00:00 PM\n\n\
        Then leaves.\n==========\n";
    for end in ["\n", "\r\n", "\r"] {
        let sandbox = Sandbox::new();

        let report = import(&sandbox, "My Clippings.txt", &clippings.replace('\n', end), &[]);

        assert_eq!((number(&report, "new"), number(&report, "left_out")), (2, 0), "{end:?}: {report}");
        assert!(sandbox.read("notes/2024/other-book.md").ends_with("\n## Quotes\n\nThen leaves.\n"));
    }
}

#[test]
fn bookmarks_that_are_cut_in_the_middle_are_refused_and_taken_in_part_if_asked_for() {
    let sandbox = Sandbox::new();
    let links: String =
        (1..=9).map(|n| format!("<DT><A HREF=\"https://a{n}.example/\">Title {n}</A>\n<DD>words {n}\n")).collect();
    let page = format!("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n{links}</DL><p>\n");
    let path = file(&sandbox, "bookmarks.html", &page[..page.find("tle 5").unwrap()]);

    let refused = sandbox.riffle(&["import", &path]).fails(3);

    assert!(
        refused.contains("bookmarks.html, line 11: the file ends in the middle of its list; 4 before it"),
        "{refused}"
    );
    let taken = sandbox.riffle(&["import", &path, "--partial", "--json"]).json().remove(0);
    assert_eq!((number(&taken, "new"), taken["left_out"][0]["line"].as_u64()), (4, Some(11)), "{taken}");
}

#[test]
fn a_takeout_of_keep_is_taken_as_it_is_and_a_note_alone_says_where_its_picture_is() {
    let sandbox = Sandbox::new();
    let folder = keep(&sandbox, &[("Receipt", "hello", 1_700_000_000, "PICTURE")]);
    fs::write(format!("{folder}/n0.html"), "<html><body>hello</body></html>").unwrap();

    let alone = sandbox.riffle(&["import", &format!("{folder}/n0.json"), "--json", "--dry-run"]).json().remove(0);
    let all = sandbox.riffle(&["import", &folder, "--as", "keep", "--json"]).json().remove(0);

    let why = alone["left_out"][0]["why"].as_str().unwrap();
    assert_eq!(why, "its file \"p0.png\" comes only with the folder that both lie in");
    assert_eq!((number(&all, "new"), number(&all, "left_out")), (1, 0), "{all}");
}

#[test]
fn a_name_that_cannot_be_kept_stops_nothing_else_in_an_archive() {
    let long = format!("{}.md", "会議の記録".repeat(20));
    for bad in [&["GIT~1/config"][..], &[&long], &["c", "c/d.md"]] {
        let sandbox = Sandbox::new();
        let files = [&["a.md", "b.md"], bad].concat();
        let path = zip(&sandbox, &files.iter().map(|name| (*name, b"# x\n".as_slice())).collect::<Vec<_>>());

        let report = report(&sandbox, &path);

        assert_eq!((number(&report, "new"), number(&report, "left_out")), (files.len() - 1, 1), "{report}");
        assert!(
            report["left_out"][0]["why"].as_str().unwrap().starts_with("has a name that cannot be kept"),
            "{report}"
        );
        assert!(sandbox.git(&["status", "--porcelain"]).out.is_empty());
        sandbox.riffle(&["undo"]).ok();
        assert!(sandbox.files().iter().all(|(path, _)| !path.starts_with("notes/")), "{bad:?}");
    }
}

#[test]
fn a_file_that_lies_here_in_place_of_a_folder_stays_and_the_rest_comes() {
    let sandbox = Sandbox::new();
    sandbox.write("notes/export/c", "mine");
    sandbox.write("notes/export/e/f.md", "# f\n");
    let path = zip(&sandbox, &[("a.md", b"# a\n"), ("c/d.md", b"# d\n"), ("e", b"e")]);

    let report = report(&sandbox, &path);

    assert_eq!((number(&report, "new"), number(&report, "left_out")), (1, 2), "{report}");
    assert_eq!(sandbox.read("notes/export/c"), "mine");
}

#[test]
fn what_went_out_as_markdown_is_known_by_its_ids_when_it_comes_in_again() {
    let sandbox = Sandbox::new();
    let text = "---\nid: 01k0abcdefghjkmnpqrstvwxa1\nkind: note\ntitle: One\n---\n\nMine.\n";
    sandbox.write("notes/one.md", text);
    sandbox.write("notes/latin.md", b"latin caf\xe9\n");
    let out = sandbox.home().join("out");
    sandbox.riffle(&["export", "--as", "markdown", "--out", out.to_str().unwrap()]).ok();
    assert_eq!(fs::read(out.join("notes/latin.md")).unwrap(), b"latin caf\xe9\n");

    let same = report(&sandbox, out.to_str().unwrap());
    fs::write(out.join("notes/one.md"), text.replace("Mine", "Of another program")).unwrap();
    let other = report(&sandbox, out.to_str().unwrap());

    assert_eq!((number(&same, "new"), number(&same, "known")), (1, 1), "{same}");
    assert_eq!(other["left_out"][0]["why"], "is here already as notes/one.md, and differs", "{other}");
    assert!(words(&sandbox).contains("latin café"), "{}", words(&sandbox));
}
