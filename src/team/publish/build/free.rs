//! Lines of a text that stays private as a whole, such as a day of the journal: which of them may be taken out of it.

use std::ops::Range;

use super::consent::{is_tagged_private, permitted};
use super::draft::Draft;
use super::{Refusal, marks};
use crate::entry::{Entry, EntryId, Kind};
use crate::team::read::rules::Audience;

/// Whether each of these parts of an entry's text may leave: none with the tag `private`, and none that a private passage
/// holds, begins in or ends in. A passage that lies within a part is taken out of it later.
pub fn free(entry: &Entry, parts: &[Range<usize>], audience: Audience) -> Result<Vec<bool>, Refusal> {
    // A tag in a line is that line's.
    let day = Entry { kind: Kind::Note, id: EntryId::Path(entry.path.clone()), tags: Vec::new(), ..entry.clone() };
    permitted(&day, audience)?;
    let begin = entry.body.start;
    let draft = Draft::new(entry.body(), entry.text[..begin].matches('\n').count() + 1);
    let passages =
        marks::passages(&draft).map_err(|stray| Refusal::Mark { line: draft.line(stray.at), fault: stray.fault })?;
    let is_free = |part: &Range<usize>| {
        let is_cut = passages.iter().any(|(passage, _)| {
            let (start, end) = (passage.start + begin, passage.end + begin);
            let is_within = part.start <= start && end <= part.end;
            start < part.end && part.start < end && !is_within
        });
        !is_cut && !is_tagged_private(&entry.text[part.clone()])
    };
    Ok(parts.iter().map(is_free).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{EntryPath, journal};

    fn left(text: &str) -> Result<Vec<String>, Refusal> {
        let entry = Entry::parse(EntryPath::new("journal/2026-11-21.md").unwrap(), text.as_bytes(), &[]);
        let lines = journal::lines_of(&entry.text);
        let parts: Vec<Range<usize>> = lines.iter().map(|line| line.range.clone()).collect();
        let is_free = free(&entry, &parts, Audience::Team)?;
        Ok(lines.into_iter().zip(is_free).filter(|(_, is_free)| *is_free).map(|(line, _)| line.text).collect())
    }

    #[test]
    fn a_line_within_a_private_passage_or_with_the_tag_stays() {
        let day = "---\nid: 2026-11-21\nkind: journal\n---\n- 09:00 one %%aside%%\n\n%%\n- 09:10 hidden\n%%\n\
                   - 09:20 two #Private/raise\n- 09:30 three\n\n> [!private]\n> - 09:35 quoted\n\n- 09:40 four\n";

        assert_eq!(left(day), Ok(["one %%aside%%", "three", "four"].map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_day_that_may_mean_no_or_whose_marks_are_unclear_lets_nothing_out() {
        assert!(left("---\nkind: journal\nshare: never\n---\n- 09:00 one\n").is_err());
        assert!(left("---\nkind: journal\ntags: [private]\n---\n- 09:00 one\n").is_err());
        assert!(left("- 09:00 one\n- 09:10 %% and no end\n").is_err());
    }
}
