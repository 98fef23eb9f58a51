//! Words that were adopted under another licence than the team's pages have.

use super::{Hit, Location, Subject};

/// Whoever has words under these may use them anywhere.
const FREE: [&str; 5] = ["CC0-1.0", "0BSD", "MIT-0", "Unlicense", "PDDL-1.0"];

pub(super) fn find(subject: &Subject<'_>) -> Vec<Hit> {
    let (Some(own), Some(wanted), Some(page)) = (subject.adopted, &subject.rules.license, subject.files.first()) else {
        return Vec::new();
    };
    if own == wanted || FREE.contains(&own) {
        return Vec::new();
    }
    let (what, advice) = match own {
        "" => {
            let what = format!("nobody said that its words may be used elsewhere, and pages here are under {wanted}");
            (what, "ask who wrote it, and put the `license` into your entry")
        }
        own => (
            format!("its words are under {own}, and pages here are under {wanted}"),
            "the page says its own licence; ask who wrote it where that is not enough",
        ),
    };
    let location = Location::File { path: page.path.to_owned(), line: 1 };
    let text = format!("{own} {wanted}");
    vec![Hit { location, rule: "license", text, what, advice: Some(advice), is_weak: !own.is_empty() }]
}
