//! Front matter as other programs and people write it: keys in any case, other forms than YAML, what stands twice.

use serde_json::json;

use crate::support::{Person, Ran, Sandbox, Team};

const TOML: &str = "+++\ntitle = \"Kettles of the north\"\ntags = [\"kettles\"]\ndate = 2024-01-02\nclient = \"Secret Corp\"\n+++\n\nBody text.\n";
const JSON: &str =
    "{\n  \"Title\": \"Json page\",\n  \"tags\": [\"j\"],\n  \"client\": \"Secret Corp\"\n}\n\nBody text.\n";
const LOGSEQ: &str = "title:: Logseq page\ntags:: [[l]], m\nclient:: Secret Corp\n\n- Body text.\n";
const FENCED: &str = "---toml\ntitle = \"Fenced page\"\ntags = [\"f\"]\n---\n\nBody text.\n";
const BROKEN: &str = "+++\ntitle = \"Broken page\"\ntags = [\"b\"\n+++\n\nBody text.\n";
const OPEN: &str = "---\ntitle: Open page\nclient: Secret Corp\n\nBody text.\n";

const FOREIGN: [(&str, &str); 6] =
    [("n.md", TOML), ("j.md", JSON), ("l.md", LOGSEQ), ("f.md", FENCED), ("b.md", BROKEN), ("o.md", OPEN)];

/// What an entry is in JSON.
fn shown(sandbox: &Sandbox, name: &str) -> serde_json::Value {
    sandbox.riffle(&["show", name, "--json"]).json().remove(0)
}

#[test]
fn front_matter_of_other_programs_is_read() {
    let sandbox = Sandbox::folder(&FOREIGN);

    for (name, title, tag) in [
        ("n.md", "Kettles of the north", "kettles"),
        ("j.md", "Json page", "j"),
        ("l.md", "Logseq page", "m"),
        ("f.md", "Fenced page", "f"),
    ] {
        let entry = shown(&sandbox, name);
        assert_eq!(entry["title"], title);
        assert!(!entry["body"].as_str().unwrap().contains("Secret Corp"), "{entry}");
        assert_eq!(sandbox.riffle(&["list", "--path", &format!("tag:{tag}")]).ok(), format!("{name}\n"));
        assert_eq!(sandbox.riffle(&["search", "--path", title]).ok().lines().next(), Some(name));
    }
    assert_eq!(shown(&sandbox, "b.md")["title"], "Broken page");
    assert!(sandbox.riffle(&["show", "n.md"]).ok().contains("2024-01-02"));
}

#[test]
fn front_matter_of_other_programs_is_never_written() {
    let sandbox = Sandbox::folder(&FOREIGN);
    let before = sandbox.files();

    for (name, _) in FOREIGN {
        let acts: [&[&str]; 7] = [
            &["tag", name, "+new"],
            &["tag", name, "--", "-kettles"],
            &["stage", name, "seed"],
            &["mark", name, "--checked"],
            &["annotate", name, "words"],
            &["later", name, "2w"],
            &["rename", name, "New name"],
        ];
        for act in acts {
            let said = sandbox.riffle(act).fails(1);
            assert!(said.contains(name) && said.contains("line ") && said.contains("hint: "), "{act:?}: {said}");
        }
        let doctor = Ran { code: Some(0), ..sandbox.riffle(&["doctor", "--json"]) }.json();
        let told = |check: &&serde_json::Value| {
            check["check"] == "entry" && check["detail"].as_str().unwrap().starts_with(name)
        };
        assert!(doctor.iter().any(|check| told(&check)), "{name}: {doctor:?}");
    }

    assert_eq!(sandbox.files(), before);
    let said = sandbox.riffle(&["tag", "n.md", "+new"]).fails(1);
    assert!(said.contains("TOML") && said.contains("as YAML between two lines `---` it can be changed"), "{said}");
}

#[test]
fn front_matter_of_other_programs_never_leaves() {
    let (team, ada) = (Team::founded(), Person::new("Ada"));
    ada.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();

    for (name, text) in FOREIGN {
        ada.sandbox.write(name, text);
        for act in [&["publish", name, "--to", "acme", "--dry-run"][..], &["publish", name, "--to", "acme", "--yes"]] {
            let ran: Ran = ada.riffle(act);
            assert!(!format!("{}{}", ran.out, ran.err).contains("Secret Corp"), "{ran:?}");
            ran.fails(1);
        }
    }
    assert!(team.files().iter().all(|file| !team.read(file).contains("Secret Corp")));
}

#[test]
fn keys_in_any_case_are_read_and_changed_where_they_are() {
    let text = "---\nTITLE: Old name\nTags: [a, b]\nDate: 2024-01-02\nAliases: [other name]\nURL: https://example.org/x\nKind: nugget\nStage: seed\nConfidence: low\nCHECKED: 2024-01-01\nMy Key: Secret\n---\n\nBody words.\n";
    let sandbox = Sandbox::folder(&[("a.md", text), ("link.md", "[[other name]] and [[Old name]]\n")]);
    let same = |old: &str, new: &str| assert_eq!(sandbox.read("a.md"), text.replace(old, new));

    let entry = shown(&sandbox, "a.md");
    assert_eq!(
        (&entry["title"], &entry["tags"], &entry["kind"]),
        (&json!("Old name"), &json!(["a", "b"]), &json!("nugget"))
    );
    assert_eq!(entry["My Key"], "Secret");
    for query in ["tag:b", "kind:nugget", "stage:seed", "Old name", "other", "example.org", "after:2024-01-01"] {
        assert!(sandbox.riffle(&["search", "--path", query]).ok().contains("a.md"), "{query}");
    }
    assert_eq!(sandbox.riffle(&["links", "link.md"]).ok().matches("a.md").count(), 2);

    sandbox.riffle(&["tag", "a.md", "+c", "-b"]).ok();
    same("[a, b]", "[a, c]");
    sandbox.write("a.md", text);
    sandbox.riffle(&["stage", "a.md", "growing"]).ok();
    same("Stage: seed", "Stage: growing");
    sandbox.write("a.md", text);
    sandbox.riffle(&["--now", "2026-11-30T10:00:00Z", "mark", "a.md", "--checked", "--confidence", "high"]).ok();
    assert_eq!(sandbox.read("a.md"), text.replace("low", "high").replace("CHECKED: 2024-01-01", "CHECKED: 2026-11-30"));
    sandbox.write("a.md", text);
    let path = sandbox.riffle(&["rename", "a.md", "New name"]).ok();
    assert_eq!(sandbox.read(path.lines().next().unwrap().trim()), text.replace("Old name", "New name"));
}

#[test]
fn a_key_that_stands_twice_is_told_and_not_changed() {
    let text = "---\nTags: [a]\ntitle: T\ntags: [b]\n---\n\nBody.\n";
    let sandbox = Sandbox::folder(&[("a.md", text)]);

    let said = sandbox.riffle(&["tag", "a.md", "+c"]).fails(1);
    assert!(said.contains("a.md cannot be changed: line 4: `tags` is in the front matter twice"), "{said}");
    sandbox.riffle(&["stage", "a.md", "seed"]).ok();

    assert_eq!(sandbox.read("a.md"), text.replace("tags: [b]\n", "tags: [b]\nstage: seed\n"));
    assert!(sandbox.riffle(&["doctor"]).out.contains("`tags` is in the front matter twice"));
}

#[test]
fn an_entry_whose_word_is_in_doubt_does_not_leave_and_says_why() {
    let (team, ada) = (Team::founded(), Person::new("Ada"));
    ada.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
    for (at, (fields, told)) in [
        ("Share: never", "share: never"),
        ("PRIVATE: yes", "private: yes"),
        ("publish: False", "publish: false"),
        ("publish: on", "not a clear value"),
        ("draft: 0", "not a clear value"),
        ("share: [team]", "not a clear value"),
        ("<<: {share: never}", "unclear"),
        ("title: a\nTitle: b", "front matter twice"),
        ("meta: {share: never}", "stands inside"),
        ("ѕhare: team", "may mean `share`"),
        ("Tag: Private", "never shared"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("doubt-{at}.md");
        ada.sandbox.write(&name, format!("---\nlang: en\n{fields}\n---\n\nBody words.\n"));
        let said = ada.riffle(&["publish", &name, "--to", "acme", "--yes"]).fails(1);
        assert!(said.contains(&name) && said.contains(told), "{fields}: {said}");
    }
    assert_eq!(team.files().iter().filter(|file| file.contains("doubt")).count(), 0);
}

#[test]
fn what_else_the_front_matter_says_is_shown_below_the_title() {
    let front =
        "title: Tea\ntags: [a]\nstatus: done\nauthor: {name: Jo, born: 1900}\nbad: \"x\\e[31my\"\nlinks: mine\n";
    let sandbox = Sandbox::folder(&[("tea.md", &format!("---\n{front}---\nText.\n"))]);

    let page = sandbox.riffle(&["show", "tea.md"]).ok();

    assert!(page.starts_with("Tea\nnote  #a\nstatus       done\nauthor.name  Jo\nauthor.born  1900\n"), "{page}");
    assert!(!page.contains('\u{1b}') && page.contains("links        mine\n\nText."), "{page}");
    let said = &shown(&sandbox, "tea.md")["properties"];
    assert_eq!(
        (&said["status"], &said["links"], &said["author"]["born"]),
        (&"done".into(), &"mine".into(), &1900.into())
    );
    assert_eq!(said.get("title"), None);
}

#[test]
fn a_list_of_tags_with_their_hashes_is_changed_and_told() {
    let sandbox = Sandbox::folder(&[("tea.md", "---\ntags: [#a, #b]\n---\nText.\n")]);

    assert_eq!(shown(&sandbox, "tea.md")["tags"], serde_json::json!(["a", "b"]));
    let told = sandbox.riffle(&["doctor"]).ok();
    assert!(told.contains("tea.md:2") && told.contains("begins a comment"), "{told}");
    sandbox.riffle(&["tag", "tea.md", "+c", "--", "-a"]).ok();

    assert_eq!(sandbox.read("tea.md"), "---\ntags: [c, b]\n---\nText.\n");
}
