//! What a person has elsewhere, brought in by the real program.

use std::fs;
use std::io::Write as _;

use serde_json::Value;

use crate::support::{PageServer, Ran, Reply, Sandbox};

const BROWSER: &str = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n\
    <TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n\
    <DT><H3 PERSONAL_TOOLBAR_FOLDER=\"true\">Bookmarks bar</H3>\n<DL><p>\n\
    <DT><A HREF=\"https://tea.example/green?utm_source=x\" ADD_DATE=\"1402760031\" TAGS=\"tea,drinks\">Green tea &amp; milk</A>\n\
    <DD>Eighty degrees, three minutes.\n\
    <DT><H3>Dev</H3>\n<DL><p>\n<DT><H3>Version Control</H3>\n<DL><p>\n\
    <DT><A HREF=\"https://git.example/rebase\" ADD_DATE=\"1500000000\">Rebase, explained</A>\n</DL><p>\n</DL><p>\n\
    <DT><A HREF=\"javascript:void(0)\">A bookmarklet</A>\n\
    <DT><A HREF=\"http://www.tea.example/green/\" ADD_DATE=\"1300000000\" TAGS=\"hot\">Green tea again</A>\n\
    </DL><p>\n</DL><p>\n";

pub(crate) fn file(sandbox: &Sandbox, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = sandbox.home().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

pub(crate) fn import(sandbox: &Sandbox, name: &str, text: &str, more: &[&str]) -> Value {
    let path = file(sandbox, name, text);
    sandbox.riffle(&[&["import", &path, "--json"], more].concat()).json().remove(0)
}

fn tree(sandbox: &Sandbox) -> String {
    sandbox.git(&["rev-parse", "HEAD^{tree}"]).out
}

pub(crate) fn number(report: &Value, field: &str) -> usize {
    report[field].as_array().map_or_else(|| report[field].as_u64().unwrap() as usize, Vec::len)
}

#[test]
fn the_bookmarks_of_a_browser_come_in_once_and_are_taken_back_as_one() {
    let sandbox = Sandbox::new();
    let before = (tree(&sandbox), sandbox.files());

    let first = import(&sandbox, "bookmarks.html", BROWSER, &[]);

    assert_eq!((number(&first, "read"), number(&first, "new"), number(&first, "known")), (4, 2, 1), "{first}");
    let path = sandbox.riffle(&["search", "eighty", "degrees", "--path"]).ok();
    assert_eq!(path.trim(), "bookmarks/2011/green-tea-milk.md");
    let text = sandbox.read(path.trim());
    assert!(text.contains("date: 2011-03-13T07:06:40+00:00\n"), "the oldest date: {text}");
    assert!(
        text.contains("tags: [tea, drinks, hot]\n") && text.ends_with("\nEighty degrees, three minutes.\n"),
        "{text}"
    );
    assert!(text.contains("url: https://tea.example/green?utm_source=x\n"), "{text}");
    assert_eq!(sandbox.riffle(&["list", "tag:Dev/Version-Control", "--path"]).ok().lines().count(), 1);

    let after = tree(&sandbox);
    let second = import(&sandbox, "bookmarks.html", BROWSER, &[]);
    assert_eq!((number(&second, "new"), number(&second, "joined"), number(&second, "known")), (0, 0, 3), "{second}");
    assert_eq!(tree(&sandbox), after);
    assert_eq!(sandbox.git(&["log", "--format=%s", "-1"]).out.trim(), "import: 2 entries");

    sandbox.riffle(&["undo"]).ok();
    assert_eq!((tree(&sandbox), sandbox.files()), before);
}

#[test]
fn what_is_left_out_is_named_by_its_line() {
    let sandbox = Sandbox::new();

    let ran = sandbox.riffle(&["import", &file(&sandbox, "bookmarks.html", BROWSER)]);

    assert!(ran.out.contains("bookmarks.html, line 17: `javascript:` is no web address"), "{}", ran.out);
    assert!(ran.out.contains("2 new, 0 joined with what was here, 1 here already, 1 left out"), "{}", ran.out);
    assert!(ran.err.contains("`riffle undo` takes all of it back"), "{}", ran.err);
}

#[test]
fn a_page_that_is_here_already_keeps_its_words_and_gets_the_new_ones() {
    let sandbox = Sandbox::new();
    let mine = sandbox
        .riffle(&["bookmark", "https://tea.example/green", "-t", "Tea", "--comment", "My favourite.", "--no-fetch"])
        .ok();

    let report = import(&sandbox, "bookmarks.html", BROWSER, &[]);

    assert_eq!((number(&report, "new"), report["joined"][0].as_str()), (1, Some(mine.trim())));
    let text = sandbox.read(mine.trim());
    assert!(text.contains("tags: [Tea, drinks, hot]\n") && text.contains("date: 2011-03-13"), "{text}");
    assert!(text.ends_with("My favourite.\n\nEighty degrees, three minutes.\n"), "{text}");
    sandbox.riffle(&["undo"]).ok();
    assert!(!sandbox.read(mine.trim()).contains("Eighty"));
}

#[test]
fn what_a_person_makes_of_what_came_in_stays_when_it_is_brought_in_again() {
    let sandbox = Sandbox::new();
    import(&sandbox, "bookmarks.html", BROWSER, &[]);
    let path = "bookmarks/2011/green-tea-milk.md";
    sandbox.riffle(&["tag", path, "+green", "--", "-drinks"]).ok();
    let edited = sandbox.read(path).replace("Eighty degrees, three minutes.", "Less than boiling.");
    sandbox.write(path, &edited);

    let again = import(&sandbox, "bookmarks.html", BROWSER, &[]);

    assert_eq!((number(&again, "new"), number(&again, "joined")), (0, 0), "{again}");
    assert_eq!(sandbox.read(path), edited);
}

#[test]
fn a_dry_run_says_what_would_come_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let before = (tree(&sandbox), sandbox.files());

    let report = import(&sandbox, "bookmarks.html", BROWSER, &["--dry-run"]);

    assert_eq!((number(&report, "new"), report["dry_run"].as_bool()), (2, Some(true)));
    assert_eq!((tree(&sandbox), sandbox.files()), before);
}

#[test]
fn folders_are_tags_or_paths_or_nothing() {
    for (how, path, tag) in [
        ("tags", "bookmarks/2017/rebase-explained.md", "tags: [Dev/Version-Control, from/firefox]\n"),
        ("paths", "bookmarks/dev/version-control/rebase-explained.md", "tags: [from/firefox]\n"),
        ("none", "bookmarks/2017/rebase-explained.md", "tags: [from/firefox]\n"),
    ] {
        let sandbox = Sandbox::new();

        import(&sandbox, "bookmarks.html", BROWSER, &["--folders", how, "--tag", "from/firefox"]);

        assert!(sandbox.read(path).contains(tag), "{how}");
    }
}

#[test]
fn two_machines_that_bring_in_the_same_file_write_the_same() {
    let [one, other] = [Sandbox::new(), Sandbox::new()];
    for sandbox in [&one, &other] {
        import(sandbox, "bookmarks.html", BROWSER, &[]);
    }
    let bookmarks = |sandbox: &Sandbox| {
        sandbox.files().into_iter().filter(|(path, _)| path.starts_with("bookmarks/")).collect::<Vec<_>>()
    };

    assert_eq!(bookmarks(&one), bookmarks(&other));
}

#[test]
fn no_page_is_fetched_unasked_and_addresses_that_came_in_are_guarded() {
    let sandbox = Sandbox::new();
    let server = PageServer::start(|_| Reply::html("<p>private</p>"));
    let page =
        format!("<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><A HREF=\"{}\">Router</A></DL>", server.url("/admin"));

    let report = import(&sandbox, "bookmarks.html", &page, &[]);

    assert!(sandbox.riffle(&["fetch"]).err.contains("No page is waiting"));
    sandbox.riffle(&["fetch", report["new"][0].as_str().unwrap()]);
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn a_file_that_is_cut_short_is_refused_with_its_line_and_taken_in_part_if_asked_for() {
    let sandbox = Sandbox::new();
    let whole = "[{\"href\":\"https://a.example\",\"description\":\"A\",\"extended\":\"\",\"time\":\"2014-06-14T15:33:51Z\",\"tags\":\"\"},\n\
        {\"href\":\"https://b.example\",\"description\":\"B\",\"extended\":\"\",\"ti";
    let path = file(&sandbox, "pinboard.json", whole);

    let refused = sandbox.riffle(&["import", &path]).fails(3);
    assert!(
        refused.contains("pinboard.json, line 2: the file ends in the middle of this; 1 before it are whole"),
        "{refused}"
    );
    assert!(refused.contains("--partial"), "{refused}");
    assert_eq!(sandbox.riffle(&["list", "--path"]).ok(), "");

    sandbox.riffle(&["import", &path, "--partial"]).ok();
    assert_eq!(sandbox.riffle(&["list", "--path"]).ok().lines().count(), 1);
}

#[test]
fn a_quote_that_is_never_closed_is_refused_with_its_line() {
    let sandbox = Sandbox::new();
    let table = "title,url,time_added,tags,status\nA,https://a.example,1402760031,,unread\n\"B,https://b.example,1402760031,,unread\n";

    let refused = sandbox.riffle(&["import", &file(&sandbox, "part_000000.csv", table)]).fails(3);

    assert!(refused.contains("part_000000.csv, line 3: a quote that is opened here is never closed"), "{refused}");
}

#[test]
fn what_is_nothing_known_is_refused_with_the_formats_that_are() {
    let sandbox = Sandbox::new();

    let refused = sandbox.riffle(&["import", &file(&sandbox, "notes.bin", "\u{1}\u{2} nothing\n")]).fails(1);
    assert!(
        refused.contains("notes.bin is in no format that is known here") && refused.contains("netscape"),
        "{refused}"
    );
    let missing = sandbox.riffle(&["import", "nowhere.html"]).fails(1);
    assert!(missing.contains("cannot read nowhere.html"), "{missing}");
}

#[test]
fn titles_of_others_bring_no_escape_sequences_along() {
    let sandbox = Sandbox::new();
    let page = "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><A HREF=\"https://a.example\">\u{1b}]52;c;AAAA\u{7}Red \u{1b}[31malert\u{1b}[0m</A><DD>x\u{1b}[2Jy</DL>";

    let report = import(&sandbox, "bookmarks.html", page, &[]);

    let text = sandbox.read(report["new"][0].as_str().unwrap());
    assert!(text.contains("title: Red alert\n") && text.ends_with("\nxy\n") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn a_file_is_read_from_standard_input_too() {
    let sandbox = Sandbox::new();

    let ran = sandbox.pipe(&["import", "-"], BROWSER.as_bytes());

    assert!(ran.ok().contains("2 new"));
}

#[cfg(debug_assertions)]
#[test]
fn an_import_that_is_killed_is_finished_as_a_whole_by_whoever_comes_next() {
    let many: String = (0..80)
        .map(|n| format!("<DT><A HREF=\"https://a.example/{n}\" ADD_DATE=\"1402760031\">Page {n}</A>\n"))
        .collect();
    let page = format!("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n{many}</DL>");
    for point in ["act-noted", "creation-staged", "creation-one-placed:40", "creation-placed", "act-committed"] {
        let sandbox = Sandbox::new();
        let before = tree(&sandbox);
        let path = file(&sandbox, "bookmarks.html", &page);

        let killed = Ran::of(sandbox.command(&["import", &path]).env("RIFFLE_CRASH_AT", point));
        assert_ne!(killed.code, Some(0), "{point}");

        assert_eq!(sandbox.riffle(&["list", "--path"]).ok().lines().count(), 80, "{point}");
        assert!(sandbox.git(&["status", "--porcelain"]).out.is_empty(), "{point}");
        assert!(sandbox.files().iter().all(|(path, _)| !path.contains(".riffle-")), "{point}");
        sandbox.riffle(&["undo"]).ok();
        assert_eq!(tree(&sandbox), before, "{point}");
    }
}

/// An example of what each service exports, with how many entries it makes, and how many are left out.
const EXAMPLES: [(&str, usize, usize); 26] = [
    ("chrome.html", 4, 1),
    ("firefox.html", 3, 1),
    ("safari.html", 3, 0),
    ("delicious.html", 2, 0),
    ("linkding.html", 2, 0),
    ("pinboard.json", 3, 0),
    ("pocket.csv", 3, 0),
    ("pocket.html", 2, 0),
    ("raindrop.csv", 2, 0),
    ("instapaper.csv", 3, 0),
    ("readwise-reader.csv", 2, 1),
    ("readwise.csv", 2, 0),
    ("matter.csv", 2, 0),
    ("linkding.json", 2, 0),
    ("karakeep.json", 2, 1),
    ("linkwarden.json", 2, 0),
    ("omnivore.json", 2, 0),
    ("hypothesis.json", 2, 0),
    ("kindle.txt", 2, 1),
    ("jrnl.txt", 2, 0),
    ("onetab.txt", 3, 0),
    ("buku.md", 2, 0),
    ("evernote.enex", 2, 0),
    ("keep", 2, 2),
    ("joplin", 2, 0),
    ("vault", 4, 0),
];

fn example(name: &str) -> String {
    format!("{}/tests/data/imports/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn each_format_is_known_by_its_content_and_comes_in_once() {
    let sandbox = Sandbox::new();
    let empty = tree(&sandbox);
    for (name, new, left_out) in EXAMPLES {
        let run = || sandbox.riffle(&["import", &example(name), "--json"]).json().remove(0);

        let first = run();
        assert_eq!((number(&first, "new"), number(&first, "left_out")), (new, left_out), "{name}: {first}");
        let with = tree(&sandbox);
        let second = run();
        assert_eq!((number(&second, "new"), number(&second, "joined")), (0, 0), "{name}: {second}");
        assert_eq!(tree(&sandbox), with, "{name}");

        sandbox.riffle(&["undo"]).ok();
        assert_eq!(tree(&sandbox), empty, "{name}");
    }
}

#[test]
fn the_page_of_formats_names_each_of_them() {
    let page = fs::read_to_string(format!("{}/docs/formats.md", env!("CARGO_MANIFEST_DIR"))).unwrap();

    for format in riffle::formats::FORMATS {
        assert!(page.contains(&format!("| `{}` |", format.name)), "{}", format.name);
    }
}

#[test]
fn highlights_stand_under_their_book_and_new_ones_join_them() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["import", &example("kindle.txt")]).ok();
    let path = sandbox.riffle(&["search", "medicine", "--path"]).ok();

    let text = sandbox.read(path.trim());
    assert!(
        text.contains("title: The Book of Tea\n") && text.contains("source: The Book of Tea (Okakura, Kakuzo)\n"),
        "{text}"
    );
    assert!(text.ends_with("\n## Quotes\n\n> Tea began as a medicine.\n\nSo did sugar.\n"), "{text}");

    let more = fs::read_to_string(example("kindle.txt")).unwrap()
        + "The Book of Tea (Okakura, Kakuzo)\n- Your Highlight on page 14 | Location 180 | Added on Friday, February 2, 2024 10:00:00 AM\n\n\
           It grew into a beverage.\n==========\n";
    let report = import(&sandbox, "My Clippings.txt", &more, &[]);

    assert_eq!((number(&report, "new"), number(&report, "joined")), (0, 1), "{report}");
    assert!(
        sandbox.read(path.trim()).ends_with("So did sugar.\n\n> It grew into a beverage.\n"),
        "{}",
        sandbox.read(path.trim())
    );
}

#[test]
fn notes_of_keep_bring_their_pictures_along_and_name_what_is_missing() {
    let sandbox = Sandbox::new();

    let ran = sandbox.riffle(&["import", &example("keep")]);

    assert!(
        ran.out.contains("Old.json, line 1: was in the trash")
            && ran.out.contains("its file \"gone.jpg\" is not beside it"),
        "{}",
        ran.out
    );
    let path = sandbox.riffle(&["search", "Only", "words", "--path"]).ok();
    let text = sandbox.read(path.trim());
    let picture = text.split("](<").nth(1).and_then(|rest| rest.split_once(">)")).unwrap().0;
    assert!(text.contains("stage: archived\n") && text.contains("![18ccf.png]"), "{text}");
    assert!(sandbox.store.join(path.trim()).parent().unwrap().join(picture).exists(), "{picture}");
    assert!(sandbox.riffle(&["list", "tag:Home", "--path"]).ok().contains("shopping.md"));
}

#[test]
fn notes_of_evernote_become_markdown_with_their_pictures() {
    let sandbox = Sandbox::new();

    sandbox.riffle(&["import", &example("evernote.enex")]).ok();

    let text = sandbox.read("notes/2024/meeting-kitchen.md");
    assert!(
        text.contains("title: Meeting <kitchen>\n") && text.contains("source: https://example.org/minutes?a=1&b=2\n"),
        "{text}"
    );
    let body = "\n## Points\n\n- Kettle **first**\n- Cups\n\n- [x] Buy tea\n\nSee [this page](<https://example.org/tea>).\n![kitchen plan.png](<../../media/2024/";
    assert!(text.contains(body), "{text}");
    assert!(sandbox.files().iter().any(|(path, bytes)| path.starts_with("media/2024/") && bytes == b"hello"));
}

#[test]
fn notebooks_tags_links_and_files_of_joplin_come_along() {
    let sandbox = Sandbox::new();

    sandbox.riffle(&["import", &example("joplin")]).ok();

    let text = sandbox.read("notes/2024/green-tea.md");
    assert!(
        text.contains("tags: [hot, Kitchen/Drinks]\n")
            && text.contains("See [[Milk]] and ![leaf.png](<../../media/2024/"),
        "{text}"
    );
    assert!(sandbox.read("notes/2024/milk.md").contains("stage: archived\n"));
    assert!(sandbox.riffle(&["links", "--broken"]).ok().is_empty());
}

#[test]
fn a_folder_of_markdown_is_copied_byte_for_byte_and_its_links_hold() {
    let sandbox = Sandbox::new();

    sandbox.riffle(&["import", &example("vault")]).ok();

    assert_eq!(sandbox.read("notes/vault/Index.md"), fs::read_to_string(example("vault/Index.md")).unwrap());
    assert_eq!(fs::read(sandbox.store.join("notes/vault/img/leaf.png")).unwrap(), b"leaf");
    assert!(!sandbox.store.join("notes/vault/.obsidian").exists());
    assert!(sandbox.riffle(&["links", "--broken"]).ok().is_empty());
    assert!(sandbox.riffle(&["list", "kind:bookmark", "tag:nb", "--path"]).ok().starts_with("bookmarks/"));

    sandbox.write("notes/vault/drinks/milk.md", "# Milk\n\nMine.\n");
    let again = sandbox.riffle(&["import", &example("vault")]).ok();
    assert!(again.contains("drinks/milk.md: is here already, and differs"), "{again}");
    assert_eq!(sandbox.read("notes/vault/drinks/milk.md"), "# Milk\n\nMine.\n");
}

/// A zip with these files.
pub(crate) fn zip(sandbox: &Sandbox, files: &[(&str, &[u8])]) -> String {
    let path = sandbox.home().join("export.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn archives_are_read_as_folders_are() {
    let sandbox = Sandbox::new();
    let table = "title,url,time_added,cursor,tags,status\n";
    let [one, two] = [1, 2].map(|n| format!("{table}Page {n},https://a.example/{n},1620000000,,tea,unread\n"));
    let pocket =
        zip(&sandbox, &[("pocket/part_000000.csv", one.as_bytes()), ("pocket/part_000001.csv", two.as_bytes())]);

    assert!(sandbox.riffle(&["import", &pocket]).ok().contains("2 new"));
    assert!(sandbox.riffle(&["import", &pocket]).ok().contains("0 new, 0 joined with what was here, 2 here already"));

    let mut jex = tar::Builder::new(Vec::new());
    jex.append_dir_all(".", example("joplin")).unwrap();
    let path = file(&sandbox, "notes.jex", jex.into_inner().unwrap());
    assert!(sandbox.riffle(&["import", &path]).ok().contains("2 new"));
}

#[test]
fn an_archive_that_climbs_out_writes_nothing_outside() {
    let sandbox = Sandbox::new();
    let before = sandbox.files_at_home().len();
    let evil = zip(
        &sandbox,
        &[
            ("../../evil.md", b"# Evil\n"),
            ("/tmp/evil.md", b"# Evil\n"),
            ("ok/.git/hooks/post-commit", b"x"),
            ("ok/fine.md", b"# Fine\n"),
        ],
    );

    let out = sandbox.riffle(&["import", &evil, "--json"]).json().remove(0);

    assert_eq!((out["new"].as_array().unwrap().len(), number(&out, "left_out")), (1, 2), "{out}");
    assert!(sandbox.files_at_home().iter().all(|path| !path.ends_with("evil.md")), "{before}");
    assert!(sandbox.files().iter().all(|(path, _)| !path.contains("hooks")));
}

#[test]
fn an_archive_that_is_a_bomb_is_refused_before_it_fills_the_memory() {
    let sandbox = Sandbox::new();
    let zeros = vec![0; 64_000_000];
    let bomb = zip(
        &sandbox,
        &[("a.json", &zeros), ("b.json", &zeros), ("c.json", &zeros), ("d.json", &zeros), ("e.json", &zeros)],
    );
    assert!(fs::metadata(&bomb).unwrap().len() < 1_000_000);

    let refused = sandbox.riffle(&["import", &bomb]).fails(1);

    assert!(
        refused.contains("export.zip has 257 MB; at most 256 MB are read at once") && refused.contains("in parts"),
        "{refused}"
    );
}

#[test]
fn a_file_that_is_too_large_is_refused_with_what_to_do() {
    let sandbox = Sandbox::new();
    let path = sandbox.home().join("huge.csv");
    fs::File::create(&path).unwrap().set_len(500_000_000).unwrap();

    let refused = sandbox.riffle(&["import", path.to_str().unwrap()]).fails(1);

    assert!(
        refused.contains("huge.csv has 500 MB; at most 256 MB are read at once") && refused.contains("in parts"),
        "{refused}"
    );
}

#[test]
fn an_archive_that_is_broken_is_said_to_be() {
    let sandbox = Sandbox::new();

    let refused = sandbox.riffle(&["import", &file(&sandbox, "torn.zip", b"PK\x03\x04 and nothing more")]).fails(1);

    assert!(refused.contains("torn.zip, line 1: the archive cannot be read"), "{refused}");
}

#[test]
fn pages_of_what_came_in_are_fetched_when_the_person_says_so_and_so_many_at_once() {
    let sandbox = Sandbox::new();
    let server = PageServer::start(|_| Reply::html("<p>words of a page</p>"));
    let links: String = (0..5)
        .map(|n| format!("<DT><A HREF=\"{}\" ADD_DATE=\"140276003{n}\">Page {n}</A>\n", server.url(&format!("/{n}"))))
        .collect();
    import(&sandbox, "bookmarks.html", &format!("<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>\n{links}</DL>"), &[]);

    let fetched = sandbox.riffle(&["fetch", "--missing", "3", "--json"]).json();

    // Nobody typed them here: they are guarded, and do not lead to this machine.
    assert_eq!(fetched.len(), 3, "{fetched:?}");
    assert_eq!(server.asked(), [""; 0]);
    let rest = sandbox.riffle(&["fetch", "--missing", "--json"]).json();
    assert_eq!(rest.len(), 2, "{rest:?}");
}

#[test]
fn files_of_one_name_in_an_archive_come_in_once_and_the_others_are_named() {
    let sandbox = Sandbox::new();
    let path = zip(&sandbox, &[("a/Tea.md", b"# Tea\n"), ("a/tea.md", b"# Other tea\n"), ("b.md", b"# B\n")]);

    let report = sandbox.riffle(&["import", &path, "--json"]).json().remove(0);

    assert_eq!((number(&report, "new"), number(&report, "left_out")), (2, 1), "{report}");
    assert!(report["left_out"][0]["why"].as_str().unwrap().contains("another file"), "{report}");
}

#[test]
fn a_list_of_feeds_is_shown_the_way() {
    let sandbox = Sandbox::new();

    let refused = sandbox
        .riffle(&[
            "import",
            &file(&sandbox, "feeds.opml", "<?xml version=\"1.0\"?><opml version=\"2.0\"><body/></opml>"),
        ])
        .fails(1);

    assert!(refused.contains("feeds.opml is a list of feeds") && refused.contains("riffle feeds import"), "{refused}");
}

#[test]
fn nothing_is_written_when_the_disk_is_full_in_the_middle() {
    if !cfg!(debug_assertions) {
        return;
    }
    let sandbox = Sandbox::new();
    let before = (tree(&sandbox), sandbox.files());
    let links: String = (0..80)
        .map(|n| format!("<DT><A HREF=\"https://a.example/{n}\" ADD_DATE=\"1402760031\">Page {n}</A>\n"))
        .collect();
    let path = file(&sandbox, "bookmarks.html", format!("<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>\n{links}</DL>"));

    let ran = Ran::of(sandbox.command(&["import", &path]).env("RIFFLE_FAIL_AT", "300:ENOSPC"));

    assert!(ran.code != Some(0) && ran.err.contains("full"), "{ran:?}");
    assert_eq!((tree(&sandbox), sandbox.files()), before);
    sandbox.riffle(&["import", &path]).ok();
    assert_eq!(sandbox.riffle(&["list", "--path"]).ok().lines().count(), 80);
}

#[test]
fn links_without_an_address_are_left_out_and_a_date_that_is_none_is_none() {
    let sandbox = Sandbox::new();
    let page = "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>\n<DT><A HREF=\"\">Empty</A>\n<DT><A>None</A>\n<DT><A HREF=\"https://a.example\" ADD_DATE=\"1\">A</A>\n</DL>";

    let report = import(&sandbox, "bookmarks.html", page, &[]);

    assert_eq!((number(&report, "new"), report["left_out"][1]["line"].as_u64()), (1, Some(3)), "{report}");
    assert_eq!(report["left_out"][0]["why"], "has no address");
    assert!(sandbox.read(report["new"][0].as_str().unwrap()).contains("date: 2026-11-21"));
}

#[test]
fn a_store_without_history_is_told_that_nothing_takes_it_back() {
    let sandbox = Sandbox::folder(&[("a.md", "# A\n")]);

    let ran = sandbox.riffle(&["import", &file(&sandbox, "bookmarks.html", BROWSER)]);

    assert!(ran.err.contains("nothing takes it back") && !ran.err.contains("riffle undo"), "{ran:?}");
    assert_eq!(sandbox.riffle(&["list", "kind:bookmark", "--path"]).ok().lines().count(), 2);
}
