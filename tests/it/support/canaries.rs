//! A store full of words that must never leave it: each is unique, so that one found anywhere says where it came from.
//!
//! Two kinds of entries: private ones, of which everything is a canary, and some to publish, whose own words may leave and
//! whose private parts may not. The same seed makes the same store.

use std::fmt::Write as _;

/// A store to publish from.
pub(crate) struct Planted {
    /// Path and content of every file, entries and pictures.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Paths and titles of the entries that may be published.
    pub(crate) open: Vec<(String, String)>,
    /// What must not be found anywhere; all in lower case.
    pub(crate) canaries: Vec<String>,
}

/// Words that may leave, one in each open entry.
pub(crate) const OPEN_WORDS: &str = "words for everybody";

/// How many of a hundred entries are private.
const PRIVATE_OF_100: usize = 64;

/// So many entries with ten canaries each.
pub(crate) fn store(entries: usize, seed: u64) -> Planted {
    let mut makes = Makes { seed, planted: Planted { files: Vec::new(), open: Vec::new(), canaries: Vec::new() } };
    let private = entries * PRIVATE_OF_100 / 100;
    let secrets: Vec<Secret> = (0..private).map(|_| makes.private()).collect();
    for at in 0..entries - private {
        makes.open(at, &secrets[at % secrets.len()]);
    }
    makes.planted
}

/// A private entry, as others refer to it.
struct Secret {
    title: String,
    path: String,
    id: String,
}

struct Makes {
    seed: u64,
    planted: Planted,
}

impl Makes {
    fn next(&mut self) -> u64 {
        // SplitMix64: one step is enough for words that only have to differ.
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.seed ^ (self.seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A word nobody else has.
    fn canary(&mut self) -> String {
        let canary = format!("cnry{:016x}", self.next());
        self.planted.canaries.push(canary.clone());
        canary
    }

    /// An id that is a canary itself, as entries have them.
    fn id(&mut self) -> String {
        let id = self.open_id();
        self.planted.canaries.push(id.clone());
        id
    }

    fn open_id(&mut self) -> String {
        let letters = b"0123456789abcdefghjkmnpqrstvwxyz";
        let pick = |number: u64| char::from(letters[usize::try_from(number % 32).unwrap()]);
        let mut id = String::from("01k");
        while id.len() < 26 {
            id.push(pick(self.next() >> 20));
        }
        id
    }

    fn file(&mut self, path: &str, content: impl Into<Vec<u8>>) {
        self.planted.files.push((path.to_owned(), content.into()));
    }

    /// Ten canaries: path, id, title, tag, alias, two fields, a heading and two words.
    fn private(&mut self) -> Secret {
        let (name, title, tag, alias) = (self.canary(), self.canary(), self.canary(), self.canary());
        let (mood, source, heading, one, two) =
            (self.canary(), self.canary(), self.canary(), self.canary(), self.canary());
        let id = self.id();
        let path = format!("notes/2026/{name}.md");
        let title = format!("About {title}");
        let text = format!(
            "---\nid: {id}\nkind: note\ntitle: {title}\ndate: 2026-03-02T10:00:00+01:00\ntags: [{tag}]\naliases: [{alias}]\n\
             mood: {mood}\nsource: https://{source}.example/\nshare: never\n---\n\n# {heading}\n\nSays {one}.\n\n> {two}\n"
        );
        self.file(&path, text);
        Secret { title, path, id }
    }

    /// Ten canaries in a file that is published otherwise, besides those of the private entry that it refers to.
    fn open(&mut self, at: usize, secret: &Secret) {
        let (name, field, remark) = (self.canary(), self.canary(), self.canary());
        let (title, id) = (format!("Open idea {at}"), self.open_id());
        let path = format!("nuggets/2026/{name}.md");
        let mut text = format!(
            "---\nid: {id}\nkind: nugget\ntitle: {title}\ndate: 2026-03-02T10:00:00+01:00\nstage: seed\nmood: {field}\n\
             # {remark}\ntags: [git]\nderived_from: [\"[[{}]]\", \"{}\"]\nrelated: [\"{}\"]\n---\n\n",
            secret.title, secret.path, secret.id
        );
        let picture = self.picture();
        let _ = write!(text, "{OPEN_WORDS}\n\n![]({picture})\n\n");
        for turn in 0..5 {
            let canary = self.canary();
            text.push_str(&hidden(at * 5 + turn, &canary, secret));
        }
        self.planted.open.push((path.clone(), title));
        self.file(&path, text);
    }

    /// A photo with two canaries: its name and its metadata.
    fn picture(&mut self) -> String {
        let (name, place) = (self.canary(), self.canary());
        let path = format!("media/2026/{name}.jpg");
        let segment = |marker: u8, contents: &[u8]| {
            let length = u16::try_from(contents.len() + 2).unwrap().to_be_bytes();
            [&[0xff, marker], &length[..], contents].concat()
        };
        let bytes = [
            vec![0xff, 0xd8],
            segment(0xe1, format!("Exif\0\0{place}").as_bytes()),
            segment(0xfe, place.as_bytes()),
            segment(0xdb, &[1; 65]),
            segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
            segment(0xda, &[1, 1, 0, 0, 63, 0]),
            vec![0x12, 0xff, 0xd9],
            place.into_bytes(),
        ];
        self.file(&path, bytes.concat());
        format!("../../{path}")
    }
}

/// One of the ways to write down what stays, in turn.
fn hidden(turn: usize, canary: &str, secret: &Secret) -> String {
    let Secret { title, path, id } = secret;
    let ways = [
        format!("%% {canary} %%"),
        format!("%%\n{canary}\n\n- see [[{title}]]\n%%"),
        format!("Text <!-- {canary} --> text."),
        format!("<!--\n{canary}\n\n{canary}\n-->"),
        format!("<!-- private -->\n# {canary}\n\n```\n{canary}\n```\n<!-- /private -->"),
        format!("> [!private] {canary}\n> {canary}\n>\n> > {canary}"),
        format!("[//]: # ({canary})"),
        format!("See [[{title}|that]], [[{title}]], [[{id}]] and [that](../../{path}#{canary})."),
        format!("![[{title}#{canary}]]\n\n![[{canary}.png|300]]"),
        format!("See [that][{canary}].\n\n[{canary}]: ../../{path} \"{title}\""),
        format!("In /home/{canary}/notes and C:\\Users\\{canary}\\x or file:///{canary}."),
        format!("<https://{canary}:{canary}@x.org/?token={canary}&utm_source={canary}#access_token={canary}>"),
        format!("A word #secret/{canary} more."),
        format!("<b title=\"{canary}\" data-x='{canary}'>Bold</b> and <img src=\"{canary}.png\">."),
        format!("A line ^{canary}"),
        format!("| a | b |\n|---|---|\n| [[{title}\\|that]] | [[{canary}]] |"),
        format!("A note[^1].\n\n[^1]: See [[{canary}]]."),
        format!("<?{canary}?> <!{canary}>"),
        format!("## On [[{canary}|that]]"),
    ];
    format!("{}\n\n", ways[turn % ways.len()])
}
