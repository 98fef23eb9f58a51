//! Links as a person writes them, and what becomes of them when an entry gets another name.

use serde_json::Value;

use riffle::entry::EntryPath;
use riffle::ops::links::{self, Mention, Target};
use riffle::ops::{self, Workspace};

use crate::support::{Sandbox, workspace};

const ID: &str = "01jn8k4w000000000000000000";

/// A vault as Obsidian writes it, with names that several notes have.
fn vault(links: &str) -> Sandbox {
    let id = format!("---\nid: {ID}\ntitle: Known by id\n---\n");
    Sandbox::folder(&[
        ("Home.md", "# Home\n"),
        ("Three laws.md", "# Three laws\n\n## Details\n\nA line ^first\n"),
        ("Folder/Note.md", "# A note\n"),
        ("Other/Note.md", "# Another note\n"),
        ("Other/deep/Only here.md", "---\naliases: [Hidden, \"The, place\"]\n---\n"),
        ("Here/Near.md", "near\n"),
        ("There/Near.md", "far\n"),
        ("Near.md.txt", "no entry\n"),
        ("Café.md", "accents\n"),
        ("a/b/c/Deep.md", "deep\n"),
        ("a/Deep.md", "not so deep\n"),
        ("TCP-IP.md", "---\ntitle: TCP/IP\n---\n"),
        ("C++ (notes).md", "plus\n"),
        ("known.md", &id),
        ("media/pic.png", "png"),
        ("Here/own.pdf", "pdf"),
        ("Here/From.md", links),
    ])
}

/// What is written, and what it leads to: a path, or `web`, or `missing`.
const CASES: [(&str, &str); 46] = [
    ("[[Home]]", "Home.md"),
    ("[[home]]", "Home.md"),
    ("[[Home.md]]", "Home.md"),
    ("[[Home|the start]]", "Home.md"),
    ("[[Three laws#Details]]", "Three laws.md"),
    ("[[Three laws#Three laws#Details|x]]", "Three laws.md"),
    ("[[Three laws#^first]]", "Three laws.md"),
    ("[[#Own heading]]", "Here/From.md"),
    ("[[#^own-block]]", "Here/From.md"),
    ("[[From]]", "Here/From.md"),
    ("[[Folder/Note]]", "Folder/Note.md"),
    ("[[Other/Note.md]]", "Other/Note.md"),
    ("[[Note]]", "Folder/Note.md"),
    ("[[A note]]", "Folder/Note.md"),
    ("[[Near]]", "Here/Near.md"),
    ("[[There/Near]]", "There/Near.md"),
    ("[[Deep]]", "a/Deep.md"),
    ("[[c/Deep]]", "a/b/c/Deep.md"),
    ("[[deep/Only here]]", "Other/deep/Only here.md"),
    ("[[Hidden]]", "Other/deep/Only here.md"),
    ("[[the, place]]", "Other/deep/Only here.md"),
    ("[[Cafe\u{301}]]", "Café.md"),
    ("[[TCP/IP]]", "TCP-IP.md"),
    ("[[C++ (notes)]]", "C++ (notes).md"),
    (concat!("[[", "01jn8k4w000000000000000000", "]]"), "known.md"),
    ("[[../Home]]", "Home.md"),
    ("[[/Folder/Note]]", "Folder/Note.md"),
    ("![[Home]]", "Home.md"),
    ("![[Three laws#^first]]", "Three laws.md"),
    ("![[pic.png|640x480]]", "media/pic.png"),
    ("![[own.pdf#page=3]]", "Here/own.pdf"),
    ("[t](../Three%20laws.md#Details)", "Three laws.md"),
    ("[t](<../Three laws.md>)", "Three laws.md"),
    ("[t](Near.md)", "Here/Near.md"),
    ("[t](../There/Near.md \"far\")", "There/Near.md"),
    ("[t](/Folder/Note.md)", "Folder/Note.md"),
    ("[t](Folder/Note.md)", "Folder/Note.md"),
    ("[t](../Caf%C3%A9.md)", "Café.md"),
    ("[t](../C++%20%28notes%29.md)", "C++ (notes).md"),
    ("[t](#own-heading)", "Here/From.md"),
    ("![alt](own.pdf)", "Here/own.pdf"),
    ("[t](https://example.org/Home.md)", "web"),
    ("<https://example.org>", "web"),
    ("[[No such note]]", "missing"),
    ("[t](../../outside.md)", "missing"),
    ("[t](Gone.md)", "missing"),
];

fn leads(link: &Value) -> &str {
    link["resolved"].as_str().unwrap_or_else(|| link["leads"].as_str().unwrap())
}

#[test]
fn every_link_of_a_vault_leads_where_a_person_means() {
    let lines: String = CASES.iter().map(|(link, _)| format!("{link}\n\n")).collect();
    let text = format!(
        "---\nup: \"[[Home]]\"\nrelated: [Three laws, '[[Note]]']\n---\n{lines}[ref]: ../Home.md 'Home'\n\n`[[Home]]`\n"
    );
    let sandbox = vault(&text);

    let found = sandbox.riffle(&["links", "Here/From.md", "--json"]).json();

    let seen: Vec<(&str, &str)> = found.iter().map(|link| (link["text"].as_str().unwrap(), leads(link))).collect();
    let above = [("[[Home]]", "Home.md"), ("Three laws", "Three laws.md"), ("[[Note]]", "Folder/Note.md")];
    let expected: Vec<_> = above.into_iter().chain(CASES).chain([("[ref]: ../Home.md 'Home'", "Home.md")]).collect();
    assert_eq!(seen, expected);
    assert_eq!(found[3]["line"], 5);
    assert_eq!((&found[7]["heading"], &found[7]["target"]), (&"Details".into(), &"Three laws".into()));
    assert_eq!(found[7]["kind"], "wiki");
}

#[test]
fn the_same_links_are_seen_from_the_other_end() {
    let sandbox = vault("---\nrelated: Home\n---\n[[Note]] and [x](../Other/Note.md)\n");

    let backlinks = |path: &str| sandbox.riffle(&["show", path, "--json"]).json().remove(0)["backlinks"].clone();

    assert_eq!(backlinks("Folder/Note.md"), serde_json::json!(["Here/From.md"]));
    assert_eq!(backlinks("Other/Note.md"), serde_json::json!(["Here/From.md"]));
    assert_eq!(backlinks("Home.md"), serde_json::json!(["Here/From.md"]));
    assert_eq!(backlinks("Here/Near.md"), serde_json::json!([]));
}

#[test]
fn broken_links_orphans_and_the_graph_are_listed() {
    let sandbox = Sandbox::folder(&[("a.md", "[[b]] [[c]]\n"), ("b.md", "[[a]] [[b]]\n"), ("d \"x\".md", "[[a]]\n")]);

    let broken = sandbox.riffle(&["links", "--broken", "--json"]).json();
    assert_eq!(broken.len(), 1);
    assert_eq!((&broken[0]["from"], &broken[0]["target"]), (&"a.md".into(), &"c".into()));
    assert_eq!(sandbox.riffle(&["links", "--broken"]).ok(), "a.md:1: [[c]] → nothing\n");
    assert_eq!(sandbox.riffle(&["links", "--orphans"]).ok(), "d \"x\".md\n");
    let dot = sandbox.riffle(&["links", "--dot"]).ok();
    assert_eq!(
        dot,
        "digraph riffle {\n  \"a.md\" -> \"b.md\";\n  \"b.md\" -> \"a.md\";\n  \"b.md\" -> \"b.md\";\n  \"d \\\"x\\\".md\" -> \"a.md\";\n}\n"
    );
}

#[test]
fn links_to_headings_and_blocks_that_are_not_there_are_broken() {
    let to = "# A\n\n## Here it is\n\nA line ^block\n";
    let from = "[[to#Here it is]] [[to#^block]] [x](to.md#here-it-is)\n\n[[to#Gone]]\n[[to#^none]]\n[x](to.md#gone) [[#Own]]\n";
    let sandbox =
        Sandbox::folder(&[("to.md", to), ("from.md", from), ("pic.pdf", ""), ("b.md", "[[pic.pdf#page=2]]\n")]);

    let broken = sandbox.riffle(&["links", "--broken", "--json"]).json();

    let seen: Vec<_> =
        broken.iter().map(|it| (it["text"].as_str().unwrap(), it["missing"].as_str().unwrap())).collect();
    let expected = [
        ("[[to#Gone]]", "heading"),
        ("[[to#^none]]", "block"),
        ("[x](to.md#gone)", "heading"),
        ("[[#Own]]", "heading"),
    ];
    assert_eq!(seen, expected);
    assert_eq!(
        sandbox.riffle(&["links", "from.md", "--broken"]).ok(),
        "from.md:3: [[to#Gone]] → to.md (no such heading)\nfrom.md:4: [[to#^none]] → to.md (no such block)\n\
         from.md:5: [x](to.md#gone) → to.md (no such heading)\nfrom.md:5: [[#Own]] → from.md (no such heading)\n"
    );
}

fn opened(files: &[(&str, &str)]) -> (Sandbox, Workspace) {
    let sandbox = Sandbox::new();
    for (path, text) in files {
        sandbox.write(path, text);
    }
    let workspace = workspace(&sandbox);
    ops::fresh::catch_up(&workspace, &mut |_| true).unwrap();
    (sandbox, workspace)
}

fn read(workspace: &Workspace, path: &str) -> riffle::entry::Entry {
    ops::find::read(workspace, &EntryPath::new(path).unwrap()).unwrap()
}

fn places(mentions: &[Mention]) -> Vec<(&str, usize, &str)> {
    mentions.iter().map(|it| (it.from.path.as_str(), it.line, it.context.as_str())).collect()
}

#[test]
fn backlinks_come_with_their_lines_and_only_so_many_are_read() {
    let long = format!("{} [[tea]] {}", "before ".repeat(60), "behind ".repeat(60));
    let mut files = vec![("tea.md".to_owned(), "# Tea\n".to_owned()), ("a.md".to_owned(), long)];
    files.extend(
        (0..50).map(|number| {
            (format!("from-{number:02}.md"), "---\nx: y\n---\n- see [[tea]] and [t](tea.md)\n".to_owned())
        }),
    );
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (_sandbox, workspace) = opened(&files);

    let (mentions, total) = links::back(&workspace, &read(&workspace, "tea.md"), 4).unwrap();

    assert_eq!(total, 51);
    assert_eq!(mentions.len(), 4);
    assert_eq!(places(&mentions)[1..3], [("from-00.md", 4, "- see [[tea]] and [t](tea.md)"); 2]);
    let context = &mentions[0].context;
    assert!(context.starts_with('…') && context.ends_with('…') && context.contains("[[tea]]") && context.len() < 450);
}

#[test]
fn words_that_could_be_links_are_found() {
    let (_sandbox, workspace) = opened(&[
        ("green-tea.md", "---\ntitle: Green tea\naliases: [Sencha, GT]\n---\nGreen tea\n"),
        ("a.md", "# On green tea\n\nSome green\ntea, a `green tea`, [[green tea]] and sencha.\n"),
        ("b.md", "GT is too short; greenish tea is none.\n"),
    ]);

    let mentions = links::mentions(&workspace, &read(&workspace, "green-tea.md"), 10).unwrap();

    let expected = [("a.md", 3, "Some green"), ("a.md", 4, "tea, a `green tea`, [[green tea]] and sencha.")];
    assert_eq!(places(&mentions), expected);
}

#[test]
fn where_an_entry_came_from_and_what_became_of_it_are_both_known() {
    let (_sandbox, workspace) = opened(&[
        ("page.md", "---\ntitle: Page\n---\n"),
        (
            "nugget.md",
            "---\nderived_from: [\"[[page]]\", gone, \"https://x.org\"]\nsource: A book, p. 3\nvia: Jo\n---\n",
        ),
        ("other.md", "---\nrelated: \"[[page]]\"\n---\n[[page]]\n"),
    ]);

    let from = links::provenance(&workspace, &read(&workspace, "nugget.md")).unwrap();
    let into = links::provenance(&workspace, &read(&workspace, "page.md")).unwrap().distilled_into;

    assert!(matches!(&from.derived_from[0], Target::Entry(page) if page.title == "Page"));
    assert_eq!(from.derived_from[1..], [Target::Missing("gone".into()), Target::Web("https://x.org".into())]);
    assert_eq!((from.source, from.via.as_deref()), (vec!["A book, p. 3".to_owned()], Some("Jo")));
    assert_eq!(into.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["nugget.md"]);
}

#[test]
fn a_link_is_added_below_its_heading_once() {
    let (sandbox, workspace) = opened(&[
        ("tea.md", "# Tea\n\nhot"),
        ("Green tea.md", "green\n"),
        ("c#.md", "---\ntitle: C#\n---\n"),
        ("full.md", "# Full\r\n\r\n## related\r\n\r\n- [[x]]\r\n\r\n## After\r\n"),
        ("code.md", "```\nnever closed\n"),
    ]);
    let add =
        |from: &str, to: &str| links::add(&workspace, &EntryPath::new(from).unwrap(), &EntryPath::new(to).unwrap());

    add("tea.md", "Green tea.md").unwrap();
    add("tea.md", "c#.md").unwrap();
    assert!(add("tea.md", "Green tea.md").unwrap().paths.is_empty());
    add("full.md", "tea.md").unwrap();
    add("code.md", "tea.md").unwrap_err();

    assert_eq!(sandbox.read("tea.md"), "# Tea\n\nhot\n\n## Related\n\n- [[Green tea]]\n- [C#](c%23.md)\n");
    assert_eq!(sandbox.read("full.md"), "# Full\r\n\r\n## related\r\n\r\n- [[x]]\r\n- [[tea|Tea]]\r\n\r\n## After\r\n");
}
