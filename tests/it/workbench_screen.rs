//! One entry on the Workbench: its text, the panes beside it, and what is done from there.

use std::fmt::Write as _;

use riffle::tui::{Effect, Msg, Screen as Place};
use unicode_width::UnicodeWidthStr;

use crate::support::{Sandbox, Screen};

const WIDE: (u16, u16) = (120, 36);
const NORMAL: (u16, u16) = (80, 24);
const SMALL: (u16, u16) = (60, 20);

const NUGGET: &str = "---
id: 01jd0000000000000000000001
kind: nugget
title: Blobless clones make CI clones faster
date: 2026-03-02T10:00:00+01:00
tags: [git, ci]
stage: growing
confidence: medium
checked: 2026-03-02
source: https://git-scm.com/docs/partial-clone
via: Mina
derived_from: '[[partial-clone]]'
---
Use a partial clone: ours went from four minutes to one.

> The feature lets git work without a complete copy.

See [[shallow]] and [[nowhere at all]].

![[shallow]]

More at <https://example.org/clones>.

## When not to

Offline builds. Back to [[#When not to]].
";

const BOOKMARK: &str = "---
id: 01jd0000000000000000000002
kind: bookmark
title: Partial clone
url: https://git-scm.com/docs/partial-clone
date: 2026-02-27T16:12:00+01:00
stage: inbox
---
Worth a try for our monorepo.
";

fn mill() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("nuggets/blobless.md", NUGGET);
    sandbox.write("bookmarks/partial-clone.md", BOOKMARK);
    sandbox.write("notes/shallow.md", "---\ntitle: Shallow clones\n---\nCompare with [[blobless]] first.\n");
    sandbox.write("notes/slow.md", "---\ntitle: Slow CI\n---\nBlobless clones make CI clones faster, they say.\n");
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-qm", "mill"]).ok();
    sandbox
}

/// Opens the entry that a query finds first.
fn opened(sandbox: &Sandbox, query: &str, size: (u16, u16)) -> Screen {
    let mut screen = Screen::open(sandbox, size);
    screen.keys("s").types(query).keys("enter enter");
    let text = screen.text();
    assert_eq!(screen.app.screen, Place::Workbench, "{text}");
    screen
}

fn nugget(sandbox: &Sandbox, size: (u16, u16)) -> Screen {
    opened(sandbox, "kind:nugget", size)
}

#[test]
fn a_capture_of_one_line_is_its_own_text_on_every_screen() {
    let sandbox = Sandbox::new();
    let line = "Green tea wants eighty degrees";
    sandbox.riffle(&["capture", line]).ok();

    let mut screen = Screen::open(&sandbox, WIDE);
    for place in ["g i", "g l", "enter"] {
        screen.keys(place);
        let text = screen.text();
        // In its row or the name of its pane, and as the text.
        assert!(text.matches(line).count() >= 2 && !text.contains("No text yet"), "{place}:\n{text}");
    }
    screen.shows("5 words").shows("5 own").shows("in your own words (5)");
    sandbox.write("notes/heading.md", "# Water, just boiled\n");
    opened(&sandbox, "boiled", WIDE).shows("1/1 found").hides("No text yet");
}

#[test]
fn the_panes_tell_what_an_entry_is_where_it_came_from_and_what_to_mend() {
    let sandbox = mill();
    let mut screen = nugget(&sandbox, WIDE);

    screen.shows("Use a partial clone");
    for words in ["growing", "medium", "2026-03-02", "of 200", "37 of 60 characters"] {
        screen.shows(words);
    }
    for words in ["derived from", "Partial clone", "bookmark", "git-scm.com/docs/partial-clone", "Mina"] {
        screen.shows(words);
    }
    screen.shows("1 in").shows("leads nowhere");
    screen.shows("names its source").shows("leads nowhere: nowhere at all").shows("embeds 1 private entry");
    screen.keys("tab tab tab").shows("not linked yet").shows("Slow CI");
}

#[test]
fn provenance_is_seen_from_both_ends() {
    let sandbox = mill();

    opened(&sandbox, "kind:bookmark", WIDE).shows("distilled into").shows("Blobless clones make CI");
}

#[test]
fn where_there_is_no_room_the_panes_are_parts_with_counts() {
    let sandbox = mill();
    for size in [NORMAL, SMALL] {
        let mut screen = nugget(&sandbox, size);

        screen.shows("[Text]").shows("Links").shows("Checks 2!").shows("Use a partial clone");
        screen.keys("tab").shows("[About]").shows("confidence");
        screen.keys("tab").shows("[From").shows("Mina");
        screen.keys("shift-tab shift-tab").shows("[Text]");
        screen.keys("tab esc").shows("[Text]");
        assert_eq!(screen.app.screen, Place::Workbench);
    }
}

#[test]
fn a_link_is_followed_by_its_letter_and_the_way_back_leads_to_the_same_place() {
    let sandbox = mill();
    for size in [WIDE, NORMAL, SMALL] {
        let mut screen = nugget(&sandbox, size);

        screen.keys("f a").shows("Compare with");
        screen.keys("g b").shows("Use a partial clone");
        screen.keys("g b");
        assert_eq!(screen.app.screen, Place::Library);
    }
}

#[test]
fn links_are_called_by_the_title_of_what_they_lead_to_and_the_only_one_is_followed_with_enter() {
    let sandbox = mill();
    let mut screen = nugget(&sandbox, NORMAL);

    screen.shows("See Shallow clones and nowhere at all?.").keys("f a").shows("Compare with");
    screen.shows("Compare with Blobless clones make CI clones").keys("enter").shows("Use a partial clone");
    // Where there are several, letters stand beside them.
    screen.keys("enter").shows("aShallow clones and").shows("snowhere at all").keys("esc").hides("aShallow");
}

#[test]
fn a_link_to_a_heading_goes_there() {
    let sandbox = mill();
    let long = "A paragraph.\n\n".repeat(60);
    sandbox.write("notes/long.md", format!("---\ntitle: Long\n---\n{long}## The end\n\nLast words.\n\n{long}"));
    sandbox.write("notes/to.md", "---\ntitle: Leads on\n---\nTo [[long#The end]].\n");
    let mut screen = opened(&sandbox, "leads on", NORMAL);

    screen.shows("To Long > The end.").keys("enter").shows("Last words.");
}

#[test]
fn a_link_to_a_heading_or_block_that_is_gone_says_so() {
    let sandbox = Sandbox::folder(&[
        ("a.md", "# A\n\nTo [[b#Brewing times]].\n"),
        ("b.md", "# B\n\n## Brewing\n\nTo [[a#^gone]].\n"),
    ]);
    let mut screen = opened(&sandbox, "path:a.md", NORMAL);

    screen.keys("enter").shows("No heading \u{201c}Brewing times\u{201d} in this entry.");
    screen.keys("enter").shows("No block \u{201c}gone\u{201d} in this entry.");
}

#[test]
fn a_result_is_opened_where_it_was_found_and_keys_go_from_place_to_place() {
    let sandbox = mill();
    let long = "A paragraph.\n\n".repeat(60);
    let text = format!("---\ntitle: Long\n---\n{long}The wombat digs.\n\n{long}Another wombat sleeps.\n");
    sandbox.write("notes/long.md", text);
    let mut screen = opened(&sandbox, "wombat", NORMAL);

    screen.shows("The wombat digs.").shows("1/2 found");
    screen.keys("n").shows("Another wombat sleeps.").shows("2/2 found");
    screen.keys("N").shows("The wombat digs.");
    // Without marks the key is a nugget's again.
    screen.keys("esc").hides("found").keys("/").types("sleeps").keys("enter").shows("Another wombat sleeps.");
}

#[test]
fn words_are_found_to_the_end_of_a_text_of_megabytes_and_over_the_ends_of_its_lines() {
    let sandbox = mill();
    let long = "Some words that are on every line of a very long text.\n".repeat(30_000);
    let wrapped = format!("{}partial clone {}", "word ".repeat(14), "word ".repeat(14));
    sandbox.write("notes/long.md", format!("---\ntitle: Long\n---\n{long}\nThe aardvark.\n\n{wrapped}\n"));
    let mut screen = opened(&sandbox, "long", NORMAL);

    screen.keys("/").types("aardvark").keys("enter").shows("The aardvark.");
    screen.keys("/").types("partial clone").keys("enter").shows("1/1 found");
}

#[test]
fn a_link_is_followed_with_tab_and_enter() {
    let sandbox = mill();
    let mut screen = opened(&sandbox, "kind:bookmark", WIDE);

    screen.keys("tab tab enter").shows("Use a partial clone");
}

#[test]
fn what_leads_out_is_opened_outside_and_what_leads_nowhere_says_so() {
    let sandbox = mill();
    let mut screen = nugget(&sandbox, WIDE);

    screen.shows("nowhere at all?").keys("f s").shows("There is no \u{201c}nowhere at all\u{201d}");
    screen.keys("n").shows("nowhere at all?").keys("f s y").shows("Saved the note \u{201c}nowhere at all\u{201d}");
    screen.hides("nowhere at all?").keys("f f");

    assert_eq!(screen.outside, [Effect::Open { target: "https://example.org/clones".into() }]);
}

#[test]
fn a_link_to_a_heading_of_its_own_shows_it_and_a_cycle_ends_where_it_began() {
    let sandbox = mill();
    let mut screen = nugget(&sandbox, (60, 20));

    for _ in 0..30 {
        screen.keys("f a").keys("enter");
    }

    screen.shows("Use a partial clone");
    for _ in 0..61 {
        screen.keys("g b");
    }
    assert_eq!(screen.app.screen, Place::Library);
}

#[test]
fn a_link_is_picked_by_typing_and_undone_to_the_same_bytes() {
    let sandbox = mill();
    let before = sandbox.files();
    let mut screen = nugget(&sandbox, NORMAL);

    screen.keys("L").shows("Link").types("slow").shows("Slow CI").keys("enter").shows("Linked");
    assert!(sandbox.read("nuggets/blobless.md").contains("## Related"));
    screen.keys("tab tab tab").shows("Slow CI");

    screen.keys("u");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn marked_lines_are_quoted_above_own_words() {
    let sandbox = mill();
    let mut screen = opened(&sandbox, "kind:bookmark", NORMAL);

    screen.keys("v a").types("why not").keys("enter");

    let text = sandbox.read("bookmarks/partial-clone.md");
    assert!(text.contains("> Worth a try for our monorepo."), "{text}");
    assert!(text.contains("why not"), "{text}");
    screen.shows("why not");
}

#[test]
fn an_earlier_version_is_seen_brought_back_and_that_undone() {
    let sandbox = mill();
    let mut screen = opened(&sandbox, "kind:bookmark", WIDE);
    screen.editor_adds = "A second thought.\n";
    screen.keys("e").shows("A second thought.");
    let edited = sandbox.files();

    screen.keys("H").shows("mill").shows("+ A second thought.").keys("j r").shows("Restore this version?");
    assert_eq!(sandbox.files(), edited);
    screen.keys("y");
    assert_eq!(sandbox.read("bookmarks/partial-clone.md"), BOOKMARK);
    assert!(screen.app.shared.overlays.is_empty());

    screen.keys("u").shows("A second thought.");
    assert_eq!(sandbox.files(), edited);
}

#[test]
fn the_page_of_a_bookmark_is_read_when_its_server_is_gone() {
    let sandbox = mill();
    sandbox.write(
        "pages/2024/01jd0000000000000000000002.md",
        "---\nurl: https://git-scm.com/docs/partial-clone\n---\n# Partial clone\n\nGit can work without all blobs.\n",
    );
    for size in [WIDE, NORMAL] {
        let mut screen = opened(&sandbox, "kind:bookmark", size);

        screen.shows("[Own words]").shows("Worth a try");
        screen.keys("tab").shows("[Page]").shows("without all blobs");
        screen.keys("v a").types("so it can").keys("enter").keys("esc").shows("so it can");
        screen.shows("Git can work without all blobs.").keys("u");
    }
}

#[test]
fn a_bookmark_without_words_of_mine_shows_its_page_wherever_it_is_read() {
    let sandbox = mill();
    sandbox.write("bookmarks/partial-clone.md", BOOKMARK.replace("Worth a try for our monorepo.\n", ""));
    sandbox.write("pages/2024/01jd0000000000000000000002.md", "---\nurl: https://x.org\n---\nWithout all blobs.\n");

    opened(&sandbox, "kind:bookmark", WIDE).shows("Nothing in your own words yet").shows("Without all blobs.");
    let mut screen = Screen::open(&sandbox, WIDE);
    screen.keys("s").types("kind:bookmark").shows("Without all blobs.");
}

#[test]
fn the_next_start_goes_on_where_the_text_was_left() {
    let sandbox = mill();
    let lines = (1..100).fold(String::new(), |text, number| format!("{text}line {number}\n\n"));
    sandbox.write("notes/slow.md", format!("---\ntitle: Slow CI\n---\n{lines}"));
    let mut screen = opened(&sandbox, "Slow", NORMAL);
    screen.keys("ctrl-d ctrl-d ctrl-d");
    let left = screen.text();
    assert!(!left.contains("line 1 "));
    screen.keys("Q");

    let mut again = Screen::open(&sandbox, NORMAL);

    let place = |text: &str| text.lines().filter(|line| line.contains("line ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(place(&again.text()), place(&left));
}

#[test]
fn undoing_a_rename_shows_the_entry_under_its_old_name() {
    let sandbox = mill();
    let mut screen = opened(&sandbox, "Slow", NORMAL);

    screen.keys(":").types("rename").keys("enter ctrl-u").types("Fast CI").keys("enter").shows("Fast CI");
    screen.keys("u").shows("Slow CI").shows("they say");

    assert_eq!(screen.app.screen, Place::Workbench);
}

#[test]
fn an_entry_that_another_program_removed_says_so_and_can_be_brought_back() {
    let sandbox = mill();
    let mut screen = opened(&sandbox, "kind:bookmark", NORMAL);

    std::fs::remove_file(sandbox.store.join("bookmarks/partial-clone.md")).unwrap();
    screen
        .tell(Msg::FilesChanged)
        .shows("there is no entry bookmarks/partial-clone.md")
        .shows("another program moved or removed it");

    screen.keys("H").shows("mill");
}

#[test]
fn a_hub_with_thousands_of_links_is_counted_and_bounded() {
    let sandbox = mill();
    let mut hub = "---\ntitle: Hub of everything\n---\n".to_owned();
    for number in 0..5_000 {
        writeln!(hub, "- [[entry {number}]]").unwrap();
    }
    sandbox.write("notes/hub.md", hub);
    let mut screen = opened(&sandbox, "everything", WIDE);

    screen.shows("Links: 5,000 out").shows("200 or more links lead nowhere").keys("tab G").shows("4,800 more");
}

#[test]
fn the_title_of_what_is_shown_and_the_way_to_help_are_there_at_every_size() {
    let sandbox = mill();
    let mut screen = nugget(&sandbox, NORMAL);
    for (columns, rows) in [(120, 36), (80, 24), (60, 20), (40, 8), (200, 60), (70, 50)] {
        screen.resize(columns, rows);
        for keys in ["tab", "tab", "tab", "tab", "tab", "f", "esc", "v", "esc", "H", "esc", "L", "esc"] {
            let drawn = screen.keys(keys).rows();
            let widest = drawn.iter().map(|row| row.width()).max().unwrap();
            assert!(widest <= columns.into(), "{keys} at {columns}x{rows}\n{}", drawn.join("\n"));
            let footer = drawn.last().unwrap();
            let helps = footer.starts_with(" ? help") || footer.starts_with(" F1 help");
            assert!(helps, "{keys} at {columns}x{rows}\n{}", drawn.join("\n"));
        }
    }
}
