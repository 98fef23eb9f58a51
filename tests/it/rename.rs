//! Renaming and moving entries: every link keeps its meaning, and undo brings every byte back.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use riffle::entry::{Entry, EntryPath, link};
use riffle::ops::links::{self, Target};
use riffle::ops::{self, Workspace};

use crate::support::{Ran, Sandbox, workspace};

fn store(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    for (path, text) in files {
        sandbox.write(path, text);
    }
    sandbox
}

#[test]
fn a_new_title_renames_the_file_and_rewrites_every_form_of_link() {
    let sandbox = store(&[
        ("notes/tea.md", "---\ntitle: Tea\n---\nSee [[tea]] and [x](tea.md).\n"),
        ("wiki.md", "[[Tea]] [[tea|hot]] [[notes/tea#Leaves|x]] ![[tea.md]]\r\n`[[tea]]`\r\n"),
        ("markdown.md", "[a](notes/tea.md#leaves) [b](/notes/tea) ![c](<notes/tea.md> 'T')\n\n[ref]: notes/tea.md\n"),
        (
            "field.md",
            "---\nderived_from:\n  - \"[[tea]]\"\n  - notes/tea.md # first\nrelated: '[[Tea|x]]'\n---\n\n[[coffee]]\n",
        ),
        ("other/tea.md", "[[tea]]\n"),
    ]);
    let before = sandbox.files();

    let renamed = sandbox.riffle(&["rename", "notes/tea.md", "Green tea", "--json"]).json().remove(0);

    assert_eq!(renamed["to"], "notes/green-tea.md");
    assert_eq!(
        sandbox.read("notes/green-tea.md"),
        "---\ntitle: Green tea\n---\nSee [[green-tea]] and [x](green-tea.md).\n"
    );
    assert_eq!(
        sandbox.read("wiki.md"),
        "[[Green tea]] [[green-tea|hot]] [[notes/green-tea#Leaves|x]] ![[green-tea.md]]\r\n`[[tea]]`\r\n"
    );
    assert_eq!(
        sandbox.read("markdown.md"),
        "[a](notes/green-tea.md#leaves) [b](/notes/green-tea) ![c](<notes/green-tea.md> 'T')\n\n[ref]: notes/green-tea.md\n"
    );
    assert_eq!(
        sandbox.read("field.md"),
        "---\nderived_from:\n  - \"[[green-tea]]\"\n  - notes/green-tea.md # first\nrelated: '[[Green tea|x]]'\n---\n\n[[coffee]]\n"
    );
    assert_eq!(sandbox.read("other/tea.md"), "[[tea]]\n");
    assert!(!sandbox.store.join("notes/tea.md").exists());
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "?? other/\n");
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "rename: Tea to Green tea\n");

    sandbox.riffle(&["undo"]).ok();

    assert_eq!(sandbox.files(), before);
}

#[test]
fn links_by_names_with_a_hash_and_as_dendron_and_logseq_write_them_follow() {
    let sharp = store(&[
        ("c-tips.md", "---\ntitle: C# tips\naliases: [\"F#\"]\n---\n\n## Records\n"),
        ("c.md", "# C\n"),
        ("l.md", "[[C# tips]] [[C# tips#Records|x]] [[F#]] [[C#Records]]\n"),
        ("m.md", "---\ntitle: M\n---\nSee [[C# tips]].\n"),
    ]);
    sharp.riffle(&["rename", "c-tips.md", "Sharp tips"]).ok();
    assert_eq!(sharp.read("l.md"), "[[Sharp tips]] [[Sharp tips#Records|x]] [[F#]] [[C#Records]]\n");
    assert_eq!(sharp.read("m.md"), "---\ntitle: M\n---\nSee [[Sharp tips]].\n");

    let dendron = Sandbox::folder(&[
        ("dendron.yml", "version: 5\n"),
        ("dev.tea.md", "---\ntitle: Tea\n---\n"),
        (
            "root.md",
            "---\ntitle: Root\n---\n[[Brewing|dev.tea]] [[dev.tea]] [[x|dev.tea#leaves]] [[y|dendron://v/dev.tea]] [[Tea|gone.note]]\n",
        ),
    ]);
    let links = dendron.riffle(&["links", "root.md"]).ok();
    assert_eq!(links.matches("→ dev.tea.md").count(), 4, "{links}");
    dendron.git(&["init", "-q"]).ok();
    dendron.riffle(&["rename", "dev.tea.md", "Mate"]).ok();
    assert_eq!(
        dendron.read("root.md"),
        "---\ntitle: Root\n---\n[[Brewing|dev.mate]] [[dev.mate]] [[x|dev.mate#leaves]] [[y|dendron://v/dev.mate]] [[Tea|gone.note]]\n"
    );

    let logseq = Sandbox::folder(&[
        ("logseq/config.edn", "{}"),
        ("pages/a___b.md", "- x\n"),
        ("pages/l.md", "- [[a/b]] [[A/B]]\n"),
        ("pages/p.md", "type:: [[a/b]], x\n\n- text\n"),
    ]);
    assert!(logseq.riffle(&["links", "pages/p.md"]).ok().contains("[[a/b]] → pages/a___b.md"));
    let links = logseq.riffle(&["links", "pages/l.md"]).ok();
    assert_eq!(links.matches("→ pages/a___b.md").count(), 2, "{links}");
    logseq.git(&["init", "-q"]).ok();
    logseq.riffle(&["rename", "pages/a___b.md", "--path", "pages/c___d.md"]).ok();
    assert_eq!(logseq.read("pages/l.md"), "- [[c/d]] [[c/d]]\n");
}

#[test]
fn links_in_html_follow() {
    let sandbox = store(&[
        ("a/tea.md", "# Tea\n\n<img src=\"pic.png\" width=5>\n"),
        ("a/pic.png", "png"),
        (
            "x.md",
            "<a class=c href=\"a/tea.md#leaves\">t</a> <A HREF='a/tea.md'>t</A>\n\n```\n<a href=\"a/tea.md\">\n```\n",
        ),
    ]);

    sandbox.riffle(&["rename", "a/tea.md", "--path", "green tea.md"]).ok();

    assert_eq!(
        sandbox.read("x.md"),
        "<a class=c href=\"green%20tea.md#leaves\">t</a> <A HREF='green%20tea.md'>t</A>\n\n```\n<a href=\"a/tea.md\">\n```\n"
    );
    assert_eq!(sandbox.read("green tea.md"), "# Tea\n\n<img src=\"a/pic.png\" width=5>\n");
}

#[test]
fn a_move_rewrites_paths_both_ways_and_leaves_names_alone() {
    let sandbox = store(&[
        ("a/tea.md", "# Tea\n\n[[coffee]] [c](coffee.md) ![p](pic.png) [up](../x.md)\n"),
        ("a/coffee.md", "[[tea]] [t](tea.md) [[a/tea]]\n"),
        ("a/pic.png", "png"),
        ("x.md", "[[tea]] [t](a/tea.md)\n"),
    ]);

    sandbox.riffle(&["rename", "a/tea.md", "--path", "b/c/tea.md"]).ok();

    assert_eq!(
        sandbox.read("b/c/tea.md"),
        "# Tea\n\n[[coffee]] [c](../../a/coffee.md) ![p](../../a/pic.png) [up](../../x.md)\n"
    );
    assert_eq!(sandbox.read("a/coffee.md"), "[[tea]] [t](../b/c/tea.md) [[b/c/tea]]\n");
    assert_eq!(sandbox.read("x.md"), "[[tea]] [t](b/c/tea.md)\n");
}

#[test]
fn a_name_that_would_shadow_another_makes_the_others_links_longer() {
    let sandbox = store(&[
        ("deep/down/coffee.md", "# Coffee\n"),
        ("tea.md", "# Tea\n"),
        ("x.md", "[[coffee]] [[tea]] [[Coffee]]\n"),
    ]);

    sandbox.riffle(&["rename", "tea.md", "--path", "coffee.md"]).ok();

    assert_eq!(sandbox.read("x.md"), "[[down/coffee]] [[coffee]] [[down/coffee]]\n");
}

#[test]
fn a_taken_name_is_refused_before_anything_is_written() {
    let sandbox = store(&[("tea.md", "# Tea\n"), ("coffee.md", "# Coffee\n"), ("x.md", "[[tea]]\n")]);
    let before = sandbox.files();

    let said = sandbox.riffle(&["rename", "tea.md", "Coffee"]).fails(1);

    assert!(said.contains("there is already an entry at coffee.md") && said.contains("--path"), "{said}");
    sandbox.riffle(&["rename", "tea.md", "--path", "templates/tea.md"]).fails(2);
    sandbox.riffle(&["rename", "tea.md", "--path", "../tea.md"]).fails(2);
    sandbox.riffle(&["rename", "tea.md"]).fails(2);
    assert_eq!(sandbox.files(), before);
}

#[test]
fn cycles_and_an_embed_of_itself_are_followed_once() {
    let sandbox = store(&[("a.md", "[[b]] ![[a]]\n"), ("b.md", "[[a]]\n")]);

    sandbox.riffle(&["rename", "a.md", "A new name"]).ok();

    assert_eq!(sandbox.read("A new name.md"), "[[b]] ![[A new name]]\n");
    assert_eq!(sandbox.read("b.md"), "[[A new name]]\n");
}

/// Files of which many link to one.
fn hub(links: usize) -> Sandbox {
    let sandbox = Sandbox::in_memory();
    sandbox.write("hub.md", "# Hub\n\n[[from-0]]\n");
    for number in 0..links {
        sandbox.write(&format!("from-{number}.md"), format!("first\n\n[[hub]] and [x](hub.md#{number})\n\nlast\n"));
    }
    sandbox.riffle(&["list"]).ok();
    sandbox
}

/// The Markdown files of a store.
fn entries(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    sandbox.files().into_iter().filter(|(path, _)| path.ends_with(".md")).collect()
}

#[test]
fn many_links_are_rewritten_in_one_commit_and_come_back_in_one() {
    let sandbox = hub(70);
    let before = entries(&sandbox);

    let renamed = sandbox.riffle(&["rename", "hub", "Centre", "--json"]).json().remove(0);

    assert_eq!(renamed["links"], 140);
    assert_eq!(sandbox.read("from-69.md"), "first\n\n[[centre]] and [x](centre.md#69)\n\nlast\n");
    let changed = sandbox.git(&["show", "--format=", "--name-only", "--no-renames", "HEAD"]).ok();
    assert_eq!(changed.lines().count(), 72);
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(entries(&sandbox), before);
    sandbox.riffle(&["redo"]).ok();
    assert!(sandbox.read("from-0.md").contains("[[centre]]"));
}

#[test]
fn the_index_knows_what_many_files_became_and_nothing_of_an_act_that_failed() {
    let sandbox = hub(600);
    let before = entries(&sandbox);
    let workspace = workspace(&sandbox);
    let links = |name: &str| {
        let caught = ops::fresh::catch_up(&workspace, &mut |_| true).unwrap();
        assert_eq!((caught.changed, caught.gone), (vec![], vec![]));
        let entry = ops::find::read(&workspace, &EntryPath::new(name).unwrap()).unwrap();
        links::backlinks(&workspace, &entry).unwrap().len()
    };

    let mut failing = sandbox.command(&["rename", "hub", "Centre"]);
    let ran = Ran::of(failing.env("RIFFLE_FAIL_AT", "2000:ENOSPC").stdin(std::process::Stdio::null()));
    assert!(ran.err.contains("full"), "{ran:?}");
    assert_eq!(entries(&sandbox), before);
    assert_eq!(links("hub.md"), 600);

    sandbox.riffle(&["rename", "hub", "Centre"]).ok();

    assert_eq!(links("centre.md"), 600);
}

#[test]
fn a_rename_that_is_killed_is_done_as_a_whole_by_whoever_comes_next() {
    for (links, points) in [
        (
            3,
            [
                "act-noted",
                "replace-placed:2",
                "rewrite-one-written:4",
                "rewrite-one-written:5",
                "rewrite-one-written:1",
            ],
        ),
        (70, ["act-noted", "batch-staged", "batch-one-placed:30", "batch-placed", "rewrite-one-written:1"]),
    ] {
        let whole = hub(links);
        let before = entries(&whole);
        whole.riffle(&["rename", "hub", "Centre"]).ok();
        for point in points {
            let sandbox = hub(links);
            let mut command = sandbox.command(&["rename", "hub", "Centre"]);
            let ran = Ran::of(command.env("RIFFLE_CRASH_AT", point).stdin(std::process::Stdio::null()));
            assert_eq!(ran.code, None, "{point} was not reached: {ran:?}");

            sandbox.riffle(&["capture", "After"]).ok();
            sandbox.riffle(&["undo"]).ok();

            assert_eq!(entries(&sandbox), entries(&whole), "{point}");
            assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "", "{point}");
            sandbox.riffle(&["undo"]).ok();
            assert_eq!(entries(&sandbox), before, "{point}");
            let dots = sandbox.files().into_iter().filter(|(path, _)| path.contains(".riffle-"));
            assert_eq!(dots.count(), 0, "{point}");
        }
    }
}

#[test]
fn a_file_that_another_program_wrote_before_keeps_that_through_rename_and_undo() {
    let sandbox = store(&[("tea.md", "# Tea\n"), ("x.md", "[[tea]]\n")]);
    sandbox.riffle(&["tag", "x.md", "+old"]).ok();
    sandbox.write("x.md", "[[tea]] written outside\n");

    sandbox.riffle(&["rename", "tea.md", "Mate"]).ok();
    assert_eq!(sandbox.read("x.md"), "[[mate]] written outside\n");
    sandbox.riffle(&["undo"]).ok();

    assert_eq!(sandbox.read("x.md"), "[[tea]] written outside\n");
    assert_eq!(sandbox.read("tea.md"), "# Tea\n");
}

const FOLDERS: [&str; 4] = ["", "a/", "a/b/", "c d/"];
const STEMS: [&str; 5] = ["tea", "Tea time", "mate", "café", "x (1)"];
const TITLES: [&str; 4] = ["Tea", "Mate", "Tea time", "Of its own"];

#[derive(Clone, Debug)]
struct Made {
    folder: usize,
    stem: usize,
    title: Option<usize>,
    has_alias: bool,
    /// Form and whom they lead to.
    links: Vec<(usize, usize)>,
}

impl Made {
    fn bare(&self) -> String {
        format!("{}{}", FOLDERS[self.folder], STEMS[self.stem])
    }

    fn text(&self, all: &[Self]) -> String {
        let mut text = String::from("---\n");
        text.extend(self.title.map(|title| format!("title: {}\n", TITLES[title])));
        text.push_str(if self.has_alias { "aliases: [Cup]\n" } else { "" });
        let related: Vec<String> =
            self.links.iter().take(2).map(|(form, to)| field(*form, &all[to % all.len()])).collect();
        text.extend(["related: [", &related.join(", "), "]\n---\n"]);
        let links = self.links.iter().map(|(form, to)| self.link(*form, &all[to % all.len()]) + " words\n");
        text.extend(links);
        text
    }

    fn link(&self, form: usize, to: &Self) -> String {
        let (stem, bare) = (STEMS[to.stem], to.bare());
        let way = link::relative(FOLDERS[self.folder].trim_end_matches('/'), &format!("{bare}.md"));
        match form {
            0 => format!("[[{stem}]]"),
            1 => format!("[[{stem}#H|s]]"),
            2 => format!("[[{bare}]]"),
            3 => format!("![[{bare}.md]]"),
            4 => format!("[[{}]]", to.title.map_or(stem, |title| TITLES[title])),
            5 => format!("[t]({})", link::encoded(&way)),
            6 => format!("[t](<{way}#H> 'T')"),
            7 => format!("[t](/{})", link::encoded(&bare)),
            8 => "[[Cup]]".into(),
            9 => format!("`[[{stem}]]`"),
            10 => "[[nowhere]]".into(),
            11 => format!("[t]({}.md)", link::encoded(stem)),
            12 => format!("[[{}]]", stem.to_uppercase()),
            _ => format!("[[./{way}]]"),
        }
    }
}

fn field(form: usize, to: &Made) -> String {
    match form % 3 {
        0 => format!("\"[[{}]]\"", STEMS[to.stem]),
        1 => format!("'{}.md'", to.bare()),
        _ => to.bare(),
    }
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    let links = prop::collection::vec((0..14_usize, 0..7_usize), 0..5);
    let one = (0..4_usize, 0..5_usize, prop::option::of(0..4_usize), prop::bool::weighted(0.2), links);
    let made = one.prop_map(|(folder, stem, title, has_alias, links)| Made { folder, stem, title, has_alias, links });
    prop::collection::vec(made, 2..7).prop_map(|mut all| {
        let mut seen = HashSet::new();
        all.retain(|made| seen.insert((made.folder, made.stem)));
        all
    })
}

/// All links of a store by the entry they stand in: how each is written and what it leads to.
fn graph(workspace: &Workspace) -> BTreeMap<String, Vec<(String, Target)>> {
    let mut all: BTreeMap<String, Vec<(String, Target)>> = BTreeMap::new();
    links::each(workspace, &mut |link| all.entry(link.from.to_string()).or_default().push((link.text, link.target)))
        .unwrap();
    all
}

/// A file's body without the targets of its links.
fn without_targets(bytes: &[u8]) -> String {
    let entry = Entry::parse(EntryPath::new("any.md").unwrap(), bytes, &[]);
    let (mut words, mut at) = (String::new(), 0);
    for link in link::links(entry.body()) {
        words.push_str(&entry.body()[at..link.place.start]);
        at = link.place.end;
    }
    words + &entry.body()[at..]
}

#[test]
fn pages_with_a_front_matter_of_another_form_are_renamed_and_followed() {
    let sandbox = store(&[
        ("logseq/config.edn", "{}"),
        ("pages/Left bar.md", "type:: [[Part]]\nicon:: x\n\n- see [[Part]]\n"),
        ("pages/Part.md", "related:: [[Left bar]], [[Other]]\n\n- TODO [[Left bar]]\n"),
        ("pages/hugo.md", "+++\ntitle = \"Left\"\n+++\nSee [[Left bar]] and [x](Left%20bar.md).\n"),
    ]);
    let before = sandbox.files();

    sandbox.riffle(&["rename", "pages/Left bar.md", "Bar (left)"]).ok();

    assert_eq!(sandbox.read("pages/Bar (left).md"), "type:: [[Part]]\nicon:: x\n\n- see [[Part]]\n");
    assert_eq!(sandbox.read("pages/Part.md"), "related:: [[Bar (left)]], [[Other]]\n\n- TODO [[Bar (left)]]\n");
    assert_eq!(
        sandbox.read("pages/hugo.md"),
        "+++\ntitle = \"Left\"\n+++\nSee [[Bar (left)]] and [x](Bar%20%28left%29.md).\n"
    );
    assert!(sandbox.riffle(&["rename", "pages/hugo.md", "Right"]).fails(1).contains("TOML"));
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.files(), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_rename_changes_the_targets_that_led_there_and_nothing_else(
        all in made(),
        which in 0..7_usize,
        title in prop::option::of(0..4_usize),
        to in prop::option::of((0..4_usize, 0..5_usize)),
    ) {
        let sandbox = Sandbox::in_memory();
        for made in &all {
            sandbox.write(&format!("{}.md", made.bare()), made.text(&all));
        }
        let workspace = workspace(&sandbox);
        ops::fresh::catch_up(&workspace, &mut |_| true).unwrap();
        let (before, files) = (graph(&workspace), entries(&sandbox));
        let from = EntryPath::new(format!("{}.md", all[which % all.len()].bare())).unwrap();
        let title = title.map(|title| TITLES[title]);
        let to = to.map(|(folder, stem)| EntryPath::new(format!("{}{}.md", FOLDERS[folder], STEMS[stem])).unwrap());

        let renamed = match ops::rename::rename(&workspace, &from, title, to.as_ref(), &mut |_| true) {
            Err(ops::Error::Write(ops::WriteError::Taken(_))) => {
                prop_assert_eq!(entries(&sandbox), files);
                return Ok(());
            }
            other => other.unwrap(),
        };

        prop_assert_eq!(&renamed.warnings, &Vec::<String>::new());
        let after = graph(&workspace);
        for (path, links) in &before {
            let now = if *path == from.as_str() { renamed.to.as_str() } else { path };
            for ((old, led), (new, leads)) in links.iter().zip(&after[now]) {
                match (led, leads) {
                    (Target::Missing(_), _) => prop_assert_eq!(old, new),
                    (Target::Entry(led), Target::Entry(leads)) => {
                        let wanted = if led.path == from { &renamed.to } else { &led.path };
                        prop_assert_eq!(&leads.path, wanted, "{} in {}", old, path);
                    }
                    _ => prop_assert!(false, "{} in {} led to {:?} and leads to {:?}", old, path, led, leads),
                }
            }
            prop_assert_eq!(links.len(), after[now].len());
        }
        for (path, bytes) in &files {
            let now = if *path == from.as_str() { renamed.to.as_str() } else { path };
            prop_assert_eq!(without_targets(sandbox.read(now).as_bytes()), without_targets(bytes));
        }
        while let Some(undone) = ops::undo::undo(&workspace).unwrap() {
            prop_assert_eq!(undone.left.len(), 0);
        }
        prop_assert_eq!(entries(&sandbox), files);
    }
}
