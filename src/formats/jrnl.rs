//! The text of jrnl: `[2012-03-29 09:00] Title.`, and what follows up to the next.

use chrono::NaiveDateTime;

use super::item::IsStarred;
use super::{Format, Item, Malformed, Reading, Skipped, moment};
use crate::entry::Timestamp;

pub(super) const FORMAT: Format = Format {
    name: "jrnl",
    of: "jrnl (text)",
    is_recognised: |sample| {
        sample.text().lines().find(|line| !line.trim().is_empty()).is_some_and(|line| begin(line).is_some())
    },
    read,
};

fn read(text: &str) -> Result<Reading, Malformed> {
    let (mut items, mut before): (Vec<Item>, Vec<usize>) = Default::default();
    for (line, words) in (1..).zip(text.lines()) {
        match (begin(words), items.last_mut()) {
            (Some((date, title)), _) => {
                let starred = title.strip_suffix('*').map(str::trim_end);
                let item = Item { date: Some(date), ..Item::note(line, starred.unwrap_or(title)) };
                items.push(item.starred(IsStarred(starred.is_some())));
            }
            (None, Some(item)) => item.words = item.words.clone() + words + "\n",
            (None, None) if words.trim().is_empty() => {}
            (None, None) => before.push(line),
        }
    }
    items.iter_mut().for_each(finish);
    let why = || match before.len() {
        1 => "belongs to no entry".to_owned(),
        lines => format!("and what follows, {lines} lines, belongs to no entry"),
    };
    let skipped = before.first().map(|line| Skipped { line: *line, why: why() });
    Ok(Reading { items, skipped: skipped.into_iter().collect(), cut: None })
}

/// The moment and the title of a line with which an entry begins.
fn begin(line: &str) -> Option<(Timestamp, &str)> {
    let (date, title) = line.strip_prefix('[')?.split_once(']')?;
    let is_date = date.len() >= 10 && date.starts_with(|c: char| c.is_ascii_digit());
    Some((of_clock(date).or_else(|| moment::of(date)).filter(|_| is_date)?, title.trim()))
}

/// A moment of a clock of twelve hours, which is what jrnl writes if nobody tells it otherwise.
fn of_clock(date: &str) -> Option<Timestamp> {
    let forms = ["%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p"];
    let moment = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(date, form).ok())?;
    Some(moment.and_utc().fixed_offset())
}

fn finish(item: &mut Item) {
    item.words = item.words.trim().to_owned();
    let all = [item.title.as_str(), &item.words].join("\n");
    let tags = all.split_whitespace().filter_map(|word| word.strip_prefix('@'));
    let tags = tags.map(|tag| tag.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned());
    item.tags.extend(tags.filter(|tag| !tag.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_with_their_days_tags_and_stars() {
        let file = "[2012-03-29 09:00] Tea with @ada. *\nGreen, from @japan.\n\n[2012-03-30 10:00] Nothing\n";

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!((items[0].title.as_str(), items[0].words.as_str()), ("Tea with @ada.", "Green, from @japan."));
        assert_eq!((items[0].tags.join(" ").as_str(), items[1].line), ("starred ada japan", 4));
        assert_eq!(items[0].date.unwrap().to_rfc3339(), "2012-03-29T09:00:00+00:00");
    }

    #[test]
    fn a_clock_of_twelve_hours_is_read_and_lines_of_no_entry_are_named() {
        let file = "[2024-01-02 09:00:00 PM] Went running.\nFive km.\n\n[2024-01-03 12:30 AM] Slept.\n";

        let items = Format::of(file).unwrap().read(file).unwrap().items;
        let reading = FORMAT.read(&format!("\nMy journal\n\nSince 2020\n{file}")).unwrap();

        let moments: Vec<String> = items.iter().map(|item| item.date.unwrap().to_rfc3339()).collect();
        assert_eq!(moments, ["2024-01-02T21:00:00+00:00", "2024-01-03T00:30:00+00:00"]);
        assert_eq!((items[0].words.as_str(), reading.items.len()), ("Five km.", 2));
        let why = "and what follows, 2 lines, belongs to no entry".to_owned();
        assert_eq!(reading.skipped, [Skipped { line: 2, why }]);
    }
}
