//! Bodies put together at random, of which it is known what is whose.

use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{body_of, try_page};
use crate::team::publish::build::{Refusal, code};

/// A piece of a body: its text, the words of its author that stay, and its code that stays.
#[derive(Clone, Debug, Default)]
struct Piece {
    text: String,
    own: Vec<String>,
    code: Vec<String>,
}

impl Piece {
    /// A text in which `OWN` stands for a word that stays, and `CANARY` for one that does not.
    fn of(text: &str, seed: u32) -> Self {
        let mut piece = Self::default();
        let mut parts = text.split("OWN");
        piece.text.push_str(parts.next().unwrap_or_default());
        for (at, part) in parts.enumerate() {
            let word = format!("own{seed}x{at}");
            piece.text.push_str(&word);
            piece.text.push_str(part);
            piece.own.push(word);
        }
        piece
    }

    fn joined(pieces: Vec<Self>, with: &str) -> Self {
        let mut all =
            Self { text: pieces.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(with), ..Self::default() };
        for piece in pieces {
            all.own.extend(piece.own);
            all.code.extend(piece.code);
        }
        all
    }

    fn lines(self, first: &str, other: &str) -> Self {
        let lines: Vec<_> = self.text.split('\n').collect();
        Self { text: format!("{first}{}", lines.join(&format!("\n{other}"))), ..self }
    }
}

const INLINE: [&str; 30] = [
    "OWN",
    "OWN",
    "**OWN**",
    "OWN,",
    "%%CANARY%%",
    "%% CANARY `CANARY` %%",
    "<!-- CANARY -->",
    "<!--CANARY--><!-- CANARY -->",
    "[[CANARY]]",
    "[[CANARY|OWN]]",
    "[[x/CANARY#CANARY|OWN OWN]]",
    "![[CANARY]]",
    "![[CANARY.png|640]]",
    "[OWN](CANARY.md)",
    "[OWN](<x/CANARY b.md> \"CANARY\")",
    "![OWN](CANARY.png)",
    "[![OWN](CANARY.png)](CANARY.md)",
    "[](CANARY.md)",
    "https://u:CANARY@x.org/?token=CANARY&utm_source=CANARY&a=b",
    "<https://x.org/?sig=CANARY&se=CANARY>",
    "[OWN](https://CANARY:x@x.org/a?api_key=CANARY)",
    "/home/CANARY/CANARY",
    "C:\\CANARY\\CANARY",
    "file:///CANARY/x",
    "#secret/CANARY",
    "<b title=\"CANARY\">OWN</b>",
    "<?CANARY?>",
    "OWN[^1]",
    "<!-- private -->CANARY `CANARY`<!-- /private -->",
    "[[pub|OWN]]",
];

const CODE_SPANS: [&str; 4] = ["`[[a]] x`", "``<!-- ` b``", "`/home/x #secret`", "`%%time`"];

const PRIVATE_BLOCKS: [&str; 11] = [
    "%%\nCANARY\n\n- CANARY\n%%",
    "%%\n```\nCANARY\n```\n%%",
    "<!--\nCANARY\n\nCANARY\n-->",
    "<!-- private -->\nCANARY\n\n```\nCANARY\n```\n\nCANARY\n<!-- /private -->",
    "<!-- private -->\n\nCANARY\n\n<!-- private -->\nCANARY\n<!-- /private -->\n\nCANARY\n\n<!-- /private -->",
    "> [!private]- CANARY\n> CANARY\n>\n> > CANARY\n> ```\n> CANARY\n> ```",
    "> [!PRIVATE]\nCANARY",
    "[//]: # (CANARY)",
    "[c]: <> \"CANARY\nCANARY\"",
    "[CANARY]: CANARY.md 'CANARY'",
    "![[CANARY]]",
];

const CODE_BLOCKS: [(&str, &str); 4] = [
    ("```sh\n[[ -f x ]] %%\n<!-- x -->\n```", "[[ -f x ]] %%\n<!-- x -->\n"),
    ("~~~\n> [!note] x\n```\n\n#secret ^id\n~~~", "> [!note] x\n```\n\n#secret ^id\n"),
    ("    C:\\x [[y]] %%\n    <!-- z", "C:\\x [[y]] %%\n<!-- z\n"),
    ("````\n```\nhttps://u:p@x.org/?token=x\n````", "```\nhttps://u:p@x.org/?token=x\n"),
];

fn inline() -> impl Strategy<Value = Piece> {
    let words = (prop::sample::select(&INLINE[..]), any::<u32>()).prop_map(|(text, seed)| Piece::of(text, seed));
    let code = prop::sample::select(&CODE_SPANS[..]).prop_map(|text| Piece {
        text: text.to_owned(),
        code: vec![text.trim_matches('`').to_owned()],
        ..Piece::default()
    });
    prop_oneof![6 => words, 1 => code]
}

fn line() -> impl Strategy<Value = Piece> {
    (any::<u32>(), prop::collection::vec(inline(), 1..6)).prop_map(|(seed, mut pieces)| {
        pieces.insert(0, Piece::of("OWN", seed));
        Piece::joined(pieces, " ")
    })
}

fn block() -> impl Strategy<Value = Piece> {
    let paragraph = || prop::collection::vec(line(), 1..4).prop_map(|lines| Piece::joined(lines, "\n"));
    let private = || prop::sample::select(&PRIVATE_BLOCKS[..]).prop_map(|text| Piece::of(text, 0));
    let code = || {
        prop::sample::select(&CODE_BLOCKS[..]).prop_map(|(text, code)| Piece {
            text: text.to_owned(),
            code: vec![code.to_owned()],
            ..Piece::default()
        })
    };
    let cell = || line().prop_map(|line| Piece { text: line.text.replace('|', "\\|"), ..line });
    let table = (cell(), cell()).prop_map(|(one, other)| {
        let row = Piece::joined(vec![one, other], " | ");
        Piece { text: format!("| a | b |\n|---|---|\n| {} |", row.text), ..row }
    });
    prop_oneof![
        4 => paragraph(),
        1 => line().prop_map(|line| line.lines("## ", "")),
        1 => paragraph().prop_map(|it| it.lines("- ", "  ")),
        1 => paragraph().prop_map(|it| it.lines("> ", "> ")),
        1 => paragraph().prop_map(|it| it.lines("> [!note] ", "> ")),
        1 => paragraph().prop_map(|it| it.lines("1. ", "   ")),
        1 => line().prop_map(|it| Piece { text: format!("{} ^CANARY-1", it.text), ..it }),
        1 => line().prop_map(|it| Piece { text: format!("<div data-x='CANARY > '>\n\n{}\n\n</div>", it.text), ..it }),
        1 => table,
        2 => private(),
        1 => private().prop_map(|it| it.lines("> ", "> ")),
        2 => code(),
        1 => code().prop_map(|it| it.lines("> ", "> ")),
    ]
}

fn whole() -> impl Strategy<Value = Piece> {
    (any::<u32>(), prop::collection::vec(block(), 1..9)).prop_map(|(seed, blocks)| {
        // A flush paragraph between blocks keeps code apart from lists.
        let words = |at: usize| Piece::of(&format!("OWN {at}"), seed.wrapping_add(u32::try_from(at).unwrap()));
        let all = blocks.into_iter().enumerate().flat_map(|(at, block)| [words(at), block]).collect();
        Piece::joined(all, "\n\n")
    })
}

/// The words of code blocks and spans, as Markdown reads them.
fn code_of(text: &str) -> Vec<String> {
    let (mut all, mut open) = (Vec::new(), None::<String>);
    for event in Parser::new_ext(text, code::OPTIONS) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => open = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => all.extend(open.take()),
            Event::Code(words) => all.push(words.to_string()),
            Event::Text(words) => open.iter_mut().for_each(|it| it.push_str(&words)),
            _ => {}
        }
    }
    all
}

pub(super) fn without_code(text: &str) -> String {
    let mut words = text.to_owned();
    for range in code::ranges(text).into_iter().rev() {
        words.replace_range(range, "x");
    }
    words
}

proptest! {
    #[test]
    fn what_is_private_stays_and_own_words_and_code_go(piece in whole(), crlf in any::<bool>()) {
        let text = if crlf { piece.text.replace('\n', "\r\n") } else { piece.text.clone() };
        let page = match try_page(&format!("---\ntitle: T\n---\n{text}"), |_| {}) {
            Ok(page) => page,
            // Of some of these nobody can say what is meant to be kept.
            Err(Refusal::Mark { .. } | Refusal::Entangled { .. }) => return Ok(()),
            Err(refusal) => return Err(TestCaseError::fail(refusal.to_string())),
        };

        prop_assert!(!page.text.contains("CANARY"), "{}\n=>\n{}", piece.text, page.text);
        let mut at = 0;
        for word in &piece.own {
            let found = page.text[at..].find(word.as_str());
            prop_assert!(found.is_some(), "{word} of\n{}\n=>\n{}", piece.text, page.text);
            at += found.unwrap();
        }
        prop_assert_eq!(code_of(&page.text), piece.code, "{}\n=>\n{}", piece.text, page.text);
        prop_assert!(!without_code(&page.text).contains("[["), "{}", page.text);
        prop_assert_eq!(try_page(&page.text, |_| {}).unwrap().text, page.text);
    }

    #[test]
    fn any_text_is_cleaned_or_refused(text in "([a-c \n]|%%|<!--|-->|<!-- /?private -->|\\[\\[|\\]\\]|!?\\[|\\]\\(|\\)|\n\n|`{1,3}|> |> \\[!private\\]|- |    |<b |<\\?|>|#secret|#|/home/|C:\\\\|https://|\\?token=|@|\\\\|\\||\n\\[a\\]: |é|~~~|\\*|_|\r){0,40}") {
        match try_page(&format!("---\ntitle: T\n---\n{text}"), |_| {}) {
            Ok(page) => {
                prop_assert!(!without_code(&body_of(&page)).contains("[["), "{text:?} => {}", page.text);
                let again = try_page(&page.text, |_| {});
                prop_assert_eq!(again.map(|it| it.text), Ok(page.text), "{:?}", text);
            }
            Err(Refusal::Empty | Refusal::Mark { .. } | Refusal::Entangled { .. }) => {}
            // A comment that begins with a field may be front matter of another program.
            Err(Refusal::Doubt { .. }) => prop_assert!(text.trim_start().starts_with("<!--"), "{text:?}"),
            Err(refusal) => prop_assert!(false, "{text:?} => {refusal:?}"),
        }
    }
}
