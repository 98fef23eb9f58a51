//! Entries written for other programs and other people by the real program.

use std::fs;
use std::os::unix::fs::FileTypeExt as _;
use std::path::Path;

use serde_json::Value;

use crate::support::Sandbox;

const BOOKMARK: &str = "---\nid: 01k0abcdefghjkmnpqrstvwxyz\nkind: bookmark\ntitle: Tea, <properly> & \"hot\"\ndate: 2024-01-02T03:04:05+00:00\nstage: inbox\n\
    tags: [tea, hot/green]\nurl: https://tea.example/?a=1&b=2\nvia: Ada\nsource: A book\ndescription: In short\nshare: never\n---\n\n\
    My words, *all* of them.\n\n- a < b\n\n## Quotes\n\n> Eighty degrees.\n";
const NOTE: &str = "---\nid: 01k0abcdefghjkmnpqrstvwxy0\nkind: note\ntitle: Green tea\ndate: 2024-02-02T03:04:05+00:00\nstage: growing\ntags: [tea]\nconfidence: high\n---\n\n\
    See [[kettles|the kettle]], [[kettles#How hot]] and ![[leaf.png]]. Not [[nothing]].\n";
const OTHER: &str = "---\nid: 01k0abcdefghjkmnpqrstvwxy1\nkind: nugget\ntitle: Kettles\ndate: 2024-03-02T03:04:05+00:00\n---\n\n## How hot\n\nBoil, then wait.\n";

fn store() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("bookmarks/2024/tea.md", BOOKMARK);
    sandbox.write("notes/2024/green-tea.md", NOTE);
    sandbox.write("nuggets/2024/kettles.md", OTHER);
    sandbox.write("media/2024/leaf.png", "leaf");
    sandbox
}

fn export(sandbox: &Sandbox, args: &[&str]) -> String {
    sandbox.riffle(&[&["export"], args].concat()).ok()
}

#[test]
fn everything_is_in_lines_of_json() {
    let sandbox = store();

    let lines: Vec<Value> =
        export(&sandbox, &["--as", "jsonl"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect();

    assert_eq!(lines.len(), 3);
    for line in lines {
        assert_eq!(line["text"].as_str().unwrap(), sandbox.read(line["path"].as_str().unwrap()));
        assert!(
            ["id", "kind", "title", "date", "tags", "fields", "body"].iter().all(|field| !line[*field].is_null()),
            "{line}"
        );
    }
}

#[test]
fn a_table_has_a_row_for_each_entry_and_no_formula() {
    let sandbox = store();
    sandbox.write("notes/2024/evil.md", "---\ntitle: \"=cmd|' /C calc'!A0\"\n---\n\nwords, \"quoted\"\n");

    let table = export(&sandbox, &["--as", "csv"]);

    assert!(table.starts_with("path,id,kind,title,url,date,tags,stage,words\r\n"), "{table}");
    assert!(table.contains("bookmarks/2024/tea.md,01k0abcdefghjkmnpqrstvwxyz,bookmark,\"Tea, <properly> & \"\"hot\"\"\",https://tea.example/?a=1&b=2,"), "{table}");
    assert!(table.contains(",'=cmd|' /C calc'!A0,") && table.contains("\"words, \"\"quoted\"\"\""), "{table}");
}

#[test]
fn a_folder_of_markdown_has_links_that_any_program_follows_and_its_files() {
    let sandbox = store();
    let out = sandbox.home().join("out");

    let ran = sandbox.riffle(&["export", "--as", "markdown", "--out", out.to_str().unwrap()]);

    assert!(ran.err.contains("Wrote 3 entries and 1 file beside them; 0 left out."), "{}", ran.err);
    let text = fs::read_to_string(out.join("notes/2024/green-tea.md")).unwrap();
    let links = "See [the kettle](../../nuggets/2024/kettles.md), [kettles](../../nuggets/2024/kettles.md#how-hot) and \
        ![leaf.png](../../media/2024/leaf.png). Not [[nothing]].";
    assert!(text.contains(links), "{text}");
    assert!(text.contains("confidence: high\n"));
    assert_eq!(fs::read(out.join("media/2024/leaf.png")).unwrap(), b"leaf");
    let again = sandbox.riffle(&["export", "--as", "markdown", "--out", out.to_str().unwrap()]).fails(1);
    assert!(again.contains("is there already"), "{again}");
}

#[test]
fn a_page_to_read_has_all_of_it_and_nothing_that_runs() {
    let sandbox = store();
    sandbox.write(
        "notes/2024/evil.md",
        "# <img src=x onerror=alert(1)>\n\n<script>alert(2)</script>\n\n[x](javascript:alert(3))\n",
    );

    let page = export(&sandbox, &["--as", "html"]);

    assert!(page.contains("<a href=\"https://tea.example/?a=1&amp;b=2\" rel=\"noreferrer\">Tea, &lt;properly&gt; &amp; &quot;hot&quot;</a>"), "{page}");
    assert!(page.contains("<blockquote>") && page.contains("Boil, then wait."), "{page}");
    assert!(!page.contains("<script") && !page.contains("<img src=x") && !page.contains("javascript:"), "{page}");
}

#[test]
fn a_query_says_what_is_written_and_what_is_not_fit_is_named() {
    let sandbox = store();

    let ran = sandbox.riffle(&["export", "tag:tea", "--as", "netscape"]);

    assert_eq!(ran.out.matches("<DT><A ").count(), 1);
    assert!(ran.err.contains("left out: notes/2024/green-tea.md: has no address"), "{}", ran.err);
    assert!(!ran.err.contains("kettles"), "{}", ran.err);
}

#[test]
fn a_file_that_is_there_stays_unless_it_is_to_be_replaced() {
    let sandbox = store();
    let out = sandbox.home().join("out.csv");
    fs::write(&out, "mine").unwrap();
    let out = out.to_str().unwrap();

    let refused = sandbox.riffle(&["export", "--as", "csv", "--out", out]).fails(1);
    assert!(refused.contains("is there already") && refused.contains("--overwrite"), "{refused}");
    assert_eq!(fs::read_to_string(out).unwrap(), "mine");

    export(&sandbox, &["--as", "csv", "--out", out, "--overwrite"]);
    assert!(fs::read_to_string(out).unwrap().starts_with("path,id"));
}

#[test]
fn a_pipe_takes_the_text_and_stays_a_pipe() {
    let sandbox = store();
    let pipe = sandbox.home().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });

    export(&sandbox, &["--as", "csv", "--out", pipe.to_str().unwrap(), "--overwrite"]);

    assert!(reader.join().unwrap().starts_with("path,id"));
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    let folder = sandbox.riffle(&["export", "--as", "csv", "--out", sandbox.home().to_str().unwrap(), "--overwrite"]);
    assert!(folder.fails(1).contains("is no regular file"));
}

/// A store in which much is private, by every word that says so; every private word is a canary.
fn secretive() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.configure("private_tags = [\"clients\"]\nprivate_words = [\"Nightingale\"]\n");
    let write = |name: &str, text: &str| sandbox.write(&format!("nuggets/2024/{name}.md"), text);
    write(
        "open",
        "---\nid: 01k0abcdefghjkmnpqrstvwxy2\nkind: nugget\ntitle: Cold brew\ndate: 2024-03-02T03:04:05+00:00\ntags: [tea, clients/canary1]\nmood: canary2\n---\n\n\
        Steep for %%canary3 only%% twelve hours. <!-- canary4 --> See [[canary5 note]] and [a site](https://cold.example/).\n\n\
        <!-- private -->\ncanary6\n<!-- /private -->\n\n> [!private]\n> canary7\n\nStrain.\n",
    );
    write("never", "---\nkind: nugget\ntitle: Merger with canary8 labs\nshare: never\n---\n\ncanary9\n");
    write("team", "---\nkind: nugget\ntitle: canary10\nshare: team\n---\n\ncanary11\n");
    write("draft", "---\nkind: nugget\ntitle: canary12\ndraft: true\n---\n\ncanary13\n");
    write("tagged", "---\nkind: nugget\ntitle: canary14\ntags: [private]\n---\n\ncanary15\n");
    write("open-mark", "---\nkind: nugget\ntitle: canary16\n---\n\nOne %% mark alone: canary17\n");
    write("secret", "---\nkind: nugget\ntitle: canary18\n---\n\nkey glpat-x9Kq2LmZ7RtY4WvB8nPc\n");
    write("word", "---\nkind: nugget\ntitle: canary19\n---\n\nProject Nightingale canary20\n");
    write(
        "titles",
        "---\nkind: nugget\ntitle: canary21\n---\n\nAs in merger with canary8 labs, of which nobody knows.\n",
    );
    sandbox.write("journal/2024/2024-03-03.md", "---\nid: \"2024-03-03\"\nkind: journal\n---\n\n- 10:00 canary22\n");
    sandbox.write("bookmarks/2024/b.md", "---\nkind: bookmark\ntitle: A page\nurl: https://ada:canary23@page.example/\npage_description: canary24\n---\n\nWhy it matters.\n");
    sandbox
}

#[test]
fn a_feed_lets_nothing_out_that_may_mean_no() {
    let sandbox = secretive();

    for format in ["atom", "json-feed"] {
        let ran = sandbox.riffle(&["export", "--as", format, "--title", "What I learn"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");

        assert!(
            ran.out.contains("Cold brew") && ran.out.contains("twelve hours") && ran.out.contains("Strain."),
            "{}",
            ran.out
        );
        assert!(ran.out.contains("https://cold.example/") && ran.out.contains("Why it matters."), "{}", ran.out);
        for canary in 1..=24 {
            assert!(
                !ran.out.contains(&format!("canary{canary} ")) && !ran.out.contains(&format!("canary{canary}<")),
                "{format}: canary{canary}\n{}",
                ran.out
            );
        }
        assert!(!ran.out.contains("canary"), "{format}\n{}", ran.out);
        assert!(
            !ran.out.contains("glpat") && !ran.out.contains("Nightingale") && !ran.out.contains("01k0abc"),
            "{}",
            ran.out
        );
        assert!(
            ran.err.contains("left out: nuggets/2024/never.md")
                && ran.err.contains("left out: journal/2024/2024-03-03.md"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_site_of_ones_own_entries_lets_nothing_out_that_a_feed_keeps() {
    let sandbox = secretive();
    let out = sandbox.home().join("site");

    let ran = sandbox.riffle(&["site", "", "--title", "What I learn", "--out", out.to_str().unwrap()]);

    assert!(ran.code == Some(0) && ran.err.contains("left out: nuggets/2024/never.md"), "{ran:?}");
    let (mut folders, mut all) = (vec![out], String::new());
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()) {
            all += &item.to_string_lossy();
            match item.is_dir() {
                true => folders.push(item),
                false => all += &String::from_utf8_lossy(&std::fs::read(item).unwrap()),
            }
        }
    }
    assert!(all.contains("Cold brew") && all.contains("twelve hours") && all.contains("https://cold.example/"));
    for private in ["canary", "glpat", "Nightingale", "01k0abc"] {
        assert!(!all.contains(private), "{private}: {}", &all[all.find(private).unwrap_or(0).saturating_sub(200)..]);
    }
}

#[test]
fn a_feed_is_one_that_readers_take() {
    let sandbox = secretive();

    let atom = export(&sandbox, &["tag:tea", "--as", "atom", "--title", "Tea & more"]);
    let json: Value =
        serde_json::from_str(&export(&sandbox, &["tag:tea", "--as", "json-feed", "--title", "Tea & more"])).unwrap();

    let read = feed_rs::parser::parse(atom.as_bytes()).unwrap();
    assert_eq!((read.title.unwrap().content.as_str(), read.entries.len()), ("Tea & more", 1));
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(
        (json["items"][0]["title"].as_str(), json["items"][0]["tags"][0].as_str()),
        (Some("Cold brew"), Some("tea"))
    );
    let read = feed_rs::parser::parse(json.to_string().as_bytes()).unwrap();
    assert_eq!(read.entries.len(), 1);
}

/// What is asked of an entry after it went out and came in again.
const FIELDS: [&str; 12] =
    ["path", "id", "kind", "title", "url", "date", "tags", "stage", "via", "source", "share", "body"];

/// What an export and an import of it leave of three entries: a bookmark, a note, a nugget.
fn round_trip(format: &str) -> Vec<String> {
    let (sandbox, other) = (store(), Sandbox::new());
    let out = sandbox.home().join("store");
    let out = if format == "markdown" { sandbox.home().join("out") } else { out.with_extension("html") };
    export(&sandbox, &["--as", format, "--out", out.to_str().unwrap()]);
    other.riffle(&["import", out.to_str().unwrap()]).ok();
    let entries = |sandbox: &Sandbox| -> Vec<Value> {
        export(sandbox, &["--as", "jsonl"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let (before, after) = (entries(&sandbox), entries(&other));
    let mut lost = Vec::new();
    for entry in &before {
        let kind = entry["kind"].as_str().unwrap();
        let Some(came) = after.iter().find(|it| it["title"] == entry["title"]) else {
            lost.push(format!("{kind}: all of it"));
            continue;
        };
        let says = |entry: &Value, field: &str| {
            if entry.get(field).is_some() { entry[field].clone() } else { entry["fields"][field].clone() }
        };
        let differs = FIELDS.iter().filter(|field| says(entry, field) != says(came, field));
        let differs: Vec<String> = differs.map(|field| format!("`{field}`")).collect();
        lost.push(format!("{kind}: {}", if differs.is_empty() { "nothing".to_owned() } else { differs.join(", ") }));
    }
    lost.sort();
    lost
}

#[test]
fn what_a_round_trip_loses_is_what_the_page_of_formats_says() {
    let row = |format: &str| format!("| `{format}` | {} |\n", round_trip(format).join("; "));
    let table = format!("{}{}", row("netscape"), row("markdown"));
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md");
    let text = fs::read_to_string(&page).unwrap();
    let head = "| out and in again as | what is lost |\n|---|---|\n";
    let (before, rest) = text.split_once(head).unwrap();
    let after = rest.find("\n\n").map_or("", |at| &rest[at + 1..]);
    let written = format!("{before}{head}{table}{after}");

    if std::env::var_os("RIFFLE_WRITE_DOCS").is_some() {
        fs::write(&page, &written).unwrap();
    }

    assert!(fs::read_to_string(&page).unwrap() == written, "docs/formats.md is not what a round trip loses: {table}");
}
