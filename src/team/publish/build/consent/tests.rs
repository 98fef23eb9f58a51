use super::*;
use crate::entry::EntryPath;

fn entry(text: &str) -> Entry {
    Entry::parse(EntryPath::new("notes/a.md").unwrap(), text.as_bytes(), &[])
}

fn may_leave(text: &str) -> Result<(), Refusal> {
    permitted(&entry(text), Audience::Team)
}

/// Fields in a front matter of its own.
fn with(fields: &str) -> String {
    format!("---\ntitle: T\n{fields}\nlang: en\n---\n\nText.\n")
}

#[track_caller]
fn stay(texts: impl IntoIterator<Item = String>) {
    for text in texts {
        let refusal = may_leave(&text).expect_err(&format!("{text:?}"));
        assert!(refusal.is_of_consent(), "{text:?}: {refusal}");
    }
}

#[track_caller]
fn leave(texts: impl IntoIterator<Item = String>) {
    for text in texts {
        assert_eq!(may_leave(&text), Ok(()), "{text:?}");
    }
}

#[test]
fn clear_words_let_an_entry_leave() {
    leave(
        [
            "x: y",
            "share: ask",
            "share: team",
            "share: public",
            "Share: Team",
            "SHARE: \"ask\"",
            "share : team",
            "'share': 'public'",
            "\"share\" : team",
            "share:   team   ",
            "share: team # for now",
            "publish: true",
            "publish: yes",
            "Publish: True",
            "publish: \"true\"",
            "private: false",
            "private: no",
            "PRIVATE: NO",
            "draft: false",
            "Draft: no",
            "draft: 'false'",
            "published: [acme@1234567 a.md 2026-11-21]",
            "published: true",
            "public: true",
            "visibility: public",
            "tags: [privately, a, private-equity, unprivate]",
            "tags: a, b",
            "shared_with: mina",
            "privacy: high",
            "drafts: 3",
            "# share: never",
            "description: \"share: never\"",
            "description: say never",
            "sharer: never",
        ]
        .map(with),
    );
    leave(
        [
            "# A title\n\nText.\n",
            "Text.\n",
            "",
            "---\ntitle: a\n---\n\n---\n\nText after a rule.\n",
            "{{< figure src=\"a.png\" >}}\n\nText.\n",
            "{.note}\nText.\n",
            "+ a list\n+ of two\n",
            "***\n\nText after a rule.\n",
            "# Draft: off the record\n\nText.\n",
            "Share: what you know with everybody who asks.\n",
            "Draft: v2 of the plan\n",
            "Text\n\n```yaml\n---\nshare: never\nprivate: true\n```\n",
            "- Publish: Tuesdays\n",
            "We use `private: true` in every package.\n",
            "std::vector is fine.\n",
        ]
        .map(str::to_owned),
    );
}

/// Answers of which none is a clear yes, but for `no` and `false` behind `private` and `draft`.
const ANSWERS: [&str; 72] = [
    "never",
    "Never",
    "NEVER",
    "no",
    "No",
    "NO",
    "false",
    "False",
    "FALSE",
    "off",
    "Off",
    "OFF",
    "n",
    "N",
    "0",
    "1",
    "y",
    "Y",
    "on",
    "On",
    "ON",
    "none",
    "nobody",
    "private",
    "maybe",
    "later",
    "~",
    "null",
    "",
    "''",
    "\"\"",
    "-1",
    "0.0",
    "[]",
    "{}",
    "[team]",
    "[never]",
    "[ask, never]",
    "{team: true}",
    "!!str team",
    "!x team",
    "&a team",
    "*a",
    "\"te\\x61m\"",
    "team never",
    "team, never",
    "not team",
    "team#never",
    "team!",
    "|\n  team",
    ">\n  team",
    "|\n  never",
    ">-\n  never",
    "\n  team",
    "\n  never",
    "\n  - team",
    "\n- team",
    "\"te\n  am\"",
    "team\n  never",
    "teаm",
    "te\u{200b}am",
    "ｔｅａｍ",
    "“team”",
    "nie",
    "nein",
    "нет",
    "0x0",
    "t",
    "f",
    "no one",
    "me",
    "self",
];

#[test]
fn any_spelling_of_no_and_any_doubt_keeps_it() {
    let keys = ["share", "Share", "publish", "private", "PRIVATE", "draft"];
    let clear = |key: &str, word: &str| {
        let key = key.to_ascii_lowercase();
        let is_no = word.eq_ignore_ascii_case("no") || word.eq_ignore_ascii_case("false");
        is_no && (key == "private" || key == "draft")
    };
    let mut tried = 0;
    for key in keys {
        for word in ANSWERS.iter().filter(|word| !clear(key, word)) {
            stay([with(&format!("{key}: {word}"))]);
            tried += 1;
        }
    }
    for fields in ["private: true", "private: yes", "draft: true", "Draft: Yes", "share: yes", "share: true"] {
        stay([with(fields)]);
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn a_key_counts_however_it_is_written() {
    stay(
        [
            "share : never",
            "'share': never",
            "\"share\": never",
            "\"sh\\u0061re\": never",
            "SHARE: never",
            "sHaRe: never",
            "? share\n: never",
            "{share: never}",
            "<<: {share: never}",
            "base: &b {share: never}\n<<: *b",
            "meta:\n  share: never",
            "meta: {private: true}",
            "meta: [{publish: false}]",
            "obsidian:\n  a:\n    draft: true",
            "\"share \": never",
            "\" share\": never",
            "share?: never",
            "_share: never",
            "\"share:\": never",
            "sh\u{200b}are: never",
            "\u{200b}share: never",
            "share\u{a0}: never",
            "shаre: never",
            "ѕhare: never",
            "sharе: team",
            "ѕhаrе: never",
            "рrivate: true",
            "privаte: false",
            "ｓｈａｒｅ: never",
            "shåre: never",
            "ſhare: never",
            "𝐬𝐡𝐚𝐫𝐞: never",
            "ꜱʜᴀʀᴇ: never",
            "publіsh: true",
            "drаft: true",
            "pr1vate: true",
            "$hare: never",
            "s-h-a-r-e: never",
            "\"share\\0\": never",
            "\"\\uFEFFshare\": never",
            "\"share\\t\": never",
            "published: false",
            "Published: no",
            "public: false",
            "PUBLIC: off",
            "visibility: private",
        ]
        .map(with),
    );
}

#[test]
fn a_key_that_stands_twice_is_a_doubt() {
    stay(
        [
            "share: team\nshare: never",
            "share: team\nshare: team",
            "share: team\nShare: never",
            "Share: team\nshare: team",
            "x: 1\nx: 2",
            "Title: U",
            "title: U",
            "private: false\n\"private\": true",
            "publish: true\nPUBLISH: false",
        ]
        .map(with),
    );
}

#[test]
fn the_tag_private_keeps_it_in_any_form() {
    stay(
        [
            "tags: private",
            "tags: Private",
            "tags: '#private'",
            "tags: '#PRIVATE'",
            "tags: [private]",
            "tags: [a, Private]",
            "tags: a, private",
            "tags: a private",
            "tags: a,private",
            "tags: private/x",
            "tags: [x/private]",
            "tags:\n  - a\n  - private/deep",
            "tags: ['#a #private']",
            "tags: [[private]]",
            "tags: [[[private]]]",
            "tags: {private: true}",
            "tags: [{name: private}]",
            "tags: ' private '",
            "tags: ['private ']",
            "Tags: private",
            "TAGS: [private]",
            "tag: private",
            "Tag: [private]",
            "keywords: private",
            "Keywords: [a, private]",
            "categories: [private]",
            "category: private",
            "labels: [private]",
            "tags: ['prіvate']",
            "tags: [pri\u{200b}vate]",
            "tags: [private!]",
            "tags: ['_private_']",
            "tags: [ｐｒｉｖａｔｅ]",
            "tags: a; private",
        ]
        .map(with),
    );
    stay(["Text #private\n", "Text #Private/x\n", "# T\n\n- a #private\n", "#PRIVATE\n"].map(str::to_owned));
}

#[test]
fn front_matter_that_is_not_quite_one_is_a_doubt() {
    let no = "title: T\nshare: never\nclient: Secret";
    let open = "title: T\nclient: Secret";
    for fields in [no, open] {
        let cr = fields.replace('\n', "\r");
        stay([
            format!("---\n{fields}\n\nText.\n"),
            format!("---\n{fields}\n----\n\nText.\n"),
            format!("----\n{fields}\n----\n\nText.\n"),
            format!("-----\n{fields}\n-----\n\nText.\n"),
            format!("\n---\n{fields}\n---\n\nText.\n"),
            format!("\n\n  ---\n{fields}\n---\n\nText.\n"),
            format!(" ---\n{fields}\n---\n\nText.\n"),
            format!("\u{feff}\u{feff}---\n{fields}\n---\n\nText.\n"),
            format!("\u{200b}\n---\n{fields}\n---\n\nText.\n"),
            format!("\0---\n{fields}\n---\n\nText.\n"),
            format!("---\r{cr}\r---\r\rText.\r"),
            format!("\u{feff}---\r{cr}\r---\r\rText.\r"),
            format!("---\n{cr}\n---\n\nText.\n"),
            format!("---\n{fields}\u{85}x: y\n---\n\nText.\n"),
            format!("---\n{fields}\u{2028}x: y\n---\n\nText.\n"),
            format!("---\n{fields}\u{7}\n---\n\nText.\n"),
            format!("—--\n{fields}\n—--\n\nText.\n"),
            format!("–––\n{fields}\n–––\n\nText.\n"),
            format!("---js\n{fields}\n---\n\nText.\n"),
            format!("--- yaml\n{fields}\n---\n\nText.\n"),
            format!("+++\n{fields}\n\nText.\n"),
            format!("++++\n{fields}\n++++\n\nText.\n"),
            format!(";;;\n{fields}\n\nText.\n"),
            format!("---\ntags: [x]\n---\n---\n{fields}\n---\n\nText.\n"),
            format!("---\ntags: [x]\n---\n\n+++\n{fields}\n+++\n\nText.\n"),
            format!("<!--\n{fields}\n-->\n\nText.\n"),
            format!("---\n{fields}\n"),
        ]);
    }
    stay(
        [
            "---\nText after a rule that nothing closes.\n",
            "share: never\n\nText.\n",
            "Title: T\nPrivate: yes\n\nText.\n",
            "**Private:** yes\n",
            "- share:: never\n",
            "[publish:: false]\n",
            "text\nshare: off\n",
            "# T\n---\nshare: never\n---\n",
            "> draft = true\n",
            "tags: private\n",
            "Tags:: a, private\n",
            "---\nshare: never\n--- \nText\n",
            "--- \nshare: never\n---\nText\n",
            "---\t\r\nshare: never\r\n---\r\nText\r\n",
            "---\n  share: never\n---\n",
            "---\n{share: never}\n---\n",
            "---\n{title: T, share: team}\n---\n",
            "---\n? title\n: T\n---\n",
            "---\n- share\n---\n",
        ]
        .map(str::to_owned),
    );
}

#[test]
fn front_matter_that_is_not_yaml_keeps_it() {
    stay(
        [
            "+++\ntitle = \"T\"\n+++\nText\n",
            "+++\ntitle = \"T\"\nshare = \"team\"\n+++\nText\n",
            "+++\nshare = never\n+++\n",
            "{\"title\": \"T\"}\n\nText\n",
            "{\n\"title\": \"T\",\n}\n\nText\n",
            "{\n  \"client\": \"Secret\"\n}\n\nText\n",
            "---toml\ntitle = \"T\"\n---\n",
            "---json\n{\"title\": \"T\"}\n---\n",
            ";;;\n\"title\": \"T\"\n;;;\n",
            "---yaml\ntitle: T\n---\n",
            "title:: T\n\n- Text\n",
            "title:: T\npublic:: true\n\n- Text\n",
            "{\n\"title\": \n",
        ]
        .map(str::to_owned),
    );
    let never = |text: &str| may_leave(text).unwrap_err().to_string();
    assert!(never("+++\nshare = \"never\"\n+++\n").contains("share: never"));
    assert!(never("{\"draft\": true, \"title\": \"T\"}\n").contains("draft: true"));
    assert!(never("private:: yes\n\n- Text\n").contains("private: yes"));
    assert!(never("+++\ntitle = \"T\"\n+++\n").contains("TOML"));
}

#[test]
fn a_doubt_is_told_with_its_line() {
    let message = |fields: &str| may_leave(&with(fields)).unwrap_err().to_string();

    assert_eq!(message("publish: on"), "`publish: on` (line 3) is not a clear value; use `true` or `false`");
    assert_eq!(
        message("x: 1\nX: 2"),
        "it is unclear whether it may be shared: `X` is in the front matter twice; keep one of the two lines (line 4)"
    );
    assert_eq!(
        permitted(&entry(&with("share: team")), Audience::Public),
        Err(Refusal::TooWide),
        "what teams may read, not everybody may"
    );
}
