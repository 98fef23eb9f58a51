//! Nothing private leaves by the front matter: canaries below keys in any case, in foreign front matter of every kind, and in
//! entries whose author's word is anything but a clear yes.

use riffle::entry::EntryPath;
use riffle::ops::{fresh, share};

use crate::support::{Person, Team, workspace};

/// A number after another, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// A word in some case.
    fn cased(&mut self, word: &str) -> String {
        match self.below(4) {
            0 => word.to_owned(),
            1 => word.to_uppercase(),
            2 => word[..1].to_uppercase() + &word[1..],
            _ => word.chars().map(|c| if self.below(2) == 0 { c.to_ascii_uppercase() } else { c }).collect(),
        }
    }

    fn canary(&mut self) -> String {
        format!("cnry{:08x}", self.below(1 << 31))
    }

    /// Fields of which nothing may leave.
    fn private_fields(&mut self, mark: &str) -> String {
        let keys = ["client", "Client", "salary", "my note", "Created-By", "author-note", "subtitle", "x.y", "Summary"];
        (0..1 + self.below(4))
            .map(|_| {
                let (key, canary) = (self.one(&keys), self.canary());
                if mark == "=" {
                    format!("\"{key}{canary}\" = \"{canary}\"\n")
                } else {
                    format!("{key}{mark} {canary}\n")
                }
            })
            .collect()
    }

    /// An entry that may not leave.
    fn closed(&mut self) -> String {
        let (canary, word) =
            (self.canary(), self.one(&["never", "no", "off", "0", "n", "false", "[]", "~", "|\n  team"]));
        let key = self.one(&["share", "publish"]);
        let key = self.cased(key);
        let yaml = self.private_fields(":");
        let toml = self.private_fields("=");
        let body = format!("\n# Title {canary}\n\nText {canary}.\n");
        match self.below(14) {
            0 => format!("---\n{yaml}{key}: {word}\n---\n{body}"),
            1 => format!("---\n{key}: {word}\n{yaml}---\n{body}"),
            2 => format!(
                "---\n{yaml}{}: {}\n---\n{body}",
                self.cased("private"),
                self.one(&["yes", "1", "on", "", "maybe"])
            ),
            3 => {
                format!("---\n{yaml}{}: {}\n---\n{body}", self.cased("draft"), self.one(&["true", "y", "soon", "[no]"]))
            }
            4 => format!("---\n{yaml}tags: [a, {}]\n---\n{body}", self.cased("private")),
            5 => format!("+++\n{toml}{key} = \"{word}\"\n+++\n{body}").replace("|\n  ", ""),
            6 => format!("+++\n{toml}+++\n{body}"),
            7 => format!("{{\n\"title\": \"T\", \"client\": \"{canary}\"\n}}\n{body}"),
            8 => format!("---{}\n{toml}---\n{body}", self.one(&["toml", " toml", "TOML"])),
            9 => format!("client:: {canary}\n{key}:: never\n{body}"),
            10 => format!("---\n{yaml}\n{body}"),
            11 => format!("{}---\n{yaml}---\n{body}", self.one(&["\n", " ", "\n\n", "-", "\u{feff}\u{feff}"])),
            12 => format!("---\n{yaml}---\n{body}").replace('\n', "\r"),
            _ => format!("---\nx: y\n---\n+++\n{toml}+++\n{body}"),
        }
    }

    /// An entry that may leave, but for its fields.
    fn open(&mut self, at: usize) -> String {
        let fields = self.private_fields(":");
        let mut seen = Vec::new();
        let fields: String = fields
            .lines()
            .filter(|line| {
                let key = line.split(':').next().unwrap().to_lowercase();
                !seen.contains(&key) && {
                    seen.push(key);
                    true
                }
            })
            .map(|line| format!("{line}\n"))
            .collect();
        let key = self.one(&["share", "publish"]);
        let word = if key == "share" { self.one(&["team", "ask", "public"]) } else { self.one(&["true", "yes"]) };
        let (title, key) = (self.cased("title"), self.cased(key));
        format!("---\n{title}: Open {at}\n{fields}{key}: {word}\n---\n\nWords for everybody.\n")
    }
}

#[test]
fn no_canary_leaves_by_front_matter_of_any_kind() {
    let (team, ada) = (Team::founded_in_memory(), Person::in_memory("Ada"));
    let mut dice = Dice(30);
    let closed: Vec<String> = (0..700).map(|_| dice.closed()).collect();
    let open: Vec<String> = (0..100).map(|at| dice.open(at)).collect();
    let named = closed.iter().enumerate().map(|(at, text)| (format!("closed-{at}.md"), text));
    let named: Vec<_> =
        named.chain(open.iter().enumerate().map(|(at, text)| (format!("open-{at}.md"), text))).collect();
    named.iter().for_each(|(name, text)| ada.sandbox.write(name, text));
    ada.riffle(&["team", "add", &team.url(), "--name", "acme"]).ok();
    let workspace = workspace(&ada.sandbox);
    fresh::catch_up(&workspace, &mut |_| true).unwrap();

    let mut left = 0;
    for (name, text) in &named {
        let entry = Some(EntryPath::new(name.as_str()).unwrap());
        let order = share::Order { entry, team: "acme".into(), ..Default::default() };
        match share::prepare(&workspace, &order) {
            Ok(preview) => {
                left += 1;
                assert!(name.starts_with("open"), "{name} may not leave:\n{text}");
                let all = format!("{}{}{}{:?}", preview.text, preview.message, preview.path, preview.files);
                assert!(!all.to_lowercase().contains("cnry"), "{name}:\n{text}\n→\n{all}");
                assert!(all.contains("Words for everybody") && all.contains("Open "), "{all}");
            }
            Err(error) => assert!(name.starts_with("closed"), "{name}: {error}\n{text}"),
        }
    }
    assert_eq!(left, open.len());
}
