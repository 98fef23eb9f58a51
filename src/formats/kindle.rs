//! `My Clippings.txt` of a Kindle: what was marked and noted, book by book.

use super::{Cut, Format, Item, Malformed, Quote, Reading, Skipped, moment};

pub(super) const FORMAT: Format = Format {
    name: "kindle",
    of: "clippings of a Kindle",
    is_recognised: |sample| sample.text().contains("\n=========="),
    read,
};

/// What a note is called, in the languages of the device.
const NOTES: [&str; 6] = ["your note", "ihre notiz", "votre note", "la tua nota", "tu nota", "sua nota"];

fn read(text: &str) -> Result<Reading, Malformed> {
    let (mut reading, mut line) = (Reading::default(), 1);
    for clipping in text.split_inclusive("==========\n") {
        if !clipping.trim().is_empty() && !clipping.trim_end().ends_with("==========") {
            reading.cut = Some(Cut { line, why: "the file ends in the middle of this clipping" });
            break;
        }
        match item(clipping) {
            Some(Ok(item)) => reading.items.push(Item { line, ..item }),
            Some(Err(why)) => reading.skipped.push(Skipped { line, why: why.into() }),
            None => {}
        }
        line += clipping.matches('\n').count();
    }
    Ok(reading)
}

/// The book, a line about the place and the day, a blank line, the words.
fn item(clipping: &str) -> Option<Result<Item, &'static str>> {
    let clipping = clipping.trim().trim_end_matches('=').trim_end().trim_start_matches('\u{feff}');
    let (book, rest) = clipping.split_once('\n').filter(|(book, _)| !book.trim().is_empty())?;
    let (place, words) = rest.split_once('\n').unwrap_or((rest, ""));
    if !place.trim_start().starts_with('-') {
        return Some(Err("is no clipping"));
    }
    if words.trim().is_empty() {
        return Some(Err("marks a place and has no words"));
    }
    let is_note = NOTES.iter().any(|note| place.to_lowercase().contains(note));
    let words = words.trim().to_owned();
    let quote = if is_note { Quote { note: words, ..Quote::default() } } else { Quote::of(&words) };
    let book = book.trim();
    Some(Ok(Item {
        title: title(book).to_owned(),
        source: Some(book.to_owned()),
        key: Some(format!("kindle {book}")),
        quotes: vec![quote],
        date: place.rsplit('|').next().and_then(day),
        ..Item::default()
    }))
}

/// The name of a book without its author, who stands in brackets behind it.
fn title(book: &str) -> &str {
    let author = book.rfind(" (").filter(|_| book.ends_with(')'));
    author.map_or(book, |at| &book[..at])
}

/// `Added on Monday, January 1, 2024 10:00:00 AM`, or as the British write it.
fn day(added: &str) -> Option<crate::entry::Timestamp> {
    let (_, day) = added.split_once(',')?;
    let day = day.trim();
    let forms = ["%B %d, %Y %I:%M:%S %p", "%B %d, %Y, %I:%M %p", "%d %B %Y %H:%M:%S"];
    let (_, without_weekday) = added.split_once("on ").and_then(|(_, rest)| rest.split_once(' '))?;
    let read = |text: &str, form: &str| chrono::NaiveDateTime::parse_from_str(text, form).ok();
    let found = forms.iter().find_map(|form| read(day, form).or_else(|| read(without_weekday, form)))?;
    moment::of_number(found.and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_and_notes_are_read_by_book() {
        let file = "\u{feff}On Tea (Lu Yu)\r\n- Your Highlight on page 12 | location 170-171 | Added on Monday, January 1, 2024 10:00:00 AM\r\n\r\n\
            Water first.\r\n==========\r\nOn Tea (Lu Yu)\r\n- Your Note on page 12 | location 171 | Added on Monday, January 1, 2024 10:01:00 AM\r\n\r\n\
            As at home.\r\n==========\r\nOn Tea (Lu Yu)\r\n- Your Bookmark on page 13 | Added on Monday, 1 January 2024 10:02:00\r\n\r\n\r\n==========\r\n";
        let reading = Format::of(file).unwrap().read(file).unwrap();
        let cut = FORMAT.read(&file[..file.len() - 14]).unwrap();

        assert_eq!((cut.items.len(), cut.cut.map(|cut| cut.line)), (2, Some(11)));
        let [marked, note] = reading.items.as_slice() else { panic!("{reading:#?}") };
        assert_eq!((marked.title.as_str(), marked.source.as_deref()), ("On Tea", Some("On Tea (Lu Yu)")));
        assert_eq!((marked.quotes[0].text.as_str(), note.quotes[0].note.as_str()), ("Water first.", "As at home."));
        assert_eq!((marked.date.unwrap().to_rfc3339().as_str(), note.line), ("2024-01-01T10:00:00+00:00", 6));
        assert_eq!(reading.skipped[0].why, "marks a place and has no words");
    }
}
