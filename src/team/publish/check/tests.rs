use std::cell::RefCell;

use proptest::prelude::*;

use super::*;
use crate::team::read::rules::{Audience, Checks};

/// What is published in a test.
#[derive(Default)]
struct Page<'a> {
    text: &'a str,
    path: &'a str,
    message: &'a str,
    author: &'a str,
    rules: Rules,
    has_source: bool,
    adopted: Option<&'a str>,
    words: &'a [&'a str],
    titles: &'a [&'a str],
    similar: Vec<Similar>,
    left_out: Vec<LeftOut>,
}

impl<'a> Page<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, path: "nuggets/tea/green.md", message: "nugget: Green tea", ..Self::default() }
    }

    fn report(&self) -> Report {
        let words: Vec<String> = self.words.iter().map(|word| (*word).to_owned()).collect();
        examine(&Subject {
            files: &[Text { path: self.path, text: self.text }],
            message: self.message,
            author: if self.author.is_empty() { "Ada <ada@example.org>" } else { self.author },
            rules: &self.rules,
            has_source: self.has_source,
            adopted: self.adopted,
            private_words: &words,
            private_title: &|run| self.titles.contains(&run),
            similar: &self.similar,
            entry: "notes/tea.md",
            left_out: &self.left_out,
        })
    }

    /// What a check says of the page.
    fn says(&self, check: Check) -> Vec<String> {
        self.report().findings.into_iter().filter(|found| found.check == check).map(|found| found.what).collect()
    }
}

/// Each of the texts that a check says nothing, or not just one thing, of.
fn unseen<'a>(check: Check, texts: &[&'a str]) -> Vec<&'a str> {
    texts.iter().copied().filter(|text| Page::of(text).says(check).len() != 1).collect()
}

/// Each of the texts that a check says something of.
fn seen<'a>(check: Check, texts: &[&'a str]) -> Vec<&'a str> {
    texts.iter().copied().filter(|text| !Page::of(text).says(check).is_empty()).collect()
}

#[test]
fn a_plain_page_passes_every_check_and_says_so() {
    let report = Page::of("# Green tea\n\nEighty degrees, two minutes. See https://example.org/tea.\n").report();

    assert_eq!(report.findings, []);
    let asked = Check::ALL.into_iter().filter(|check| *check != Check::License);
    assert_eq!(report.passed.iter().map(|passed| passed.check).collect::<Vec<_>>(), asked.collect::<Vec<_>>());
    assert!(report.passed[0].what.starts_with("no secrets ("), "{:?}", report.passed[0]);
}

#[test]
fn hosts_that_only_the_inside_knows_are_found() {
    let texts = [
        "See http://buildbox/job/4.",
        "ssh://git@stash01/x.git",
        "at https://wiki.corp/x",
        "ping nas-2.local",
        "http://printer.local:631",
        "db.prod.internal is down",
        "ssh ada@gw.home.arpa",
        "It is at 10.1.2.3.",
        "curl http://192.168.178.20:8080/",
        "172.20.0.5",
        "100.100.3.4",
        "169.254.10.20",
        "fd12:3456:789a::1",
        "fe80::1ff:fe23:4567:890a",
    ];

    assert_eq!(unseen(Check::Host, &texts), Vec::<&str>::new());
}

#[test]
fn hosts_that_everybody_knows_pass() {
    let texts = [
        "http://localhost:3000/ and 127.0.0.1",
        "https://example.org/local and https://docs.rs",
        "192.0.2.1, 198.51.100.7, 203.0.113.9 and 8.8.8.8",
        "the block 10.0.0.0/8 and 192.168.0.0/16",
        "http://169.254.169.254/latest/meta-data",
        "host.docker.internal",
        "cp .env.local settings.local",
        "jdk.internal.misc and com.acme.internal",
        "postgres://app@db:5432/x",
        "v10.0.1.2 of it",
        "2001:db8::1 and ::1",
        "file:///x and obsidian://open?vault=x",
        "std::fs::write at 12:30:45",
        "http://<host>/x, http://$HOST/x and http://{host}/x",
    ];

    assert_eq!(seen(Check::Host, &texts), Vec::<&str>::new());
}

#[test]
fn hosts_of_the_team_are_its_own_to_name() {
    let mut page = Page::of("See git.acme.example, wiki.corp.example and shop.acme.example.");
    page.rules.internal_hosts = vec!["git.acme.example".into(), "*.corp.example".into()];

    assert_eq!(
        page.says(Check::Host),
        ["a host of the team: git.acme.example", "a host of the team: wiki.corp.example"]
    );
}

#[test]
fn people_can_be_reached_by_what_is_found() {
    let texts = [
        "Ask grace.hopper@navy.mil about it.",
        "mailto:grace@hopper.dev",
        "Call +49 30 901820 tomorrow",
        "+1 (415) 867-2368",
        "tel. 0171 4839202",
        "030 / 9018 2033",
        "01 42 68 53 00",
        "(415) 867-2368",
        "IBAN DE02 1203 0000 0000 2020 51",
        "GB94BARC10201530093459",
        "card 4539 1488 0343 6467",
        "paid with 371144371144376.",
    ];

    assert_eq!(unseen(Check::Contact, &texts), Vec::<&str>::new());
}

#[test]
fn what_only_looks_like_a_person_passes() {
    let texts = [
        "you@example.org, git@github.com:x/y.git and 12+ada@users.noreply.github.com",
        "npm i react@18.2.0 @types/node logo@2x.png",
        "https://token@host.acme.org/x.git",
        "systemctl start getty@tty1.service",
        "2024-05-06 12:30:45, 20240506123045 and 1716995045123",
        "version 10.15.7.1234 and 1.2.3-4567890",
        "+0200 and UTC+01:00",
        "0x1234567890 and id 98127364509182",
        "+1 202-555-0143 is a number of films",
        "4111 1111 1111 1111 and 4242424242424242",
        "DE89 3704 0044 0532 0130 00",
        "16 digits: 1234 5678 9012 3456",
        "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700]",
        "https://x.org/status/1029384756102938475",
        "rows 1000 2000 3000 4000",
        "100 000 000 / 3 000 000",
    ];

    assert_eq!(seen(Check::Contact, &texts), Vec::<&str>::new());
}

#[test]
fn the_authors_address_matters_in_public_alone() {
    let mut page = Page { author: "Grace <grace@navy.mil>", ..Page::of("x") };

    assert_eq!(page.says(Check::Contact), Vec::<String>::new());
    page.rules.audience = Audience::Public;
    assert_eq!(page.report().findings[0].location, Location::Author);
}

#[test]
fn long_quotes_want_a_source() {
    let words = "word ".repeat(61);
    let (block, said) = (format!("Mine is this.\n\n> {words}\n"), format!("Mine is this: “{words}”, and so on.\n"));
    let mostly = format!("Mine.\n\n> {}\n", "word ".repeat(30));

    assert_eq!(Page::of(&block).says(Check::Quotation), ["61 words quoted without a source"]);
    assert_eq!(Page::of(&said).says(Check::Quotation), ["61 words quoted without a source"]);
    assert_eq!(Page::of(&mostly).says(Check::Quotation), ["mostly quoted without a source (30 of 31 words)"]);
}

#[test]
fn quotes_with_a_source_pass() {
    let words = "word ".repeat(61);
    let own = "mine ".repeat(70);
    let named = format!("{own}\n\n> {words}\n> — Ada Lovelace\n");
    let bare = format!("> {words}\n");
    let short = format!("{own}\n\n> {}\n", "word ".repeat(60));
    let callout = format!("> [!note]\n> {words}\n");

    assert_eq!(seen(Check::Quotation, &[&named, &short, &callout]), Vec::<&str>::new());
    assert_eq!(Page { has_source: true, ..Page::of(&bare) }.says(Check::Quotation), Vec::<String>::new());
}

#[test]
fn characters_that_nobody_sees_are_found() {
    let texts = [
        "pass\u{200b}word",
        "a\u{2060}b",
        "pay\u{200d}pal",
        "x = \u{202e}1",
        "a\u{2066}b",
        "left\u{200e} mark",
        "\u{e0041}\u{e0042}\u{e0043}",
        "read_\u{ad}file",
        "fo\u{ad}o.rs",
        "a\u{7}b",
        "a\u{85}b",
        "in\u{feff}side",
        "p\u{0430}ypal.com",
        "a\u{fe0f}b",
        "\u{3164}",
    ];

    assert_eq!(unseen(Check::Invisible, &texts), Vec::<&str>::new());
}

#[test]
fn characters_that_writing_needs_pass() {
    let texts = [
        "\u{feff}# Title\r\n\r\nText\twith tab\r\n",
        "👩\u{200d}🚀 👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 1\u{fe0f}\u{20e3} 👩🏽\u{200d}💻",
        "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        "می\u{200c}خواهم",
        "क्\u{200d}ष",
        "Donau\u{ad}dampf\u{ad}schiff",
        "עברית \u{200f}(Hebrew)",
        "Москва, café, 東京, λ-calculus, µs, 5 Å, Δx",
        "e\u{301}",
        "葛\u{e0100}",
    ];

    assert_eq!(seen(Check::Invisible, &texts), Vec::<&str>::new());
}

#[test]
fn paths_of_this_machine_are_found_and_those_of_any_pass() {
    let found = [
        "cd /home/ada/notes",
        "`/Users/ada/Library`",
        "C:\\Users\\Ada\\x",
        "file:///srv/notes/x.md",
        "(/home/grace/x)",
    ];
    let passing = [
        "/home/user/x",
        "/Users/<name>/x",
        "/home/$USER",
        "https://x.org/home/ada",
        "/home/runner/work",
        "~/notes",
        "/usr/bin",
    ];

    assert_eq!(unseen(Check::LocalPath, &found), Vec::<&str>::new());
    assert_eq!(seen(Check::LocalPath, &passing), Vec::<&str>::new());
}

#[test]
fn titles_of_private_entries_are_found_as_they_are_written() {
    let titles = &["salary talk 2026", "reorganisation", "redundancies?", "café notes", "why i want to leave"];
    let page = Page {
        titles,
        ..Page::of(
            "Before the *Salary\nTalk 2026* came the Reorganisation. No redundancies? Cafe\u{301} notes. “Why I want to leave.”\n",
        )
    };

    let said = page.says(Check::PrivateTitle);

    assert_eq!(said.len(), 5, "{said:?}");
    assert_eq!(said[0], "the title of a private entry: salary talk 2026");
}

#[test]
fn days_numbers_and_words_that_anybody_uses_are_no_titles() {
    let titles =
        &["2026-11-30", "30 november 2026", "2026", "javascript", "projects", "reading list", "daily notes", "5 ideas"];
    let page = Page {
        titles,
        ..Page::of(
            "---\ntitle: Projects\ndate: 2026-11-30\n---\n\n# Projects\n\n30 November 2026, in JavaScript: my reading list, \
             daily notes and 5 ideas.\n",
        )
    };

    assert_eq!(page.says(Check::PrivateTitle), Vec::<String>::new());
}

#[test]
fn what_alone_is_a_subject_and_a_part_of_an_address_are_no_titles() {
    let page = Page {
        titles: &["companies", "today i learned", "salary-talks-of-june", "bluefinches", "my salary-talks"],
        ..Page::of("Companies. Today I learned: [it](https://example.org/a/salary-talks-of-june#x), of bluefinches.\n")
    };

    assert_eq!(page.says(Check::PrivateTitle), ["the title of a private entry: bluefinches"]);

    let page = Page {
        titles: &["salary-talks-of-june.md", "salary-talks-of-june"],
        ..Page::of("See https://example.org/notes/salary-talks-of-june.md, or notes/salary-talks-of-june\n")
    };

    assert_eq!(page.says(Check::PrivateTitle).len(), 2);
}

#[test]
fn short_words_and_words_of_two_sentences_are_no_titles() {
    let page = Page {
        titles: &["tea", "green tea", "end start"],
        message: "x",
        ..Page::of("Tea. The end. Start. Green\n\ntea")
    };

    assert_eq!(page.says(Check::PrivateTitle), Vec::<String>::new());
}

#[test]
fn each_run_of_words_is_asked_for_once() {
    let asked = RefCell::new(Vec::new());
    let text = "one two three four five six seven eight nine ten\n".repeat(50);
    let rules = Rules::default();

    examine(&Subject {
        files: &[Text { path: "a.md", text: &text }],
        message: "",
        author: "",
        rules: &rules,
        has_source: false,
        private_words: &[],
        private_title: &|run| {
            asked.borrow_mut().push(run.to_owned());
            false
        },
        similar: &[],
        entry: "a.md",
        adopted: None,
        left_out: &[],
    });

    let mut asked = asked.into_inner();
    let count = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), count);
    assert!(count <= 10 * 8, "{count}");
}

#[test]
fn private_words_are_found_whatever_their_case_and_accents() {
    let words = &["Müller", "project x", "東京計画"];
    let page = Page {
        words,
        path: "notes/muller.md",
        ..Page::of("MULLER’s Project\nX, 明日の東京計画。 Mullerian projects.")
    };

    let places: Vec<Location> = page.report().findings.into_iter().map(|found| found.location).collect();

    let line = |line| Location::File { path: "notes/muller.md".into(), line };
    assert_eq!(places, [line(1), line(1), line(2), Location::Name("notes/muller.md".into())]);
}

#[test]
fn what_is_similar_is_told_and_weighs_what_the_team_says() {
    let mut page = Page::of("x");
    page.similar = vec![Similar { title: "Tea, \u{1b}[31mgreen".into(), path: "nuggets/tea.md".into() }];
    page.rules.checks = Checks { similar: Severity::Block, ..Checks::default() };

    let found = page.report().findings;

    assert_eq!((found.len(), found[0].severity), (1, Severity::Block));
    assert_eq!(found[0].what, "the team has “Tea, \u{fffd}[31mgreen” (nuggets/tea.md)");
}

#[test]
fn a_check_that_is_off_says_nothing_at_all() {
    let mut page = Page::of("pass\u{200b}word");
    page.rules.checks.invisible = Severity::Off;

    let report = page.report();

    assert!(report.findings.is_empty() && report.passed.iter().all(|passed| passed.check != Check::Invisible));
}

#[test]
fn what_weighs_most_comes_first() {
    let page = Page::of("Ask grace@navy.mil at 10.1.2.3\nabout pass\u{200b}word\n");

    let found = page.report().findings;

    assert_eq!(
        found.iter().map(|found| found.check).collect::<Vec<_>>(),
        [Check::Invisible, Check::Host, Check::Contact]
    );
}

#[test]
fn keys_stay_when_the_text_around_changes() {
    let keys = |text: &str| Page::of(text).report().findings.into_iter().map(|found| found.key).collect::<Vec<_>>();

    assert_eq!(keys("10.1.2.3 and grace@navy.mil"), keys("New.\n\nfrom 10.1.2.3\n\nto grace@navy.mil, again"));
}

proptest! {
    #[test]
    fn any_text_can_be_examined(text in "(\\PC|[\\x00-\\x1f\u{ad}\u{200b}-\u{202e}\u{fe0f}]|[>#`\"“” +@:/.-]|/home/|10\\.0|DE|[0-9]{2}|\n){0,80}", name in "\\PC{0,12}") {
        let page = Page { path: &name, message: &text, author: &name, words: &["ab", "計"], titles: &["x"], ..Page::of(&text) };

        for found in page.report().findings {
            prop_assert!(!found.what.contains(char::is_control), "{}", found.what);
            prop_assert!(!found.key.is_empty() && found.key.is_ascii());
        }
    }
}

#[test]
fn what_the_entry_shows_and_the_page_does_not_wants_a_word() {
    let left = |what, text: &str| LeftOut { what, line: 7, text: text.into() };
    let left_out = vec![left(LeftOutKind::Embed, "![[budget]]"), left(LeftOutKind::Comment, "%% x %%")];
    let report = Page { left_out, ..Page::of("# Green tea\n\nAs the table says.\n") }.report();

    let [gap] = report.findings.as_slice() else { panic!("{report:?}") };
    assert_eq!((gap.check, gap.severity), (Check::Gap, Severity::Block));
    assert_eq!(gap.location.to_string(), "notes/tea.md:7");
    assert!(gap.what.contains("budget"), "{}", gap.what);
}

#[test]
fn adopted_words_keep_their_licence_and_what_does_not_go_with_that_of_the_team_is_told() {
    let page = |adopted, license: &str| Page {
        adopted,
        rules: Rules { license: Some(license.into()), ..Rules::default() },
        ..Page::of("# Green tea\n\nHot.\n")
    };
    let weighs =
        |page: Page<'_>| page.report().findings.into_iter().find(|it| it.check == Check::License).map(|it| it.severity);

    assert_eq!(weighs(page(Some("CC-BY-SA-4.0"), "CC-BY-4.0")), Some(Severity::Warn));
    assert_eq!(weighs(page(Some(""), "CC-BY-4.0")), Some(Severity::Block));
    for fine in [Some("CC-BY-4.0"), Some("CC0-1.0"), None] {
        assert_eq!(weighs(page(fine, "CC-BY-4.0")), None, "{fine:?}");
    }
    assert_eq!(weighs(Page { adopted: Some(""), ..Page::of("# Green tea\n") }), None, "the team asks for none");
}
